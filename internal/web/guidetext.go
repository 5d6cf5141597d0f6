package web

import (
	"html/template"
	"strings"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

// prose writes texts of the guide as HTML: everything is escaped, links lead to pages that
// exist, and behind each claim stands in small words what it rests on.
type prose struct {
	*wording
	g *guide.Guide
}

// claimView is a text with what it rests on.
type claimView struct {
	Text  template.HTML
	Rests template.HTML // grade and sources; may be empty
}

func (pr *prose) claim(c kb.Claim) claimView { return claimView{pr.text(c.Text), pr.rests(c.Marker)} }

// text writes the runs of a text.
func (pr *prose) text(t kb.Text) template.HTML {
	var b strings.Builder
	for _, run := range t {
		out := template.HTMLEscapeString(run.Text)
		if run.Strong {
			out = "<strong>" + out + "</strong>"
		}
		if run.Emphasis {
			out = "<em>" + out + "</em>"
		}
		if href := pr.href(run.Link); href != "" {
			out = `<a href="` + template.HTMLEscapeString(href) + `">` + out + "</a>"
		}
		b.WriteString(out)
	}
	return template.HTML(b.String()) //nolint:gosec // every part is escaped
}

// href is the address a link of a text leads to; empty when there is no such page, then
// the words stand alone.
func (pr *prose) href(link string) string {
	kind, id, _ := strings.Cut(link, ":")
	switch kind {
	case "":
		return ""
	case "page":
		path, _, _ := strings.Cut(id, "#")
		if !pr.served(path) {
			return ""
		}
		return id
	case "guide":
		kind = guide.KindArticle
	}
	if x := pr.g.Entry(kind, id); x != nil {
		return x.URL
	}
	return ""
}

// rests words a marker: the grade in a word, and the numbers of the sources. A plain
// direction rests on nothing and says nothing.
func (pr *prose) rests(m kb.Marker) template.HTML {
	if m.Grade == "" || m.Grade == kb.MarkAdvice {
		return ""
	}
	word := ""
	if m.Grade != kb.MarkFact {
		word = `<span class="grade g-` + template.HTMLEscapeString(m.Grade) + `">` + template.HTMLEscapeString(pr.base.Care.Grades[m.Grade].Name) + `</span>`
	}
	return template.HTML(word) + pr.cited(m.Sources) //nolint:gosec // escaped
}

// grades says what each grade of evidence means, from the surest.
func (pr *prose) grades() (out []string) {
	for _, letter := range kb.Grades {
		out = append(out, pr.base.Care.Grades[letter].Text)
	}
	return out
}

// cited prints sources as links to the list at the end.
func (pr *prose) cited(ids []string) template.HTML { return cites(pr.p)(pr.cite(ids)) }

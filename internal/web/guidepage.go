package web

import (
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/i18n"
)

// relatedShown is how many pages to read next a page names.
const relatedShown = 6

// textView is a page of the guide around its text, which is the same for everybody and
// made once.
type textView struct {
	page
	Canonical string // the address that search engines keep
	Data      linkedData
	Text      template.HTML
}

// standing says how far a page can be trusted: who wrote it, who read it, and when it is
// to be read again.
type standing struct {
	Author, Published, Updated, NextReview string
	Reviewer                               string // empty: no clinician has read it
	Checked                                string // of pages without an author: when the sources were last read
	Overdue                                bool
	Minutes                                int
}

// guidePage shows an article or an entry.
func (s *site) guidePage(w http.ResponseWriter, r *http.Request) {
	g, err := s.svc.Guide()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	x := g.Page(r.PathValue("slug"))
	if x == nil {
		s.astray(w, r, http.StatusNotFound, "guide.none", way{"/guide", "guide.none_way"}, way{"/ask", "guide.none_ask"})
		return
	}
	p := s.printer(r)
	name := "entry"
	if x.Article != nil {
		name = "article"
	}
	text, err := s.guideText(p, g, x, name)
	if err != nil {
		s.broken(w, r, name, err)
		return
	}
	v := textView{page: s.page(r, name, x.Title), Canonical: s.baseOf(r) + x.URL, Text: text}
	v.Description = description(x)
	v.Data = s.linked(p, x, v.Canonical)
	s.write(w, r, http.StatusOK, name, v)
}

// guideText renders the text of a page once for each language and state of its review.
func (s *site) guideText(p *i18n.Printer, g *guide.Guide, x *guide.Page, name string) (template.HTML, error) {
	st := s.standing(p, x)
	key := edition{x.Slug, p.Lang(), overdueMark(st.Overdue)}
	if text, made := s.texts.Load(key); made {
		return text.(template.HTML), nil
	}
	pr := &prose{&wording{site: s, p: p, numbers: map[string]int{}}, g}
	var view any
	if x.Article != nil {
		v := pr.article(x)
		v.standing, v.Sources, v.Related, v.Grades = st, pr.sources(), pr.related(x), pr.grades()
		view = v
	} else {
		v := pr.entry(x)
		v.standing, v.Sources, v.Related, v.Grades = st, pr.sources(), pr.related(x), pr.grades()
		view = v
	}
	text, err := s.render.part(p, name, name+"-text", view)
	if err != nil {
		return "", err
	}
	html := template.HTML(text) //nolint:gosec // made by html/template
	s.texts.Store(key, html)
	return html, nil
}

// overdueMark stands in the place of the theme, which a text does not depend on.
func overdueMark(overdue bool) string {
	if overdue {
		return "overdue"
	}
	return ""
}

func (pr *prose) related(x *guide.Page) (out []cardView) {
	for _, other := range pr.g.Related(x, relatedShown) {
		c := card(other)
		if c.Summary = ""; c.Minutes == 0 {
			c.Summary = pr.p.T("guide.kind." + other.Kind)
		}
		out = append(out, c)
	}
	return out
}

// standing words the author, the reviewer and the dates of a page.
func (s *site) standing(p *i18n.Printer, x *guide.Page) standing {
	v := standing{Minutes: x.Minutes}
	until := ""
	if a := x.Article; a != nil {
		v.Author, v.Published, v.Updated, v.NextReview = a.Author, dateWords(p, a.Published), dateWords(p, a.Updated), dateWords(p, a.NextReview)
		until = a.NextReview
	} else {
		v.Checked = dateWords(p, x.Date)
	}
	if rv := x.Reviewed; rv != nil {
		v.Reviewer = p.T("guide.reviewed_by", "name", rv.By, "credentials", rv.Credentials, "date", dateWords(p, rv.On))
		v.NextReview, until = dateWords(p, rv.Until), rv.Until
	}
	v.Overdue = until != "" && until < s.clock().Format(time.DateOnly)
	return v
}

// dateWords is "22 November 2026"; what is no date stays as it is.
func dateWords(p *i18n.Printer, day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return day
	}
	return dayFull(p, diary.DateOf(t.Date()))
}

// maxDescription is what search engines show, in bytes.
const maxDescription = 160

// description is the summary of a page, cut at a word.
func description(x *guide.Page) string {
	d := strings.TrimSpace(x.Summary)
	if d == "" && len(x.Passages) > 0 {
		d = strings.Join(strings.Fields(x.Passages[0].Quote()), " ")
	}
	if len(d) <= maxDescription {
		return d
	}
	cut := strings.LastIndexByte(d[:maxDescription], ' ')
	if cut < 0 {
		return ""
	}
	return strings.TrimRight(d[:cut], " ,;:–") + " …"
}

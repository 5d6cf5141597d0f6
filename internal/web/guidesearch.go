package web

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// hitsView is what a search found. Its template is also sent alone.
type hitsView struct {
	Query, Filter string // Filter is what the list is narrowed to, in words
	Total         int
	Hits          []hitView
	Narrow        bool // another kind would have hits, or the filter can be taken off
}

type hitView struct {
	Href, Kind     string
	Title, Snippet template.HTML
	Minutes        int
	Reviewed       bool
}

// readSearch reads a search; unknown kinds and categories are no filter.
func readSearch(w http.ResponseWriter, r *http.Request) (query string, f guide.Filter, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxSearchForm)
	if err := r.ParseForm(); err != nil {
		return "", f, err
	}
	query = plainText(strings.TrimSpace(strings.ToValidUTF8(r.Form.Get("q"), "\uFFFD")))
	if utf8.RuneCountInString(query) > app.MaxSearch {
		query = string([]rune(query)[:app.MaxSearch])
	}
	if kind := r.Form.Get("kind"); slices.Contains(guide.Kinds, kind) {
		f.Kind = kind
	}
	if c := r.Form.Get("category"); slices.Contains(kb.ArticleCategories, c) {
		f.Category = c
	}
	if tag := r.Form.Get("tag"); len(tag) <= app.MaxSearch {
		f.Tag = plainText(strings.ToValidUTF8(tag, "\uFFFD"))
	}
	return query, f, nil
}

// find searches the guide. Without words it lists what the filter keeps, all of it.
func (s *site) find(p *i18n.Printer, g *guide.Guide, query string, f guide.Filter) *hitsView {
	limit := hitsShown
	if query == "" {
		limit = len(g.Pages())
	}
	hits, total := g.Search(query, f, limit)
	v := &hitsView{Query: query, Filter: filterWords(p, f), Total: total, Narrow: f != guide.Filter{}}
	for _, h := range hits {
		v.Hits = append(v.Hits, hitView{
			Href: h.Page.URL, Kind: p.T("guide.kind." + h.Page.Kind), Title: marked(h.Page.Title, h.TitleMarks),
			Snippet: marked(h.Snippet, h.Marks), Minutes: h.Page.Minutes, Reviewed: h.Page.Reviewed != nil,
		})
	}
	return v
}

func filterWords(p *i18n.Printer, f guide.Filter) string {
	var out []string
	if f.Kind != "" {
		out = append(out, p.T("guide.kinds."+f.Kind))
	}
	if f.Category != "" {
		out = append(out, p.T("guide.category."+f.Category))
	}
	if f.Tag != "" {
		out = append(out, f.Tag)
	}
	return strings.Join(out, ", ")
}

// marked writes a text with its marks, which are in order and do not overlap.
func marked(text string, marks []guide.Mark) template.HTML {
	if len(marks) == 0 {
		return template.HTML(template.HTMLEscapeString(text)) //nolint:gosec // escaped
	}
	var b strings.Builder
	runes := []rune(text)
	at := 0
	for _, m := range marks {
		if m.Start < at || m.End > len(runes) || m.Start >= m.End {
			continue
		}
		b.WriteString(template.HTMLEscapeString(string(runes[at:m.Start])))
		b.WriteString("<mark>" + template.HTMLEscapeString(string(runes[m.Start:m.End])) + "</mark>")
		at = m.End
	}
	b.WriteString(template.HTMLEscapeString(string(runes[at:])))
	return template.HTML(b.String()) //nolint:gosec // every part is escaped
}

package web

import (
	"html/template"
	"sort"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// sourceView is a publication as lists show it; Nr is 0 where the list has no numbers.
type sourceView struct {
	Nr    int
	Title string
	Entry template.HTML
}

// entries words every source of the knowledge base once.
func entries(sources []*kb.Source) map[string]sourceView {
	out := make(map[string]sourceView, len(sources))
	text := template.HTMLEscapeString
	for _, s := range sources {
		title := text(s.Title)
		if href := sourceLink(s); href != "" {
			title = `<a href="` + text(href) + `" rel="noreferrer noopener external">` + title + `</a>`
		}
		entry := title + ". " + text(s.Authors)
		if s.Year != 0 {
			entry += ", " + strconv.Itoa(s.Year)
		}
		out[s.ID] = sourceView{Title: s.Title, Entry: template.HTML(entry + ". " + text(s.Where))} //nolint:gosec // escaped, and sourceLink makes web addresses only
	}
	return out
}

// known says whether the knowledge base has a source.
func (s *site) known(source string) bool {
	_, ok := s.sources[source]
	return ok
}

// cite numbers sources; one that the knowledge base lacks is left out.
func (wd *wording) cite(ids []string) (out []int) {
	for _, id := range ids {
		if !wd.known(id) {
			continue
		}
		if wd.numbers[id] == 0 {
			wd.order = append(wd.order, id)
			wd.numbers[id] = len(wd.order)
		}
		out = append(out, wd.numbers[id])
	}
	sort.Ints(out)
	return out
}

// cites prints the numbers of sources as links to the list of them.
func cites(p *i18n.Printer) func([]int) template.HTML {
	return func(numbers []int) template.HTML {
		var b strings.Builder
		for _, n := range numbers {
			nr := strconv.Itoa(n)
			b.WriteString(` <a class="cite" href="#source-` + nr + `" aria-label="` + template.HTMLEscapeString(p.T("result.source", "n", nr)) + `">` + nr + `</a>`)
		}
		return template.HTML(b.String()) //nolint:gosec // numbers, and a message that is escaped
	}
}

func (wd *wording) sources() (out []sourceView) {
	for i, id := range wd.order {
		v := wd.site.sources[id]
		v.Nr = i + 1
		out = append(out, v)
	}
	return out
}

// sourceLink is the address of a source, or empty.
func sourceLink(s *kb.Source) string {
	id := strings.TrimSpace(strings.SplitN(s.Identifier, ";", 2)[0])
	id, _, _ = strings.Cut(id, " (") // a remark after the address
	low := strings.ToLower(id)
	switch {
	case strings.HasPrefix(low, "https://"), strings.HasPrefix(low, "http://"):
		return id
	case strings.HasPrefix(low, "doi:"):
		return "https://doi.org/" + strings.TrimSpace(id[4:])
	case strings.HasPrefix(low, "pmid:"):
		return "https://pubmed.ncbi.nlm.nih.gov/" + strings.TrimSpace(id[5:]) + "/"
	case strings.HasPrefix(low, "pmc"):
		return "https://www.ncbi.nlm.nih.gov/pmc/articles/" + strings.ToUpper(strings.TrimPrefix(low, "pmc:")) + "/"
	}
	return ""
}

package web

import (
	"sort"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

type sourceView struct {
	Nr                 int
	Title, Where, Href string
	Authors            string
	Year               int
}

// cite numbers sources; one that the knowledge base lacks is left out.
func (wd *wording) cite(ids []string) (out []int) {
	for _, id := range ids {
		if wd.site.sources[id] == nil {
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

func (wd *wording) sources() (out []sourceView) {
	for i, id := range wd.order {
		s := wd.site.sources[id]
		out = append(out, sourceView{i + 1, s.Title, s.Where, sourceLink(s), s.Authors, s.Year})
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

package guide

import "slices"

// entryName is a name of the page of an entry: "Lipitor", "gout".
type entryName struct {
	stems []string
	page  *Page
}

// How much more a page counts that the question calls by its name. Who names a medicine
// asks about it, whatever else the question tells.
const (
	spokenMedicine  = 0.55
	spokenCondition = 0.45
	spokenOther     = 0.15
)

// entryNames lists the names of entries by their first stem.
func (g *Guide) entryNames() map[string][]entryName {
	out := map[string][]entryName{}
	for _, p := range g.pages {
		if p.Kind == KindArticle {
			continue
		}
		for _, name := range append([]string{p.Title}, p.Names...) {
			if stems := newLine(name, g.words.stemOf).topics; len(stems) > 1 || len(stems) == 1 && len(stems[0]) > 1 { // "K" is said of more
				out[stems[0]] = append(out[stems[0]], entryName{stems, p})
			}
		}
	}
	return out
}

// spoken is how much pages count more because the question says a name of theirs.
func (g *Guide) spoken(q *query) (out map[*Page]float32) {
	for i := range q.words {
		for _, n := range g.names[q.words[i].stem] {
			if !q.says(n.stems, i) {
				continue
			}
			if out == nil {
				out = map[*Page]float32{}
			}
			switch n.page.Kind {
			case KindMedicine:
				out[n.page] = spokenMedicine
			case KindCondition:
				if !g.hasArticle(n.page.ID) {
					out[n.page] = spokenCondition
				}
			default:
				out[n.page] = spokenOther
			}
		}
	}
	return out
}

// hasArticle reports whether an article is devoted to a condition: it answers first.
func (g *Guide) hasArticle(condition string) bool {
	return slices.ContainsFunc(g.pages, func(p *Page) bool {
		if p.Article == nil {
			return false
		}
		i := slices.Index(p.Article.About.Conditions, condition)
		return i >= 0 && i < firstCauses
	})
}

// says reports whether the words from i on are those.
func (q *query) says(stems []string, i int) bool {
	return len(q.words) >= i+len(stems) && slices.EqualFunc(q.words[i:i+len(stems)], stems, func(w queryWord, s string) bool { return w.stem == s })
}

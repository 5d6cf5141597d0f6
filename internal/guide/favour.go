package guide

import "slices"

// favour is how much more a page counts for somebody, as a share of its score.
type favour map[*Page]float32

// How much more pages count that are about what a person's trouble may come from.
const (
	favourLeading = 0.6 // of the likeliest cause; the next gets a half of it, and so on
	favourArticle = 0.9 // share of it for an article that names the cause among its first
	favourBroad   = 0.3 // and for one that names it later
	firstCauses   = 2
)

// favour prefers the pages of conditions, the likeliest first, and articles about them.
func (g *Guide) favour(causes []string) favour {
	if len(causes) == 0 {
		return nil
	}
	f := favour{}
	share := float32(favourLeading)
	for _, id := range causes {
		key := KindCondition + "/" + id
		if p := g.byEntry[key]; p != nil {
			f[p] = max(f[p], share)
		}
		for _, p := range g.pages {
			if slices.Contains(p.about, key) {
				f[p] = max(f[p], share*p.devoted(id))
			}
		}
		share /= 2
	}
	return f
}

// devoted is how far an article is about a condition.
func (p *Page) devoted(condition string) float32 {
	if i := slices.Index(p.Article.About.Conditions, condition); i >= 0 && i < firstCauses {
		return favourArticle
	}
	return favourBroad
}

// explain makes sure that who asks why something is so reads of the likeliest cause too:
// second, after what answers the question best.
func (f favour) explain(passages []*Passage, leading *Page, q *query) []*Passage {
	asksWhy := slices.ContainsFunc(q.said, func(s string) bool { return s == "why" || s == "cause" || s == "causes" || s == "causing" })
	about := func(p *Passage) bool { return f[p.Page] >= favourLeading*favourArticle }
	if len(passages) == 0 || leading == nil || leading.lead() == nil || !asksWhy || slices.ContainsFunc(passages, about) {
		return passages
	}
	return slices.Insert(passages, 1, leading.lead())[:min(len(passages)+1, MaxQuoted)]
}

// leading is the page of the likeliest cause, or nil.
func (g *Guide) leading(causes []string) *Page {
	if len(causes) == 0 {
		return nil
	}
	return g.byEntry[KindCondition+"/"+causes[0]]
}

// open reports a question that names nothing it is about but asks what people ask about
// their trouble: "is it serious", "what can I do".
func (q *query) open() bool {
	asks := false
	for _, w := range q.words {
		if asks = asks || asking[w.stem]; !asking[w.stem] && !small[w.text] {
			return false
		}
	}
	for _, w := range openSmall {
		asks = asks || slices.ContainsFunc(q.said, func(s string) bool { return s == w })
	}
	return asks
}

// openSmall are small words that ask about a trouble.
var openSmall = []string{"do", "help", "helps", "happen", "happens", "cause", "causes", "causing", "mean", "means"}

// asking are words people ask about a trouble with, whatever it is.
var asking = stemmed(`serious worry worried dangerous harmful harmless bad treat treatment treatments cure prevent avoid cope deal manage improve worsen fix condition
risk doctor see next advice symptom symptoms diagnosis test tests away expect ease relief relieve tonight relax trouble problem happening`)

package guide

import (
	"cmp"
	"slices"
)

// telling is how rare a word of the text must be to tell what a page is about.
const telling = 2.5

// Related lists up to limit pages to read next, nearest first: entries the article is
// about and articles about the entry count most, then the pages with most in common.
// Never the page itself.
func (g *Guide) Related(p *Page, limit int) []*Page {
	q := &query{}
	for t, idf := range g.byPage.idf {
		switch {
		case idf > 0 && g.titles.has(int32(t), int32(p.n)):
			q.terms = append(q.terms, queryTerm{term: int32(t), weight: 1})
		case idf > telling && g.byPage.has(int32(t), int32(p.n)):
			q.terms = append(q.terms, queryTerm{term: int32(t), weight: 0.15})
		}
	}
	s := g.byPage.score(q)
	defer g.byPage.release(s)
	best := g.byPage.best(q)
	score := make([]float32, len(g.pages))
	for _, d := range s.touched {
		score[d] = s.sum[d] / best
		if g.pages[d].Kind == KindArticle {
			score[d] *= 1.3
		}
	}
	for _, key := range p.about {
		if other := g.byEntry[key]; other != nil {
			score[other.n] += 0.8
		}
	}
	for _, other := range g.pages {
		shared := 0
		for _, key := range other.about {
			if key == p.Kind+"/"+p.ID {
				score[other.n]++
			}
			if slices.Contains(p.about, key) {
				shared++
			}
		}
		score[other.n] += 0.15 * float32(min(shared, 4))
	}
	var out []*Page
	for _, other := range g.pages {
		if other != p && score[other.n] > 0 {
			out = append(out, other)
		}
	}
	slices.SortStableFunc(out, func(a, b *Page) int { return cmp.Compare(score[b.n], score[a.n]) })
	return out[:min(len(out), limit)]
}

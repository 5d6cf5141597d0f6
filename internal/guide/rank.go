package guide

import (
	"cmp"
	"slices"
)

// Shares of what speaks for a passage: its own text, its page, and how close the
// question comes to a wording it, or its page, is known to answer.
const (
	textShare        = 0.20
	pageShare        = 0.68
	wordingShare     = 0.48
	pageWordingShare = 0.62
	partOfPage       = 0.50 // what a page gets of the wording of one of its passages
	leadShare        = 0.50 // the passage that stands for its page, times how close the page's wording is
	narrowFactor     = 0.8  // a page for some people or one place that the question does not name
	partlyFactor     = 0.85 // one that it names in part
	namedFactor      = 1.25 // one that it names
	measureFactor    = 0.75 // activities and exercises
	entryFactor      = 0.62 // articles answer before the entries they are made from
	scoreFactor      = 0.45 // and those before instruments, which only name what they measure
	titleMatch       = 0.60 // the question and the page's title or a name of it are about the same
	toldShare        = 0.55 // a page about what the question tells of
	toldLead         = 0.10 // and its first passage
)

// ranked is a passage with its score, from 0 to about 3: the sum of the shares.
type ranked struct {
	passage *Passage
	score   float32
	wording float32 // how close the nearest wording is
}

// rank orders passages, best first; at equal scores as they stand in the guide. At most
// limit are returned.
func (g *Guide) rank(q *query, limit int, keep func(*Page) bool) []ranked {
	pages, texts, asked := g.byPage.score(q), g.byText.score(q), g.wordings.score(q)
	defer g.byPage.release(pages)
	defer g.byText.release(texts)
	defer g.wordings.release(asked)
	bestPage, bestText := g.byPage.best(q), g.byText.best(q)

	title, pageWording := make([]float32, len(g.pages)), make([]float32, len(g.pages))
	wording := make(map[int32]float32, 16)
	for _, w := range asked.touched {
		v, p, x := min(1, asked.sum[w]), g.wordings.page[w], g.wordings.passage[w]
		if p == noPage {
			q.off = max(q.off, v)
			continue
		}
		if g.wordings.title[w] {
			title[p] = max(title[p], v)
		}
		if x >= 0 {
			wording[x] = max(wording[x], v)
			v *= partOfPage
		}
		pageWording[p] = max(pageWording[p], v)
	}
	out := make([]ranked, 0, len(texts.touched)+len(pages.touched))
	consider := func(x *Passage) {
		p := x.Page
		if keep != nil && !keep(p) {
			return
		}
		near := wording[int32(x.n)]
		score := textShare*texts.sum[x.n]/bestText + pageShare*pages.sum[p.n]/bestPage + wordingShare*near + pageWordingShare*pageWording[p.n] + titleMatch*title[p.n]
		if x == p.lead() {
			score += leadShare * pageWording[p.n]
		}
		narrowed := q.narrows(p.narrow)
		score *= narrowed
		switch p.Kind {
		case KindArticle:
		case KindActivity, KindExercise:
			score *= measureFactor
		case KindInstrument:
			score *= scoreFactor
		default:
			score *= entryFactor
		}
		if about := q.told[p] * min(1, narrowed); about > 0 {
			score += toldShare * about
			if x == p.lead() {
				score += toldLead * about
			}
		}
		score += q.spoken[p]
		out = append(out, ranked{x, score, max(near, pageWording[p.n])})
	}
	for _, d := range texts.touched {
		consider(g.passages[d])
	}
	for _, d := range pages.touched { // a page may be meant by its wordings alone
		if x := g.pages[d].lead(); x != nil && texts.sum[x.n] == 0 {
			consider(x)
		}
	}
	for p := range q.told { // or by what the question tells of
		if x := p.lead(); x != nil && texts.sum[x.n] == 0 && pages.sum[p.n] == 0 {
			consider(x)
		}
	}
	return strongest(out, limit)
}

// shareOfBest is the share of the best score below which a passage is never looked at.
const shareOfBest = 0.2

// strongest sorts what is worth sorting: most passages share a word with a question and
// nothing else.
func strongest(all []ranked, limit int) []ranked {
	var best float32
	for _, r := range all {
		best = max(best, r.score)
	}
	kept := all[:0]
	for _, r := range all {
		if r.score >= shareOfBest*best {
			kept = append(kept, r)
		}
	}
	slices.SortFunc(kept, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage.n, b.passage.n))
	})
	return kept[:min(len(kept), limit)]
}

// lead is the passage that stands for the page: the first.
func (p *Page) lead() *Passage {
	if len(p.Passages) == 0 {
		return nil
	}
	return p.Passages[0]
}

// narrows is the factor of a page whose title narrows it by some words: the query may have
// none of them, some, or all.
func (q *query) narrows(words [][]int32) float32 {
	if len(words) == 0 {
		return 1
	}
	named := 0
	for _, terms := range words {
		if slices.ContainsFunc(q.terms, func(t queryTerm) bool { return slices.Contains(terms, t.term) }) {
			named++
		}
	}
	switch named {
	case 0:
		return narrowFactor
	case len(words):
		return namedFactor
	}
	return partlyFactor
}

// elsewhere is how well a passage speaks of what only the rest of its page mentions.
const elsewhere = 0.5

// covers tells how well a passage speaks of a term: itself or in the names of its page,
// or elsewhere on the page.
func (g *Guide) covers(x *Passage) func(term int32) float32 {
	passage, page := int32(x.n), int32(x.Page.n)
	return func(term int32) float32 {
		switch {
		case g.byText.has(term, passage), g.titles.has(term, page):
			return 1
		case g.byPage.has(term, page):
			return elsewhere
		}
		return 0
	}
}

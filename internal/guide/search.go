package guide

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Filter narrows a search; empty fields do not.
type Filter struct {
	Kind     string // one of Kinds
	Category string
	Tag      string
}

func (f Filter) keep(p *Page) bool {
	return (f.Kind == "" || f.Kind == p.Kind) && (f.Category == "" || f.Category == p.Category) &&
		(f.Tag == "" || slices.ContainsFunc(p.Tags, func(t string) bool { return strings.EqualFold(t, f.Tag) }))
}

// Hit is a page that a search found.
type Hit struct {
	Page    *Page
	Passage *Passage // the one that fits best
	Score   float32  // above 0; falls from hit to hit
	Snippet string   // of the passage
	Marks   []Mark   // in Snippet

	TitleMarks []Mark // in Page.Title
}

// Mark is a stretch of text in Unicode code points, End exclusive.
type Mark struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// passagesPerSearch bounds how many passages are looked at for their pages.
const passagesPerSearch = 400

// Search finds pages by the words of a text, best first; the last word may be
// unfinished. Without words it lists all pages that the filter keeps. total is how many
// there are; at most limit are returned.
func (g *Guide) Search(text string, f Filter, limit int) (hits []Hit, total int) {
	if len(tokenize(text)) == 0 {
		return g.list(f, limit)
	}
	q := g.read(text, true)
	best := map[int]int{} // place in hits by page
	for _, r := range g.rank(q, passagesPerSearch, f.keep) {
		p := r.passage.Page
		if _, ok := best[p.n]; !ok {
			best[p.n] = len(hits)
			hits = append(hits, Hit{Page: p, Passage: r.passage, Score: r.score})
		}
	}
	for i := range hits[:min(len(hits), titled)] {
		n := int32(hits[i].Page.n)
		c := q.coverage(func(t int32) float32 {
			if g.titles.has(t, n) {
				return 1
			}
			return 0
		})
		hits[i].Score += titleShare * c * c
		if hits[i].Page.called(text) {
			hits[i].Score += nameShare
		}
	}
	slices.SortStableFunc(hits, func(a, b Hit) int { return cmp.Compare(b.Score, a.Score) })
	hits = relevant(hits)
	total = len(hits)
	hits = hits[:min(total, limit)]
	for i := range hits {
		hits[i].Snippet, hits[i].Marks = g.snippet(q, hits[i].Passage)
		hits[i].TitleMarks = g.marksIn(q, hits[i].Page.Title)
	}
	return hits, total
}

// titleShare is what a title or name that covers the whole query adds, to the first so
// many pages.
const (
	titleShare = 0.35
	titled     = 60
)

// nameShare is what a page gets whose title or name is the whole query: who types
// "ferritin" wants that page, and reads on from it.
const nameShare = 1.5

// called reports that a text is the page's title or one of its names.
func (p *Page) called(text string) bool {
	text = strings.TrimSpace(text)
	is := func(name string) bool { return strings.EqualFold(name, text) }
	return is(p.Title) || slices.ContainsFunc(p.Names, is)
}

// leastOfBest is the share of the best score below which a page is no longer shown.
const leastOfBest = 0.3

func relevant(hits []Hit) []Hit {
	for i, h := range hits {
		if h.Score < leastOfBest*hits[0].Score {
			return hits[:i]
		}
	}
	return hits
}

func (g *Guide) list(f Filter, limit int) (hits []Hit, total int) {
	for _, p := range g.pages {
		if !f.keep(p) {
			continue
		}
		if total++; len(hits) < limit {
			hits = append(hits, Hit{Page: p, Passage: p.lead(), Snippet: p.Summary})
		}
	}
	return hits, total
}

// snippetLength in bytes is about two lines.
const snippetLength = 200

// snippet cuts the stretch of a passage with the most words of the query, at words, and
// marks them.
func (g *Guide) snippet(q *query, x *Passage) (string, []Mark) {
	if x == nil {
		return "", nil
	}
	text, found := x.Quote(), q.found(x.places)
	from := 0
	if len(text) > snippetLength && len(found) > 0 {
		from = wordStart(text, min(max(0, densest(found)-snippetLength/5), len(text)-snippetLength))
	}
	to := wordEnd(text, from, min(len(text), from+snippetLength))
	before, after := "", ""
	if from > 0 {
		before = "… "
	}
	if to < len(text) {
		after = " …"
	}
	inside := found[:0]
	for _, p := range found {
		if int(p.start) >= from && int(p.end) <= to {
			inside = append(inside, place{start: p.start - int32(from), end: p.end - int32(from)})
		}
	}
	cut := text[from:to]
	return before + strings.ReplaceAll(cut, "\n", " ") + after, marksOf(cut, inside, utf8.RuneCountInString(before))
}

// densest is where the stretch of the length of a snippet begins that has most places.
func densest(found []place) int {
	most, start := 0, 0
	for i := range found {
		n := 0
		for _, p := range found[i:] {
			if p.end > found[i].start+snippetLength {
				break
			}
			n++
		}
		if n > most {
			most, start = n, int(found[i].start)
		}
	}
	return start
}

// Marks finds the words of a query in a text.
func (g *Guide) Marks(search, text string) []Mark { return g.marksIn(g.read(search, true), text) }

func (g *Guide) marksIn(q *query, text string) []Mark {
	l := newLine(text, g.words.stemOf)
	places := make([]place, 0, len(l.topics))
	for i, s := range l.all {
		if !l.isSmall[i] {
			places = append(places, place{start: int32(l.tokens[i].start), end: int32(l.tokens[i].end), term: g.words.term[s]})
		}
	}
	for _, s := range g.concepts.find(l) {
		for i := s.from; i < s.to && s.saying.kind != finding; i++ {
			places[i].concepts = append(places[i].concepts, s.saying.term)
		}
	}
	return marksOf(text, q.found(places), 0)
}

// found keeps the places of words that the query asks for, or of its concepts.
func (q *query) found(places []place) (out []place) {
	asks := func(term int32) bool {
		return term > 0 && slices.ContainsFunc(q.terms, func(t queryTerm) bool { return t.term == term })
	}
	for _, p := range places {
		if asks(p.term) || slices.ContainsFunc(p.concepts, asks) {
			out = append(out, p)
		}
	}
	return out
}

// marksOf counts bytes as code points; before is added to each.
func marksOf(text string, found []place, before int) []Mark {
	marks := make([]Mark, 0, len(found))
	at, runes := 0, before
	for _, p := range found {
		runes += utf8.RuneCountInString(text[at:p.start])
		start := runes
		runes += utf8.RuneCountInString(text[p.start:p.end])
		at = int(p.end)
		marks = append(marks, Mark{start, runes})
	}
	return marks
}

func wordStart(text string, i int) int {
	for i > 0 && i < len(text) && text[i-1] != ' ' && text[i-1] != '\n' {
		i--
	}
	return i
}

// wordEnd is the last end of a word after from and up to to; inside a word that is longer,
// the end of a character.
func wordEnd(text string, from, to int) int {
	i := to
	for i < len(text) && i > from && text[i] != ' ' && text[i] != '\n' {
		i--
	}
	if i > from {
		return i
	}
	for to < len(text) && !utf8.RuneStart(text[to]) {
		to--
	}
	return to
}

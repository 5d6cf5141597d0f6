package guide

import "cmp"

// query is a question or search as terms.
type query struct {
	words   []queryWord
	terms   []queryTerm
	smalls  []int32 // small words, which tell questions about one thing apart: "who should not …"
	topical bool    // it is about legs, cramps and the like
	unknown float64 // squared weight of words the guide does not have
	beyond  bool    // a word stands only in questions the guide does not answer
	spoken  map[*Page]float32
	told    told    // how much pages are about what the question tells of
	off     float32 // how close it comes to a question the guide does not answer; set by rank
	mended  map[string]string
	said    []string // all words as they were written
}

// queryWord is one word that carries a topic.
type queryWord struct {
	text string
	stem string
	idf  float32 // how rare it is among passages; rare for a word nobody wrote
}

// queryTerm is a stem or concept to look for, for the words from..to.
type queryTerm struct {
	term     int32
	weight   float64
	from, to int
	quality  float32 // how well finding it covers those words, from 0 to 1
}

// Weights of what stands for a word of a question.
const (
	exactWeight   = 1.0
	mendedWeight  = 0.85
	synonymWeight = 0.7
	classWeight   = 0.3
	findingWeight = 0.35
	prefixWeight  = 0.6

	commonWeight = 0.6 // a word of everyday use, which many questions have

	synonymQuality = 0.95 // how well a synonym covers what it stands for

	commonShare = 0.4 // of its rarity that a word of everyday use counts in coverage

	mostWords  = 48  // of a question that count, the first
	rarest     = 4.5 // beyond it a word counts no more in coverage
	strangeIDF = 3.5 // of such a word in a question about legs, where it mostly tells a detail
	unknownIDF = 5.5 // of a word the guide does not have
)

// read turns a text into a query. With typing, the last word may be unfinished.
func (g *Guide) read(text string, typing bool) *query {
	q := &query{}
	l := lineOf(text, func(w string) (string, bool) {
		s := g.meant(q, w) // first: it mends
		return s, small[w] || small[q.mended[w]]
	})
	for i, s := range l.all {
		q.said = append(q.said, l.tokens[i].text)
		if w := l.tokens[i].text; !l.isSmall[i] {
			q.words = append(q.words, queryWord{text: w, stem: s})
		} else if n, known := g.words.term[smallTerm+cmp.Or(q.mended[w], w)]; known {
			q.smalls = append(q.smalls, n)
		}
	}
	if len(q.words) == 0 { // "how long?": nothing but small words
		for i, s := range l.all {
			q.words = append(q.words, queryWord{text: l.tokens[i].text, stem: s})
		}
	}
	q.words = q.words[:min(len(q.words), mostWords)]
	open := typing && len(l.tokens) > 0 && l.tokens[len(l.tokens)-1].end == len(text)
	for i := range q.words {
		w := &q.words[i]
		if term, known := g.words.term[w.stem]; known {
			t := queryTerm{term, exactWeight, i, i + 1, 1}
			if q.mended[w.text] != "" {
				t.weight, t.quality = mendedWeight, 0.9
			}
			w.idf = g.idf[term]
			if common[w.stem] {
				t.weight *= commonWeight
			}
			q.add(t)
		}
		if w.idf == 0 {
			w.idf = unknownIDF
		}
		if common[w.stem] {
			w.idf *= commonShare
		}
		if open && i == len(q.words)-1 {
			g.complete(q, i)
		}
	}
	for _, s := range g.concepts.find(l) {
		if s.to <= len(q.words) {
			q.concept(s)
			if s.saying.kind == synonym {
				q.level(s.from, s.to, g.idf[s.saying.term])
			}
		}
	}
	for i := range q.words {
		q.topical = q.topical || g.topics[q.words[i].stem]
	}
	elsewhere := !q.topical && g.otherPart(q) // "my throat is sore"
	for _, t := range q.terms {
		q.topical = q.topical || g.topicTerms[t.term] && !elsewhere
		q.beyond = q.beyond || t.term >= g.beyond && !common[q.words[t.from].stem]
	}
	for i := range q.words {
		if w := &q.words[i]; q.topical && w.idf == unknownIDF && !q.covered(i) {
			w.idf = strangeIDF
		}
		if _, known := g.words.term[q.words[i].stem]; !known && !q.covered(i) && !common[q.words[i].stem] {
			q.unknown += unknownIDF * unknownIDF
		}
	}
	return q
}

// meant is the stem of a word, or of the one it is a slip of.
func (g *Guide) meant(q *query, w string) string {
	s := g.words.stemOf(w)
	if _, known := g.words.term[s]; known || small[w] {
		return s
	}
	fixed := g.words.mend(w)
	if fixed == "" {
		return s
	}
	if q.mended == nil {
		q.mended = map[string]string{}
	}
	q.mended[w] = fixed
	return g.words.stemOf(fixed)
}

// complete adds words that begin like the last one, while it is being typed.
func (g *Guide) complete(q *query, i int) {
	w := q.words[i]
	if len(w.text) < 2 {
		return
	}
	seen := map[string]bool{w.stem: true}
	for _, word := range g.words.startingWith(w.text) {
		if s := g.words.stemOf(word); !seen[s] {
			seen[s] = true
			q.add(queryTerm{g.words.term[s], prefixWeight, i, i + 1, 1})
		}
	}
}

func (q *query) concept(s said) {
	n := float64(s.to - s.from)
	t := queryTerm{term: s.saying.term, from: s.from, to: s.to}
	switch s.saying.kind {
	case synonym:
		t.weight, t.quality = synonymWeight*n, synonymQuality
	case wordClass:
		t.weight, t.quality = classWeight, 0.7
	case finding:
		t.weight, t.quality = findingWeight*n, 0.8
	}
	q.add(t)
}

// level takes words that have synonyms as no rarer than all of those together: who writes
// RLS means what most texts call restless legs, not the few that write RLS.
func (q *query) level(from, to int, idf float32) {
	for i := range q.terms {
		t := &q.terms[i]
		if t.from >= from && t.to == t.from+1 && t.to <= to && t.weight >= mendedWeight {
			if w := &q.words[t.from]; w.idf > idf && idf > 0 {
				t.weight *= float64(idf / w.idf)
				w.idf = idf
			}
		}
	}
}

// add keeps each term once, with its greatest weight.
func (q *query) add(t queryTerm) {
	for i := range q.terms {
		if x := &q.terms[i]; x.term == t.term && x.from == t.from && x.to == t.to {
			x.weight = max(x.weight, t.weight)
			return
		}
	}
	q.terms = append(q.terms, t)
}

func (q *query) covered(word int) bool {
	for _, t := range q.terms {
		if t.from <= word && word < t.to {
			return true
		}
	}
	return false
}

// coverage is the share, from 0 to 1, of what the question asks that a passage and its
// page speak of: the words of the question, weighted by how rare they are. has tells how
// well, from 0 to 1, a term is spoken of.
func (q *query) coverage(has func(term int32) float32) float32 {
	var best [mostWords]float32
	for _, t := range q.terms {
		share := t.quality * has(t.term)
		for w := t.from; w < t.to; w++ {
			best[w] = max(best[w], share)
		}
	}
	var sum, all float32
	for i, w := range q.words {
		idf := min(w.idf, rarest)
		sum += best[i] * idf
		all += idf
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

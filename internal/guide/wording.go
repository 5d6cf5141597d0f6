package guide

import (
	"maps"
	"math"
	"slices"
	"sync"
)

// wordings are the ways people ask what a page or passage answers: titles, names,
// questions, headings, and the lay wordings of the front matter. A question is held
// against each as a whole, by the cosine of their terms.
type wordings struct {
	postings [][]posting // by term: wordings that have it
	idf      []float32
	page     []int32 // of each wording
	passage  []int32 // −1 when it asks for the page as a whole
	title    []bool  // it is the page's title
	pool     sync.Pool
}

type wordingText struct {
	terms         map[int32]float64 // with weights
	page, passage int32
	title         bool
}

// noPage is the page of a wording that no page answers.
const noPage = -1

// Small words have terms of their own in wordings; smallIDF is how much one counts.
const (
	smallTerm = "~"
	smallIDF  = 0.7
)

func newWordings(all []wordingText, terms int, idf []float32) *wordings {
	w := &wordings{postings: make([][]posting, terms+1), idf: idf}
	w.pool.New = func() any { return &scores{sum: make([]float32, len(all))} }
	for i, x := range all {
		w.page, w.passage, w.title = append(w.page, x.page), append(w.passage, x.passage), append(w.title, x.title)
		norm := 0.0
		terms := slices.Sorted(maps.Keys(x.terms))
		for _, t := range terms {
			norm += math.Pow(x.terms[t]*float64(idf[t]), 2)
		}
		if norm == 0 {
			continue
		}
		for _, t := range terms {
			w.postings[t] = append(w.postings[t], posting{int32(i), float32(x.terms[t] * float64(idf[t]) / math.Sqrt(norm))})
		}
	}
	return w
}

// score gives the cosine, from 0 to 1, of a query and each wording.
func (w *wordings) score(q *query) *scores {
	s := w.pool.Get().(*scores)
	norm := 0.0
	for _, t := range q.terms {
		norm += math.Pow(t.weight*float64(w.idf[t.term]), 2)
	}
	norm += smallIDF * smallIDF * float64(len(q.smalls))
	norm = math.Sqrt(max(norm+q.unknown, 1e-9))
	for _, t := range q.terms {
		qw := float32(t.weight * float64(w.idf[t.term]) / norm)
		for _, p := range w.postings[t.term] {
			if s.sum[p.doc] == 0 {
				s.touched = append(s.touched, p.doc)
			}
			s.sum[p.doc] += qw * p.weight
		}
	}
	for _, t := range q.smalls { // only where something else is shared
		for _, p := range w.postings[t] {
			if s.sum[p.doc] > 0 {
				s.sum[p.doc] += float32(smallIDF/norm) * p.weight
			}
		}
	}
	return s
}

func (w *wordings) release(s *scores) {
	for _, d := range s.touched {
		s.sum[d] = 0
	}
	s.touched = s.touched[:0]
	w.pool.Put(s)
}

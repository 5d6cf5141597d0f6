package guide

import (
	"maps"
	"math"
	"slices"
	"sort"
	"sync"
)

// BM25F (Robertson, Zaragoza and Taylor, Simple BM25 extension to multiple weighted
// fields, CIKM 2004): the frequencies of a term in the fields of a document are added up
// with weights before they saturate.
const (
	k1       = 1.2
	bLength  = 0.6 // how much the length of a field counts
	askField = 1.6 // weight of lay wordings
)

// fieldText is one field of a document.
type fieldText struct {
	weight float64
	terms  []int32
}

// posting is a document that has a term, with what the term adds to its score at most.
type posting struct {
	doc    int32
	weight float32 // idf × saturated frequency
}

// index holds the postings of documents numbered from 0.
type index struct {
	postings [][]posting // by term number, docs rising
	idf      []float32   // by term number; 0 where no document has it
	docs     int
	pool     sync.Pool // *scores
}

// scores are sums by document, and the documents that have any.
type scores struct {
	sum     []float32
	touched []int32
}

// newIndex indexes documents whose fields stand in the same order in each.
func newIndex(docs [][]fieldText, terms int) *index {
	x := &index{postings: make([][]posting, terms+1), idf: make([]float32, terms+1), docs: len(docs)}
	x.pool.New = func() any { return &scores{sum: make([]float32, len(docs))} }
	mean := meanLengths(docs)
	tf, touched := make([]float64, terms+1), make([]int32, 0, 256)
	for d, fields := range docs {
		for i, f := range fields {
			if len(f.terms) == 0 {
				continue
			}
			w := f.weight / (1 - bLength + bLength*float64(len(f.terms))/mean[i])
			for _, t := range f.terms {
				if tf[t] == 0 {
					touched = append(touched, t)
				}
				tf[t] += w
			}
		}
		for _, t := range touched {
			x.postings[t] = append(x.postings[t], posting{int32(d), float32(tf[t] / (k1 + tf[t]))})
			tf[t] = 0
		}
		touched = touched[:0]
	}
	for t, list := range x.postings {
		if len(list) == 0 {
			continue
		}
		df := float64(len(list))
		idf := math.Log(1 + (float64(len(docs))-df+0.5)/(df+0.5))
		x.idf[t] = float32(idf)
		for i := range list {
			list[i].weight *= float32(idf)
		}
	}
	return x
}

func meanLengths(docs [][]fieldText) []float64 {
	var sum, n []float64
	for _, fields := range docs {
		for i, f := range fields {
			if i == len(sum) {
				sum, n = append(sum, 0), append(n, 0)
			}
			if len(f.terms) > 0 {
				sum[i] += float64(len(f.terms))
				n[i]++
			}
		}
	}
	for i := range sum {
		sum[i] /= max(1, n[i])
	}
	return sum
}

// score sums over the terms of a query. release gives the result back.
func (x *index) score(q *query) *scores {
	s := x.pool.Get().(*scores)
	for _, t := range q.terms {
		for _, p := range x.postings[t.term] {
			if s.sum[p.doc] == 0 {
				s.touched = append(s.touched, p.doc)
			}
			s.sum[p.doc] += float32(t.weight) * p.weight
		}
	}
	return s
}

func (x *index) release(s *scores) {
	for _, d := range s.touched {
		s.sum[d] = 0
	}
	s.touched = s.touched[:0]
	x.pool.Put(s)
}

// has reports whether a document has a term.
func (x *index) has(term, doc int32) bool {
	list := x.postings[term]
	i := sort.Search(len(list), func(i int) bool { return list[i].doc >= doc })
	return i < len(list) && list[i].doc == doc
}

// best is the score a document would have in which every term of the query is frequent.
func (x *index) best(q *query) float32 {
	var sum float32
	for _, t := range q.terms {
		sum += float32(t.weight) * x.idf[t.term]
	}
	return max(sum, 1e-6)
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

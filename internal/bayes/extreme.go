package bayes

import (
	"math"
	"slices"
)

// room is the |log| that float64 products are let grow to; e^±709 is the end.
const room = 500

// makeRoom prepares for one more observation. Its corrections lie between e^−most/2 and
// 2·e^most, where most is the largest |log ratio| of a single cause: with both causes an
// answer is at least as likely as with the one that makes it less likely.
func (s *State) makeRoom(most float64) {
	most += math.Ln2
	s.bound += most
	if s.bound <= room {
		return
	}
	if s.deep == nil {
		s.deep = make([]float64, len(s.corr))
	}
	for i := range s.n {
		for k := i*s.n + i + 1; k < (i+1)*s.n; k++ {
			s.deep[k] += math.Log(s.corr[k])
			s.corr[k] = 1
		}
	}
	s.bound, s.moved = most, true
}

// extreme reports that plain products could leave float64. Real answers stay far from it.
func (s *State) extreme() bool {
	if s.moved {
		return true
	}
	return math.Abs(slices.Max(s.log)) > room/4
}

// inLogarithms computes the weights of all sets against the largest one and their sum;
// single and pairs may be nil.
func (s *State) inLogarithms(cause, single, pairs []float64) (total float64) {
	pair := math.Log(s.pair) // −Inf without pairs
	weight := func(i, j int) float64 {
		if s.alone[i] || s.alone[j] {
			return math.Inf(-1)
		}
		k := i*s.n + j
		l := s.log[i] + s.log[j] + pair + math.Log(s.corr[k])
		if s.moved {
			l += s.deep[k]
		}
		return l
	}
	most := math.Inf(-1)
	for i, l := range s.log {
		most = math.Max(most, l)
		for j := i + 1; j < s.n; j++ {
			most = math.Max(most, weight(i, j))
		}
	}
	for i, l := range s.log {
		cause[i] = math.Exp(l - most)
		total += cause[i]
		if single != nil {
			single[i] = cause[i]
		}
	}
	for i := range s.n {
		for j := i + 1; j < s.n; j++ {
			v := math.Exp(weight(i, j) - most)
			cause[i] += v
			cause[j] += v
			total += v
			if pairs != nil {
				pairs[i*s.n+j] = v
			}
		}
	}
	return total
}

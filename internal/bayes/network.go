// Package bayes computes the posterior over sets of one or two causes exactly.
// It knows numbers only: no medicine, no names.
//
// A set holds one cause, or a main cause and one more. The weight of {i} is
// prior(i)·L(i); the weight of {i,j} is pair·prior(i)·prior(j)·L(i,j). One cause
// reproduces its own likelihood; two combine by noisy-OR above the background and
// multiply below it, so that a finding can also argue against a cause:
//
//	P(yes|S) = [1 − (1−b)·Π_{p_i≥b} (1−p_i)/(1−b)] · Π_{p_i<b} p_i/b
//
// Nothing is sampled, pruned or approximated. Likelihoods are kept as a product of
// per-cause ratios (in logarithms) and a correction per pair, which is 1 wherever at
// most one of the two says something about the finding; inclusion–exclusion, which
// loses its digits in float64, is never used.
package bayes

import "math"

// Kind is how the likelihoods of two causes combine.
type Kind int

const (
	// Yes is a finding that is present: noisy-OR.
	Yes Kind = iota
	// No is a finding that is absent: the complement of Yes.
	No
	// Mixture is a categorical or measured finding: either cause may be the one
	// that shows, so a pair has the mean of both likelihoods.
	Mixture
)

// Observation is one answer, as the network sees it.
type Observation struct {
	Kind Kind
	// Background is P(yes) when no cause explains the finding, in (0, 1); for a
	// Mixture the likelihood of the value without a cause, > 0.
	Background float64
	// P is P(yes | cause alone), each in (0, 1); for a Mixture the likelihood of the
	// value under each cause, > 0. Its length is the number of causes.
	P []float64
	// Weight in (0, 1] is the share of a full, independent answer that this one
	// counts for: likelihood ratios against the background are raised to it.
	Weight float64
}

// Ratio returns the likelihood ratio of the observation for cause i alone against
// the background, after its weight.
func (o *Observation) Ratio(i int) float64 {
	switch {
	case o.P[i] == o.Background:
		return 1
	case o.Kind == No:
		return math.Pow((1-o.P[i])/(1-o.Background), o.Weight)
	}
	return math.Pow(o.P[i]/o.Background, o.Weight)
}

// State accumulates observations for one set of priors. Not safe for concurrent use.
type State struct {
	n     int
	pair  float64   // factor of every pair
	log   []float64 // log prior + Σ log ratio, per cause
	corr  []float64 // n×n, upper triangle: correction of the pair
	alone []bool    // causes that never pair
	u     []float64 // scratch: effective P(yes) per cause
	above []int32   // scratch: causes above, below the background
	below []int32
}

// NewState starts from prior weights (> 0, any scale), a pair factor ≥ 0 and the
// causes that only ever stand alone (nil: none).
func NewState(prior []float64, pair float64, alone []bool) *State {
	n := len(prior)
	s := &State{n: n, pair: pair, log: make([]float64, n), corr: make([]float64, n*n), alone: alone,
		u: make([]float64, n), above: make([]int32, 0, n), below: make([]int32, 0, n)}
	s.Reset(prior, pair)
	return s
}

// Reset makes the state as new with other priors of the same length.
func (s *State) Reset(prior []float64, pair float64) {
	s.pair = pair
	for i, p := range prior {
		s.log[i] = math.Log(p)
	}
	for i := range s.corr {
		s.corr[i] = 1
	}
}

// Observe adds one answer.
func (s *State) Observe(o *Observation) {
	if o.Kind == Mixture {
		s.observeMixture(o)
		return
	}
	b := o.Background
	s.above, s.below = s.above[:0], s.below[:0]
	for i, p := range o.P {
		if p == b {
			continue
		}
		r := o.Ratio(i)
		s.log[i] += math.Log(r)
		if o.Kind == Yes {
			s.u[i] = b * r
		} else {
			s.u[i] = 1 - (1-b)*r
		}
		if p > b {
			s.above = append(s.above, int32(i))
		} else {
			s.below = append(s.below, int32(i))
		}
	}
	if o.Kind == Yes {
		s.correctYes(b)
	} else {
		s.correctNo(b)
	}
}

// correctYes: two causes above the background share the finding (noisy-OR) instead
// of multiplying their ratios.
func (s *State) correctYes(b float64) {
	for x, i := range s.above {
		row := s.corr[int(i)*s.n : int(i)*s.n+s.n]
		ui := s.u[i]
		qi, gi := (1-ui)/(1-b), b/ui
		for _, j := range s.above[x+1:] {
			uj := s.u[j]
			row[j] *= (1 - qi*(1-uj)) * gi / uj
		}
	}
}

// correctNo: where one of the two lies below the background the complements do not
// multiply.
func (s *State) correctNo(b float64) {
	fix := func(i, j int32) {
		if i > j {
			i, j = j, i
		}
		ui, uj := s.u[i], s.u[j]
		s.corr[int(i)*s.n+int(j)] *= (1 - ui*uj/b) * (1 - b) / ((1 - ui) * (1 - uj))
	}
	for x, i := range s.below {
		for _, j := range s.above {
			fix(i, j)
		}
		for _, j := range s.below[x+1:] {
			fix(i, j)
		}
	}
}

func (s *State) observeMixture(o *Observation) {
	s.above = s.above[:0]
	for i := range o.P {
		r := o.Ratio(i)
		s.u[i] = r
		if r != 1 {
			s.log[i] += math.Log(r)
		}
	}
	for i := 0; i < s.n; i++ {
		row := s.corr[i*s.n : i*s.n+s.n]
		ri := s.u[i]
		for j := i + 1; j < s.n; j++ {
			row[j] *= (ri + s.u[j]) / (2 * ri * s.u[j])
		}
	}
}

// Posterior is the exact result over all sets.
type Posterior struct {
	n      int
	Cause  []float64 // P(cause is in the set), per cause; sums to between 1 and 2
	Single []float64 // P(the set is this cause alone)
	pairs  []float64 // n×n, upper triangle, P(set is {i,j})
}

// Posterior normalises the weights of all sets. It may be called after every answer.
func (s *State) Posterior() *Posterior {
	p := &Posterior{n: s.n, Cause: make([]float64, s.n), Single: make([]float64, s.n), pairs: make([]float64, s.n*s.n)}
	s.Fill(p)
	return p
}

// Fill computes the posterior into p, which came from Posterior of a state of the same
// size.
func (s *State) Fill(p *Posterior) {
	m := math.Inf(-1)
	for _, l := range s.log {
		m = math.Max(m, l)
	}
	w := s.u
	for i, l := range s.log {
		w[i] = math.Exp(l - m)
	}
	// Everything is divided by e^m; pairs then carry pair·e^m, singles 1, and both are
	// scaled down together when that factor is large.
	single, double := 1.0, s.pair
	if s.pair > 0 {
		if lp := math.Log(s.pair) + m; lp > 0 {
			single, double = math.Exp(-lp), 1
		} else {
			double = math.Exp(lp)
		}
	}
	var total float64
	for i := range w {
		p.Single[i] = single * w[i]
		p.Cause[i] = p.Single[i]
		total += p.Single[i]
	}
	for i := 0; i < s.n; i++ {
		if s.isAlone(i) {
			continue
		}
		row, out := s.corr[i*s.n:i*s.n+s.n], p.pairs[i*s.n:i*s.n+s.n]
		wi := double * w[i]
		var sum float64
		for j := i + 1; j < s.n; j++ {
			v := wi * w[j] * row[j]
			if s.alone != nil && s.alone[j] {
				v = 0
			}
			out[j] = v
			sum += v
			p.Cause[j] += v
		}
		p.Cause[i] += sum
		total += sum
	}
	scale := 1 / total
	for i := range p.Cause {
		p.Cause[i] *= scale
		p.Single[i] *= scale
	}
	for i := range p.pairs {
		p.pairs[i] *= scale
	}
}

func (s *State) isAlone(i int) bool { return s.alone != nil && s.alone[i] }

// Pair returns P(the set is {i, j}), i ≠ j.
func (p *Posterior) Pair(i, j int) float64 {
	if i > j {
		i, j = j, i
	}
	return p.pairs[i*p.n+j]
}

// Sets calls f for every set with its probability; j is −1 for a single cause.
func (p *Posterior) Sets(f func(i, j int, prob float64)) {
	for i := 0; i < p.n; i++ {
		f(i, -1, p.Single[i])
		row := p.pairs[i*p.n : i*p.n+p.n]
		for j := i + 1; j < p.n; j++ {
			if row[j] > 0 {
				f(i, j, row[j])
			}
		}
	}
}

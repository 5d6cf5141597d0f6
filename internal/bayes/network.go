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
	// Known and LogRatio may save time where many are asked the same: the causes whose P
	// differs from the background, ascending, and for each the natural logarithm of its
	// unweighted likelihood ratio. Nil: both are worked out. Not for a Mixture.
	Known    []int32
	LogRatio []float64
	// Weight in (0, 1] is the share of a full, independent answer that this one
	// counts for: likelihood ratios against the background are raised to it.
	Weight float64
}

// logRatio returns the logarithm of the likelihood ratio of the observation for cause i
// alone against the background, after its weight.
func (o *Observation) logRatio(i int) float64 {
	switch {
	case o.P[i] == o.Background:
		return 0
	case o.Kind == No:
		return o.Weight * math.Log((1-o.P[i])/(1-o.Background))
	}
	return o.Weight * math.Log(o.P[i]/o.Background)
}

// State accumulates observations for one set of priors. Not safe for concurrent use.
type State struct {
	n     int
	pair  float64   // factor of every pair
	log   []float64 // log prior + Σ log ratio, per cause
	corr  []float64 // n×n, upper triangle: correction of the pair
	alone []bool    // causes that never pair
	w     []float64 // scratch: weight per cause
	sides [2]side   // scratch: causes above, below the background

	// Products of many extreme ratios leave float64. bound limits |log| of every
	// correction; before it could overflow the corrections move into deep, as logarithms.
	bound float64
	deep  []float64 // n×n; nil unless it was needed since the state was made
	moved bool      // deep is in use
}

// side is a list of causes with what their corrections need.
type side struct {
	cause []int32
	u     []float64 // effective P(yes | cause alone)
	a, b  []float64 // factors, see correctYes and correctNo
}

func (x *side) reset() { x.cause, x.u, x.a, x.b = x.cause[:0], x.u[:0], x.a[:0], x.b[:0] }

// NewState starts from prior weights (> 0, any scale), a pair factor ≥ 0 and the
// causes that only ever stand alone (nil: none).
func NewState(prior []float64, pair float64, alone []bool) *State {
	n := len(prior)
	if alone == nil {
		alone = make([]bool, n)
	}
	s := &State{n: n, log: make([]float64, n), corr: make([]float64, n*n), alone: alone, w: make([]float64, n)}
	s.Reset(prior, pair)
	return s
}

// Reset makes the state as new with other priors of the same length.
func (s *State) Reset(prior []float64, pair float64) {
	s.pair = pair
	for i, p := range prior {
		s.log[i] = math.Log(p)
	}
	s.bound, s.moved = 0, false
	clear(s.deep)
	s.corr[0] = 1
	for done := 1; done < len(s.corr); done *= 2 {
		copy(s.corr[done:], s.corr[:done])
	}
}

// Observe adds one answer.
func (s *State) Observe(o *Observation) {
	if o.Kind == Mixture {
		s.observeMixture(o)
		return
	}
	b := o.Background
	above, below := &s.sides[0], &s.sides[1]
	above.reset()
	below.reset()
	most := 0.0
	observe := func(i int, l float64) {
		s.log[i] += l
		most = math.Max(most, math.Abs(l))
		to := above
		if o.P[i] < b {
			to = below
		}
		u := b * math.Exp(l)
		if o.Kind == No {
			u = 1 - (1-b)*math.Exp(l)
		}
		to.cause, to.u = append(to.cause, int32(i)), append(to.u, u)
	}
	for k, i := range o.Known {
		observe(int(i), o.Weight*o.LogRatio[k])
	}
	if o.Known == nil {
		for i, p := range o.P {
			if p != b {
				observe(i, o.logRatio(i))
			}
		}
	}
	s.makeRoom(most)
	if o.Kind == Yes {
		s.correctYes(b)
	} else {
		s.correctNo(b)
	}
}

// correctYes: two causes above the background share the finding (noisy-OR) instead
// of multiplying their ratios. The pair's likelihood 1 − (1−u)(1−v)/(1−b) is divided by
// the product of the ratios times the background, u·v/b.
func (s *State) correctYes(b float64) {
	x := &s.sides[0]
	for _, u := range x.u {
		x.a, x.b = append(x.a, (1-u)/(1-b)), append(x.b, b/u)
	}
	for k, i := range x.cause {
		row := s.corr[int(i)*s.n : int(i)*s.n+s.n]
		// 1 − q·(1−v) and b/u · 1/v, with 1−v = a·(1−b) and 1/v = b'/b
		q, g := x.a[k]*(1-b), x.b[k]/b
		cause, a, c := x.cause[k+1:], x.a[k+1:], x.b[k+1:]
		a, c = a[:len(cause)], c[:len(cause)]
		for m, j := range cause {
			row[j] *= (1 - q*a[m]) * g * c[m]
		}
	}
}

// correctNo: where one of the two lies below the background the complements do not
// multiply: the pair's likelihood is 1 − u·v/b instead of (1−u)(1−v)/(1−b).
func (s *State) correctNo(b float64) {
	above, below := &s.sides[0], &s.sides[1]
	for _, x := range [...]*side{above, below} {
		for _, u := range x.u {
			x.a, x.b = append(x.a, u/b), append(x.b, 1/(1-u))
		}
	}
	for k, i := range below.cause {
		ui, g := below.u[k], (1-b)*below.b[k]
		for m, j := range above.cause {
			lo, hi := min(i, j), max(i, j)
			s.corr[int(lo)*s.n+int(hi)] *= (1 - ui*above.a[m]) * g * above.b[m]
		}
		row := s.corr[int(i)*s.n : int(i)*s.n+s.n]
		for m := k + 1; m < len(below.cause); m++ {
			row[below.cause[m]] *= (1 - ui*below.a[m]) * g * below.b[m]
		}
	}
}

// observeMixture: a pair has the mean of both likelihoods, so the product of the two
// ratios r·q is corrected by (1/r + 1/q)/2.
func (s *State) observeMixture(o *Observation) {
	half := s.w
	most := 0.0
	for i := range o.P {
		l := o.logRatio(i)
		s.log[i] += l
		most = math.Max(most, math.Abs(l))
		half[i] = 0.5 * math.Exp(-l)
	}
	s.makeRoom(most)
	for i := range s.n {
		row, hi := s.corr[i*s.n:i*s.n+s.n], half[i]
		for j := i + 1; j < s.n; j++ {
			row[j] *= hi + half[j]
		}
	}
}

// Causes fills dst, one value per cause, with P(cause is in the set): what Posterior
// tells without its pairs, in less time.
func (s *State) Causes(dst []float64) {
	if s.extreme() {
		total := s.inLogarithms(dst, nil, nil)
		for i := range dst {
			dst[i] /= total
		}
		return
	}
	single, double := s.weights()
	var total float64
	for i, w := range s.w {
		dst[i] = single * w
		total += dst[i]
	}
	for i := range s.n {
		if s.alone[i] {
			s.w[i] = 0
		}
	}
	for i := 0; i+1 < s.n; i += 2 { // two rows at a time: neither waits for the other's sum
		a, b := s.addRows(i, double, dst)
		dst[i] += a
		dst[i+1] += b
		total = total + a + b
	}
	for i := range dst {
		dst[i] /= total
	}
}

// addRows adds the weights of the pairs of causes i and i+1 with later ones to those and
// returns the sums of both. The pair of i and i+1 belongs to i.
func (s *State) addRows(i int, double float64, dst []float64) (a, b float64) {
	n := s.n
	wa, wb := double*s.w[i], double*s.w[i+1]
	a = wa * s.w[i+1] * s.corr[i*n+i+1]
	dst[i+1] += a
	w, out := s.w[i+2:n], dst[i+2:n]
	first, second := s.corr[i*n+i+2:i*n+n], s.corr[(i+1)*n+i+2:(i+1)*n+n]
	first, second, out = first[:len(w)], second[:len(w)], out[:len(w)]
	for k, wj := range w {
		va, vb := wa*wj*first[k], wb*wj*second[k]
		a += va
		b += vb
		out[k] = out[k] + va + vb
	}
	return a, b
}

// weights fills s.w with the weight of every cause and returns the factors of singles
// and of pairs. Everything is divided by the largest weight e^m; pairs then carry
// pair·e^m, singles 1, and both are scaled down together when that factor is large.
func (s *State) weights() (single, double float64) {
	m := math.Inf(-1)
	for _, l := range s.log {
		m = math.Max(m, l)
	}
	for i, l := range s.log {
		s.w[i] = math.Exp(l - m)
	}
	if s.pair == 0 {
		return 1, 0
	}
	lp := math.Log(s.pair) + m
	if lp > 0 {
		return math.Exp(-lp), 1
	}
	return 1, math.Exp(lp)
}

// Posterior is the exact result over all sets.
type Posterior struct {
	n      int
	Cause  []float64 // P(cause is in the set), per cause; sums to between 1 and 2
	Single []float64 // P(the set is this cause alone)
	pairs  []float64 // n×n, upper triangle, P(set is {i,j})·total
	total  float64
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
	if s.extreme() {
		p.total = s.inLogarithms(p.Cause, p.Single, p.pairs)
		p.normalise()
		return
	}
	single, double := s.weights()
	p.total = 0
	for i, w := range s.w {
		p.Single[i] = single * w
		p.Cause[i] = p.Single[i]
		p.total += p.Single[i]
	}
	for i := range s.n {
		if s.alone[i] {
			s.w[i] = 0
		}
	}
	for i := range s.n {
		wi, w, cause := double*s.w[i], s.w[i+1:s.n], p.Cause[i+1:s.n]
		row, out := s.corr[i*s.n+i+1:i*s.n+s.n], p.pairs[i*s.n+i+1:i*s.n+s.n]
		row, out, cause = row[:len(w)], out[:len(w)], cause[:len(w)]
		var sum float64
		for k, wj := range w {
			v := wi * wj * row[k]
			out[k] = v
			sum += v
			cause[k] += v
		}
		p.Cause[i] += sum
		p.total += sum
	}
	p.normalise()
}

func (p *Posterior) normalise() {
	for i := range p.Cause {
		p.Cause[i] /= p.total
		p.Single[i] /= p.total
	}
}

// Pair returns P(the set is {i, j}), i ≠ j.
func (p *Posterior) Pair(i, j int) float64 {
	if i > j {
		i, j = j, i
	}
	return p.pairs[i*p.n+j] / p.total
}

// Sets calls f for every set with its probability; j is −1 for a single cause.
func (p *Posterior) Sets(f func(i, j int, prob float64)) {
	scale := 1 / p.total
	for i := 0; i < p.n; i++ {
		f(i, -1, p.Single[i])
		row := p.pairs[i*p.n : i*p.n+p.n]
		for j := i + 1; j < p.n; j++ {
			if row[j] > 0 {
				f(i, j, row[j]*scale)
			}
		}
	}
}

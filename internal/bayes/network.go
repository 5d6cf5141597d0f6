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

import (
	"math"
	"slices"
)

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
	first []float64 // scratch: the same as the first of a pair
	sides [2]side   // scratch: causes above, below the background
	g     []float64 // scratch of correctNo

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
	s := &State{n: n, log: make([]float64, n), corr: make([]float64, n*n), alone: alone, w: make([]float64, n), first: make([]float64, n)}
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
	first := s.corr[:s.n]
	for i := range first {
		first[i] = 1
	}
	for i := 1; i < s.n; i++ {
		copy(s.corr[i*s.n+i+1:(i+1)*s.n], first[i+1:])
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
		most = max(most, math.Abs(l))
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
	s.g = s.g[:0]
	for _, c := range below.b {
		s.g = append(s.g, (1-b)*c)
	}
	later := 0 // the first cause above the background that comes after the one below it
	for k, i := range below.cause {
		for later < len(above.cause) && above.cause[later] < i {
			s.columnNo(later, k)
			later++
		}
		row, u, g := s.corr[int(i)*s.n:int(i)*s.n+s.n], below.u[k], s.g[k]
		for _, x := range [...]struct {
			of   *side
			from int
		}{{above, later}, {below, k + 1}} {
			cause, a, c := x.of.cause[x.from:], x.of.a[x.from:], x.of.b[x.from:]
			a, c = a[:len(cause)], c[:len(cause)]
			for m, j := range cause {
				row[j] *= (1 - u*a[m]) * g * c[m]
			}
		}
	}
}

// columnNo corrects the pairs of cause m of those above the background with the causes
// below it from the k-th on, which come after it: along its row, where they lie together.
func (s *State) columnNo(m, k int) {
	above, below := &s.sides[0], &s.sides[1]
	i, a, c := int(above.cause[m]), above.a[m], above.b[m]
	row, cause, u, g := s.corr[i*s.n:i*s.n+s.n], below.cause[k:], below.u[k:], s.g[k:]
	u, g = u[:len(cause)], g[:len(cause)]
	for n, j := range cause {
		row[j] *= (1 - u[n]*a) * g[n] * c
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
		most = max(most, math.Abs(l))
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
	total := s.sums(dst, nil)
	for i := range dst {
		dst[i] /= total
	}
}

// sums fills dst with the weight of all sets that hold each cause and single, unless it is
// nil, with that of the cause alone, and returns that of all sets. A pair then weighs
// s.first of the one times s.w of the other times its correction.
func (s *State) sums(dst, single []float64) (total float64) {
	one, two := s.weights()
	for i, w := range s.w {
		dst[i] = one * w
		total += dst[i]
		if s.alone[i] {
			w = 0
		}
		s.w[i], s.first[i] = w, two*w
	}
	copy(single, dst)
	i := 0
	for ; i+3 < s.n; i += 4 { // four rows at a time: none waits for another's sum
		a, b, c, d := s.addRows(i, dst)
		dst[i] += a
		dst[i+1] += b
		dst[i+2] += c
		dst[i+3] += d
		total = total + a + b + c + d
	}
	for ; i < s.n; i++ {
		var sum float64
		for j := i + 1; j < s.n; j++ {
			v := s.first[i] * s.w[j] * s.corr[i*s.n+j]
			sum += v
			dst[j] += v
		}
		dst[i] += sum
		total += sum
	}
	return total
}

// addRows adds the weights of the pairs of causes i to i+3 with later ones to those and
// returns the sums of the four. Every sum adds up in the order of the causes.
func (s *State) addRows(i int, dst []float64) (a, b, c, d float64) {
	n := s.n
	w := s.w[i:n]
	wa, wb, wc, wd := s.first[i], s.first[i+1], s.first[i+2], s.first[i+3]
	r0, r1, r2, r3 := s.corr[i*n+i:i*n+n], s.corr[(i+1)*n+i:(i+1)*n+n], s.corr[(i+2)*n+i:(i+2)*n+n], s.corr[(i+3)*n+i:(i+3)*n+n]
	out := dst[i:n]
	// among the four
	ab, ac, ad := wa*w[1]*r0[1], wa*w[2]*r0[2], wa*w[3]*r0[3]
	bc, bd, cd := wb*w[2]*r1[2], wb*w[3]*r1[3], wc*w[3]*r2[3]
	out[1] += ab
	out[2] = out[2] + ac + bc
	out[3] = out[3] + ad + bd + cd
	a, b, c = ab+ac+ad, bc+bd, cd
	w, out, r0, r1, r2, r3 = w[4:], out[4:], r0[4:], r1[4:], r2[4:], r3[4:]
	out, r0, r1, r2, r3 = out[:len(w)], r0[:len(w)], r1[:len(w)], r2[:len(w)], r3[:len(w)]
	for k, wj := range w {
		va, vb, vc, vd := wa*wj*r0[k], wb*wj*r1[k], wc*wj*r2[k], wd*wj*r3[k]
		a += va
		b += vb
		c += vc
		d += vd
		out[k] = out[k] + va + vb + vc + vd
	}
	return a, b, c, d
}

// weights fills s.w with the weight of every cause and returns the factors of singles
// and of pairs. Everything is divided by the largest weight e^m; pairs then carry
// pair·e^m, singles 1, and both are scaled down together when that factor is large.
func (s *State) weights() (single, double float64) {
	m := slices.Max(s.log)
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
	p.total = s.sums(p.Cause, p.Single)
	for i := range s.n {
		wi, w := s.first[i], s.w[i+1:s.n]
		row, out := s.corr[i*s.n+i+1:i*s.n+s.n], p.pairs[i*s.n+i+1:i*s.n+s.n]
		row, out = row[:len(w)], out[:len(w)]
		for k, wj := range w {
			out[k] = wi * wj * row[k]
		}
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

// Set is one cause or two, I < J; J is −1 for a single cause.
type Set struct {
	I, J int
	P    float64
}

// Likeliest appends to dst, which is empty, the most likely sets, at most n of them, the
// likeliest first, ties by I, then J, a single cause before its pairs.
func (p *Posterior) Likeliest(n int, dst []Set) []Set {
	least, scale := 0.0, 1/p.total
	keep := func(set Set) {
		if len(dst) < n {
			dst = append(dst, set)
		}
		k := len(dst) - 1
		for ; k > 0 && dst[k-1].P < set.P; k-- {
			dst[k] = dst[k-1]
		}
		dst[k] = set
		if len(dst) == n {
			least = dst[n-1].P
		}
	}
	for i := range p.n {
		if p.Single[i] > least {
			keep(Set{i, -1, p.Single[i]})
		}
		for j, w := range p.pairs[i*p.n+i+1 : i*p.n+p.n] {
			if v := w * scale; v > least {
				keep(Set{i, i + 1 + j, v})
			}
		}
	}
	return dst
}

// Classes sorts causes into classes from 0 on, for Posterior.Highest.
type Classes struct {
	of     []int
	causes [][]int32 // of each class, ascending
	upTo   [][]int32 // of each class and those below it
}

// NewClasses takes the class of every cause, each from 0 to n−1.
func NewClasses(of []int, n int) *Classes {
	c := &Classes{of: of, causes: make([][]int32, n), upTo: make([][]int32, n)}
	for i, k := range of {
		c.causes[k] = append(c.causes[k], int32(i))
		for ; k < n; k++ {
			c.upTo[k] = append(c.upTo[k], int32(i))
		}
	}
	return c
}

// Highest adds to dst, by class, P(the highest class in the set is this one).
func (p *Posterior) Highest(c *Classes, dst []float64) {
	scale := 1 / p.total
	for i, k := range c.of {
		dst[k] += p.Single[i]
		row := p.pairs[i*p.n : i*p.n+p.n]
		dst[k] = addAfter(dst[k], row, scale, int32(i), c.upTo[k])
		for k++; k < len(c.causes); k++ { // every class in a chain of its own
			dst[k] = addAfter(dst[k], row, scale, int32(i), c.causes[k])
		}
	}
}

// addAfter adds scale times the entries of row at those causes that come after i to sum.
func addAfter(sum float64, row []float64, scale float64, i int32, causes []int32) float64 {
	from, _ := slices.BinarySearch(causes, i+1)
	for _, j := range causes[from:] {
		sum += row[j] * scale
	}
	return sum
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

package bayes_test

import (
	"math"
	"math/big"

	"github.com/legible-health/legible/internal/bayes"
)

// network is a problem small enough to enumerate.
type network struct {
	prior []float64
	pair  float64
	alone []bool
	obs   []bayes.Observation
}

func (n *network) observe() *bayes.Posterior {
	s := bayes.NewState(n.prior, n.pair, n.alone)
	for i := range n.obs {
		s.Observe(&n.obs[i])
	}
	return s.Posterior()
}

// set holds one cause, or two when j ≥ 0.
type set struct{ i, j int }

func (n *network) sets() (out []set) {
	for i := range n.prior {
		out = append(out, set{i, -1})
		for j := i + 1; j < len(n.prior); j++ {
			if n.alone == nil || !n.alone[i] && !n.alone[j] {
				out = append(out, set{i, j})
			}
		}
	}
	return out
}

func (s set) causes() []int {
	if s.j < 0 {
		return []int{s.i}
	}
	return []int{s.i, s.j}
}

// effective is P(yes | cause alone) after the weight of the answer, whose likelihood
// ratio against the background is raised to it.
func effective(o *bayes.Observation, i int) float64 {
	p, b := o.P[i], o.Background
	if o.Kind == bayes.No {
		return 1 - (1-b)*math.Pow((1-p)/(1-b), o.Weight)
	}
	return b * math.Pow(p/b, o.Weight)
}

// likelihood of an answer is the formula of the package comment, written down as it
// stands there: every cause of the set, one after the other.
func likelihood(o *bayes.Observation, s set) float64 {
	b := o.Background
	if o.Kind == bayes.Mixture {
		var sum float64
		for _, i := range s.causes() {
			sum += math.Pow(o.P[i]/b, o.Weight)
		}
		return sum / float64(len(s.causes()))
	}
	no, below := 1-b, 1.0
	for _, i := range s.causes() {
		p := effective(o, i)
		if o.P[i] >= b {
			no *= (1 - p) / (1 - b)
		} else {
			below *= p / b
		}
	}
	yes := (1 - no) * below
	if o.Kind == bayes.No {
		return 1 - yes
	}
	return yes
}

// brute enumerates all sets in float64, with the logarithms of the weights.
func (n *network) brute() map[set]float64 {
	logs := map[set]float64{}
	most := math.Inf(-1)
	for _, s := range n.sets() {
		l := 0.0
		for _, i := range s.causes() {
			l += math.Log(n.prior[i])
		}
		if s.j >= 0 {
			l += math.Log(n.pair)
		}
		for k := range n.obs {
			l += math.Log(likelihood(&n.obs[k], s))
		}
		logs[s] = l
		most = math.Max(most, l)
	}
	var total float64
	for s, l := range logs {
		logs[s] = math.Exp(l - most)
		total += logs[s]
	}
	for s := range logs {
		logs[s] /= total
	}
	return logs
}

// bits is the precision of the exact enumeration.
const bits = 200

func exact(x float64) *big.Float { return new(big.Float).SetPrec(bits).SetFloat64(x) }

// The arithmetic of big.Float by value: mul(a, b) = a·b.
func mul(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Mul(a, b) }
func quo(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Quo(a, b) }
func add(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Add(a, b) }
func sub(a, b *big.Float) *big.Float { return new(big.Float).SetPrec(bits).Sub(a, b) }

var one = exact(1)

// exactLikelihood is likelihood in 200 bits. Powers come from float64, where a ratio to
// a fractional weight is right to its last digits; everything after them is exact. A
// weight of 1 takes no power at all.
func exactLikelihood(o *bayes.Observation, s set) *big.Float {
	b := exact(o.Background)
	power := func(r *big.Float) *big.Float {
		if o.Weight == 1 {
			return r
		}
		f, _ := r.Float64()
		return exact(math.Pow(f, o.Weight))
	}
	if o.Kind == bayes.Mixture {
		sum := exact(0)
		for _, i := range s.causes() {
			sum = add(sum, power(quo(exact(o.P[i]), b)))
		}
		return quo(sum, exact(float64(len(s.causes()))))
	}
	no, below := sub(one, b), one
	for _, i := range s.causes() {
		p := mul(b, power(quo(exact(o.P[i]), b)))
		if o.Kind == bayes.No {
			p = sub(one, mul(sub(one, b), power(quo(sub(one, exact(o.P[i])), sub(one, b)))))
		}
		if o.P[i] >= o.Background {
			no = mul(no, quo(sub(one, p), sub(one, b)))
		} else {
			below = mul(below, quo(p, b))
		}
	}
	yes := mul(sub(one, no), below)
	if o.Kind == bayes.No {
		return sub(one, yes)
	}
	return yes
}

// exactly enumerates all sets in 200 bits; big.Float has no overflow to fear.
func (n *network) exactly() map[set]float64 {
	weights := map[set]*big.Float{}
	total := exact(0)
	for _, s := range n.sets() {
		w := one
		for _, i := range s.causes() {
			w = mul(w, exact(n.prior[i]))
		}
		if s.j >= 0 {
			w = mul(w, exact(n.pair))
		}
		for k := range n.obs {
			w = mul(w, exactLikelihood(&n.obs[k], s))
		}
		weights[s] = w
		total = add(total, w)
	}
	out := map[set]float64{}
	for s, w := range weights {
		out[s], _ = quo(w, total).Float64()
	}
	return out
}

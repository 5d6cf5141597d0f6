package experiment

import "math"

// posterior is what is believed of the effect after the pairs, as weights on a grid.
//
// The differences are taken as normal around the effect, each with the variance of one
// night divided by its weight; the effect has a normal prior around no effect, the
// variance of a night the usual prior 1/σ², which is summed out by hand:
//
//	p(δ | d) ∝ exp(−δ²/2τ²) · (Σ w (d − δ)²)^(−K/2)
//
// The prior keeps the interval honest when an experiment ends early because it looks
// good: effects as large as that are rarer than they look.
type posterior struct {
	at     []float64 // effects, rising
	weight []float64 // sum to 1
}

// points of the grid, odd so that the estimate itself is one.
const points = 801

// leastVariance of a night, so that nights that are all alike leave a distribution.
const leastVariance = 1e-4

func believe(pairs []Pair, priorSD float64) posterior {
	k := float64(len(pairs))
	var w, wd float64
	for _, x := range pairs {
		w += x.weight()
		wd += x.weight() * x.difference()
	}
	mean, rest := wd/w, k*leastVariance
	for _, x := range pairs {
		rest += x.weight() * (x.difference() - mean) * (x.difference() - mean)
	}
	// A grid that is fine around the estimate and wide enough for the tails of both the
	// likelihood and the prior: δ = mean + scale·sinh(u).
	scale := math.Sqrt(rest / (k * w))
	reach := math.Asinh((math.Abs(mean) + 8*priorSD + 8*scale) / scale)
	post := posterior{make([]float64, points), make([]float64, points)}
	most := math.Inf(-1)
	for i := range points {
		u := reach * (2*float64(i)/(points-1) - 1)
		d := mean + scale*math.Sinh(u)
		post.at[i] = d
		post.weight[i] = -d*d/(2*priorSD*priorSD) - k/2*math.Log(rest+w*(d-mean)*(d-mean)) + math.Log(math.Cosh(u))
		most = max(most, post.weight[i])
	}
	sum := 0.0
	for i, l := range post.weight {
		post.weight[i] = math.Exp(l - most)
		sum += post.weight[i]
	}
	for i := range post.weight {
		post.weight[i] /= sum
	}
	return post
}

// quantile finds the effect below which a share p of the belief lies.
func (b posterior) quantile(p float64) float64 {
	sum := 0.0
	for i, w := range b.weight {
		if next := sum + w; next >= p {
			if i == 0 || w == 0 {
				return b.at[i]
			}
			// the weight of a point is spread from the middle of its left gap on
			part := (p-sum)/w - 0.5
			if part < 0 {
				return b.at[i] + part*(b.at[i]-b.at[i-1])
			}
			if i+1 < len(b.at) {
				return b.at[i] + part*(b.at[i+1]-b.at[i])
			}
			return b.at[i]
		}
		sum += w
	}
	return b.at[len(b.at)-1]
}

// below is the belief that the effect is under v.
func (b posterior) below(v float64) (sum float64) {
	for i, w := range b.weight {
		switch {
		case b.at[i] < v:
			sum += w
		case b.at[i] == v:
			sum += w / 2
		}
	}
	return sum
}

package trend

import (
	"math"
	"math/rand/v2"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/stat"
)

// strongest is the largest correlation of a night with the next that is taken out;
// beyond it the estimate is a slow change, which comparing within stretches takes out.
const strongest = 0.9

// nights are the known values of one outcome with what the night before let expect
// taken out, so that a bad patch does not count once for each of its nights.
type nights struct {
	dates    []diary.Date // ascending
	raw      []float64
	adjusted []float64
	lag1     float64 // correlation of a night with the next, 0–strongest
}

func nightsOf(ds Days, o diary.Outcome) *nights {
	n := &nights{dates: make([]diary.Date, 0, len(ds)), raw: make([]float64, 0, len(ds))}
	for _, d := range ds {
		if v, known := d.Of(o); known {
			n.dates = append(n.dates, d.Date)
			n.raw = append(n.raw, v)
		}
	}
	next := make([]bool, len(n.raw))
	for i := range len(n.raw) - 1 {
		next[i] = n.dates[i+1] == n.dates[i]+1
	}
	n.lag1 = min(max(stat.Lag1(n.raw, next), 0), strongest)
	mean := stat.Mean(n.raw)
	n.adjusted = make([]float64, len(n.raw))
	for i, v := range n.raw {
		n.adjusted[i] = v
		if i > 0 && next[i-1] {
			n.adjusted[i] -= n.lag1 * (n.raw[i-1] - mean)
		}
	}
	return n
}

// Draws of a permutation test: so many reached ones are enough, so many draws the most.
const (
	enoughReached = 20
	mostDraws     = 20_000
)

// slope is a linear effect of x on y within strata, with its exact-by-permutation p-value.
type slope struct {
	effect, low, high float64 // of one unit of x
	p                 float64
	informative       int // nights in strata in which x varies
}

// fit compares within strata, those of one stratum standing together. share is that of
// the interval. A slope that cannot be estimated has informative 0 and p 1.
func fit(x, y []float64, stratum []int, share float64, chance *rand.Rand) slope {
	cx, cy, s := centred(x, y, stratum)
	if s.sxx <= 1e-12 || s.groups == 0 {
		return slope{p: 1}
	}
	sxy := dot(cx, cy)
	out := slope{effect: sxy / s.sxx, informative: s.informative, p: 1}
	rest := 0.0
	for i := range cx {
		e := cy[i] - out.effect*cx[i]
		rest += e * e
	}
	df := float64(s.informative - s.groups - 1)
	if df < 1 {
		return slope{p: 1}
	}
	half := stat.StudentQuantile((1+share)/2, df) * math.Sqrt(rest/df/s.sxx)
	out.low, out.high = out.effect-half, out.effect+half
	if s.null <= 1e-12 {
		return out // y never varies
	}
	out.p = permutationP(cx, cy, stratum, sxy, s.null, df, rest/s.sxx, chance)
	return out
}

// permutationP tests the sum of products. What is plainly not rare is told by the normal
// approximation; beyond what draws can resolve Student's t takes over, with a margin.
func permutationP(x, y []float64, stratum []int, sxy, null, df, scale float64, chance *rand.Rand) float64 {
	if z := math.Abs(sxy) / math.Sqrt(null); z < 1 {
		return math.Erfc(z / math.Sqrt2)
	}
	shuffled := append([]float64(nil), y...)
	s := stat.NewShuffler(stratum, chance)
	p := stat.SequentialP(math.Abs(sxy), enoughReached, mostDraws, func() float64 {
		s.Shuffle(shuffled)
		return math.Abs(dot(x, shuffled))
	})
	if p > 1.5/mostDraws || scale <= 0 {
		return p
	}
	effect := sxy / dot(x, x)
	tail := 2 * stat.StudentCDF(-math.Abs(effect)/math.Sqrt(scale/df), df)
	return min(p, 10*tail)
}

// spread is what centring within strata leaves.
type spread struct {
	sxx         float64 // sum of squares of x
	null        float64 // variance of the sum of products when the strata are shuffled
	informative int     // nights in strata in which x varies
	groups      int     // strata in which x varies
}

// centred takes the mean of each stratum out. In strata in which x does not vary both
// become 0.
func centred(x, y []float64, stratum []int) (cx, cy []float64, s spread) {
	cx, cy = make([]float64, len(x)), make([]float64, len(y))
	for from := 0; from < len(x); {
		to := from
		for to < len(x) && stratum[to] == stratum[from] {
			to++
		}
		mx, my := stat.Mean(x[from:to]), stat.Mean(y[from:to])
		var sx, sy float64
		for i := from; i < to; i++ {
			sx += (x[i] - mx) * (x[i] - mx)
			sy += (y[i] - my) * (y[i] - my)
		}
		if n := to - from; n > 1 && sx > 1e-12 {
			for i := from; i < to; i++ {
				cx[i], cy[i] = x[i]-mx, y[i]-my
			}
			s.sxx += sx
			s.null += sx * sy / float64(n-1)
			s.informative += n
			s.groups++
		}
		from = to
	}
	return cx, cy, s
}

func dot(a, b []float64) (sum float64) {
	for i, v := range a {
		sum += v * b[i]
	}
	return sum
}

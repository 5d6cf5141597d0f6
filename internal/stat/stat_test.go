package stat_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	gonum "gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/stat"
)

func near(a, b, tolerance float64) bool {
	return math.Abs(a-b) <= tolerance*math.Max(1, math.Abs(b))
}

func TestStudentEqualsGonum(t *testing.T) {
	for _, df := range []float64{1, 2, 3.5, 7, 13, 60, 400, 5000} {
		d := distuv.StudentsT{Mu: 0, Sigma: 1, Nu: df}
		for _, x := range []float64{-30, -4, -1, -0.2, 0, 0.01, 0.7, 1.96, 3, 12} {
			if got, want := stat.StudentCDF(x, df), d.CDF(x); !near(got, want, 1e-10) {
				t.Errorf("CDF(%v; %v) = %v, gonum %v", x, df, got, want)
			}
		}
		for _, p := range []float64{0.001, 0.05, 0.3, 0.5, 0.9, 0.95, 0.9995} {
			if got, want := stat.StudentQuantile(p, df), d.Quantile(p); !near(got, want, 1e-8) {
				t.Errorf("quantile(%v; %v) = %v, gonum %v", p, df, got, want)
			}
		}
	}
}

func TestMomentsEqualGonum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.SliceOfN(rapid.Float64Range(-1e3, 1e3), 3, 60).Draw(t, "x")
		if !near(stat.Mean(x), gonum.Mean(x, nil), 1e-12) || !near(stat.Variance(x), gonum.Variance(x, nil), 1e-9) {
			t.Fatal("mean or variance differs")
		}
		s := slices.Sorted(slices.Values(x))
		want := (gonum.Quantile(0.5, gonum.Empirical, s, nil) + s[len(s)/2]) / 2
		if !near(stat.Median(x), want, 1e-12) {
			t.Fatalf("median %v, want %v", stat.Median(x), want)
		}
	})
	if !math.IsNaN(stat.Median(nil)) || !math.IsNaN(stat.Variance([]float64{1})) {
		t.Error("too few values have a median or variance")
	}
}

// TestSignFlipEqualsCounting compares with the plain double loop of the definition.
func TestSignFlipEqualsCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := rapid.SliceOfN(rapid.Map(rapid.IntRange(-6, 6), func(i int) float64 { return float64(i) / 2 }), 0, 9).Draw(t, "d")
		observed, reached := 0.0, 0
		for _, v := range d {
			observed += v
		}
		for mask := range 1 << len(d) {
			sum := 0.0
			for i, v := range d {
				if mask>>i&1 == 1 {
					v = -v
				}
				sum += v
			}
			if math.Abs(sum) >= math.Abs(observed) {
				reached++
			}
		}
		if got, want := stat.SignFlipP(d), float64(reached)/float64(int(1)<<len(d)); got != want {
			t.Fatalf("p %v, want %v", got, want)
		}
	})
	if got := stat.SignFlipP([]float64{1, 2, 3, 4, 5, 6}); got != 2.0/64 {
		t.Errorf("six differences of one sign: p = %v, want 2/64", got)
	}
}

// TestYekutieliByHand uses the step-up definition directly.
func TestYekutieliByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.SliceOfN(rapid.Float64Range(0, 1), 1, 30).Draw(t, "p")
		q := rapid.Float64Range(0.01, 0.5).Draw(t, "q")
		m, harmonic := len(p), 0.0
		for i := range m {
			harmonic += 1 / float64(i+1)
		}
		s := slices.Sorted(slices.Values(p))
		cut := -1.0
		for k := m; k >= 1; k-- {
			if s[k-1]*float64(m)*harmonic/float64(k) <= q {
				cut = s[k-1]
				break
			}
		}
		for i, adjusted := range stat.Yekutieli(p) {
			if (adjusted <= q) != (p[i] <= cut) {
				t.Fatalf("p = %v: adjusted %v, level %v, cut %v", p[i], adjusted, q, cut)
			}
		}
	})
}

// TestSequentialPIsValid draws uniform statistics: p ≤ α must come with probability ≤ α.
func TestSequentialPIsValid(t *testing.T) {
	chance := rand.New(rand.NewPCG(1, 2))
	const rounds = 20_000
	for _, alpha := range []float64{0.01, 0.05, 0.2} {
		hits := 0
		for range rounds {
			if stat.SequentialP(chance.Float64(), 10, 999, chance.Float64) <= alpha {
				hits++
			}
		}
		if most := alpha + 3*math.Sqrt(alpha/rounds); float64(hits)/rounds > most {
			t.Errorf("p ≤ %v in %v of null tests", alpha, float64(hits)/rounds)
		}
	}
	if got := stat.SequentialP(2, 10, 999, chance.Float64); got != 1.0/1000 {
		t.Errorf("never reached: p = %v", got)
	}
}

func TestShufflesStayInTheirStratum(t *testing.T) {
	chance := rand.New(rand.NewPCG(3, 4))
	x := []float64{1, 2, 3, 10, 20, 100}
	s := stat.NewShuffler([]int{0, 0, 0, 1, 1, 2}, chance)
	seen := map[float64]int{}
	for range 6000 {
		s.Shuffle(x)
		if x[0]+x[1]+x[2] != 6 || x[3]+x[4] != 30 || x[5] != 100 {
			t.Fatalf("a value changed its stratum: %v", x)
		}
		seen[x[0]*100+x[1]*10+x[2]]++
	}
	for order, n := range seen {
		if n < 850 || n > 1150 {
			t.Errorf("order %v came %d of 6000 times, want about 1000", order, n)
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d orders of three, want 6", len(seen))
	}
}

func TestLag1(t *testing.T) {
	chance := rand.New(rand.NewPCG(5, 6))
	x := make([]float64, 5000)
	next := make([]bool, len(x))
	for i := range x {
		x[i] = chance.NormFloat64()
		next[i] = true
		if i > 0 {
			x[i] += 0.5 * x[i-1]
		}
	}
	if got := stat.Lag1(x, next); math.Abs(got-0.5) > 0.03 {
		t.Errorf("lag 1 = %v, want about 0.5", got)
	}
	if got := stat.Lag1([]float64{1, 2, 3, 4}, make([]bool, 4)); got != 0 {
		t.Errorf("only gaps: %v", got)
	}
}

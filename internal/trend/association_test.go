package trend_test

import (
	"math"
	"math/rand/v2"
	"os"
	"testing"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/stat/distuv"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/trend"
)

// TestNullDiariesSeldomShowAnything: of 1,000 diaries in which nothing has to do with
// anything, at most the stated rate shows any association.
func TestNullDiariesSeldomShowAnything(t *testing.T) {
	n := 60
	if testing.Short() {
		n = 20
	}
	if os.Getenv("LEGIBLE_FULL") == "1" {
		n = 1000
	}
	chance := rand.New(rand.NewPCG(31, 1))
	rate := content().Experiments.Trends.FalseDiscovery
	shown, tested := 0, 0
	for range n {
		a := trend.Associate(collect(null(60+chance.IntN(120), chance)), content())
		tested += len(a.Tested)
		if len(a.Found()) > 0 {
			shown++
		}
	}
	share := float64(shown) / float64(n)
	t.Logf("%d null diaries with %d tests each on average: %.1f %% show an association, stated %.0f %%", n, tested/n, 100*share, 100*rate)
	allowed := rate
	if n < 1000 {
		allowed += 3 * math.Sqrt(rate*(1-rate)/float64(n))
	}
	if share > allowed || tested/n < 40 {
		t.Errorf("%.1f %% show an association, allowed %.1f %%", 100*share, 100*allowed)
	}
}

// planted makes a diary of 120 nights with cramps after late caffeine, lag nights later.
func planted(lag int, seed uint64) []diary.Entry {
	chance := rand.New(rand.NewPCG(seed, 7))
	late := make([]bool, 122)
	var entries []diary.Entry
	for i := range late {
		late[i] = chance.Float64() < 0.4
		entries = append(entries, entry(first+diary.Date(i), &diary.Habits{CaffeineLate: &late[i], CaffeineCups: ptr(float64(chance.IntN(4)))}))
	}
	for i := 2; i < len(late); i++ {
		cramps := chance.IntN(3)
		if late[i-lag] {
			cramps += 2
		}
		entries = append(entries, entry(first+diary.Date(i), &diary.Night{Cramps: &cramps, Pain: ptr(chance.IntN(8))}))
	}
	return entries
}

func TestAPlantedEffectIsFoundAtItsLag(t *testing.T) {
	for lag := range 2 {
		held, seeds := 0, 60
		if testing.Short() {
			seeds = 10
		}
		for seed := range uint64(seeds) {
			found := trend.Associate(collect(planted(lag, seed)), content()).Found()
			if len(found) == 0 || found[0].Factor != "caffeine_late" || found[0].Outcome != diary.Cramps || found[0].Lag != lag {
				t.Fatalf("lag %d, seed %d: %+v", lag, seed, found)
			}
			a := found[0]
			if a.Better() || a.With+a.Without != a.Nights {
				t.Errorf("lag %d, seed %d: %+v", lag, seed, a)
			}
			if a.Low <= 2 && 2 <= a.High {
				held++
			}
		}
		if share := float64(held) / float64(seeds); share < 0.9-3*math.Sqrt(0.09/float64(seeds)) {
			t.Errorf("lag %d: %.2f of the 90 %% intervals hold the effect", lag, share)
		}
	}
}

func TestTheSameDiaryGivesTheSameAnswer(t *testing.T) {
	entries := planted(0, 3)
	want := trend.Associate(collect(entries), content())
	chance := rand.New(rand.NewPCG(1, 1))
	chance.Shuffle(len(entries), func(i, j int) { entries[i], entries[j] = entries[j], entries[i] })
	if diff := cmp.Diff(want, trend.Associate(collect(entries), content())); diff != "" {
		t.Error(diff)
	}
}

func TestTooFewNightsSayNothing(t *testing.T) {
	a := trend.Associate(collect(planted(0, 1)[:40]), content())
	if len(a.Tested) != 0 || len(a.Few) != len(content().Experiments.Factors) {
		t.Errorf("%d tested, few: %v", len(a.Tested), a.Few)
	}
}

// TestAFactorThatWasSwitchedOnceSaysNothing: two months with, then two months without, is
// a comparison of seasons.
func TestAFactorThatWasSwitchedOnceSaysNothing(t *testing.T) {
	var entries []diary.Entry
	for i := range 112 {
		late := i < 56
		entries = append(entries, entry(first+diary.Date(i), &diary.Habits{CaffeineLate: &late}), entry(first+diary.Date(i), &diary.Night{Cramps: ptr(i / 30)}))
	}
	if a := trend.Associate(collect(entries), content()); len(a.Tested) != 0 {
		t.Errorf("%+v", a.Tested)
	}
}

func TestReliefInTheMomentIsNoCause(t *testing.T) {
	var entries []diary.Entry
	for i := range 90 {
		cramps := i % 3
		day := first + diary.Date(i)
		entries = append(entries, entry(day, &diary.Night{Cramps: &cramps}))
		if cramps > 0 {
			entries = append(entries, entry(day, &diary.Activity{Activity: "cramp_now_calf"}))
		}
		if i%2 == 0 {
			entries = append(entries, entry(day, &diary.Routine{Routine: "x"}))
		}
	}
	seen := map[string]bool{}
	for _, a := range trend.Associate(collect(entries), content()).Tested {
		seen[a.Factor] = true
	}
	if seen["activity:cramp_now_calf"] || !seen["routine:x"] {
		t.Errorf("tested: %v", seen)
	}
}

// TestFitEqualsRegression: every other night, so that no night follows one; the effect
// and its interval are those of least squares with one level for each stretch, by gonum.
func TestFitEqualsRegression(t *testing.T) {
	base := ruled(func(r *kb.TrendRules) { r.LeastNights, r.LeastEach, r.FalseDiscovery = 20, 5, 0.2 })
	chance := rand.New(rand.NewPCG(41, 1))
	var entries []diary.Entry
	var x, y []float64
	var stretch []int
	for i := 0; i < 84; i += 2 {
		day := first + diary.Date(i)
		hours, pain := float64(chance.IntN(8)), chance.IntN(8)
		entries = append(entries, entry(day, &diary.Habits{StandingHours: &hours}), entry(day, &diary.Night{Pain: &pain}))
		x, y, stretch = append(x, hours), append(y, float64(pain)), append(stretch, i/base.Experiments.Trends.ComparedNights)
	}
	groups := stretch[len(stretch)-1] + 1
	design := mat.NewDense(len(x), groups+1, nil)
	for i := range x {
		design.Set(i, 0, x[i])
		design.Set(i, 1+stretch[i], 1)
	}
	var b mat.VecDense
	if err := b.SolveVec(design, mat.NewVecDense(len(y), y)); err != nil {
		t.Fatal(err)
	}
	var fitted mat.VecDense
	fitted.MulVec(design, &b)
	rest := 0.0
	for i := range y {
		rest += (y[i] - fitted.AtVec(i)) * (y[i] - fitted.AtVec(i))
	}
	df := float64(len(x) - groups - 1)
	var gram, inverse mat.Dense
	gram.Mul(design.T(), design)
	if err := inverse.Inverse(&gram); err != nil {
		t.Fatal(err)
	}
	half := distuv.StudentsT{Sigma: 1, Nu: df}.Quantile(0.95) * math.Sqrt(rest/df*inverse.At(0, 0))
	for _, a := range trend.Associate(collect(entries), base).Tested {
		if a.Factor != "standing_hours" || a.Lag != 0 {
			continue
		}
		for name, c := range map[string][2]float64{"effect": {a.Effect, b.AtVec(0)}, "low": {a.Low, b.AtVec(0) - half}, "high": {a.High, b.AtVec(0) + half}} {
			if math.Abs(c[0]-c[1]) > 1e-8 {
				t.Errorf("%s %v, by gonum %v", name, c[0], c[1])
			}
		}
		return
	}
	t.Fatal("not tested")
}

// TestPEqualsCounting enumerates which 6 of 12 nights could have been those with the
// factor.
func TestPEqualsCounting(t *testing.T) {
	base := ruled(func(r *kb.TrendRules) { r.LeastNights, r.LeastEach, r.ComparedNights = 10, 5, 1000 })
	for seed := range uint64(8) {
		chance := rand.New(rand.NewPCG(seed, 51))
		var entries []diary.Entry
		var pain []float64
		observed := 0.0
		for i := range 12 {
			day, v, late := first+diary.Date(2*i), chance.IntN(6), i%2 == 0
			if late {
				v += int(seed) / 2
				observed += float64(v)
			}
			pain = append(pain, float64(v))
			entries = append(entries, entry(day, &diary.Night{Pain: &v}), entry(day, &diary.Habits{CaffeineLate: &late}))
		}
		total := 0.0
		for _, v := range pain {
			total += v
		}
		ways, reached := 0, 0
		for mask := range 1 << 12 {
			sum, count := 0.0, 0
			for i, v := range pain {
				if mask>>i&1 == 1 {
					sum += v
					count++
				}
			}
			if count == 6 {
				ways++
				if math.Abs(sum-total/2) >= math.Abs(observed-total/2)-1e-9 {
					reached++
				}
			}
		}
		want := float64(reached) / float64(ways)
		for _, a := range trend.Associate(collect(entries), base).Tested {
			if a.Lag == 0 && a.Outcome == diary.Pain {
				if slack := 0.9*want + 0.001; want < 0.3 && math.Abs(a.P-want) > slack || want >= 0.3 && a.P < 0.15 {
					t.Errorf("seed %d: p %v, by counting %v", seed, a.P, want)
				}
			}
		}
	}
}

func TestFactorsHaveNamesAndUnits(t *testing.T) {
	base := content()
	for factor, want := range map[string][2]string{
		"caffeine_late": {"caffeine after midday", ""}, "drinks_ml": {"how much was drunk", "glass of 250 ml"},
		"activity:warm_bath_evening": {"“" + base.Measure("warm_bath_evening").Name + "”", ""}, "routine:gone-since": {"“gone since”", ""},
	} {
		if name, unit := trend.Name(factor, base), trend.Unit(factor, base); name != want[0] || unit != want[1] {
			t.Errorf("%s is called %q with the unit %q, want %q", factor, name, unit, want)
		}
	}
}

func TestFactorsOfTheContentAreInTheDiary(t *testing.T) {
	full := &diary.Habits{
		CaffeineCups: ptr(1.0), CaffeineLate: ptr(true), AlcoholUnits: ptr(1.0), DrinksML: ptr(1), UrineColour: ptr(1), StandingHours: ptr(1.0),
		SittingHours: ptr(1.0), ExerciseMinutes: ptr(1), StretchMinutes: ptr(1),
	}
	known := collect([]diary.Entry{entry(first, full)})[0].Factors
	for _, f := range content().Experiments.Factors {
		if _, ok := known[f.ID]; !ok {
			t.Errorf("no diary can hold %s", f.ID)
		}
	}
}

func BenchmarkAYear(b *testing.B) {
	days := collect(null(365, rand.New(rand.NewPCG(1, 2))))
	for b.Loop() {
		trend.Associate(days, content())
	}
}

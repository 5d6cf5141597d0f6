package trend

import (
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/stat"
)

// Association is how one factor of a day and one outcome of a night go together.
type Association struct {
	Factor  string // factor id, activity:ID or routine:ID
	Outcome diary.Outcome
	Lag     int     // 0: the night that followed the day; 1: the night after that
	Step    float64 // of the factor, of which Effect is told; 0 for yes or no

	Nights        int // with both known
	With, Without int // nights after a day with the factor and without; for amounts above and not above the person's mean
	MeanWith      float64
	MeanWithout   float64

	Effect, Low, High float64 // change of the outcome with the factor, or for one step more, among nights close to each other
	P                 float64 // permutation test, two-sided
	Adjusted          float64 // P after control of the false-discovery rate
	Found             bool    // Adjusted is at most the rate
}

// Better reports whether nights are better with more of the factor.
func (a Association) Better() bool { return (a.Effect > 0) == a.Outcome.MoreIsBetter() }

// Associations is everything that was looked at.
type Associations struct {
	Rate   float64       // false-discovery rate that holds for all of Tested together
	Tested []Association // found ones first, then by P, factor, outcome and lag
	Few    []string      // factors that are noted on too few days so far, sorted
}

// Found lists those that hold up, which may be none.
func (a Associations) Found() []Association {
	n := 0
	for n < len(a.Tested) && a.Tested[n].Found {
		n++
	}
	return a.Tested[:n]
}

// Associate tests every factor against every outcome, in the night that followed and in
// the one after. A night is compared with nights of the same stretch of the rules'
// ComparedNights, after what the night before let expect has been taken out, by
// permutation within the stretches. Discoveries over all tests are controlled with the
// rule of Benjamini and Yekutieli, which holds however the tests depend on each other.
//
// What is done against a trouble that is already there, such as relief in the moment, is
// left out: it would look like its cause.
func Associate(ds Days, base *kb.Base) Associations {
	rules := base.Experiments.Trends
	out := Associations{Rate: rules.FalseDiscovery}
	factors := factorsOf(ds, base)
	tested := map[string]bool{}
	for _, o := range diary.Outcomes() {
		n := nightsOf(ds, o)
		for _, f := range factors {
			for lag := range 2 {
				if a, enough := n.associate(ds, o, f, lag, rules); enough {
					out.Tested = append(out.Tested, a)
					tested[f.ID] = true
				}
			}
		}
	}
	for _, f := range factors {
		if !tested[f.ID] {
			out.Few = append(out.Few, f.ID)
		}
	}
	out.control()
	return out
}

// control adjusts the p-values and sorts.
func (a *Associations) control() {
	p := make([]float64, len(a.Tested))
	for i, t := range a.Tested {
		p[i] = t.P
	}
	for i, adjusted := range stat.Yekutieli(p) {
		a.Tested[i].Adjusted = adjusted
		a.Tested[i].Found = adjusted <= a.Rate
	}
	slices.SortStableFunc(a.Tested, func(x, y Association) int {
		switch {
		case x.Found != y.Found && x.Found, x.Found == y.Found && x.P < y.P:
			return -1
		case x.Found != y.Found, x.P > y.P:
			return 1
		}
		return strings.Compare(x.Factor, y.Factor)
	})
}

// factorsOf lists the factors of the rules, then the deeds of the diary, sorted by id.
func factorsOf(ds Days, base *kb.Base) []kb.Factor {
	factors := slices.Clone(base.Experiments.Factors)
	known := map[string]bool{}
	for _, f := range factors {
		known[f.ID] = true
	}
	var deeds []string
	for _, d := range ds {
		for id := range d.Factors {
			if isDeed(id) && !known[id] && !inTheMoment(id, base) {
				known[id] = true
				deeds = append(deeds, id)
			}
		}
	}
	slices.Sort(deeds)
	for _, id := range deeds {
		factors = append(factors, kb.Factor{ID: id})
	}
	return factors
}

// inTheMoment reports what is done once the trouble is there.
func inTheMoment(id string, base *kb.Base) bool {
	id = strings.TrimPrefix(id, activityPrefix)
	a := base.Measure(id)
	return a != nil && a.Category == "in_the_moment"
}

func (n *nights) associate(ds Days, o diary.Outcome, f kb.Factor, lag int, rules kb.TrendRules) (Association, bool) {
	a := Association{Factor: f.ID, Outcome: o, Lag: lag, Step: f.Step}
	var x, y, raw []float64
	var stratum []int
	for _, d := range ds {
		v, known := d.Factors[f.ID]
		i, said := slices.BinarySearch(n.dates, d.Date+diary.Date(lag))
		if known && said {
			x, y, raw = append(x, v), append(y, n.adjusted[i]), append(raw, n.raw[i])
			stratum = append(stratum, int(n.dates[i]-n.dates[0])/rules.ComparedNights)
		}
	}
	if len(x) == 0 {
		return a, false
	}
	a.count(x, raw)
	if a.Nights < rules.LeastNights || min(a.With, a.Without) < rules.LeastEach {
		return a, false
	}
	s := fit(x, y, stratum, rules.Interval, chanceFor(f.ID, string(o), lag))
	if s.informative < rules.LeastNights {
		return a, false // it hardly ever changes within a stretch
	}
	step := max(f.Step, 0)
	if step == 0 {
		step = 1
	}
	a.Effect, a.Low, a.High, a.P = s.effect*step, s.low*step, s.high*step, s.p
	return a, true
}

// count splits the nights at the mean of the factor, which for yes or no is with and
// without.
func (a *Association) count(x, raw []float64) {
	mean := stat.Mean(x)
	var with, without []float64
	for i, v := range x {
		if v > mean {
			with = append(with, raw[i])
		} else {
			without = append(without, raw[i])
		}
	}
	a.Nights, a.With, a.Without = len(x), len(with), len(without)
	if a.With > 0 && a.Without > 0 {
		a.MeanWith, a.MeanWithout = stat.Mean(with), stat.Mean(without)
	}
}

// chanceFor gives each test its own draws, the same every time.
func chanceFor(words ...any) *rand.Rand {
	h := fnv.New64a()
	for _, w := range words {
		switch w := w.(type) {
		case string:
			h.Write([]byte(w + "\x00"))
		case int:
			h.Write([]byte{byte(w)})
		}
	}
	return rand.New(rand.NewPCG(h.Sum64(), 0x6c656769626c65))
}

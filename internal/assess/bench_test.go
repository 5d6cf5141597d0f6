package assess_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

// The limits named below are those of the design, for one processor; no test holds
// against a clock.

// BenchmarkAssess12Present20Absent is the posterior and the next question on the real
// knowledge base. Limit: 1 ms at the 99th percentile.
func BenchmarkAssess12Present20Absent(b *testing.B) {
	e := engine(b)
	c := answered(e.Base(), 12, 20)
	measure(b, func() { assessment = e.Assess(c, assess.Options{Next: true, Asked: 5}) })
	if assessment.Question == nil {
		b.Fatal("nothing was asked: the benchmark measures half the work")
	}
}

// BenchmarkExplain is the same with the explanations of the first eight candidates.
func BenchmarkExplain(b *testing.B) {
	e := engine(b)
	c := answered(e.Base(), 12, 20)
	measure(b, func() { assessment = e.Assess(c, assess.Options{Next: true, Asked: 5, Explain: 8}) })
}

// Benchmark100Answers is the same with 100 answers. Limit: 5 ms.
func Benchmark100Answers(b *testing.B) {
	e := engine(b)
	c := answered(e.Base(), 38, 62)
	measure(b, func() { assessment = e.Assess(c, assess.Options{Next: true, Asked: 5}) })
}

// BenchmarkAnswers shows how the time grows with the number of answers.
func BenchmarkAnswers(b *testing.B) {
	e := engine(b)
	for n := 10; n <= 100; n += 10 {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			c := answered(e.Base(), n*3/8, n-n*3/8)
			for b.Loop() {
				assessment = e.Assess(c, assess.Options{Next: true, Asked: 5})
			}
		})
	}
}

// BenchmarkPercentiles times each of 20,000 assessments of the first benchmark's kind,
// over changing answers.
func BenchmarkPercentiles(b *testing.B) {
	e := engine(b)
	cases := make([]assess.Case, 50)
	for i := range cases {
		cases[i] = mixed(e.Base(), 12, 20, uint64(i))
	}
	const runs = 20000
	times := make([]time.Duration, 0, runs)
	for b.Loop() {
		times = times[:0]
		for i := range runs {
			start := time.Now()
			assessment = e.Assess(cases[i%len(cases)], assess.Options{Next: true, Asked: 5})
			times = append(times, time.Since(start))
		}
	}
	slices.Sort(times)
	b.ReportMetric(0, "ns/op")
	for _, q := range []struct {
		name string
		at   float64
	}{{"p50-µs", 0.5}, {"p90-µs", 0.9}, {"p99-µs", 0.99}, {"p99.9-µs", 0.999}} {
		b.ReportMetric(float64(times[int(q.at*runs)].Nanoseconds())/1e3, q.name)
	}
}

// BenchmarkSynthetic1000x3000 is a knowledge base of 1,000 conditions and 3,000
// findings, 60 to 110 findings a condition, with 12 present and 20 absent. Limit: 40 ms.
func BenchmarkSynthetic1000x3000(b *testing.B) {
	base := synthetic(open(b).Base(), 1000, 3000)
	e, err := assess.New(base)
	if err != nil {
		b.Fatal(err)
	}
	c := answered(base, 12, 20)
	measure(b, func() { assessment = e.Assess(c, assess.Options{Next: true, Asked: 5}) })
	if assessment.Question == nil {
		b.Fatal("nothing was asked: the benchmark measures half the work")
	}
}

// BenchmarkColdStart opens the embedded knowledge, prepares everything and answers
// once. Limit: 150 ms.
func BenchmarkColdStart(b *testing.B) {
	years := 62.0
	r := &app.Request{Person: app.Person{Age: &years, Sex: "female"}, Text: "My calf cramps at night and wakes me.",
		Evidence: []app.Answer{{Finding: "worse_evening_night", Presence: "present"}}}
	for b.Loop() {
		base, err := kb.Open(knowledge.FS)
		if err != nil {
			b.Fatal(err)
		}
		s, err := app.New(base)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := s.Assess(r); err != nil {
			b.Fatal(err)
		}
	}
}

// assessment keeps results from being optimised away.
var assessment *assess.Assessment

func measure(b *testing.B, f func()) {
	f() // fills the pools
	b.ReportAllocs()
	for b.Loop() {
		f()
	}
}

// mixed is like answered with findings and their presence drawn at random.
func mixed(base *kb.Base, present, absent int, seed uint64) assess.Case {
	rng := rand.New(rand.NewPCG(seed, 1))
	c := answered(base, present+absent, 0)
	rest := present
	for i, id := range sortedIDs(c.Evidence) {
		if rng.IntN(present+absent-i) < rest {
			rest--
		} else {
			c.Evidence[id] = clinical.No
		}
	}
	return c
}

func sortedIDs(ev clinical.Evidence) []string {
	var ids []string
	for id := range ev {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// synthetic builds a random base with the model of another: shares and probabilities
// log-uniform, no red flags.
func synthetic(from *kb.Base, conditions, findings int) *kb.Base {
	rng := rand.New(rand.NewPCG(1000, 3000))
	between := func(low, high float64) float64 {
		return low * math.Exp(rng.Float64()*math.Log(high/low))
	}
	base := &kb.Base{Version: "synthetic", Model: from.Model}
	for i := range findings {
		p := between(0.005, 0.4)
		base.Findings = append(base.Findings, &kb.Finding{ID: fmt.Sprintf("f%04d", i), Kind: "yes_no", Effort: 1 + i%2, Group: "any",
			Cluster: []string{"", "", "a", "b", "c"}[i%5], Background: &kb.Probability{P: p, Low: p / 2, High: p * 1.5, Estimate: true}})
	}
	bands := len(from.Model.AgeShares)
	for i := range conditions {
		c := &kb.Condition{ID: fmt.Sprintf("c%04d", i), Kind: "disease", Findings: map[string]*kb.Probability{},
			Urgency: kb.ConditionUrgency{Level: clinical.Urgency(i % 4)}, Duration: from.Conditions[i%len(from.Conditions)].Duration}
		c.Shares = kb.Shares{AgeBands: from.Conditions[0].Shares.AgeBands, RangeFactor: 3, Estimate: true}
		for range bands {
			p := between(1e-5, 0.05)
			c.Shares.Female, c.Shares.Male = append(c.Shares.Female, p), append(c.Shares.Male, p)
		}
		for range 60 + rng.IntN(51) {
			p := between(0.01, 0.9)
			c.Findings[base.Findings[rng.IntN(findings)].ID] = &kb.Probability{P: p, Low: p / 2, High: math.Min(0.99, 1.3*p), Estimate: true}
		}
		base.Conditions = append(base.Conditions, c)
	}
	return base
}

package assess_test

import (
	"math"
	"os"
	"testing"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/eval"
	"github.com/legible-health/legible/internal/kb"
)

// second computes the posterior a second time from the knowledge base and the text of
// the design alone: it completes the answers, takes the shares, weighs the answers and
// enumerates every set of one or two conditions. It shares no code with the engine.
type second struct {
	base   *kb.Base
	person clinical.Person
	ev     clinical.Evidence
}

func (s *second) model() *kb.Model { return &s.base.Model }

// complete settles what follows by logic: a pregnancy, numbers, implications and, last,
// exclusions. It goes round until nothing changes instead of following a queue.
func (s *second) complete() {
	ev := s.ev.Clone()
	settled := func(id string) bool { return ev.Present(id) || ev.Absent(id) }
	if p := s.person.Pregnant; p != nil && !settled("pregnant") {
		ev["pregnant"] = clinical.No
		if *p {
			ev["pregnant"] = clinical.Yes
		}
	}
	for _, f := range s.base.Findings {
		for _, l := range f.Links {
			v := ev[f.ID].Value
			if v == nil || l.GTE != nil && *v < *l.GTE || l.LT != nil && *v >= *l.LT || settled(l.Finding) {
				continue
			}
			ev[l.Finding] = clinical.Answer{Presence: clinical.Presence(l.Presence)}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, f := range s.base.Findings {
			for _, id := range f.Implies {
				if ev.Present(f.ID) && !settled(id) {
					ev[id], changed = clinical.Yes, true
				}
			}
		}
	}
	for _, f := range s.base.Findings {
		for _, id := range f.Excludes {
			if ev.Present(f.ID) && !settled(id) {
				ev[id] = clinical.No
			}
		}
	}
	s.ev = ev
}

// prior is the mean share of a condition, flattened, times how much more or less common
// it is for the person, flattened less, times its exposure.
func (s *second) prior(c *kb.Condition) float64 {
	var female, male, mean float64
	for b, from := range c.Shares.AgeBands {
		w := s.model().AgeShares[b]
		mean += w * (c.Shares.Female[b] + c.Shares.Male[b]) / 2
		if s.person.Age != nil {
			last := b == len(c.Shares.AgeBands)-1
			if *s.person.Age < from || !last && *s.person.Age >= c.Shares.AgeBands[b+1] {
				continue
			}
			w = 1
		}
		female, male = female+w*c.Shares.Female[b], male+w*c.Shares.Male[b]
	}
	share := (female + male) / 2
	if s.person.Sex == clinical.Female {
		share = female
	} else if s.person.Sex == clinical.Male {
		share = male
	}
	if f := c.Shares.PregnancyFactor; f > 0 && (s.ev.Present("pregnant") || s.ev.Present("pregnancy_or_postpartum")) {
		share = min(share*f, 0.9)
	}
	m, exposure := s.model(), s.exposure(c)
	if c.AgeOfExposure && exposure == 1 && share < mean {
		share = mean
	}
	return math.Pow(mean, m.PriorExponent) * math.Pow(share/mean, m.PersonExponent) * exposure
}

func (s *second) exposure(c *kb.Condition) float64 {
	present, absent := 0, 0
	for _, id := range c.OnlyWith {
		if s.ev.Present(id) {
			present++
		}
		if s.ev.Absent(id) {
			absent++
		}
	}
	switch {
	case len(c.OnlyWith) == 0 || present > 0:
		return 1
	case absent == len(c.OnlyWith):
		return s.model().AbsentExposure
	}
	return s.model().UnsaidExposure
}

func within(x, low, high float64) float64 { return min(max(x, low), high) }

func (s *second) background(f *kb.Finding) float64 {
	return within(f.Background.P, 1e-4, 1-s.model().Floor)
}

// given is P(yes | condition alone): its profile within the floor, or the background
// where nothing is said or the floor would turn a rare finding around.
func (s *second) given(f *kb.Finding, c *kb.Condition) float64 {
	b, floor := s.background(f), s.model().Floor
	q, said := c.Findings[f.ID]
	if !said {
		return b
	}
	p := within(q.P, floor, 1-floor)
	if p < 1.5*floor && p > b {
		return b
	}
	return p
}

// informs reports that an answer to a finding says anything about any condition.
func (s *second) informs(f *kb.Finding) bool {
	if f.Kind != "yes_no" || f.Background == nil || s.ev[f.ID].Presence != clinical.Present && s.ev[f.ID].Presence != clinical.Absent {
		return false
	}
	for _, c := range s.base.Conditions {
		if s.given(f, c) != s.background(f) {
			return true
		}
	}
	return false
}

// weight of an answer: its kind's, less when others of its cluster say the same, and
// for a no less when there are many.
func (s *second) weight(f *kb.Finding, answers []*kb.Finding) float64 {
	m := s.model()
	alike, absences := 0.0, 0.0
	for _, g := range answers {
		if g.Cluster == f.Cluster && s.ev.Present(g.ID) == s.ev.Present(f.ID) {
			alike++
		}
		if s.ev.Absent(g.ID) {
			absences++
		}
	}
	w := m.WeightPresent
	if s.ev.Absent(f.ID) {
		w = m.WeightAbsent
		if free := float64(max(1, m.AbsentFree)); absences > free {
			w *= math.Pow(absences/free, -m.AbsentExponent)
		}
	}
	if f.Cluster != "" {
		w *= math.Pow(alike, -m.ClusterExponent)
	}
	return w
}

// density of a duration in log days: two half-normals that meet at the median.
func density(days float64, d kb.Duration, least float64) float64 {
	const z = 1.2816
	x, mid := math.Log(days), math.Log(d.Median)
	below := max((mid-math.Log(d.P10))/z, least)
	above := max((math.Log(d.P90)-mid)/z, least)
	height := 2 / ((below + above) * math.Sqrt(2*math.Pi))
	if x > mid {
		return height * math.Exp(-math.Pow((x-mid)/above, 2)/2)
	}
	return height * math.Exp(-math.Pow((x-mid)/below, 2)/2)
}

// posterior returns P(condition is in the set) for all conditions, by enumeration.
func (s *second) posterior() []float64 {
	s.complete()
	n := len(s.base.Conditions)
	prior := make([]float64, n)
	var sum float64
	for i, c := range s.base.Conditions {
		prior[i] = s.prior(c)
		sum += prior[i]
	}
	single := make([]float64, n) // log weights
	pair := make([][]float64, n)
	for i := range prior {
		single[i] = math.Log(prior[i] / sum)
		pair[i] = make([]float64, n)
		for j := range i {
			pair[i][j] = math.Log(s.model().PairFactor * prior[i] / sum * prior[j] / sum)
		}
	}
	s.multiply(single, pair)
	return s.shares(single, pair)
}

// multiply adds the log likelihood of every answer to every set.
func (s *second) multiply(single []float64, pair [][]float64) {
	var answers []*kb.Finding
	for _, f := range s.base.Findings {
		if s.informs(f) {
			answers = append(answers, f)
		}
	}
	for _, f := range answers {
		b, w, yes := s.background(f), s.weight(f, answers), s.ev.Present(f.ID)
		u := make([]float64, len(single)) // P(yes | alone) that reproduces the weighted ratio
		for i, c := range s.base.Conditions {
			p := s.given(f, c)
			if u[i] = b * math.Pow(p/b, w); !yes {
				u[i] = 1 - (1-b)*math.Pow((1-p)/(1-b), w)
			}
			if p == b {
				u[i] = b
			}
		}
		add := func(l *float64, p float64) {
			if !yes {
				p = 1 - p
			}
			*l += math.Log(p)
		}
		for i := range single {
			add(&single[i], u[i])
			for j := range i {
				add(&pair[i][j], both(b, u[i], u[j]))
			}
		}
	}
	if v, known := s.ev.Number("duration_days"); known && s.model().DurationWeight > 0 {
		days := max(v, 0.25)
		m := s.model()
		b := density(days, m.BackgroundDuration, m.DurationSpread)
		r := make([]float64, len(single))
		for i, c := range s.base.Conditions {
			r[i] = math.Pow(((1-m.DurationBackground)*density(days, c.Duration, m.DurationSpread)+m.DurationBackground*b)/b, m.DurationWeight)
		}
		for i := range single {
			single[i] += math.Log(r[i])
			for j := range i {
				pair[i][j] += math.Log((r[i] + r[j]) / 2)
			}
		}
	}
}

// both is P(yes | both conditions) by the formula of DESIGN §2.
func both(b, p, q float64) float64 {
	switch {
	case p >= b && q >= b:
		return 1 - (1-p)*(1-q)/(1-b)
	case p >= b:
		return p * q / b
	case q >= b:
		return q * p / b
	}
	return b * (p / b) * (q / b)
}

func (s *second) shares(single []float64, pair [][]float64) []float64 {
	alone := func(i int) bool { return s.base.Conditions[i].Kind == "none" }
	most := math.Inf(-1)
	for i := range single {
		most = max(most, single[i])
		for j := range i {
			if !alone(i) && !alone(j) {
				most = max(most, pair[i][j])
			}
		}
	}
	out := make([]float64, len(single))
	var total float64
	for i := range single {
		w := math.Exp(single[i] - most)
		out[i] += w
		total += w
		for j := range i {
			if alone(i) || alone(j) {
				continue
			}
			w := math.Exp(pair[i][j] - most)
			out[i], out[j], total = out[i]+w, out[j]+w, total+w
		}
	}
	for i := range out {
		out[i] /= total
	}
	return out
}

// story is a case to compute with.
type story struct {
	id string
	assess.Case
}

// stories are all cases of the knowledge base and, where they are at hand, of the
// evaluation, with their findings given.
func stories(t testing.TB) []story {
	base := open(t).Base()
	vs, err := eval.Vignettes(os.DirFS(folder), base)
	if err != nil {
		t.Fatalf("knowledge/cases:\n%v", err)
	}
	var out []story
	for _, v := range vs {
		out = append(out, story{v.ID, assess.Case{Person: v.Person, Evidence: v.Findings}})
	}
	reader := eval.NewReader(base)
	for _, name := range []string{"../../../shared/cases/cases.jsonl", "../../../shared/cases/lay.jsonl"} {
		f, err := os.Open(name)
		if err != nil {
			continue // not part of the repository
		}
		cases, bad := reader.Read(name, f)
		f.Close()
		for _, e := range bad {
			t.Error(e)
		}
		for _, c := range cases {
			out = append(out, story{c.ID, assess.Case{Person: c.Person, Evidence: c.Findings}})
		}
	}
	return out
}

// TestSecondComputation compares every posterior of every case to 1e-9.
func TestSecondComputation(t *testing.T) {
	e := engine(t)
	base := e.Base()
	for k, st := range stories(t) {
		if testing.Short() && k%10 != 0 {
			continue
		}
		a := e.Assess(st.Case, assess.Options{})
		s := &second{base: base, person: st.Person, ev: st.Evidence}
		want := s.posterior()
		for i, c := range base.Conditions {
			got, ok := a.Candidate(c.ID)
			if !ok {
				t.Fatalf("%s: %s is not a candidate", st.id, c.ID)
			}
			if d := math.Abs(got.Posttest - want[i]); !(d <= 1e-9) {
				t.Errorf("%s: %s has %.12f, the second computation %.12f", st.id, c.ID, got.Posttest, want[i])
			}
		}
		for id, want := range s.ev {
			if f := base.Finding(id); f.Kind != "derived" && a.Evidence[id].Presence != want.Presence {
				t.Errorf("%s: %s completed as %q, the second computation says %q", st.id, id, a.Evidence[id].Presence, want.Presence)
			}
		}
	}
}

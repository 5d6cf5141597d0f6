package eval

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Harmless are the plain night complaints whose false alarms are counted: night cramps,
// restless legs, growing pains, venous ache, overuse.
var Harmless = []string{"nocturnal_leg_cramps_idiopathic", "rls_adult", "growing_pains", "chronic_venous_disease", "exercise_muscle_soreness"}

// Alarms is how urgent simulated people with one harmless condition were told they are.
type Alarms struct {
	Condition string         `json:"condition"`
	N         int            `json:"n"`
	Emergency Rate           `json:"emergency"`
	SameDay   Rate           `json:"same_day_or_above"`
	Asked     float64        `json:"asked"` // questions, mean
	Rules     []AlarmingRule `json:"rules"` // what set these levels, commonest first, ties by id
}

// AlarmingRule counts the people whose same day or emergency level a red flag set, or
// the expected harm.
type AlarmingRule struct {
	Rule  string           `json:"rule"`
	Level clinical.Urgency `json:"level"`
	N     int              `json:"n"`
}

// FalseAlarms puts n simulated people with a condition through the whole interview. The
// same seed gives the same people whatever the number of processors.
//
// Age and sex come from the shares of the condition and the ages of users. Every answer
// is drawn from the profile of the condition, or its background where the profile says
// nothing; see simulated. A person begins with three to five findings of the condition
// and then answers what is asked.
func FalseAlarms(e *assess.Engine, condition string, n int, seed uint64) Alarms {
	out := Alarms{Condition: condition, N: n}
	c := e.Base().Condition(condition)
	people := make([]*assess.Assessment, n)
	var wg sync.WaitGroup
	workers := runtime.GOMAXPROCS(0)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				people[i] = interview(e, simulate(e.Base(), c, rand.New(rand.NewPCG(seed, uint64(i)))))
			}
		})
	}
	wg.Wait()
	emergency, sameDay := 0, 0
	counts := map[AlarmingRule]int{}
	for _, a := range people {
		out.Asked += float64(a.Asked) / float64(n)
		if a.Urgency.Level < clinical.SameDay {
			continue
		}
		sameDay++
		if a.Urgency.Level == clinical.Emergency {
			emergency++
		}
		for _, id := range alarming(a) {
			counts[AlarmingRule{Rule: id, Level: a.Urgency.Level}]++
		}
	}
	out.Emergency, out.SameDay = rate(emergency, n), rate(sameDay, n)
	for r, k := range counts {
		r.N = k
		out.Rules = append(out.Rules, r)
	}
	slices.SortFunc(out.Rules, func(a, b AlarmingRule) int {
		return cmp.Or(cmp.Compare(b.N, a.N), cmp.Compare(b.Level, a.Level), cmp.Compare(a.Rule, b.Rule))
	})
	return out
}

// alarming names what set the level: the red flags of that level, or the harm expected
// of the likeliest condition that needs it.
func alarming(a *assess.Assessment) (ids []string) {
	for _, f := range a.Urgency.Fired {
		if f.Rule.Level == a.Urgency.Level {
			ids = append(ids, f.Rule.ID)
		}
	}
	if len(ids) > 0 {
		return ids
	}
	for _, c := range a.Differential {
		if c.Condition.Urgency.Level >= a.Urgency.Level {
			return []string{"expected harm: " + c.Condition.ID}
		}
	}
	return []string{"expected harm"}
}

func rate(k, n int) Rate {
	low, high := Wilson(k, n)
	r := Rate{Low: low, High: high, N: n}
	if n > 0 {
		r.Value = float64(k) / float64(n)
	}
	return r
}

// interview answers the questions asked until none is left.
func interview(e *assess.Engine, s *simulated) *assess.Assessment {
	c := assess.Case{Person: s.person, Evidence: s.opening()}
	// A question for what confirms an alarm may exceed the budget; the bound is for a
	// question that would be asked again and again.
	for asked := 0; ; asked++ {
		a := e.Assess(c, assess.Options{Next: true, Asked: asked})
		if a.Question == nil || asked > 60 {
			return a
		}
		c.Evidence[a.Question.Finding.ID] = s.answer(a.Question.Finding)
		for _, f := range a.Question.Members {
			c.Evidence[f.ID] = s.answer(f)
		}
	}
}

// simulated is one person with a condition. Answers are drawn when they are needed and
// then kept. A finding that is drawn settles what it implies and excludes; one that
// would contradict what is settled is absent.
type simulated struct {
	base      *kb.Base
	condition *kb.Condition
	person    clinical.Person
	rng       *rand.Rand
	settled   map[string]bool
}

func simulate(base *kb.Base, c *kb.Condition, rng *rand.Rand) *simulated {
	s := &simulated{base: base, condition: c, rng: rng, settled: map[string]bool{}}
	s.drawPerson()
	return s
}

// drawPerson draws age band and sex by the condition's share times the users' ages, and
// an age within the band, whose last is taken to be 15 years wide.
func (s *simulated) drawPerson() {
	sh := &s.condition.Shares
	var sum float64
	for b, w := range s.base.Model.AgeShares {
		sum += w * (sh.Female[b] + sh.Male[b])
	}
	x := s.rng.Float64() * sum
	band, sex := 0, clinical.Female
	for b, w := range s.base.Model.AgeShares {
		band, sex = b, clinical.Female
		if x -= w * sh.Female[b]; x < 0 {
			break
		}
		sex = clinical.Male
		if x -= w * sh.Male[b]; x < 0 {
			break
		}
	}
	from, to := sh.AgeBands[band], sh.AgeBands[band]+15
	if band+1 < len(sh.AgeBands) {
		to = sh.AgeBands[band+1]
	}
	age := math.Floor(from + s.rng.Float64()*(to-from))
	s.person = clinical.Person{Age: &age, Sex: sex}
}

// opening draws what the person says of their own accord: three to five present
// findings, the defining ones first, then those that speak most for the condition.
func (s *simulated) opening() clinical.Evidence {
	ids := slices.Clone(s.condition.Defining)
	rest := sortedKeys(s.condition.Findings)
	lift := func(id string) float64 {
		if b := s.base.Finding(id).Background; b != nil {
			return s.condition.Likelihood(id).P / b.P
		}
		return 0
	}
	slices.SortStableFunc(rest, func(a, b string) int { return cmp.Compare(lift(b), lift(a)) })
	for _, id := range rest {
		if f := s.base.Finding(id); f.Kind == "yes_no" && f.MayAsk() && s.condition.Likelihood(id).P >= 0.3 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	ev := clinical.Evidence{}
	want := 3 + s.rng.IntN(3)
	for _, id := range ids {
		if len(ev) == want {
			break
		}
		if a := s.answer(s.base.Finding(id)); a.Presence == clinical.Present {
			ev[id] = a
		}
	}
	return ev
}

// answer says what this person answers.
func (s *simulated) answer(f *kb.Finding) clinical.Answer {
	switch {
	case f.ID == "duration_days":
		return s.duration(f)
	case len(f.Members) > 0:
		return clinical.Answer{Presence: clinical.Present} // the members tell
	case f.Kind != "yes_no":
		return clinical.Answer{Presence: clinical.NotKnown}
	case s.has(f):
		return clinical.Yes
	}
	return clinical.No
}

// duration draws the log-normal of the condition, in two pieces around its median.
func (s *simulated) duration(f *kb.Finding) clinical.Answer {
	const z90 = 1.2816
	d := s.condition.Duration
	z := s.rng.NormFloat64()
	sd := math.Log(d.P90/d.Median) / z90
	if z < 0 {
		sd = math.Log(d.Median/d.P10) / z90
	}
	days := math.Round(d.Median * math.Exp(z*sd))
	return clinical.Number(math.Min(math.Max(days, math.Max(*f.Min, 1)), *f.Max))
}

func (s *simulated) has(f *kb.Finding) bool {
	yes, known := s.settled[f.ID]
	if known {
		return yes
	}
	yes = s.rng.Float64() < s.probability(f) && s.fits(f)
	s.settled[f.ID] = yes
	if yes {
		s.settle(f)
	}
	return yes
}

// probability of a yes. What confirms an alarm ("new, and now?") can only be there with
// the alarm, and then as often as their backgrounds tell; of several alarms present the
// rarest counts, which errs towards more alarms.
func (s *simulated) probability(f *kb.Finding) float64 {
	if len(f.Confirms) > 0 {
		var p float64
		for _, id := range f.Confirms {
			if parent := s.base.Finding(id); parent.Background != nil && s.has(parent) {
				p = max(p, math.Min(1, f.Background.P/parent.Background.P))
			}
		}
		return p
	}
	if q, ok := s.condition.Findings[f.ID]; ok {
		return q.P
	}
	return f.Background.P
}

// fits reports that nothing settled speaks against a yes.
func (s *simulated) fits(f *kb.Finding) bool {
	if o := f.OnlyFor; o != nil {
		p := s.person
		if o.Sex != "" && o.Sex != string(p.Sex) || o.MinAge != nil && p.AgeUnder(*o.MinAge) || o.MaxAge != nil && p.AgeOver(*o.MaxAge) {
			return false
		}
	}
	for _, id := range s.implied(f) {
		if yes, known := s.settled[id]; known && !yes {
			return false
		}
		for _, x := range s.base.Finding(id).Excludes {
			if s.settled[x] {
				return false
			}
		}
	}
	return true
}

func (s *simulated) settle(f *kb.Finding) {
	for _, id := range s.implied(f) {
		s.settled[id] = true
		for _, x := range s.base.Finding(id).Excludes {
			s.settled[x] = false
		}
	}
}

// implied lists the finding and all it implies.
func (s *simulated) implied(f *kb.Finding) []string {
	ids := []string{f.ID}
	for i := 0; i < len(ids); i++ {
		for _, id := range s.base.Finding(ids[i]).Implies {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	return ids
}

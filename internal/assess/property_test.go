package assess_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// yesNo lists the findings that a person can answer with yes or no.
func yesNo(base *kb.Base) (out []*kb.Finding) {
	for _, f := range base.Findings {
		if f.Kind == "yes_no" {
			out = append(out, f)
		}
	}
	return out
}

// someone draws a person and up to n answers.
func someone(t *rapid.T, base *kb.Base, n int) assess.Case {
	c := assess.Case{Evidence: clinical.Evidence{}}
	if rapid.IntRange(0, 5).Draw(t, "age known") > 0 {
		years := float64(rapid.IntRange(0, 100).Draw(t, "age"))
		c.Person.Age = &years
	}
	c.Person.Sex = rapid.SampledFrom([]clinical.Sex{clinical.Female, clinical.Male, clinical.Intersex, clinical.Unknown}).Draw(t, "sex")
	if c.Person.Sex != clinical.Male && rapid.IntRange(0, 4).Draw(t, "pregnancy known") == 0 {
		p := rapid.Bool().Draw(t, "pregnant")
		c.Person.Pregnant = &p
	}
	answers := rapid.SampledFrom([]clinical.Answer{clinical.Yes, clinical.Yes, clinical.No, clinical.No, {Presence: clinical.NotKnown}})
	list := yesNo(base)
	alarms := slices.DeleteFunc(slices.Clone(list), func(f *kb.Finding) bool { return f.Alarm == "" && len(f.Confirms) == 0 })
	for range rapid.IntRange(0, n).Draw(t, "answers") {
		from := list
		if rapid.Bool().Draw(t, "alarm") {
			from = alarms
		}
		c.Evidence[rapid.SampledFrom(from).Draw(t, "finding").ID] = answers.Draw(t, "answer")
	}
	if rapid.IntRange(0, 2).Draw(t, "duration known") == 0 {
		c.Evidence["duration_days"] = clinical.Number(float64(rapid.IntRange(0, 4000).Draw(t, "days")))
	}
	return c
}

func posttest(a *assess.Assessment, id string) float64 {
	c, _ := a.Candidate(id)
	return c.Posttest
}

// repeat runs a property on the same n examples in every run; rapid's own Check draws
// new ones each time.
func repeat(t *testing.T, n int, property func(t *rapid.T) func(t *testing.T)) {
	t.Helper()
	if testing.Short() {
		n /= 10
	}
	examples := rapid.Custom(property)
	for seed := range n {
		if examples.Example(seed)(t); t.Failed() {
			t.Fatalf("example %d", seed)
		}
	}
}

// TestEvidenceForRaises: an answer that speaks for one condition and says nothing about
// another never lowers the first against the second. Answers that settle others are left
// out, as are those of a cluster: one more of those weakens its fellows.
//
// It holds for sets, which package bayes tests, and for conditions where one explains
// everything: hence no pairs here. With pairs the second condition may gain more as the
// companion of a third, for which the answer speaks even louder.
func TestEvidenceForRaises(t *testing.T) {
	single := *engine(t).Base()
	single.Model.PairFactor = 0
	base := &single
	e, err := assess.New(base)
	if err != nil {
		t.Fatal(err)
	}
	var plain []*kb.Finding
	for _, f := range yesNo(base) {
		if f.Cluster == "" && len(f.Implies)+len(f.Excludes) == 0 && f.ID != "pregnant" && f.ID != "pregnancy_or_postpartum" {
			plain = append(plain, f)
		}
	}
	exposure := map[string]bool{}
	for _, c := range base.Conditions {
		for _, id := range c.OnlyWith {
			exposure[id] = true
		}
	}
	repeat(t, 600, func(r *rapid.T) func(*testing.T) {
		c := someone(r, base, 12)
		raised := rapid.SampledFrom(base.Conditions).Draw(r, "raised")
		speaks := slices.DeleteFunc(slices.Clone(plain), func(f *kb.Finding) bool {
			return raised.Likelihood(f.ID).P <= max(f.Background.P, 0.05)
		})
		if len(speaks) == 0 {
			return func(*testing.T) {}
		}
		f := rapid.SampledFrom(speaks).Draw(r, "finding")
		return func(t *testing.T) {
			before := e.Assess(c, assess.Options{})
			if before.Evidence[f.ID].Presence != clinical.Unsaid || exposure[f.ID] {
				return
			}
			more := assess.Case{Person: c.Person, Evidence: c.Evidence.Clone()}
			more.Evidence[f.ID] = clinical.Yes
			after := e.Assess(more, assess.Options{})
			for _, other := range base.Conditions {
				if _, says := other.Findings[f.ID]; says {
					continue
				}
				was := posttest(before, raised.ID) / posttest(before, other.ID)
				if now := posttest(after, raised.ID) / posttest(after, other.ID); now < was*(1-1e-9) {
					t.Errorf("%s present: %s against %s falls from %v to %v", f.ID, raised.ID, other.ID, was, now)
				}
			}
		}
	})
}

// TestUnknownChangesNothing: "don't know" is no evidence.
func TestUnknownChangesNothing(t *testing.T) {
	e := engine(t)
	base := e.Base()
	repeat(t, 300, func(r *rapid.T) func(*testing.T) {
		c := someone(r, base, 15)
		id := rapid.SampledFrom(base.Findings).Draw(r, "finding").ID
		return func(t *testing.T) {
			if c.Evidence[id].Presence != clinical.Unsaid {
				return
			}
			more := assess.Case{Person: c.Person, Evidence: c.Evidence.Clone()}
			more.Evidence[id] = clinical.Answer{Presence: clinical.NotKnown}
			sameResult(t, id+" unknown", e.Assess(more, assess.Options{Explain: 3}), e.Assess(c, assess.Options{Explain: 3}))
		}
	})
}

// sameResult compares the differential and the urgency of two assessments.
func sameResult(t *testing.T, name string, got, want *assess.Assessment) {
	t.Helper()
	if got.Urgency.Level != want.Urgency.Level || got.Urgency.Floor != want.Urgency.Floor || len(got.Urgency.Fired) != len(want.Urgency.Fired) {
		t.Errorf("%s: urgency %v (floor %v), want %v (floor %v)", name, got.Urgency.Level, got.Urgency.Floor, want.Urgency.Level, want.Urgency.Floor)
	}
	for i := range want.Differential {
		g, w := &got.Differential[i], &want.Differential[i]
		if g.Condition != w.Condition || g.Posttest != w.Posttest || g.Pretest != w.Pretest || g.Low != w.Low || g.High != w.High {
			t.Errorf("%s: candidate %d is %s %v, want %s %v", name, i, g.Condition.ID, g.Posttest, w.Condition.ID, w.Posttest)
			return
		}
	}
}

// TestPresentFindingNeverLowersFloor: one more present finding never lowers the level
// that the red flags set, whatever follows from it. The one exception is the answer that
// takes an alarm back: a finding that excludes what an alarm's confirming question asks
// ("it has been like this for years" against "did it come within four weeks?").
func TestPresentFindingNeverLowersFloor(t *testing.T) {
	e := engine(t)
	base := e.Base()
	list := slices.DeleteFunc(yesNo(base), func(f *kb.Finding) bool { return takesBack(base, f) })
	settling := slices.DeleteFunc(slices.Clone(list), func(f *kb.Finding) bool { return len(f.Implies)+len(f.Excludes) == 0 })
	repeat(t, 100, func(r *rapid.T) func(*testing.T) {
		c := someone(r, base, 10)
		some := append(rapid.SliceOfN(rapid.SampledFrom(settling), 60, 60).Draw(r, "settling"),
			rapid.SliceOfN(rapid.SampledFrom(list), 40, 40).Draw(r, "others")...)
		return func(t *testing.T) {
			before := e.Assess(c, assess.Options{})
			if before.Urgency.Floor == clinical.SelfCare {
				return
			}
			for _, f := range some {
				if was := c.Evidence[f.ID].Presence; was == clinical.Present || was == clinical.Absent {
					continue // an answer that is changed is another matter
				}
				more := assess.Case{Person: c.Person, Evidence: c.Evidence.Clone()}
				more.Evidence[f.ID] = clinical.Yes
				if after := e.Assess(more, assess.Options{}); after.Urgency.Floor < before.Urgency.Floor {
					t.Errorf("%s present lowers the floor from %s (%s) to %s; evidence %v", f.ID, before.Urgency.Floor,
						before.Urgency.Fired[0].Rule.ID, after.Urgency.Floor, sortedIDs(c.Evidence))
				}
			}
		}
	})
}

// takesBack reports that a finding, or what it implies, excludes a confirming finding.
func takesBack(base *kb.Base, f *kb.Finding) bool {
	for _, id := range f.Excludes {
		if len(base.Finding(id).Confirms) > 0 {
			return true
		}
	}
	return slices.ContainsFunc(f.Implies, func(id string) bool { return takesBack(base, base.Finding(id)) })
}

// TestFewFindingsTakeAlarmsBack keeps the exceptions of the test above few and reviewed.
func TestFewFindingsTakeAlarmsBack(t *testing.T) {
	base := engine(t).Base()
	for _, f := range yesNo(base) {
		if takesBack(base, f) && len(f.Confirms) == 0 {
			t.Errorf("%s excludes the confirming finding of an alarm and is no confirming question itself: a yes to it could lower the urgency unasked", f.ID)
		}
	}
}

// TestExposureExplainsAge: a young person who takes a statin is not taken for one who
// does not; where nothing is said of it, age still counts.
func TestExposureExplainsAge(t *testing.T) {
	e := engine(t)
	pretest := func(years float64, ev clinical.Evidence) float64 {
		c, _ := e.Assess(assess.Case{Person: clinical.Person{Age: &years}, Evidence: ev}, assess.Options{}).Candidate("statin_muscle_symptoms")
		return c.Pretest
	}
	unsaid, taken := clinical.Evidence{}, clinical.Evidence{"takes_statin": clinical.Yes}
	young, old := pretest(25, unsaid), pretest(70, unsaid)
	if young >= old/4 {
		t.Errorf("with nothing said: %v at 25, %v at 70", young, old)
	}
	if y, o := pretest(25, taken), pretest(70, taken); y <= o/4 {
		t.Errorf("with a statin: %v at 25, %v at 70", y, o)
	}
}

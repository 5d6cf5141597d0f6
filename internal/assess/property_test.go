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

func odds(a *assess.Assessment, id string) float64 {
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
func TestEvidenceForRaises(t *testing.T) {
	e := engine(t)
	base := e.Base()
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
		f := rapid.SampledFrom(plain).Draw(r, "finding")
		raised := rapid.SampledFrom(base.Conditions).Draw(r, "raised")
		return func(t *testing.T) {
			p, ok := raised.Findings[f.ID]
			before := e.Assess(c, assess.Options{})
			if !ok || p.P <= max(f.Background.P, 0.05) || before.Evidence[f.ID].Presence != clinical.Unsaid || exposure[f.ID] {
				return
			}
			more := assess.Case{Person: c.Person, Evidence: c.Evidence.Clone()}
			more.Evidence[f.ID] = clinical.Yes
			after := e.Assess(more, assess.Options{})
			for _, other := range base.Conditions {
				if _, says := other.Findings[f.ID]; says {
					continue
				}
				// P(in the set): a pair may hold both, so compare the chances of each alone
				was := odds(before, raised.ID) / odds(before, other.ID)
				if now := odds(after, raised.ID) / odds(after, other.ID); now < was*(1-1e-9) {
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
// that the red flags set, whatever follows from it.
func TestPresentFindingNeverLowersFloor(t *testing.T) {
	e := engine(t)
	base := e.Base()
	list := yesNo(base)
	repeat(t, 150, func(r *rapid.T) func(*testing.T) {
		c := someone(r, base, 10)
		return func(t *testing.T) {
			before := e.Assess(c, assess.Options{})
			if before.Urgency.Floor == clinical.SelfCare {
				return
			}
			for _, f := range list {
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

package assess_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

// TestInterview answers at random until nothing is asked: it never asks what is
// answered or follows from an answer, nor what does not suit the person, nor beyond the
// budget but for confirming an alarm, and it ends.
func TestInterview(t *testing.T) {
	e := engine(t)
	base := e.Base()
	repeat(t, 150, func(r *rapid.T) func(*testing.T) {
		c := someone(r, base, 5)
		replies := rapid.SliceOfN(rapid.SampledFrom([]clinical.Answer{clinical.Yes, clinical.No, clinical.No, {Presence: clinical.NotKnown}}), 400, 400).Draw(r, "replies")
		days := float64(rapid.IntRange(0, 3000).Draw(r, "days"))
		return func(t *testing.T) {
			reply := func(f *kb.Finding) clinical.Answer {
				if f.Kind == "number" {
					return clinical.Number(days)
				}
				a := replies[0]
				replies = replies[1:]
				return a
			}
			for asked := 0; ; asked++ {
				a := e.Assess(c, assess.Options{Next: true, Asked: asked})
				if a.Complete != (a.Question == nil) {
					t.Errorf("complete is %v with question %v", a.Complete, a.Question)
				}
				if a.Question == nil {
					return
				}
				if asked > base.Model.Budget.Questions+len(base.Findings) {
					t.Fatal("the interview does not end")
				}
				fitting(t, c, a, asked)
				c.Evidence[a.Question.Finding.ID] = reply(a.Question.Finding)
				for _, m := range a.Question.Members {
					c.Evidence[m.ID] = reply(m)
				}
			}
		}
	})
}

// fitting checks one question.
func fitting(t *testing.T, c assess.Case, a *assess.Assessment, asked int) {
	t.Helper()
	q := a.Question
	if q.Confirms == "" && asked >= a.Budget {
		t.Errorf("%s is asked as question %d of %d", q.Finding.ID, asked+1, a.Budget)
	}
	if q.Confirms == "" && a.Urgency.Floor == clinical.Emergency {
		t.Errorf("%s is asked in an emergency", q.Finding.ID)
	}
	if q.Confirms != "" && (!a.Urgency.Unconfirmed || !a.Evidence.Present(q.Confirms)) {
		t.Errorf("%s confirms %s, which raised nothing", q.Finding.ID, q.Confirms)
	}
	list := append([]*kb.Finding{q.Finding}, q.Members...)
	for _, f := range list {
		if a.Evidence[f.ID].Presence != clinical.Unsaid {
			t.Errorf("%s is asked although it is %s", f.ID, a.Evidence[f.ID].Presence)
		}
		if !f.MayAsk() {
			t.Errorf("%s is asked but must not be", f.ID)
		}
		o := f.OnlyFor
		if o == nil {
			continue
		}
		if sex := c.Person.Sex; o.Sex == "female" && sex == clinical.Male || o.Sex == "male" && sex == clinical.Female {
			t.Errorf("%s is asked of a %s person", f.ID, sex)
		}
		if age := c.Person.Age; age != nil && (o.MinAge != nil && *age < *o.MinAge || o.MaxAge != nil && *age >= *o.MaxAge) {
			t.Errorf("%s is asked at the age of %v", f.ID, *age)
		}
	}
}

// TestChangedAnswers: after any changes of mind the assessment is the one of somebody
// who answered so from the start.
func TestChangedAnswers(t *testing.T) {
	e := engine(t)
	base := e.Base()
	repeat(t, 100, func(r *rapid.T) func(*testing.T) {
		first, second := someone(r, base, 12), someone(r, base, 12)
		return func(t *testing.T) {
			c := assess.Case{Person: first.Person, Evidence: first.Evidence.Clone()}
			e.Assess(c, assess.Options{Next: true, Explain: 8})
			for id := range first.Evidence {
				if a, ok := second.Evidence[id]; ok {
					c.Evidence[id] = a
				} else {
					delete(c.Evidence, id)
				}
				e.Assess(c, assess.Options{Next: true})
			}
			for id, a := range second.Evidence {
				c.Evidence[id] = a
			}
			c.Person = second.Person
			fresh, err := assess.New(base)
			if err != nil {
				t.Fatal(err)
			}
			o := assess.Options{Next: true, Explain: 8}
			got, want := e.Assess(c, o), fresh.Assess(second, o)
			sameResult(t, "changed answers", got, want)
			if (got.Question == nil) != (want.Question == nil) || got.Question != nil && got.Question.Finding != want.Question.Finding {
				t.Errorf("asks %v, want %v", got.Question, want.Question)
			}
		}
	})
}

// A no to a wider question has answered the narrower one.
func TestADeniedWholeIsNotAskedByItsParts(t *testing.T) {
	s := open(t)
	e, base := s.Engine(), s.Base()
	ev := clinical.Evidence{"calf_pain": clinical.Yes, "chest_pain_breathless": clinical.No}
	for range 8 {
		a := e.Assess(assess.Case{Evidence: ev}, assess.Options{Next: true})
		if a.Question == nil {
			t.Fatalf("nothing is asked after %d answers", len(ev))
		}
		f := a.Question.Finding
		for _, id := range f.Implies {
			if a.Evidence[id].Presence == clinical.Absent {
				t.Errorf("%s is asked though %s was denied", f.ID, id)
			}
		}
		ev[f.ID] = clinical.No
		for _, m := range base.Finding(f.ID).Members {
			if ev[m].Presence == clinical.Unsaid {
				ev[m] = clinical.No
			}
		}
	}
}

// A confirming question that also tells causes apart is asked after what it confirms,
// without an alarm: whether the calf stays sore tells a clot from a cramp.
func TestAConfirmingQuestionMayTellCausesApart(t *testing.T) {
	e := engine(t)
	asks := func(ev clinical.Evidence) bool {
		for asked := 0; ; asked++ {
			a := e.Assess(assess.Case{Person: clinical.Person{Age: age(24), Sex: clinical.Male}, Evidence: ev}, assess.Options{Next: true, Asked: asked})
			if a.Question == nil {
				return false
			}
			if a.Question.Finding.ID == "calf_sore_constant" {
				return a.Urgency.Floor < clinical.SameDay
			}
			ev[a.Question.Finding.ID] = clinical.Answer{Presence: clinical.NotKnown}
			for _, f := range a.Question.Members {
				ev[f.ID] = clinical.Answer{Presence: clinical.NotKnown}
			}
		}
	}
	if !asks(clinical.Evidence{"calf_pain": clinical.Yes, "sudden_muscle_tightening": clinical.Yes, "worse_at_rest": clinical.Yes,
		"one_leg_only": clinical.Yes, "duration_days": clinical.Number(5)}) {
		t.Error("a calf that has hurt for five days is not asked about")
	}
	if asks(clinical.Evidence{"knee_pain": clinical.Yes, "one_leg_only": clinical.Yes, "duration_days": clinical.Number(5)}) {
		t.Error("a calf that was not said to hurt is asked about")
	}
}

package care_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
)

// asked is what a plan asks for, in minutes: of an evening, and of the day with the
// longest activity of the week besides.
func asked(w *world, p *care.Plan) (evening, day int) {
	evening = (p.Routine.Seconds + 59) / 60
	for _, x := range p.Tonight {
		if x.Category != "stretch" || p.Routine.Seconds == 0 { // the routine holds the stretches
			evening += minutesOf(w, x.ID)
		}
	}
	longest := 0
	for _, x := range p.Week {
		longest = max(longest, minutesOf(w, x.ID))
	}
	return evening, evening + longest
}

// Whatever is answered, wished and preferred: nobody is asked for more minutes of a day
// than they said they have.
func TestMinutesADayAreHonoured(t *testing.T) {
	w := open(t)
	findings := barring(w)
	evenings, weeks, left := 0, 0, 0
	rapid.Check(t, func(t *rapid.T) {
		person, ev, pref := randomCase(t, w, findings)
		pref.Minutes = rapid.IntRange(1, 60).Draw(t, "minutes a day")
		a := w.engine.Assess(caseOf(person, ev), assessOptions)
		p := w.planner.Plan(&care.Case{Person: person, Assessment: a, Preferences: pref})
		evening, day := asked(w, p)
		if evening > pref.Minutes {
			t.Fatalf("an evening of %d minutes, of %d", evening, pref.Minutes)
		}
		if day > pref.Minutes {
			t.Fatalf("a day of %d minutes, of %d: the evening takes %d", day, pref.Minutes, evening)
		}
		if evening > 0 {
			evenings++
		}
		if day > evening {
			weeks++
		}
		for _, l := range p.LeftOut {
			if l.Reason == care.OutTime {
				left++
			}
		}
	})
	if evenings == 0 || weeks == 0 || left == 0 {
		t.Errorf("%d evenings and %d weeks take time, %d times something did not fit: the test sees too little", evenings, weeks, left)
	}
}

// An hour a day leaves room for something besides the evening.
func TestAnHourHoldsTheWeek(t *testing.T) {
	w := open(t)
	for _, cause := range []string{"rls_adult", "nocturnal_leg_cramps_idiopathic"} {
		p := w.planner.Plan(&care.Case{Assessment: w.believed(cause, clinical.Evidence{}), Preferences: care.Preferences{Minutes: 60}})
		if evening, day := asked(w, p); day == evening {
			t.Errorf("%s: the evening takes %d minutes and nothing of the week any", cause, evening)
		}
	}
}

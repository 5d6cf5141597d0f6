package guide_test

import (
	"slices"
	"testing"

	"github.com/legible-health/legible/internal/kb"
)

// Danger is heard in numbers of tablets, weeks of a pregnancy and words of a class, and
// not in what only looks like it.
func TestAlarmsHear(t *testing.T) {
	g := open(t)
	for _, tt := range []struct {
		question, alarm string
		heard           bool
	}{
		{"i took 12 gabapentin", "overdose", true},
		{"took 20 of my mums ropinirole", "overdose", true},
		{"took 99999999999999999999 statins", "overdose", true},
		{"i took 2 ibuprofen for my leg", "overdose", false},
		{"took 400 mg ibuprofen", "overdose", false},
		{"took 400mg ibuprofen", "overdose", false},
		{"I have taken a statin for 12 years", "overdose", false},
		{"29 wks and my face is puffy", "pregnancy_danger", true},
		{"my face is puffy for 29 weeks now", "pregnancy_danger", false},
		{"my face was puffy 29 weeks ago", "pregnancy_danger", false},
		{"my face is puffy, 3 weeks of it", "pregnancy_danger", false},
		{"right calf blown up like a rugby ball, roasting to touch", "clot", true},
		{"swelling of just the left calf", "clot", true},
		{"my calves are tight in the heat", "clot", false},
		{"black tarry poo on ibuprofen", "gut_bleed", true},
		{"how do I wind down before bed?", "breathing", false},
	} {
		heard := slices.ContainsFunc(g.Danger(tt.question).Alarms, func(e *kb.AskEmergency) bool { return e.ID == tt.alarm })
		if heard != tt.heard {
			t.Errorf("%q: %s heard %v, want %v", tt.question, tt.alarm, heard, tt.heard)
		}
	}
}

// Who names the week of a pregnancy reads about pregnancy.
func TestWeeksOfPregnancy(t *testing.T) {
	g := open(t)
	for question, want := range map[string]bool{
		"28 weeks and my calves cramp every single night": true,
		"at 31 wks my calves cramp every night":           true,
		"my calves cramp every night for 28 weeks":        false,
		"my calves cramp since 28 weeks":                  false,
		"my calves cramped 28 weeks ago":                  false,
		"my calves cramp every night, 6 weeks":            false,
		"28 days and my calves cramp every night":         false,
	} {
		a := g.Ask(question)
		if !a.Answered() {
			t.Errorf("%q is not answered", question)
		} else if first := a.Passages[0].Page.Slug; (first == "pregnancy-and-legs" || first == "conditions/pregnancy-leg-cramps") != want {
			t.Errorf("%q is led by %s; about pregnancy should be %v", question, first, want)
		}
	}
}

// Who calls something by its name reads of it first, whatever else the question tells.
func TestNamesLead(t *testing.T) {
	g := open(t)
	for question, want := range map[string]string{
		"started Ventolin and now calf cramps, coincidence?":         "medicines/saba",
		"legs ache so badly at night since I am on letrozole":        "medicines/aromatase-inhibitors",
		"gout attack in my foot, what can I do about it":             "conditions/gout",
		"since furosemide my feet cramp in bed every single evening": "medicines/loop-diuretics",
	} {
		if a := g.Ask(question); !a.Answered() || a.Passages[0].Page.Slug != want {
			t.Errorf("%q is answered by %v, want %s first", question, a.Passages, want)
		}
	}
	for _, p := range g.Ask("is vitamin K good for cramps").Passages[:1] {
		if p.Page.Slug == "labs/potassium" {
			t.Error("the letter K is taken for potassium")
		}
	}
}

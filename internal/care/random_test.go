package care_test

import (
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
)

var assessOptions = assess.Options{}

func caseOf(p clinical.Person, ev clinical.Evidence) assess.Case {
	return assess.Case{Person: p, Evidence: ev}
}

// randomCase draws a person, some answers, most of them about findings that forbid
// something, and preferences.
func randomCase(t *rapid.T, w *world, findings []string) (clinical.Person, clinical.Evidence, care.Preferences) {
	p := clinical.Person{Sex: rapid.SampledFrom([]clinical.Sex{clinical.Female, clinical.Male, clinical.Unknown}).Draw(t, "sex")}
	if rapid.Bool().Draw(t, "age known") {
		p.Age = age(rapid.Float64Range(0, 100).Draw(t, "age"))
	}
	ev := clinical.Evidence{}
	answers := []clinical.Answer{clinical.Yes, clinical.No, {Presence: clinical.NotKnown}}
	for _, id := range rapid.SliceOfN(rapid.SampledFrom(findings), 0, 6).Draw(t, "barring") {
		if w.base.Finding(id).Kind == "yes_no" {
			ev[id] = rapid.SampledFrom(answers).Draw(t, id)
		}
	}
	for _, f := range rapid.SliceOfN(rapid.SampledFrom(w.base.Findings), 0, 8).Draw(t, "others") {
		if f.Kind == "yes_no" {
			ev[f.ID] = rapid.SampledFrom(answers).Draw(t, f.ID)
		}
	}
	pref := care.Preferences{
		Minutes: rapid.IntRange(0, 60).Draw(t, "minutes"),
		Preset:  rapid.SampledFrom([]string{"", "seed", "trial", "gentle"}).Draw(t, "preset"),
		Wishes:  rapid.SliceOfN(rapid.SampledFrom(append(measures(w), kb.ActivityCategories...)), 0, 5).Draw(t, "wishes"),
	}
	if rapid.Bool().Draw(t, "places given") {
		pref.Places = rapid.SliceOfN(rapid.SampledFrom(care.Places), 1, 3).Draw(t, "places")
	}
	if rapid.Bool().Draw(t, "equipment given") {
		pref.Equipment = []string{}
		for _, e := range w.base.Care.Equipment {
			if rapid.Bool().Draw(t, e.ID) {
				pref.Equipment = append(pref.Equipment, e.ID)
			}
		}
	}
	pref.NotWanted = rapid.SliceOfN(rapid.SampledFrom(measures(w)), 0, 3).Draw(t, "not wanted")
	return p, ev, pref
}

func personOf(years float64) clinical.Person { return clinical.Person{Age: age(years)} }

package care_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
)

// Everything the seed documents offer can come into a plan of somebody for whom it is
// safe and who asks for it, with its sources and the seed's own words.
func TestEverySeedItemIsReachable(t *testing.T) {
	w := open(t)
	seeds := 0
	check := func(id string, only []string) {
		seeds++
		ev := yes(only...)
		p := w.planner.Plan(&care.Case{Person: clinical.Person{Age: age(40), Sex: clinical.Female}, Assessment: w.believed("no_specific_cause", ev),
			Preferences: care.Preferences{Wishes: []string{id}}})
		x := find(slices.Concat(p.Tonight, p.Week, p.WithClinician), id)
		if x == nil {
			t.Errorf("%s is in no plan: %+v", id, leftOut(p, id))
			return
		}
		if x.SeedDose == "" || x.GradeText == "" || x.GradeNote == "" || len(x.Sources) == 0 || len(x.Steps) == 0 || len(x.Why) == 0 {
			t.Errorf("%s lacks dose, grade, sources, steps or reason: %+v", id, x)
		}
	}
	for _, a := range w.base.Activities {
		if a.Seed {
			var needs []string
			if a.OnlyFor != nil {
				needs = a.OnlyFor.Needs
			}
			check(a.ID, needs)
		}
	}
	for _, e := range w.base.Exercises {
		if e.Seed {
			check(e.ID, nil)
		}
	}
	if seeds != 43 {
		t.Errorf("%d seed items, the seed documents have 43", seeds)
	}
}

// What is offered for its own sake comes up where its cause is likely, without a wish.
func TestEveryOfferIsReachableWithoutAWish(t *testing.T) {
	w := open(t)
	seen := map[string]bool{}
	for _, c := range w.base.Conditions {
		for _, ev := range []clinical.Evidence{{}, yes("smoking_current")} {
			for _, sex := range []clinical.Sex{clinical.Female, clinical.Male} {
				for _, years := range []float64{10, 40} {
					p := w.planner.Plan(&care.Case{Person: clinical.Person{Age: age(years), Sex: sex}, Assessment: w.believed(c.ID, ev)})
					for _, id := range offered(p) {
						seen[id] = true
					}
				}
			}
		}
	}
	for _, a := range w.base.Activities {
		if a.Stance == "offer" && !seen[a.ID] {
			t.Errorf("%s is never offered", a.ID)
		}
	}
	for _, e := range w.base.Exercises {
		if e.Stance == "offer" && !seen[e.ID] {
			t.Errorf("%s is never offered", e.ID)
		}
	}
}

func TestCrampsGetWhatHelpsCramps(t *testing.T) {
	w := open(t)
	p := w.plan(clinical.Person{Age: age(67), Sex: clinical.Male}, cramps(), care.Preferences{})
	x := find(p.Tonight, "stretch_hallegraeff_protocol")
	if x == nil {
		t.Fatal("the tested stretches are missing")
	}
	if x.Why[0].Kind != care.WhyCause || x.Why[0].ID != "nocturnal_leg_cramps_idiopathic" || !strings.Contains(x.Why[0].Text, "Night leg cramps") {
		t.Errorf("why %+v, want night cramps first", x.Why)
	}
	if len(x.Disagreements) == 0 || x.Disagreements[0].SeedSays == "" || x.Disagreements[0].EvidenceSays == "" {
		t.Errorf("disagreements %+v, want both sides", x.Disagreements)
	}
	if x.TrialDose == "" || x.Estimate || x.Reviewed != nil {
		t.Errorf("trial dose %q, estimate %v, reviewed %v", x.TrialDose, x.Estimate, x.Reviewed)
	}
	if len(x.CheckFirst) == 0 || len(x.CheckFirst[0].Questions) == 0 {
		t.Error("what was not asked must be checked first")
	}
	for _, c := range x.CheckFirst {
		for _, q := range c.Questions {
			if q.Finding == "unilateral_leg_swelling" {
				t.Error("asks again what was answered no")
			}
		}
	}
	if find(p.Avoid, "quinine_avoid") == nil || slices.Contains(offered(p), "quinine_avoid") {
		t.Error("quinine belongs under what to avoid, and there alone")
	}
	if len(p.Routine.Steps) == 0 {
		t.Error("no routine")
	}
}

func TestSettledChecksAreGone(t *testing.T) {
	w := open(t)
	ev := cramps()
	for _, c := range w.contraindications("leg_elevation") {
		for _, id := range c.When {
			if w.base.Finding(id).Kind == "yes_no" {
				ev[id] = clinical.No
			}
		}
	}
	ev["pain_worse_walking"] = clinical.No // settles a derived finding
	p := w.plan(clinical.Person{Age: age(40), Sex: clinical.Male}, ev, care.Preferences{Wishes: []string{"leg_elevation"}})
	x := find(p.Tonight, "leg_elevation")
	if x == nil {
		t.Fatal("legs up is missing")
	}
	if len(x.CheckFirst) != 0 || len(x.Cautions) != 0 {
		t.Errorf("everything is settled, yet checks %+v and cautions %q", x.CheckFirst, x.Cautions)
	}
}

func TestMedicinesAreDiscussedNeverStopped(t *testing.T) {
	w := open(t)
	ev := cramps()
	ev["takes_statin"] = clinical.Yes
	p := w.plan(clinical.Person{Age: age(67)}, ev, care.Preferences{})
	x := find(p.WithClinician, "statins")
	if x == nil {
		t.Fatal("a statin taken by somebody with cramps is not discussed")
	}
	if x.Kind != care.KindMedicine || !strings.Contains(x.Steps[0], "Ask your pharmacist or doctor") || len(x.Why) == 0 || len(x.Sources) == 0 {
		t.Errorf("item %+v", x)
	}
	if without := w.plan(clinical.Person{Age: age(67)}, cramps(), care.Preferences{}); find(without.WithClinician, "statins") != nil {
		t.Error("a statin nobody takes is discussed")
	}
	named := w.planner.Plan(&care.Case{Assessment: w.believed("rls_adult", yes("takes_ssri_snri")), Medicines: []string{"ssri"}})
	if find(named.WithClinician, "ssri") == nil || find(named.WithClinician, "snri") != nil {
		t.Error("a medicine that was named must stand for its class, and the other class not at all")
	}
}

func TestRestlessLegsAskForIron(t *testing.T) {
	w := open(t)
	p := w.planner.Plan(&care.Case{Assessment: w.believed("rls_adult", clinical.Evidence{})})
	test := find(p.WithClinician, "ferritin")
	if test == nil || test.Kind != care.KindTest || test.Why[0].ID != "rls_adult" || len(test.Steps) < 2 {
		t.Errorf("ferritin %+v, want a test with how the sample is taken", test)
	}
	treatment := find(p.WithClinician, "rls_adult")
	if treatment == nil || treatment.Kind != care.KindTreatment || len(treatment.Steps) == 0 || len(treatment.Tests) == 0 {
		t.Fatalf("treatment %+v", treatment)
	}
	if !slices.ContainsFunc(treatment.Disagreements, func(d care.Disagreement) bool { return d.ID == "dopaminergics_for_rls" }) {
		t.Error("the seed's dopamine medicines and the newer guideline must both be said")
	}
}

func TestPreferencesLeaveOut(t *testing.T) {
	w := open(t)
	ev := cramps()
	ev["prolonged_standing_job"], ev["low_fluid_intake"] = clinical.Yes, clinical.Yes
	ev["caffeine_after_midday"], ev["energy_drinks_or_stimulants"] = clinical.No, clinical.No
	for _, c := range []struct {
		name, id, reason string
		pref             care.Preferences
	}{
		{"no heat pack", "heat_after_cramp", care.OutEquipment, care.Preferences{Equipment: []string{"chair"}}},
		{"nothing at hand", "warm_bath_evening", care.OutEquipment, care.Preferences{Equipment: []string{}}},
		{"in bed only", "stretch_foot_toes", care.OutPosition, care.Preferences{Places: []string{"bed"}}},
		{"five minutes", "daily_walk_cycle", care.OutTime, care.Preferences{Minutes: 5, Places: []string{"standing"}, NotWanted: []string{"walk_short_bouts"}}},
		{"no massage", "massage_self", care.OutNotWanted, care.Preferences{NotWanted: []string{"massage"}}},
		{"one thing not", "night_routine", care.OutNotWanted, care.Preferences{NotWanted: []string{"night_routine"}}},
		{"no caffeine anyway", "caffeine_cut", care.OutNotNeeded, care.Preferences{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := w.believed("nocturnal_leg_cramps_idiopathic", ev)
			if c.id == "caffeine_cut" {
				a = w.believed("rls_adult", ev)
			}
			p := w.planner.Plan(&care.Case{Assessment: a, Preferences: c.pref})
			l := leftOut(p, c.id)
			if l == nil || l.Reason != c.reason || l.Text == "" {
				t.Errorf("left out %+v, want reason %s", l, c.reason)
			}
			if slices.Contains(offered(p), c.id) {
				t.Error("is offered all the same")
			}
		})
	}
}

func TestAnotherPositionReplacesAnExercise(t *testing.T) {
	w := open(t)
	a := w.believed("nocturnal_leg_cramps_idiopathic", clinical.Evidence{})
	p := w.planner.Plan(&care.Case{Assessment: a, Preferences: care.Preferences{Places: []string{"chair"}}})
	if find(p.Tonight, "stretch_calf_seated_towel") == nil || leftOut(p, "stretch_calf_wall") != nil {
		t.Error("the sitting version must stand in for the one at the wall")
	}
	for _, s := range p.Routine.Steps {
		if s.Position != "seated" {
			t.Errorf("%s is done %s", s.Exercise, s.Position)
		}
	}
	unsteady := w.planner.Plan(&care.Case{Assessment: w.believed("nocturnal_leg_cramps_idiopathic", yes("unsteady_walking"))})
	for _, s := range unsteady.Routine.Steps {
		if s.Position == "standing" {
			t.Errorf("an unsteady person stands for %s", s.Exercise)
		}
	}
}

func TestUrgencyComesFirst(t *testing.T) {
	w := open(t)
	for _, level := range []clinical.Urgency{clinical.SameDay, clinical.Emergency} {
		a := w.believed("nocturnal_leg_cramps_idiopathic", clinical.Evidence{})
		a.Urgency.Level = level
		p := w.planner.Plan(&care.Case{Assessment: a})
		first := p.Tonight[0]
		if first.Kind != care.KindUrgent || first.Name != w.base.Action(level).Action || len(first.Steps) != 2 {
			t.Errorf("%v: first %+v, want getting help", level, first)
		}
		if l := leftOut(p, "stretch_calf_wall"); l == nil || l.Reason != care.OutUrgent {
			t.Errorf("%v: calf stretch left out %+v, want urgent first", level, l)
		}
		if len(p.Routine.Steps) > 0 || p.Routine.Note == "" {
			t.Errorf("%v: routine %+v", level, p.Routine)
		}
		comfort := find(p.Tonight, "relaxation_breathing") != nil
		if comfort != (level == clinical.SameDay) {
			t.Errorf("%v: quiet breathing offered %v", level, comfort)
		}
	}
}

func TestAMinuteIsNeverOverspent(t *testing.T) {
	w := open(t)
	for minutes := 1; minutes <= 60; minutes++ {
		for _, preset := range care.Presets {
			p := w.planner.Plan(&care.Case{Assessment: w.believed("nocturnal_leg_cramps_idiopathic", clinical.Evidence{}),
				Preferences: care.Preferences{Minutes: minutes, Preset: preset}})
			spent := (p.Routine.Seconds + 59) / 60
			for _, x := range p.Tonight {
				if m := minutesOf(w, x.ID); x.Category != "stretch" || p.Routine.Seconds == 0 {
					spent += m
				}
			}
			if spent > minutes {
				t.Errorf("%d minutes, %s: %d spent", minutes, preset, spent)
			}
		}
	}
}

func minutesOf(w *world, id string) int {
	for _, a := range w.base.Activities {
		if a.ID == id && a.Minutes != nil {
			return a.Minutes.Min
		}
	}
	for _, e := range w.base.Exercises {
		if e.ID == id && e.Minutes != nil {
			return e.Minutes.Min
		}
	}
	return 0
}

func TestOrderChangesNothing(t *testing.T) {
	w := open(t)
	a := w.believed("rls_adult", yes("takes_statin", "hard_floors", "stress_high"))
	text := func(a *assess.Assessment, pref care.Preferences) string {
		data, err := json.Marshal(w.planner.Plan(&care.Case{Assessment: a, Preferences: pref, Medicines: []string{"statins", "ssri"}}))
		if err != nil {
			t.Fatal(err)
		}
		return string(data)
	}
	want := text(a, care.Preferences{Wishes: []string{"massage", "aromatherapy"}, Equipment: []string{"chair", "towel"}, Places: []string{"bed", "chair"}})
	got := text(a, care.Preferences{Wishes: []string{"aromatherapy", "massage"}, Equipment: []string{"towel", "chair"}, Places: []string{"chair", "bed"}})
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("the order of preferences matters (-want +got):\n%s", d)
	}
	want = text(a, care.Preferences{})
	for range 20 { // a clone is walked in another order
		again := *a
		again.Evidence = maps.Clone(a.Evidence)
		if text(&again, care.Preferences{}) != want {
			t.Fatal("two plans for one case")
		}
	}
}

func TestNoListIsNull(t *testing.T) {
	w := open(t)
	for _, level := range clinical.Urgencies() {
		full := w.believed("nocturnal_leg_cramps_idiopathic", yes("takes_statin", "known_pad"))
		for name, a := range map[string]*assess.Assessment{"much known": full, "nothing known": {}} {
			a.Urgency.Level = level
			data, err := json.Marshal(w.planner.Plan(&care.Case{Assessment: a}))
			if err != nil {
				t.Fatal(err)
			}
			if text := strings.ReplaceAll(string(data), `"reviewed":null`, ""); strings.Contains(text, "null") {
				t.Errorf("%v, %s: a list is null near %s", level, name, text[max(0, strings.Index(text, "null")-60):])
			}
		}
	}
}

package care_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// barring lists all findings that forbid something.
func barring(w *world) []string {
	var ids []string
	for _, id := range measures(w) {
		if w.warned(id) {
			continue // not offered to anybody
		}
		for _, c := range w.contraindications(id) {
			if !c.Caution {
				ids = append(ids, c.When...)
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func measures(w *world) (ids []string) {
	for _, a := range w.base.Activities {
		ids = append(ids, a.ID)
	}
	for _, e := range w.base.Exercises {
		ids = append(ids, e.ID)
	}
	return ids
}

// Every condition with every finding that forbids something, in turn as it is and with
// everything wished for.
func TestNoPlanHoldsAnythingContraindicated(t *testing.T) {
	w := open(t)
	findings := barring(w)
	if len(findings) < 80 {
		t.Fatalf("only %d findings forbid anything; the test sees too little", len(findings))
	}
	stopped := map[string]bool{}
	seen := 0 // conditions so far, so that every finding meets every kind of wish
	for i, c := range w.base.Conditions {
		if testing.Short() && i%10 != 0 {
			continue
		}
		seen++
		a := w.believed(c.ID, nil)
		for k, f := range findings {
			a.Evidence = yes(f)
			pref := care.Preferences{}
			if (seen+k)%4 == 0 {
				pref.Wishes = kb.ActivityCategories
			}
			p := w.planner.Plan(&care.Case{Assessment: a, Preferences: pref})
			for _, id := range offered(p) {
				if bar := w.forbids(id, a.Evidence); bar != "" {
					t.Fatalf("%s with %s: offers %s", c.ID, bar, id)
				}
			}
			for _, l := range p.LeftOut {
				if l.Reason != care.OutContraindicated {
					continue
				}
				stopped[f] = true
				if len(l.Findings) != 1 || l.Findings[0].Finding != f {
					t.Fatalf("%s: %s is left out for %+v, want %s", c.ID, l.ID, l.Findings, f)
				}
			}
		}
	}
	for _, f := range findings {
		if !stopped[f] {
			t.Errorf("%s never left anything out: the test does not reach it", f)
		}
	}
}

// Whatever is answered, wished and preferred, through the real engine.
func TestRandomPlansAreSafe(t *testing.T) {
	w := open(t)
	findings := barring(w)
	rapid.Check(t, func(t *rapid.T) {
		person, ev, pref := randomCase(t, w, findings)
		a := w.engine.Assess(caseOf(person, ev), assessOptions)
		p := w.planner.Plan(&care.Case{Person: person, Assessment: a, Preferences: pref})
		for _, id := range offered(p) {
			if bar := w.forbids(id, a.Evidence); bar != "" {
				t.Fatalf("offers %s in spite of %s", id, bar)
			}
			if slices.Contains(pref.NotWanted, id) {
				t.Fatalf("offers %s, which is not wanted", id)
			}
		}
		switch a.Urgency.Level {
		case clinical.Emergency:
			if n := len(p.Tonight) + len(p.Week) + len(p.WithClinician) + len(p.Routine.Steps) + len(p.More); n != 1 {
				t.Fatalf("an emergency plan holds %d things, want only getting help", n)
			}
		case clinical.SameDay:
			for _, x := range append(slices.Clone(p.Tonight), p.Week...) {
				if slices.Contains([]string{"massage", "heat_cold", "stretch", "device", "exercise", "elevation"}, x.Category) || x.ID == "compression_stockings" {
					t.Fatalf("a leg to be seen today gets %s", x.ID)
				}
			}
			if len(p.Routine.Steps) > 0 {
				t.Fatal("a leg to be seen today is stretched")
			}
		}
		if got := p.Routine; got.Seconds != sum(got) {
			t.Fatalf("routine says %d s, its steps make %d", got.Seconds, sum(got))
		}
		if p.Routine.Seconds > 0 && pref.Minutes > 0 && p.Routine.Seconds > 60*pref.Minutes {
			t.Fatalf("%d s in %d minutes", p.Routine.Seconds, pref.Minutes)
		}
	})
}

func TestUncertainCausesKeepHandsOffTheLeg(t *testing.T) {
	w := open(t)
	a := w.believed("deep_vein_thrombosis", clinical.Evidence{})
	p := w.planner.Plan(&care.Case{Assessment: a, Preferences: care.Preferences{Wishes: []string{"massage_self", "stretch_calf_wall", "heat_after_cramp"}}})
	for _, id := range []string{"massage_self", "stretch_calf_wall", "heat_after_cramp"} {
		if slices.Contains(offered(p), id) {
			t.Errorf("%s is offered while a clot is likely", id)
		}
		l := leftOut(p, id)
		if l == nil || l.Reason != care.OutCause || l.Condition != "deep_vein_thrombosis" || l.Text == "" {
			t.Errorf("%s: left out %+v, want for a possible clot", id, l)
		}
	}
}

func sum(r care.Routine) (seconds int) {
	for _, s := range r.Steps {
		seconds += s.ReadySeconds + s.Repeats*s.HoldSeconds + (s.Repeats-1)*s.RestSeconds
	}
	return seconds
}

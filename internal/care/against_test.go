package care_test

import (
	"testing"

	"github.com/legible-health/legible/internal/clinical"
)

// Every finding of a contraindication that is no caution speaks against its activity, and
// nothing does when all of them are absent.
func TestAgainst(t *testing.T) {
	w := open(t)
	looked := 0
	for _, a := range w.base.Activities {
		none := clinical.Evidence{}
		for _, c := range a.Contraindications {
			for _, id := range c.When {
				none[id] = clinical.Answer{Presence: clinical.Absent}
			}
		}
		if got := w.planner.Against(a.ID, clinical.Person{}, none); len(got) != 0 {
			t.Errorf("%s: %v though nothing is there", a.ID, got)
		}
		for _, c := range a.Contraindications {
			for _, id := range c.When {
				ev := clinical.Evidence{id: {Presence: clinical.Present}}
				got := w.planner.Against(a.ID, clinical.Person{}, ev)
				said := false
				for _, o := range got {
					said = said || o.Text == c.Text
				}
				if said == c.Caution {
					t.Errorf("%s with %s: %v", a.ID, id, got)
				}
				looked++
			}
		}
	}
	if looked < 50 {
		t.Errorf("only %d findings were looked at", looked)
	}
	if got := w.planner.Against("nix", clinical.Person{}, nil); len(got) != 0 {
		t.Errorf("against nothing: %v", got)
	}
}

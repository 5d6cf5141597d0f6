package web

import (
	"net/url"
	"testing"

	"github.com/legible-health/legible/internal/kb"
)

// seedPlans are answers and preferences under which, together, everything that the two
// base texts name stands on some plan.
var seedPlans = []url.Values{
	quick("complaint", "cramps"),
	quick("complaint", "restless"),
	quick("complaint", "standing"),
	quick("complaint", "unsure"),
	quick("complaint", "cramps", "age", "30"),
	quick("complaint", "cramps", "spot", "chair"),
	quick("complaint", "restless", "wish", "mind", "wish", "sleep", "wish", "aromatherapy"),
	quick("complaint", "cramps", "wish", "heat_cold", "wish", "massage"),
	quick("complaint", "cramps", "wish", "food", "wish", "fluids"),
	quick("complaint", "standing", "wish", "footwear", "wish", "professional"),
	quick("complaint", "unsure", "wish", "food"),
	quick("complaint", "unsure", "wish", "fluids", "age", "30"),
	quick("complaint", "cramps", "kit", "none", "spot", "bed"),
	checkedPlan("alcohol_heavy", "smoking_current"),
	checkedPlan("pain_after_exercise_24_72h", "new_unaccustomed_exercise"),
	checkedPlan("prolonged_sitting", "low_back_pain"),
	checkedPlan("low_fluid_intake", "heavy_sweating_heat"),
}

// checkedPlan is the state of a check with these findings present.
func checkedPlan(findings ...string) url.Values {
	v := url.Values{"do": {"plan"}, "age": {"45"}, "alarm": {"none"}}
	for _, id := range findings {
		v.Add("e", "q "+id+" present")
	}
	return v
}

func TestEverySeedItemStandsOnAPlan(t *testing.T) {
	h, f := testSite(t)
	seed := map[string]bool{}
	for _, a := range f.base.Activities {
		if a.Seed {
			seed[a.ID] = false
		}
	}
	for _, e := range f.base.Exercises {
		if e.Seed {
			seed[e.ID] = false
		}
	}
	if len(seed) != 43 {
		t.Errorf("%d items of the base texts, want 43", len(seed))
	}
	for _, form := range seedPlans {
		d := post(t, h, "/plan", form)
		if d.Status != 200 {
			t.Errorf("%v: status %d", form, d.Status)
			continue
		}
		for _, id := range d.cards() {
			if _, ok := seed[id]; ok {
				seed[id] = true
			}
		}
	}
	for _, x := range seedNames(f.base) {
		if !seed[x.ID] {
			t.Errorf("%s (%s, %s) stands on no plan", x.ID, x.Stance, x.Category)
		}
	}
}

// seedNames lists the items of the base texts in the order of the knowledge base.
func seedNames(b *kb.Base) (out []*kb.Activity) {
	for _, a := range b.Activities {
		if a.Seed {
			out = append(out, a)
		}
	}
	for _, e := range b.Exercises {
		if e.Seed {
			out = append(out, &e.Activity)
		}
	}
	return out
}

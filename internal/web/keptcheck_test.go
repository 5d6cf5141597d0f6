package web

import (
	"encoding/json"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// What the pages keep of a check is read back as the request that it was.
func TestAKeptCheckIsReadBack(t *testing.T) {
	base := testBase(t)
	kept := must(json.Marshal(carryForm(app.CheckItem, told("who", "other", "pregnant", "no"))))
	r, err := KeptCheck(base, kept)
	if err != nil {
		t.Fatal(err)
	}
	if r.Text != "My legs will not lie still at night." || *r.Person.Age != 58 || r.Person.Sex != "female" || *r.Person.Pregnant || r.About != "other" || r.Country != "GB" || len(r.Evidence) < 3 {
		t.Errorf("%+v", r)
	}
	if _, err := must(realService()).Assess(r); err != nil {
		t.Errorf("it cannot be assessed: %v", err)
	}
	plan := must(json.Marshal(carryForm(app.PlanItem, told())))
	for name, text := range map[string]string{
		"nothing": ``, "no JSON": `{`, "of another version": `{"version":2,"kind":"check","fields":[["text","x"]]}`, "a plan": string(plan),
		"a finding that is gone": `{"version":1,"kind":"check","fields":[["e","q no_such_finding present"]]}`, "an age nobody has": `{"version":1,"kind":"check","fields":[["age","400"]]}`,
	} {
		if r, err := KeptCheck(base, []byte(text)); errs.KindOf(err) != errs.Invalid {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
	}
}

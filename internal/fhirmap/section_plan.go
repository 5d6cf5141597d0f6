package fhirmap

import (
	"strings"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/fhir"
)

func (b *builder) plan() *fhir.Section {
	p := b.r.Plan
	if p == nil {
		return nil
	}
	plan := &fhir.CarePlan{
		Base: b.head("CarePlan", "plan"), Status: "active", Intent: "proposal", Title: "What can be done about it", Subject: b.patient,
		Created: b.at(), Author: b.device, Description: clean(b.r.Urgency.Action),
	}
	var lines []string
	for _, part := range []struct {
		title string
		items []care.Item
		avoid bool
	}{{"Tonight", p.Tonight, false}, {"This week", p.Week, false}, {"With a clinician", p.WithClinician, false}, {"Better left", p.Avoid, true}} {
		if len(part.items) > 0 {
			lines = append(lines, part.title)
		}
		for i := range part.items {
			plan.Activity = append(plan.Activity, activity(&part.items[i], part.title, part.avoid))
			lines = append(lines, "- "+part.items[i].Name)
		}
	}
	if p.Routine.Name != "" && len(p.Routine.Steps) > 0 {
		lines = append(lines, "Evening routine", "- "+p.Routine.Name)
	}
	if len(plan.Activity) == 0 {
		plan.Note = note("There is nothing in this plan but to follow the advice above.")
	}
	if len(lines) == 0 {
		lines = []string{"There is nothing in this plan."}
	}
	return section("What to do", secPlan, append([]string{"Computed by the program; a proposal, not an order."}, lines...), b.add(plan))
}

func activity(x *care.Item, part string, avoid bool) fhir.CarePlanActivity {
	d := &fhir.CarePlanDetail{Code: words(x.Name), Status: "not-started", ScheduledString: clean(x.Frequency)}
	text := append([]string{part + "."}, x.Steps...)
	if x.Grade != "" {
		text = append(text, "Evidence grade "+x.Grade+".")
	}
	d.Description = clean(strings.Join(text, " "))
	if avoid {
		d.DoNotPerform = yes()
	}
	for _, w := range x.Why {
		if t := clean(w.Text); t != "" {
			d.ReasonCode = append(d.ReasonCode, fhir.CodeableConcept{Text: t})
		}
	}
	return fhir.CarePlanActivity{Detail: d}
}

package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
)

func (a *api) planOperation(d *document) *huma.Operation {
	answer := &huma.MediaType{Schema: d.schema(reflect.TypeFor[app.PlanResponse]())}
	if example, err := a.assessor.Plan(examplePlan()); err == nil {
		answer.Examples = map[string]*huma.Example{"cramps": {
			Summary: "Answer to the request of the same name, lists shortened to two entries", Value: shortenedPlan(example)}}
	}
	return &huma.Operation{
		Method: "POST", Path: Root + "/plan", OperationID: "plan", Tags: []string{"plan"},
		Summary: "Make a care plan", Description: aboutPlan,
		RequestBody: &huma.RequestBody{Required: true, Description: "At most 256 KiB of JSON in UTF-8.",
			Content: map[string]*huma.MediaType{"application/json": {
				Schema: d.schema(reflect.TypeFor[app.PlanRequest]()),
				Examples: map[string]*huma.Example{"cramps": {
					Summary: "A woman of 62 with cramps at night, ten minutes and a chair", Value: examplePlan()}},
			}}},
		Responses: d.responses(map[int]*huma.Response{
			200: {Description: "The care plan.", Content: map[string]*huma.MediaType{"application/json": answer}, Headers: uncached},
		}, 408, 413, 415, 422, 500),
	}
}

// examplePlan is the request shown in the description, the one of the assessment with
// preferences.
func examplePlan() *app.PlanRequest {
	r := exampleRequest()
	minutes, places, equipment := 10, []string{"chair", "bed"}, []string{"chair", "towel", "bath"}
	return &app.PlanRequest{Person: r.Person, Text: r.Text, Evidence: r.Evidence, Locale: r.Locale, Country: r.Country,
		Preferences: app.Preferences{Minutes: &minutes, Places: &places, Equipment: &equipment, Preset: "gentle",
			Wishes: []string{"aromatherapy"}, NotWanted: []string{"food"}}}
}

// shortenedPlan keeps the first two entries of each list. A copy is changed.
func shortenedPlan(full *app.PlanResponse) *app.PlanResponse {
	r := *full
	r.Understood = firstTwo(r.Understood)
	for _, items := range []*[]care.Item{&r.Tonight, &r.Week, &r.WithClinician, &r.Avoid} {
		*items = firstTwo(*items)
		for i := range *items {
			x := &(*items)[i]
			x.CheckFirst = firstTwo(x.CheckFirst)
			for k := range x.CheckFirst {
				x.CheckFirst[k].Questions = firstTwo(x.CheckFirst[k].Questions)
			}
		}
	}
	r.Routine.Steps, r.Routine.ReadFirst = firstTwo(r.Routine.Steps), firstTwo(r.Routine.ReadFirst)
	for k := range r.Routine.ReadFirst {
		r.Routine.ReadFirst[k].Questions = firstTwo(r.Routine.ReadFirst[k].Questions)
	}
	r.More, r.LeftOut = firstTwo(r.More), firstTwo(r.LeftOut)
	return &r
}

// limitPlan writes the bounds that the use case checks.
func limitPlan(prop func(path string) *huma.Schema, all map[string]*huma.Schema) {
	text, entries, choices, one := app.MaxText, app.MaxEvidence, app.MaxChoices, 1
	low, high, zero, certain := float64(app.MinMinutes), float64(app.MaxMinutes), 0.0, 1.0
	all["PlanRequest"].Required = nil
	prop("PlanRequest.text").MaxLength = &text
	prop("PlanRequest.evidence").MaxItems = &entries
	prop("PlanRequest.about").Enum = []any{"self", "other", ""}
	minutes := prop("Preferences.minutes")
	minutes.Minimum, minutes.Maximum, minutes.Nullable, minutes.Format = &low, &high, true, ""
	prop("Preferences.preset").Enum = enum(append(care.Presets[:len(care.Presets):len(care.Presets)], ""))
	for _, field := range []string{"places", "equipment", "wishes", "not_wanted"} {
		p := prop("Preferences." + field)
		p.MaxItems = &choices
		p.Nullable = field == "places" || field == "equipment"
	}
	prop("Preferences.places").MinItems = &one
	prop("Preferences.places").Items.Enum = enum(care.Places)
	prop("PlanItem.kind").Enum = enum([]string{care.KindActivity, care.KindExercise, care.KindMedicine, care.KindTest, care.KindTreatment, care.KindUrgent})
	prop("PlanReason.kind").Enum = enum([]string{care.WhyWish, care.WhyCause, care.WhyRiskFactor, care.WhyComfort})
	prop("PlanReason.posttest").Minimum, prop("PlanReason.posttest").Maximum = &zero, &certain
	prop("LeftOut.reason").Enum = enum([]string{care.OutContraindicated, care.OutUrgent, care.OutCause, care.OutEquipment, care.OutPosition,
		care.OutTime, care.OutNotWanted, care.OutNotNeeded})
	prop("RoutineStep.side").Enum = enum([]string{care.Left, care.Right, care.Both})
}

func enum(words []string) []any {
	out := make([]any, len(words))
	for i, w := range words {
		out[i] = w
	}
	return out
}

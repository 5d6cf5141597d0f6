package api

import (
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/labs"
)

var (
	labsShape     = shapeOf(reflect.TypeFor[app.LabsRequest]())
	labsReadShape = shapeOf(reflect.TypeFor[app.LabsReadRequest]())
)

func (a *api) labsOperation(d *document) *huma.Operation {
	answer := &huma.MediaType{Schema: d.schema(reflect.TypeFor[app.LabsResponse]())}
	if example, err := a.assessor.Labs(exampleLabs()); err == nil {
		answer.Examples = map[string]*huma.Example{"iron": {Summary: "Answer to the request of the same name", Value: example}}
	}
	return &huma.Operation{
		Method: "POST", Path: Root + "/labs/interpret", OperationID: "interpretLabs", Tags: []string{"labs"},
		Summary: "Interpret laboratory results", Description: aboutLabs,
		RequestBody: &huma.RequestBody{Required: true, Description: "At most 256 KiB of JSON in UTF-8.",
			Content: map[string]*huma.MediaType{"application/json": {
				Schema: d.schema(reflect.TypeFor[app.LabsRequest]()),
				Examples: map[string]*huma.Example{"iron": {
					Summary: "Ferritin of a woman of 52 with restless legs, and a haemoglobin in another unit", Value: exampleLabs()}},
			}}},
		Responses: d.responses(map[int]*huma.Response{
			200: {Description: "What the results mean.", Content: map[string]*huma.MediaType{"application/json": answer}, Headers: uncached},
		}, 408, 413, 415, 422, 500),
	}
}

func (a *api) labsReadOperation(d *document) *huma.Operation {
	request := &app.LabsReadRequest{Text: "Ferritin   18 ug/L  (15 - 150)"}
	answer := &huma.MediaType{Schema: d.schema(reflect.TypeFor[app.LabsRead]())}
	if example, err := a.assessor.ReadLabs(request); err == nil {
		answer.Examples = map[string]*huma.Example{"line": {Summary: "Answer to the request of the same name", Value: example}}
	}
	return &huma.Operation{
		Method: "POST", Path: Root + "/labs/read", OperationID: "readLabs", Tags: []string{"labs"},
		Summary: "Read a laboratory report", Description: aboutLabsRead,
		RequestBody: &huma.RequestBody{Required: true, Description: "At most 256 KiB of JSON in UTF-8.",
			Content: map[string]*huma.MediaType{"application/json": {
				Schema:   d.schema(reflect.TypeFor[app.LabsReadRequest]()),
				Examples: map[string]*huma.Example{"line": {Summary: "One line of a report", Value: request}}}}},
		Responses: d.responses(map[int]*huma.Response{
			200: {Description: "What was understood.", Content: map[string]*huma.MediaType{"application/json": answer}, Headers: uncached},
		}, 408, 413, 415, 422, 500),
	}
}

// exampleLabs is the request shown in the description.
func exampleLabs() *app.LabsRequest {
	age := 52.0
	yes := func(id string) app.Answer { return app.Answer{Finding: id, Presence: string(clinical.Present)} }
	return &app.LabsRequest{Person: app.Person{Age: &age, Sex: "female"}, Country: "GB",
		Evidence: []app.Answer{yes("urge_to_move_legs"), yes("worse_at_rest"), yes("worse_evening_night")},
		Results: []app.LabResult{{Analyte: "ferritin", Value: "18", Unit: "ug/L", Low: "15", High: "150"},
			{Analyte: "haemoglobin", Value: "13.1", Unit: "g/dL"}}}
}

// limitLabs writes the bounds that the use cases check.
func limitLabs(prop func(path string) *huma.Schema, all map[string]*huma.Schema) {
	text, entries, results, unit, report := app.MaxText, app.MaxEvidence, labs.MostResults, app.MaxUnit, labs.MostText
	prop("LabsRequest.text").MaxLength = &text
	prop("LabsRequest.evidence").MaxItems = &entries
	prop("LabsRequest.about").Enum = []any{"self", "other", ""}
	prop("LabsRequest.results").MaxItems = &results
	all["LabsRequest"].Required, all["LabResult"].Required, all["LabsReadRequest"].Required = nil, []string{"analyte", "value"}, nil
	prop("LabResult.analyte").Pattern = idPattern
	prop("LabResult.unit").MaxLength = &unit
	prop("LabsReadRequest.text").MaxLength = &report
	prop("LabReading.flag").Enum = enum(labs.Flags)
	prop("LabQuestion.kind").Enum = enum(labs.QuestionKinds)
	prop("LabReference.basis").Enum = enum([]string{labs.OwnLaboratory, labs.FromKnowledge, labs.NoInterval})
	prop("LabForLegs.holds").Enum = enum([]string{labs.Holds, labs.HoldsIf, labs.May})
	prop("LabNote.holds").Enum = enum([]string{labs.Holds, labs.HoldsIf})
	for _, path := range []string{"LabsResponse.urgency", "LabReading.critical", "LabReading.if_right"} {
		p := prop(path)
		p.AnyOf, p.Ref = []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}, ""
	}
}

package api

import (
	"cmp"
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
)

// document collects the schemas of the description.
type document struct{ registry huma.Registry }

func (d *document) schema(t reflect.Type) *huma.Schema { return d.registry.Schema(t, true, t.Name()) }

// names are the schema names that differ from the name of the Go type, because a
// caller sees them without the package around them.
var names = map[reflect.Type]string{
	reflect.TypeFor[app.Request]():    "AssessRequest",
	reflect.TypeFor[app.Response]():   "Assessment",
	reflect.TypeFor[app.Instrument](): "InstrumentResult",
	reflect.TypeFor[Overview]():       "KnowledgeOverview",
	reflect.TypeFor[List]():           "KnowledgeList",
	reflect.TypeFor[Item]():           "KnowledgeItem",

	reflect.TypeFor[app.PlanResponse]():  "CarePlan",
	reflect.TypeFor[care.Item]():         "PlanItem",
	reflect.TypeFor[care.Why]():          "PlanReason",
	reflect.TypeFor[care.Check]():        "PlanCheck",
	reflect.TypeFor[care.Question]():     "PlanQuestion",
	reflect.TypeFor[care.Disagreement](): "PlanDisagreement",
	reflect.TypeFor[care.Mention]():      "PlanMention",
	reflect.TypeFor[care.Step]():         "RoutineStep",

	reflect.TypeFor[labs.Reading]():    "LabReading",
	reflect.TypeFor[labs.Reference]():  "LabReference",
	reflect.TypeFor[labs.Critical]():   "LabCritical",
	reflect.TypeFor[labs.ForLegs]():    "LabForLegs",
	reflect.TypeFor[labs.Note]():       "LabNote",
	reflect.TypeFor[labs.Question]():   "LabQuestion",
	reflect.TypeFor[labs.Suggestion](): "LabSuggestion",
	reflect.TypeFor[labs.Answered]():   "LabAnswer",

	reflect.TypeFor[app.KeptEntry]():  "DiaryEntry",
	reflect.TypeFor[app.PersonView](): "KeptPerson",
	reflect.TypeFor[diary.Entry]():    "EntryRequest",
	reflect.TypeFor[diary.Night]():    "NightData",
	reflect.TypeFor[diary.Episode]():  "EpisodeData",
	reflect.TypeFor[diary.Habits]():   "HabitsData",
	reflect.TypeFor[diary.Drink]():    "DrinkData",
	reflect.TypeFor[diary.Activity](): "ActivityData",
	reflect.TypeFor[diary.Routine]():  "RoutineData",
	reflect.TypeFor[diary.Lab]():      "LabData",
	reflect.TypeFor[diary.Medicine](): "MedicineData",
	reflect.TypeFor[diary.Note]():     "NoteData",
	reflect.TypeFor[diary.Followed](): "FollowedData",
	reflect.TypeFor[diary.Tried]():    "TriedMeasure",
}

func newRegistry() huma.Registry {
	r := huma.NewMapRegistry("#/components/schemas/", func(t reflect.Type, hint string) string {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		if name, ok := names[t]; ok {
			return name
		}
		return huma.DefaultSchemaNamer(t, hint)
	})
	r.RegisterTypeAlias(reflect.TypeFor[clinical.Urgency](), reflect.TypeFor[urgencyWord]())
	r.RegisterTypeAlias(reflect.TypeFor[clinical.Presence](), reflect.TypeFor[presenceWord]())
	r.RegisterTypeAlias(reflect.TypeFor[json.RawMessage](), reflect.TypeFor[answerValue]())
	r.RegisterTypeAlias(reflect.TypeFor[kb.Expr](), reflect.TypeFor[expression]())
	r.RegisterTypeAlias(reflect.TypeFor[diary.Data](), reflect.TypeFor[entryData]())
	r.RegisterTypeAlias(reflect.TypeFor[diary.Kind](), reflect.TypeFor[kindWord]())
	r.RegisterTypeAlias(reflect.TypeFor[diary.Date](), reflect.TypeFor[dayWord]())
	r.RegisterTypeAlias(reflect.TypeFor[diary.Decimal](), reflect.TypeFor[decimalWord]())
	return r
}

// urgencyWord, presenceWord, answerValue and expression stand for types whose JSON
// cannot be seen from their Go kind.
type (
	urgencyWord  string
	presenceWord string
	answerValue  string
	expression   map[string]any
)

func (urgencyWord) Schema(huma.Registry) *huma.Schema {
	s := &huma.Schema{Type: "string"}
	for _, u := range clinical.Urgencies() {
		s.Enum = append(s.Enum, u.String())
	}
	return s
}

func (presenceWord) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "string", Enum: []any{string(clinical.Present), string(clinical.Absent), string(clinical.NotKnown)}}
}

func (answerValue) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{{Type: "number"}, {Type: "string"}, {Type: "array", Items: &huma.Schema{Type: "string"}}}}
}

// Schema of an expression stays shallow: it is recursive, which many generators and
// validators cannot follow.
func (expression) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: "object", Description: "Condition over findings with exactly one of: f (a finding is present), all, any, " +
		"atleast {n, of}, gte and lte {finding, value}, age {gte, lt}, pregnant_or_postpartum, pattern, unless_absent {finding, confirm}.",
		AdditionalProperties: true}
}

// sent are the schemas of what callers send.
var sent = append([]string{"AssessRequest", "PlanRequest", "AskRequest", "LabsRequest", "LabsReadRequest", "LabResult", "Preferences", "Person", "Answer", "EntryRequest", "TriedMeasure"}, dataNames...)

// polish turns what reflection can know into what a caller needs to know.
func (d *document) polish() {
	all := d.registry.Map()
	for name, s := range all {
		// A client that tolerates fields it does not know survives the next release, so
		// only what callers send is closed.
		s.AdditionalProperties = !slices.Contains(sent, name)
		for field, p := range s.Properties {
			polishField(s, field, p)
			p.Description = cmp.Or(fieldTexts[name+"."+field], planTexts[name+"."+field], guideTexts[name+"."+field], labTexts[name+"."+field], entryTexts[name+"."+field], p.Description)
		}
	}
	d.limit(all)
}

// polishField: lists are never null, except that a pointer to a struct without
// omitempty is null when there is none.
func polishField(s *huma.Schema, field string, p *huma.Schema) {
	if p.Type == "array" {
		p.Nullable = false
	}
	if p.Ref != "" && (field == "reviewed" || field == "question" || field == "urgent" || field == "passage" || field == "rephrased" || field == "check") {
		s.Properties[field].AnyOf = []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}
		p.Ref = ""
	}
}

// limit writes the bounds that the use case checks.
func (d *document) limit(all map[string]*huma.Schema) {
	prop := func(path string) *huma.Schema {
		name, field, _ := strings.Cut(path, ".")
		return all[name].Properties[field]
	}
	text, entries := app.MaxText, app.MaxEvidence
	low, high := float64(clinical.MinAge), float64(clinical.MaxAge)
	zero, one, most := 0.0, 1.0, float64(app.MaxEvidence)
	prop("AssessRequest.text").MaxLength = &text
	prop("AssessRequest.evidence").MaxItems = &entries
	prop("AssessRequest.about").Enum = []any{"self", "other", ""}
	prop("Assessment.about").Enum = []any{"self", "other"}
	asked := prop("AssessRequest.asked")
	asked.Minimum, asked.Maximum, asked.Nullable, asked.Format = &zero, &most, true, ""
	all["AssessRequest"].Required = nil
	age := prop("Person.age")
	age.Minimum, age.Maximum, age.Nullable = &low, &high, true
	prop("Person.pregnant").Nullable = true
	prop("Person.sex").Enum = []any{"female", "male", "intersex", "unknown", ""}
	prop("Answer.presence").Enum = []any{"present", "absent", "unknown", ""}
	prop("Answer.finding").Pattern = idPattern
	prop("Question.kind").Enum = []any{"yes_no", "choice", "multi", "number", "body_map"}
	for _, path := range []string{"Candidate.pretest", "Candidate.posttest", "Candidate.low", "Candidate.high", "Feared.posttest"} {
		prop(path).Minimum, prop(path).Maximum = &zero, &one
	}
	limitPlan(prop, all)
	limitGuide(prop)
	limitLabs(prop, all)
	limitEntries(prop, all)
}

package fhirmap

import (
	"fmt"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/fhir"
)

// The questions with which every check begins. A dot tells them from findings.
const (
	linkWords    = "own.words"
	linkAge      = "person.age"
	linkSex      = "person.sex"
	linkPregnant = "person.pregnant"
)

// Genders is the standard's list, of which the sex of a person is one.
const Genders = "http://hl7.org/fhir/administrative-gender"

const (
	adaptive      = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-questionnaireAdaptive"
	containedName = "check-as-asked"
)

// Question is what to ask next. It is a finding as asked.
type Question struct {
	Finding, Text, Kind, Unit, Why string // Kind is yes_no, choice, multi, number or body_map
	Options                        []Option
}

// Option is one possible answer.
type Option struct{ Value, Text string }

// Questionnaire is the check as a form. It is adaptive: only the beginning is known
// beforehand, and url/Questionnaire/$next-question gives each next question.
func (m *Mapper) Questionnaire(url string) *fhir.Questionnaire {
	return &fhir.Questionnaire{
		Base: fhir.Base{ResourceType: "Questionnaire", ID: "check", Extension: fhir.Extensions{fhir.URLExtension(adaptive, url)}},
		URL:  Canonical, Version: m.base.Version, Name: "LegibleCheck", Title: "Check of leg trouble in the night", Status: "active",
		SubjectType: []fhir.Code{"Patient"}, Publisher: "Legible",
		Description: "Each question is chosen by what its answer would change. The result is information, not a diagnosis.",
		Item:        beginning(),
	}
}

// beginning are the questions asked of everybody.
func beginning() []fhir.QuestionnaireItem {
	most := 10000
	sex := fhir.QuestionnaireItem{LinkID: linkSex, Text: "Which sex were you registered with at birth?", Type: "choice"}
	for _, g := range []Option{{"female", "Female"}, {"male", "Male"}, {"other", "Other"}, {"unknown", "Unknown"}} {
		sex.AnswerOption = append(sex.AnswerOption, fhir.AnswerOption{ValueCoding: &fhir.Coding{System: Genders, Code: fhir.Code(g.Value), Display: g.Text}})
	}
	return []fhir.QuestionnaireItem{
		{LinkID: linkWords, Text: "What do your legs do at night? Say it in your own words.", Type: "text", MaxLength: &most},
		{LinkID: linkAge, Text: "How old are you, in years?", Type: "decimal"},
		sex,
		{LinkID: linkPregnant, Text: "Are you pregnant?", Type: "choice", AnswerOption: yesNo(),
			EnableWhen: []fhir.EnableWhen{{Question: linkSex, Operator: "=", AnswerCoding: &fhir.Coding{System: Genders, Code: "female"}}}},
	}
}

func yesNo() []fhir.AnswerOption {
	return []fhir.AnswerOption{{ValueCoding: codingYes()}, {ValueCoding: codingNo()}, {ValueCoding: codingUnknown()}}
}

// item is a question as a form shows it. "Why this is asked" stands below it.
func item(q *Question) fhir.QuestionnaireItem {
	out := fhir.QuestionnaireItem{LinkID: q.Finding, Text: clean(q.Text), Type: "choice", Code: []fhir.Coding{{System: FindingSystem, Code: fhir.Code(q.Finding)}}}
	switch q.Kind {
	case "yes_no":
		out.AnswerOption = yesNo()
	case "number":
		out.Type = "decimal"
		if q.Unit != "" {
			out.Text += " (" + clean(q.Unit) + ")"
		}
	default:
		several := q.Kind != "choice"
		system := OptionSystem
		if several {
			system, out.Repeats = FindingSystem, yes()
		}
		for _, o := range q.Options {
			out.AnswerOption = append(out.AnswerOption, fhir.AnswerOption{ValueCoding: &fhir.Coding{System: system, Code: fhir.Code(o.Value), Display: clean(o.Text)}})
		}
		if several {
			out.AnswerOption = append(out.AnswerOption, fhir.AnswerOption{ValueCoding: &fhir.Coding{System: OptionSystem, Code: noneOfThese, Display: "None of these"}})
		}
		out.AnswerOption = append(out.AnswerOption, fhir.AnswerOption{ValueCoding: codingUnknown()})
	}
	if q.Why != "" {
		out.Item = []fhir.QuestionnaireItem{{Extension: fhir.Extensions{fhir.ItemControl("help")}, LinkID: q.Finding + ".why", Text: clean(q.Why), Type: "display"}}
	}
	return out
}

// noneOfThese answers a question with several answers.
const noneOfThese = "none"

// asked is the form that a response carries, or nil before the first question.
func asked(r *fhir.QuestionnaireResponse) *fhir.Questionnaire {
	for _, c := range r.Contained {
		if q, ok := c.Resource.(*fhir.Questionnaire); ok && r.Questionnaire == "#"+string(q.ID) {
			return q
		}
	}
	return nil
}

// Started reports whether the first questions have been asked.
func Started(r *fhir.QuestionnaireResponse) bool { return asked(r) != nil }

// Next is the response with one more question in the form it carries; with the first
// questions of all, if none has been asked; or, without a question, completed, with the
// result as texts to read. r is not changed.
func (m *Mapper) Next(r *fhir.QuestionnaireResponse, q *Question, result []string) *fhir.QuestionnaireResponse {
	out, form := *r, &fhir.Questionnaire{}
	out.Contained = slices.Clone(r.Contained)
	if old := asked(r); old != nil {
		*form = *old
		form.Item = slices.Clone(old.Item)
		i := slices.IndexFunc(out.Contained, func(a fhir.Any) bool { return a.Resource == fhir.Resource(old) })
		out.Contained[i] = fhir.Any{Resource: form}
	} else {
		*form = fhir.Questionnaire{Base: fhir.Of("Questionnaire", containedName), DerivedFrom: []string{Canonical}, Status: "active",
			SubjectType: []fhir.Code{"Patient"}, Title: "Check of leg trouble in the night", Version: m.base.Version, Item: beginning()}
		out.Contained = append(out.Contained, fhir.Any{Resource: form})
		out.Questionnaire = "#" + containedName
		out.Status = "in-progress"
		return &out
	}
	out.Status = "in-progress"
	if q != nil {
		form.Item = append(form.Item, item(q))
		return &out
	}
	out.Status = "completed"
	for i, text := range result {
		link := fmt.Sprintf("result.%d", i+1)
		if !slices.ContainsFunc(form.Item, func(x fhir.QuestionnaireItem) bool { return x.LinkID == link }) {
			form.Item = append(form.Item, fhir.QuestionnaireItem{LinkID: link, Text: clean(text), Type: "display"})
		}
	}
	return &out
}

// isFinding reports whether a link names a finding and not a part of the form.
func isFinding(link string) bool { return !strings.Contains(link, ".") }

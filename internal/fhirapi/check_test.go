package fhirapi_test

import (
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

const ask = "/Questionnaire/$next-question"

// form is the Questionnaire that a response carries.
func form(t *testing.T, r *fhir.QuestionnaireResponse) *fhir.Questionnaire {
	t.Helper()
	if len(r.Contained) != 1 || r.Questionnaire != "#"+string(r.Contained[0].Head().ID) {
		t.Fatalf("the response carries no form: %+v", r)
	}
	return r.Contained[0].Resource.(*fhir.Questionnaire)
}

// reply answers the last question of a form as a form filler would that knows only what
// FHIR says: by the type and the options of the item.
func reply(i *fhir.QuestionnaireItem, yes bool) fhir.ResponseItem {
	out := fhir.ResponseItem{LinkID: i.LinkID, Text: i.Text}
	switch {
	case i.Type == "decimal":
		out.Answer = []fhir.Answer{{ValueDecimal: "3"}}
	case yes:
		out.Answer = []fhir.Answer{{ValueCoding: i.AnswerOption[0].ValueCoding}}
	default: // the last but one is no or none of these, the last not known
		out.Answer = []fhir.Answer{{ValueCoding: i.AnswerOption[max(0, len(i.AnswerOption)-2)].ValueCoding}}
	}
	return out
}

// fill runs the check to its end.
func (s *site) run(words, age, sex string, yes func(link string) bool) *fhir.QuestionnaireResponse {
	s.t.Helper()
	r := get[*fhir.QuestionnaireResponse](s, who{}, "POST", ask, `{"resourceType":"QuestionnaireResponse","questionnaire":"`+fhirmap.Canonical+`","status":"in-progress"}`)
	if age != "" {
		r.Item = append(r.Item, fhir.ResponseItem{LinkID: "person.age", Answer: []fhir.Answer{{ValueDecimal: fhir.Decimal(age)}}})
	}
	if sex != "" {
		r.Item = append(r.Item, fhir.ResponseItem{LinkID: "person.sex", Answer: []fhir.Answer{{ValueCoding: &fhir.Coding{System: fhirmap.Genders, Code: fhir.Code(sex)}}}})
	}
	if words != "" {
		r.Item = append(r.Item, fhir.ResponseItem{LinkID: "own.words", Answer: []fhir.Answer{{ValueString: words}}})
	}
	for range 60 {
		before := len(form(s.t, r).Item)
		r = get[*fhir.QuestionnaireResponse](s, who{}, "POST", ask, mustJSON(s.t, r))
		if r.Status == "completed" {
			return r
		}
		items := form(s.t, r).Item
		if len(items) != before+1 {
			s.t.Fatalf("%d questions at once", len(items)-before)
		}
		last := items[before]
		if last.LinkID == "" || last.Text == "" || len(last.Item) != 1 || last.Item[0].Type != "display" {
			s.t.Fatalf("question %+v", last)
		}
		r.Item = append(r.Item, reply(&last, yes(last.LinkID)))
	}
	s.t.Fatal("the check has no end")
	return nil
}

func TestAFormFillerRunsTheCheck(t *testing.T) {
	s := open(t)
	for name, c := range map[string]struct {
		words, age, sex string
		yes             func(string) bool
		want            string
	}{
		"restless":        {"My legs will not keep still in the evening, I have to walk about", "58", "female", func(l string) bool { return strings.Contains(l, "move") }, "Restless legs"},
		"all no":          {"cramp in my calf at night", "70", "male", func(string) bool { return false }, "This is information"},
		"nothing is said": {"", "", "", func(string) bool { return false }, "This is information"},
		"all yes":         {"", "40", "other", func(string) bool { return true }, "999"},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.run(c.words, c.age, c.sex, c.yes)
			var text []string
			for _, i := range form(t, r).Item {
				if i.Type == "display" {
					text = append(text, i.Text)
				}
			}
			if all := strings.Join(text, "\n"); !strings.Contains(all, c.want) && c.want != "999" || len(text) < 2 {
				t.Errorf("the result does not say %q:\n%s", c.want, all)
			}
		})
	}
}

func TestNextQuestionTakesParameters(t *testing.T) {
	s := open(t)
	r := get[*fhir.QuestionnaireResponse](s, who{}, "POST", ask,
		`{"resourceType":"Parameters","parameter":[{"name":"questionnaire-response","resource":{"resourceType":"QuestionnaireResponse","status":"in-progress"}}]}`)
	if r.Status != "in-progress" || len(form(t, r).Item) != 4 {
		t.Errorf("%+v", r)
	}
}

func TestWrongAnswersAreNamed(t *testing.T) {
	s := open(t)
	for name, c := range map[string]struct{ item, path string }{
		"age":    {`{"linkId":"person.age","answer":[{"valueDecimal":500}]}`, "QuestionnaireResponse"},
		"number": {`{"linkId":"fever","answer":[{"valueBoolean":true}]},{"linkId":"pain_score_0_10","answer":[{"valueDecimal":77}]}`, "QuestionnaireResponse.item[1].answer"},
		"choice": {`{"linkId":"secret","answer":[{"valueBoolean":true}]}`, "QuestionnaireResponse.item[0].linkId"},
	} {
		t.Run(name, func(t *testing.T) {
			r := s.do(who{}, "POST", "/QuestionnaireResponse/$report", `{"resourceType":"QuestionnaireResponse","status":"completed","item":[`+c.item+`]}`)
			i := s.issue(r)
			if r.Code != 422 || i.Expression[0] != c.path || strings.Contains(r.Body.String(), "secret") {
				t.Errorf("%d %+v", r.Code, i)
			}
		})
	}
	if r := s.do(who{}, "POST", ask, `{"resourceType":"Patient"}`); r.Code != 422 || s.issue(r).Code != "required" {
		t.Errorf("a Patient: %d", r.Code)
	}
}

func TestReportHoldsTheDiaryOfItsSubject(t *testing.T) {
	s := newSite(t)
	s.fill(3)
	with := get[*fhir.Bundle](s, s.anna, "POST", "/QuestionnaireResponse/$report", `{"resourceType":"QuestionnaireResponse","status":"completed","subject":{"reference":"Patient/{P}"},`+
		`"item":[{"linkId":"fever","answer":[{"valueBoolean":false}]}]}`)
	count := map[string]int{}
	for _, e := range with.Entry {
		count[e.Resource.Head().ResourceType]++
	}
	for kind, want := range map[string]int{"Observation": 5, "MedicationStatement": 1, "DiagnosticReport": 1, "RiskAssessment": 1, "Composition": 1, "QuestionnaireResponse": 1} {
		if count[kind] != want {
			t.Errorf("%d %s, want %d", count[kind], kind, want)
		}
	}
}

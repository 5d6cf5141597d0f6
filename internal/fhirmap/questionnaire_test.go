package fhirmap_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

func response(t *testing.T, items string) *fhir.QuestionnaireResponse {
	t.Helper()
	r, _, err := fhir.Read([]byte(`{"resourceType":"QuestionnaireResponse","status":"in-progress"` + items + `}`))
	if err != nil {
		t.Fatal(err)
	}
	return r.(*fhir.QuestionnaireResponse)
}

func TestQuestionnaireGrowsByOneQuestion(t *testing.T) {
	m := mapper(t)
	empty := response(t, "")
	if fhirmap.Started(empty) {
		t.Fatal("an empty response counts as started")
	}
	first := m.Next(empty, nil, nil)
	golden(t, "first", first)
	if len(empty.Contained) != 0 || !fhirmap.Started(first) {
		t.Error("the response that was sent has changed, or the new one is not started")
	}
	second := m.Next(first, &fhirmap.Question{Finding: "where_pain", Text: "Where?", Kind: "multi", Why: "It matters.", Options: []fhirmap.Option{{"calf_pain", "Calf"}}}, nil)
	golden(t, "second", second)
	last := m.Next(second, nil, []string{"See a doctor."})
	if last.Status != "completed" {
		t.Errorf("status %q", last.Status)
	}
	form := last.Contained[0].Resource.(*fhir.Questionnaire)
	if got := form.Item[len(form.Item)-1]; got.Text != "See a doctor." || got.Type != "display" {
		t.Errorf("the result is %+v", got)
	}
	if again := m.Next(last, nil, []string{"See a doctor."}); len(again.Contained[0].Resource.(*fhir.Questionnaire).Item) != len(form.Item) {
		t.Error("the result stands there twice")
	}
}

func TestAnswersInEveryForm(t *testing.T) {
	got, err := mapper(t).Answers(response(t, `,"item":[
	 {"linkId":"own.words","answer":[{"valueString":"cramp"}]},
	 {"linkId":"person.age","answer":[{"valueInteger":62}]},
	 {"linkId":"person.sex","answer":[{"valueCoding":{"code":"other"}}]},
	 {"linkId":"group.1","item":[{"linkId":"fever","answer":[{"valueBoolean":false}]}]},
	 {"linkId":"calf_pain","answer":[{"valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/v2-0136","code":"Y"}}]},
	 {"linkId":"tingling","answer":[{"valueCoding":{"system":"http://terminology.hl7.org/CodeSystem/data-absent-reason","code":"asked-unknown"}}]},
	 {"linkId":"chest_pain"},
	 {"linkId":"pain_score_0_10","answer":[{"valueDecimal":3.50}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	var text []string
	for _, g := range got.Given {
		text = append(text, strings.TrimSpace(g.Finding+" "+g.Presence+string(g.Value)))
	}
	want := []string{"fever absent", "calf_pain present", "tingling unknown", "chest_pain unknown", "pain_score_0_10 3.50"}
	if d := cmp.Diff(want, text); d != "" {
		t.Error("(-want +got):\n", d)
	}
	if got.Words != "cramp" || *got.Age != 62 || got.Sex != "intersex" {
		t.Errorf("person %+v", got)
	}
}

// What the form asks and nobody answered counts as not known, so that it is not asked for ever.
func TestUnansweredQuestionsAreNotKnown(t *testing.T) {
	m := mapper(t)
	r := m.Next(m.Next(response(t, ""), nil, nil), &fhirmap.Question{Finding: "fever", Text: "Fever?", Kind: "yes_no"}, nil)
	got, err := m.Answers(r)
	if err != nil || len(got.Given) != 1 || got.Given[0].Finding != "fever" || got.Given[0].Presence != "unknown" {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestAnswersRefused(t *testing.T) {
	for name, c := range map[string]struct{ items, path string }{
		"no such question": {`,"item":[{"linkId":"secret_x","answer":[{"valueBoolean":true}]}]`, "QuestionnaireResponse.item[0].linkId"},
		"twice":            {`,"item":[{"linkId":"fever"},{"linkId":"fever"}]`, "QuestionnaireResponse.item[1].linkId"},
		"two answers":      {`,"item":[{"linkId":"fever","answer":[{"valueBoolean":true},{"valueBoolean":false}]}]`, "QuestionnaireResponse.item[0].answer"},
		"a text for a yes": {`,"item":[{"linkId":"fever","answer":[{"valueString":"secret"}]}]`, "QuestionnaireResponse.item[0].answer"},
		"an age in months": {`,"item":[{"linkId":"person.age","answer":[{"valueQuantity":{"value":18,"system":"http://unitsofmeasure.org","code":"mo"}}]}]`, "QuestionnaireResponse.item[0].answer"},
		"a word for age":   {`,"item":[{"linkId":"person.age","answer":[{"valueString":"old"}]}]`, "QuestionnaireResponse.item[0].answer"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := mapper(t).Answers(response(t, c.items))
			faults, ok := err.(fhir.Faults)
			if !ok || faults[0].Path != c.path || strings.Contains(faults.Error(), "secret") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestFaultsOfAResponseAreBounded(t *testing.T) {
	items := strings.Repeat(`{"linkId":"fever"},`, 5000)
	_, err := mapper(t).Answers(response(t, `,"item":[`+items+`{"linkId":"fever"}]`))
	faults, ok := err.(fhir.Faults)
	if !ok || len(faults) > 100 {
		t.Errorf("%d faults, %v", len(faults), ok)
	}
}

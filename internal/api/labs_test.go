package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/app"
)

const labsPath, labsReadPath = "/api/v1/labs/interpret", "/api/v1/labs/read"

func TestLabsRefuseBadInput(t *testing.T) {
	refuses(t, labsPath, []refusal{
		{"empty body", ``, 422, "body"},
		{"unknown field", `{"result":[]}`, 422, "body.result"},
		{"a number as a value", `{"results":[{"analyte":"ferritin","value":18}]}`, 422, "body.results[0].value"},
		{"null as a result", `{"results":[null]}`, 422, "body.results[0]"},
		{"a doubled key", `{"results":[{"analyte":"ferritin","analyte":"ck"}]}`, 422, "body.results[0].analyte"},
		{"confirmed in words", `{"results":[{"analyte":"ferritin","value":"1","confirmed":"` + secret + `"}]}`, 422, "body.results[0].confirmed"},
		{"too large", `{"text":"` + strings.Repeat("x", 256<<10) + `"}`, 413, "body"},
	})
	refuses(t, labsReadPath, []refusal{
		{"empty body", ``, 422, "body"},
		{"a list", `[]`, 422, "body"},
		{"unknown field", `{"report":"` + secret + `"}`, 422, "body.report"},
	})
}

func TestLabsNameWhatTheUseCaseRefuses(t *testing.T) {
	h := newAPI(t, service(t))
	for body, want := range map[string]string{
		`{"results":[{"analyte":"ferritin","value":"18","unit":"ug/L"},{"analyte":"` + secret + `","value":"1"}]}`: "body.results[1].analyte",
		`{"results":[{"analyte":"ferritin","value":"` + secret + `","unit":"ug/L"}]}`:                              "body.results[0].value",
		`{"results":[{"analyte":"ferritin","value":"18","unit":"` + strings.Repeat("u", 41) + `"}]}`:               "body.results[0].unit",
		`{"person":{"age":140},"results":[]}`:                                                                      "body.person.age",
	} {
		p := problem(t, send(h, "POST", labsPath, body))
		if p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Location != want {
			t.Errorf("%s: problem %+v, want 422 at %s", body, p, want)
		}
	}
	for body, want := range map[string]string{
		`{"text":"a","csv":"b"}`: "body.csv", `{"csv":"no header"}`: "body.csv", `{"text":"` + strings.Repeat("x", 30_001) + `"}`: "body.text",
	} {
		if p := problem(t, send(h, "POST", labsReadPath, body)); p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Location != want {
			t.Errorf("problem %+v, want 422 at %s", p, want)
		}
	}
}

// Real answers, and the examples of the description, fit what is declared.
func TestLabsFitTheirSchema(t *testing.T) {
	h := newAPI(t, service(t))
	c := newContract(t, h)
	for path, bodies := range map[string]map[string]string{
		labsPath: {
			"nothing":     `{}`,
			"questions":   `{"results":[{"analyte":"glucose_fasting","value":"95","unit":"mmol/L"},{"analyte":"ferritin","value":"18"}]}`,
			"an alarm":    `{"country":"US","results":[{"analyte":"potassium","value":"7.1","unit":"mmol/L","low":"3.5","high":"8"}]}`,
			"a threshold": `{"person":{"age":52,"sex":"female"},"results":[{"analyte":"ferritin","value":"<20","unit":"ng/mL"},{"analyte":"crp","value":"22","unit":"mg/L"}]}`,
		},
		labsReadPath: {
			"a report": `{"text":"Ferritin 18 ug/L (15-150)\nZinc 12 umol/L\nTSH 2.1 3.1 mIU/L"}`,
			"a table":  `{"csv":"test,value,unit\nferritin,18,ug/L\nzinc,3,umol/L\n"}`,
		},
	} {
		post := []string{"paths", path, "post"}
		in := append(post[:3:3], "requestBody", "content", "application/json")
		out := append(post[:3:3], "responses", "200", "content", "application/json")
		for name, example := range c.at(t, append(in, "examples")...).(map[string]any) {
			body, err := json.Marshal(example.(map[string]any)["value"])
			if err != nil {
				t.Fatal(err)
			}
			c.check(t, "example request", body, append(in[:len(in):len(in)], "schema")...)
			bodies["example "+name] = string(body)
		}
		for name, body := range bodies {
			w := send(h, "POST", path, body)
			if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
				t.Fatalf("%s: status %d: %s", name, w.Code, w.Body)
			}
			c.check(t, name, w.Body.Bytes(), append(out[:len(out):len(out)], "schema")...)
			if again := send(h, "POST", path, body); again.Body.String() != w.Body.String() {
				t.Errorf("%s: two answers to one request", name)
			}
		}
	}
}

// The evidence of an answer is what an assessment takes, and a critical value keeps its
// urgency there.
func TestLabEvidenceFeedsAnAssessment(t *testing.T) {
	h := newAPI(t, service(t))
	var found app.LabsResponse
	w := send(h, "POST", labsPath, `{"person":{"age":60,"sex":"male"},"results":[{"analyte":"potassium","value":"2.4","unit":"mmol/L"},{"analyte":"crp","value":"3","unit":"mg/L"}]}`)
	if err := json.Unmarshal(w.Body.Bytes(), &found); err != nil {
		t.Fatal(err)
	}
	if found.Urgency == nil || found.Urgency.Level.String() != "emergency" || len(found.Urgency.Reasons) != 1 {
		t.Fatalf("urgency %+v, want an emergency with one reason", found.Urgency)
	}
	evidence, err := json.Marshal(found.Evidence)
	if err != nil {
		t.Fatal(err)
	}
	w = send(h, "POST", "/api/v1/assess", `{"person":{"age":60,"sex":"male"},"evidence":`+string(evidence)+`}`)
	var assessed app.Response
	if err := json.Unmarshal(w.Body.Bytes(), &assessed); err != nil || w.Code != http.StatusOK {
		t.Fatalf("status %d: %v %s", w.Code, err, w.Body)
	}
	if assessed.Urgency.Level.String() != "emergency" {
		t.Errorf("the assessment with a potassium of 2.4 says %v", assessed.Urgency.Level)
	}
}

func TestTheLabsExampleIsUnderstood(t *testing.T) {
	r, err := service(t).Labs(api.SampleLabs())
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range r.Results {
		if !x.Accepted || len(x.Evidence) == 0 {
			t.Errorf("%s is not accepted or answers nothing: %+v", x.Analyte, x.Questions)
		}
	}
}

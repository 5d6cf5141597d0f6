package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/api"
)

const planPath = "/api/v1/plan"

func TestPlanRefusesBadInput(t *testing.T) {
	refuses(t, planPath, []refusal{
		{"empty body", ``, 422, "body"},
		{"a list", `[]`, 422, "body"},
		{"cut off", `{"text":"` + secret, 422, "body"},
		{"trailing data", `{}` + secret, 422, "body"},
		{"unknown field", `{"preference":{}}`, 422, "body.preference"},
		{"unknown preference", `{"preferences":{"minuts":5}}`, 422, "body.preferences.minuts"},
		{"a question count", `{"asked":2}`, 422, "body.asked"},
		{"a doubled key", `{"preferences":{},"preferences":{}}`, 422, "body.preferences"},
		{"a doubled preference", `{"preferences":{"minutes":5,"minutes":6}}`, 422, "body.preferences.minutes"},
		{"half a minute", `{"preferences":{"minutes":0.5}}`, 422, "body.preferences.minutes"},
		{"minutes in words", `{"preferences":{"minutes":"` + secret + `"}}`, 422, "body.preferences.minutes"},
		{"a place that is no list", `{"preferences":{"places":"bed"}}`, 422, "body.preferences.places"},
		{"a number as a place", `{"preferences":{"places":["bed",1]}}`, 422, "body.preferences.places[1]"},
		{"null as a wish", `{"preferences":{"wishes":[null]}}`, 422, "body.preferences.wishes[0]"},
		{"null for wishes", `{"preferences":{"wishes":null}}`, 422, "body.preferences.wishes"},
		{"null for preferences", `{"preferences":null}`, 422, "body.preferences"},
		{"a list as equipment entry", `{"preferences":{"equipment":[["chair"]]}}`, 422, "body.preferences.equipment[0]"},
		{"a preset that is a number", `{"preferences":{"preset":1}}`, 422, "body.preferences.preset"},
		{"too large", `{"text":"` + strings.Repeat("x", 256<<10) + `"}`, 413, "body"},
	})
}

func TestPlanNamesAPreferenceTheUseCaseRefuses(t *testing.T) {
	p := problem(t, send(newAPI(t, service(t)), "POST", planPath, `{"preferences":{"places":["`+secret+`"]}}`))
	if p.Status != 422 || len(p.Errors) != 1 || p.Errors[0].Location != "body.preferences.places[0]" {
		t.Errorf("problem %+v, want 422 at body.preferences.places[0]", p)
	}
}

func TestPlanIsPostedAndNeverCached(t *testing.T) {
	h := newAPI(t, service(t))
	if w := send(h, "GET", planPath, ""); w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "POST" {
		t.Errorf("GET: status %d, allow %q", w.Code, w.Header().Get("Allow"))
	}
	w := send(h, "POST", planPath, `{}`)
	if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("POST: status %d, cache %q", w.Code, w.Header().Get("Cache-Control"))
	}
}

// Real plans, and both examples of the description, fit what is declared.
func TestPlansFitTheirSchema(t *testing.T) {
	h := newAPI(t, service(t))
	c := newContract(t, h)
	post := []string{"paths", planPath, "post"}
	in := append(post[:3:3], "requestBody", "content", "application/json")
	out := append(post[:3:3], "responses", "200", "content", "application/json")
	request, err := json.Marshal(c.at(t, append(in, "examples", "cramps", "value")...))
	if err != nil {
		t.Fatal(err)
	}
	c.check(t, "example request", request, append(in[:len(in):len(in)], "schema")...)
	answer, err := json.Marshal(c.at(t, append(out[:len(out):len(out)], "examples", "cramps", "value")...))
	if err != nil {
		t.Fatal(err)
	}
	schema := append(out[:len(out):len(out)], "schema")
	c.check(t, "example answer", answer, schema...)
	for name, body := range map[string]string{
		"the example":   string(request),
		"nothing known": `{}`,
		"nulls":         `{"preferences":{"minutes":null,"places":null,"equipment":null}}`,
		"a medicine":    `{"text":"urge to move my legs at night, I take sertraline","preferences":{"wishes":["food"],"minutes":5}}`,
		"an emergency":  `{"text":"one calf swollen and warm, and now chest pain and short of breath","country":"US"}`,
		"pregnant":      `{"person":{"age":30,"sex":"female","pregnant":true},"text":"calf cramps at night"}`,
	} {
		w := send(h, "POST", planPath, body)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d: %s", name, w.Code, w.Body)
		}
		c.check(t, name, w.Body.Bytes(), schema...)
		if again := send(h, "POST", planPath, body); again.Body.String() != w.Body.String() {
			t.Errorf("%s: two answers to one request", name)
		}
	}
}

// What the decoder refuses for its shape or the use case for its bounds, the schema
// refuses too.
func TestPlanSchemaRefusesWhatIsRefused(t *testing.T) {
	h := newAPI(t, service(t))
	c := newContract(t, h)
	schema := c.compile(t, "paths", planPath, "post", "requestBody", "content", "application/json", "schema")
	for _, body := range []string{
		`{"preferences":{"minutes":0}}`, `{"preferences":{"minutes":61}}`, `{"preferences":{"minutes":1.5}}`, `{"preferences":{"places":[]}}`,
		`{"preferences":{"places":["moon"]}}`, `{"preferences":{"preset":"hard"}}`, `{"preferences":{"x":1}}`, `{"preferences":null}`,
		`{"preferences":{"wishes":[1]}}`, `{"x":1}`, `{"about":"them"}`,
	} {
		if w := send(h, "POST", planPath, body); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: status %d, want 422", body, w.Code)
		}
		var v any
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			t.Fatal(err)
		}
		if schema.Validate(v) == nil {
			t.Errorf("the schema allows %s", body)
		}
	}
}

func TestThePlanExampleIsUnderstood(t *testing.T) {
	if _, err := service(t).Plan(api.SamplePlan()); err != nil {
		t.Error(err)
	}
}

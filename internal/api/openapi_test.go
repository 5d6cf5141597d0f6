package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/api"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// contract is the description as a stranger's validator reads it.
type contract struct {
	doc      map[string]any
	compiler *jsonschema.Compiler
}

func newContract(t testing.TB, h http.Handler) *contract {
	t.Helper()
	w := send(h, "GET", "/api/v1/openapi.json", "")
	if w.Code != http.StatusOK {
		t.Fatalf("openapi.json: status %d", w.Code)
	}
	v, err := jsonschema.UnmarshalJSON(w.Body)
	if err != nil {
		t.Fatalf("openapi.json: %v", err)
	}
	c := &contract{doc: v.(map[string]any), compiler: jsonschema.NewCompiler()}
	c.compiler.DefaultDraft(jsonschema.Draft2020)
	if err := c.compiler.AddResource("openapi.json", v); err != nil {
		t.Fatal(err)
	}
	return c
}

// at walks the document; a step may hold slashes.
func (c *contract) at(t testing.TB, steps ...string) any {
	t.Helper()
	var v any = c.doc
	for _, s := range steps {
		m, ok := v.(map[string]any)
		if !ok || m[s] == nil {
			t.Fatalf("openapi.json has no %s", strings.Join(steps, " > "))
		}
		v = m[s]
	}
	return v
}

// compile prepares the schema at a place of the document.
func (c *contract) compile(t testing.TB, steps ...string) *jsonschema.Schema {
	t.Helper()
	c.at(t, steps...)
	pointer := ""
	for _, s := range steps {
		pointer += "/" + strings.ReplaceAll(strings.ReplaceAll(s, "~", "~0"), "/", "~1")
	}
	schema, err := c.compiler.Compile("openapi.json#" + pointer)
	if err != nil {
		t.Fatalf("schema at %s: %v", pointer, err)
	}
	return schema
}

func (c *contract) check(t testing.TB, what string, body []byte, steps ...string) {
	t.Helper()
	schema := c.compile(t, steps...)
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(body)))
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if err := schema.Validate(v); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}

func TestEveryKnowledgeAnswerFitsItsSchema(t *testing.T) {
	h := newAPI(t, &fake{})
	c := newContract(t, h)
	answer := func(target, path string) {
		w := send(h, "GET", target, "")
		c.check(t, target, w.Body.Bytes(), "paths", path, "get", "responses", "200", "content", "application/json", "schema")
	}
	overview := get[api.Overview](t, h, "/api/v1/knowledge")
	answer("/api/v1/knowledge", "/api/v1/knowledge")
	for _, path := range overview.Links {
		answer(path, path)
		for _, item := range get[api.List](t, h, path+"?limit=200").Items {
			answer(item.Link, path+"/{id}")
		}
	}
}

func TestTheExampleRequestFitsItsSchemaAndTheDecoder(t *testing.T) {
	h := newAPI(t, &fake{})
	c := newContract(t, h)
	media := []string{"paths", "/api/v1/assess", "post", "requestBody", "content", "application/json"}
	example, err := json.Marshal(c.at(t, append(media, "examples", "cramps", "value")...))
	if err != nil {
		t.Fatal(err)
	}
	c.check(t, "example", example, append(media, "schema")...)
	if w := send(h, "POST", "/api/v1/assess", string(example)); w.Code != http.StatusOK {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
}

// The engine's answers are declared too, and so is the example of the description.
func TestRealAssessmentsFitTheirSchema(t *testing.T) {
	h := newAPI(t, service(t))
	c := newContract(t, h)
	media := []string{"paths", "/api/v1/assess", "post", "responses", "200", "content", "application/json"}
	schema := append(media, "schema")
	example, err := json.Marshal(c.at(t, append(media, "examples", "cramps", "value")...))
	if err != nil {
		t.Fatal(err)
	}
	c.check(t, "example", example, schema...)
	for name, body := range map[string]string{
		"nothing known": `{}`,
		"eight answers": eightAnswers,
		"own words":     `{"text":"Sudden swelling of one calf, warm and red, and now I am short of breath","country":"US"}`,
		"a child":       `{"person":{"age":6,"sex":"unknown"},"text":"she wakes crying with sore shins"}`,
	} {
		w := send(h, "POST", "/api/v1/assess", body)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: status %d: %s", name, w.Code, w.Body)
		}
		c.check(t, name, w.Body.Bytes(), schema...)
		if again := send(h, "POST", "/api/v1/assess", body); again.Body.String() != w.Body.String() {
			t.Errorf("%s: two answers to one request", name)
		}
	}
}

// Whatever the decoder refuses for its shape, the schema must refuse too, or a client
// that checks first would still be surprised.
func TestSchemaAndDecoderAgreeOnShapes(t *testing.T) {
	h := newAPI(t, &fake{})
	c := newContract(t, h)
	schema, err := c.compiler.Compile("openapi.json#/components/schemas/AssessRequest")
	if err != nil {
		t.Fatal(err)
	}
	for _, body := range []string{
		`{}`, `{"person":{}}`, `{"person":{"age":null,"pregnant":null}}`, `{"evidence":[]}`, `{"asked":null}`, `{"asked":3}`,
		`{"evidence":[{"finding":"x"}]}`, `{"evidence":[{"finding":"x","value":null}]}`, `{"evidence":[{"finding":"x","value":["a","b"]}]}`, `{"evidence":[{"finding":"x","value":[]}]}`,
		`{"evidence":[{"finding":"x","value":[1]}]}`, `{"evidence":[{"finding":"x","value":[["a"]]}]}`, `{"evidence":[{"finding":"x","value":"y"}]}`,
		`[]`, `null`, `{"person":null}`, `{"person":{"sex":null}}`, `{"text":null}`, `{"text":1}`, `{"evidence":null}`, `{"evidence":[null]}`,
		`{"evidence":[{"finding":null}]}`, `{"evidence":[{"finding":"x","value":true}]}`, `{"evidence":[{"finding":"x","value":{}}]}`,
		`{"asked":1.5}`, `{"asked":"1"}`, `{"extra":1}`, `{"person":{"extra":1}}`, `{"evidence":[{"finding":"x","extra":1}]}`,
	} {
		v, _ := jsonschema.UnmarshalJSON(strings.NewReader(body))
		fits := schema.Validate(v) == nil
		if w := send(h, "POST", "/api/v1/assess", body); (w.Code == http.StatusOK) != fits {
			t.Errorf("%s: status %d, fits the schema: %v", body, w.Code, fits)
		}
	}
}

func TestProblemsFitTheirSchema(t *testing.T) {
	h := newAPI(t, &fake{})
	w := send(h, "POST", "/api/v1/assess", `{"x":1}`)
	newContract(t, h).check(t, "problem", w.Body.Bytes(),
		"paths", "/api/v1/assess", "post", "responses", "422", "content", "application/problem+json", "schema")
}

// The types of the knowledge entries are described in knowledge/README.md; everything
// else is described here, field by field.
func TestEveryFieldOfTheContractIsDescribed(t *testing.T) {
	schemas := newContract(t, newAPI(t, &fake{})).at(t, "components", "schemas").(map[string]any)
	ours := map[string]bool{}
	for path := range api.FieldTexts() {
		name, field, _ := strings.Cut(path, ".")
		ours[name] = true
		s, _ := schemas[name].(map[string]any)
		if p, _ := s["properties"].(map[string]any); p[field] == nil {
			t.Errorf("%s is described and does not exist", path)
		}
	}
	for name := range ours {
		s, _ := schemas[name].(map[string]any)
		properties, _ := s["properties"].(map[string]any)
		for field, p := range properties {
			if p.(map[string]any)["description"] == nil {
				t.Errorf("%s.%s is not described", name, field)
			}
		}
	}
}

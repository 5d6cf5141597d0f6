package fhirapi_test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirapi"
	"github.com/legible-health/legible/internal/fhirmap"
	"github.com/legible-health/legible/knowledge"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// someone is a person made up for the tests, as an answered questionnaire.
type someone struct{ name, response string }

// people are those of knowledge/cases, which has every condition and every red flag,
// and some at the edges: nothing known, a newborn, the oldest, a pregnancy.
func people(t *testing.T) (out []someone) {
	t.Helper()
	files, err := fs.Glob(knowledge.FS, "cases/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 50 {
		t.Fatalf("%d files of cases", len(files))
	}
	for _, f := range files {
		text, err := fs.ReadFile(knowledge.FS, f)
		if err != nil {
			t.Fatal(err)
		}
		var cases []struct {
			ID       string         `yaml:"id"`
			Person   map[string]any `yaml:"person"`
			Text     string         `yaml:"text"`
			Findings map[string]any `yaml:"findings"`
		}
		if err := yaml.Unmarshal(text, &cases); err != nil {
			t.Fatalf("%s: %v", f, err)
		}
		for _, c := range cases {
			out = append(out, someone{c.ID, answered(t, c.Person, c.Text, c.Findings)})
		}
	}
	return append(out,
		someone{"nothing", answered(t, nil, "", nil)},
		someone{"newborn", answered(t, map[string]any{"age": 0.1, "sex": "male"}, "cries at night", nil)},
		someone{"oldest", answered(t, map[string]any{"age": 120, "sex": "intersex"}, "cramp\x00 \x1f<b>&amp; ]]> \u2028", nil)},
		someone{"pregnant", answered(t, map[string]any{"age": 31, "sex": "female", "pregnant": true}, "cramp in my calf every night", map[string]any{"fever": "unknown"})})
}

// answered writes answers as a QuestionnaireResponse.
func answered(t *testing.T, person map[string]any, words string, findings map[string]any) string {
	t.Helper()
	r := fhir.QuestionnaireResponse{Base: fhir.Of("QuestionnaireResponse", ""), Status: "completed"}
	add := func(link string, a fhir.Answer) {
		r.Item = append(r.Item, fhir.ResponseItem{LinkID: link, Answer: []fhir.Answer{a}})
	}
	if v, ok := person["age"]; ok {
		add("person.age", fhir.Answer{ValueDecimal: fhir.Decimal(fmt.Sprint(v))})
	}
	if v, ok := person["sex"].(string); ok {
		add("person.sex", fhir.Answer{ValueCoding: &fhir.Coding{System: fhirmap.Genders, Code: fhir.Code(strings.Replace(v, "intersex", "other", 1))}})
	}
	if v, ok := person["pregnant"].(bool); ok {
		add("person.pregnant", fhir.Answer{ValueBoolean: &v})
	}
	if words != "" {
		add("own.words", fhir.Answer{ValueString: words})
	}
	for _, id := range slices.Sorted(maps.Keys(findings)) {
		switch v := findings[id].(type) {
		case string:
			switch yes := v == "present"; v {
			case "present", "absent":
				add(id, fhir.Answer{ValueBoolean: &yes})
			case "unknown":
				add(id, fhir.Answer{ValueCoding: &fhir.Coding{System: fhir.AbsentReason, Code: "asked-unknown"}})
			default:
				add(id, fhir.Answer{ValueCoding: &fhir.Coding{System: fhirmap.OptionSystem, Code: fhir.Code(v)}})
			}
		default:
			add(id, fhir.Answer{ValueDecimal: fhir.Decimal(fmt.Sprint(v))})
		}
	}
	return mustJSON(t, r)
}

// schema is the JSON Schema of R4, made by HL7 and dedicated to the public (CC0). It is
// fetched by scripts/tools.sh and no part of the tree.
func schema(t *testing.T) {
	t.Helper()
	file := os.Getenv("LEGIBLE_FHIR_SCHEMA")
	if file == "" {
		if os.Getenv("LEGIBLE_REQUIRE_FHIR_SCHEMA") != "" {
			t.Fatal("LEGIBLE_FHIR_SCHEMA must name fhir.schema.json of R4")
		}
		t.Skip("LEGIBLE_FHIR_SCHEMA names no schema")
	}
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	doc, err := jsonschema.UnmarshalJSON(f)
	if err != nil {
		t.Fatal(err)
	}
	// The whole checks a resource against every type in turn; ours are looked up by name
	// instead, which says what is wrong and takes a hundredth of the time.
	delete(doc.(map[string]any), "oneOf")
	c := jsonschema.NewCompiler()
	if err := c.AddResource("fhir.schema.json", doc); err != nil {
		t.Fatal(err)
	}
	list := doc.(map[string]any)["definitions"].(map[string]any)["ResourceList"].(map[string]any)
	delete(list, "oneOf") // entries are checked one by one
	compiled = map[string]*jsonschema.Schema{}
	for _, name := range append([]string{"Bundle", "CapabilityStatement", "CarePlan", "Composition", "Condition", "AllergyIntolerance", "Device", "DiagnosticReport", "MedicationStatement",
		"Observation", "OperationOutcome", "Patient", "Questionnaire", "QuestionnaireResponse", "RiskAssessment"}, ofPractice...) {
		if compiled[name], err = c.Compile("fhir.schema.json#/definitions/" + name); err != nil {
			t.Fatal(err)
		}
	}
}

// compiled are the schemas by type.
var compiled map[string]*jsonschema.Schema

// valid checks a resource and all inside it against the schema of its own type.
func valid(t *testing.T, name, text string) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	each(v, func(r map[string]any) {
		kind, _ := r["resourceType"].(string)
		s := compiled[kind]
		if s == nil {
			t.Errorf("%s: a %q has no schema", name, kind)
		} else if err := s.Validate(r); err != nil {
			t.Errorf("%s: %s: %v", name, kind, err)
		}
	})
}

// each visits every resource.
func each(v any, fn func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		if v["resourceType"] != nil {
			fn(v)
		}
		for _, x := range v {
			each(x, fn)
		}
	case []any:
		for _, x := range v {
			each(x, fn)
		}
	}
}

// Every made-up person gets a document, which can be read again.
func TestEverybodyGetsADocument(t *testing.T) {
	s := open(t)
	for i, p := range people(t) {
		if testing.Short() && i%20 != 0 {
			continue
		}
		rec := s.do(who{}, "POST", "/QuestionnaireResponse/$report", p.response)
		if rec.Code != 200 {
			t.Errorf("%s: %d %s", p.name, rec.Code, rec.Body)
			continue
		}
		if _, notes, err := fhir.Read(rec.Body.Bytes()); err != nil || len(notes) > 0 {
			t.Errorf("%s: %v %v", p.name, err, notes)
		}
		write(t, "document", i, p, rec.Body.Bytes())
	}
}

// write puts a document in the folder LEGIBLE_FHIR_OUT, for other tools.
func write(t *testing.T, kind string, i int, p someone, text []byte) {
	t.Helper()
	if out := os.Getenv("LEGIBLE_FHIR_OUT"); out != "" {
		if err := os.WriteFile(filepath.Join(out, fmt.Sprintf("%s-%03d-%s.json", kind, i, p.name)), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// summaryOf is the International Patient Summary of somebody who has a name.
func summaryOf(t *testing.T, s *site, p someone) string {
	t.Helper()
	svc, err := service()
	if err != nil {
		t.Fatal(err)
	}
	r, err := fhirapi.Recorded(svc, s.options(), readAs[*fhir.QuestionnaireResponse](t, []byte(p.response)))
	if err != nil {
		t.Fatal(err)
	}
	r.Person.Name = "Somebody Made-up"
	r.Entries = []diary.Entry{{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f02", Kind: diary.KindLab, Day: diary.DateOf(2026, 11, 20),
		Data: &diary.Lab{Analyte: "ferritin", Value: "18.0", Unit: "ug/L"}}}
	b, err := fhirmap.New(svc.Base()).Summary(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := fhir.Write(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestEverythingMeetsTheSchemaOfR4(t *testing.T) {
	schema(t)
	s := newSite(t)
	s.fill(5)
	s.keepCheck(s.anna, 20)
	for i, p := range people(t) {
		if i%10 == 0 {
			text := summaryOf(t, s, p)
			write(t, "summary", i, p, []byte(text))
			valid(t, p.name, text)
		}
		if i%4 == 0 {
			valid(t, p.name, s.do(who{}, "POST", "/QuestionnaireResponse/$report", p.response).Body.String())
		}
	}
	for _, target := range []string{"/metadata", "/Questionnaire/check", "/Patient/{P}/$everything", "/Observation", "/Patient", "/Patient/x",
		"/Bundle", "/CarePlan", "/Composition", "/DiagnosticReport", "/QuestionnaireResponse", "/RiskAssessment"} {
		text := s.do(s.anna, "GET", target, "").Body.String()
		valid(t, target, strings.Replace(text, `"fhirVersion":"4.0.1"`, `"fhirVersion":"4.0.0"`, 1)) // the schema knows no technical correction
	}
	first := s.do(who{}, "POST", ask, `{"resourceType":"QuestionnaireResponse","status":"in-progress"}`).Body.String()
	valid(t, "first", first)
	valid(t, "second", s.do(who{}, "POST", ask, first).Body.String())
	if err := compiled["Observation"].Validate(map[string]any{"resourceType": "Observation", "status": json.Number("1")}); err == nil {
		t.Error("the schema takes everything")
	}
}

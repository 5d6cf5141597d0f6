package kb_test

import (
	"os"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/kb"
)

// TestReadme wants every field of every entry in knowledge/README.md, under the entry's
// own heading or, for what entries share, under "Where numbers come from".
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(folderPath + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := map[string]string{}
	for _, s := range strings.Split(string(text), "\n## ")[1:] {
		title, body, _ := strings.Cut(s, "\n")
		sections[strings.FieldsFunc(title, func(r rune) bool { return r == '/' || r == ' ' })[0]] = body
	}
	for name, entry := range map[string]any{
		"conditions": kb.Condition{}, "findings": kb.Finding{}, "redflags": kb.RedFlag{}, "patterns": kb.Pattern{},
		"sources": kb.Source{}, "medicines": kb.Medicine{}, "activities": kb.Activity{}, "exercises": kb.Exercise{},
		"labs": kb.Analyte{}, "instruments": kb.Instrument{}, "emergency": kb.Country{},
		"disagreements.yaml": kb.Disagreement{}, "comparisons.yaml": kb.Comparison{}, "actions.yaml": kb.Action{}, "model.yaml": kb.Model{},
		"care.yaml": kb.Care{}, "cramp.yaml": kb.Cramps{}, "experiments.yaml": kb.Experiments{},
		"guide": kb.Article{}, "ask.yaml": kb.Asking{},
	} {
		body := sections[name] + sections["Where"]
		switch name {
		case "exercises":
			body += sections["activities"] + sections["findings"] // whom it is for
		case "activities":
			body += sections["findings"]
		case "findings", "patterns", "labs":
			body += sections["redflags"]
		case "model.yaml":
			body += sections["conditions"] // a duration
		}
		for field := range fieldsOf(reflect.TypeOf(entry), map[reflect.Type]bool{}) {
			if !regexp.MustCompile("[`.{, ]" + field + "[`:,}.?\\[ ]").MatchString(body) {
				t.Errorf("README.md does not tell of field %s under %s", field, name)
			}
		}
	}
}

// fieldsOf collects the YAML names of a type and of what it holds.
func fieldsOf(t reflect.Type, seen map[reflect.Type]bool) map[string]bool {
	names := map[string]bool{}
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice || t.Kind() == reflect.Map {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct || seen[t] {
		return names
	}
	seen[t] = true
	for _, f := range reflect.VisibleFields(t) {
		if name, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); name != "" && name != "-" {
			names[name] = true
		}
		for name := range fieldsOf(f.Type, seen) {
			names[name] = true
		}
	}
	return names
}

package web

import (
	"encoding/json"
	"net/url"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/legible-health/legible/internal/guide"
)

// schemaClass is a class of schema.org, from testdata/schemaorg.yaml.
type schemaClass struct {
	Under      []string            `yaml:"under"`
	Properties map[string][]string `yaml:"properties"` // what may stand there
}

type vocabulary map[string]schemaClass

func schemaOrg(t *testing.T) (v vocabulary) {
	t.Helper()
	text, err := os.ReadFile("testdata/schemaorg.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.UnmarshalWithOptions(text, &v, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return v
}

// under lists a class and those it is under.
func (v vocabulary) under(class string) []string {
	out := []string{class}
	for _, c := range v[class].Under {
		out = append(out, v.under(c)...)
	}
	return out
}

// takes lists what may stand in a property of the classes.
func (v vocabulary) takes(classes []string, property string) (out []string) {
	for _, class := range classes {
		for _, c := range v.under(class) {
			out = append(out, v[c].Properties[property]...)
		}
	}
	return out
}

// faults are what is wrong with a thing of linked data, each with its path.
func (v vocabulary) faults(path string, thing map[string]any) (out []string) {
	classes := texts(thing["@type"])
	if len(classes) == 0 {
		out = append(out, path+" has no type")
	}
	for _, c := range classes {
		if _, known := v[c]; !known {
			out = append(out, path+": "+c+" is no class")
		}
	}
	for key, value := range thing {
		if at := path + "." + key; key != "@type" && key != "@id" && key != "@context" {
			takes := v.takes(classes, key)
			if len(takes) == 0 {
				out = append(out, at+" is no property")
				continue
			}
			for _, x := range many(value) {
				out = append(out, v.misplaced(at, x, takes)...)
			}
		}
	}
	return out
}

// misplaced are what is wrong with a value where some classes may stand.
func (v vocabulary) misplaced(at string, value any, takes []string) []string {
	switch x := value.(type) {
	case map[string]any:
		if !slices.ContainsFunc(texts(x["@type"]), func(class string) bool {
			return slices.ContainsFunc(v.under(class), func(c string) bool { return slices.Contains(takes, c) })
		}) {
			return []string{at + " does not take that class"}
		}
		return v.faults(at, x)
	case string:
		_, notDate := time.Parse(time.DateOnly, x)
		address, notURL := url.Parse(x)
		switch {
		case x == "":
			return []string{at + " is empty"}
		case slices.Contains(takes, "Text"),
			slices.Contains(takes, "Date") && notDate == nil,
			slices.Contains(takes, "URL") && notURL == nil && address.IsAbs():
			return nil
		}
	}
	return []string{at + " does not take that value"}
}

func many(v any) []any {
	if list, ok := v.([]any); ok {
		return list
	}
	return []any{v}
}

func texts(v any) (out []string) {
	for _, x := range many(v) {
		if s, ok := x.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

func linkedOf(t *testing.T, d doc) map[string]any {
	t.Helper()
	var data map[string]any
	if err := json.Unmarshal([]byte(d.one("script[type=application/ld+json]").FirstChild.Data), &data); err != nil {
		t.Fatal(err)
	}
	return data
}

func TestLinkedData(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page of the guide")
	}
	h, v := siteWith(t, Options{BaseURL: "https://legs.example"}), schemaOrg(t)
	for _, x := range testGuide(t).Pages() {
		data := linkedOf(t, get(t, h, x.URL).want(200))
		for _, fault := range v.faults(x.Slug, data) {
			t.Error(fault)
		}
		classes := texts(data["@type"])
		if data["@context"] != "https://schema.org" || data["url"] != "https://legs.example"+x.URL || data["name"] != x.Title || !slices.Contains(classes, "MedicalWebPage") {
			t.Errorf("%s: %v", x.Slug, data)
		}
		if slices.Contains(classes, "FAQPage") != (x.Kind == guide.KindArticle) {
			t.Errorf("%s is a page of questions: %v", x.Slug, classes)
		}
		if (data["lastReviewed"] != nil) != (x.Reviewed != nil) {
			t.Errorf("%s: reviewed %v, and machines read %v", x.Slug, x.Reviewed, data["lastReviewed"])
		}
	}
}

// TestLinkedDataFaults: the test above sees what is wrong.
func TestLinkedDataFaults(t *testing.T) {
	v := schemaOrg(t)
	person := map[string]any{"@type": "Person", "name": "A"}
	for name, thing := range map[string]map[string]any{
		"no type":        {"name": "Legs"},
		"no class":       {"@type": "LegPage", "name": "Legs"},
		"no property":    {"@type": "MedicalWebPage", "legs": "two"},
		"other class":    {"@type": "Organization", "jobTitle": "GP"},
		"empty":          {"@type": "MedicalWebPage", "name": ""},
		"no date":        {"@type": "MedicalWebPage", "lastReviewed": "yesterday"},
		"no address":     {"@type": "MedicalWebPage", "url": "legs"},
		"wrong thing":    {"@type": "MedicalWebPage", "audience": person["name"]},
		"wrong class":    {"@type": "Question", "acceptedAnswer": person},
		"fault inside":   {"@type": "MedicalWebPage", "author": map[string]any{"@type": "Person", "legs": "two"}},
		"nothing inside": {"@type": "MedicalWebPage", "author": nil},
	} {
		if len(v.faults("page", thing)) == 0 {
			t.Errorf("%s: nothing is wrong", name)
		}
	}
	if got := v.faults("page", map[string]any{"@type": []any{"MedicalWebPage", "FAQPage"}, "author": person, "lastReviewed": "2026-11-22"}); got != nil {
		t.Errorf("a page without fault: %q", got)
	}
}

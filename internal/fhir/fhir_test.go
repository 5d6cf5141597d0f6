package fhir_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/legible-health/legible/internal/fhir"
	_ "github.com/legible-health/legible/internal/rapidtest" // fixed seed
	"pgregory.net/rapid"
)

func TestDecimalsKeepTheirDigits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?`).Draw(t, "digits")
		in := `{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":` + digits + `}}`
		r, notes, err := fhir.Read([]byte(in))
		if err != nil || len(notes) > 0 {
			t.Fatalf("%s: %v, notes %v", digits, err, notes)
		}
		out, err := fhir.Write(r)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.TrimSpace(string(out)); got != in {
			t.Fatalf("got  %s\nwant %s", got, in)
		}
	})
}

func TestDecimalRefusesWhatIsNoNumber(t *testing.T) {
	for _, s := range []string{"", "1.", ".5", "01", "+1", "1e", "NaN", "1,5", " 1", strings.Repeat("1", 41)} {
		if d, err := fhir.ParseDecimal(s); err == nil {
			t.Errorf("%q was read as %q", s, d)
		}
	}
	if _, err := json.Marshal(fhir.Decimal("1.")); err == nil {
		t.Error("1. was written")
	}
}

func TestWhatIsNotUnderstoodIsKeptOrNamed(t *testing.T) {
	in := `{"resourceType":"Patient","id":"p","extension":[{"url":"http://a.example/x","valueDecimal":1.50}],` +
		`"telecom":[{"value":"1"}],"_gender":{"id":"g"},"gender":"female","contained":[{"resourceType":"Basic","id":"b"}]}`
	r, notes, err := fhir.Read([]byte(in))
	if err != nil {
		t.Fatal(err)
	}
	var named []string
	for _, n := range notes {
		named = append(named, n.Path)
	}
	if d := cmp.Diff([]string{"Patient.telecom", "Patient._gender", "Patient.contained[0]"}, named); d != "" {
		t.Error("notes (-want +got):\n", d)
	}
	out, err := fhir.Write(r)
	if err != nil {
		t.Fatal(err)
	}
	for _, kept := range []string{`"valueDecimal":1.50`, `{"resourceType":"Basic","id":"b"}`} {
		if !strings.Contains(string(out), kept) {
			t.Errorf("%s is lost in %s", kept, out)
		}
	}
	if url := r.Head().Extension[0].URL(); url != "http://a.example/x" {
		t.Errorf("URL = %q", url)
	}
}

func TestFaultsSayWhereAndNeverWhat(t *testing.T) {
	observation := func(rest string) string {
		if !strings.Contains(rest, `"code":`) {
			rest = `"code":{"text":"x"},` + rest
		}
		if !strings.Contains(rest, `"status":`) {
			rest = `"status":"final",` + rest
		}
		return `{"resourceType":"Observation",` + rest + `}`
	}
	for name, c := range map[string]struct{ in, path, code string }{
		"no JSON":                   {`{"resourceType":`, "", "structure"},
		"two values":                {`{"resourceType":"Patient"} {}`, "", "structure"},
		"a list":                    {`[]`, "", "structure"},
		"no type":                   {`{"id":"x"}`, "", "structure"},
		"not UTF-8":                 {"{\"resourceType\":\"Pat\xffient\"}", "", "structure"},
		"named twice":               {observation(`"status":"final","status":"amended"`), "", "structure"},
		"too deep":                  {observation(`"x":` + strings.Repeat("[", 60) + strings.Repeat("]", 60)), "", "structure"},
		"too large":                 {observation(`"x":"` + strings.Repeat("a", fhir.MaxSize) + `"`), "", "structure"},
		"a number as a text":        {observation(`"valueQuantity":{"value":"secret 18"}`), "Observation.valueQuantity.value", "value"},
		"a text as a number":        {observation(`"status":7`), "Observation.status", "value"},
		"nothing where it must":     {`{"resourceType":"Observation","status":"final"}`, "Observation.code", "required"},
		"capital letters":           {observation(`"Note":[{"text":"secret"}]`), "Observation.Note", "structure"},
		"an empty text":             {observation(`"valueString":" "`), "Observation.valueString", "value"},
		"null":                      {observation(`"code":null`), "Observation.code", "structure"},
		"an empty list":             {observation(`"note":[]`), "Observation.note", "structure"},
		"an object as a list":       {observation(`"note":{"text":"secret"}`), "Observation.note", "structure"},
		"a date that is none":       {observation(`"effectiveDateTime":"secret 21/11"`), "Observation.effectiveDateTime", "value"},
		"a moment without zone":     {observation(`"effectiveDateTime":"2026-11-21T10:00:00"`), "Observation.effectiveDateTime", "value"},
		"an id with a slash":        {observation(`"id":"secret/1"`), "Observation.id", "value"},
		"a modifier":                {observation(`"modifierExtension":[{"url":"http://secret"}]`), "Observation.modifierExtension", "not-supported"},
		"implicit rules":            {observation(`"implicitRules":"http://secret"`), "Observation.implicitRules", "not-supported"},
		"an extension without url":  {observation(`"extension":[{"valueString":"secret"}]`), "Observation.extension[0]", "structure"},
		"an element of no name":     {observation(`"secret <b>":1`), "Observation", "structure"},
		"a whole number with point": {observation(`"valueInteger":1.5`), "Observation.valueInteger", "value"},
		"a truth that is none":      {observation(`"valueBoolean":"true"`), "Observation.valueBoolean", "value"},
	} {
		t.Run(name, func(t *testing.T) {
			r, _, err := fhir.Read([]byte(c.in))
			var faults fhir.Faults
			if !errors.As(err, &faults) || r != nil {
				t.Fatalf("resource %v, error %v", r, err)
			}
			if faults[0].Path != c.path || string(faults[0].Code) != c.code {
				t.Errorf("path %q, code %q; want %q, %q", faults[0].Path, faults[0].Code, c.path, c.code)
			}
			for _, i := range faults.Issues("error") {
				if strings.Contains(i.Diagnostics, "secret") {
					t.Errorf("the issue repeats what was sent: %s", i.Diagnostics)
				}
			}
		})
	}
}

func TestResourceUnderAWrongNameIsNotWritten(t *testing.T) {
	if _, err := fhir.Write(&fhir.Patient{Base: fhir.Of("Person", "x")}); err == nil {
		t.Error("a Patient was written as a Person")
	}
}

func TestReadWhatWasWritten(t *testing.T) {
	in := `{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"urn:uuid:a","resource":` +
		`{"resourceType":"Questionnaire","status":"active","item":[{"linkId":"1","type":"choice","answerOption":[{"valueCoding":{"code":"Y"}}]}]}}]}`
	r, notes, err := fhir.Read([]byte(in))
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	if q, ok := r.(*fhir.Bundle).Entry[0].Resource.Resource.(*fhir.Questionnaire); !ok || q.Item[0].LinkID != "1" {
		t.Errorf("got %#v", r)
	}
	out, err := fhir.Write(r)
	if err != nil || strings.TrimSpace(string(out)) != in {
		t.Errorf("%v\ngot  %s\nwant %s", err, out, in)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.50,"unit":"a"}}`))
	f.Add([]byte(`{"resourceType":"Bundle","type":"batch","entry":[{"resource":{"resourceType":"Patient","_birthDate":{"extension":[{"url":"u"}]}}}]}`))
	f.Add([]byte(`{"resourceType":"Zz","x":[[[1]]]}`))
	f.Add([]byte("{\"resourceType\":\"Patient\",\"name\":[{\"text\":\"\xff\"}]}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, notes, err := fhir.Read(data)
		if err != nil {
			var faults fhir.Faults
			if !errors.As(err, &faults) || len(faults) == 0 {
				t.Fatalf("an error that is no list of faults: %v", err)
			}
			return
		}
		first, err := fhir.Write(r)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if len(notes) > 0 { // what was left out may leave an element empty
			return
		}
		again, _, err := fhir.Read(first)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v\n%s", err, first)
		}
		second, err := fhir.Write(again)
		if err != nil || string(first) != string(second) {
			t.Fatalf("%v\nfirst  %s\nsecond %s", err, first, second)
		}
	})
}

// A resource of a size that is taken may hold so many values that reading it would take
// a hundred times its room.
func TestTooManyValues(t *testing.T) {
	in := `{"resourceType":"Parameters","x":[` + strings.Repeat("0,", 500_000) + `0]}`
	_, _, err := fhir.Read([]byte(in))
	if err == nil || !strings.Contains(err.Error(), "too many values") {
		t.Errorf("error %v", err)
	}
}

package fhirmap_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

func labOf(analyte, value, unit string) *diary.Lab {
	return &diary.Lab{Analyte: analyte, Value: diary.Decimal(value), Unit: unit}
}

func withLab(r *fhirmap.Record, analyte, value, unit string) diary.Entry {
	return entryOf(r, labOf(analyte, value, unit))
}

func entryOf(r *fhirmap.Record, d diary.Data) diary.Entry {
	e := r.Entries[1]
	e.Kind, e.Data = d.Kind(), d
	return e
}

// quantity without what is only shown.
func quantity(o *fhir.Observation) *struct{ value, code, comparator string } {
	q := o.ValueQuantity
	return &struct{ value, code, comparator string }{string(q.Value), string(q.Code), string(q.Comparator)}
}

func taken(t *testing.T, text string) (*fhirmap.Incoming, error) {
	t.Helper()
	r, _, err := fhir.Read([]byte(text))
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return mapper(t).Import(r, diary.DateOf(2026, 11, 22), zone)
}

const ferritin = `{"resourceType":"Observation","status":"final","code":{"coding":[{"system":"http://loinc.org","code":"2276-4"}]},` +
	`"effectiveDateTime":"2026-11-20T23:30:00Z","valueQuantity":{"value":18.50,"comparator":"<","unit":"ng/mL","system":"http://unitsofmeasure.org","code":"ng/mL"},` +
	`"referenceRange":[{"low":{"value":15.0,"unit":"ng/mL"},"high":{"value":150,"code":"ng/mL","system":"http://unitsofmeasure.org"}}]}`

const statin = `{"resourceType":"MedicationStatement","status":"active","subject":{"display":"x"},"medicationCodeableConcept":{"text":"Atorvastatin"},` +
	`"effectivePeriod":{"start":"2026-03-01","end":"2026-10-05"},"dosage":[{"text":"one"}]}`

func TestImportKeepsDigitsUnitsAndTheDayOfTheirZone(t *testing.T) {
	got, err := taken(t, ferritin)
	if err != nil {
		t.Fatal(err)
	}
	moment := at(t, "2026-11-20T23:30:00Z")
	want := &fhirmap.Incoming{Day: diary.DateOf(2026, 11, 21), At: &moment, Data: &diary.Lab{Analyte: "ferritin", Value: "<18.50", Unit: "ng/mL", Low: "15.0", High: "150"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error("(-want +got):\n", d)
	}
}

// A preliminary result stays one: the day's report and the document are not final either.
func TestAPreliminaryResultStaysPreliminary(t *testing.T) {
	for _, status := range []string{"preliminary", "final", "amended", "corrected"} {
		in, err := taken(t, strings.Replace(ferritin, `"final"`, `"`+status+`"`, 1))
		if err != nil {
			t.Fatal(err)
		}
		want := fhir.Code("final") // a correction is the result
		if status == "preliminary" {
			want = "preliminary"
		}
		r := record(t)
		r.Entries = []diary.Entry{{ID: patientID, Kind: diary.KindLab, Day: in.Day, Data: in.Data}, withLab(r, "crp", "3", "mg/L")}
		r.Entries[1].Day = in.Day
		if o := mapper(t).Entry(r.Entries[0], nil).(*fhir.Observation); o.Status != want {
			t.Errorf("%s went out as %s", status, o.Status)
		}
		if _, reports := mapper(t).Results(r.Entries, patientID); len(reports) != 1 || reports[0].Status != want {
			t.Errorf("%s: the report of the day is %+v", status, reports)
		}
		b, err := mapper(t).Document(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range b.Entry {
			if d, ok := e.Resource.Resource.(*fhir.DiagnosticReport); ok && d.Status != want {
				t.Errorf("%s: the document says %s", status, d.Status)
			}
		}
	}
}

func TestImportOfMedicines(t *testing.T) {
	for _, c := range []struct {
		edit []string
		day  diary.Date
		want string
	}{
		{nil, diary.DateOf(2026, 3, 1), "taken"},
		{[]string{`"active"`, `"stopped"`}, diary.DateOf(2026, 10, 5), "stopped"},
		{[]string{`"effectivePeriod":{"start":"2026-03-01","end":"2026-10-05"},`, ``}, diary.DateOf(2026, 11, 22), "taken"},
		{[]string{`"active"`, `"stopped"`, `,"end":"2026-10-05"`, ``}, diary.DateOf(2026, 11, 22), "stopped"}, // not on the day it began
	} {
		got, err := taken(t, strings.NewReplacer(c.edit...).Replace(statin))
		if err != nil {
			t.Error(err)
			continue
		}
		if d := cmp.Diff(&fhirmap.Incoming{Day: c.day, Data: &diary.Medicine{Name: "Atorvastatin", Change: c.want}}, got); d != "" {
			t.Error("(-want +got):\n", d)
		}
	}
}

func TestImportRefusesWhatItIsNotSureOf(t *testing.T) {
	for name, c := range map[string]struct{ text, from, to, path string }{
		"entered in error":       {ferritin, `"final"`, `"entered-in-error"`, "Observation.status"},
		"a code not known":       {ferritin, `2276-4`, `8302-2`, "Observation.code"},
		"any glucose":            {ferritin, `2276-4`, `14749-6`, "Observation.code"},
		"a code of another list": {ferritin, `http://loinc.org`, `http://snomed.info/sct`, "Observation.code"},
		"no value":               {ferritin, `"valueQuantity":{"value":18.50,"comparator":"<","unit":"ng/mL","system":"http://unitsofmeasure.org","code":"ng/mL"},`, ``, "Observation.valueQuantity"},
		"no unit":                {ferritin, `,"unit":"ng/mL","system":"http://unitsofmeasure.org","code":"ng/mL"}`, `}`, "Observation.valueQuantity.code"},
		"a unit of another kind": {ferritin, `"code":"ng/mL"},"ref`, `"code":"mmol/L"},"ref`, "Observation.valueQuantity.code"},
		"moles for a mass code":  {ferritin, `"code":"ng/mL"},"ref`, `"code":"pmol/L"},"ref`, "Observation.valueQuantity.code"},
		"an unknown comparator":  {ferritin, `"<"`, `"~"`, "Observation.valueQuantity.comparator"},
		"an exponent":            {ferritin, `18.50`, `1.85e1`, "Observation.valueQuantity.value"},
		"no day":                 {ferritin, `"effectiveDateTime":"2026-11-20T23:30:00Z",`, ``, "Observation.effectiveDateTime"},
		"only the year":          {ferritin, `2026-11-20T23:30:00Z`, `2026`, "Observation.effectiveDateTime"},
		"not taken":              {statin, `"active"`, `"not-taken"`, "MedicationStatement.status"},
		"without a name":         {statin, `"medicationCodeableConcept":{"text":"Atorvastatin"}`, `"medicationReference":{"reference":"Medication/1"}`, "MedicationStatement.medicationCodeableConcept.text"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(c.text, c.from, c.to, 1)
			if text == c.text {
				t.Fatal("the case changes nothing")
			}
			in, err := taken(t, text)
			var faults fhir.Faults
			if !errors.As(err, &faults) || in != nil {
				t.Fatalf("got %+v, %v", in, err)
			}
			if faults[0].Path != c.path {
				t.Errorf("path %q, want %q", faults[0].Path, c.path)
			}
		})
	}
}

func TestImportTakesNothingElse(t *testing.T) {
	if _, err := taken(t, `{"resourceType":"Patient"}`); err == nil {
		t.Error("a Patient was taken")
	}
	if _, err := taken(t, `{"resourceType":"Immunization","status":"completed"}`); err == nil {
		t.Error("an Immunization was taken")
	}
}

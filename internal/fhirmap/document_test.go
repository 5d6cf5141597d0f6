package fhirmap_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

func document(t *testing.T, r *fhirmap.Record) *fhir.Bundle {
	t.Helper()
	b, err := mapper(t).Document(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDocumentAndSummary(t *testing.T) {
	golden(t, "document", document(t, record(t)))
	s, err := mapper(t).Summary(record(t))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "summary", s)
}

func TestDocumentOfAPersonOfWhomNothingIsKnown(t *testing.T) {
	golden(t, "empty", document(t, &fhirmap.Record{At: at(t, "2026-11-22T07:00:00Z")}))
}

func TestSameRecordSameBytes(t *testing.T) {
	a, b := written(t, document(t, record(t))), written(t, document(t, record(t)))
	if !bytes.Equal(a, b) {
		t.Error("two documents of one record differ")
	}
	other := record(t)
	other.Words += " More."
	if bytes.Contains(written(t, document(t, other)), []byte(document(t, record(t)).Identifier.Value)) {
		t.Error("another record has the same identifier")
	}
}

// Every reference of a document leads to an entry, and every entry is reached.
func TestDocumentHoldsTogether(t *testing.T) {
	holdsTogether(t, document(t, record(t)))
	few := &fhirmap.Record{Person: fhirmap.Person{Name: "Anna"}, At: at(t, "2026-11-22T07:00:00Z")}
	holdsTogether(t, document(t, few))
	for _, r := range []*fhirmap.Record{record(t), few} {
		s, err := mapper(t).Summary(r)
		if err != nil {
			t.Fatal(err)
		}
		holdsTogether(t, s)
	}
}

func holdsTogether(t *testing.T, b *fhir.Bundle) {
	t.Helper()
	text := string(written(t, b))
	has, needs := map[string]bool{}, map[string]bool{}
	for _, m := range regexp.MustCompile(`"fullUrl":"([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if has[m[1]] {
			t.Errorf("%s stands there twice", m[1])
		}
		has[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`"reference":"([^"]+)"`).FindAllStringSubmatch(text, -1) {
		if needs[m[1]] = true; !has[m[1]] {
			t.Errorf("%s leads nowhere", m[1])
		}
	}
	if len(has)-len(needs) != 1 { // the Composition
		t.Errorf("%d entries, %d reached", len(has), len(needs))
	}
}

func TestSaidAndComputedStayApart(t *testing.T) {
	b := document(t, record(t))
	for _, o := range inside[*fhir.Observation](b) {
		who := ""
		if len(o.Performer) > 0 {
			who = o.Performer[0].Reference + o.Performer[0].Display
		}
		switch {
		case o.Code.Text == "IRLSSG criteria":
			if who == "urn:uuid:"+patientID {
				t.Error("a computed score names the person as its performer")
			}
		case o.Category[0].Coding[0].Code == "laboratory":
			if !strings.Contains(who, "Laboratory") {
				t.Errorf("%s names %q", o.Code.Text, who)
			}
		case who != "urn:uuid:"+patientID:
			t.Errorf("%s, which was said, names %q", o.Code.Text, who)
		}
	}
	if n := len(inside[*fhir.Condition](b)); n != 0 {
		t.Errorf("%d conditions: a possible cause is a prediction", n)
	}
	if r := inside[*fhir.RiskAssessment](b); len(r) != 1 || r[0].Prediction[0].ProbabilityDecimal != "0.4600" {
		t.Errorf("risk assessment %+v", r)
	}
}

func TestPresentAbsentAndNotKnownDiffer(t *testing.T) {
	got := map[string]string{}
	for _, o := range inside[*fhir.Observation](document(t, record(t))) {
		switch {
		case o.DataAbsentReason != nil:
			got[o.Code.CodeOf(fhirmap.FindingSystem)] = o.DataAbsentReason.CodeOf(fhir.AbsentReason)
		case o.ValueCodeableConcept != nil:
			got[o.Code.CodeOf(fhirmap.FindingSystem)] = o.ValueCodeableConcept.CodeOf(fhir.YesNo)
		}
	}
	for finding, want := range map[string]string{"fever": "N", "urge_to_move_legs": "Y", "calf_pain": "asked-unknown"} {
		if got[finding] != want {
			t.Errorf("%s is %q, want %q", finding, got[finding], want)
		}
	}
}

func TestLabsKeepDigitsComparatorAndFittingCode(t *testing.T) {
	for _, c := range []struct{ analyte, value, unit, loinc, ucum, comparator, digits string }{
		{"ferritin", "18.0", "ug/L", "2276-4", "ug/L", "", "18.0"},
		{"ferritin", "18.00", "ng/mL", "2276-4", "ng/mL", "", "18.00"},
		{"ferritin", "40", "pmol/L", "", "pmol/L", "", "40"}, // the code is for a mass
		{"crp", "<0.50", "mg/L", "1988-5", "mg/L", "<", "0.50"},
		{"egfr", ">90", "mL/min/1.73 m2", "98979-8", "mL/min/{1.73_m2}", ">", "90"},
		{"hba1c", "6.5", "%", "4548-4", "%", "", "6.5"},
	} {
		r := record(t)
		lab := r.Entries[1]
		lab.Data = labOf(c.analyte, c.value, c.unit)
		o := mapper(t).Entry(lab, nil).(*fhir.Observation)
		q := o.ValueQuantity
		if q == nil || string(q.Value) != c.digits || string(q.Comparator) != c.comparator || string(q.Code) != c.ucum {
			t.Errorf("%s %s %s became %+v", c.analyte, c.value, c.unit, q)
		}
		if got := o.Code.CodeOf(fhir.LOINC); got != c.loinc {
			t.Errorf("%s in %s has LOINC %q, want %q", c.analyte, c.unit, got, c.loinc)
		}
	}
	o := mapper(t).Entry(withLab(record(t), "ferritin", "18", "spoons"), nil).(*fhir.Observation)
	if o.ValueQuantity != nil || o.ValueString != "18 spoons" {
		t.Errorf("a unit that is not UCUM became %+v %q", o.ValueQuantity, o.ValueString)
	}
}

// Every unit of every analyte has a UCUM code, and comes back as the same unit.
func TestEveryUnitOfTheKnowledgeBase(t *testing.T) {
	b, err := base()
	if err != nil {
		t.Fatal(err)
	}
	m := fhirmap.New(b)
	for _, a := range b.Analytes {
		units := []string{a.Unit}
		for _, c := range a.Conversions {
			units = append(units, c.From)
		}
		for _, u := range units {
			o := m.Entry(withLab(record(t), a.ID, "1.50", u), nil).(*fhir.Observation)
			if o.ValueQuantity == nil {
				t.Errorf("%s: the unit %q has no UCUM code here", a.ID, u)
				continue
			}
			if o.Code.CodeOf(fhir.LOINC) == "" {
				continue // without a code nobody sends it back
			}
			back, err := m.Import(o, 0, time.UTC)
			if err != nil {
				t.Errorf("%s in %s: %v", a.ID, u, err)
				continue
			}
			if again := m.Entry(entryOf(record(t), back.Data), nil).(*fhir.Observation); *quantity(again) != *quantity(o) {
				t.Errorf("%s in %s came back as %+v, was %+v", a.ID, u, again.ValueQuantity, o.ValueQuantity)
			}
		}
	}
}

func TestSummaryNeedsAName(t *testing.T) {
	r := record(t)
	r.Person.Name = " "
	if _, err := mapper(t).Summary(r); errs.KindOf(err) != errs.Invalid {
		t.Errorf("error %v", err)
	}
}

// A standing problem of health that was said goes into the summary as not confirmed; what
// was denied, and what is no such problem, does not.
func TestStandingProblemsInTheSummary(t *testing.T) {
	k, err := base()
	if err != nil {
		t.Fatal(err)
	}
	for finding, want := range map[string]bool{"diabetes": true, "on_dialysis": true, "calf_pain": false, "takes_statin": false, "pregnant": false} {
		if k.Finding(finding) == nil {
			t.Fatalf("%s is no finding of the knowledge base", finding)
		}
		for _, answer := range []clinical.Answer{clinical.Yes, clinical.No} {
			r := record(t)
			r.Said = []fhirmap.Said{{Finding: finding, Answer: answer}}
			b, err := mapper(t).Summary(r)
			if err != nil {
				t.Fatal(err)
			}
			told := 0
			for _, e := range b.Entry {
				if c, ok := e.Resource.Resource.(*fhir.Condition); ok && c.VerificationStatus.CodeOf("http://terminology.hl7.org/CodeSystem/condition-ver-status") == "unconfirmed" {
					told++
				}
			}
			if (told == 1) != (want && answer.Presence == clinical.Present) {
				t.Errorf("%s %s: %d problems in the summary", finding, answer.Presence, told)
			}
		}
	}
}

func TestSexOnTheWayOut(t *testing.T) {
	for sex, want := range map[clinical.Sex]fhir.Code{clinical.Female: "female", clinical.Male: "male", clinical.Intersex: "other", clinical.Unknown: "unknown", "": "unknown"} {
		if got := fhirmap.Patient(fhirmap.Person{Sex: sex}, "x").Gender; got != want {
			t.Errorf("%q went out as %q", sex, got)
		}
	}
}

func BenchmarkDocument(b *testing.B) {
	k, err := base()
	if err != nil {
		b.Fatal(err)
	}
	m, r := fhirmap.New(k), record(&testing.T{})
	for b.Loop() {
		d, err := m.Document(r)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := fhir.Write(d); err != nil {
			b.Fatal(err)
		}
	}
}

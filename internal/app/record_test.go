package app_test

import (
	"slices"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

func labEntry(analyte, value, unit string) diary.Entry {
	return diary.Entry{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f02", Kind: diary.KindLab, Day: reportDay, Data: &diary.Lab{Analyte: analyte, Value: diary.Decimal(value), Unit: unit}}
}

// The page and the FHIR document are two renderings of one thing: the same urgency, the
// same first candidates, the same answers.
func TestThePageAndTheDocumentSayTheSame(t *testing.T) {
	potassium, ferritin := labEntry("potassium", "7.1", "mmol/L"), labEntry("ferritin", "18", "ug/L")
	for name, c := range map[string]struct {
		body    string
		entries []diary.Entry
		want    clinical.Urgency
	}{
		"nothing":                     {`{}`, nil, clinical.SelfCare},
		"words that say nothing":      {`{"text":"Hello there."}`, nil, clinical.SelfCare},
		"a check":                     {`{"person":{"age":58,"sex":"female"},"text":"I have an urge to move my legs at night."}`, nil, clinical.Routine},
		"a harmless result":           {`{}`, []diary.Entry{ferritin}, clinical.SelfCare},
		"a critical result":           {`{}`, []diary.Entry{potassium}, clinical.Emergency},
		"a check, a critical result":  {`{"person":{"age":58,"sex":"female"},"text":"I have an urge to move my legs at night."}`, []diary.Entry{ferritin, potassium}, clinical.Emergency},
		"an emergency, and a result":  {`{"evidence":[{"finding":"cold_pale_foot_sudden","presence":"present"}]}`, []diary.Entry{potassium}, clinical.Emergency},
		"somebody else's answers too": {`{"about":"other","person":{"age":4},"evidence":[{"finding":"knee_swelling","presence":"present"}]}`, nil, clinical.Routine},
	} {
		r := reportRequest(t, c.body)
		if c.entries != nil {
			r.Diary = &app.ReportDiary{Entries: c.entries}
		}
		page, err := service().Report(r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		record, err := service().Record(r, time.Unix(0, 0))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if record.Assessed != page.Checked || record.Urgency.Level != page.Urgency.Level || record.Urgency.Action != page.Urgency.Action {
			t.Errorf("%s: the document says %v %+v, the page %v %+v", name, record.Assessed, record.Urgency, page.Checked, page.Urgency)
		}
		if record.Urgency.Level < c.want || c.want == clinical.SelfCare && record.Urgency.Action != "" {
			t.Errorf("%s: urgency %v, want %v", name, record.Urgency, c.want)
		}
		for _, x := range page.Candidates { // the page leaves out those about which nothing was said
			if !slices.ContainsFunc(record.Candidates, func(c fhirmap.Candidate) bool { return c.Condition == x.Condition && c.Posttest == x.Posttest }) {
				t.Errorf("%s: the document lacks %s at %g", name, x.Condition, x.Posttest)
			}
		}
		for _, a := range page.Answers {
			if !slices.ContainsFunc(record.Said, func(s fhirmap.Said) bool { return s.Finding == a.Finding }) {
				t.Errorf("%s: the document lacks %s", name, a.Finding)
			}
		}
	}
}

// From the answers of a check to the bytes of the FHIR document.
func BenchmarkDocument(b *testing.B) {
	r := &app.ReportRequest{Day: reportDay, Request: app.Request{Text: "I have an urge to move my legs at night, and my calf cramps."}}
	r.Diary = &app.ReportDiary{Entries: []diary.Entry{labEntry("ferritin", "18", "ug/L")}}
	svc := service()
	for b.Loop() {
		d, err := svc.Document(r, time.Unix(0, 0))
		if err != nil {
			b.Fatal(err)
		}
		if _, err := fhir.Write(d); err != nil {
			b.Fatal(err)
		}
	}
}

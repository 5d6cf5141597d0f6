package fhirmap_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var base = sync.OnceValues(func() (*kb.Base, error) { return kb.Open(knowledge.FS) })

func mapper(t *testing.T) *fhirmap.Mapper {
	t.Helper()
	b, err := base()
	if err != nil {
		t.Fatal(err)
	}
	return fhirmap.New(b)
}

func at(t *testing.T, s string) time.Time {
	t.Helper()
	v, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func number(v float64) *float64 { return &v }
func whole(v int) *int          { return &v }

const patientID = "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f00"

// record is somebody of whom much is known.
func record(t *testing.T) *fhirmap.Record {
	day := diary.DateOf(2026, 11, 20)
	moment := at(t, "2026-11-19T08:30:00Z")
	return &fhirmap.Record{
		Person: fhirmap.Person{ID: patientID, Name: "Anna <Example>", BirthDate: "1961-04-02", Age: number(65), Sex: clinical.Female},
		At:     at(t, "2026-11-22T07:00:00Z"), Knowledge: "2026-11-20", Words: "My legs won't lie still & kick.\r\nBad \x01 after nine.",
		Said: []fhirmap.Said{
			{Finding: "fever", Answer: clinical.No},
			{Finding: "urge_to_move_legs", Answer: clinical.Yes, Quote: "won't lie still"},
			{Finding: "pain_score_0_10", Answer: clinical.Number(3.5)},
			{Finding: "diabetes", Answer: clinical.Yes},
			{Finding: "takes_statin", Answer: clinical.Yes},
			{Finding: "calf_pain", Answer: clinical.Answer{Presence: clinical.NotKnown}},
		},
		Assessed:    true,
		Urgency:     fhirmap.Urgency{Level: clinical.Routine, Action: "See your doctor at an ordinary visit.", Reasons: []string{"It has lasted."}},
		Candidates:  []fhirmap.Candidate{{Condition: "rls_adult", Posttest: 0.46, Low: 0.31, High: 0.6, Frequency: "of 100 people who answer like you, about 46"}},
		Instruments: []fhirmap.Instrument{{Name: "IRLSSG criteria", Label: "met", Meaning: "All four are there.", Score: 4, Answered: 4, Items: 5}},
		Plan: &care.Plan{
			Tonight: []care.Item{{ID: "massage_self", Kind: "activity", Name: "Massage", Steps: []string{"Stroke upwards."}, Frequency: "each evening", Grade: "C", Why: []care.Why{{Text: "It may be restless legs."}}}},
			Avoid:   []care.Item{{ID: "quinine_avoid", Kind: "activity", Name: "Quinine"}},
		},
		Entries: []diary.Entry{
			{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f01", Kind: diary.KindNight, Day: day, Data: &diary.Night{Pain: whole(5), Cramps: whole(0), SleepHours: number(6.5), Note: "hot"}},
			{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f02", Kind: diary.KindLab, Day: day, At: &moment, Data: &diary.Lab{Analyte: "ferritin", Value: "18.0", Unit: "ug/L", Low: "15", High: "150"}},
			{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f03", Kind: diary.KindLab, Day: day, Data: &diary.Lab{Analyte: "crp", Value: "<0.50", Unit: "mg/L"}},
			{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f04", Kind: diary.KindMedicine, Day: day, Data: &diary.Medicine{Name: "Atorvastatin", Change: "started"}},
			{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f05", Kind: diary.KindMedicine, Day: day + 1, Data: &diary.Medicine{Name: "atorvastatin ", Change: "stopped"}},
			{ID: "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f06", Kind: diary.KindNote, Day: day, Data: &diary.Note{}},
		},
	}
}

// written is a resource as it goes out.
func written(t *testing.T, r fhir.Resource) []byte {
	t.Helper()
	out, err := fhir.Write(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// golden compares with a file; -update rewrites it.
func golden(t *testing.T, name string, r fhir.Resource) {
	t.Helper()
	var got bytes.Buffer
	b, err := base()
	if err != nil {
		t.Fatal(err)
	}
	text := bytes.ReplaceAll(written(t, r), []byte(`"`+b.Version+`"`), []byte(`"VERSION"`)) // another with each edit of the content
	if err := json.Indent(&got, text, "", " "); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got.String()); d != "" {
		t.Errorf("%s (-want +got):\n%s", name, d)
	}
}

// inside lists the resources of one type in a bundle.
func inside[R fhir.Resource](b *fhir.Bundle) (out []R) {
	for _, e := range b.Entry {
		if r, ok := e.Resource.Resource.(R); ok {
			out = append(out, r)
		}
	}
	return out
}

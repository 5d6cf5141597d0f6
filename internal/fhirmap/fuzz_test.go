package fhirmap_test

import (
	"errors"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// What strangers send as a result, a medicine or a filled form is taken or refused with
// its faults; what is taken is a valid diary entry.
func FuzzTake(f *testing.F) {
	b, err := base()
	if err != nil {
		f.Fatal(err)
	}
	m := fhirmap.New(b)
	now := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)
	f.Add([]byte(ferritin))
	f.Add([]byte(statin))
	f.Add([]byte(`{"resourceType":"QuestionnaireResponse","status":"completed","item":[{"linkId":"fever","answer":[{"valueBoolean":true}]},{"linkId":"person.age","answer":[{"valueDecimal":6e1}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, _, err := fhir.Read(data)
		if err != nil {
			return
		}
		var faults fhir.Faults
		if q, ok := r.(*fhir.QuestionnaireResponse); ok {
			if _, err := m.Answers(q); err != nil && !errors.As(err, &faults) {
				t.Fatalf("an error that is no list of faults: %v", err)
			}
			m.Next(q, nil, nil)
			return
		}
		in, err := m.Import(r, diary.DateOf(2026, 11, 22), time.UTC)
		if err != nil {
			if !errors.As(err, &faults) {
				t.Fatalf("an error that is no list of faults: %v", err)
			}
			return
		}
		if l, ok := in.Data.(*diary.Lab); ok && l.Analyte == "" {
			t.Fatal("a result of no analyte")
		}
		e := diary.Entry{ID: fhirmap.Name(string(data)), Kind: in.Data.Kind(), Day: in.Day, At: in.At, Data: in.Data}
		var wrong diary.Faults
		if err := e.Check(now, time.UTC); err != nil && !errors.As(err, &wrong) {
			t.Fatal(err)
		}
	})
}

package fhirapi

import (
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// assessed is the record of a response: assessment and plan, and the diary unless it is
// nil.
func (s *server) assessed(qr *fhir.QuestionnaireResponse, d *app.ReportDiary) (*fhirmap.Record, error) {
	request, paths, err := s.request(qr)
	if err != nil {
		return nil, err
	}
	record, err := s.use.Record(&app.ReportRequest{Request: *request, Diary: d}, s.Now())
	if err != nil {
		return nil, located(err, paths)
	}
	return record, nil
}

// cutPatient returns the id of a reference to a Patient.
func cutPatient(r *fhir.Reference) (string, bool) {
	return strings.CutPrefix(r.Reference, "Patient/")
}

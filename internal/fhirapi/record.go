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
	record, err := s.use.Record(s.asked(request, d), s.Now())
	if err != nil {
		return nil, located(err, paths)
	}
	return record, nil
}

// asked is a report of answers and a diary, which may be nil, with what is worth asking.
func (s *server) asked(r *app.Request, d *app.ReportDiary) *app.ReportRequest {
	out := &app.ReportRequest{Request: *r, Diary: d, Invented: s.Invented}
	if s.Suggest == nil || len(r.Evidence) == 0 && r.Text == "" {
		return out
	}
	if a, err := s.use.Assess(r); err == nil { // else Record says what is wrong
		out.Suggested = s.Suggest(r, a)
	}
	return out
}

// cutPatient returns the id of a reference to a Patient.
func cutPatient(r *fhir.Reference) (string, bool) {
	return strings.CutPrefix(r.Reference, "Patient/")
}

package fhirapi

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// assessed is the record of a response: assessment and plan.
func (s *server) assessed(qr *fhir.QuestionnaireResponse) (*fhirmap.Record, error) {
	request, paths, err := s.request(qr)
	if err != nil {
		return nil, err
	}
	a, err := s.use.Assess(request)
	if err != nil {
		return nil, located(err, paths)
	}
	plan, err := s.use.Plan(&app.PlanRequest{Person: request.Person, Text: request.Text, Evidence: request.Evidence})
	if err != nil {
		return nil, located(err, paths)
	}
	out := &fhirmap.Record{
		At: s.Now(), Knowledge: a.Knowledge.Version, Words: request.Text, Said: s.said(request, a), Assessed: true, Plan: &plan.Plan,
		Person:  fhirmap.Person{Age: a.Person.Age, Sex: clinical.Sex(a.Person.Sex), Pregnant: a.Person.Pregnant},
		Urgency: fhirmap.Urgency{Level: a.Urgency.Level, Action: a.Urgency.Action},
	}
	for _, r := range a.Urgency.Reasons {
		out.Urgency.Reasons = append(out.Urgency.Reasons, r.Text)
	}
	for _, c := range a.Differential {
		out.Candidates = append(out.Candidates, fhirmap.Candidate{Condition: c.Condition, Posttest: c.Posttest, Low: c.Low, High: c.High, Frequency: c.Frequency})
	}
	for _, i := range a.Instruments {
		out.Instruments = append(out.Instruments, fhirmap.Instrument{Name: i.Name, Label: i.Label, Meaning: i.Meaning, Score: i.Score, Answered: i.Answered, Items: i.Items})
	}
	return out, nil
}

// said lists what was answered, then what was understood besides. Of a question with
// several answers the members are listed, each with its own.
func (s *server) said(request *app.Request, a *app.Response) []fhirmap.Said {
	l := &list{seen: map[string]bool{}}
	for _, g := range request.Evidence { // single answers stand above lists
		f := s.use.Base().Finding(g.Finding)
		if len(f.Members) > 0 {
			continue
		}
		if answer, err := app.ParseAnswer(f, g.Presence, g.Value); err == nil { // Assess has read it
			l.add(f.ID, answer, "")
		}
	}
	for _, g := range request.Evidence {
		f := s.use.Base().Finding(g.Finding)
		var ticked []string
		_ = json.Unmarshal(g.Value, &ticked) // nothing for "don't know"
		for _, id := range ticked {
			l.add(id, clinical.Yes, "")
		}
		if len(f.Members) > 0 && g.Presence == string(clinical.NotKnown) {
			for _, id := range f.Members {
				l.late = append(l.late, fhirmap.Said{Finding: id, Answer: clinical.Answer{Presence: clinical.NotKnown}})
			}
			continue
		}
		for _, id := range f.Members {
			if !slices.Contains(ticked, id) {
				l.late = append(l.late, fhirmap.Said{Finding: id, Answer: clinical.No})
			}
		}
	}
	for _, u := range a.Understood {
		answer := clinical.Answer{Presence: u.Presence, Value: u.Value}
		l.add(u.Finding, answer, u.Text)
	}
	for _, x := range l.late { // what was not ticked, unless the own words say it
		l.add(x.Finding, x.Answer, "")
	}
	return l.all
}

// list holds each finding once; the first answer stands.
type list struct {
	all, late []fhirmap.Said
	seen      map[string]bool
}

func (l *list) add(finding string, a clinical.Answer, quote string) {
	if !l.seen[finding] {
		l.seen[finding] = true
		l.all = append(l.all, fhirmap.Said{Finding: finding, Answer: a, Quote: quote})
	}
}

// cutPatient returns the id of a reference to a Patient.
func cutPatient(r *fhir.Reference) (string, bool) {
	return strings.CutPrefix(r.Reference, "Patient/")
}

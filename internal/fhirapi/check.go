package fhirapi

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

func (s *server) questionnaires(w http.ResponseWriter, r *http.Request) {
	q, err := parseQuery(r, "url")
	if err != nil {
		s.fail(w, err)
		return
	}
	b, total := bundle(r), 0
	b.Total = &total
	if q.url == "" || q.url == fhirmap.Canonical {
		total = 1
		match(b, r, s.mapper.Questionnaire(base(r)))
	}
	s.write(w, http.StatusOK, b)
}

func (s *server) questionnaire(w http.ResponseWriter, r *http.Request) {
	if r.PathValue("id") != "check" {
		outcome(w, http.StatusNotFound, "not-found", "There is no such Questionnaire; the check is Questionnaire/check.")
		return
	}
	s.write(w, http.StatusOK, s.mapper.Questionnaire(base(r)))
}

// response reads a QuestionnaireResponse, by itself or as a parameter.
func (s *server) response(w http.ResponseWriter, r *http.Request) (*fhir.QuestionnaireResponse, bool) {
	sent, _, ok := s.body(w, r)
	if !ok {
		return nil, false
	}
	if p, is := sent.(*fhir.Parameters); is {
		sent = p.Resource("questionnaire-response")
	}
	qr, ok := sent.(*fhir.QuestionnaireResponse)
	if !ok {
		outcome(w, http.StatusUnprocessableEntity, "required", "Send a QuestionnaireResponse, by itself or in Parameters as questionnaire-response.")
	}
	return qr, ok
}

// nextQuestion adds one question to the form that a response carries, or completes it.
// Nothing is kept: all that is known of a check is in the response.
func (s *server) nextQuestion(w http.ResponseWriter, r *http.Request) {
	qr, ok := s.response(w, r)
	if !ok {
		return
	}
	if !fhirmap.Started(qr) {
		s.write(w, http.StatusOK, s.mapper.Next(qr, nil, nil))
		return
	}
	request, paths, err := s.request(qr)
	if err != nil {
		s.fail(w, err)
		return
	}
	a, err := s.use.Assess(request)
	if err != nil {
		s.fail(w, located(err, paths))
		return
	}
	s.write(w, http.StatusOK, s.mapper.Next(qr, question(a.Question), result(a)))
}

// request is what a response asks of the use cases, with the place of each answer.
func (s *server) request(qr *fhir.QuestionnaireResponse) (*app.Request, []string, error) {
	in, err := s.mapper.Answers(qr)
	if err != nil {
		return nil, nil, err
	}
	r := &app.Request{Person: app.Person{Age: in.Age, Sex: in.Sex, Pregnant: in.Pregnant}, Text: in.Words}
	if in.Sex == string(clinical.Male) {
		r.Person.Pregnant = nil // the form does not ask; an answer of before has no meaning
	}
	var paths []string
	for _, g := range in.Given {
		r.Evidence = append(r.Evidence, app.Answer{Finding: g.Finding, Presence: g.Presence, Value: g.Value})
		paths = append(paths, g.Path)
	}
	return r, paths, nil
}

// located turns the field of a use case's error into a place of the response.
func located(err error, paths []string) error {
	e, ok := err.(*errs.Error)
	if !ok || e.Kind != errs.Invalid {
		return err
	}
	path := "QuestionnaireResponse"
	for i, p := range paths {
		if strings.HasPrefix(e.Field, "evidence["+strconv.Itoa(i)+"]") {
			path = p
		}
	}
	text := e.Message
	if strings.HasPrefix(e.Field, "person.") || e.Field == "text" {
		text = e.Field + " " + text
	}
	return fhir.Faults{{Code: "value", Path: path, Text: text}}
}

func question(q *app.Question) *fhirmap.Question {
	if q == nil {
		return nil
	}
	out := &fhirmap.Question{Finding: q.Finding, Text: q.Text, Kind: q.Kind, Unit: q.Unit, Why: q.Why}
	for _, o := range q.Options {
		out.Options = append(out.Options, fhirmap.Option{Value: o.Value, Text: o.Text})
	}
	return out
}

// result says in words what came out, what to do first.
func result(a *app.Response) []string {
	out := []string{a.Urgency.Action}
	if a.Urgency.Call != "" {
		out[0] += " Call " + a.Urgency.Call + "."
	}
	for _, r := range a.Urgency.Reasons {
		out = append(out, r.Text)
	}
	for i, c := range a.Differential {
		if i == 3 {
			break
		}
		out = append(out, c.Name+": "+c.Frequency+".")
	}
	return append(out, "This is information, not a diagnosis.")
}

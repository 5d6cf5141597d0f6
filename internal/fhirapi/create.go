package fhirapi

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// mostBatch is how many entries a batch may have.
const mostBatch = 500

// create takes one resource into the diary. When a part of it is not kept, the answer is
// an OperationOutcome that names the parts instead of the resource as it is kept.
func (s *server) create(t *keptType) func(http.ResponseWriter, *http.Request, *owner) {
	return func(w http.ResponseWriter, r *http.Request, o *owner) {
		sent, notes, ok := s.body(w, r)
		if !ok {
			return
		}
		if sent.Head().ResourceType != t.name {
			outcome(w, http.StatusBadRequest, "invalid", "Send a "+t.name+" here.")
			return
		}
		kept, isNew, err := s.take(r, o, sent)
		if err != nil {
			s.fail(w, err)
			return
		}
		status := http.StatusOK
		if isNew {
			status = http.StatusCreated
		}
		w.Header().Set("Location", base(r)+"/"+t.name+"/"+string(kept.Head().ID))
		if len(notes) > 0 {
			kept = keptBut(notes)
		}
		s.write(w, status, kept)
	}
}

// keptBut says what of a resource was not kept.
func keptBut(notes fhir.Faults) *fhir.OperationOutcome {
	first := fhir.Issue{Severity: "information", Code: "informational", Diagnostics: "It was kept, but for what is named here."}
	return fhir.Outcome(append([]fhir.Issue{first}, notes.Issues("warning")...)...)
}

// take keeps a resource as a diary entry. The same resource again changes nothing.
func (s *server) take(r *http.Request, o *owner, sent fhir.Resource) (kept fhir.Resource, isNew bool, err error) {
	p, err := o.subject(sent)
	if err != nil {
		return nil, false, err
	}
	zone, err := s.zone(p.TimeZone)
	if err != nil {
		return nil, false, err
	}
	in, err := s.mapper.Import(sent, diary.DateOf(s.Now().In(zone).Date()), zone)
	if err != nil {
		return nil, false, err
	}
	if lab, ok := in.Data.(*diary.Lab); ok {
		if err := s.plausible(lab); err != nil {
			return nil, false, err
		}
	}
	text, err := fhir.Write(sent)
	if err != nil {
		return nil, false, err
	}
	raw, err := json.Marshal(diary.Entry{ID: fhirmap.Name("import", p.ID, string(text)), Kind: in.Data.Kind(), Day: in.Day, At: in.At, Data: in.Data})
	if err != nil {
		return nil, false, err
	}
	c, err := s.keeper.AddEntry(r.Context(), o.account, p.ID, raw)
	if err != nil {
		return nil, false, err
	}
	return s.resource(c.Entry, p.ID, everyKind), c.Decision == diary.Create, nil
}

// subject finds whose a resource is. It may be left out by somebody who has one person.
func (o *owner) subject(sent fhir.Resource) (app.Member, error) {
	var ref *fhir.Reference
	switch x := sent.(type) {
	case *fhir.Observation:
		ref = x.Subject
	case *fhir.MedicationStatement:
		ref = x.Subject
	}
	if ref == nil || ref.Reference == "" {
		if len(o.persons) == 1 {
			return o.persons[0], nil
		}
		return app.Member{}, fhir.Faults{{Code: "required", Path: sent.Head().ResourceType + ".subject", Text: "must say which Patient it is about"}}
	}
	id, ok := cutPatient(ref)
	p, err := o.person(id)
	if !ok || err != nil {
		return p, fhir.Faults{{Code: "not-found", Path: sent.Head().ResourceType + ".subject", Text: "is none of your persons; GET Patient lists them"}}
	}
	return p, nil
}

// plausible refuses a value that looks like a slip: nobody is there to ask.
func (s *server) plausible(l *diary.Lab) error {
	a, err := s.use.Labs(&app.LabsRequest{Results: []app.LabResult{{Analyte: l.Analyte, Value: string(l.Value), Unit: l.Unit, Low: string(l.Low), High: string(l.High)}}})
	if err != nil {
		return err
	}
	if len(a.Results) == 1 && len(a.Results[0].Questions) > 0 {
		return fhir.Faults{{Code: "business-rule", Path: "Observation.valueQuantity", Text: a.Results[0].Questions[0].Text + " It was not kept: correct it, or enter it by hand and confirm it"}}
	}
	return nil
}

// batch takes every entry of a bundle that can be read as FHIR by itself; what cannot be
// kept of one hinders no other. A transaction, all or nothing, is refused.
func (s *server) batch(w http.ResponseWriter, r *http.Request, o *owner) {
	sent, notes, ok := s.body(w, r)
	if !ok {
		return
	}
	b, ok := sent.(*fhir.Bundle)
	switch {
	case !ok || !slices.Contains([]fhir.Code{"batch", "collection"}, b.Type):
		outcome(w, http.StatusUnprocessableEntity, "not-supported", "Send a Bundle of type batch or collection. A transaction is not supported.")
		return
	case len(b.Entry) > mostBatch:
		outcome(w, http.StatusRequestEntityTooLarge, "too-costly", fmt.Sprintf("A batch has at most %d entries. Send it in parts.", mostBatch))
		return
	}
	out := &fhir.Bundle{Base: fhir.Of("Bundle", ""), Type: "batch-response"}
	for i, e := range b.Entry {
		out.Entry = append(out.Entry, fhir.BundleEntry{Response: s.one(r, o, e, of(notes, i))})
	}
	s.write(w, http.StatusOK, out)
}

// of are the notes about one entry, and the one that says that not all are named.
func of(notes fhir.Faults, i int) (out fhir.Faults) {
	prefix := "Bundle.entry[" + strconv.Itoa(i) + "]"
	for _, n := range notes {
		if n.Path == "" || strings.HasPrefix(n.Path, prefix) {
			out = append(out, n)
		}
	}
	return out
}

func (s *server) one(r *http.Request, o *owner, e fhir.BundleEntry, notes fhir.Faults) *fhir.BundleResponse {
	answer := func(status int, x *fhir.OperationOutcome) *fhir.BundleResponse {
		return &fhir.BundleResponse{Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), Outcome: &fhir.Any{Resource: x}}
	}
	if e.Resource == nil || e.Request != nil && (e.Request.Method != http.MethodPost || e.Request.URL != e.Resource.Head().ResourceType) {
		return answer(http.StatusMethodNotAllowed, fhir.Outcome(fhir.Issue{Severity: "error", Code: "not-supported", Diagnostics: "Only POST of a resource to its type is done in a batch."}))
	}
	kept, isNew, err := s.take(r, o, e.Resource.Resource)
	if err != nil {
		status, issues := s.sorted(err)
		return answer(status, fhir.Outcome(issues...))
	}
	status := http.StatusOK
	if isNew {
		status = http.StatusCreated
	}
	out := answer(status, keptBut(notes))
	if len(notes) == 0 {
		out.Outcome = nil
	}
	out.Location = kept.Head().ResourceType + "/" + string(kept.Head().ID)
	return out
}

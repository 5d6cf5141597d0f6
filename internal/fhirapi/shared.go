package fhirapi

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// consultations holds the use cases of reports that persons sent to a practitioner;
// app.Consultations is one. Read keeps to the person's consent and notes each look.
type consultations interface {
	Open(ctx context.Context, a app.Account) ([]app.OpenConsultation, error)
	Read(ctx context.Context, a app.Account, id string) (*app.ConsultationView, error)
}

// shared is a report that a person lets the practitioner who asks read. It looks like a
// Patient of its own, who has nothing but what is in the report.
type shared struct {
	app.OpenConsultation
	patient string // id

	looked  bool                     // in this request
	parts   map[string]fhir.Resource // by type; nil where the consent has ended meanwhile
	entries []fhir.Resource          // newest first
}

// sharedWith lists the reports that an account may read, without opening them.
func (s *server) sharedWith(ctx context.Context, a app.Account) ([]*shared, error) {
	if s.consultations == nil {
		return nil, nil
	}
	list, err := s.consultations.Open(ctx, a)
	out := make([]*shared, len(list))
	for i, c := range list {
		out[i] = &shared{OpenConsultation: c, patient: fhirmap.SharedPatient(c.ID)}
	}
	return out, err
}

// look opens a report, once in a request; the person's list of accesses has a line of it.
func (s *server) look(ctx context.Context, o *owner, x *shared) error {
	if x.looked {
		return nil
	}
	v, err := s.consultations.Read(ctx, o.account, x.ID)
	if kind := errs.KindOf(err); err != nil && kind != errs.NotFound && kind != errs.Forbidden {
		return err
	}
	x.looked = true
	if err != nil || v.Sight == consult.Nothing || v.Report == nil {
		return nil
	}
	x.parts, x.entries, err = s.mapper.Shared(v.Report, x.ID, x.CreatedAt.UTC(), v.Sight == consult.SaidOnly)
	return err
}

// sharedAs finds the report whose Patient has an id; nil for none.
func (o *owner) sharedAs(patient string) *shared {
	for _, x := range o.shared {
		if x.patient == patient {
			return x
		}
	}
	return nil
}

// sharedPart is one part of a report, or of the Patient of its own; nil where it has none.
func (s *server) sharedPart(ctx context.Context, o *owner, x *shared, kind string) (fhir.Resource, error) {
	err := s.look(ctx, o, x)
	return x.parts[kind], err
}

// sharedThings is the report as that of which a type is made, opened when it is made.
func (s *server) sharedThings(ctx context.Context, o *owner, x *shared) []thing {
	return []thing{{day: x.CreatedAt.UTC().Format(time.DateOnly), id: x.ID, version: int(x.Version), updated: x.ChangedAt, made: func(kind string) (fhir.Resource, error) {
		return s.sharedPart(ctx, o, x, kind)
	}}}
}

// sharedEntries are the results, nights and medicines of a report that are of one type
// and, where one is asked for, of one category.
func (s *server) sharedEntries(ctx context.Context, o *owner, x *shared, kind, category string) ([]thing, error) {
	if err := s.look(ctx, o, x); err != nil {
		return nil, err
	}
	var out []thing
	for _, e := range x.entries {
		day := ""
		switch e := e.(type) {
		case *fhir.Observation:
			if day = string(e.EffectiveDateTime); category != "" && string(e.Category[0].Coding[0].Code) != category {
				continue
			}
		case *fhir.MedicationStatement:
			day = string(e.EffectiveDateTime)
		}
		if e.Head().ResourceType == kind {
			out = append(out, thing{day: day, id: string(e.Head().ID), version: int(x.Version), updated: x.ChangedAt, made: func(string) (fhir.Resource, error) { return e, nil }})
		}
	}
	slices.SortFunc(out, newestFirst)
	return out, nil
}

// sharedPage goes on with a search of a kept type behind the owner's own persons.
func (s *server) sharedPage(ctx context.Context, o *owner, q *query, t *keptType, p *pager) (*place, error) {
	for _, x := range o.shared {
		if p.skips(q, x.patient) {
			continue
		}
		list, err := s.sharedEntries(ctx, o, x, t.name, q.category)
		if err != nil {
			return nil, err
		}
		if end, err := p.take(q, x.patient, t.name, list); end != nil || err != nil {
			return end, err
		}
	}
	return nil, nil
}

// readShared finds one result, night or medicine of a report by its id, which begins with
// that of the consultation; nil for none.
func (s *server) readShared(ctx context.Context, o *owner, t *keptType, id string) (fhir.Resource, error) {
	for _, x := range o.shared {
		if !strings.HasPrefix(id, x.ID+"-") {
			continue
		}
		list, err := s.sharedEntries(ctx, o, x, t.name, "")
		if err != nil {
			return nil, err
		}
		for _, y := range list {
			if y.id == id {
				return y.resource(t.name)
			}
		}
	}
	return nil, nil
}

// everythingShared gives all of a report on one page.
func (s *server) everythingShared(w http.ResponseWriter, r *http.Request, o *owner, x *shared) {
	if err := s.look(r.Context(), o, x); err != nil {
		s.fail(w, err)
		return
	}
	if x.parts == nil {
		s.fail(w, noPatient())
		return
	}
	b := bundle(r)
	match(b, r, x.parts["Patient"])
	for _, e := range x.entries {
		match(b, r, e)
	}
	for _, t := range ofReports {
		if part := x.parts[t.name]; part != nil && t.name != "Bundle" {
			match(b, r, part)
		}
	}
	s.write(w, http.StatusOK, b)
}

// pager collects a page over several persons and reports.
type pager struct {
	after *place // nil once what it names has been reached
	n     int
	last  *place // of what was given last
	fn    func(fhir.Resource)
}

// skips reports that the page has nothing of a person: another one is asked for, or the
// page begins behind them.
func (p *pager) skips(q *query, person string) bool {
	return q.person != "" && person != q.person || p.after != nil && p.after.person != person
}

// take gives what a search asks for among the things of a person, newest first, until the
// page is full; then it says where the list goes on.
func (p *pager) take(q *query, person, kind string, list []thing) (*place, error) {
	after := p.after
	p.after = nil
	for _, x := range list {
		if q.id != "" && x.id != q.id || q.from != "" && x.day < q.from || q.to != "" && x.day > q.to ||
			after != nil && newestFirst(thing{day: after.cursor.Day, id: after.cursor.ID}, x) >= 0 {
			continue
		}
		made, err := x.resource(kind)
		if err != nil {
			return nil, err
		}
		if made == nil {
			continue
		}
		if p.n == q.count {
			return p.last, nil
		}
		p.fn(made)
		p.n++
		p.last = &place{person, app.EntryCursor{Day: x.day, ID: x.id}}
	}
	return nil, nil
}

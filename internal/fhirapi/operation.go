package fhirapi

import (
	"net/http"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// everyKind is what of a diary has a FHIR of its own.
var everyKind = []diary.Kind{diary.KindLab, diary.KindMedicine, diary.KindNight}

// everything gives a Patient with all that is kept, in pages.
func (s *server) everything(w http.ResponseWriter, r *http.Request, o *owner) {
	q, err := parseQuery(r)
	if err != nil {
		s.fail(w, err)
		return
	}
	if x := o.sharedAs(r.PathValue("id")); x != nil {
		s.everythingShared(w, r, o, x)
		return
	}
	p, err := o.person(r.PathValue("id"))
	if err != nil {
		s.fail(w, err)
		return
	}
	b := bundle(r)
	if q.person = p.ID; q.after == nil {
		match(b, r, patient(p))
	}
	end, err := s.page(r.Context(), o, q, everyKind, &pager{after: q.after, fn: func(x fhir.Resource) { match(b, r, x) }})
	if err != nil {
		s.fail(w, err)
		return
	}
	if end == nil {
		if err := s.eachMade(r.Context(), o, p, func(x fhir.Resource) { match(b, r, x) }); err != nil {
			s.fail(w, err)
			return
		}
	}
	next(b, r, end)
	s.write(w, http.StatusOK, b)
}

// summary gives the International Patient Summary of a person who has a name: their diary,
// and the standing problems and medicines of the newest check that they keep.
func (s *server) summary(w http.ResponseWriter, r *http.Request, o *owner) {
	p, err := o.person(r.PathValue("id"))
	if err != nil {
		s.fail(w, err)
		return
	}
	d, zone, err := s.diary(r, o, p)
	if err != nil {
		s.fail(w, err)
		return
	}
	said, err := s.lastSaid(r.Context(), o, p)
	if err != nil {
		s.fail(w, err)
		return
	}
	b, err := s.mapper.Summary(&fhirmap.Record{Said: said, Person: fhirmap.Person{ID: p.ID, Name: p.Name}, At: s.Now().In(zone), Knowledge: s.use.Base().Version, Entries: d.Entries})
	if err != nil {
		s.fail(w, err)
		return
	}
	s.write(w, http.StatusOK, b)
}

// diary is what is kept for a person, and their time zone.
func (s *server) diary(r *http.Request, o *owner, p app.Member) (*app.ReportDiary, *time.Location, error) {
	zone, err := s.zone(p.TimeZone)
	if err != nil {
		return nil, nil, err
	}
	d := &app.ReportDiary{}
	err = s.keeper.EachEntry(r.Context(), o.account, p.ID, func(e app.KeptEntry) error {
		d.Entries = append(d.Entries, e.Entry)
		return nil
	})
	return d, zone, err
}

// report makes the document of a QuestionnaireResponse. Nothing is kept. With a token and
// one of the owner's persons as subject, their diary is in it.
func (s *server) report(w http.ResponseWriter, r *http.Request) {
	qr, ok := s.response(w, r)
	if !ok {
		return
	}
	record, err := s.reported(r, qr)
	if err != nil {
		s.fail(w, err)
		return
	}
	b, err := s.mapper.Document(record)
	if err != nil {
		s.fail(w, err)
		return
	}
	s.write(w, http.StatusOK, b)
}

// reported is the record of a response, with the diary where one may be joined.
func (s *server) reported(r *http.Request, qr *fhir.QuestionnaireResponse) (*fhirmap.Record, error) {
	if s.keeper == nil || account.Bearer(r.Header.Values("Authorization")) == "" || qr.Subject == nil {
		return s.assessed(qr, nil)
	}
	o, err := s.owner(r)
	if err != nil {
		return nil, err
	}
	id, isPatient := cutPatient(qr.Subject)
	if !isPatient {
		return nil, errs.New(errs.Invalid, "QuestionnaireResponse.subject must be Patient/ and an id.")
	}
	p, err := o.person(id)
	if err != nil {
		return nil, err
	}
	d, zone, err := s.diary(r, o, p)
	if err != nil {
		return nil, err
	}
	record, err := s.assessed(qr, d)
	if err != nil {
		return nil, err
	}
	record.Person.ID, record.Person.Name, record.At = p.ID, p.Name, record.At.In(zone)
	return record, nil
}

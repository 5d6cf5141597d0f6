package fhirapi

import (
	"net/http"

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
	p, err := o.person(r.PathValue("id"))
	if err != nil {
		s.fail(w, err)
		return
	}
	b := bundle(r)
	if q.person = p.ID; q.after == nil {
		match(b, r, patient(p))
	}
	end, err := s.page(r.Context(), o, q, everyKind, func(x fhir.Resource) { match(b, r, x) })
	if err != nil {
		s.fail(w, err)
		return
	}
	next(b, r, end)
	s.write(w, http.StatusOK, b)
}

// summary gives the International Patient Summary of a person who has a name.
func (s *server) summary(w http.ResponseWriter, r *http.Request, o *owner) {
	p, err := o.person(r.PathValue("id"))
	if err != nil {
		s.fail(w, err)
		return
	}
	record := &fhirmap.Record{At: s.Now(), Knowledge: s.use.Base().Version}
	if err = s.keep(r, o, p, record); err == nil {
		var b *fhir.Bundle
		if b, err = s.mapper.Summary(record); err == nil {
			s.write(w, http.StatusOK, b)
			return
		}
	}
	s.fail(w, err)
}

// keep adds to a record what is kept for a person.
func (s *server) keep(r *http.Request, o *owner, p app.Member, record *fhirmap.Record) error {
	record.Person.ID, record.Person.Name = p.ID, p.Name
	zone, err := s.zone(p.TimeZone)
	if err != nil {
		return err
	}
	record.At = record.At.In(zone)
	return s.keeper.EachEntry(r.Context(), o.account, p.ID, func(e app.KeptEntry) error {
		record.Entries = append(record.Entries, e.Entry)
		return nil
	})
}

// report makes the document of a QuestionnaireResponse. Nothing is kept. With a token and
// one of the owner's persons as subject, their diary is in it.
func (s *server) report(w http.ResponseWriter, r *http.Request) {
	qr, ok := s.response(w, r)
	if !ok {
		return
	}
	record, err := s.assessed(qr)
	if err == nil && s.keeper != nil && account.Bearer(r.Header.Values("Authorization")) != "" && qr.Subject != nil {
		err = s.withDiary(r, qr, record)
	}
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

func (s *server) withDiary(r *http.Request, qr *fhir.QuestionnaireResponse, record *fhirmap.Record) error {
	o, err := s.owner(r)
	if err != nil {
		return err
	}
	id, isPatient := cutPatient(qr.Subject)
	if !isPatient {
		return errs.New(errs.Invalid, "QuestionnaireResponse.subject must be Patient/ and an id.")
	}
	p, err := o.person(id)
	if err != nil {
		return err
	}
	return s.keep(r, o, p, record)
}

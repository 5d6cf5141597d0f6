package fhirapi

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// bundle begins the answer of a search.
func bundle(r *http.Request) *fhir.Bundle {
	self := base(r) + r.URL.Path[len(Root):]
	if r.URL.RawQuery != "" {
		self += "?" + r.URL.RawQuery
	}
	return &fhir.Bundle{Base: fhir.Of("Bundle", ""), Type: "searchset", Link: []fhir.BundleLink{{Relation: "self", URL: self}}}
}

// match adds a resource that was looked for.
func match(b *fhir.Bundle, r *http.Request, x fhir.Resource) {
	h := x.Head()
	b.Entry = append(b.Entry, fhir.BundleEntry{FullURL: base(r) + "/" + h.ResourceType + "/" + string(h.ID), Resource: &fhir.Any{Resource: x}, Search: &fhir.BundleSearch{Mode: "match"}})
}

// next links to the page behind a place.
func next(b *fhir.Bundle, r *http.Request, p *place) {
	if p == nil {
		return
	}
	values, _ := url.ParseQuery(r.URL.RawQuery) // parseQuery has seen to it
	values.Set("_cursor", p.text())
	b.Link = append(b.Link, fhir.BundleLink{Relation: "next", URL: base(r) + r.URL.Path[len(Root):] + "?" + values.Encode()})
}

// person as FHIR.
func patient(p app.Member) *fhir.Patient {
	return fhirmap.Patient(fhirmap.Person{Name: p.Name}, p.ID)
}

func (s *server) patients(w http.ResponseWriter, r *http.Request, o *owner) {
	q, err := parseQuery(r, "_id")
	if err != nil {
		s.fail(w, err)
		return
	}
	list := slices.Clone(o.persons)
	for _, x := range o.shared {
		list = append(list, app.Member{ID: x.patient})
	}
	list = slices.DeleteFunc(list, func(p app.Member) bool { return q.id != "" && p.ID != q.id })
	b, total := bundle(r), len(list)
	b.Total = &total
	if q.after != nil {
		i := slices.IndexFunc(list, func(p app.Member) bool { return p.ID == q.after.person })
		list = list[i+1:]
	}
	for i, p := range list {
		if i == q.count {
			next(b, r, &place{person: list[i-1].ID})
			break
		}
		x, err := s.patientOf(r.Context(), o, p)
		if err != nil {
			s.fail(w, err)
			return
		}
		match(b, r, x)
	}
	s.write(w, http.StatusOK, b)
}

// patientOf is a person, or the Patient of a report, of which nothing but its id is left
// when the consent has ended in this moment.
func (s *server) patientOf(ctx context.Context, o *owner, p app.Member) (fhir.Resource, error) {
	x := o.sharedAs(p.ID)
	if x == nil {
		return patient(p), nil
	}
	made, err := s.sharedPart(ctx, o, x, "Patient")
	if made == nil {
		made = fhir.Resource(patient(p))
	}
	return made, err
}

func (s *server) patient(w http.ResponseWriter, r *http.Request, o *owner) {
	if x := o.sharedAs(r.PathValue("id")); x != nil {
		made, err := s.sharedPart(r.Context(), o, x, "Patient")
		if err == nil && made == nil {
			err = noPatient()
		}
		if err != nil {
			s.fail(w, err)
			return
		}
		s.write(w, http.StatusOK, made)
		return
	}
	p, err := o.person(r.PathValue("id"))
	if err != nil {
		s.fail(w, err)
		return
	}
	s.write(w, http.StatusOK, patient(p))
}

// resource maps an entry, or gives nil for a kind that this type is not made of.
func (s *server) resource(e app.KeptEntry, person string, kinds []diary.Kind) fhir.Resource {
	if !slices.Contains(kinds, e.Kind) {
		return nil
	}
	x := s.mapper.Entry(e.Entry, &fhir.Reference{Reference: "Patient/" + person})
	x.Head().Meta = &fhir.Meta{VersionID: fhir.ID(strconv.Itoa(e.Version)), LastUpdated: fhir.Instant(e.UpdatedAt.UTC().Format(time.RFC3339))}
	return x
}

func (s *server) read(t *keptType) func(http.ResponseWriter, *http.Request, *owner) {
	return func(w http.ResponseWriter, r *http.Request, o *owner) {
		for _, p := range o.persons {
			e, err := s.keeper.Entry(r.Context(), o.account, p.ID, r.PathValue("id"))
			switch x := fhir.Resource(nil); {
			case err == nil:
				if x = s.resource(e, p.ID, t.kinds); x != nil {
					s.write(w, http.StatusOK, x)
					return
				}
			case errs.KindOf(err) != errs.NotFound:
				s.fail(w, err)
				return
			}
		}
		switch x, err := s.readShared(r.Context(), o, t, r.PathValue("id")); {
		case err != nil:
			s.fail(w, err)
		case x != nil:
			s.write(w, http.StatusOK, x)
		default:
			outcome(w, http.StatusNotFound, "not-found", "There is no such "+t.name+".")
		}
	}
}

func (s *server) search(t *keptType) func(http.ResponseWriter, *http.Request, *owner) {
	return func(w http.ResponseWriter, r *http.Request, o *owner) {
		q, err := parseQuery(r, t.params()...)
		if err != nil {
			s.fail(w, err)
			return
		}
		kinds := t.kinds
		if q.category != "" {
			kinds = []diary.Kind{kindOf[q.category]}
		}
		b := bundle(r)
		p := &pager{after: q.after, fn: func(x fhir.Resource) { match(b, r, x) }}
		end, err := s.page(r.Context(), o, q, kinds, p)
		if err == nil && end == nil {
			end, err = s.sharedPage(r.Context(), o, q, t, p)
		}
		if err != nil {
			s.fail(w, err)
			return
		}
		next(b, r, end)
		s.write(w, http.StatusOK, b)
	}
}

// page gives up to q.count resources of the kinds, person by person, newest first, and
// says where the list goes on; nil at its end. A patient of somebody else has none.
func (s *server) page(ctx context.Context, o *owner, q *query, kinds []diary.Kind, page *pager) (*place, error) {
	for _, p := range o.persons {
		if page.skips(q, p.ID) {
			continue
		}
		eq := app.EntryQuery{From: q.from, To: q.to, Limit: mostCount}
		if page.after != nil {
			eq.Cursor, page.after = page.after.cursor, nil
		}
		for more := true; more; {
			list, end, err := s.keeper.Entries(ctx, o.account, p.ID, eq)
			if err != nil {
				return nil, err
			}
			for _, e := range list {
				x := s.resource(e, p.ID, kinds)
				if x == nil {
					continue
				}
				if page.n == q.count {
					return &place{p.ID, eq.Cursor}, nil
				}
				page.fn(x)
				page.n++
				eq.Cursor = app.EntryCursor{Day: e.Day.String(), ID: e.ID}
				page.last = &place{p.ID, eq.Cursor}
			}
			if more = end != nil; more {
				eq.Cursor = *end
			}
		}
	}
	return nil, nil
}

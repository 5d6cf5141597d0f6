package fhirapi

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// madeType is a type of resource that is made, when it is asked for, of the checks that a
// person keeps or of the results of a day. date is its search parameter for the day.
type madeType struct {
	name, date string
	noPatient  bool // the standard has no parameter for the patient
	things     func(s *server, ctx context.Context, o *owner, p app.Member) ([]thing, error)
}

// ofReports are the types of what the report makes beside the diary.
var ofReports = []*madeType{
	{name: "Bundle", date: "timestamp", noPatient: true, things: (*server).checks},
	{name: "CarePlan", date: "date", things: (*server).checks},
	{name: "Composition", date: "date", things: (*server).checks},
	{name: "DiagnosticReport", date: "date", things: (*server).labDays},
	{name: "QuestionnaireResponse", date: "authored", things: (*server).checks},
	{name: "RiskAssessment", date: "date", things: (*server).checks},
}

// params are the search parameters of the type.
func (t *madeType) params() []string {
	if t.noPatient {
		return []string{"_id", t.date}
	}
	return []string{"_id", "patient", "subject", t.date}
}

// thing is what resources can be made of. made gives nil for a type that it has none of.
type thing struct {
	day, id string
	version int
	updated time.Time
	made    func(kind string) (fhir.Resource, error)
}

// resource makes the resource of a type, with its version.
func (x *thing) resource(kind string) (fhir.Resource, error) {
	r, err := x.made(kind)
	if r == nil || err != nil {
		return nil, err
	}
	r.Head().Meta = &fhir.Meta{LastUpdated: fhir.Instant(x.updated.UTC().Format(time.RFC3339))}
	if x.version > 0 {
		r.Head().Meta.VersionID = fhir.ID(strconv.Itoa(x.version))
	}
	return r, nil
}

// newestFirst is the order of pages.
func newestFirst(a, b thing) int {
	return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(b.id, a.id))
}

// checks are the kept ones of a person, newest first. One that this program cannot read
// any more makes nothing; the page where it is kept still lists it.
func (s *server) checks(ctx context.Context, o *owner, p app.Member) ([]thing, error) {
	book, err := s.keeper.Book(ctx, o.account, p.ID)
	if err != nil {
		return nil, err
	}
	items, err := book.Items(ctx, app.CheckItem)
	if err != nil {
		return nil, err
	}
	var out []thing
	for _, x := range items {
		request, err := s.Check(x.Data)
		if err != nil {
			continue
		}
		at := x.UpdatedAt.In(book.Zone())
		out = append(out, thing{day: diary.DateOf(at.Date()).String(), id: x.ID, version: x.Version, updated: x.UpdatedAt, made: func(kind string) (fhir.Resource, error) {
			record, err := s.use.Record(s.asked(request, nil), at)
			if err != nil {
				return nil, err
			}
			record.Person.ID, record.Person.Name = p.ID, p.Name
			all, err := s.mapper.Kept(record, x.ID)
			return all[kind], err
		}})
	}
	slices.SortFunc(out, newestFirst)
	return out, nil
}

// lastSaid is what a person said in the newest check that they keep; nil without one.
func (s *server) lastSaid(ctx context.Context, o *owner, p app.Member) ([]fhirmap.Said, error) {
	if s.Check == nil {
		return nil, nil
	}
	book, err := s.keeper.Book(ctx, o.account, p.ID)
	if err != nil {
		return nil, err
	}
	items, err := book.Items(ctx, app.CheckItem)
	if err != nil {
		return nil, err
	}
	for _, x := range slices.Backward(items) {
		if request, err := s.Check(x.Data); err == nil {
			record, err := s.use.Record(&app.ReportRequest{Request: *request}, x.UpdatedAt)
			if err != nil {
				return nil, err
			}
			return record.Said, nil
		}
	}
	return nil, nil
}

// labDays are the days of a person's laboratory results, newest first.
func (s *server) labDays(ctx context.Context, o *owner, p app.Member) ([]thing, error) {
	var entries []diary.Entry
	updated := map[diary.Date]time.Time{}
	err := s.keeper.EachEntry(ctx, o.account, p.ID, func(e app.KeptEntry) error {
		if e.Kind == diary.KindLab {
			entries = append(entries, e.Entry)
			if e.UpdatedAt.After(updated[e.Day]) {
				updated[e.Day] = e.UpdatedAt
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	days, reports := s.mapper.Results(entries, p.ID)
	out := make([]thing, len(days))
	for i, r := range reports {
		out[i] = thing{day: days[i].String(), id: string(r.ID), updated: updated[days[i]], made: func(string) (fhir.Resource, error) { return r, nil }}
	}
	return out, nil
}

// findMade finds the thing of a type by id among all the owner's persons and what is
// shared with the owner.
func (s *server) findMade(r *http.Request, o *owner, t *madeType) (fhir.Resource, error) {
	for _, p := range o.persons {
		list, err := t.things(s, r.Context(), o, p)
		if err != nil {
			return nil, err
		}
		for _, x := range list {
			if x.id == r.PathValue("id") {
				return x.resource(t.name)
			}
		}
	}
	for _, x := range o.shared {
		if x.ID == r.PathValue("id") {
			return s.sharedThings(r.Context(), o, x)[0].resource(t.name)
		}
	}
	return nil, nil
}

func (s *server) readMade(t *madeType) func(http.ResponseWriter, *http.Request, *owner) {
	return func(w http.ResponseWriter, r *http.Request, o *owner) {
		switch x, err := s.findMade(r, o, t); {
		case err != nil:
			s.fail(w, err)
		case x == nil:
			outcome(w, http.StatusNotFound, "not-found", "There is no such "+t.name+".")
		default:
			s.write(w, http.StatusOK, x)
		}
	}
}

func (s *server) searchMade(t *madeType) func(http.ResponseWriter, *http.Request, *owner) {
	return func(w http.ResponseWriter, r *http.Request, o *owner) {
		q, err := parseQuery(r, t.params()...)
		if err != nil {
			s.fail(w, err)
			return
		}
		b := bundle(r)
		end, err := s.madePage(r.Context(), o, q, t, func(x fhir.Resource) { match(b, r, x) })
		if err != nil {
			s.fail(w, err)
			return
		}
		next(b, r, end)
		s.write(w, http.StatusOK, b)
	}
}

// madePage gives up to q.count resources of a type to fn, person by person, newest first,
// then what is shared, and says where the list goes on; nil at its end.
func (s *server) madePage(ctx context.Context, o *owner, q *query, t *madeType, fn func(fhir.Resource)) (*place, error) {
	page := &pager{after: q.after, fn: fn}
	for _, p := range o.persons {
		if page.skips(q, p.ID) {
			continue
		}
		list, err := t.things(s, ctx, o, p)
		if err != nil {
			return nil, err
		}
		if end, err := page.take(q, p.ID, t.name, list); end != nil || err != nil {
			return end, err
		}
	}
	for _, x := range o.shared {
		if page.skips(q, x.patient) {
			continue
		}
		if end, err := page.take(q, x.patient, t.name, s.sharedThings(ctx, o, x)); end != nil || err != nil {
			return end, err
		}
	}
	return nil, nil
}

// document gives the whole document of a Composition.
func (s *server) document(w http.ResponseWriter, r *http.Request, o *owner) {
	s.readMade(ofReports[0])(w, r, o)
}

// eachMade gives everything that is made of what a person keeps to fn, but for documents,
// whose parts are given.
func (s *server) eachMade(ctx context.Context, o *owner, p app.Member, fn func(fhir.Resource)) error {
	for _, t := range ofReports {
		if t.name == "Bundle" || !s.makes(t) {
			continue
		}
		list, err := t.things(s, ctx, o, p)
		if err != nil {
			return err
		}
		for _, x := range list {
			made, err := x.resource(t.name)
			if err != nil {
				return err
			}
			if made != nil {
				fn(made)
			}
		}
	}
	return nil
}

// makes reports whether a type is served: kept checks need somebody who reads them.
func (s *server) makes(t *madeType) bool {
	return s.keeper != nil && (s.Check != nil || t.name == "DiagnosticReport")
}

// declareMade adds the types to a statement of what can be done.
func (s *server) declareMade(rest *fhir.CapabilityRest) {
	for _, t := range ofReports {
		if !s.makes(t) {
			continue
		}
		i := slices.IndexFunc(rest.Resource, func(r fhir.CapabilityResource) bool { return string(r.Type) == t.name })
		if i < 0 {
			i = len(rest.Resource)
			rest.Resource = append(rest.Resource, fhir.CapabilityResource{Type: fhir.Code(t.name), Documentation: "Made of what the person keeps, when it is asked for."})
		}
		x := &rest.Resource[i]
		x.Interaction = interactions("read", "search-type")
		x.SearchParam = []fhir.CapabilitySearch{count()}
		for _, name := range t.params() {
			x.SearchParam = append(x.SearchParam, searchParams[name])
		}
		if t.name == "Composition" {
			x.Operation = []fhir.CapabilityOperation{{Name: "document", Definition: "http://hl7.org/fhir/OperationDefinition/Composition-document"}}
		}
	}
}

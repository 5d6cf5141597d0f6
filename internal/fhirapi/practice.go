package fhirapi

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// exchange holds the use cases of what persons and practitioners do together;
// app.Exchange is one.
type exchange interface {
	Now() time.Time
	Practitioners(ctx context.Context, a app.Account) ([]app.PractitionerView, error)
	Schedules(ctx context.Context, a app.Account) ([]app.ExchangedSchedule, error)
	Free(ctx context.Context, s *app.ExchangedSchedule, first, last consult.Date) ([]consult.Slot, error)
	Appointments(ctx context.Context, a app.Account) ([]app.ExchangedAppointment, error)
	Consents(ctx context.Context, a app.Account) ([]app.Consent, error)
	Signatures(ctx context.Context, a app.Account) ([]app.ExchangedSignature, error)
	Accesses(ctx context.Context, a app.Account) ([]app.ExchangedAccess, error)
}

// practiceType is a type of resource about practitioners, read only. What it lists is all
// that the account may see of it.
type practiceType struct {
	name   string
	params []string
	list   func(s *server, ctx context.Context, o *owner, q *query) ([]item, error)
}

var ofPractice = []*practiceType{
	{"Practitioner", []string{"_id"}, (*server).practitioners},
	{"PractitionerRole", []string{"_id", "practitioner"}, (*server).roles},
	{"Schedule", []string{"_id", "actor"}, (*server).schedules},
	{"Slot", []string{"_id", "schedule", "start"}, (*server).slots},
	{"Appointment", []string{"_id", "patient", "date"}, (*server).appointments},
	{"Consent", []string{"_id", "patient"}, (*server).consents},
	{"Provenance", []string{"_id"}, (*server).signatures},
	{"AuditEvent", []string{"_id", "patient", "date"}, (*server).accesses},
}

// practices are the types that are served.
func (s *server) practices() []*practiceType {
	if s.exchange == nil {
		return nil
	}
	return ofPractice
}

// item is a resource with what a search can ask of it.
type item struct {
	fhir.Resource
	at     time.Time // for a search by day and the order of pages; zero for none
	person string    // id; empty for none
	of     string    // whose schedule, or which, by id; empty for none
}

// day is the day of an item in UTC; empty for none.
func (x *item) day() string {
	if x.at.IsZero() {
		return ""
	}
	return x.at.UTC().Format(time.DateOnly)
}

func (x *item) place() *place {
	return &place{cursor: app.EntryCursor{Day: x.day(), ID: string(x.Head().ID)}}
}

// before reports that an item stands before a place: pages begin with the latest day, and
// of a day with the highest id.
func (x *item) before(p *place) bool {
	day, id := x.day(), string(x.Head().ID)
	return day > p.cursor.Day || day == p.cursor.Day && id > p.cursor.ID
}

func (x *item) fits(q *query) bool {
	return (q.id == "" || string(x.Head().ID) == q.id) && (q.person == "" || x.person == q.person) && (q.of == "" || x.of == q.of) &&
		(q.from == "" || x.day() >= q.from) && (q.to == "" || x.day() <= q.to)
}

func (s *server) searchPractice(t *practiceType) func(http.ResponseWriter, *http.Request, *owner) {
	return func(w http.ResponseWriter, r *http.Request, o *owner) {
		q, err := parseQuery(r, t.params...)
		if err != nil {
			s.fail(w, err)
			return
		}
		list, err := t.list(s, r.Context(), o, q)
		if err != nil {
			s.fail(w, err)
			return
		}
		list = slices.DeleteFunc(list, func(x item) bool { return !x.fits(q) })
		slices.SortFunc(list, func(a, b item) int {
			switch {
			case a.before(b.place()):
				return -1
			case b.before(a.place()):
				return 1
			}
			return 0
		})
		b, total := bundle(r), len(list)
		b.Total = &total
		if q.after != nil {
			list = slices.DeleteFunc(list, func(x item) bool { return x.before(q.after) || *x.place() == *q.after })
		}
		for i, x := range list {
			if i == q.count {
				next(b, r, list[i-1].place())
				break
			}
			match(b, r, x.Resource)
		}
		s.write(w, http.StatusOK, b)
	}
}

func (s *server) readPractice(t *practiceType) func(http.ResponseWriter, *http.Request, *owner) {
	return func(w http.ResponseWriter, r *http.Request, o *owner) {
		q := &query{id: r.PathValue("id")}
		list, err := t.list(s, r.Context(), o, q)
		if err != nil {
			s.fail(w, err)
			return
		}
		for _, x := range list {
			if x.fits(q) {
				s.write(w, http.StatusOK, x.Resource)
				return
			}
		}
		outcome(w, http.StatusNotFound, "not-found", "There is no such "+t.name+".")
	}
}

func (s *server) practitioners(ctx context.Context, o *owner, _ *query) ([]item, error) {
	list, err := s.exchange.Practitioners(ctx, o.account)
	out := make([]item, len(list))
	for i, p := range list {
		out[i] = item{Resource: fhirmap.Practitioner(p.Account, &p.Practitioner, p.Standing(s.exchange.Now()), !p.Disabled)}
	}
	return out, err
}

func (s *server) roles(ctx context.Context, o *owner, _ *query) ([]item, error) {
	list, err := s.exchange.Practitioners(ctx, o.account)
	out := make([]item, len(list))
	for i, p := range list {
		out[i] = item{Resource: fhirmap.Role(p.Account, &p.Practitioner, p.Qualified && !p.Disabled), of: p.Account}
	}
	return out, err
}

func (s *server) schedules(ctx context.Context, o *owner, _ *query) ([]item, error) {
	list, err := s.exchange.Schedules(ctx, o.account)
	out := make([]item, len(list))
	for i, x := range list {
		out[i] = item{Resource: fhirmap.Schedule(&x.Service, x.Practitioner.Account, x.Practitioner.Name, x.Days), of: x.Practitioner.Account}
	}
	return out, err
}

// slotDays is how many days of free slots are listed where no day is asked for.
const slotDays = 7

// slots are the times of appointments that the account may see, and for a practitioner
// the free ones of their own schedules.
func (s *server) slots(ctx context.Context, o *owner, q *query) ([]item, error) {
	booked, err := s.exchange.Appointments(ctx, o.account)
	if err != nil {
		return nil, err
	}
	var out []item
	for _, a := range booked {
		if a.State == app.Booked {
			out = append(out, item{Resource: fhirmap.Slot(a.ID, &a.Service.Service, a.Start, a.End, "busy"), at: a.Start, of: a.Service.ID})
		}
	}
	list, err := s.exchange.Schedules(ctx, o.account)
	if err != nil {
		return nil, err
	}
	for _, x := range list {
		if x.Practitioner.Account != o.account.ID || q.of != "" && q.of != x.ID {
			continue
		}
		first, last := s.slotRange(q, &x)
		free, err := s.exchange.Free(ctx, &x, first, last)
		if err != nil {
			return nil, err
		}
		for _, f := range free {
			out = append(out, item{Resource: fhirmap.Slot(x.ID+"-"+strconv.FormatInt(f.Start.Unix(), 10), &x.Service, f.Start, f.End, "free"), at: f.Start, of: x.ID})
		}
	}
	return out, nil
}

// slotRange is the days to look at: those that are asked for, that of the slot that is read,
// or the next days. Days in UTC touch one more in the zone of the practice at both ends.
func (s *server) slotRange(q *query, x *app.ExchangedSchedule) (first, last consult.Date) {
	now := s.exchange.Now()
	from, to := now, now.AddDate(0, 0, slotDays)
	if text, ok := strings.CutPrefix(q.id, x.ID+"-"); ok {
		if unix, err := strconv.ParseInt(text, 10, 64); err == nil {
			from = time.Unix(unix, 0)
			to = from
		}
	}
	if t, err := time.Parse(time.DateOnly, q.from); err == nil {
		from, to = t.AddDate(0, 0, -1), t.AddDate(0, 0, slotDays)
	}
	if t, err := time.Parse(time.DateOnly, q.to); err == nil {
		to = t.AddDate(0, 0, 1)
	}
	first, last = consult.DateOf(from, x.Zone), consult.DateOf(to, x.Zone)
	if today := consult.DateOf(now, x.Zone); first.Before(today) {
		first = today
	}
	return first, last
}

// called are the names of practitioners that the account may know, by account.
func (s *server) called(ctx context.Context, o *owner) (map[string]string, error) {
	list, err := s.exchange.Practitioners(ctx, o.account)
	out := map[string]string{}
	for _, p := range list {
		out[p.Account] = p.Name
	}
	return out, err
}

func (s *server) appointments(ctx context.Context, o *owner, _ *query) ([]item, error) {
	names, err := s.called(ctx, o)
	if err != nil {
		return nil, err
	}
	list, err := s.exchange.Appointments(ctx, o.account)
	out := make([]item, len(list))
	for i, a := range list {
		x := fhirmap.Appointment{ID: a.ID, Person: a.Person, Practitioner: a.Practitioner, PractitionerName: names[a.Practitioner], Service: &a.Service.Service, Start: a.Start, End: a.End,
			CreatedAt: a.CreatedAt, Cancelled: a.State == app.Cancelled, ByPractitioner: a.CancelledBy == app.ByPractitioner}
		out[i] = item{Resource: x.FHIR(), at: a.Start, person: a.Person}
	}
	return out, err
}

func (s *server) consents(ctx context.Context, o *owner, _ *query) ([]item, error) {
	names, err := s.called(ctx, o)
	if err != nil {
		return nil, err
	}
	list, err := s.exchange.Consents(ctx, o.account)
	out := make([]item, len(list))
	for i, c := range list {
		until := c.Until
		if c.RevokedAt != nil {
			until = *c.RevokedAt
		}
		kind, about := app.SplitScope(c.Scope)
		x := fhirmap.Consent{ID: c.ID, Person: c.Person, Practitioner: c.Practitioner, PractitionerName: names[c.Practitioner], Kind: kind, About: about, GrantedAt: c.GrantedAt, Until: until, Open: c.Open(s.exchange.Now())}
		out[i] = item{Resource: x.FHIR(), at: c.GrantedAt, person: c.Person}
	}
	return out, err
}

func (s *server) signatures(ctx context.Context, o *owner, _ *query) ([]item, error) {
	names, err := s.called(ctx, o)
	if err != nil {
		return nil, err
	}
	list, err := s.exchange.Signatures(ctx, o.account)
	out := make([]item, len(list))
	for i, x := range list {
		y := fhirmap.Signed{Consultation: x.Consultation, Second: x.Sort == consult.SecondOpinion, At: x.At, PractitionerName: x.By, Detached: x.Detached}
		if name, known := names[x.Practitioner]; known { // others cannot be read
			y.Practitioner = x.Practitioner
			if y.PractitionerName == "" {
				y.PractitionerName = name
			}
		}
		out[i] = item{Resource: y.FHIR(), at: x.At}
	}
	return out, err
}

// lookers say in words who did something.
var lookers = map[app.Looker]string{app.LookedSelf: "The account that asks", app.LookedOther: "Another account that reaches the person", app.LookedGone: "An account that was erased", app.LookedProgram: "The program or its operator"}

func (s *server) accesses(ctx context.Context, o *owner, _ *query) ([]item, error) {
	names, err := s.called(ctx, o)
	if err != nil {
		return nil, err
	}
	list, err := s.exchange.Accesses(ctx, o.account)
	out := make([]item, len(list))
	for i, a := range list {
		x := fhirmap.Access{ID: a.ID, Person: a.Person, At: a.At, Action: a.Action, Who: lookers[a.Who], PractitionerName: a.Name, Kind: a.Kind, About: a.About}
		if _, known := names[a.By]; known && a.By != "" {
			x.Practitioner = a.By
		} else if a.Name != "" {
			x.Who = a.Name
		}
		out[i] = item{Resource: x.FHIR(), at: a.At, person: a.Person}
	}
	return out, err
}

// declarePractice adds the types to a statement of what can be done.
func (s *server) declarePractice(rest *fhir.CapabilityRest) {
	for _, t := range s.practices() {
		x := fhir.CapabilityResource{Type: fhir.Code(t.name), Documentation: "Read only; what the account of the token may see.", Interaction: interactions("read", "search-type"), SearchParam: []fhir.CapabilitySearch{count()}}
		for _, name := range t.params {
			x.SearchParam = append(x.SearchParam, searchParams[name])
		}
		rest.Resource = append(rest.Resource, x)
	}
}

package app

import (
	"context"
	"encoding/base64"
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// Exchange reads for other programs what persons and practitioners do together: the
// directory for every account; appointments, consents, signatures and accesses for who
// reaches the person; and for a practitioner what is theirs, with no word of a person's.
// It changes nothing and opens nobody's data by consent. Safe for concurrent use.
type Exchange struct{ k *Keeper }

// NewExchange makes the use cases over a keeper.
func NewExchange(k *Keeper) *Exchange { return &Exchange{k} }

// exchanged bounds what is read of one kind for one person or practitioner, the latest.
const exchanged = 10_000

func practises(a Account) bool {
	return a.Role == string(account.Practitioner) && a.DisabledAt == nil
}

// Practitioners lists the directory, and beside it the account itself and whom it has
// agreed that they read something, by account.
func (x *Exchange) Practitioners(ctx context.Context, a Account) ([]PractitionerView, error) {
	use := NewPractitioners(x.k)
	list, err := use.List(ctx, consult.Filter{})
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, p := range list {
		known[p.Account] = true
	}
	more := []string{a.ID}
	consents, err := x.Consents(ctx, a)
	for _, c := range consents {
		more = append(more, c.Practitioner)
	}
	if err != nil {
		return nil, err
	}
	for _, id := range more {
		if known[id] || id == "" {
			continue
		}
		known[id] = true
		p, err := use.Of(ctx, id)
		switch {
		case err == nil:
			list = append(list, p)
		case errs.KindOf(err) != errs.NotFound:
			return nil, err
		}
	}
	slices.SortFunc(list, func(a, b PractitionerView) int { return strings.Compare(a.Account, b.Account) })
	return list, nil
}

// ExchangedSchedule is a service that is offered, with how far ahead it can be booked.
type ExchangedSchedule struct {
	KeptService
	Practitioner PractitionerView
	Schedule     consult.Schedule
	Zone         *time.Location
	Days         consult.Span // that can be booked now
}

// Schedules lists the services that practitioners of the directory offer, and all of a
// practitioner's own.
func (x *Exchange) Schedules(ctx context.Context, a Account) ([]ExchangedSchedule, error) {
	list, err := x.Practitioners(ctx, a)
	if err != nil {
		return nil, err
	}
	var out []ExchangedSchedule
	for _, p := range list {
		own := p.Account == a.ID
		if !own && !p.Public {
			continue
		}
		practice, err := x.k.store.Practice(ctx, p.Account)
		if err != nil && errs.KindOf(err) == errs.NotFound {
			continue
		}
		if err != nil {
			return nil, err
		}
		zone, err := x.k.zone(p.TimeZone)
		if err != nil {
			return nil, err
		}
		services, err := x.k.store.ServicesOf(ctx, p.Account)
		if err != nil {
			return nil, err
		}
		now := x.k.now().UTC()
		for _, s := range services {
			if s.Offered || own {
				out = append(out, ExchangedSchedule{s, p, practice.Schedule, zone, consult.Span{From: now, To: now.AddDate(0, 0, practice.Schedule.Ahead)}})
			}
		}
	}
	return out, nil
}

// Free lists the free slots of a schedule on the days from first to last. They are for its
// practitioner: whoever books is asked first what speaks against it.
func (x *Exchange) Free(ctx context.Context, s *ExchangedSchedule, first, last consult.Date) ([]consult.Slot, error) {
	taken, err := x.k.store.Taken(ctx, s.KeptService.Practitioner, around(first, last, s.Zone), "")
	if err != nil || !s.Offered {
		return nil, err
	}
	return s.Schedule.Free(&s.Service, s.Zone, x.k.now(), first, last, taken), nil
}

// ExchangedAppointment is an appointment without what was written for it.
type ExchangedAppointment struct {
	ID, Person   string // Person is empty for the practitioner
	Practitioner string // account
	Service      KeptService
	Start, End   time.Time
	State        AppointmentState
	CancelledBy  string
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// Appointments lists those that the account has booked for its persons, and those with it
// as the practitioner, latest first.
func (x *Exchange) Appointments(ctx context.Context, a Account) ([]ExchangedAppointment, error) {
	persons, err := x.k.store.PersonsOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	var list []KeptAppointment
	for _, p := range persons {
		of, err := x.k.store.AppointmentsOf(ctx, a.ID, p.ID, exchanged)
		if err != nil {
			return nil, err
		}
		list = append(list, of...)
	}
	if practises(a) {
		now := x.k.now()
		with, err := x.k.store.AppointmentsWith(ctx, a.ID, consult.Span{From: now.AddDate(-1, 0, 0), To: now.AddDate(1, 0, 0)})
		if err != nil {
			return nil, err
		}
		for _, y := range with {
			if y.Account != a.ID {
				y.Person = ""
			}
			list = append(list, y)
		}
	}
	return x.withServices(ctx, list)
}

func (x *Exchange) withServices(ctx context.Context, list []KeptAppointment) ([]ExchangedAppointment, error) {
	services := map[string]KeptService{}
	out := make([]ExchangedAppointment, 0, len(list))
	for _, y := range list {
		s, ok := services[y.Service]
		if !ok {
			var err error
			if s, err = x.k.store.Service(ctx, y.Service); err != nil {
				return nil, err
			}
			services[y.Service] = s
		}
		out = append(out, ExchangedAppointment{y.ID, y.Person, y.Practitioner, s, y.Start, y.End, y.State, y.CancelledBy, y.CreatedAt, y.UpdatedAt})
	}
	slices.SortStableFunc(out, func(a, b ExchangedAppointment) int { return b.Start.Compare(a.Start) })
	return slices.CompactFunc(out, func(a, b ExchangedAppointment) bool { return a.ID == b.ID }), nil
}

// Consents lists those about the persons of the account, and those given to it as a
// practitioner, of which the person is left out.
func (x *Exchange) Consents(ctx context.Context, a Account) ([]Consent, error) {
	persons, err := x.k.store.PersonsOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	var out []Consent
	for _, p := range persons {
		list, err := x.k.store.ConsentsOf(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		out = append(out, list...)
	}
	if !practises(a) {
		return out, nil
	}
	list, err := x.k.store.ConsentsTo(ctx, a.ID, exchanged)
	for _, c := range list {
		c.Account, c.Person = "", ""
		out = append(out, c)
	}
	return out, err
}

// Now is the clock, by which a consent is open or not.
func (x *Exchange) Now() time.Time { return x.k.now() }

// ExchangedSignature says that a practitioner signed an opinion.
type ExchangedSignature struct {
	Consultation string
	Sort         consult.Sort
	At           time.Time
	Practitioner string // account
	By           string // the name on that day; empty for a practitioner, whose own it is
	// Detached is the signature without what it signs (RFC 7515, appendix F); empty for a
	// practitioner.
	Detached string
}

// Signatures lists the signed opinions about the persons of the account, and those that it
// has signed as a practitioner while the person's consent is open, without opening them.
func (x *Exchange) Signatures(ctx context.Context, a Account) ([]ExchangedSignature, error) {
	persons, err := x.k.store.PersonsOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	var out []ExchangedSignature
	for _, p := range persons {
		list, err := x.k.store.ConsultationsOf(ctx, p.ID)
		if err != nil {
			return nil, err
		}
		key, err := x.k.open(ctx, p.KeptPerson)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if !c.Validated() {
				continue
			}
			w, err := written(key, &c)
			if err != nil {
				return nil, err
			}
			s, err := signedBy(w.Signed)
			if err != nil {
				return nil, err
			}
			out = append(out, ExchangedSignature{c.ID, c.Sort, s.SignedAt, c.Holder, s.By.Name, detached(w.Signed)})
		}
	}
	if !practises(a) {
		return out, nil
	}
	list, err := x.k.store.ConsultationsFor(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	for _, c := range list {
		if !c.Validated() || c.Holder != a.ID {
			continue
		}
		_, err := x.k.store.ConsentFor(ctx, c.Person, a.ID, c.Scope(), x.k.now())
		switch {
		case err == nil:
			out = append(out, ExchangedSignature{Consultation: c.ID, Sort: c.Sort, At: c.ChangedAt, Practitioner: a.ID})
		case errs.KindOf(err) != errs.NotFound:
			return nil, err
		}
	}
	return out, nil
}

// detached is a compact JWS without its payload, in base64.
func detached(signed []byte) string {
	parts := strings.Split(string(signed), ".")
	if len(parts) != 3 {
		return ""
	}
	return base64.StdEncoding.EncodeToString([]byte(parts[0] + ".." + parts[2]))
}

// ExchangedAccess is a line of the audit about a person.
type ExchangedAccess struct {
	AccessView
	Person string
}

// Accesses lists what was done with the data of the account's persons, newest first.
func (x *Exchange) Accesses(ctx context.Context, a Account) ([]ExchangedAccess, error) {
	persons, err := x.k.store.PersonsOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	var out []ExchangedAccess
	use := Consents{x.k}
	for _, p := range persons {
		list, _, err := use.Accesses(ctx, a, p.ID, AccessCursor{}, exchanged)
		if err != nil {
			return nil, err
		}
		for _, l := range list {
			out = append(out, ExchangedAccess{l, p.ID})
		}
	}
	return out, nil
}

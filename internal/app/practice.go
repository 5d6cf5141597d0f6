package app

import (
	"context"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// MaxOfferings bounds the services of a practitioner.
const MaxOfferings = 30

// Fitter knows the kinds of services and who is fit for them; Service is one.
type Fitter interface {
	ServiceKinds() []Option
	Prechecks(kind string, other bool) ([]PrecheckGroup, error)
	Fitness(kind string, c *Precheck, country string, other bool) (*Fitness, error)
}

// Bookings holds the use cases of hours, services and appointments. Safe for concurrent
// use, also by several programs on one database.
type Bookings struct {
	k             *Keeper
	svc           Fitter
	practitioners *Practitioners
	reminders     *Reminders // nil where nothing can be sent
}

// NewBookings makes the use cases over a keeper. reminders may be nil: then nobody is told
// anything.
func NewBookings(k *Keeper, svc Fitter, p *Practitioners, reminders *Reminders) *Bookings {
	b := &Bookings{k: k, svc: svc, practitioners: p, reminders: reminders}
	if reminders != nil {
		reminders.Announce("appointment", b.announceToPerson)
		reminders.Announce("practice", b.announceToPractitioner)
	}
	return b
}

// PracticeView is when and for what a practitioner can be booked.
type PracticeView struct {
	Schedule consult.Schedule
	Zone     *time.Location // of the schedule
	Version  int64          // 0 before anything was saved
	Services []KeptService  // offered or not, oldest first
}

// Practice returns a practitioner's own practice; a usual schedule before anything was
// saved. errs.Forbidden for other roles; errs.NotFound before there is a profile, which
// names the time zone.
func (b *Bookings) Practice(ctx context.Context, a Account) (*PracticeView, error) {
	if err := onlyFor(a, account.Practitioner); err != nil {
		return nil, err
	}
	p, err := b.practitioners.Of(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	return b.practice(ctx, &p)
}

func (b *Bookings) practice(ctx context.Context, p *PractitionerView) (*PracticeView, error) {
	zone, err := b.k.zone(p.TimeZone)
	if err != nil {
		return nil, err
	}
	v := &PracticeView{Schedule: consult.Usual(p.TimeZone), Zone: zone}
	kept, err := b.k.store.Practice(ctx, p.Account)
	switch {
	case err == nil:
		v.Schedule, v.Version = kept.Schedule, kept.Version
		v.Schedule.Zone = p.TimeZone
	case errs.KindOf(err) != errs.NotFound:
		return nil, err
	}
	v.Services, err = b.k.store.ServicesOf(ctx, p.Account)
	return v, err
}

// SaveSchedule keeps hours, exceptions and limits; version is that which was changed.
// errs.Invalid with the field, as consult.Schedule.Check says; errs.Conflict when it was
// changed meanwhile; errs.Forbidden, errs.NotFound as Practice.
func (b *Bookings) SaveSchedule(ctx context.Context, a Account, s consult.Schedule, version int64) error {
	v, err := b.Practice(ctx, a)
	if err != nil {
		return err
	}
	s.Zone = v.Schedule.Zone
	if err := s.Check(consult.DateOf(b.k.now(), v.Zone)); err != nil {
		return err
	}
	by, err := b.k.audit(a.ID, "", "practice.save")
	if err != nil {
		return err
	}
	return b.k.store.SavePractice(ctx, KeptPractice{Practitioner: a.ID, Version: version + 1, Schedule: s, UpdatedAt: by.At}, by)
}

// SaveService adds a service, or changes the one of its id; appointments that are booked
// keep their times. errs.Invalid with the field named; errs.Conflict when there are
// MaxOfferings; errs.Forbidden, errs.NotFound.
func (b *Bookings) SaveService(ctx context.Context, a Account, x consult.Service) error {
	if err := onlyFor(a, account.Practitioner); err != nil {
		return err
	}
	x = x.Clean()
	if err := x.Check(); err != nil {
		return err
	}
	if !b.knows(x.Kind) {
		return errs.Field("kind", "choose one of the kinds offered")
	}
	by, err := b.k.audit(a.ID, "", "service.save")
	if err != nil {
		return err
	}
	if x.ID != "" {
		return b.k.store.ReplaceService(ctx, KeptService{Service: x, Practitioner: a.ID}, by)
	}
	if x.ID, err = b.k.newID(); err != nil {
		return err
	}
	if err := b.begun(ctx, a, by.At); err != nil {
		return err
	}
	return b.k.store.AddService(ctx, KeptService{Service: x, Practitioner: a.ID, CreatedAt: by.At}, MaxOfferings, by)
}

func (b *Bookings) knows(kind string) bool {
	return slices.ContainsFunc(b.svc.ServiceKinds(), func(o Option) bool { return o.Value == kind })
}

// begun keeps a practice without hours when there is none yet, so that there is something
// to book against.
func (b *Bookings) begun(ctx context.Context, a Account, at time.Time) error {
	_, err := b.k.store.Practice(ctx, a.ID)
	if err == nil || errs.KindOf(err) != errs.NotFound {
		return err
	}
	by, err := b.k.audit(a.ID, "", "practice.save")
	if err != nil {
		return err
	}
	err = b.k.store.SavePractice(ctx, KeptPractice{Practitioner: a.ID, Version: 1, Schedule: consult.Usual(""), UpdatedAt: at}, by)
	if err != nil && errs.KindOf(err) == errs.Conflict { // somebody was faster
		return nil
	}
	return err
}

// Offer is what can be booked with a practitioner.
type Offer struct {
	Practitioner PractitionerView
	Zone         *time.Location
	Services     []KeptService // offered ones
	Guests       bool          // can be booked without an account
	schedule     consult.Schedule
}

// Offer returns what can be booked with a practitioner of the directory. errs.NotFound.
func (b *Bookings) Offer(ctx context.Context, slug string) (*Offer, error) {
	p, err := b.practitioners.BySlug(ctx, slug)
	if err != nil {
		return nil, err
	}
	return b.offer(ctx, p)
}

// OwnOffer is what can be booked with a practitioner at their own desk, listed in the
// directory or not. errs.Forbidden for other roles; errs.NotFound without a profile.
func (b *Bookings) OwnOffer(ctx context.Context, a Account) (*Offer, error) {
	if err := onlyFor(a, account.Practitioner); err != nil {
		return nil, err
	}
	p, err := b.practitioners.Of(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	return b.offer(ctx, p)
}

func (b *Bookings) offer(ctx context.Context, p PractitionerView) (*Offer, error) {
	v, err := b.practice(ctx, &p)
	if err != nil {
		return nil, err
	}
	x := &Offer{Practitioner: p, Zone: v.Zone, Guests: !v.Schedule.Members, schedule: v.Schedule}
	for _, s := range v.Services {
		if s.Offered && b.knows(s.Kind) {
			x.Services = append(x.Services, s)
		}
	}
	return x, nil
}

// lookAhead is how far Soonest looks, in days.
const lookAhead = 28

// Soonest is when the first free slot of any service begins within four weeks; the zero time
// when there is none. It is for sorting and never for showing: no time is shown before the
// precheck. errs.NotFound for who is not in the directory.
func (b *Bookings) Soonest(ctx context.Context, slug string) (first time.Time, err error) {
	x, err := b.Offer(ctx, slug)
	if err != nil || len(x.Services) == 0 {
		return first, err
	}
	now := b.k.now()
	from := consult.DateOf(now, x.Zone)
	to := from.Plus(lookAhead - 1)
	taken, err := b.k.store.Taken(ctx, x.Practitioner.Account, around(from, to, x.Zone), "")
	if err != nil {
		return first, err
	}
	for _, s := range x.Services {
		if free := x.schedule.Free(&s.Service, x.Zone, now, from, to, taken); len(free) > 0 && (first.IsZero() || free[0].Start.Before(first)) {
			first = free[0].Start
		}
	}
	return first, nil
}

// service finds one that is offered. errs.NotFound.
func (x *Offer) service(id string) (*KeptService, error) {
	i := slices.IndexFunc(x.Services, func(s KeptService) bool { return s.ID == id })
	if i < 0 {
		return nil, errs.New(errs.NotFound, "there is no such service")
	}
	return &x.Services[i], nil
}

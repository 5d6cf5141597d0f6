package app

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// AppointmentView is an appointment as those see it whose it is.
type AppointmentView struct {
	ID           string
	Practitioner PractitionerView
	Service      KeptService
	Start, End   time.Time
	Zone         *time.Location // of the practice
	State        AppointmentState
	CancelledBy  string
	Late         bool // cancelled after the limit
	Sequence     int64
	Contact      Contact
	Token        string // of the link /a/TOKEN
	HasReport    bool
	Event        Event
	CancelHours  int  // before the beginning, until which it can be moved and is not cancelled late
	Movable      bool // now
	Cancellable  bool // now
	LateNow      bool // cancelling now would be late
	Over         bool
}

// openContact opens what the person wrote.
func openContact(key *seal.Person, x *KeptAppointment) (c keptContact, err error) {
	plain, err := key.Open(x.Label(), x.Payload)
	if err == nil && json.Unmarshal(plain, &c) != nil {
		err = errs.New(errs.Internal, "a stored appointment cannot be read by this program")
	}
	return c, err
}

// view shows an appointment with what was written in it.
func (b *Bookings) view(ctx context.Context, x *KeptAppointment, key *seal.Person) (*AppointmentView, error) {
	c, err := openContact(key, x)
	if err != nil {
		return nil, err
	}
	v, err := b.outline(ctx, x)
	if err != nil {
		return nil, err
	}
	v.Contact, v.Token = c.Contact, c.Token
	return v, nil
}

// outline shows when and what, and nothing that was written.
func (b *Bookings) outline(ctx context.Context, x *KeptAppointment) (*AppointmentView, error) {
	p, err := b.k.store.Practitioner(ctx, x.Practitioner)
	if err != nil {
		return nil, err
	}
	v := &AppointmentView{ID: x.ID, Practitioner: b.practitioners.view(p), Start: x.Start, End: x.End, State: x.State, CancelledBy: x.CancelledBy, Late: x.Late,
		Sequence: x.Sequence, HasReport: x.Attached, Event: x.event()}
	if v.Service, err = b.k.store.Service(ctx, x.Service); err != nil {
		return nil, err
	}
	practice, err := b.practice(ctx, &v.Practitioner)
	if err != nil {
		return nil, err
	}
	now := b.k.now()
	v.Zone, v.CancelHours, v.Over = practice.Zone, practice.Schedule.Cancel, !now.Before(x.End)
	v.LateNow = practice.Schedule.Late(x.Start, now)
	v.Cancellable = x.State == Booked && now.Before(x.Start)
	v.Movable = v.Cancellable && !v.LateNow
	return v, nil
}

// event is the appointment for calendar programs.
func (a *KeptAppointment) event() Event {
	return Event{UID: a.ID + "@legible", Sequence: int(a.Sequence), Start: a.Start, End: a.End, Cancelled: a.State == Cancelled, Changed: a.UpdatedAt}
}

// practiceEvent is the same for the practitioner's calendar: both may keep one.
func (a *KeptAppointment) practiceEvent() Event {
	e := a.event()
	e.UID = "practice-" + e.UID
	return e
}

// AppointmentRef is one appointment that somebody may see and change, by account or by
// link. It is made by ByAccount and ByLink alone.
type AppointmentRef struct {
	kept *KeptAppointment
	key  *seal.Person
}

// ByAccount finds an appointment that the account has booked. errs.NotFound alike for
// those of others and those that never were.
func (b *Bookings) ByAccount(ctx context.Context, a Account, id string) (*AppointmentRef, error) {
	x, err := b.k.store.Appointment(ctx, id)
	if err == nil && x.Account != a.ID {
		err = noAppointment()
	}
	if err != nil {
		return nil, err
	}
	_, key, err := b.k.reach(ctx, a, x.Person)
	return &AppointmentRef{&x, key}, err
}

func noAppointment() error { return errs.New(errs.NotFound, "there is no such appointment") }

// ByLink finds the appointment of a link's secret. errs.NotFound for a secret that is
// none; errs.Gone when the appointment was over a day ago.
func (b *Bookings) ByLink(ctx context.Context, token string) (*AppointmentRef, error) {
	if len(token) < 20 || len(token) > 100 {
		return nil, noAppointment()
	}
	x, err := b.k.store.AppointmentByToken(ctx, account.HashSecret(token))
	if err != nil {
		return nil, err
	}
	if b.k.now().After(x.End.Add(afterwards)) {
		return nil, errs.New(errs.Gone, "the link has ended")
	}
	_, key, err := b.k.reach(ctx, Account{ID: x.Account}, x.Person)
	return &AppointmentRef{&x, key}, err
}

// View shows it.
func (b *Bookings) View(ctx context.Context, ref *AppointmentRef) (*AppointmentView, error) {
	return b.view(ctx, ref.kept, ref.key)
}

// AppointmentsOf lists what an account has for a person, latest first. errs.NotFound.
func (b *Bookings) AppointmentsOf(ctx context.Context, a Account, person string) ([]AppointmentView, error) {
	_, key, err := b.k.reach(ctx, a, person)
	if err != nil {
		return nil, err
	}
	list, err := b.k.store.AppointmentsOf(ctx, a.ID, person, listed)
	if err != nil {
		return nil, err
	}
	out := make([]AppointmentView, 0, len(list))
	for _, x := range list {
		v, err := b.view(ctx, &x, key)
		if err != nil {
			return nil, err
		}
		out = append(out, *v)
	}
	return out, nil
}

// listed bounds the appointments of a person that are shown together.
const listed = 50

// offerOf is the offer that an appointment is moved within: its service may be offered no
// more, its practitioner no longer stand in the directory.
func (b *Bookings) offerOf(ctx context.Context, x *KeptAppointment) (*Offer, *KeptService, error) {
	p, err := b.practitioners.Of(ctx, x.Practitioner)
	if err != nil {
		return nil, nil, err
	}
	v, err := b.practice(ctx, &p)
	if err != nil {
		return nil, nil, err
	}
	s, err := b.k.store.Service(ctx, x.Service)
	return &Offer{Practitioner: p, Zone: v.Zone, Services: []KeptService{s}, schedule: v.Schedule}, &s, err
}

// MoveSlots is Slots for an appointment that is moved; its own time counts as free.
// errs.Conflict when it cannot be moved any more.
func (b *Bookings) MoveSlots(ctx context.Context, ref *AppointmentRef, c *Precheck, country string, other bool, first consult.Date) (*SlotsView, error) {
	x, s, err := b.offerOf(ctx, ref.kept)
	if err != nil {
		return nil, err
	}
	if err := b.movable(ref.kept, x); err != nil {
		return nil, err
	}
	return b.slots(ctx, x, s, c, country, other, first, ref.kept.ID)
}

// MoveQuestions is what is asked before an appointment is moved. errs.Conflict when it
// cannot be moved any more.
func (b *Bookings) MoveQuestions(ctx context.Context, ref *AppointmentRef, other bool) ([]PrecheckGroup, error) {
	x, s, err := b.offerOf(ctx, ref.kept)
	if err != nil {
		return nil, err
	}
	if err := b.movable(ref.kept, x); err != nil {
		return nil, err
	}
	return b.svc.Prechecks(s.Kind, other)
}

func (b *Bookings) movable(x *KeptAppointment, o *Offer) error {
	if x.State != Booked || !b.k.now().Before(x.Start) || o.schedule.Late(x.Start, b.k.now()) {
		return errs.New(errs.Conflict, "this appointment cannot be moved any more")
	}
	return nil
}

// Move moves an appointment to a free slot; sequence is that of the appointment as it was
// seen. When the precheck speaks against it nothing is changed and what it comes to is
// returned. errs.Gone when it was changed meanwhile, by the same form too; errs.Conflict
// when the time was just taken or the appointment cannot be moved any more; errs.Invalid
// with the field start or precheck.….
func (b *Bookings) Move(ctx context.Context, ref *AppointmentRef, c *Precheck, country string, other bool, start time.Time, sequence int64) (*Fitness, error) {
	x := ref.kept
	if x.Sequence != sequence || x.State != Booked {
		return nil, errs.New(errs.Gone, "the appointment was changed meanwhile")
	}
	o, s, err := b.offerOf(ctx, x)
	if err != nil {
		return nil, err
	}
	if err := b.movable(x, o); err != nil {
		return nil, err
	}
	fitness, err := b.svc.Fitness(s.Kind, c, country, other)
	if err != nil || !fitness.Fit {
		return fitness, err
	}
	if err := b.fits(ctx, o, s, start, x.ID); err != nil {
		return nil, err
	}
	if err := b.k.attempt(ctx, account.BookByAccount, x.Account); err != nil {
		return nil, err
	}
	start = start.UTC()
	return fitness, b.change(ctx, x, x.Account, "moved", AppointmentChange{Start: start, End: s.End(start), Taken: s.Occupies(start), State: Booked})
}

// Cancel cancels an appointment, also after the limit, which is noted then: nobody is held
// to one. sequence is that of the appointment as it was seen. errs.Gone when it was
// changed meanwhile, by the same form too; errs.Conflict when it has begun.
func (b *Bookings) Cancel(ctx context.Context, ref *AppointmentRef, sequence int64) error {
	return b.cancel(ctx, ref.kept, ref.kept.Account, ByPerson, sequence)
}

func (b *Bookings) cancel(ctx context.Context, x *KeptAppointment, who, side string, sequence int64) error {
	if x.Sequence != sequence || x.State != Booked {
		return errs.New(errs.Gone, "the appointment was changed meanwhile")
	}
	now := b.k.now()
	if !now.Before(x.Start) {
		return errs.New(errs.Conflict, "the appointment has begun")
	}
	o, _, err := b.offerOf(ctx, x)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return err
	}
	late := err == nil && side == ByPerson && o.schedule.Late(x.Start, now)
	return b.change(ctx, x, who, "cancelled", AppointmentChange{Start: x.Start, End: x.End, Taken: x.Taken, State: Cancelled, CancelledBy: side, Late: late})
}

// change writes a change with what is to be told of it.
func (b *Bookings) change(ctx context.Context, x *KeptAppointment, who, what string, c AppointmentChange) (err error) {
	c.ID, c.Sequence, c.At, c.Until = x.ID, x.Sequence, b.k.now().UTC().Truncate(time.Microsecond), c.End.Add(remembered)
	if c.By, err = b.k.audit(who, x.Person, "appointment."+map[string]string{"moved": "move", "cancelled": "cancel"}[what]); err != nil {
		return err
	}
	after := *x
	after.Start, after.End, after.State, after.CancelledBy, after.Sequence = c.Start, c.End, c.State, c.CancelledBy, x.Sequence+1
	c.Add = append(b.notices(ctx, &after, what), b.freed(ctx, x, after.Sequence)...)
	defer b.wake()
	return b.k.store.ChangeAppointment(ctx, c)
}

// exportedAppointment is an appointment in an export, without the secret of its link.
type exportedAppointment struct {
	ID           string           `json:"id"`
	Practitioner string           `json:"practitioner"` // name
	Service      string           `json:"service"`      // name
	Start        time.Time        `json:"start"`
	End          time.Time        `json:"end"`
	State        AppointmentState `json:"state"`
	CancelledBy  string           `json:"cancelled_by,omitempty"`
	Contact      Contact          `json:"contact"`
	Report       bool             `json:"report_attached"`
}

// exportedAppointments are the appointments of an account for a person, oldest first.
func (k *Keeper) exportedAppointments(ctx context.Context, a Account, person string) ([]exportedAppointment, error) {
	_, key, err := k.reach(ctx, a, person)
	if err != nil {
		return nil, err
	}
	list, err := k.store.AppointmentsOf(ctx, a.ID, person, math.MaxInt32)
	out := []exportedAppointment{}
	for i := len(list) - 1; i >= 0; i-- {
		x := &list[i]
		c, err := openContact(key, x)
		if err != nil {
			return nil, err
		}
		e := exportedAppointment{ID: x.ID, Start: x.Start, End: x.End, State: x.State, CancelledBy: x.CancelledBy, Contact: c.Contact, Report: x.Attached}
		if p, err := k.store.Practitioner(ctx, x.Practitioner); err == nil && p.Profile != nil {
			e.Practitioner = p.Profile.Name
		}
		if s, err := k.store.Service(ctx, x.Service); err == nil {
			e.Service = s.Name
		}
		out = append(out, e)
	}
	return out, err
}

package app

import (
	"context"
	"encoding/json"
	"time"

	"github.com/legible-health/legible/internal/account"
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
	Guest        bool      // booked without an account
	ErasedAt     time.Time // of a guest's: when all that is kept of it is erased
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
	if v.Guest = x.Guest; v.Guest {
		v.ErasedAt = x.guestUntil()
	}
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
// none; errs.Gone when the appointment was over a day ago, or a guest's is to be erased.
func (b *Bookings) ByLink(ctx context.Context, token string) (*AppointmentRef, error) {
	if len(token) < 20 || len(token) > 100 {
		return nil, noAppointment()
	}
	x, err := b.k.store.AppointmentByToken(ctx, account.HashSecret(token))
	if err != nil {
		return nil, err
	}
	until := x.End.Add(afterwards)
	if x.Guest { // who has nothing else to look at it by, and to erase it
		until = x.guestUntil()
	}
	if b.k.now().After(until) {
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

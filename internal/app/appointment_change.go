package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

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
	return fitness, b.change(ctx, x, ref.key, x.Account, "moved", AppointmentChange{Start: start, End: s.End(start), Taken: s.Occupies(start), State: Booked})
}

// Cancel cancels an appointment, also after the limit, which is noted then: nobody is held
// to one. sequence is that of the appointment as it was seen. errs.Gone when it was
// changed meanwhile, by the same form too; errs.Conflict when it has begun.
func (b *Bookings) Cancel(ctx context.Context, ref *AppointmentRef, sequence int64) error {
	return b.cancel(ctx, ref.kept, ref.key, ref.kept.Account, ByPerson, sequence)
}

func (b *Bookings) cancel(ctx context.Context, x *KeptAppointment, key *seal.Person, who, side string, sequence int64) error {
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
	return b.change(ctx, x, key, who, "cancelled", AppointmentChange{Start: x.Start, End: x.End, Taken: x.Taken, State: Cancelled, CancelledBy: side, Late: late})
}

// change writes a change with what is to be told of it.
func (b *Bookings) change(ctx context.Context, x *KeptAppointment, key *seal.Person, who, what string, c AppointmentChange) (err error) {
	c.ID, c.Sequence, c.At, c.Until = x.ID, x.Sequence, b.k.now().UTC().Truncate(time.Microsecond), c.End.Add(remembered)
	if c.By, err = b.k.audit(who, x.Person, "appointment."+map[string]string{"moved": "move", "cancelled": "cancel"}[what]); err != nil {
		return err
	}
	c.By.Scope = ConsentScope("appointment", x.ID)
	after := *x
	after.Start, after.End, after.State, after.CancelledBy, after.Sequence = c.Start, c.End, c.State, c.CancelledBy, x.Sequence+1
	c.Add = b.notices(ctx, &after, key, what)
	if x.Guest {
		end, err := b.guestEnd(key, &after)
		if err != nil {
			return err
		}
		c.Add = append(c.Add, end)
	}
	if c.CancelledBy != ByPractitioner { // who may not be there at that time
		c.Add = append(c.Add, b.freed(ctx, x, after.Sequence)...)
	}
	defer b.k.wake()
	return b.k.store.ChangeAppointment(ctx, c)
}

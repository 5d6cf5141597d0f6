package app

import (
	"context"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// soonBefore is how long before an appointment a reminder is sent.
const soonBefore = 24 * time.Hour

// notices are the jobs that tell both sides what became of an appointment, and remind the
// person before it. Who cannot be reached is told nothing; an appointment does not fail
// for that. key is the person's. A guest can stop all of it, since nobody has confirmed that
// the address is theirs.
func (b *Bookings) notices(ctx context.Context, x *KeptAppointment, key *seal.Person, what string) (out []Job) {
	if b.reminders == nil {
		return nil
	}
	now := b.k.now().UTC()
	if j, err := b.toldPerson(x, key, "appointment."+what, now); err == nil {
		out = append(out, j)
	}
	out = append(out, b.soon(x, key)...)
	if j, err := b.k.toldPractice(ctx, x, "practice."+what, x.Start); err == nil {
		out = append(out, j)
	}
	return out
}

// soon reminds the person of an appointment before it; nothing when that time is over.
func (b *Bookings) soon(x *KeptAppointment, key *seal.Person) []Job {
	at := x.Start.Add(-soonBefore)
	if b.reminders == nil || x.State != Booked || !at.After(b.k.now()) {
		return nil
	}
	j, err := b.toldPerson(x, key, "appointment.soon", at)
	if err != nil {
		return nil
	}
	return []Job{j}
}

func (b *Bookings) toldPerson(x *KeptAppointment, key *seal.Person, what string, at time.Time) (Job, error) {
	n := x.notice(what, x.Start)
	n.MayStop = x.Guest || what == "appointment.soon"
	return b.k.laterJob(key, x.noticeID(what, x.Account), tellKind, at, sending{Account: x.Account, Notice: &n})
}

// toldPractice tells the practitioner now. errs.NotFound for one without a person of their own,
// to whom nothing can be sent.
func (k *Keeper) toldPractice(ctx context.Context, x *KeptAppointment, what string, until time.Time) (Job, error) {
	own := k.ownPerson(ctx, x.Practitioner)
	if own == "" {
		return Job{}, notTrue(nil)
	}
	return k.noticeJob(ctx, x.Practitioner, own, x.noticeID(what, x.Practitioner), k.now().UTC(), x.notice(what, until))
}

func (a *KeptAppointment) notice(what string, until time.Time) Notice {
	return Notice{What: what, About: a.ID, Sequence: a.Sequence, Until: until}
}

// noticeID is the same for the same thing told to the same account.
func (a *KeptAppointment) noticeID(what, account string) string {
	return diary.DerivedID(a.ID, strconv.FormatInt(a.Sequence, 10), what, account)
}

// ownPerson is the person who is an account's holder; empty when there is none.
func (k *Keeper) ownPerson(ctx context.Context, account string) string {
	list, err := k.store.PersonsOf(ctx, account)
	if err != nil {
		return ""
	}
	for _, p := range list {
		if p.Link.Relation == "self" {
			return p.ID
		}
	}
	return ""
}

// freed are the jobs that tell those who wait for the service, or for a shorter one of
// the same practitioner, that time was freed.
func (b *Bookings) freed(ctx context.Context, x *KeptAppointment, sequence int64) (out []Job) {
	now := b.k.now()
	if b.reminders == nil || !x.Start.After(now) {
		return nil
	}
	list, err := b.k.store.WaitingFor(ctx, x.Practitioner, now)
	if err != nil {
		return nil
	}
	for _, w := range list {
		s, err := b.k.store.Service(ctx, w.Service)
		if err != nil || !s.Offered || x.Start.After(w.Until) {
			continue
		}
		if all := s.Occupies(x.Start); w.Service != x.Service && all.To.Sub(all.From) > x.Taken.To.Sub(x.Taken.From) {
			continue
		}
		n := Notice{What: "appointment.free", About: w.ID, Sequence: sequence, Until: x.Start}
		j, err := b.k.noticeJob(ctx, w.Account, w.Person, diary.DerivedID(x.ID, strconv.FormatInt(sequence, 10), "free", w.ID), now.UTC(), n)
		if err == nil {
			out = append(out, j)
		}
	}
	return out
}

// announceToPerson words a notice for who booked or waits. It holds a time, and neither
// with whom nor what for.
func (b *Bookings) announceToPerson(ctx context.Context, account, person string, n Notice) (Message, error) {
	if n.What == "appointment.free" {
		return b.announceFree(ctx, account, person, n)
	}
	x, err := b.current(ctx, n)
	if err != nil || x.Account != account {
		return Message{}, notTrue(err)
	}
	ref, err := b.ByAccount(ctx, Account{ID: account}, x.ID)
	if err != nil {
		return Message{}, err
	}
	v, err := b.View(ctx, ref)
	if err != nil {
		return Message{}, err
	}
	return Message{Link: "/a/" + v.Token, When: x.Start, Zone: v.Zone, Event: &v.Event, Guest: x.Guest}, nil
}

// announceToPractitioner words a notice for the practitioner, without who it is about.
func (b *Bookings) announceToPractitioner(ctx context.Context, account, _ string, n Notice) (Message, error) {
	x, err := b.current(ctx, n)
	if err != nil || x.Practitioner != account {
		return Message{}, notTrue(err)
	}
	v, err := b.outline(ctx, x)
	if err != nil {
		return Message{}, err
	}
	e := x.practiceEvent()
	return Message{Link: "/practice/appointments/" + x.ID, When: x.Start, Zone: v.Zone, Event: &e}, nil
}

// current returns the appointment of a notice while nothing has changed since.
func (b *Bookings) current(ctx context.Context, n Notice) (*KeptAppointment, error) {
	x, err := b.k.store.Appointment(ctx, n.About)
	if err == nil && x.Sequence != n.Sequence {
		err = noAppointment()
	}
	return &x, err
}

func notTrue(err error) error {
	if err == nil {
		err = errs.New(errs.NotFound, "this is not to be told any more")
	}
	return err
}

// announceFree words that a time became free, for who still waits.
func (b *Bookings) announceFree(ctx context.Context, account, person string, n Notice) (Message, error) {
	list, err := b.k.store.WaitingOf(ctx, account, person, b.k.now())
	if err != nil {
		return Message{}, err
	}
	for _, w := range list {
		if w.ID != n.About {
			continue
		}
		p, err := b.practitioners.Of(ctx, w.Practitioner)
		if err != nil {
			return Message{}, err
		}
		zone, err := b.k.zone(p.TimeZone)
		return Message{Link: "/appointments", When: n.Until, Zone: zone}, err
	}
	return Message{}, notTrue(nil)
}

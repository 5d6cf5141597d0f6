package app

import (
	"context"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// Calendar lists a practitioner's appointments that begin on the days from first to last,
// without what persons wrote. errs.Forbidden for other roles; errs.NotFound without a
// profile.
func (b *Bookings) Calendar(ctx context.Context, a Account, first, last consult.Date) ([]AppointmentView, error) {
	v, err := b.Practice(ctx, a)
	if err != nil {
		return nil, err
	}
	list, err := b.k.store.AppointmentsWith(ctx, a.ID, consult.Span{From: first.Begin(v.Zone), To: last.Plus(1).Begin(v.Zone)})
	if err != nil {
		return nil, err
	}
	out := make([]AppointmentView, 0, len(list))
	for _, x := range list {
		o, err := b.outline(ctx, &x)
		if err != nil {
			return nil, err
		}
		out = append(out, *o)
	}
	return out, nil
}

// VisitOf shows an appointment to its practitioner, with what the person wrote while their
// consent is open; each look is noted for the person to see. readable is false when it is
// not. errs.NotFound for those of others.
func (b *Bookings) VisitOf(ctx context.Context, a Account, id string) (v *AppointmentView, readable bool, err error) {
	x, err := b.with(ctx, a, id)
	if err != nil {
		return nil, false, err
	}
	_, key, err := b.k.reachByConsent(ctx, a, x.Person, ConsentScope("appointment", id), "appointment.read")
	switch {
	case err == nil:
		v, err = b.view(ctx, x, key)
		if v != nil {
			v.Token = "" // the link is the person's
		}
		return v, true, err
	case errs.KindOf(err) == errs.NotFound:
		v, err = b.outline(ctx, x)
		return v, false, err
	}
	return nil, false, err
}

// with finds an appointment of a practitioner. errs.NotFound.
func (b *Bookings) with(ctx context.Context, a Account, id string) (*KeptAppointment, error) {
	if account.Role(a.Role) != account.Practitioner || a.DisabledAt != nil {
		return nil, noAppointment()
	}
	x, err := b.k.store.Appointment(ctx, id)
	if err == nil && x.Practitioner != a.ID {
		err = noAppointment()
	}
	return &x, err
}

// CancelAsPractitioner cancels an appointment from the practitioner's side; the person is
// told. errs.Gone, errs.Conflict as Cancel; errs.NotFound.
func (b *Bookings) CancelAsPractitioner(ctx context.Context, a Account, id string, sequence int64) error {
	x, err := b.with(ctx, a, id)
	if err != nil {
		return err
	}
	_, key, err := b.k.reach(ctx, Account{ID: x.Account}, x.Person) // to tell them, not to read
	if err != nil {
		return err
	}
	return b.cancel(ctx, x, key, a.ID, ByPractitioner, sequence)
}

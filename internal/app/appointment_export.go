package app

import (
	"context"
	"math"
	"time"
)

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

// exportedWait is a place on a waiting list in an export.
type exportedWait struct {
	Practitioner string    `json:"practitioner"` // name
	Service      string    `json:"service"`      // name
	Since        time.Time `json:"since"`
	Until        time.Time `json:"until"`
}

// exportedWaiting are the places on waiting lists of an account for a person that count
// now; never nil.
func (k *Keeper) exportedWaiting(ctx context.Context, a Account, person string) ([]exportedWait, error) {
	list, err := k.store.WaitingOf(ctx, a.ID, person, k.now())
	out := []exportedWait{}
	for _, w := range list {
		e := exportedWait{Since: w.CreatedAt, Until: w.Until}
		if p, err := k.store.Practitioner(ctx, w.Practitioner); err == nil && p.Profile != nil {
			e.Practitioner = p.Profile.Name
		}
		if s, err := k.store.Service(ctx, w.Service); err == nil {
			e.Service = s.Name
		}
		out = append(out, e)
	}
	return out, err
}

package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// waitingLasts is how long a place on a waiting list is kept.
const waitingLasts = 60 * 24 * time.Hour

// WaitingView is a place on a waiting list.
type WaitingView struct {
	ID           string
	Practitioner PractitionerView
	Service      KeptService
	Until        time.Time
	Bookable     bool // the service can be booked now
}

// Wait puts a person on the waiting list for a service; waiting already renews that. The
// precheck is judged as for a booking, and what it comes to returned when it speaks
// against. errs.NotFound; errs.TooMany; the errors of Service.Fitness.
func (b *Bookings) Wait(ctx context.Context, a Account, person, slug, service string, c *Precheck, country string, other bool) (*Fitness, error) {
	if _, _, err := b.k.reach(ctx, a, person); err != nil {
		return nil, err
	}
	x, err := b.Offer(ctx, slug)
	if err != nil {
		return nil, err
	}
	s, err := x.service(service)
	if err != nil {
		return nil, err
	}
	fitness, err := b.svc.Fitness(s.Kind, c, country, other)
	if err != nil || !fitness.Fit {
		return fitness, err
	}
	if err := b.k.attempt(ctx, account.BookByAccount, a.ID); err != nil {
		return nil, err
	}
	id, err := b.k.newID()
	if err != nil {
		return nil, err
	}
	now := b.k.now().UTC().Truncate(time.Microsecond)
	return fitness, b.k.store.AddWaiting(ctx, KeptWaiting{ID: id, Account: a.ID, Person: person, Practitioner: s.Practitioner, Service: s.ID, Until: now.Add(waitingLasts), CreatedAt: now})
}

// WaitingOf lists where a person waits. errs.NotFound.
func (b *Bookings) WaitingOf(ctx context.Context, a Account, person string) ([]WaitingView, error) {
	if _, _, err := b.k.reach(ctx, a, person); err != nil {
		return nil, err
	}
	list, err := b.k.store.WaitingOf(ctx, a.ID, person, b.k.now())
	if err != nil {
		return nil, err
	}
	out := []WaitingView{}
	for _, w := range list {
		v := WaitingView{ID: w.ID, Until: w.Until}
		p, err := b.practitioners.Of(ctx, w.Practitioner)
		if err != nil {
			if errs.KindOf(err) == errs.NotFound {
				continue
			}
			return nil, err
		}
		v.Practitioner = p
		if v.Service, err = b.k.store.Service(ctx, w.Service); err != nil {
			return nil, err
		}
		v.Bookable = p.Public && v.Service.Offered
		out = append(out, v)
	}
	return out, nil
}

// StopWaiting gives up a place on a waiting list. errs.NotFound.
func (b *Bookings) StopWaiting(ctx context.Context, a Account, person, id string) error {
	return b.k.store.DropWaiting(ctx, a.ID, person, id)
}

package app

import (
	"context"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// Desk holds what a practitioner sees first: what comes next, what waits, and how the
// practice as a whole is doing. It opens nobody's data. Safe for concurrent use.
type Desk struct{ k *Keeper }

// NewDesk makes the use cases over a keeper.
func NewDesk(k *Keeper) *Desk { return &Desk{k} }

// deskAhead is how far the next appointments reach.
const deskAhead = 7 * 24 * time.Hour

// Today is the desk of one practitioner at a moment.
type Today struct {
	Now          time.Time
	Zone         *time.Location // in which the practitioner works
	Appointments []DeskAppointment
	Queue        []DeskRequest // what waits for this practitioner, longest first
	Asked        int           // consultations that wait for the person
	Unchecked    bool          // no qualification is valid, so nothing can be taken
}

// DeskAppointment is an appointment without whose it is.
type DeskAppointment struct {
	ID         string
	Service    string
	Way, Place string
	Start, End time.Time
}

// DeskRequest is a consultation that waits, without whose it is.
type DeskRequest struct {
	ID    string
	Sort  consult.Sort
	Stage consult.Stage
	Any   bool // asked of whoever takes it
	Since time.Time
	Due   time.Time
	Soon  bool // Due is near
}

// Today returns the desk: appointments of a week from now on by their beginning, and what
// waits. errs.Forbidden for other roles.
func (d *Desk) Today(ctx context.Context, a Account) (Today, error) {
	if err := onlyFor(a, account.Practitioner); err != nil {
		return Today{}, err
	}
	t := Today{Now: d.k.now().UTC()}
	var err error
	if t.Zone, err = d.zone(ctx, a); err != nil {
		return t, err
	}
	if t.Appointments, err = d.appointments(ctx, a, t.Now); err != nil {
		return t, err
	}
	if err := d.queue(ctx, a, &t); err != nil {
		return t, err
	}
	slices.SortStableFunc(t.Queue, func(a, b DeskRequest) int { return a.Since.Compare(b.Since) })
	return t, nil
}

// queue takes from the queue what it is this practitioner's turn to do.
func (d *Desk) queue(ctx context.Context, a Account, t *Today) error {
	consultations := NewConsultations(d.k, nil) // heads need no content
	q, err := consultations.Queue(ctx, a)
	if kind := errs.KindOf(err); err != nil && (kind == errs.NotFound || kind == errs.Forbidden) {
		t.Unchecked = true
		return nil
	}
	if err != nil {
		return err
	}
	for _, h := range slices.Concat(q.Mine, q.Open) {
		switch {
		case !h.Consent:
		case h.Waits == consult.PersonActs:
			t.Asked++
		case h.Stage == consult.HandedOver:
			role, err := consultations.Role(ctx, a, h.ID)
			if err != nil {
				return err
			}
			if role == "next" {
				t.Queue = append(t.Queue, request(&h))
			}
		default:
			t.Queue = append(t.Queue, request(&h))
		}
	}
	return nil
}

func request(h *ConsultationHead) DeskRequest {
	return DeskRequest{ID: h.ID, Sort: h.Sort, Stage: h.Stage, Any: h.Asked == "" && h.Holder == "", Since: h.CreatedAt, Due: h.Due, Soon: h.Soon}
}

// zone is that of the profile, by which hours are meant too.
func (d *Desk) zone(ctx context.Context, a Account) (*time.Location, error) {
	p, err := d.k.store.Practitioner(ctx, a.ID)
	if err != nil || p.Profile == nil {
		return time.UTC, err
	}
	return d.k.zone(p.Profile.TimeZone)
}

func (d *Desk) appointments(ctx context.Context, a Account, now time.Time) (out []DeskAppointment, err error) {
	// One that has begun is still going on for as long as the longest service at most.
	list, err := d.k.store.AppointmentsWith(ctx, a.ID, consult.Span{From: now.Add(-consult.MaxMinutes * time.Minute), To: now.Add(deskAhead)})
	if err != nil {
		return nil, err
	}
	services, err := d.k.store.ServicesOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	for _, x := range list {
		if x.State != Booked || !now.Before(x.End) {
			continue
		}
		y := DeskAppointment{ID: x.ID, Start: x.Start, End: x.End}
		if i := slices.IndexFunc(services, func(s KeptService) bool { return s.ID == x.Service }); i >= 0 {
			y.Service, y.Way, y.Place = services[i].Name, services[i].Way, services[i].Place
		}
		out = append(out, y)
	}
	return out, nil
}

// statisticsOver is how far back statistics reach.
const statisticsOver = 365 * 24 * time.Hour

// Statistics is how a practice as a whole is doing, over the last year. Counts under
// consult.Least are hidden, and so are those from which one could be worked out.
type Statistics struct {
	From            time.Time
	Asked, Accepted consult.Figure    // consultations: asked for; of these, those that a practitioner had
	Ends            [5]consult.Figure // of those asked for: signed, open, declined, withdrawn, expired
	ToAcceptance    consult.Wait
	ToSignature     consult.Wait
	Booked          consult.Figure
	Appointments    [4]consult.Figure // to come, over, cancelled by the person, by the practice
	Late            consult.Figure    // cancelled late by the person
	ToAppointment   consult.Wait
	Agreements      []AgreementView // since the beginning
}

// Statistics counts for the whole practice. errs.Forbidden for other roles.
func (d *Desk) Statistics(ctx context.Context, a Account) (Statistics, error) {
	if err := onlyFor(a, account.Practitioner); err != nil {
		return Statistics{}, err
	}
	now := d.k.now().UTC()
	s := Statistics{From: now.Add(-statisticsOver)}
	c, err := d.k.store.PracticeCounts(ctx, s.From, now)
	if err != nil {
		return s, err
	}
	s.Asked, s.Accepted = consult.Between(c.Asked, c.Asked, 0), consult.Between(c.Asked, c.Accepted, c.Signed)
	copy(s.Ends[:], consult.Parts(c.Signed, c.Open, c.Declined, c.Withdrawn, c.Expired))
	s.ToAcceptance, s.ToSignature, s.ToAppointment = consult.Waited(c.ToAcceptance), consult.Waited(c.ToSignature), consult.Waited(c.ToAppointment)
	s.Booked = consult.Between(c.Appointments, c.Appointments, 0)
	copy(s.Appointments[:], consult.Parts(c.Ahead, c.Held, c.CancelledByPerson, c.CancelledByOther))
	s.Late = consult.Between(c.CancelledByPerson, c.Late, 0)
	s.Agreements, err = NewConsultations(d.k, nil).Agreements(ctx)
	return s, err
}

package app

import (
	"context"
	"time"
)

// PracticeCounts is what happened in a practice, without who it was.
type PracticeCounts struct {
	// Consultations that were asked for: of these, those that a practitioner had and those
	// that were signed; and of the rest, those open still and how the others ended.
	Asked, Accepted, Signed             int
	Open, Declined, Withdrawn, Expired  int
	ToAcceptance                        []time.Duration // from the request until somebody first had it, in no order
	ToSignature                         []time.Duration // from the request, in no order
	Appointments                        int             // that were booked
	Ahead, Held                         int             // of these: to come, and over
	CancelledByPerson, CancelledByOther int
	Late                                int             // of those cancelled by the person
	ToAppointment                       []time.Duration // from booking to the beginning, cancelled ones left out
}

// Counting counts for statistics.
type Counting interface {
	// PracticeCounts counts what was asked for or booked from a moment on.
	PracticeCounts(ctx context.Context, from, now time.Time) (PracticeCounts, error)
}

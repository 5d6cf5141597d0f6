package tables

import (
	"context"
	"database/sql"
	"time"

	"github.com/legible-health/legible/internal/app"
)

// mostCounted bounds the spans of time that are read for a statistic, the latest.
const mostCounted = 10_000

// PracticeCounts implements app.Counting.
func (s *Store) PracticeCounts(ctx context.Context, from, now time.Time) (c app.PracticeCounts, err error) {
	err = s.d.Snapshot(ctx, func(ctx context.Context, db DB) error {
		if err := countConsultations(ctx, db, from, &c); err != nil {
			return err
		}
		return countAppointments(ctx, db, from, now, &c)
	})
	return c, s.fail("count what happened", err)
}

func countConsultations(ctx context.Context, db DB, from time.Time, c *app.PracticeCounts) error {
	row := db.QueryRowContext(ctx, `SELECT count(*), count(holder), count(CASE WHEN stage = 'signed' THEN 1 END),
			count(CASE WHEN stage IN ('requested', 'accepted', 'asked', 'answered', 'handed_over') THEN 1 END),
			count(CASE WHEN stage = 'declined' THEN 1 END), count(CASE WHEN stage = 'withdrawn' THEN 1 END), count(CASE WHEN stage = 'expired' THEN 1 END)
		FROM consultation WHERE created_at >= $1`, at(from))
	if err := row.Scan(&c.Asked, &c.Accepted, &c.Signed, &c.Open, &c.Declined, &c.Withdrawn, &c.Expired); err != nil {
		return err
	}
	var err error
	c.ToAcceptance, err = spans(ctx, db, `SELECT c.created_at, min(a.at) FROM consultation c
		JOIN audit a ON a.person = c.person AND a.scope = 'consultation:' || c.id AND a.action = 'consultation.accept'
		WHERE c.created_at >= $1 GROUP BY c.id, c.created_at ORDER BY c.created_at DESC LIMIT $2`, at(from), mostCounted)
	if err != nil {
		return err
	}
	c.ToSignature, err = spans(ctx, db, `SELECT created_at, changed_at FROM consultation WHERE created_at >= $1 AND stage = 'signed'
		ORDER BY created_at DESC LIMIT $2`, at(from), mostCounted)
	return err
}

func countAppointments(ctx context.Context, db DB, from, now time.Time, c *app.PracticeCounts) error {
	row := db.QueryRowContext(ctx, `SELECT count(*), count(CASE WHEN state = 'booked' AND ends_at > $2 THEN 1 END),
			count(CASE WHEN state = 'booked' AND ends_at <= $2 THEN 1 END), count(CASE WHEN state = 'cancelled' AND cancelled_by = 'person' THEN 1 END),
			count(CASE WHEN state = 'cancelled' AND cancelled_by <> 'person' THEN 1 END), count(CASE WHEN state = 'cancelled' AND cancelled_by = 'person' AND late THEN 1 END)
		FROM appointment WHERE created_at >= $1`, at(from), at(now))
	if err := row.Scan(&c.Appointments, &c.Ahead, &c.Held, &c.CancelledByPerson, &c.CancelledByOther, &c.Late); err != nil {
		return err
	}
	var err error
	c.ToAppointment, err = spans(ctx, db, `SELECT created_at, starts_at FROM appointment WHERE created_at >= $1 AND state = 'booked'
		ORDER BY created_at DESC LIMIT $2`, at(from), mostCounted)
	return err
}

// spans reads rows of two moments.
func spans(ctx context.Context, db DB, query string, args ...any) ([]time.Duration, error) {
	return collect(ctx, db, func(rows *sql.Rows, d *time.Duration) error {
		var from, to time.Time
		err := rows.Scan(into(&from), into(&to))
		*d = to.Sub(from)
		return err
	}, query, args...)
}

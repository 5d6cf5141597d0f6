package tables

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

const taskColumns = `name, next_at, lease_until, ran_at, ok_at, note`

func scanTask(row interface{ Scan(...any) error }, t *app.Task) error {
	return row.Scan(&t.Name, into(&t.NextAt), maybeInto(&t.LeaseUntil), maybeInto(&t.RanAt), maybeInto(&t.OKAt), &t.Note)
}

// ClaimTask implements app.Upkeeps.
func (s *Store) ClaimTask(ctx context.Context, name string, now, until, far time.Time) (t app.Task, err error) {
	err = s.write(ctx, "take a task", func(ctx context.Context, db DB) error {
		if _, err := exec(ctx, db, `INSERT INTO task (name, next_at, note) VALUES ($1, $2, '') ON CONFLICT (name) DO NOTHING`, name, at(now)); err != nil {
			return err
		}
		row := db.QueryRowContext(ctx, `UPDATE task SET lease_until = $2 WHERE name = $1 AND (next_at <= $3 OR next_at > $4)
			AND (lease_until IS NULL OR lease_until <= $3 OR lease_until > $4) RETURNING `+taskColumns, name, at(until), at(now), at(far))
		err := scanTask(row, &t)
		if errors.Is(err, sql.ErrNoRows) {
			return errs.New(errs.NotFound, "the task is not due, or another program has it")
		}
		return err
	})
	return t, err
}

// EndTask implements app.Upkeeps.
func (s *Store) EndTask(ctx context.Context, t app.Task) error {
	return s.write(ctx, "end a task", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE task SET next_at = $3, lease_until = NULL, ran_at = $4, ok_at = $5, note = $6 WHERE name = $1 AND lease_until = $2`,
			t.Name, maybeAt(t.LeaseUntil), at(t.NextAt), maybeAt(t.RanAt), maybeAt(t.OKAt), t.Note)
		if err == nil && n == 0 {
			err = errs.New(errs.Gone, "the task is no longer this program's")
		}
		return err
	})
}

// Tasks implements app.Upkeeps.
func (s *Store) Tasks(ctx context.Context) ([]app.Task, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, t *app.Task) error { return scanTask(rows, t) },
		`SELECT `+taskColumns+` FROM task ORDER BY name`)
	return list, s.fail("list tasks", err)
}

// AddIncident implements app.Upkeeps.
func (s *Store) AddIncident(ctx context.Context, x app.Incident) error {
	return s.write(ctx, "add an incident", func(ctx context.Context, db DB) error {
		_, err := exec(ctx, db, `INSERT INTO incident (id, began_at, ended_at, text) VALUES ($1, $2, $3, $4)`, x.ID, at(x.BeganAt), maybeAt(x.EndedAt), x.Text)
		return err
	})
}

// EndIncident implements app.Upkeeps.
func (s *Store) EndIncident(ctx context.Context, id string, when time.Time) error {
	return s.write(ctx, "end an incident", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE incident SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL`, id, at(when))
		return one("incident", n, err)
	})
}

// Incidents implements app.Upkeeps.
func (s *Store) Incidents(ctx context.Context, after time.Time) ([]app.Incident, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, x *app.Incident) error {
		return rows.Scan(&x.ID, into(&x.BeganAt), maybeInto(&x.EndedAt), &x.Text)
	}, `SELECT id, began_at, ended_at, text FROM incident WHERE ended_at IS NULL OR ended_at > $1 ORDER BY began_at DESC, id DESC`, at(after))
	return list, s.fail("list incidents", err)
}

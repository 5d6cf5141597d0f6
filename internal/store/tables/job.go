package tables

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// giveBack writes a job that was taken, if its lease is still the one it was taken with.
func giveBack(ctx context.Context, db DB, j app.Job) error {
	n, err := exec(ctx, db, `UPDATE job SET next_at = $3, done_at = $4, lease_until = NULL, attempts = 0
		WHERE id = $1 AND lease_until = $2 AND done_at IS NULL`, j.ID, maybeAt(j.LeaseUntil), at(j.NextAt), maybeAt(j.DoneAt))
	if err == nil && n == 0 {
		err = errs.New(errs.Gone, "the job is no longer this program's")
	}
	return err
}

// addJob adds a job, for a person who is not erased; clash says what becomes of one with
// the same id.
func addJob(ctx context.Context, db DB, j app.Job, clash string) error {
	_, err := exec(ctx, db, `INSERT INTO job (id, kind, person, run_at, next_at, done_at, payload)
		SELECT $1, $2, $3, $4, $5, $6, $7 WHERE EXISTS (SELECT 1 FROM person WHERE id = $3 AND erased_at IS NULL)
		ON CONFLICT (id) `+clash, j.ID, j.Kind, j.Person, at(j.RunAt), at(j.NextAt), maybeAt(j.DoneAt), j.Payload)
	return err
}

// OpenJobs implements app.Remindings.
func (s *Store) OpenJobs(ctx context.Context) (first, last *time.Time, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT (SELECT min(next_at) FROM job WHERE done_at IS NULL), (SELECT max(next_at) FROM job WHERE done_at IS NULL)`)
	err = row.Scan(maybeInto(&first), maybeInto(&last))
	return first, last, s.fail("look for jobs", err)
}

// ClaimJobs implements app.Remindings. Where several programs write at once, each skips
// what another is just taking.
func (s *Store) ClaimJobs(ctx context.Context, c app.Claim) (jobs []app.Job, err error) {
	err = s.write(ctx, "take jobs", func(ctx context.Context, db DB) error {
		if _, err := exec(ctx, db, `DELETE FROM job WHERE done_at < $1`, at(c.Forget)); err != nil {
			return err
		}
		jobs, err = collect(ctx, db, scanJob, `WITH due AS (SELECT id FROM job WHERE done_at IS NULL AND (next_at <= $1 OR next_at > $2)
				AND (lease_until IS NULL OR lease_until <= $1 OR lease_until > $3) ORDER BY next_at, id LIMIT $4`+s.d.SkipLocked()+`)
			UPDATE job SET lease_until = $5, attempts = attempts + 1 WHERE id IN (SELECT id FROM due)
			RETURNING id, kind, person, run_at, next_at, lease_until, attempts, done_at, payload`,
			at(c.Now), at(c.Far), at(c.LeaseFar), c.Limit, at(c.Until))
		return err
	})
	slices.SortFunc(jobs, func(a, b app.Job) int { return cmp.Or(a.NextAt.Compare(b.NextAt), cmp.Compare(a.ID, b.ID)) })
	return jobs, err
}

func scanJob(rows *sql.Rows, j *app.Job) error {
	return rows.Scan(&j.ID, &j.Kind, &j.Person, into(&j.RunAt), into(&j.NextAt), maybeInto(&j.LeaseUntil), &j.Attempts, maybeInto(&j.DoneAt), &j.Payload)
}

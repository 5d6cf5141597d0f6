package tables

import (
	"context"
	"database/sql"
	"slices"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

const reminderColumns = `r.account, r.person, r.version, r.payload, r.token_hash, r.feed_hash, r.updated_at`

func scanReminder(row interface{ Scan(...any) error }, r *app.KeptReminder) error {
	var feed sql.NullString
	err := row.Scan(&r.Account, &r.Person, &r.Version, &r.Payload, &r.TokenHash, &feed, into(&r.UpdatedAt))
	r.FeedHash = feed.String
	return err
}

// reachable are the reminders that may be acted on.
const reachable = ` FROM reminder r
	JOIN account a ON a.id = r.account AND a.disabled_at IS NULL
	JOIN account_person l ON l.account = r.account AND l.person = r.person
	JOIN person p ON p.id = r.person AND p.erased_at IS NULL`

// Reminder implements app.Remindings.
func (s *Store) Reminder(ctx context.Context, account, person string) (app.KeptReminder, error) {
	return s.reminder(ctx, `WHERE r.account = $1 AND r.person = $2`, account, person)
}

// ReminderOfToken implements app.Remindings.
func (s *Store) ReminderOfToken(ctx context.Context, hash string) (app.KeptReminder, error) {
	return s.reminder(ctx, `WHERE r.token_hash = $1`, hash)
}

// ReminderOfFeed implements app.Remindings.
func (s *Store) ReminderOfFeed(ctx context.Context, hash string) (app.KeptReminder, error) {
	return s.reminder(ctx, `WHERE r.feed_hash = $1`, hash)
}

func (s *Store) reminder(ctx context.Context, where string, args ...any) (r app.KeptReminder, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+reminderColumns+reachable+` `+where, args...)
	return r, s.fail("read a reminder", found("reminder", scanReminder(row, &r)))
}

// RemindersOf implements app.Remindings.
func (s *Store) RemindersOf(ctx context.Context, person string) ([]app.KeptReminder, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, r *app.KeptReminder) error { return scanReminder(rows, r) },
		`SELECT `+reminderColumns+reachable+` WHERE r.person = $1 ORDER BY r.account`, person)
	return list, s.fail("list reminders", err)
}

// ChangeReminder implements app.Remindings.
func (s *Store) ChangeReminder(ctx context.Context, c app.ReminderChange) error {
	return s.write(ctx, "change a reminder", func(ctx context.Context, db DB) error {
		if err := s.holdPersons(ctx, db, c); err != nil {
			return err
		}
		if c.Reminder != nil {
			if err := setReminder(ctx, db, *c.Reminder); err != nil {
				return err
			}
		}
		if c.Taken != nil {
			if err := giveBack(ctx, db, *c.Taken); err != nil {
				return err
			}
		}
		if c.Plan != nil {
			if err := addJob(ctx, db, *c.Plan, `DO UPDATE SET run_at = excluded.run_at, lease_until = NULL, attempts = 0,
				next_at = CASE WHEN job.done_at IS NULL AND job.next_at < excluded.next_at THEN job.next_at ELSE excluded.next_at END,
				done_at = excluded.done_at, payload = excluded.payload`); err != nil {
				return err
			}
		}
		for _, j := range c.Add {
			if err := addJob(ctx, db, j, `DO NOTHING`); err != nil {
				return err
			}
		}
		return nil
	})
}

// holdPersons waits for an erasure under way of whom a change is about, and lets the next
// one wait for the change.
func (s *Store) holdPersons(ctx context.Context, db DB, c app.ReminderChange) error {
	if s.d.Hold() == "" {
		return nil
	}
	var persons []string
	if c.Reminder != nil {
		persons = append(persons, c.Reminder.Person)
	}
	if c.Plan != nil {
		persons = append(persons, c.Plan.Person)
	}
	for _, j := range c.Add {
		persons = append(persons, j.Person)
	}
	slices.Sort(persons) // in one order, so that nobody waits in a circle
	for _, id := range slices.Compact(persons) {
		if _, err := exec(ctx, db, `SELECT 1 FROM person WHERE id = $1`+s.d.Hold(), id); err != nil {
			return err
		}
	}
	return nil
}

func setReminder(ctx context.Context, db DB, r app.KeptReminder) error {
	args := []any{r.Account, r.Person, r.Version, r.Payload, r.TokenHash, orNull(r.FeedHash), at(r.UpdatedAt)}
	if r.Version == 1 {
		n, err := exec(ctx, db, `INSERT INTO reminder (account, person, version, payload, token_hash, feed_hash, updated_at)
			SELECT $1, $2, $3, $4, $5, $6, $7 WHERE EXISTS (SELECT 1 FROM account_person l JOIN person p ON p.id = l.person
				WHERE l.account = $1 AND l.person = $2 AND p.erased_at IS NULL)`, args...)
		return one("person", n, err)
	}
	n, err := exec(ctx, db, `UPDATE reminder SET version = $3, payload = $4, token_hash = $5, feed_hash = $6, updated_at = $7
		WHERE account = $1 AND person = $2 AND version = $3 - 1`, args...)
	if err != nil || n == 1 {
		return err
	}
	var version int64
	err = db.QueryRowContext(ctx, `SELECT version FROM reminder WHERE account = $1 AND person = $2`, r.Account, r.Person).Scan(&version)
	if err == nil {
		err = errs.New(errs.Conflict, "the reminder has version %d; it was changed meanwhile", version)
	}
	return found("reminder", err)
}

package tables

import (
	"context"
	"database/sql"
	"time"

	"github.com/legible-health/legible/internal/app"
)

// rateKept is how long counters are kept beside the newest one, longer than any span.
const rateKept = 25 * time.Hour

// oldestSpan is the oldest span worth keeping when span is the newest; spans are times
// in RFC 3339.
func oldestSpan(span string) string {
	t, err := time.Parse(time.RFC3339, span)
	if err != nil {
		return ""
	}
	return t.Add(-rateKept).UTC().Format(time.RFC3339)
}

const sessionColumns = `s.hash, s.account, s.label, s.person, s.created_at, s.seen_at, s.expires_at`

func scanSession(x *app.Session, person *sql.NullString) []any {
	return []any{&x.Hash, &x.Account, &x.Label, person, into(&x.CreatedAt), into(&x.SeenAt), into(&x.ExpiresAt)}
}

// AddSession implements app.Sessions.
func (s *Store) AddSession(ctx context.Context, x app.Session, by app.Audit) error {
	return s.write(ctx, "add a session", func(ctx context.Context, db DB) error {
		if _, err := exec(ctx, db, `DELETE FROM session WHERE account = $1 AND expires_at <= $2`, x.Account, at(x.CreatedAt)); err != nil {
			return err
		}
		if _, err := exec(ctx, db, `INSERT INTO session (hash, account, label, person, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			x.Hash, x.Account, x.Label, orNull(x.Person), at(x.CreatedAt), at(x.SeenAt), at(x.ExpiresAt)); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// SessionOf implements app.Sessions.
func (s *Store) SessionOf(ctx context.Context, hash string, now time.Time) (x app.Session, a app.Account, err error) {
	var person sql.NullString
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+sessionColumns+`, `+accountColumns+` FROM session s JOIN account a ON a.id = s.account
		WHERE s.hash = $1 AND s.expires_at > $2 AND a.disabled_at IS NULL`, hash, at(now))
	err = row.Scan(append(scanSession(&x, &person), &a.ID, &a.Name, &a.Role, into(&a.CreatedAt), maybeInto(&a.DisabledAt))...)
	x.Person = person.String
	return x, a, s.fail("read a session", found("session", err))
}

// SeeSession implements app.Sessions. It never brings back a session that has ended.
func (s *Store) SeeSession(ctx context.Context, hash string, seen, expires time.Time) error {
	return s.write(ctx, "note a visit", func(ctx context.Context, db DB) error {
		_, err := exec(ctx, db, `UPDATE session SET seen_at = $2, expires_at = $3 WHERE hash = $1 AND expires_at > $2 AND seen_at < $2`, hash, at(seen), at(expires))
		return err
	})
}

// ChoosePerson implements app.Sessions.
func (s *Store) ChoosePerson(ctx context.Context, hash, person string) error {
	return s.write(ctx, "choose a person", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE session SET person = $2 WHERE hash = $1
			AND EXISTS (SELECT 1 FROM account_person l WHERE l.account = session.account AND l.person = $2)`, hash, person)
		return one("person", n, err)
	})
}

// SessionsOf implements app.Sessions.
func (s *Store) SessionsOf(ctx context.Context, account string, now time.Time) ([]app.Session, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, x *app.Session) error {
		var person sql.NullString
		err := rows.Scan(scanSession(x, &person)...)
		x.Person = person.String
		return err
	}, `SELECT `+sessionColumns+` FROM session s WHERE s.account = $1 AND s.expires_at > $2 ORDER BY s.seen_at DESC, s.hash`, account, at(now))
	return list, s.fail("list sessions", err)
}

// EndSession implements app.Sessions.
func (s *Store) EndSession(ctx context.Context, account, hash string) error {
	return s.write(ctx, "end a session", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `DELETE FROM session WHERE account = $1 AND hash = $2`, account, hash)
		return one("session", n, err)
	})
}

// EndOthers implements app.Sessions.
func (s *Store) EndOthers(ctx context.Context, account, keep string) error {
	return s.write(ctx, "end other sessions", func(ctx context.Context, db DB) error {
		_, err := exec(ctx, db, `DELETE FROM session WHERE account = $1 AND hash <> $2`, account, keep)
		return err
	})
}

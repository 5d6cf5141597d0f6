package tables

import (
	"context"
	"database/sql"
	"time"

	"github.com/legible-health/legible/internal/app"
)

const consentColumns = `c.id, c.account, c.person, c.practitioner, c.scope, c.granted_at, c.until, c.revoked_at`

func scanConsent(row interface{ Scan(...any) error }, c *app.Consent) error {
	var practitioner sql.NullString
	err := row.Scan(&c.ID, &c.Account, &c.Person, &practitioner, &c.Scope, into(&c.GrantedAt), into(&c.Until), maybeInto(&c.RevokedAt))
	c.Practitioner = practitioner.String
	return err
}

// AddConsent implements app.KeptConsents.
func (s *Store) AddConsent(ctx context.Context, c app.Consent, by app.Audit) error {
	return s.write(ctx, "add a consent", func(ctx context.Context, db DB) error {
		if err := s.addConsent(ctx, db, c); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// addConsent adds a consent within a write. The errors are those of app.KeptConsents.
func (s *Store) addConsent(ctx context.Context, db DB, c app.Consent) error {
	n, err := exec(ctx, db, `INSERT INTO consent (id, account, person, practitioner, scope, granted_at, until, revoked_at)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8 FROM person p JOIN account_person l ON l.person = p.id AND l.account = $2
		WHERE p.id = $3 AND p.erased_at IS NULL`+s.d.Hold(),
		c.ID, c.Account, c.Person, orNull(c.Practitioner), c.Scope, at(c.GrantedAt), at(c.Until), maybeAt(c.RevokedAt))
	if err := one("person", n, err); err != nil {
		return err
	}
	if c.Practitioner == "" {
		return nil
	}
	return mayConsent(ctx, db, c.Account, c.Practitioner)
}

// mayConsent finds out whether an account can agree to a practitioner: somebody else, who
// may work.
func mayConsent(ctx context.Context, db DB, account, practitioner string) error {
	var one int
	return found("practitioner", db.QueryRowContext(ctx, `SELECT 1 FROM account WHERE id = $1 AND id <> $2 AND role = 'practitioner' AND disabled_at IS NULL`,
		practitioner, account).Scan(&one))
}

// takeConsent gives the open consents of a scope that name nobody to the practitioner who
// takes it, within a write. errs.NotFound when there is none, or the practitioner is who
// agreed, or may not work.
func takeConsent(ctx context.Context, db DB, person, scope, practitioner string, now time.Time) error {
	n, err := exec(ctx, db, `UPDATE consent SET practitioner = $3 WHERE person = $1 AND scope = $2 AND practitioner IS NULL AND revoked_at IS NULL AND until > $4
		AND EXISTS (SELECT 1 FROM account a WHERE a.id = $3 AND a.id <> consent.account AND a.role = 'practitioner' AND a.disabled_at IS NULL)`,
		person, scope, practitioner, at(now))
	return one("consent", n, err)
}

// endConsents ends the consents of a scope, within a write: those of one practitioner, or
// all for an empty one. Ended ones stay as they are.
func endConsents(ctx context.Context, db DB, person, scope, practitioner string, now time.Time) error {
	_, err := exec(ctx, db, `UPDATE consent SET revoked_at = $4 WHERE person = $1 AND scope = $2 AND revoked_at IS NULL AND until > $4
		AND ($3 = '' OR practitioner = $3)`, person, scope, practitioner, at(now))
	return err
}

// openConsent is what makes a consent of a practitioner hold. The parameters are person,
// practitioner, scope and the moment.
const openConsent = ` FROM consent c WHERE c.person = $1 AND c.practitioner = $2 AND c.scope = $3 AND c.revoked_at IS NULL AND c.until > $4
	AND EXISTS (SELECT 1 FROM account a WHERE a.id = c.practitioner AND a.role = 'practitioner' AND a.disabled_at IS NULL)
	AND EXISTS (SELECT 1 FROM account g JOIN account_person l ON l.account = g.id AND l.person = c.person WHERE g.id = c.account AND g.disabled_at IS NULL)
	AND EXISTS (SELECT 1 FROM person p WHERE p.id = c.person AND p.erased_at IS NULL)
	ORDER BY c.until DESC, c.id DESC LIMIT 1`

// ConsentFor implements app.KeptConsents.
func (s *Store) ConsentFor(ctx context.Context, person, practitioner, scope string, now time.Time) (c app.Consent, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+consentColumns+openConsent, person, practitioner, scope, at(now))
	return c, s.fail("read a consent", found("consent", scanConsent(row, &c)))
}

// UseConsent implements app.KeptConsents.
func (s *Store) UseConsent(ctx context.Context, practitioner, person, scope string, by app.Audit) (p app.KeptPerson, err error) {
	err = s.write(ctx, "use a consent", func(ctx context.Context, db DB) error {
		// The person first, as an erasure does: then neither waits for the other in a circle.
		row := db.QueryRowContext(ctx, `SELECT `+personColumns+` FROM person p WHERE p.id = $1 AND p.erased_at IS NULL`+s.d.Hold(), person)
		if err := found("person", scanPerson(row, &p)); err != nil {
			return err
		}
		var id string
		row = db.QueryRowContext(ctx, `SELECT c.id`+openConsent+s.d.Hold(), person, practitioner, scope, at(by.At))
		if err := found("person", row.Scan(&id)); err != nil {
			return err
		}
		by.Scope = scope
		return addAudit(ctx, db, by)
	})
	if err != nil {
		return app.KeptPerson{}, err
	}
	return p, nil
}

// ConsentsOf implements app.KeptConsents.
func (s *Store) ConsentsOf(ctx context.Context, person string) ([]app.Consent, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, c *app.Consent) error { return scanConsent(rows, c) },
		`SELECT `+consentColumns+` FROM consent c WHERE c.person = $1 ORDER BY c.granted_at DESC, c.id DESC`, person)
	return list, s.fail("list consents", err)
}

// ConsentsTo implements app.KeptConsents.
func (s *Store) ConsentsTo(ctx context.Context, practitioner string, limit int) ([]app.Consent, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, c *app.Consent) error { return scanConsent(rows, c) },
		`SELECT `+consentColumns+` FROM consent c WHERE c.practitioner = $1 ORDER BY c.granted_at DESC, c.id DESC LIMIT $2`, practitioner, limit)
	return list, s.fail("list consents", err)
}

// RevokeConsent implements app.KeptConsents.
func (s *Store) RevokeConsent(ctx context.Context, account, person, id string, by app.Audit, jobs ...app.Job) error {
	return s.write(ctx, "revoke a consent", func(ctx context.Context, db DB) error {
		var revoked *time.Time
		row := db.QueryRowContext(ctx, `SELECT c.revoked_at, c.scope FROM consent c WHERE c.id = $1 AND c.person = $2
			AND EXISTS (SELECT 1 FROM account_person l WHERE l.account = $3 AND l.person = c.person)`, id, person, account)
		if err := found("consent", row.Scan(maybeInto(&revoked), &by.Scope)); err != nil || revoked != nil {
			return err
		}
		if _, err := exec(ctx, db, `UPDATE consent SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL`, id, at(by.At)); err != nil {
			return err
		}
		return addNotices(ctx, db, jobs, by)
	})
}

// AuditsOf implements app.KeptConsents.
func (s *Store) AuditsOf(ctx context.Context, q app.AuditQuery) ([]app.Audit, error) {
	query, args := `SELECT id, at, account, person, action, outcome, COALESCE(scope, '') FROM audit WHERE person = $1`, []any{q.Person}
	if !q.Before.IsZero() {
		query, args = query+` AND (at < $2 OR (at = $2 AND id < $3))`, append(args, at(q.Before), q.BeforeID)
	}
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, a *app.Audit) error {
		return rows.Scan(&a.ID, into(&a.At), &a.Account, &a.Person, &a.Action, &a.Outcome, &a.Scope)
	}, query+` ORDER BY at DESC, id DESC LIMIT `+parameter(len(args)+1), append(args, q.Limit)...)
	return list, s.fail("list the audit", err)
}

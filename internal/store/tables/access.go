package tables

import (
	"context"
	"database/sql"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// AddUser implements app.Access.
func (s *Store) AddUser(ctx context.Context, u app.NewUser, by ...app.Audit) error {
	return s.write(ctx, "add a user", func(ctx context.Context, db DB) error {
		if err := addAccount(ctx, db, u.Account, u.Password, u.Person, u.Link); err != nil {
			return err
		}
		if u.Passkey != nil {
			if err := addCredential(ctx, db, *u.Passkey); err != nil {
				return err
			}
		}
		for _, a := range by {
			if err := addAudit(ctx, db, a); err != nil {
				return err
			}
		}
		return nil
	})
}

// orNull writes an empty text as null.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// Login implements app.Access.
func (s *Store) Login(ctx context.Context, name string) (app.Account, string, error) {
	return s.login(ctx, `WHERE a.name_folded = $1`, fold(name))
}

// AccountByID implements app.Access.
func (s *Store) AccountByID(ctx context.Context, id string) (app.Account, string, error) {
	return s.login(ctx, `WHERE a.id = $1`, id)
}

func (s *Store) login(ctx context.Context, where, arg string) (a app.Account, password string, err error) {
	var kept sql.NullString
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+accountColumns+`, a.password FROM account a `+where, arg)
	err = row.Scan(&a.ID, &a.Name, &a.Role, into(&a.CreatedAt), maybeInto(&a.DisabledAt), &kept)
	return a, kept.String, s.fail("read an account", found("account", err))
}

// SetPassword implements app.Access.
func (s *Store) SetPassword(ctx context.Context, account, password, keep string, by app.Audit) error {
	return s.write(ctx, "set a password", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE account SET password = $2 WHERE id = $1`, account, orNull(password))
		if err := one("account", n, err); err != nil {
			return err
		}
		if _, err := exec(ctx, db, `DELETE FROM session WHERE account = $1 AND hash <> $2`, account, keep); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// Rehash implements app.Access.
func (s *Store) Rehash(ctx context.Context, account, password string) error {
	return s.write(ctx, "set a password", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE account SET password = $2 WHERE id = $1`, account, password)
		return one("account", n, err)
	})
}

// one turns "no row changed" into errs.NotFound.
func one(what string, n int64, err error) error {
	if err == nil && n == 0 {
		return errs.New(errs.NotFound, "there is no such %s", what)
	}
	return err
}

// EraseAccount implements app.Access. Sessions, passkeys, codes, tokens, settings and
// links go with it, the private half of a signing key, and the secret of a second factor.
func (s *Store) EraseAccount(ctx context.Context, account string, by app.Audit) error {
	return s.write(ctx, "erase an account", func(ctx context.Context, db DB) error {
		if err := retireKeys(ctx, db, account, by.At); err != nil {
			return err
		}
		if _, err := dropSecondFactor(ctx, db, account); err != nil {
			return err
		}
		n, err := exec(ctx, db, `DELETE FROM account WHERE id = $1`, account)
		if err := one("account", n, err); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// AddAudit implements app.Access.
func (s *Store) AddAudit(ctx context.Context, by app.Audit) error {
	return s.write(ctx, "note in the audit", func(ctx context.Context, db DB) error { return addAudit(ctx, db, by) })
}

// RenamePerson implements app.Access.
func (s *Store) RenamePerson(ctx context.Context, account string, l app.Link, zone string) error {
	return s.write(ctx, "rename a person", func(ctx context.Context, db DB) error {
		// The person first, as an erasure does: then neither waits for the other in a circle.
		n, err := exec(ctx, db, `UPDATE person SET time_zone = $3 WHERE id = $2 AND erased_at IS NULL
			AND EXISTS (SELECT 1 FROM account_person l WHERE l.account = $1 AND l.person = $2)`, account, l.Person, zone)
		if err := one("person", n, err); err != nil {
			return err
		}
		_, err = exec(ctx, db, `UPDATE account_person SET relation = $3, name_sealed = $4 WHERE account = $1 AND person = $2`,
			account, l.Person, l.Relation, l.NameSealed)
		return err
	})
}

// ReachedBy implements app.Access.
func (s *Store) ReachedBy(ctx context.Context, person string) (n int, err error) {
	err = s.d.Reader().QueryRowContext(ctx, `SELECT count(*) FROM account_person WHERE person = $1`, person).Scan(&n)
	return n, s.fail("count who reaches a person", err)
}

// Attempt implements app.Access.
func (s *Store) Attempt(ctx context.Context, key, span string) (n int64, err error) {
	err = s.write(ctx, "count an attempt", func(ctx context.Context, db DB) error {
		if _, err := exec(ctx, db, `DELETE FROM rate WHERE span < $1`, oldestSpan(span)); err != nil {
			return err
		}
		return db.QueryRowContext(ctx, `INSERT INTO rate (name, span, attempts) VALUES ($1, $2, 1)
			ON CONFLICT (name, span) DO UPDATE SET attempts = rate.attempts + 1 RETURNING attempts`, key, span).Scan(&n)
	})
	return n, err
}

// TokensOf implements app.Access.
func (s *Store) TokensOf(ctx context.Context, account string) ([]app.Token, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, t *app.Token) error {
		return rows.Scan(&t.Hash, &t.Account, &t.Label, into(&t.CreatedAt), maybeInto(&t.ExpiresAt))
	}, `SELECT hash, account, label, created_at, expires_at FROM token WHERE account = $1 ORDER BY created_at, hash`, account)
	return list, s.fail("list tokens", err)
}

// DropToken implements app.Access.
func (s *Store) DropToken(ctx context.Context, account, hash string) error {
	return s.write(ctx, "drop a token", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `DELETE FROM token WHERE account = $1 AND hash = $2`, account, hash)
		return one("token", n, err)
	})
}

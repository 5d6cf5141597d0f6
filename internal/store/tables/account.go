package tables

import (
	"context"
	"database/sql"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/legible-health/legible/internal/app"
)

// fold makes names equal that differ in case or in the composition of letters only.
func fold(name string) string { return norm.NFKC.String(cases.Fold().String(norm.NFKC.String(name))) }

// AddAccount implements app.Accounts.
func (s *Store) AddAccount(ctx context.Context, a app.Account, p app.KeptPerson, l app.Link) error {
	return s.write(ctx, "add an account", func(ctx context.Context, db DB) error {
		return addAccount(ctx, db, a, "", p, l)
	})
}

// addAccount adds an account, its password null when it is empty, with its first person.
func addAccount(ctx context.Context, db DB, a app.Account, password string, p app.KeptPerson, l app.Link) error {
	if _, err := exec(ctx, db, `INSERT INTO account (id, name, name_folded, role, password, created_at, disabled_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		a.ID, a.Name, fold(a.Name), a.Role, orNull(password), at(a.CreatedAt), maybeAt(a.DisabledAt)); err != nil {
		return err
	}
	return addPerson(ctx, db, a.ID, p, l)
}

const accountColumns = `a.id, a.name, a.role, a.created_at, a.disabled_at`

func scanAccount(row interface{ Scan(...any) error }, a *app.Account) error {
	return row.Scan(&a.ID, &a.Name, &a.Role, into(&a.CreatedAt), maybeInto(&a.DisabledAt))
}

// AccountNamed implements app.Accounts.
func (s *Store) AccountNamed(ctx context.Context, name string) (a app.Account, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+accountColumns+` FROM account a WHERE a.name_folded = $1`, fold(name))
	return a, s.fail("read an account", found("account", scanAccount(row, &a)))
}

// AllAccounts implements app.Accounts.
func (s *Store) AllAccounts(ctx context.Context) ([]app.Account, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, a *app.Account) error { return scanAccount(rows, a) },
		`SELECT `+accountColumns+` FROM account a
		WHERE NOT EXISTS (SELECT 1 FROM account_person l WHERE l.account = a.id AND l.relation = '`+app.GuestRelation+`') ORDER BY a.name_folded`)
	return list, s.fail("list accounts", err)
}

// SetDisabled implements app.Accounts.
func (s *Store) SetDisabled(ctx context.Context, account string, from *time.Time, by app.Audit) error {
	return s.write(ctx, "shut an account", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE account SET disabled_at = $2 WHERE id = $1`, account, maybeAt(from))
		if err := one("account", n, err); err != nil {
			return err
		}
		if from != nil {
			for _, table := range []string{"session", "token"} {
				if _, err := exec(ctx, db, `DELETE FROM `+table+` WHERE account = $1`, account); err != nil {
					return err
				}
			}
		}
		return addAudit(ctx, db, by)
	})
}

// AddToken implements app.Tokens.
func (s *Store) AddToken(ctx context.Context, t app.Token) error {
	return s.write(ctx, "add a token", func(ctx context.Context, db DB) error {
		_, err := exec(ctx, db, `INSERT INTO token (hash, account, label, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)`,
			t.Hash, t.Account, t.Label, at(t.CreatedAt), maybeAt(t.ExpiresAt))
		return err
	})
}

// AccountOfToken implements app.Tokens.
func (s *Store) AccountOfToken(ctx context.Context, hash string, now time.Time) (a app.Account, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+accountColumns+` FROM token t JOIN account a ON a.id = t.account
		WHERE t.hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2) AND a.disabled_at IS NULL`, hash, at(now))
	return a, s.fail("read a token", found("token", scanAccount(row, &a)))
}

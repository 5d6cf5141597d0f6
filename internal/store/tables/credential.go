package tables

import (
	"context"
	"database/sql"
	"time"

	"github.com/legible-health/legible/internal/app"
)

const credentialColumns = `id, account, label, data, created_at, used_at`

func scanCredential(row interface{ Scan(...any) error }, c *app.Credential) error {
	return row.Scan(&c.ID, &c.Account, &c.Label, &c.Data, into(&c.CreatedAt), maybeInto(&c.UsedAt))
}

// AddCredential implements app.Credentials.
func (s *Store) AddCredential(ctx context.Context, c app.Credential, by app.Audit) error {
	return s.write(ctx, "add a passkey", func(ctx context.Context, db DB) error {
		if err := addCredential(ctx, db, c); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

func addCredential(ctx context.Context, db DB, c app.Credential) error {
	_, err := exec(ctx, db, `INSERT INTO credential (`+credentialColumns+`) VALUES ($1, $2, $3, $4, $5, $6)`,
		c.ID, c.Account, c.Label, c.Data, at(c.CreatedAt), maybeAt(c.UsedAt))
	return err
}

// Credential implements app.Credentials.
func (s *Store) Credential(ctx context.Context, id string) (c app.Credential, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+credentialColumns+` FROM credential WHERE id = $1`, id)
	return c, s.fail("read a passkey", found("passkey", scanCredential(row, &c)))
}

// CredentialsOf implements app.Credentials.
func (s *Store) CredentialsOf(ctx context.Context, account string) ([]app.Credential, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, c *app.Credential) error { return scanCredential(rows, c) },
		`SELECT `+credentialColumns+` FROM credential WHERE account = $1 ORDER BY created_at, id`, account)
	return list, s.fail("list passkeys", err)
}

// UseCredential implements app.Credentials.
func (s *Store) UseCredential(ctx context.Context, id, data string, when time.Time) error {
	return s.write(ctx, "note the use of a passkey", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE credential SET data = $2, used_at = $3 WHERE id = $1`, id, data, at(when))
		return one("passkey", n, err)
	})
}

// DropCredential implements app.Credentials.
func (s *Store) DropCredential(ctx context.Context, account, id string, by app.Audit) error {
	return s.write(ctx, "drop a passkey", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `DELETE FROM credential WHERE account = $1 AND id = $2`, account, id)
		if err := one("passkey", n, err); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// SetRecoveryCodes implements app.Credentials.
func (s *Store) SetRecoveryCodes(ctx context.Context, account string, hashes []string, by app.Audit) error {
	return s.write(ctx, "set recovery codes", func(ctx context.Context, db DB) error {
		if _, err := exec(ctx, db, `DELETE FROM recovery_code WHERE account = $1`, account); err != nil {
			return err
		}
		for _, hash := range hashes {
			if _, err := exec(ctx, db, `INSERT INTO recovery_code (account, hash, used_at) VALUES ($1, $2, NULL)`, account, hash); err != nil {
				return err
			}
		}
		return addAudit(ctx, db, by)
	})
}

// UseRecoveryCode implements app.Credentials.
func (s *Store) UseRecoveryCode(ctx context.Context, account, hash string, when time.Time) error {
	return s.write(ctx, "use a recovery code", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE recovery_code SET used_at = $3 WHERE account = $1 AND hash = $2 AND used_at IS NULL`, account, hash, at(when))
		return one("recovery code", n, err)
	})
}

// CodesLeft implements app.Credentials.
func (s *Store) CodesLeft(ctx context.Context, account string) (n int, err error) {
	err = s.d.Reader().QueryRowContext(ctx, `SELECT count(*) FROM recovery_code WHERE account = $1 AND used_at IS NULL`, account).Scan(&n)
	return n, s.fail("count recovery codes", err)
}

// AddCeremony implements app.Credentials. Those that are over are forgotten.
func (s *Store) AddCeremony(ctx context.Context, hash, data string, expires time.Time) error {
	return s.write(ctx, "begin a passkey ceremony", func(ctx context.Context, db DB) error {
		if _, err := exec(ctx, db, `DELETE FROM ceremony WHERE expires_at < $1`, at(expires.Add(-time.Hour))); err != nil {
			return err
		}
		_, err := exec(ctx, db, `INSERT INTO ceremony (hash, data, expires_at) VALUES ($1, $2, $3)`, hash, data, at(expires))
		return err
	})
}

// TakeCeremony implements app.Credentials.
func (s *Store) TakeCeremony(ctx context.Context, hash string, now time.Time) (data string, err error) {
	err = s.write(ctx, "end a passkey ceremony", func(ctx context.Context, db DB) error {
		return found("passkey ceremony", db.QueryRowContext(ctx, `DELETE FROM ceremony WHERE hash = $1 AND expires_at > $2 RETURNING data`, hash, at(now)).Scan(&data))
	})
	return data, err
}

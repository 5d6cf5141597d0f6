package tables

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// BeginSecondFactor implements app.SecondFactors.
func (s *Store) BeginSecondFactor(ctx context.Context, f app.KeptSecondFactor, secret app.KeptSecret) error {
	return s.write(ctx, "begin a second factor", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `INSERT INTO second_factor (account, last_step, created_at, confirmed_at) VALUES ($1, $2, $3, NULL)
			ON CONFLICT (account) DO UPDATE SET last_step = excluded.last_step, created_at = excluded.created_at WHERE second_factor.confirmed_at IS NULL`,
			f.Account, f.LastStep, at(f.CreatedAt))
		if err == nil && n == 0 {
			err = errs.New(errs.Conflict, "the account has a second factor")
		}
		if err != nil {
			return err
		}
		_, err = exec(ctx, db, `INSERT INTO secret (name, wrapped_key, key_id, payload) VALUES ($1, $2, $3, $4)
			ON CONFLICT (name) DO UPDATE SET wrapped_key = excluded.wrapped_key, key_id = excluded.key_id, payload = excluded.payload`,
			secret.Name, secret.Key.Data, secret.Key.KeyID, secret.Payload)
		return err
	})
}

// SecondFactor implements app.SecondFactors.
func (s *Store) SecondFactor(ctx context.Context, account string) (f app.KeptSecondFactor, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT account, last_step, created_at, confirmed_at FROM second_factor WHERE account = $1`, account)
	return f, s.fail("read a second factor", found("second factor", row.Scan(&f.Account, &f.LastStep, into(&f.CreatedAt), maybeInto(&f.ConfirmedAt))))
}

// ConfirmSecondFactor implements app.SecondFactors.
func (s *Store) ConfirmSecondFactor(ctx context.Context, account string, step int64, when time.Time, by app.Audit) error {
	return s.write(ctx, "confirm a second factor", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE second_factor SET last_step = $2, confirmed_at = $3 WHERE account = $1 AND confirmed_at IS NULL`, account, step, at(when))
		if err := one("second factor", n, err); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// UseSecondFactor implements app.SecondFactors.
func (s *Store) UseSecondFactor(ctx context.Context, account string, step int64) error {
	return s.write(ctx, "use a second factor", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE second_factor SET last_step = $2 WHERE account = $1 AND confirmed_at IS NOT NULL AND last_step < $2`, account, step)
		return one("code that was not used", n, err)
	})
}

// DropSecondFactor implements app.SecondFactors.
func (s *Store) DropSecondFactor(ctx context.Context, account string, by app.Audit) error {
	return s.write(ctx, "drop a second factor", func(ctx context.Context, db DB) error {
		n, err := dropSecondFactor(ctx, db, account)
		if err := one("second factor", n, err); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// dropSecondFactor removes it, if there is one, within a write.
func dropSecondFactor(ctx context.Context, db DB, account string) (int64, error) {
	f := app.KeptSecondFactor{Account: account}
	if _, err := exec(ctx, db, `DELETE FROM secret WHERE name = $1`, f.SecretName()); err != nil {
		return 0, err
	}
	return exec(ctx, db, `DELETE FROM second_factor WHERE account = $1`, account)
}

// Strong implements app.SecondFactors.
func (s *Store) Strong(ctx context.Context, account string) (is bool, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM credential WHERE account = $1)
		OR EXISTS (SELECT 1 FROM second_factor WHERE account = $1 AND confirmed_at IS NOT NULL)`, account)
	return is, s.fail("see how an account gets in", row.Scan(&is))
}

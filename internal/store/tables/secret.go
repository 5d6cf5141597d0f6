package tables

import (
	"context"
	"database/sql"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/seal"
)

// InstanceSecret implements app.Secrets.
func (s *Store) InstanceSecret(ctx context.Context, name string) (x app.KeptSecret, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT name, wrapped_key, key_id, payload FROM secret WHERE name = $1`, name)
	return x, s.fail("read a secret", found("secret", row.Scan(&x.Name, &x.Key.Data, &x.Key.KeyID, &x.Payload)))
}

// AddInstanceSecret implements app.Secrets.
func (s *Store) AddInstanceSecret(ctx context.Context, x app.KeptSecret) error {
	return s.write(ctx, "add a secret", func(ctx context.Context, db DB) error {
		_, err := exec(ctx, db, `INSERT INTO secret (name, wrapped_key, key_id, payload) VALUES ($1, $2, $3, $4)`, x.Name, x.Key.Data, x.Key.KeyID, x.Payload)
		return err
	})
}

// rewrapSecrets replaces the wrapped keys of secrets not wrapped by the key current.
func rewrapSecrets(ctx context.Context, db DB, current string, wrap func(app.KeptPerson) (seal.Wrapped, error)) error {
	list, err := collect(ctx, db, func(rows *sql.Rows, x *app.KeptSecret) error {
		return rows.Scan(&x.Name, &x.Key.Data, &x.Key.KeyID)
	}, `SELECT name, wrapped_key, key_id FROM secret WHERE key_id <> $1 ORDER BY name`, current)
	if err != nil {
		return err
	}
	for _, x := range list {
		w, err := wrap(app.KeptPerson{ID: x.Owner(), Key: x.Key})
		if err != nil {
			return err
		}
		if _, err := exec(ctx, db, `UPDATE secret SET wrapped_key = $2, key_id = $3 WHERE name = $1`, x.Name, w.Data, w.KeyID); err != nil {
			return err
		}
	}
	return nil
}

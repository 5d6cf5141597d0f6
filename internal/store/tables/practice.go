package tables

import (
	"context"
	"database/sql"
	"encoding/json"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// Practice implements app.Appointing.
func (s *Store) Practice(ctx context.Context, practitioner string) (p app.KeptPractice, err error) {
	var schedule string
	row := s.d.Reader().QueryRowContext(ctx, `SELECT practitioner, version, schedule, updated_at FROM practice WHERE practitioner = $1`, practitioner)
	err = found("practice", row.Scan(&p.Practitioner, &p.Version, &schedule, into(&p.UpdatedAt)))
	if err == nil && json.Unmarshal([]byte(schedule), &p.Schedule) != nil {
		err = errs.New(errs.Internal, "stored hours cannot be read by this program")
	}
	return p, s.fail("read a practice", err)
}

// SavePractice implements app.Appointing.
func (s *Store) SavePractice(ctx context.Context, p app.KeptPractice, by app.Audit) error {
	schedule, err := json.Marshal(p.Schedule)
	if err != nil {
		return err
	}
	return s.write(ctx, "save a practice", func(ctx context.Context, db DB) error {
		if err := isPractitioner(ctx, db, p.Practitioner); err != nil {
			return err
		}
		args := []any{p.Practitioner, p.Version, string(schedule), at(p.UpdatedAt)}
		query := `UPDATE practice SET version = $2, schedule = $3, updated_at = $4 WHERE practitioner = $1 AND version = $2 - 1`
		if p.Version == 1 {
			query = `INSERT INTO practice (practitioner, version, schedule, updated_at) VALUES ($1, $2, $3, $4)`
		}
		n, err := exec(ctx, db, query, args...)
		if err == nil && n == 0 {
			err = errs.New(errs.Conflict, "the hours were changed meanwhile")
		}
		if err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// isPractitioner reports errs.NotFound for accounts that are none.
func isPractitioner(ctx context.Context, db DB, account string) error {
	var one int
	return found("practitioner", db.QueryRowContext(ctx, `SELECT 1 FROM account WHERE id = $1 AND role = 'practitioner'`, account).Scan(&one))
}

const serviceColumns = `id, practitioner, kind, name, minutes, before, after, way, place, offered, created_at`

func scanService(row interface{ Scan(...any) error }, x *app.KeptService) error {
	return row.Scan(&x.ID, &x.Practitioner, &x.Kind, &x.Name, &x.Minutes, &x.Before, &x.After, &x.Way, &x.Place, &x.Offered, into(&x.CreatedAt))
}

// AddService implements app.Appointing.
func (s *Store) AddService(ctx context.Context, x app.KeptService, most int, by app.Audit) error {
	return s.write(ctx, "add a service", func(ctx context.Context, db DB) error {
		if err := isPractitioner(ctx, db, x.Practitioner); err != nil {
			return err
		}
		var have int
		err := db.QueryRowContext(ctx, `SELECT count(*) FROM service WHERE practitioner = $1`, x.Practitioner).Scan(&have)
		if err == nil && have >= most {
			err = errs.New(errs.Conflict, "there are %d services; change one of them", have)
		}
		if err != nil {
			return err
		}
		if _, err := exec(ctx, db, `INSERT INTO service (`+serviceColumns+`) VALUES (`+parameters(11)+`)`,
			x.ID, x.Practitioner, x.Kind, x.Name, x.Minutes, x.Before, x.After, x.Way, x.Place, x.Offered, at(x.CreatedAt)); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// ReplaceService implements app.Appointing.
func (s *Store) ReplaceService(ctx context.Context, x app.KeptService, by app.Audit) error {
	return s.write(ctx, "change a service", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE service SET kind = $3, name = $4, minutes = $5, before = $6, after = $7, way = $8, place = $9, offered = $10
			WHERE id = $1 AND practitioner = $2`, x.ID, x.Practitioner, x.Kind, x.Name, x.Minutes, x.Before, x.After, x.Way, x.Place, x.Offered)
		if err := one("service", n, err); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// ServicesOf implements app.Appointing.
func (s *Store) ServicesOf(ctx context.Context, practitioner string) ([]app.KeptService, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, x *app.KeptService) error { return scanService(rows, x) },
		`SELECT `+serviceColumns+` FROM service WHERE practitioner = $1 ORDER BY created_at, id`, practitioner)
	return list, s.fail("list services", err)
}

// Service implements app.Appointing.
func (s *Store) Service(ctx context.Context, id string) (x app.KeptService, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+serviceColumns+` FROM service WHERE id = $1`, id)
	return x, s.fail("read a service", found("service", scanService(row, &x)))
}

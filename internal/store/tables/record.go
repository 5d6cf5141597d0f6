package tables

import (
	"context"
	"database/sql"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

const recordColumns = `person, id, kind, day, version, payload, updated_at, deleted`

func scanRecord(row interface{ Scan(...any) error }, r *app.Record) error {
	return row.Scan(&r.Person, &r.ID, &r.Kind, &r.Day, &r.Version, &r.Payload, into(&r.UpdatedAt), &r.Deleted)
}

// AddRecord implements app.Records. A person who was erased meanwhile takes no record: it
// waits for an erasure under way, and an erasure waits for it and then finds it.
func (s *Store) AddRecord(ctx context.Context, r app.Record) error {
	return s.write(ctx, "add a record", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `INSERT INTO record (`+recordColumns+`)
			SELECT $1, $2, $3, $4, $5, $6, $7, $8 FROM person WHERE person.id = $1 AND erased_at IS NULL`+s.d.Hold(),
			r.Person, r.ID, r.Kind, r.Day, r.Version, r.Payload, at(r.UpdatedAt), r.Deleted)
		return one("person", n, err)
	})
}

// Record implements app.Records.
func (s *Store) Record(ctx context.Context, person, id string) (r app.Record, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+recordColumns+` FROM record WHERE person = $1 AND id = $2`, person, id)
	return r, s.fail("read a record", found("entry", scanRecord(row, &r)))
}

// ReplaceRecord implements app.Records.
func (s *Store) ReplaceRecord(ctx context.Context, r app.Record) error {
	return s.write(ctx, "replace a record", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE record SET kind = $3, day = $4, version = $5, payload = $6, updated_at = $7, deleted = $8
			WHERE person = $1 AND id = $2 AND version = $5 - 1`,
			r.Person, r.ID, r.Kind, r.Day, r.Version, r.Payload, at(r.UpdatedAt), r.Deleted)
		if err != nil || n == 1 {
			return err
		}
		var version int64
		err = db.QueryRowContext(ctx, `SELECT version FROM record WHERE person = $1 AND id = $2`, r.Person, r.ID).Scan(&version)
		if err == nil {
			err = errs.New(errs.Conflict, "the entry has version %d; it was changed meanwhile", version)
		}
		return found("entry", err)
	})
}

// Records implements app.Records.
func (s *Store) Records(ctx context.Context, q app.RecordQuery) ([]app.Record, error) {
	query, args := selection(q)
	records, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, r *app.Record) error {
		r.Person = q.Person
		return rows.Scan(&r.ID, &r.Kind, &r.Day, &r.Version, &r.Payload, into(&r.UpdatedAt))
	}, query, args...)
	return records, s.fail("list records", err)
}

// selection writes the statement of a query, with the conditions that are asked for and
// no others, so that the database walks an index. Its texts are few: thirty-two at most.
// SQLite prepares a statement anew whenever a bare parameter is bound as its LIMIT.
func selection(q app.RecordQuery) (string, []any) {
	args := []any{q.Person, q.Limit}
	where := "person = $1 AND NOT deleted"
	add := func(condition string, values ...any) {
		where += " AND " + condition
		args = append(args, values...)
	}
	next := func() string { return parameter(len(args) + 1) }
	if q.Kind != "" {
		add("kind = "+next(), q.Kind)
	}
	if q.From != "" {
		add("day >= "+next(), q.From)
	}
	if q.To != "" {
		add("day <= "+next(), q.To)
	}
	order, beyond := "day, id", ">"
	if q.Newest {
		order, beyond = "day DESC, id DESC", "<"
	}
	if q.AfterDay != "" {
		add("(day, id) "+beyond+" ("+next()+", "+parameter(len(args)+2)+")", q.AfterDay, q.AfterID)
	}
	return `SELECT id, kind, day, version, payload, updated_at FROM record WHERE ` + where + ` ORDER BY ` + order + ` LIMIT 0 + $2`, args
}

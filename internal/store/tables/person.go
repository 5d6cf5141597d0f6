package tables

import (
	"context"
	"database/sql"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/seal"
)

// AddPerson implements app.Persons.
func (s *Store) AddPerson(ctx context.Context, account string, p app.KeptPerson, l app.Link) error {
	return s.write(ctx, "add a person", func(ctx context.Context, db DB) error {
		return addPerson(ctx, db, account, p, l)
	})
}

func addPerson(ctx context.Context, db DB, account string, p app.KeptPerson, l app.Link) error {
	if _, err := exec(ctx, db, `INSERT INTO person (id, wrapped_key, key_id, time_zone, created_at, erased_at) VALUES ($1, $2, $3, $4, $5, $6)`,
		p.ID, p.Key.Data, p.Key.KeyID, p.TimeZone, at(p.CreatedAt), maybeAt(p.ErasedAt)); err != nil {
		return err
	}
	_, err := exec(ctx, db, `INSERT INTO account_person (account, person, relation, name_sealed) VALUES ($1, $2, $3, $4)`,
		account, p.ID, l.Relation, l.NameSealed)
	return err
}

const personColumns = `p.id, p.wrapped_key, p.key_id, p.time_zone, p.created_at, p.erased_at`

func personInto(p *app.KeptPerson) []any {
	return []any{&p.ID, &p.Key.Data, &p.Key.KeyID, &p.TimeZone, into(&p.CreatedAt), maybeInto(&p.ErasedAt)}
}

func scanPerson(row interface{ Scan(...any) error }, p *app.KeptPerson) error {
	return row.Scan(personInto(p)...)
}

// Person implements app.Persons.
func (s *Store) Person(ctx context.Context, id string) (p app.KeptPerson, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+personColumns+` FROM person p WHERE p.id = $1`, id)
	return p, s.fail("read a person", found("person", scanPerson(row, &p)))
}

// PersonOf implements app.Persons.
func (s *Store) PersonOf(ctx context.Context, account, id string) (p app.KeptPerson, err error) {
	row := s.d.Reader().QueryRowContext(ctx, `SELECT `+personColumns+` FROM account_person a JOIN person p ON p.id = a.person
		WHERE a.account = $1 AND a.person = $2`, account, id)
	return p, s.fail("read a person", found("person", scanPerson(row, &p)))
}

// PersonsOf implements app.Persons.
func (s *Store) PersonsOf(ctx context.Context, account string) ([]app.Reached, error) {
	list, err := collect(ctx, s.d.Reader(), func(rows *sql.Rows, r *app.Reached) error {
		err := rows.Scan(append(personInto(&r.KeptPerson), &r.Link.Relation, &r.Link.NameSealed)...)
		r.Link.Person = r.ID
		return err
	}, `SELECT `+personColumns+`, a.relation, a.name_sealed FROM account_person a JOIN person p ON p.id = a.person
		WHERE a.account = $1 AND p.erased_at IS NULL ORDER BY a.person`, account)
	return list, s.fail("list persons", err)
}

// ErasePerson implements app.Persons.
func (s *Store) ErasePerson(ctx context.Context, id string, by app.Audit) error {
	return s.write(ctx, "erase a person", func(ctx context.Context, db DB) error {
		n, err := exec(ctx, db, `UPDATE person SET wrapped_key = NULL, erased_at = $2 WHERE id = $1 AND erased_at IS NULL`, id, at(by.At))
		if err != nil {
			return err
		}
		if n == 0 {
			var one int
			return found("person", db.QueryRowContext(ctx, `SELECT 1 FROM person WHERE id = $1`, id).Scan(&one))
		}
		if err := clearPerson(ctx, db, id); err != nil {
			return err
		}
		return addAudit(ctx, db, by)
	})
}

// clearPerson removes all that hangs on a person but the links, which say who may see
// that they were erased.
func clearPerson(ctx context.Context, db DB, id string) error {
	for _, statement := range []string{
		`DELETE FROM record WHERE person = $1`,
		`DELETE FROM job WHERE person = $1`,
		`DELETE FROM reminder WHERE person = $1`,
		`DELETE FROM share_opening WHERE person = $1`,
		`DELETE FROM share_file WHERE person = $1`,
		`DELETE FROM share WHERE person = $1`,
		`DELETE FROM waiting WHERE person = $1`,
		`DELETE FROM appointment WHERE person = $1`, // its cells go with it
		`DELETE FROM consent WHERE person = $1`,
		`DELETE FROM consultation WHERE person = $1`,
		`UPDATE account_person SET name_sealed = NULL WHERE person = $1`,
	} {
		if _, err := exec(ctx, db, statement, id); err != nil {
			return err
		}
	}
	return nil
}

// Unfinished implements app.Persons.
func (s *Store) Unfinished(ctx context.Context) ([]string, error) {
	ids, err := collect(ctx, s.d.Reader(), scanText, `SELECT id FROM person WHERE erased_at IS NOT NULL AND key_id <> '' ORDER BY id`)
	return ids, s.fail("list erasures under way", err)
}

// FinishErasure implements app.Persons.
func (s *Store) FinishErasure(ctx context.Context, id string) error {
	return s.write(ctx, "finish an erasure", func(ctx context.Context, db DB) error {
		_, err := exec(ctx, db, `UPDATE person SET key_id = '' WHERE id = $1 AND erased_at IS NOT NULL`, id)
		return err
	})
}

// Rewrap implements app.Persons.
func (s *Store) Rewrap(ctx context.Context, current string, wrap func(app.KeptPerson) (seal.Wrapped, error)) (n int, err error) {
	err = s.write(ctx, "rewrap keys", func(ctx context.Context, db DB) error {
		persons, err := collect(ctx, db, func(rows *sql.Rows, p *app.KeptPerson) error { return scanPerson(rows, p) },
			`SELECT `+personColumns+` FROM person p WHERE p.key_id <> $1 AND p.erased_at IS NULL ORDER BY p.id`, current)
		if err != nil {
			return err
		}
		n = len(persons)
		for _, p := range persons {
			w, err := wrap(p)
			if err != nil {
				return err
			}
			if _, err := exec(ctx, db, `UPDATE person SET wrapped_key = $2, key_id = $3 WHERE id = $1 AND erased_at IS NULL`, p.ID, w.Data, w.KeyID); err != nil {
				return err
			}
		}
		return rewrapSecrets(ctx, db, current, wrap)
	})
	return n, err
}

// KeysInUse implements app.Persons.
func (s *Store) KeysInUse(ctx context.Context) ([]string, error) {
	ids, err := collect(ctx, s.d.Reader(), scanText, `SELECT key_id FROM person WHERE key_id <> '' UNION SELECT key_id FROM secret ORDER BY key_id`)
	return ids, s.fail("list instance keys", err)
}

func addAudit(ctx context.Context, db DB, a app.Audit) error {
	_, err := exec(ctx, db, `INSERT INTO audit (id, at, account, person, action, outcome, scope) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		a.ID, at(a.At), a.Account, a.Person, a.Action, a.Outcome, orNull(a.Scope))
	return err
}

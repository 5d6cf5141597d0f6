package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/store/postgres"
)

// seedServer is seed for a PostgreSQL, with its key file in a folder: what is sealed goes in
// by COPY, which checks the same as an INSERT and asks for no answer to each row.
func seedServer(b *testing.B, dir, address string, persons, nights int) []guest {
	b.Helper()
	s, err := postgres.Open(b.Context(), address)
	must(b, err)
	must(b, s.Close())
	keys, err := keyfile.Create(filepath.Join(dir, "legible.keys"), "", rand.Reader)
	must(b, err)
	db, err := sql.Open("pgx", address)
	must(b, err)
	defer db.Close()
	into := newSeeding(b, db)
	defer into.conn.Close()
	into.write = into.copy
	_, err = into.conn.ExecContext(b.Context(), "SET synchronous_commit = off")
	must(b, err)
	guests := into.all(b, keys, persons, nights)
	for _, do := range []string{"VACUUM (FREEZE, ANALYZE)", "CHECKPOINT"} { // nothing of the loading is left to do later
		_, err = into.conn.ExecContext(b.Context(), do)
		must(b, err)
	}
	return guests
}

// copy writes records with one COPY.
func (s *seeding) copy(records <-chan app.Record) error {
	columns := []string{"person", "id", "kind", "day", "version", "payload", "updated_at", "deleted"}
	err := s.conn.Raw(func(driver any) error {
		_, err := driver.(*stdlib.Conn).Conn().CopyFrom(context.Background(), pgx.Identifier{"record"}, columns, pgx.CopyFromFunc(func() ([]any, error) {
			r, more := <-records
			if !more {
				return nil, nil
			}
			return []any{r.Person, r.ID, r.Kind, r.Day, r.Version, r.Payload, r.UpdatedAt, r.Deleted}, nil
		}))
		return err
	})
	for range records { // after an error nobody else takes them
	}
	return err
}

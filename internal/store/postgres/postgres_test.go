package postgres_test

import (
	"context"
	"database/sql"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/store/pgtest"
	"github.com/legible-health/legible/internal/store/postgres"
	"github.com/legible-health/legible/internal/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(pgtest.Main(m)) }

func open(t *testing.T, address string) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) app.Store { return open(t, pgtest.URL(t)) })
}

// catalogue lists columns, indexes and constraints.
func catalogue(t *testing.T, db *sql.DB) (out []string) {
	t.Helper()
	for _, query := range []string{
		`SELECT concat_ws(' ', table_name, column_name, data_type, collation_name, is_nullable, column_default) FROM information_schema.columns
			WHERE table_schema = 'public' AND table_name NOT LIKE 'goose%'`,
		`SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'goose%'`,
		`SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
			WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'goose%'`,
	} {
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			var line string
			if err := rows.Scan(&line); err != nil {
				t.Fatal(err)
			}
			out = append(out, line)
		}
		if err := errors(rows); err != nil {
			t.Fatal(err)
		}
	}
	sort.Strings(out)
	return out
}

func errors(rows *sql.Rows) error {
	defer rows.Close()
	return rows.Err()
}

func connect(t *testing.T, address string) *sql.DB {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestTheMigrationsArriveAtTheSchema(t *testing.T) {
	fresh, migrated := pgtest.URL(t), pgtest.URL(t)
	db := connect(t, fresh)
	if _, err := db.Exec(postgres.Schema); err != nil {
		t.Fatal(err)
	}
	open(t, migrated)
	want := catalogue(t, db)
	if len(want) < 80 {
		t.Fatalf("only %d lines", len(want))
	}
	if d := cmp.Diff(want, catalogue(t, connect(t, migrated))); d != "" {
		t.Errorf("schema.sql against the migrations (-want +got):\n%s", d)
	}
}

// A record that arrives while the person is being erased waits for the erasure, and is
// then refused: what was erased gets nothing new.
func TestNoRecordSlipsIntoAnErasure(t *testing.T) {
	address := pgtest.URL(t)
	s, db := open(t, address), connect(t, address)
	now := time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)
	p := app.KeptPerson{ID: "p1", Key: seal.Wrapped{KeyID: "k1", Data: []byte("x")}, TimeZone: "UTC", CreatedAt: now}
	if err := s.AddAccount(t.Context(), app.Account{ID: "a1", Name: "anna", Role: "person", CreatedAt: now}, p, app.Link{Person: "p1", Relation: "self"}); err != nil {
		t.Fatal(err)
	}
	erasure, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{`UPDATE person SET wrapped_key = NULL, erased_at = '2026-11-22T08:30:00.000000Z' WHERE id = 'p1'`, `DELETE FROM record WHERE person = 'p1'`} {
		if _, err := erasure.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	added := make(chan error, 1)
	go func() {
		added <- s.AddRecord(context.Background(), app.Record{Person: "p1", ID: "r1", Kind: "night", Day: "2026-11-21", Version: 1, Payload: []byte("x"), UpdatedAt: now})
	}()
	for waiting := 0; waiting == 0 && len(added) == 0; {
		if err := db.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	if err := erasure.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := <-added; err == nil || errs.KindOf(err) != errs.NotFound {
		t.Errorf("a record of a person being erased: %v, want that there is no such person", err)
	}
	if list, err := s.Records(t.Context(), app.RecordQuery{Person: "p1", Limit: 5}); err != nil || len(list) != 0 {
		t.Errorf("%d records are left, %v", len(list), err)
	}
}

func TestManyProgramsStartAtOnce(t *testing.T) {
	address := pgtest.URL(t)
	var all sync.WaitGroup
	for range 6 {
		all.Go(func() {
			s, err := postgres.Open(t.Context(), address)
			if err != nil {
				t.Error(err)
				return
			}
			s.Close()
		})
	}
	all.Wait()
	if v, err := open(t, address).Version(t.Context()); err != nil || v != newest(t) {
		t.Errorf("version %d, %v", v, err)
	}
}

// newest is the number of the newest migration.
func newest(t *testing.T) int64 {
	t.Helper()
	files, err := os.ReadDir("migrations")
	if err != nil || len(files) < 3 {
		t.Fatalf("%d migrations, %v", len(files), err)
	}
	number, _, _ := strings.Cut(files[len(files)-1].Name(), "_")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	address := pgtest.URL(t)
	open(t, address)
	if _, err := connect(t, address).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true); UPDATE compatibility SET needs = 99999`); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Open(t.Context(), address); err == nil || errs.KindOf(err) != errs.Outdated {
		t.Errorf("a database from the future: %v", err)
	}
}

// An address may hold a password: no error shows it.
func TestErrorsDoNotShowTheAddress(t *testing.T) {
	for address, want := range map[string]errs.Kind{
		"postgres://anna:hunter2@127.0.0.1:1/legible":               errs.Unavailable,
		"postgres://anna:hunter2@[broken/legible":                   errs.Invalid,
		"postgres://anna:hunter2@localhost/legible?sslmode=unusual": errs.Invalid,
	} {
		_, err := postgres.Open(t.Context(), address)
		if err == nil || errs.KindOf(err) != want {
			t.Errorf("%v (kind %d), want kind %d", err, errs.KindOf(err), want)
			continue
		}
		if strings.Contains(err.Error(), "hunter2") || strings.Contains(err.Error(), "anna") {
			t.Errorf("the error shows the address: %v", err)
		}
	}
}

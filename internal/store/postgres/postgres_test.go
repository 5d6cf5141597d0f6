package postgres_test

import (
	"database/sql"
	"os"
	"sort"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
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
	if v, err := open(t, address).Version(t.Context()); err != nil || v != 1 {
		t.Errorf("version %d, %v", v, err)
	}
}

func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	address := pgtest.URL(t)
	open(t, address)
	if _, err := connect(t, address).Exec(`INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, true)`); err != nil {
		t.Fatal(err)
	}
	if _, err := postgres.Open(t.Context(), address); err == nil || errs.KindOf(err) != errs.Conflict {
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

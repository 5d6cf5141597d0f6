package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/sqlite"
)

// spacing takes out what SQLite writes around a column that was added later.
var spacing = strings.NewReplacer(" ,", ",", " )", ")", "( ", "(")

// objects lists what a database consists of, without comments and spacing.
func objects(t *testing.T, path string) map[string]string {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			t.Fatal(err)
		}
		out[name] = spacing.Replace(strings.Join(strings.Fields(text), " "))
	}
	return out
}

func run(t *testing.T, path, script string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(script); err != nil {
		t.Fatal(err)
	}
}

func TestTheMigrationsArriveAtTheSchema(t *testing.T) {
	fresh, migrated := filepath.Join(t.TempDir(), "fresh"), filepath.Join(t.TempDir(), "migrated")
	run(t, fresh, sqlite.Schema)
	open(t, migrated)
	want := objects(t, fresh)
	if len(want) < 15 {
		t.Fatalf("only %d objects", len(want))
	}
	if d := cmp.Diff(want, objects(t, migrated)); d != "" {
		t.Errorf("schema.sql against the migrations (-want +got):\n%s", d)
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

func TestOpeningAgainKeepsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	for range 2 {
		s, err := sqlite.Open(t.Context(), path)
		if err != nil {
			t.Fatal(err)
		}
		if v, err := s.Version(t.Context()); err != nil || v != newest(t) {
			t.Errorf("version %d, %v", v, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestANewerDatabaseIsLeftAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	open(t, path)
	run(t, path, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1); UPDATE compatibility SET needs = 99999`)
	_, err := sqlite.Open(t.Context(), path)
	if err == nil || errs.KindOf(err) != errs.Outdated || !strings.Contains(err.Error(), "newer program") {
		t.Errorf("a database from the future: %v", err)
	}
}

func TestTheFileIsTheOwnersOnly(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "data")
	path := filepath.Join(folder, "db")
	open(t, path)
	for name, want := range map[string]os.FileMode{folder: 0o700, path: 0o600, path + "-wal": 0o600, path + "-shm": 0o600} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has mode %o, want %o", filepath.Base(name), got, want)
		}
	}
}

func TestAFileThatIsNoDatabaseIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	if err := os.WriteFile(path, []byte(strings.Repeat("not a database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := sqlite.Open(t.Context(), path)
	if err == nil || errs.KindOf(err) != errs.Unavailable {
		t.Errorf("a file of text: %v", err)
	}
}

func TestSettingsOfEveryConnection(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	s := open(t, path)
	for name, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "busy_timeout": "10000", "wal_autocheckpoint": "4000"} {
		for _, got := range s.Pragma(t, name) {
			if got != want {
				t.Errorf("%s is %s, want %s", name, got, want)
			}
		}
	}
}

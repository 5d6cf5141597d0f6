package sqlite_test

import (
	"crypto/sha256"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/sqlite"
	"github.com/legible-health/legible/internal/store/storetest"
)

// A newer program has these migrations beside ours: one that adds, one that takes away.
const (
	expanding = `-- +goose Up
ALTER TABLE record ADD COLUMN place TEXT NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN place TEXT;
CREATE INDEX consultation_changed ON consultation (changed_at);
`
	contracting = `-- +goose Up
UPDATE compatibility SET needs = 9002;
ALTER TABLE record DROP COLUMN place;
ALTER TABLE session DROP COLUMN place;
`
)

// migrated runs a newer program's migrations on a file.
func migrated(t *testing.T, path string, more map[string]string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.OpenWith(t.Context(), path, storetest.With(t, sqlite.Migrations(), more))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// Going back to the program of yesterday works while the newer one has only added.
func TestAnOlderProgramServesWhatWasOnlyAddedTo(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	newer := migrated(t, path, map[string]string{"9001_expanding.sql": expanding})
	x := storetest.NewShift(t, newer, "anna")
	if err := x.Round(t.Context(), newer, newer); err != nil {
		t.Fatal(err)
	}
	if err := newer.Close(); err != nil {
		t.Fatal(err)
	}
	older := open(t, path)
	if err := x.Round(t.Context(), older, older); err != nil {
		t.Error(err)
	}
	if err := older.Ping(t.Context()); err != nil {
		t.Error(err)
	}
	x.Check(t, older)
}

// A file that an older program would misread is not opened, and stays as it is.
func TestAnOlderProgramRefusesWhatItWouldMisread(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	newer := migrated(t, path, map[string]string{"9001_expanding.sql": expanding, "9002_contracting.sql": contracting})
	if err := newer.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(t.Context(), path); errs.KindOf(err) != errs.Outdated || !strings.Contains(err.Error(), "use the newer program") {
		t.Errorf("an older program that starts: %v", err)
	}
	after, err := os.ReadFile(path)
	if err != nil || sha256.Sum256(after) != sha256.Sum256(before) {
		t.Errorf("the file was changed (%v)", err)
	}
}

// Nobody should, but somebody will: a newer program changes the file while an older one
// has it open. The older one writes nothing more and says why.
func TestAFileChangedUnderAnOlderProgram(t *testing.T) {
	path := filepath.Join(t.TempDir(), "db")
	older := open(t, path)
	x := storetest.NewShift(t, older, "anna")
	if err := x.Round(t.Context(), older, older); err != nil {
		t.Fatal(err)
	}
	newer := migrated(t, path, map[string]string{"9001_expanding.sql": expanding, "9002_contracting.sql": contracting})
	if err := x.Round(t.Context(), older, older); errs.KindOf(err) != errs.Outdated {
		t.Errorf("a write: %v, want errs.Outdated", err)
	}
	if err := older.Ping(t.Context()); errs.KindOf(err) != errs.Outdated {
		t.Errorf("it is ready: %v", err)
	}
	x.Check(t, newer)
}

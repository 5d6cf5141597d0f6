package backup_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// names lists a folder.
func names(t *testing.T, dir string) []string {
	t.Helper()
	list, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, x := range list {
		out = append(out, x.Name())
	}
	return out
}

func TestFolderKeepsTheNewest(t *testing.T) {
	s := open(t, embedded(t))
	s.user(t, "anna", 1)
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.age"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	f := backup.Folder{Path: dir, Keep: 2, Recipients: []age.Recipient{id.Recipient()}}
	for day := range 4 {
		name, report, err := f.Write(t.Context(), s, s.ring(t), now.AddDate(0, 0, day))
		if err != nil {
			t.Fatal(err)
		}
		if report.Rows["person"] != 1 || !strings.HasPrefix(name, "legible-2026112") {
			t.Errorf("%s: %+v", name, report)
		}
	}
	if d := cmp.Diff([]string{"legible-20261124T070000Z.age", "legible-20261125T070000Z.age", "letter.age"}, names(t, dir)); d != "" {
		t.Errorf("what is left (-want +got):\n%s", d)
	}
	// The recipient's own key opens it, as the age tool would.
	file, err := os.Open(filepath.Join(dir, "legible-20261125T070000Z.age"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	b, err := backup.Open(file, id)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := backup.Check(b, s.ring(t), now); err != nil {
		t.Error(err)
	}
}

// A backup that does not read back is set aside and the older ones stay.
func TestFolderKeepsOlderOnesWhenTheNewIsDamaged(t *testing.T) {
	s := open(t, embedded(t))
	s.user(t, "anna", 1)
	dir := t.TempDir()
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	f := backup.Folder{Path: dir, Keep: 1, Recipients: []age.Recipient{id.Recipient()}}
	if _, _, err := f.Write(t.Context(), s, s.ring(t), now); err != nil {
		t.Fatal(err)
	}
	_, _, err = f.Write(t.Context(), s, &seal.Ring{}, now.Add(time.Hour))
	if errs.KindOf(err) != errs.Sealed {
		t.Errorf("error %v", err)
	}
	if d := cmp.Diff([]string{"legible-20261122T070000Z.age", "legible-20261122T080000Z.age.damaged"}, names(t, dir)); d != "" {
		t.Errorf("what is left (-want +got):\n%s", d)
	}
}

func TestFolderRefusals(t *testing.T) {
	s := open(t, embedded(t))
	for name, x := range map[string]struct {
		folder backup.Folder
		kind   errs.Kind
	}{
		"no folder": {backup.Folder{Path: filepath.Join(t.TempDir(), "gone"), Passphrase: "correct horse"}, errs.Unavailable},
		"no key":    {backup.Folder{Path: t.TempDir()}, errs.Usage},
	} {
		if _, _, err := x.folder.Write(t.Context(), s, s.ring(t), now); errs.KindOf(err) != x.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

package keyfile_test

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/seal"
)

func create(t *testing.T, passphrase string) *keyfile.File {
	t.Helper()
	f, err := keyfile.Create(filepath.Join(t.TempDir(), "new", "keys"), passphrase, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func ring(t *testing.T, f *keyfile.File) *seal.Ring {
	t.Helper()
	r, err := f.Ring(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rotate(r *seal.Ring) (*seal.Ring, error) { return r.Rotated(rand.Reader) }

func TestAKeyFileIsTheOwnersOnly(t *testing.T) {
	f := create(t, "")
	info, err := os.Stat(f.Path())
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v, want 0600", info.Mode(), err)
	}
	if err := os.Chmod(f.Path(), 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := keyfile.Open(f.Path(), "", rand.Reader); errs.KindOf(err) != errs.Sealed || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a key file open to others: %v", err)
	}
}

func TestAKeyFileIsNeverWrittenOver(t *testing.T) {
	f := create(t, "")
	if _, err := keyfile.Create(f.Path(), "", rand.Reader); err == nil || errs.KindOf(err) != errs.Conflict {
		t.Errorf("created twice: %v", err)
	}
	_, err := keyfile.Open(filepath.Join(t.TempDir(), "none"), "", rand.Reader)
	if err == nil || errs.KindOf(err) != errs.NotFound {
		t.Errorf("a file that is not there: %v", err)
	}
}

func TestAPassphraseLocksTheFile(t *testing.T) {
	f := create(t, "calm legs")
	text, err := os.ReadFile(f.Path())
	if err != nil || !seal.IsLocked(text) {
		t.Fatalf("not locked: %v", err)
	}
	again, err := keyfile.Open(f.Path(), "calm legs", rand.Reader)
	if err != nil || !ring(t, again).Equal(ring(t, f)) {
		t.Errorf("another ring, or %v", err)
	}
	for _, wrong := range []string{"", "other"} {
		if _, err := keyfile.Open(f.Path(), wrong, rand.Reader); err == nil || errs.KindOf(err) != errs.Sealed {
			t.Errorf("passphrase %q: %v", wrong, err)
		}
	}
}

// Two programs with one file: what one changes, the other sees, and changes made at the
// same time are all kept.
func TestSeveralProgramsShareAFile(t *testing.T) {
	f := create(t, "")
	other, err := keyfile.Open(f.Path(), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	var keys [20]seal.Wrapped
	for i := range keys {
		if _, keys[i], err = ring(t, f).NewPerson(rand.Reader, fmt.Sprint("person ", i)); err != nil {
			t.Fatal(err)
		}
	}
	var all sync.WaitGroup
	for i := range keys {
		all.Go(func() {
			if err := []*keyfile.File{f, other}[i%2].Update(t.Context(), func(r *seal.Ring) (*seal.Ring, error) {
				return r.Erased(fmt.Sprint("person ", i)), nil
			}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if err := f.Update(t.Context(), rotate); err != nil {
		t.Fatal(err)
	}
	got := ring(t, other)
	if !got.Equal(ring(t, f)) || len(got.IDs()) != 2 {
		t.Errorf("the programs see different keys: %v and %v", got.IDs(), ring(t, f).IDs())
	}
	for i := range 20 {
		if wrapped := keys[i]; !gone(got, fmt.Sprint("person ", i), wrapped) {
			t.Errorf("the erasure of person %d was lost", i)
		}
	}
}

func gone(r *seal.Ring, person string, w seal.Wrapped) bool {
	_, err := r.Unwrap(person, w)
	return err != nil && errs.KindOf(err) == errs.Gone
}

func TestARefusedChangeLeavesTheFile(t *testing.T) {
	f := create(t, "")
	before := ring(t, f)
	refuse := fmt.Errorf("refused")
	if err := f.Update(t.Context(), func(*seal.Ring) (*seal.Ring, error) { return nil, refuse }); err != refuse {
		t.Errorf("got %v", err)
	}
	if !ring(t, f).Equal(before) {
		t.Error("the keys changed")
	}
}

func TestKeysFromTheEnvironmentAreReadOnly(t *testing.T) {
	text := string(ring(t, create(t, "")).Marshal())
	f, err := keyfile.FromText(text, "")
	if err != nil || string(ring(t, f).Marshal()) != text {
		t.Fatalf("other keys, or %v", err)
	}
	if err := f.Update(t.Context(), rotate); err == nil || errs.KindOf(err) != errs.Conflict {
		t.Errorf("changed: %v", err)
	}
	if _, err := keyfile.FromText("no keys", ""); err == nil || errs.KindOf(err) != errs.Sealed {
		t.Errorf("no keys: %v", err)
	}
}

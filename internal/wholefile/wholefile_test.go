package wholefile_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/legible-health/legible/internal/wholefile"
)

func text(s string, err error) func(io.Writer) error {
	return func(w io.Writer) error {
		_, failed := io.WriteString(w, s)
		return errors.Join(failed, err)
	}
}

// want checks that the folder holds the file with the text and nothing else.
func want(t *testing.T, path, text string) {
	t.Helper()
	list, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(list) != 1 {
		t.Fatalf("the folder holds %v, %v", list, err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != text {
		t.Errorf("%q, %v, want %q", got, err, text)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

func TestAFileIsThereWholeOrNotAtAll(t *testing.T) {
	path := filepath.Join(t.TempDir(), "keys")
	broken := errors.New("the disk is gone")
	if err := wholefile.Write(path, text("half", broken)); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a file is there: %v", err)
	}
	if err := wholefile.Write(path, text("first", nil)); err != nil {
		t.Fatal(err)
	}
	want(t, path, "first")
	if err := wholefile.Write(path, text("half", broken)); !errors.Is(err, broken) {
		t.Errorf("error %v", err)
	}
	want(t, path, "first")
	if err := wholefile.Write(path, text("second", nil)); err != nil {
		t.Fatal(err)
	}
	want(t, path, "second")
}

func TestAFolderThatIsNotThere(t *testing.T) {
	if err := wholefile.Write(filepath.Join(t.TempDir(), "none", "keys"), text("x", nil)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("error %v", err)
	}
}

package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// The folder of a demo that was killed goes when the next one starts; that of one that
// runs, and what only has such a name, stay.
func TestDeadDemosAreRemoved(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("nothing tells there whether a demo runs")
	}
	under := t.TempDir()
	t.Setenv("TMPDIR", under)
	running, remove, err := makeDemoFolder()
	if err != nil {
		t.Fatal(err)
	}
	dead, other, elsewhere := filepath.Join(under, "legible-demo-1"), filepath.Join(under, "legible-demo-2"), filepath.Join(under, "mine")
	for _, dir := range []string{dead, other, elsewhere} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "legible.db"), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, dir := range []string{dead, elsewhere} {
		if err := os.WriteFile(filepath.Join(dir, demoLock), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	second, removeSecond, err := makeDemoFolder()
	if err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]bool{running: true, second: true, other: true, elsewhere: true, dead: false} {
		if _, err := os.Stat(dir); (err == nil) != want {
			t.Errorf("%s: is there: %v, want %v", filepath.Base(dir), err == nil, want)
		}
	}
	for _, end := range []func() error{remove, removeSecond} {
		if err := end(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(running); err == nil {
		t.Error("a demo that ended left its folder")
	}
}

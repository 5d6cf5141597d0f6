package main

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// said runs a command that has to fail, and returns all that it printed.
func said(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	out, err := cmd.CombinedOutput()
	if _, failed := errors.AsType[*exec.ExitError](err); !failed {
		t.Fatalf("%v, want an exit code\n%s", err, out)
	}
	if bytes.Contains(out, []byte("goroutine ")) {
		t.Errorf("a stack trace was printed:\n%s", out)
	}
	return string(out)
}

// files are all files of a folder with what is in them.
func files(t *testing.T, folder string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		all[path] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// A damaged file is named as such by serve, or by doctor where the damage does not show at
// the start, with what to do; neither changes anything.
func TestADamagedFileIsToldAndLeftAsItIs(t *testing.T) {
	if testing.Short() {
		t.Skip("starts the program many times")
	}
	spoil := func(from, to int64) func([]byte) []byte {
		return func(b []byte) []byte {
			for i := from; i < to; i++ {
				b[i] ^= 0x5a
			}
			return b
		}
	}
	for name, x := range map[string]struct {
		change func([]byte) []byte
		starts bool // what is wrong is not where the start looks
	}{
		"the beginning": {spoil(0, 100), false},
		"the tables":    {spoil(100, 4096), false},
		"not a file of ours": {func([]byte) []byte {
			return bytes.Repeat([]byte("These are my notes of last winter. "), 300)
		}, false},
		"the end is missing": {func(b []byte) []byte { return b[:len(b)/2] }, true},
		"a page":             {func(b []byte) []byte { return spoil(int64(len(b)/2), int64(len(b)/2)+4096)(b) }, true},
	} {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			program(t, "user", "add", "anna", "--data", data)
			file := filepath.Join(data, "legible.db")
			whole, err := os.ReadFile(file)
			must(t, err)
			must(t, os.WriteFile(file, x.change(whole), 0o600))
			before := files(t, data)
			if !x.starts {
				out := said(t, legible(t, "serve", "--addr", "127.0.0.1:0", "--data", data))
				if !strings.Contains(out, "damaged") || !strings.Contains(out, "restore a backup") {
					t.Errorf("serve does not tell what is wrong and what to do:\n%s", out)
				}
			}
			out := said(t, legible(t, "doctor", "--data", data))
			if !strings.Contains(out, "damaged") || !strings.Contains(out, "backup") {
				t.Errorf("doctor does not tell what is wrong and what to do:\n%s", out)
			}
			after := files(t, data)
			for path, text := range before {
				if after[path] != text {
					t.Errorf("%s was changed", filepath.Base(path))
				}
			}
		})
	}
}

// nobody makes a command that runs as somebody who owns a folder and whom files can
// refuse; as root, whom they cannot, the tests become another user for it.
func nobody(t *testing.T, folder string, args ...string) *exec.Cmd {
	t.Helper()
	if os.Getuid() != 0 {
		return legible(t, args...)
	}
	const id = 65534
	for at := folder; len(at) > len(filepath.Clean(os.TempDir())); at = filepath.Dir(at) {
		must(t, os.Chmod(at, 0o755))
	}
	for path := range files(t, folder) {
		must(t, os.Chown(path, id, id))
	}
	must(t, os.Chown(folder, id, id))
	cmd := legible(t, args...)
	exe := filepath.Join(filepath.Dir(folder), "legible")
	in, err := os.Open(cmd.Path)
	must(t, err)
	defer in.Close()
	out, err := os.OpenFile(exe, os.O_CREATE|os.O_WRONLY, 0o755)
	must(t, err)
	_, err = io.Copy(out, in)
	must(t, errors.Join(err, out.Close()))
	cmd.Path = exe
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: id, Gid: id}}
	return cmd
}

// On a folder that cannot be written the start fails, names the file, and leaves no
// trace.
func TestAReadOnlyFolderIsNamedAtTheStart(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	program(t, "user", "add", "anna", "--data", data)
	cmd := nobody(t, data, "serve", "--addr", "127.0.0.1:0", "--data", data)
	file := filepath.Join(data, "legible.db")
	must(t, os.Chmod(file, 0o400))
	must(t, os.Chmod(data, 0o500))
	t.Cleanup(func() { _ = os.Chmod(data, 0o700) })
	before := files(t, data)
	if out := said(t, cmd); !strings.Contains(out, file) || !strings.Contains(out, "permission denied") {
		t.Errorf("it does not name the file:\n%s", out)
	}
	if after := files(t, data); len(after) != len(before) || after[file] != before[file] {
		t.Error("something was written")
	}
}

// A key file that goes missing while it serves is told by /readyz, and putting it back
// mends it. Without it nothing starts, and no new one is made.
func TestALostKeyFile(t *testing.T) {
	data := t.TempDir()
	program(t, "user", "add", "anna", "--data", data)
	keys, away := filepath.Join(data, "legible.keys"), filepath.Join(data, "elsewhere")
	n, failed := startNode(t, "--quiet", "--data", data)
	if n == nil {
		t.Fatal(failed)
	}
	expect := func(when string, want int) {
		t.Helper()
		if status, _ := newVisitor(t).get(n.url + "/readyz"); status != want {
			t.Errorf("%s: /readyz says %d, want %d", when, status, want)
		}
	}
	expect("with the keys", 200)
	must(t, os.Rename(keys, away))
	expect("without the keys", 503)
	must(t, os.Rename(away, keys))
	expect("with the keys put back", 200)
	must(t, os.Rename(keys, away))
	if log := n.stop(); strings.Contains(log, "goroutine ") {
		t.Errorf("it panicked:\n%s", log)
	}
	out := said(t, legible(t, "serve", "--addr", "127.0.0.1:0", "--data", data))
	if !strings.Contains(out, keys) || !strings.Contains(out, "put it back") {
		t.Errorf("the start does not tell what is missing:\n%s", out)
	}
	if _, there := files(t, data)[keys]; there {
		t.Error("a new key file was made")
	}
}

// Package keyfile keeps the instance's keys in a file of their own, apart from the
// database and from backups, readable by its owner only, and locked with a passphrase
// where the operator sets one. Keys can also come from the environment; they can then be
// read and not be changed.
package keyfile

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/wholefile"
)

// File is a key file. Safe for concurrent use, also by several programs. It implements
// app.Keys.
type File struct {
	path       string // empty for keys from the environment
	passphrase string
	rand       io.Reader

	mu   sync.Mutex
	ring *seal.Ring
	seen stamp
}

// stamp tells whether the file was changed since it was read.
type stamp struct {
	size    int64
	changed time.Time
}

// Open reads the key file at path. errs.NotFound when there is none; errs.Sealed when it
// is damaged, open to others, or does not open with the passphrase.
func Open(path, passphrase string, rand io.Reader) (*File, error) {
	f := &File{path: path, passphrase: passphrase, rand: rand}
	_, err := f.Ring(context.Background())
	return f, err
}

// Create makes a key file with a fresh key. errs.Conflict when there is one.
func Create(path, passphrase string, rand io.Reader) (*File, error) {
	ring, err := seal.NewRing(rand)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, errs.New(errs.Unavailable, "make the folder of the key file: %v", err)
	}
	unlock, err := lock(path + ".lock") // of two programs that start at once, one makes it
	if err != nil {
		return nil, errs.New(errs.Unavailable, "lock the key file: %v", err)
	}
	defer unlock()
	if _, err := os.Lstat(path); err == nil {
		return nil, errs.New(errs.Conflict, "there is a key file at %s already", path)
	}
	f := &File{path: path, passphrase: passphrase, rand: rand}
	return f, f.save(ring)
}

// FromText takes keys that the environment holds.
func FromText(text, passphrase string) (*File, error) {
	ring, err := parse([]byte(text), passphrase)
	return &File{ring: ring}, err
}

// Path is where the file is; empty for keys from the environment.
func (f *File) Path() string { return f.path }

// Ring returns the keys as the file has them now: another program may have changed it.
func (f *File) Ring(context.Context) (*seal.Ring, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.read()
}

func (f *File) read() (*seal.Ring, error) {
	if f.path == "" {
		return f.ring, nil
	}
	info, err := os.Stat(f.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, errs.New(errs.NotFound, "there is no key file at %s", f.path)
	case err != nil:
		return nil, errs.New(errs.Sealed, "read the key file: %v", err)
	case info.Mode().Perm()&0o077 != 0:
		return nil, errs.New(errs.Sealed, "the key file %s can be read by others; make it yours only: chmod 600 %s", f.path, f.path)
	}
	now := stamp{info.Size(), info.ModTime()}
	if f.ring != nil && now == f.seen {
		return f.ring, nil
	}
	text, err := os.ReadFile(f.path)
	if err != nil {
		return nil, errs.New(errs.Sealed, "read the key file: %v", err)
	}
	ring, err := parse(text, f.passphrase)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", f.path, err)
	}
	f.ring, f.seen = ring, now
	return ring, nil
}

func parse(text []byte, passphrase string) (*seal.Ring, error) {
	switch {
	case !seal.IsLocked(text):
		return seal.Parse(text)
	case passphrase == "":
		return nil, errs.New(errs.Sealed, "the keys are locked; set LEGIBLE_KEY_PASSPHRASE")
	}
	return seal.Unlock(text, passphrase)
}

// Update changes the keys and writes them to disk before it returns; other programs wait
// meanwhile. errs.Conflict for keys from the environment.
func (f *File) Update(_ context.Context, change func(*seal.Ring) (*seal.Ring, error)) error {
	if f.path == "" {
		return errs.New(errs.Conflict, "the keys come from the environment, which this program cannot change")
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	unlock, err := lock(f.path + ".lock")
	if err != nil {
		return errs.New(errs.Unavailable, "lock the key file: %v", err)
	}
	defer unlock()
	ring, err := f.read()
	if err != nil {
		return err
	}
	next, err := change(ring)
	if err != nil || next == ring {
		return err
	}
	return f.save(next)
}

// save replaces the file in one step: after a crash either the old keys are there or the
// new ones. The old copy's bytes may stay on the disk until they are written over.
func (f *File) save(ring *seal.Ring) error {
	text := ring.Marshal()
	if f.passphrase != "" {
		var err error
		if text, err = ring.Lock(f.rand, f.passphrase); err != nil {
			return err
		}
	}
	if err := wholefile.Write(f.path, func(w io.Writer) error { _, err := w.Write(text); return err }); err != nil {
		return errs.New(errs.Unavailable, "write the key file: %v; the keys are as they were", err)
	}
	f.ring, f.seen = nil, stamp{} // read again, to see what another reader would
	got, err := f.read()
	if err == nil && !got.Equal(ring) {
		err = errs.New(errs.Unavailable, "the key file does not hold what was written to it")
	}
	return err
}

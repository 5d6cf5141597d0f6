package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/store/sqlite"
)

func add(s app.Store, id string, size int) error {
	return s.AddRecord(context.Background(), app.Record{Person: "p1", ID: id, Kind: "note", Day: "2026-11-21", Version: 1,
		Payload: make([]byte, size), UpdatedAt: time.Unix(0, 0)})
}

// A full disk refuses writes, keeps what was acknowledged, lets reads go on, and takes
// writes again when there is room.
func TestAFullDisk(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "db"))
	p := app.KeptPerson{ID: "p1", Key: seal.Wrapped{KeyID: "k1", Data: []byte("w")}, TimeZone: "UTC", CreatedAt: time.Unix(0, 0)}
	if err := s.AddAccount(t.Context(), app.Account{ID: "a", Name: "a", Role: "person"}, p, app.Link{Person: "p1", Relation: "self"}); err != nil {
		t.Fatal(err)
	}
	s.Limit(t, 120) // pages of 4 kB
	kept := map[string]bool{}
	results := make(chan struct {
		id  string
		err error
	})
	const n = 60
	for i := range n { // at once, so that full and not yet full share transactions
		go func() {
			id := fmt.Sprintf("r%02d", i)
			results <- struct {
				id  string
				err error
			}{id, add(s, id, 10_000)}
		}()
	}
	for range n {
		r := <-results
		if kept[r.id] = r.err == nil; r.err != nil && errs.KindOf(r.err) != errs.Unavailable {
			t.Errorf("%s: %v, want errs.Unavailable", r.id, r.err)
		}
	}
	list, err := s.Records(t.Context(), app.RecordQuery{Person: "p1", Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for _, ok := range kept {
		if ok {
			acknowledged++
		}
	}
	if len(list) != acknowledged || acknowledged == n {
		t.Errorf("%d records and %d acknowledged of %d", len(list), acknowledged, n)
	}
	for _, r := range list {
		if !kept[r.ID] {
			t.Errorf("%s was refused and is there", r.ID)
		}
	}
	s.Limit(t, 100_000)
	if err := add(s, "later", 10_000); err != nil {
		t.Errorf("once there is room: %v", err)
	}
}

// A disk that became read-only refuses writes, lets reads go on, and takes writes again
// when it is mounted for them.
func TestADiskThatBecameReadOnly(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "db"))
	p := app.KeptPerson{ID: "p1", Key: seal.Wrapped{KeyID: "k1", Data: []byte("w")}, TimeZone: "UTC", CreatedAt: time.Unix(0, 0)}
	if err := s.AddAccount(t.Context(), app.Account{ID: "a", Name: "a", Role: "person"}, p, app.Link{Person: "p1", Relation: "self"}); err != nil {
		t.Fatal(err)
	}
	if err := add(s, "before", 100); err != nil {
		t.Fatal(err)
	}
	s.ReadOnly(t, true)
	if err := add(s, "meanwhile", 100); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("%v, want errs.Unavailable", err)
	}
	list, err := s.Records(t.Context(), app.RecordQuery{Person: "p1", Limit: 10})
	if err != nil || len(list) != 1 {
		t.Errorf("%d records meanwhile, %v; want the one of before", len(list), err)
	}
	s.ReadOnly(t, false)
	if err := add(s, "after", 100); err != nil {
		t.Errorf("once it can be written: %v", err)
	}
}

// Writes that wait together share a transaction, so that an fsync is not needed for each.
func TestWaitingWritesAreCommittedTogether(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "db"))
	release, started := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- s.Write(func() error { close(started); <-release; return nil })
	}()
	<-started
	const n = 20
	for range n {
		go func() { done <- s.Write(func() error { return nil }) }()
	}
	s.WaitForQueue(n)
	close(release)
	for range n + 1 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if got := s.Commits(); got > n/2 {
		t.Errorf("%d commits for %d writes: they did not share", got, n+1)
	}
}

// A write that panics is an error of its own and harms no other.
func TestAPanickingWriteIsRefusedAlone(t *testing.T) {
	s := open(t, filepath.Join(t.TempDir(), "db"))
	if err := s.Write(func() error { panic("broken") }); err == nil {
		t.Error("a write that panicked was acknowledged")
	}
	if err := s.Write(func() error { return nil }); err != nil {
		t.Errorf("the next write: %v", err)
	}
}

func TestAStoppedWriterRefuses(t *testing.T) {
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := s.Write(func() error { return nil }); errs.KindOf(err) != errs.Unavailable {
		t.Errorf("a write after the end: %v", err)
	}
}

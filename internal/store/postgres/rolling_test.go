package postgres_test

import (
	"context"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/pgtest"
	"github.com/legible-health/legible/internal/store/postgres"
	"github.com/legible-health/legible/internal/store/storetest"
)

// A newer program has these migrations beside ours: one that adds, one that takes away.
const (
	expanding = `-- +goose Up
ALTER TABLE record ADD COLUMN place text COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE session ADD COLUMN place text COLLATE "C";
CREATE INDEX consultation_changed ON consultation (changed_at);
`
	contracting = `-- +goose Up
LOCK TABLE compatibility IN ACCESS EXCLUSIVE MODE;
UPDATE compatibility SET needs = 9002;
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND substring(application_name from '^legible/([0-9]+)$')::bigint < 9002;
ALTER TABLE record DROP COLUMN place;
ALTER TABLE session DROP COLUMN place;
`
)

// crew works through one program each, all at the same time.
type crew struct {
	t      *testing.T
	shifts []*storetest.Shift
	ended  sync.WaitGroup
	rounds chan int // the number of whoever ended a round
	stop   chan struct{}
}

// work begins a shift that writes through one program and reads through another, until
// stop is closed, or something is refused and refused says that it ends there.
func (c *crew) work(through, back *postgres.Store, refused func(error) (ends bool)) {
	n := len(c.shifts)
	x := storetest.NewShift(c.t, through, fmt.Sprint("worker ", n))
	c.shifts = append(c.shifts, x)
	c.ended.Go(func() {
		for {
			if err := x.Round(context.Background(), through, back); err != nil && refused(err) {
				return
			}
			select {
			case c.rounds <- n:
			case <-c.stop:
				return
			}
		}
	})
}

// wait returns when each shift has ended some more rounds.
func (c *crew) wait(rounds int) {
	left := map[int]int{}
	for n := range c.shifts {
		left[n] = rounds
	}
	for len(left) > 0 {
		n := <-c.rounds
		if left[n]--; left[n] <= 0 {
			delete(left, n)
		}
	}
}

func openWith(t *testing.T, address string, migrations fs.FS) *postgres.Store {
	t.Helper()
	s, err := postgres.OpenWith(t.Context(), address, migrations)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// Programs are replaced one after the other while all of them work: one that does not
// know what was added works on beside one that does, each reading what the other wrote.
func TestOlderAndNewerProgramsSideBySide(t *testing.T) {
	address := pgtest.URL(t)
	wider := storetest.With(t, postgres.Migrations(), map[string]string{"9001_expanding.sql": expanding})
	c := &crew{t: t, rounds: make(chan int), stop: make(chan struct{})}
	older := open(t, address)
	refused := func(err error) bool {
		t.Errorf("refused: %v", err)
		return false
	}
	c.work(older, older, refused)
	c.work(older, older, refused)
	c.wait(3)
	newer := openWith(t, address, wider) // migrates while they work
	c.work(newer, newer, refused)
	c.work(newer, older, refused)
	c.work(older, newer, refused)
	c.wait(10)
	again := open(t, address) // an older program that is started late
	c.work(again, newer, refused)
	c.wait(5)
	close(c.stop)
	c.ended.Wait()
	for _, s := range []*postgres.Store{older, newer, again} {
		if err := s.Ping(t.Context()); err != nil {
			t.Errorf("it may not serve: %v", err)
		}
		for _, x := range c.shifts {
			x.Check(t, s)
		}
	}
}

// When something is taken away, those that need it end at once, whatever they are doing:
// nothing is half written, and nothing is written afterwards.
func TestAMigrationThatTakesAwayEndsOlderPrograms(t *testing.T) {
	address := pgtest.URL(t)
	narrower := storetest.With(t, postgres.Migrations(), map[string]string{"9001_expanding.sql": expanding, "9002_contracting.sql": contracting})
	c := &crew{t: t, rounds: make(chan int), stop: make(chan struct{})}
	older := open(t, address)
	for range 6 {
		c.work(older, older, func(err error) bool {
			if kind := errs.KindOf(err); kind != errs.Outdated && kind != errs.Unavailable {
				t.Errorf("the older program was told %v", err)
			}
			return true
		})
	}
	c.wait(3)
	opened := make(chan *postgres.Store)
	go func() {
		s, err := postgres.OpenWith(context.Background(), address, narrower)
		if err != nil {
			t.Error(err)
		}
		opened <- s
	}()
	newer := c.until(opened)
	if newer == nil {
		t.FailNow()
	}
	defer newer.Close()
	c.ended.Wait() // every one of them was refused
	for _, x := range c.shifts {
		x.Check(t, newer)
		before := x.Rounds()
		for range 3 {
			if err := x.Round(t.Context(), older, older); errs.KindOf(err) != errs.Outdated {
				t.Errorf("afterwards: %v, want errs.Outdated", err)
			}
		}
		if x.Rounds() != before+3 {
			t.Fatal("nothing was tried")
		}
		x.Check(t, newer)
	}
	if err := older.Ping(t.Context()); errs.KindOf(err) != errs.Outdated || !strings.Contains(err.Error(), "use the newer program") {
		t.Errorf("the older program is ready: %v", err)
	}
	if _, err := postgres.Open(t.Context(), address); errs.KindOf(err) != errs.Outdated || !strings.Contains(err.Error(), "use the newer program") {
		t.Errorf("an older program that starts: %v", err)
	}
}

// until lets the shifts go on until the newer program is open.
func (c *crew) until(opened <-chan *postgres.Store) *postgres.Store {
	for {
		select {
		case <-c.rounds:
		case s := <-opened:
			go func() { // whoever waits to tell of a round is let go, and tries another
				for range c.rounds {
				}
			}()
			return s
		}
	}
}

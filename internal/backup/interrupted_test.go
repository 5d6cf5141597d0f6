package backup_test

import (
	"bytes"
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/legible-health/legible/internal/backup"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/tables"
)

// cut is a store during whose dump something happens before a row is given, counted from 0.
type cut struct {
	*site
	at   int
	what func() error
}

func (x cut) Dump(ctx context.Context, fn func(tables.Table, tables.Row) error) error {
	n := 0
	return x.site.Dump(ctx, func(t tables.Table, r tables.Row) error {
		if n++; n-1 == x.at {
			if err := x.what(); err != nil {
				return err
			}
		}
		return fn(t, r)
	})
}

// lose ends the connections of programs to a database.
func lose(t *testing.T, address string) error {
	conn, err := pgx.Connect(t.Context(), address)
	if err != nil {
		return err
	}
	defer conn.Close(t.Context())
	_, err = conn.Exec(t.Context(), `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'legible/%'`)
	return err
}

// Whatever ends a transfer, and wherever: the source has not changed by a byte, the other
// database has nothing, and the next try copies everything.
func TestAnInterruptedTransferBeginsAnew(t *testing.T) {
	source := embedded(t)
	from := open(t, source)
	for name, entries := range map[string]int{"anna": 30, "ben": 5, "cleo": 0} {
		from.user(t, name, entries)
	}
	if err := from.Close(); err != nil { // so that all of it stands in the one file
		t.Fatal(err)
	}
	file := filepath.Join(source.Data, store.File)
	before, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	from = open(t, source)
	everything := rows(t, from)
	for name, target := range map[string]store.Options{"embedded": embedded(t), "postgres": clinic(t)} {
		to, chance := open(t, target), rand.New(rand.NewPCG(7, 7))
		// interrupted says how a transfer to the target is ended, and of which kind the error is.
		ways := map[string]func(ctx context.Context, stop func()) (func() error, errs.Kind){
			"a row that cannot be read": func(context.Context, func()) (func() error, errs.Kind) {
				return func() error { return errs.New(errs.Unavailable, "the cable came out") }, errs.Unavailable
			},
			"somebody presses Ctrl-C": func(ctx context.Context, stop func()) (func() error, errs.Kind) {
				return func() error { stop(); return ctx.Err() }, errs.Internal // context.Canceled
			},
		}
		if name == "postgres" {
			ways["a connection that is lost"] = func(context.Context, func()) (func() error, errs.Kind) {
				return func() error { return lose(t, target.Database) }, errs.Unavailable
			}
		}
		for way, begin := range ways {
			for _, at := range []int{0, 1, chance.IntN(len(everything)), chance.IntN(len(everything)), chance.IntN(len(everything)), len(everything) - 1} {
				ctx, stop := context.WithCancel(t.Context())
				what, kind := begin(ctx, stop)
				_, err := backup.Transfer(ctx, cut{from, at, what}, to)
				stop()
				if err == nil || errs.KindOf(err) != kind {
					t.Errorf("%s, %s at row %d: %v", name, way, at, err)
				}
				if left := rows(t, open(t, target)); len(left) != 0 {
					t.Fatalf("%s, %s at row %d: %d rows were left", name, way, at, len(left))
				}
			}
		}
		if _, err := backup.Transfer(t.Context(), from, to); err != nil {
			t.Fatalf("%s, the last try: %v", name, err)
		}
		if d := cmp.Diff(everything, rows(t, to)); d != "" {
			t.Errorf("%s (-source +copy):\n%s", name, d)
		}
	}
	if err := from.Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the source was changed (%v)", err)
	}
}

// Interrupted while it compares, everything has been copied. The next try finds that, and
// compares again.
func TestATransferInterruptedWhileItCompares(t *testing.T) {
	for name, target := range map[string]store.Options{"embedded": embedded(t), "postgres": clinic(t)} {
		from, to := open(t, embedded(t)), open(t, target)
		from.user(t, "anna", 3)
		once := cut{site: from, at: 0}
		dumps := 0
		once.what = func() error {
			if dumps++; dumps == 2 {
				return errs.New(errs.Unavailable, "the cable came out")
			}
			return nil
		}
		if _, err := backup.Transfer(t.Context(), once, to); errs.KindOf(err) != errs.Unavailable {
			t.Fatalf("%s: %v", name, err)
		}
		moved, err := backup.Transfer(t.Context(), from, to)
		if err != nil || len(moved) != len(tables.All) {
			t.Errorf("%s, again: %d tables, %v", name, len(moved), err)
		}
		if d := cmp.Diff(rows(t, from), rows(t, to)); d != "" {
			t.Errorf("%s (-source +copy):\n%s", name, d)
		}
		from.user(t, "ben", 1)
		if _, err := backup.Transfer(t.Context(), from, to); errs.KindOf(err) != errs.Conflict {
			t.Errorf("%s: into a database that holds something else: %v", name, err)
		}
	}
}

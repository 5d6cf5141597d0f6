package main

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/pgtest"
	"github.com/legible-health/legible/internal/store/tables"
)

// written fills a data folder with a diary of some megabytes, and returns the database file.
func written(t *testing.T, folder string) string {
	t.Helper()
	kept, err := store.Open(t.Context(), store.Options{Data: folder})
	must(t, err)
	keys, err := keyfile.Create(filepath.Join(folder, "legible.keys"), "", rand.Reader)
	must(t, err)
	k := app.NewKeeper(kept, keys, time.Now, rand.Reader)
	a, p, err := k.AddAccount(t.Context(), "anna", string(account.Person), "UTC")
	must(t, err)
	long := strings.Repeat("My calf was hard for a while. ", 60)
	var writers sync.WaitGroup
	for w := range 16 {
		writers.Go(func() {
			for i := range 250 {
				if _, err := k.AddEntry(context.Background(), a, p.ID, fmt.Appendf(nil, `{"kind":"note","day":"2026-01-01","data":{"text":"%d %d %s"}}`, w, i, long)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	writers.Wait()
	must(t, kept.Close())
	return filepath.Join(folder, store.File)
}

// everything is all rows of a database.
func everything(t *testing.T, o store.Options) (rows []string) {
	t.Helper()
	s, err := store.Open(t.Context(), o)
	must(t, err)
	defer s.Close()
	must(t, s.Dump(t.Context(), func(tb tables.Table, r tables.Row) error {
		rows = append(rows, fmt.Sprintf("%s %x", tb.Name, r))
		return nil
	}))
	return rows
}

// TestACopyThatIsKilledCanBeginAnew kills "legible migrate" while it copies, early and
// late, into either database.
func TestACopyThatIsKilledCanBeginAnew(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds; not with -short")
	}
	source, folder := t.TempDir(), t.TempDir()
	file := written(t, source)
	before, err := os.ReadFile(file)
	must(t, err)
	want := everything(t, store.Options{Data: source})
	for name, x := range map[string]struct {
		to    store.Options
		where string
		grown func() int64 // how many bytes of the copy there are
	}{
		"embedded": {store.Options{Data: folder}, folder, func() int64 {
			info, err := os.Stat(filepath.Join(folder, store.File+"-wal"))
			if err != nil { // not yet
				return 0
			}
			return info.Size()
		}},
		"postgres": onPostgres(t),
	} {
		t.Run(name, func(t *testing.T) {
			for _, bytes := range []int64{500_000, 3_000_000} {
				killed(t, x.grown, bytes, "migrate", "--from", source, "--to", x.where)
				if left := everything(t, x.to); len(left) != 0 {
					t.Fatalf("killed after %d bytes, it left %d rows", bytes, len(left))
				}
			}
			if out := program(t, "migrate", "--from", source, "--to", x.where); !strings.Contains(out, "the same rows") {
				t.Errorf("the last try said:\n%s", out)
			}
			if d := cmp.Diff(want, everything(t, x.to)); d != "" {
				t.Errorf("the copy differs (-source +copy):\n%.2000s", d)
			}
		})
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the source was changed (%v)", err)
	}
}

// onPostgres is a target there, and how much of its table of entries has been written,
// by transactions that are not over too.
func onPostgres(t *testing.T) (x struct {
	to    store.Options
	where string
	grown func() int64
}) {
	t.Helper()
	x.where = pgtest.Own(t).URL(t)
	x.to = store.Options{Database: x.where}
	conn, err := pgx.Connect(t.Context(), x.where)
	must(t, err)
	t.Cleanup(func() { conn.Close(context.Background()) })
	x.grown = func() (n int64) {
		must(t, conn.QueryRow(t.Context(), `SELECT coalesce(pg_total_relation_size(to_regclass('record')), 0)`).Scan(&n))
		return n
	}
	return x
}

// killed starts the program and kills it when what it writes has grown to a size.
func killed(t *testing.T, grown func() int64, size int64, args ...string) {
	t.Helper()
	cmd := legible(t, args...)
	must(t, cmd.Start())
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	before := grown() // of what was killed earlier
	for size += before; grown() < size; {
		select {
		case err := <-ended:
			t.Fatalf("it ended before it was killed, with %d of %d bytes: %v", grown(), size, err)
		default:
		}
	}
	must(t, cmd.Process.Kill())
	if err := <-ended; err.(*exec.ExitError).Success() {
		t.Error("it was done before it was killed")
	}
}

package main

import (
	"context"
	"crypto/rand"
	"database/sql"
	rand2 "math/rand/v2"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/sqlite"
	"github.com/legible-health/legible/internal/store/tables"
)

// guest is somebody with a diary, and how a program and a browser are let in.
type guest struct{ person, token, cookie string }

// bulk runs the product's own statements in one long transaction at a time, without
// waiting for the disk: it fills a database that nobody uses yet.
type bulk struct {
	tables.Dialect
	conn *sql.Conn
	all  map[string]*sql.Stmt
}

func (d *bulk) Reader() tables.DB        { return d }
func (d *bulk) Classify(err error) error { return err }
func (d *bulk) Hold() string             { return "" }
func (d *bulk) SkipLocked() string       { return "" }
func (d *bulk) Write(ctx context.Context, fn func(context.Context, tables.DB) error) error {
	return fn(ctx, d)
}

func (d *bulk) stmt(query string) *sql.Stmt {
	s := d.all[query]
	if s == nil {
		var err error
		if s, err = d.conn.PrepareContext(context.Background(), query); err != nil {
			panic(err) // a statement of the product
		}
		d.all[query] = s
	}
	return s
}

func (d *bulk) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	return d.stmt(query).ExecContext(ctx, args...)
}

func (d *bulk) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return d.stmt(query).QueryContext(ctx, args...)
}

func (d *bulk) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	return d.stmt(query).QueryRowContext(ctx, args...)
}

// seeding is a store that takes new entries without looking for older ones, and writes
// them while the next ones are sealed.
type seeding struct {
	*tables.Store
	conn    *sql.Conn
	records chan app.Record
	write   func(records <-chan app.Record) error // until there are no more
}

func (s *seeding) Record(context.Context, string, string) (app.Record, error) {
	return app.Record{}, errs.New(errs.NotFound, "nothing is there yet")
}

func (s *seeding) AddRecord(_ context.Context, r app.Record) error {
	s.records <- r
	return nil
}

// together is how many persons share a transaction of the seeding.
const together = 500

// seed makes a data folder with persons who have each kept a diary for the nights before
// today, sealed as ever.
func seed(b *testing.B, dir string, persons, nights int) []guest {
	b.Helper()
	file := filepath.Join(dir, store.File)
	s, err := sqlite.Open(b.Context(), file)
	must(b, err)
	must(b, s.Close())
	keys, err := keyfile.Create(filepath.Join(dir, "legible.keys"), "", rand.Reader)
	must(b, err)
	db, err := sql.Open("sqlite", file+"?_pragma=journal_mode(OFF)&_pragma=synchronous(OFF)&_pragma=cache_size(-100000)")
	must(b, err)
	defer db.Close()
	into := newSeeding(b, db)
	defer into.conn.Close()
	into.write = into.insert
	return into.all(b, keys, persons, nights)
}

func newSeeding(b *testing.B, db *sql.DB) *seeding {
	conn, err := db.Conn(b.Context())
	must(b, err)
	return &seeding{Store: tables.New(&bulk{conn: conn, all: map[string]*sql.Stmt{}}), conn: conn}
}

// all makes the persons and their diaries.
func (s *seeding) all(b *testing.B, keys *keyfile.File, persons, nights int) (guests []guest) {
	k := app.NewKeeper(s, keys, time.Now, rand.Reader)
	for len(guests) < persons {
		_, err := s.conn.ExecContext(b.Context(), "BEGIN")
		must(b, err)
		var books []*app.Book
		for range min(together, persons-len(guests)) {
			g, book := signUp(b, k, s, len(guests))
			guests, books = append(guests, g), append(books, book)
		}
		s.fill(b, books, nights)
		_, err = s.conn.ExecContext(b.Context(), "COMMIT")
		must(b, err)
	}
	return guests
}

// signUp makes an account that a program and a browser may use.
func signUp(b *testing.B, k *app.Keeper, s *seeding, n int) (guest, *app.Book) {
	name := "guest " + strconv.Itoa(n)
	a, p, err := k.AddAccount(b.Context(), name, string(account.Person), "UTC")
	must(b, err)
	token, err := k.AddToken(b.Context(), name, "load", nil)
	must(b, err)
	cookie, err := account.NewSecret(rand.Reader)
	must(b, err)
	soon := time.Now().Add(time.Hour) // so that no visit is noted meanwhile
	must(b, s.AddSession(b.Context(), app.Session{Hash: account.HashSecret(cookie), Account: a.ID, Label: "load", CreatedAt: soon,
		SeenAt: soon, ExpiresAt: soon.Add(24 * time.Hour)}, app.Audit{ID: cookie, At: soon, Account: a.ID, Action: "load", Outcome: "done"}))
	book, err := k.Book(b.Context(), a, p.ID)
	must(b, err)
	return guest{p.ID, token, cookie}, book
}

// fill writes the diaries.
func (s *seeding) fill(b *testing.B, books []*app.Book, nights int) {
	s.records = make(chan app.Record, 256)
	written := make(chan error, 1)
	go func() { written <- s.write(s.records) }()
	yesterday := diary.DayOf(time.Now(), time.UTC) - 1
	for n, book := range books {
		chance := rand2.New(rand2.NewPCG(uint64(n), 1))
		for day := yesterday - diary.Date(nights) + 1; day <= yesterday; day++ {
			e := diary.Entry{ID: diary.DerivedID(book.Person(), day.String()), Kind: diary.KindNight, Day: day, Data: someNight(chance)}
			_, err := book.Change(b.Context(), diary.Change{Entry: e})
			must(b, err)
		}
	}
	close(s.records)
	must(b, <-written)
}

// insert writes each record as ever.
func (s *seeding) insert(records <-chan app.Record) (failed error) {
	for r := range records {
		if err := s.Store.AddRecord(context.Background(), r); err != nil {
			failed = err
		}
	}
	return failed
}

func someNight(chance *rand2.Rand) *diary.Night {
	cramps, pain, urge, wakings, sleep := chance.IntN(4), chance.IntN(11), chance.IntN(4), chance.IntN(6), 4+float64(chance.IntN(10))/2
	n := &diary.Night{Cramps: &cramps, Pain: &pain, Urge: &urge, Wakings: &wakings, SleepHours: &sleep, Note: "left calf, gone in four minutes"}
	if chance.IntN(3) == 0 {
		n.Tried = []diary.Tried{{Measure: "calf_stretch", Helped: "yes"}}
	}
	return n
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

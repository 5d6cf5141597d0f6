package main

import (
	"database/sql"
	"encoding/csv"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/store"
	"github.com/legible-health/legible/internal/store/pgtest"
)

// The large databases; LEGIBLE_LARGE_PERSONS and LEGIBLE_LARGE_FILE_PERSONS make them
// smaller for a quick look.
const (
	serverPersons = 100_000
	serverNights  = scaleNights
	filePersons   = loadPersons
	fileNights    = loadNights
)

// large is a database that is loaded once and kept in a folder.
type large struct {
	engine, size    string // "postgres" or "embedded"; "empty" or "full"
	folder          string
	persons, nights int
	server          *pgtest.Server // nil for the embedded one
}

// larges are the two databases of each engine that are compared, the empty one before the full
// one. Without LEGIBLE_LARGE, the folder where they are kept, there is nothing to do: it
// takes 12 GB and half an hour.
func larges(b *testing.B) []*large {
	b.Helper()
	folder := os.Getenv("LEGIBLE_LARGE")
	if folder == "" {
		b.Skip("LEGIBLE_LARGE names no folder for large databases")
	}
	return []*large{
		{engine: "postgres", size: "empty", folder: filepath.Join(folder, "p0"), persons: fewPersons, nights: serverNights},
		{engine: "postgres", size: "full", folder: filepath.Join(folder, "p1"), persons: number("LEGIBLE_LARGE_PERSONS", serverPersons), nights: serverNights},
		{engine: "embedded", size: "empty", folder: filepath.Join(folder, "e0"), persons: fewPersons, nights: fileNights},
		{engine: "embedded", size: "full", folder: filepath.Join(folder, "e1"), persons: number("LEGIBLE_LARGE_FILE_PERSONS", filePersons), nights: fileNights},
	}
}

// BenchmarkLargeLoad fills the databases of BenchmarkLarge that are not full yet, with
// diaries that are sealed as ever, and leaves them in the folder LEGIBLE_LARGE. "records/s" is the
// sealing and the writing.
func BenchmarkLargeLoad(b *testing.B) {
	for b.Loop() {
		for _, l := range larges(b) {
			begun := time.Now()
			if l.open(b); !l.loaded() {
				l.load(b)
				took := time.Since(begun).Seconds()
				b.ReportMetric(round2(took), l.engine+"-"+l.size+"-s")
				b.ReportMetric(round2(float64(l.persons*l.nights)/took), l.engine+"-"+l.size+"-records/s")
			}
		}
	}
	b.ReportMetric(0, "ns/op") // the loop is one run, not an operation
}

// open starts the server of the database, if it has one.
func (l *large) open(b *testing.B) {
	must(b, os.MkdirAll(l.folder, 0o755))
	if l.engine == "postgres" {
		l.server = pgtest.Kept(b, filepath.Join(l.folder, "pg"), "fsync=on", "shared_buffers=256MB", "max_wal_size=2GB")
	}
}

// guestFile is written when everything else is.
func (l *large) guestFile() string { return filepath.Join(l.folder, "guests.csv") }

func (l *large) loaded() bool {
	_, err := os.Stat(l.guestFile())
	return err == nil
}

func (l *large) load(b *testing.B) {
	var guests []guest
	if l.server != nil {
		guests = seedServer(b, l.folder, l.server.First(), l.persons, l.nights)
	} else {
		guests = seed(b, l.folder, l.persons, l.nights)
	}
	var rows [][]string
	for _, g := range guests {
		rows = append(rows, []string{g.person, g.token, g.cookie})
	}
	f, err := os.Create(l.guestFile())
	must(b, err)
	must(b, csv.NewWriter(f).WriteAll(rows))
	must(b, f.Close())
}

// serve serves what was loaded, with sessions that look as if their browsers had been there just
// now, and the files in the system's memory.
func (l *large) serve(b *testing.B, exe string) *loaded {
	l.revisit(b)
	l.read(b)
	f, err := os.Open(l.guestFile())
	must(b, err)
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	must(b, err)
	var guests []guest
	for _, r := range rows {
		guests = append(guests, guest{person: r[0], token: r[1], cookie: r[2]})
	}
	settings := []string{"--data", l.folder}
	if l.server != nil {
		settings = at(l.folder, l.server.First())
	}
	return startOn(b, exe, guests, l.nights, settings...)
}

// revisit keeps visits from being noted meanwhile: in the full database nearly each request is the
// first of its session, and in the empty one hardly any.
func (l *large) revisit(b *testing.B) {
	driver, source := "sqlite", filepath.Join(l.folder, store.File)
	if l.server != nil {
		driver, source = "pgx", l.server.First()
	}
	db, err := sql.Open(driver, source)
	must(b, err)
	defer db.Close()
	const layout = "2006-01-02T15:04:05.000000Z"
	soon := time.Now().UTC().Add(time.Hour)
	_, err = db.ExecContext(b.Context(), `UPDATE session SET seen_at = $1, expires_at = $2`, soon.Format(layout), soon.Add(24*time.Hour).Format(layout))
	must(b, err)
	if l.server != nil {
		_, err = db.ExecContext(b.Context(), "VACUUM ANALYZE session")
		must(b, err)
		_, err = db.ExecContext(b.Context(), "CHECKPOINT")
		must(b, err)
	}
}

// read reads the files once.
func (l *large) read(b *testing.B) {
	must(b, filepath.WalkDir(l.folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		_, err = io.Copy(io.Discard, f)
		return err
	}))
}

// pids are the processes that answer for the database.
func (l *large) pids(b *testing.B, s *loaded) []int {
	if l.server == nil {
		return []int{s.pid}
	}
	return slices.Concat([]int{s.pid}, family(l.server.PID(b)))
}

// bytes is the size of the database.
func (l *large) bytes(b *testing.B) float64 {
	if l.server == nil {
		return embeddedBytes(b, l.folder)
	}
	return serverBytes(b, l.server.First())
}

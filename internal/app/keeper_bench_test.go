package app_test

import (
	"crypto/rand"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/store/sqlite"
)

// benchHome is a keeper with one person and a month of nights.
func benchHome(b *testing.B) (*app.Keeper, app.Account, string) {
	b.Helper()
	s, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "db"))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	ring, err := seal.NewRing(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)
	k := app.NewKeeper(s, &memoryKeys{ring: ring}, func() time.Time { return now }, rand.Reader)
	a, p, err := k.AddAccount(b.Context(), "anna", "person", "Europe/London")
	if err != nil {
		b.Fatal(err)
	}
	for day := 1; day <= 30; day++ {
		raw := fmt.Appendf(nil, `{"kind":"night","day":"2026-10-%02d","data":{"cramps":2,"pain":6,"sleep_hours":6.5,"wakings":3,"note":"left calf"}}`, day)
		if _, err := k.AddEntry(b.Context(), a, p.ID, raw); err != nil {
			b.Fatal(err)
		}
	}
	return k, a, p.ID
}

// BenchmarkAddEntry is one new entry: checked, sealed, on disk (synchronous FULL), with
// many writers at once.
func BenchmarkAddEntry(b *testing.B) {
	k, a, person := benchHome(b)
	var n atomic.Int64
	b.SetParallelism(16)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			raw := fmt.Appendf(nil, `{"kind":"episode","day":"2026-11-20","data":{"sort":"cramp","seconds":%d}}`, n.Add(1)%86400)
			if _, err := k.AddEntry(b.Context(), a, person, raw); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// BenchmarkAddEntryAlone is the same with one writer, which waits for each fsync.
func BenchmarkAddEntryAlone(b *testing.B) {
	k, a, person := benchHome(b)
	for i := 0; b.Loop(); i++ {
		raw := fmt.Appendf(nil, `{"kind":"episode","day":"2026-11-20","data":{"sort":"cramp","seconds":%d}}`, i%86400)
		if _, err := k.AddEntry(b.Context(), a, person, raw); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkThirtyEntries reads and opens a month of nights.
func BenchmarkThirtyEntries(b *testing.B) {
	k, a, person := benchHome(b)
	for b.Loop() {
		list, _, err := k.Entries(b.Context(), a, person, app.EntryQuery{Kind: string(diary.KindNight), Limit: 30})
		if err != nil || len(list) != 30 {
			b.Fatal(len(list), err)
		}
	}
}

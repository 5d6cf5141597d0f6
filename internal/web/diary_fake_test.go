package web

import (
	"context"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// shelf is a diary in memory, as a store keeps one: what is written goes through
// diary.Merge, and a deleted entry leaves its id behind.
type shelf struct {
	mu     sync.Mutex
	person string
	stored map[string]diary.Stored
	items  []app.Item
	err    error // what every call answers, if set
}

func newShelf() *shelf {
	return &shelf{person: "0190a5c4-0000-7000-8000-000000000001", stored: map[string]diary.Stored{}}
}

func (b *shelf) Person() string       { return b.person }
func (b *shelf) Zone() *time.Location { return time.UTC }

func (b *shelf) Entries(_ context.Context, from, to diary.Date) (out []diary.Entry, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.stored {
		if !s.Deleted && s.Entry.Day >= from && s.Entry.Day <= to {
			out = append(out, s.Entry)
		}
	}
	diary.Sort(out)
	return out, b.err
}

func (b *shelf) Entry(_ context.Context, id string) (diary.Entry, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	s, ok := b.stored[id]
	if !ok || s.Deleted {
		return diary.Entry{}, errs.New(errs.NotFound, "no such entry")
	}
	return s.Entry, b.err
}

func (b *shelf) Change(_ context.Context, changes ...diary.Change) (out []diary.Merged, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.err != nil {
		return nil, b.err
	}
	for _, c := range changes {
		var stored *diary.Stored
		if s, ok := b.stored[c.Entry.ID]; ok {
			stored = &s
		}
		m := diary.Merge(stored, c)
		switch m.Decision {
		case diary.Create, diary.Replace, diary.KeepBoth:
			b.stored[m.Write.ID] = diary.Stored{Entry: m.Write}
		case diary.Remove:
			b.stored[m.Write.ID] = diary.Stored{Entry: m.Write, Deleted: true}
		}
		out = append(out, m)
	}
	return out, nil
}

func (b *shelf) Items(_ context.Context, kind string) (out []app.Item, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, x := range b.items {
		if x.Kind == kind {
			out = append(out, x)
		}
	}
	return out, b.err
}

func (b *shelf) Keep(_ context.Context, x app.Item) (app.Item, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i, old := range b.items {
		if old.ID == x.ID {
			if x.Version != old.Version+1 {
				return x, errs.New(errs.Conflict, "another version")
			}
			b.items[i] = x
			return x, b.err
		}
	}
	b.items = append(b.items, x)
	return x, b.err
}

// live lists what is not deleted.
func (b *shelf) live() []diary.Entry {
	out, _ := b.Entries(context.Background(), diary.FirstDay, diary.FirstDay+20000)
	return out
}

// nights lists the live nights.
func (b *shelf) nights() []diary.Entry {
	return slices.DeleteFunc(b.live(), func(e diary.Entry) bool { return e.Kind != diary.KindNight })
}

// morning is when the tests of the diary take place: the night of 21 November is over.
var morning = time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)

const lastNight = "2026-11-21"

// diarySite is the site with an open diary.
func diarySite(t testing.TB) (http.Handler, *shelf) {
	t.Helper()
	b := newShelf()
	h, err := newSite(&fake{base: testBase(t)}, testBase(t), Options{
		Country: "GB", Version: "test", Now: func() time.Time { return morning },
		Diary: func(*http.Request) (Book, error) { return b, nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	return h, b
}

package app_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/store/sqlite"
)

// memoryKeys is a key file that is none.
type memoryKeys struct {
	mu      sync.Mutex
	ring    *seal.Ring
	refuses error // of Update
}

func (k *memoryKeys) Ring(context.Context) (*seal.Ring, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.ring, nil
}

func (k *memoryKeys) Update(_ context.Context, change func(*seal.Ring) (*seal.Ring, error)) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.refuses != nil {
		return k.refuses
	}
	next, err := change(k.ring)
	if err == nil {
		k.ring = next
	}
	return err
}

// home is a keeper on an empty database, with two accounts.
type home struct {
	*app.Keeper
	t         *testing.T
	keys      *memoryKeys
	store     *sqlite.Store
	path      string // of the database
	now       time.Time
	anna, ben app.Account
	annas     string // person of anna
	bens      string
}

// locked reads from one source on several goroutines.
type locked struct {
	mu sync.Mutex
	r  io.Reader
}

func (l *locked) Read(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.r.Read(p)
}

func newHome(t *testing.T) *home {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	chance := &locked{r: rand.NewChaCha8([32]byte{1})}
	ring, err := seal.NewRing(chance)
	if err != nil {
		t.Fatal(err)
	}
	h := &home{t: t, keys: &memoryKeys{ring: ring}, store: s, path: path, now: time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)}
	h.Keeper = app.NewKeeper(s, h.keys, func() time.Time { return h.now }, chance)
	h.anna, h.annas = h.account("anna")
	h.ben, h.bens = h.account("ben")
	return h
}

func (h *home) account(name string) (app.Account, string) {
	h.t.Helper()
	a, p, err := h.AddAccount(h.t.Context(), name, "person", "Europe/London")
	if err != nil {
		h.t.Fatal(err)
	}
	return a, p.ID
}

const someID = "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f10"

// entry is the JSON of a night.
func entry(id string, pain, version int) []byte {
	text := fmt.Sprintf(`{"kind":"night","day":"2026-11-21","data":{"pain":%d}`, pain)
	if id != "" {
		text += `,"id":"` + id + `"`
	}
	if version > 0 {
		text += fmt.Sprintf(`,"version":%d`, version)
	}
	return []byte(text + "}")
}

func (h *home) add(raw []byte) app.EntryChange {
	h.t.Helper()
	c, err := h.AddEntry(h.t.Context(), h.anna, h.annas, raw)
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

func (h *home) replace(raw []byte) (app.EntryChange, error) {
	return h.ReplaceEntry(h.t.Context(), h.anna, h.annas, someID, raw)
}

func (h *home) wantKind(err error, want errs.Kind) {
	h.t.Helper()
	if err == nil || errs.KindOf(err) != want {
		h.t.Errorf("error %v (kind %d), want kind %d", err, errs.KindOf(err), want)
	}
}

func (h *home) pain(e app.KeptEntry) int {
	h.t.Helper()
	n, ok := e.Data.(*diary.Night)
	if !ok || n.Pain == nil {
		h.t.Fatalf("no night with a pain: %+v", e.Entry)
	}
	return *n.Pain
}

func TestAnEntryIsAddedOnce(t *testing.T) {
	h := newHome(t)
	for i, want := range []diary.Decision{diary.Create, diary.Unchanged} {
		if c := h.add(entry(someID, 5, 0)); c.Decision != want || c.Entry.Version != 1 || c.Entry.ID != someID {
			t.Errorf("time %d: %v, version %d", i+1, c.Decision, c.Entry.Version)
		}
	}
	_, err := h.AddEntry(t.Context(), h.anna, h.annas, entry(someID, 6, 0))
	h.wantKind(err, errs.Conflict)
	got, err := h.Entry(t.Context(), h.anna, h.annas, someID)
	if err != nil || h.pain(got) != 5 {
		t.Errorf("kept %+v, %v", got, err)
	}
}

func TestAnEntryWithoutIDGetsOne(t *testing.T) {
	h := newHome(t)
	a, b := h.add(entry("", 5, 0)), h.add(entry("", 5, 0))
	if a.Entry.ID == b.Entry.ID || len(a.Entry.ID) != 36 || a.Entry.ID[14] != '7' {
		t.Errorf("ids %q and %q, want two UUIDs of version 7", a.Entry.ID, b.Entry.ID)
	}
	for _, raw := range []string{``, `[]`, `null`, `{`, `{}`, ` { } `, `{"id":7}`} {
		_, err := h.AddEntry(t.Context(), h.anna, h.annas, []byte(raw))
		h.wantKind(err, errs.Invalid)
	}
}

func TestAChangeNamesTheVersionItReplaces(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	c, err := h.replace(entry("", 6, 1))
	if err != nil || c.Entry.Version != 2 || h.pain(c.Entry) != 6 {
		t.Fatalf("%+v, %v", c, err)
	}
	_, err = h.replace(entry("", 7, 1)) // somebody else, who has not seen version 2
	h.wantKind(err, errs.Conflict)
	_, err = h.replace(entry("", 7, 0))
	h.wantKind(err, errs.Invalid)
	_, err = h.replace(entry("01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f11", 7, 2))
	h.wantKind(err, errs.Invalid)
	_, err = h.replace([]byte(`{"kind":"note","day":"2026-11-21","version":2,"data":{"text":"x"}}`))
	h.wantKind(err, errs.Invalid)
	_, err = h.ReplaceEntry(t.Context(), h.anna, h.annas, "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f11", entry("", 7, 1))
	h.wantKind(err, errs.NotFound)
	if got, err := h.Entry(t.Context(), h.anna, h.annas, someID); err != nil || h.pain(got) != 6 || got.Version != 2 {
		t.Errorf("kept %+v, %v", got, err)
	}
}

// A device repeats what it got no answer to, however late: that is never a conflict and
// never undoes what came after.
func TestLateRepeatsChangeNothing(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	for v := 1; v <= 3; v++ {
		if _, err := h.replace(entry("", 5+v, v)); err != nil {
			t.Fatal(err)
		}
	}
	if c := h.add(entry(someID, 5, 0)); c.Decision != diary.Unchanged || h.pain(c.Entry) != 8 {
		t.Errorf("the first version again: %v, pain %d", c.Decision, h.pain(c.Entry))
	}
	if c, err := h.replace(entry("", 6, 1)); err != nil || c.Decision != diary.Unchanged || h.pain(c.Entry) != 8 {
		t.Errorf("the second version again: %+v, %v", c, err)
	}
	// but going back to an old value on purpose is a change
	if c, err := h.replace(entry("", 5, 4)); err != nil || c.Decision != diary.Replace || h.pain(c.Entry) != 5 {
		t.Errorf("back to 5: %+v, %v", c, err)
	}
}

func TestADeletedEntryIsGoneAndItsIDStaysTaken(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	_, err := h.RemoveEntry(t.Context(), h.anna, h.annas, someID, 2)
	h.wantKind(err, errs.Conflict)
	for range 2 {
		if _, err := h.RemoveEntry(t.Context(), h.anna, h.annas, someID, 1); err != nil {
			t.Fatal(err)
		}
	}
	_, err = h.Entry(t.Context(), h.anna, h.annas, someID)
	h.wantKind(err, errs.NotFound)
	_, err = h.AddEntry(t.Context(), h.anna, h.annas, entry(someID, 5, 0))
	h.wantKind(err, errs.Conflict)
	list, _, err := h.Entries(t.Context(), h.anna, h.annas, app.EntryQuery{Limit: 10})
	if err != nil || len(list) != 0 {
		t.Errorf("listed %+v, %v", list, err)
	}
	_, err = h.RemoveEntry(t.Context(), h.anna, h.annas, "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f11", 1)
	h.wantKind(err, errs.NotFound)
	r, err := h.store.Record(t.Context(), h.annas, someID)
	if err != nil || !r.Deleted || len(r.Payload) > 100 {
		t.Errorf("tombstone of %d bytes, %v: nothing of the entry should be left", len(r.Payload), err)
	}
}

// Two devices edit one night offline: both edits are kept, and syncing again adds nothing.
func TestTwoDevicesKeepBoth(t *testing.T) {
	h := newHome(t)
	first := h.add(entry(someID, 5, 0)).Entry.Entry
	book, err := h.Book(t.Context(), h.anna, h.annas)
	if err != nil {
		t.Fatal(err)
	}
	edit := func(pain int) diary.Change {
		e := first
		e.Data = &diary.Night{Pain: &pain}
		return diary.Change{Entry: e, Base: 1}
	}
	for range 2 {
		if _, err := book.Change(t.Context(), edit(6), edit(7)); err != nil {
			t.Fatal(err)
		}
	}
	list, err := book.Entries(t.Context(), first.Day, first.Day)
	if err != nil || len(list) != 2 {
		t.Fatalf("%d entries, %v, want both edits", len(list), err)
	}
	if groups := diary.Doubles(list); len(groups) != 1 {
		t.Errorf("groups to choose from: %+v", groups)
	}
	got, err := book.Change(t.Context(), diary.Change{Entry: first, Base: 1, Delete: true})
	if err != nil || got[0].Decision != diary.Refuse {
		t.Errorf("deleting what has been changed since: %+v, %v", got, err)
	}
}

func TestConcurrentChangesOfOneEntry(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 0, 0))
	errors := make(chan error)
	for pain := range 10 {
		go func() { _, err := h.replace(entry("", pain+1, 1)); errors <- err }()
	}
	won := 0
	for range 10 {
		if err := <-errors; err == nil {
			won++
		} else {
			h.wantKind(err, errs.Conflict)
		}
	}
	if won != 1 {
		t.Errorf("%d changes of version 1 were taken, want 1", won)
	}
}

func TestEntriesInPages(t *testing.T) {
	h := newHome(t)
	for i := 1; i <= 9; i++ {
		h.add(fmt.Appendf(nil, `{"kind":"note","day":"2026-11-%02d","data":{"text":"note %d"}}`, i, i))
	}
	var days []string
	q := app.EntryQuery{Limit: 4}
	for pages := 1; ; pages++ {
		list, next, err := h.Entries(t.Context(), h.anna, h.annas, q)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			days = append(days, e.Day.String()[8:])
		}
		if next == nil {
			if pages != 3 {
				t.Errorf("%d pages", pages)
			}
			break
		}
		q.Cursor = *next
	}
	if got := strings.Join(days, " "); got != "09 08 07 06 05 04 03 02 01" {
		t.Errorf("days %s", got)
	}
	n := 0
	if err := h.EachEntry(t.Context(), h.anna, h.annas, func(app.KeptEntry) error { n++; return nil }); err != nil || n != 9 {
		t.Errorf("%d entries, %v", n, err)
	}
}

// Whatever an account tries with another's person looks as if that person was not there.
func TestAnAccountReachesItsOwnPersonsOnly(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	ctx := t.Context()
	for name, try := range map[string]func(person string) error{
		"add":     func(p string) error { _, err := h.AddEntry(ctx, h.ben, p, entry("", 1, 0)); return err },
		"replace": func(p string) error { _, err := h.ReplaceEntry(ctx, h.ben, p, someID, entry("", 1, 1)); return err },
		"remove":  func(p string) error { _, err := h.RemoveEntry(ctx, h.ben, p, someID, 1); return err },
		"read":    func(p string) error { _, err := h.Entry(ctx, h.ben, p, someID); return err },
		"list":    func(p string) error { _, _, err := h.Entries(ctx, h.ben, p, app.EntryQuery{Limit: 1}); return err },
		"export":  func(p string) error { return h.EachEntry(ctx, h.ben, p, func(app.KeptEntry) error { return nil }) },
		"book":    func(p string) error { _, err := h.Book(ctx, h.ben, p); return err },
		"erase":   func(p string) error { _, err := h.Erase(ctx, h.ben, p); return err },
	} {
		others, nobodys := try(h.annas), try("nobody")
		h.wantKind(others, errs.NotFound)
		if nobodys == nil || others == nil || nobodys.Error() != others.Error() {
			t.Errorf("%s: another's person answers %q, one who never was %q", name, others, nobodys)
		}
	}
	if got, err := h.Entry(ctx, h.anna, h.annas, someID); err != nil || h.pain(got) != 5 {
		t.Errorf("afterwards: %+v, %v", got, err)
	}
	own, err := h.PersonsOf(ctx, h.ben)
	if err != nil || len(own) != 1 || own[0].ID != h.bens {
		t.Errorf("persons of ben %+v, %v", own, err)
	}
}

// A record put where it does not belong, by someone who can write the database, is
// refused and not shown.
func TestAMovedOrRolledBackRowIsRefused(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	old, err := h.store.Record(t.Context(), h.annas, someID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.replace(entry("", 6, 1)); err != nil {
		t.Fatal(err)
	}
	stolen := old
	stolen.Person = h.bens
	if err := h.store.AddRecord(t.Context(), stolen); err != nil {
		t.Fatal(err)
	}
	_, err = h.Entry(t.Context(), h.ben, h.bens, someID)
	h.wantKind(err, errs.Sealed)
	old.Version = 3
	if err := h.store.ReplaceRecord(t.Context(), old); err != nil {
		t.Fatal(err)
	}
	_, err = h.Entry(t.Context(), h.anna, h.annas, someID)
	h.wantKind(err, errs.Sealed)
}

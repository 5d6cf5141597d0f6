package app_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// person reads a person's row, as an old backup would hold it.
func (h *home) person(id string) app.KeptPerson {
	h.t.Helper()
	p, err := h.store.Person(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	return p
}

func TestErasingReachesOldCopiesOfTheKey(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	before, bens := h.person(h.annas), h.person(h.bens)
	if _, err := h.keys.ring.Unwrap(h.annas, before.Key); err != nil {
		t.Fatal(err)
	}
	receipt, err := h.Erase(t.Context(), h.anna, h.annas)
	if err != nil || !receipt.Backups || receipt.Person != h.annas || !receipt.ErasedAt.Equal(h.now) {
		t.Fatalf("receipt %+v, %v", receipt, err)
	}
	_, err = h.keys.ring.Unwrap(h.annas, before.Key)
	h.wantKind(err, errs.Gone)
	if _, err = h.keys.ring.Unwrap(h.bens, bens.Key); err != nil {
		t.Errorf("another person's key: %v", err)
	}
	_, err = h.Entry(t.Context(), h.anna, h.annas, someID) // the key was in memory
	h.wantKind(err, errs.NotFound)
	_, err = h.AddEntry(t.Context(), h.anna, h.annas, entry("", 1, 0))
	h.wantKind(err, errs.NotFound)
	again, err := h.EraseAny(t.Context(), h.annas)
	if err != nil || !again.ErasedAt.Equal(receipt.ErasedAt) {
		t.Errorf("erased again: %+v, %v", again, err)
	}
	_, err = h.EraseAny(t.Context(), "nobody")
	h.wantKind(err, errs.NotFound)
}

// A crash between the database and the key ring leaves the erasure under way; the next
// start finishes it.
func TestAnErasureIsFinishedAfterACrash(t *testing.T) {
	h := newHome(t)
	before := h.person(h.annas)
	h.keys.refuses = errs.New(errs.Unavailable, "the disk is full")
	_, err := h.Erase(t.Context(), h.anna, h.annas)
	h.wantKind(err, errs.Unavailable)
	if _, err := h.Book(t.Context(), h.anna, h.annas); errs.KindOf(err) != errs.NotFound {
		t.Errorf("still readable: %v", err)
	}
	h.keys.refuses = nil
	for range 2 {
		if err := h.FinishErasures(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err = h.keys.ring.Unwrap(h.annas, before.Key)
		h.wantKind(err, errs.Gone)
	}
	if open, err := h.store.Unfinished(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("under way: %v, %v", open, err)
	}
}

func TestTheReceiptSaysWhenBackupsAreNotReached(t *testing.T) {
	h := newHome(t)
	h.keys.refuses = errs.New(errs.Conflict, "keys come from the environment")
	receipt, err := h.Erase(t.Context(), h.anna, h.annas)
	if err != nil || receipt.Backups {
		t.Errorf("receipt %+v, %v", receipt, err)
	}
}

func TestRotationWhileServing(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	old := h.keys.ring.Current()
	id, n, err := h.Rotate(t.Context())
	if err != nil || n != 2 || id == old || h.person(h.annas).Key.KeyID != id {
		t.Fatalf("key %s of %d persons, %v", id, n, err)
	}
	if got, err := h.Entry(t.Context(), h.anna, h.annas, someID); err != nil || h.pain(got) != 5 {
		t.Errorf("after rotating: %+v, %v", got, err)
	}
	if n, err := h.DropKeys(t.Context()); err != nil || n != 1 || h.keys.ring.Has(old) {
		t.Errorf("dropped %d, %v", n, err)
	}
	if _, err := h.Entry(t.Context(), h.anna, h.annas, someID); err != nil {
		t.Errorf("after dropping the old key: %v", err)
	}
}

// A ring that belongs to other data is refused at the start, by name.
func TestWrongKeysAreAClearError(t *testing.T) {
	h := newHome(t)
	h.add(entry(someID, 5, 0))
	if err := h.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	needed := h.keys.ring.Current()
	other, err := seal.NewRing(rand.NewChaCha8([32]byte{9}))
	if err != nil {
		t.Fatal(err)
	}
	keeper := app.NewKeeper(h.store, &memoryKeys{ring: other}, time.Now, rand.NewChaCha8([32]byte{8}))
	err = keeper.Check(t.Context())
	if h.wantKind(err, errs.Sealed); !strings.Contains(err.Error(), needed) {
		t.Errorf("%v does not name the key %s", err, needed)
	}
	_, err = keeper.Entry(t.Context(), h.anna, h.annas, someID)
	h.wantKind(err, errs.Sealed)
	_, _, err = keeper.Rotate(t.Context())
	h.wantKind(err, errs.Sealed)
}

func TestTokensOpenTheirAccount(t *testing.T) {
	h := newHome(t)
	later := h.now.Add(time.Hour)
	token, err := h.AddToken(t.Context(), "ANNA", "watch", &later)
	if err != nil || !strings.HasPrefix(token, "legible_") || len(token) < 50 {
		t.Fatalf("%q, %v", token, err)
	}
	if a, err := h.AccountOf(t.Context(), token); err != nil || a.ID != h.anna.ID {
		t.Errorf("account %+v, %v", a, err)
	}
	for _, wrong := range []string{"", "legible_", token[:len(token)-1], token + "A", strings.ToUpper(token), strings.Repeat("legible_", 100)} {
		_, err := h.AccountOf(t.Context(), wrong)
		h.wantKind(err, errs.Unauthorized)
	}
	h.now = later
	_, err = h.AccountOf(t.Context(), token)
	h.wantKind(err, errs.Unauthorized)
	_, err = h.AddToken(t.Context(), "nobody", "watch", nil)
	h.wantKind(err, errs.NotFound)
}

func TestNamesRolesAndZonesAreChecked(t *testing.T) {
	h := newHome(t)
	for _, x := range []struct {
		name, role, zone string
		want             errs.Kind
	}{
		{"", "person", "UTC", errs.Invalid},
		{" anna", "person", "UTC", errs.Invalid},
		{"an\u200bna", "person", "UTC", errs.Invalid},
		{"a\nb", "person", "UTC", errs.Invalid},
		{strings.Repeat("é", 101), "person", "UTC", errs.Invalid},
		{"cem", "king", "UTC", errs.Invalid},
		{"cem", "person", "Europe/Atlantis", errs.Invalid},
		{"cem", "person", "Local", errs.Invalid},
		{"Anna", "person", "UTC", errs.Conflict},
	} {
		_, _, err := h.AddAccount(t.Context(), x.name, x.role, x.zone)
		if err == nil || errs.KindOf(err) != x.want {
			t.Errorf("%+v: %v", x, err)
		}
	}
}

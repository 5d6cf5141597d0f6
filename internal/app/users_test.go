package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"database/sql"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/store/sqlite"
	"github.com/legible-health/legible/internal/store/tables"
)

// house is a program that keeps accounts, on a real database, at a time that stands.
type house struct {
	*app.Users
	keeper *app.Keeper
	db     *sqlite.Store
	keys   *keyfile.File
	path   string
	now    time.Time
}

const password = "walnut ferry ochre"

var from = app.Browser{Address: "192.0.2.1", Label: "Firefox"}

func newHouse(t *testing.T, cost account.Cost) *house {
	t.Helper()
	dir := t.TempDir()
	h := &house{path: filepath.Join(dir, "db"), now: time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)}
	var err error
	if h.db, err = sqlite.Open(t.Context(), h.path); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.db.Close() })
	h.keys, err = keyfile.Create(filepath.Join(dir, "keys"), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	h.keeper = app.NewKeeper(h.db, h.keys, func() time.Time { return h.now }, rand.Reader)
	if h.Users, err = app.NewUsers(h.keeper, nil, app.UserOptions{Cost: cost}); err != nil {
		t.Fatal(err)
	}
	return h
}

var little = account.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}

// join signs somebody up and returns the visit.
func (h *house) join(t *testing.T, name, personName string) *app.Visit {
	t.Helper()
	secret, err := h.SignUp(t.Context(), app.SignUp{Name: name, Password: password, PersonName: personName, TimeZone: "Europe/London"}, from)
	if err != nil {
		t.Fatal(err)
	}
	v, err := h.Visit(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func wantKind(t *testing.T, doing string, err error, want errs.Kind) {
	t.Helper()
	if err == nil || errs.KindOf(err) != want {
		t.Errorf("%s: error %v (kind %d), want kind %d", doing, err, errs.KindOf(err), want)
	}
}

// Whether there is an account cannot be told by how long a refusal takes: the password
// of an unknown name is hashed too, at the same cost. Hashing is seen by its memory.
func TestAnUnknownNameCostsAsMuchAsAWrongPassword(t *testing.T) {
	const memory = 8 << 20
	h := newHouse(t, account.Cost{MemoryKiB: memory >> 10, Passes: 1, Lanes: 1})
	h.join(t, "anna", "")
	if _, _, err := h.keeper.AddAccount(t.Context(), "no password", "person", "UTC"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"anna", "nobody", "no password"} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := h.SignIn(t.Context(), name, "wrong wrong wrong", from)
		runtime.ReadMemStats(&after)
		wantKind(t, name, err, errs.Unauthorized)
		if used := after.TotalAlloc - before.TotalAlloc; used < memory || used > 2*memory {
			t.Errorf("%s: %d bytes were used, want one hash of %d", name, used, memory)
		}
	}
}

func TestADisabledAccountIsOut(t *testing.T) {
	h := newHouse(t, little)
	secret, err := h.SignUp(t.Context(), app.SignUp{Name: "anna", Password: password, TimeZone: "UTC"}, from)
	if err != nil {
		t.Fatal(err)
	}
	run(t, h.path, `UPDATE account SET disabled_at = '2026-11-22T08:00:00.000000Z'`)
	_, err = h.Visit(t.Context(), secret)
	wantKind(t, "its session", err, errs.Unauthorized)
	_, err = h.SignIn(t.Context(), "anna", password, from)
	wantKind(t, "its password", err, errs.Unauthorized)
}

// run changes the database behind the program's back.
func run(t *testing.T, path, statement string) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

// actions lists the audit, oldest first.
func (h *house) actions(t *testing.T) (out []string) {
	t.Helper()
	err := h.db.Dump(t.Context(), func(table tables.Table, row tables.Row) error {
		if table.Name == "audit" {
			out = append(out, row[4].(string)+" "+row[5].(string))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestTheAuditNotesWhoCameInAndWhatWasErased(t *testing.T) {
	h := newHouse(t, little)
	v := h.join(t, "anna", "")
	tick := func() { h.now = h.now.Add(time.Second) } // ids sort by time
	tick()
	_, err := h.SignIn(t.Context(), "anna", "wrong wrong wrong", from)
	wantKind(t, "a wrong password", err, errs.Unauthorized)
	tick()
	if err := h.Export(t.Context(), v, new(bytes.Buffer)); err != nil {
		t.Fatal(err)
	}
	tick()
	if _, err := h.EraseAccount(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	want := []string{"account.add done", "account.erase done", "account.export done", "person.erase done", "signin.password refused", "signin.signup done"}
	if got := slices.Sorted(slices.Values(h.actions(t))); !slices.Equal(got, want) {
		t.Errorf("audit %q, want %q", got, want)
	}
}

// A dump of the disk tells nothing of what people wrote.
func TestTheDiskTellsNothing(t *testing.T) {
	h := newHouse(t, little)
	v := h.join(t, "anna", "zebrafinch one")
	if _, err := h.AddMember(t.Context(), v, app.Member{Relation: "child", Name: "zebrafinch two", TimeZone: "UTC"}); err != nil {
		t.Fatal(err)
	}
	book, err := h.keeper.Book(t.Context(), v.Account, v.Chosen.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := book.KeepOnce(t.Context(), app.CheckItem, []byte(`{"text":"zebrafinch three"}`)); err != nil {
		t.Fatal(err)
	}
	codes, err := h.RecoveryCodes(t.Context(), v)
	if err != nil {
		t.Fatal(err)
	}
	token, err := h.AddToken(t.Context(), v, "watch")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, name := range []string{h.path, h.path + "-wal"} {
		text, err := os.ReadFile(name)
		if err != nil {
			continue
		}
		found = found || bytes.Contains(text, []byte("anna"))
		for _, secret := range []string{"zebrafinch", "192.0.2.1", password, codes[0], strings.ReplaceAll(codes[0], "-", ""), token} {
			if bytes.Contains(text, []byte(secret)) {
				t.Errorf("%q stands in %s", secret, filepath.Base(name))
			}
		}
	}
	if !found {
		t.Error("not even the account's name was found: the test looks in the wrong place")
	}
}

// A person whom another account reaches too is not erased with the first.
func TestErasingAnAccountSparesSharedPersons(t *testing.T) {
	h := newHouse(t, little)
	anna, ben := h.join(t, "anna", ""), h.join(t, "ben", "")
	shared, err := h.AddMember(t.Context(), anna, app.Member{Relation: "parent", TimeZone: "UTC"})
	if err != nil {
		t.Fatal(err)
	}
	run(t, h.path, `INSERT INTO account_person (account, person, relation) VALUES ('`+ben.Account.ID+`', '`+shared.ID+`', 'parent')`)
	anna.Persons = append(anna.Persons, shared)
	receipt, err := h.EraseAccount(t.Context(), anna)
	if err != nil || receipt.Kept != 1 || len(receipt.Persons) != 1 || !receipt.Persons[0].Backups {
		t.Fatalf("%+v, %v", receipt, err)
	}
	if _, err := h.keeper.Book(t.Context(), ben.Account, shared.ID); err != nil {
		t.Errorf("the shared person: %v", err)
	}
	if _, err := h.keeper.Book(t.Context(), ben.Account, anna.Chosen.ID); errs.KindOf(err) != errs.NotFound {
		t.Errorf("the erased person: %v", err)
	}
}

func TestAnOldSignInMayNotChangeHowToGetIn(t *testing.T) {
	h := newHouse(t, little)
	v := h.join(t, "anna", "")
	v.Recent = false
	_, codes := h.RecoveryCodes(t.Context(), v)
	_, token := h.AddToken(t.Context(), v, "watch")
	_, member := h.EraseMember(t.Context(), v, v.Chosen.ID)
	_, whole := h.EraseAccount(t.Context(), v)
	for doing, err := range map[string]error{
		"codes": codes, "token": token, "erase a person": member, "erase the account": whole,
		"password": h.SetPassword(t.Context(), v, "copper lantern drift"), "passkey": h.DropPasskey(t.Context(), v, "x"),
	} {
		wantKind(t, doing, err, errs.Forbidden)
	}
}

// A store that cannot count attempts lets nobody in.
func TestNoCounterNoEntry(t *testing.T) {
	h := newHouse(t, little)
	h.join(t, "anna", "")
	if err := h.db.Close(); err != nil {
		t.Fatal(err)
	}
	_, err := h.SignIn(context.Background(), "anna", password, from)
	wantKind(t, "a closed store", err, errs.Unavailable)
}

func TestItemsAreKeptOnceAndDropped(t *testing.T) {
	h := newHouse(t, little)
	v := h.join(t, "anna", "")
	book, err := h.keeper.Book(t.Context(), v.Account, v.Chosen.ID)
	if err != nil {
		t.Fatal(err)
	}
	first, err := book.KeepOnce(t.Context(), app.CheckItem, []byte(`{"n":1}`))
	if err != nil || first.Day != "2026-11-22" || first.Version != 1 {
		t.Fatalf("%+v, %v", first, err)
	}
	h.now = h.now.AddDate(0, 0, 3)
	again, err := book.KeepOnce(t.Context(), app.CheckItem, []byte(`{"n":1}`))
	if err != nil || again.ID != first.ID || again.Day != first.Day || again.Version != 1 {
		t.Errorf("again %+v, %v", again, err)
	}
	_, err = book.Item(t.Context(), app.PlanItem, first.ID)
	wantKind(t, "under another kind", err, errs.NotFound)
	if err := book.Drop(t.Context(), app.CheckItem, first.ID); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "dropping again", book.Drop(t.Context(), app.CheckItem, first.ID), errs.NotFound)
	back, err := book.KeepOnce(t.Context(), app.CheckItem, []byte(`{"n":1}`))
	if err != nil || back.ID != first.ID || back.Day != "2026-11-25" || back.Version != 3 {
		t.Errorf("back %+v, %v", back, err)
	}
	if list, err := book.Items(t.Context(), ""); err != nil || len(list) != 1 || string(list[0].Data) != `{"n":1}` {
		t.Errorf("%+v, %v", list, err)
	}
	for name, data := range map[string]string{"no JSON": "{", "too large": `"` + strings.Repeat("x", app.MaxItem) + `"`} {
		_, err := book.KeepOnce(t.Context(), app.CheckItem, []byte(data))
		wantKind(t, name, err, errs.Invalid)
	}
	_, err = book.KeepOnce(t.Context(), "night", []byte(`{}`))
	wantKind(t, "a kind of the diary", err, errs.Invalid)
}

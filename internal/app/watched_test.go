package app_test

import (
	"context"
	"crypto/rand"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/store/sqlite"
)

// watched is a real store that counts the reads of persons and loses its power before a
// write of the test's choice.
type watched struct {
	app.Store
	persons int // reads
	writes  int // so far
	cut     int // power is lost before this write, counted from 1; 0 for never
}

func (w *watched) PersonOf(ctx context.Context, account, id string) (app.KeptPerson, error) {
	w.persons++
	return w.Store.PersonOf(ctx, account, id)
}

func (w *watched) Person(ctx context.Context, id string) (app.KeptPerson, error) {
	w.persons++
	return w.Store.Person(ctx, id)
}

var errPower = errs.New(errs.Unavailable, "the power is gone")

func (w *watched) write(fn func() error) error {
	if w.writes++; w.cut > 0 && w.writes >= w.cut {
		return errPower
	}
	return fn()
}

func (w *watched) AddUser(ctx context.Context, u app.NewUser, by ...app.Audit) error {
	return w.write(func() error { return w.Store.AddUser(ctx, u, by...) })
}

func (w *watched) AddCredential(ctx context.Context, c app.Credential, by app.Audit) error {
	return w.write(func() error { return w.Store.AddCredential(ctx, c, by) })
}

func (w *watched) AddSession(ctx context.Context, s app.Session, by app.Audit) error {
	return w.write(func() error { return w.Store.AddSession(ctx, s, by) })
}

// oneKey is a browser with one passkey that always answers.
type oneKey struct{ app.Passkeys }

func (oneKey) Create(app.Site, app.PasskeyUser, []string) (options, state []byte, err error) {
	return []byte(`{}`), []byte(`{}`), nil
}

func (oneKey) Created(app.Site, app.PasskeyUser, []byte, []byte) (id, data string, err error) {
	return "key", `{}`, nil
}

func newWatched(t *testing.T) (*watched, *app.Keeper, *app.Users) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	ring, err := seal.NewRing(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{Store: s}
	k := app.NewKeeper(w, &memoryKeys{ring: ring}, func() time.Time { return time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC) }, rand.Reader)
	u, err := app.NewUsers(k, oneKey{}, app.UserOptions{Cost: little})
	if err != nil {
		t.Fatal(err)
	}
	return w, k, u
}

// Signing up by passkey makes a whole account or none, whenever the power goes: an account
// without its passkey could never be entered, and its name would be taken.
func TestSigningUpByPasskeyIsWholeOrNotAtAll(t *testing.T) {
	in := app.SignUp{Name: "anna", TimeZone: "UTC"}
	for cut := 1; ; cut++ {
		w, _, u := newWatched(t)
		asked, err := u.AskNewUser(t.Context(), app.Site{}, in, from)
		if err != nil {
			t.Fatal(err)
		}
		w.writes, w.cut = 0, cut
		_, err = u.JoinByPasskey(t.Context(), app.Site{}, asked.Ceremony, nil, in, from)
		a, _, missing := w.Login(t.Context(), "anna")
		if missing == nil {
			if keys, err := w.CredentialsOf(t.Context(), a.ID); err != nil || len(keys) != 1 {
				t.Errorf("power lost before write %d: an account with %d passkeys, %v", cut, len(keys), err)
			}
		}
		if err == nil {
			return
		}
		if !errors.Is(err, errPower) {
			t.Fatal(err)
		}
	}
}

// A passkey that another account has leaves no account behind.
func TestATakenPasskeyMakesNoAccount(t *testing.T) {
	w, _, u := newWatched(t)
	join := func(name string) error {
		in := app.SignUp{Name: name, TimeZone: "UTC"}
		asked, err := u.AskNewUser(t.Context(), app.Site{}, in, from)
		if err != nil {
			t.Fatal(err)
		}
		_, err = u.JoinByPasskey(t.Context(), app.Site{}, asked.Ceremony, nil, in, from)
		return err
	}
	if err := join("anna"); err != nil {
		t.Fatal(err)
	}
	wantKind(t, "a known passkey", join("ben"), errs.Conflict)
	_, _, err := w.Login(t.Context(), "ben")
	wantKind(t, "the account that was refused", err, errs.NotFound)
}

// However many persons an account has, a page asks the store for them once.
func TestAVisitReadsAllPersonsAtOnce(t *testing.T) {
	w, k, u := newWatched(t)
	secret, err := u.SignUp(t.Context(), app.SignUp{Name: "anna", Password: password, PersonName: "Anna", TimeZone: "UTC"}, from)
	if err != nil {
		t.Fatal(err)
	}
	v, err := u.Visit(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Bo", "Cy", "Di"} {
		if _, err := u.AddMember(t.Context(), v, app.Member{Name: name, Relation: "child", TimeZone: "Asia/Tokyo"}); err != nil {
			t.Fatal(err)
		}
	}
	w.persons = 0
	if v, err = u.Visit(t.Context(), secret); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, m := range v.Persons {
		names = append(names, m.Name)
	}
	slices.Sort(names) // of one millisecond, so in no order
	if strings.Join(names, " ") != "Anna Bo Cy Di" || v.Persons[0].Name != "Anna" || v.Persons[3].TimeZone != "Asia/Tokyo" {
		t.Errorf("persons %+v", v.Persons)
	}
	list, err := k.PersonsOf(t.Context(), v.Account)
	slices.SortFunc(list, func(a, b app.PersonView) int { return strings.Compare(a.Relation, b.Relation) })
	if err != nil || len(list) != 4 || list[0].TimeZone != "Asia/Tokyo" || list[0].Relation != "child" || list[3].Relation != "self" {
		t.Errorf("persons %+v, %v", list, err)
	}
	if w.persons > 0 {
		t.Errorf("%d persons were read one by one", w.persons)
	}
}

// What a device kept goes into a diary that is opened once.
func TestKeepingOnDeviceOpensTheDiaryOnce(t *testing.T) {
	w, k, _ := newWatched(t)
	a, p, err := k.AddAccount(t.Context(), "anna", "person", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	on := app.OnDevice{
		Cramps:   []app.TimedCramp{{"2026-11-21T02:00:00.25Z", "calf", 90}, {"2026-11-21T03:00:00Z", "calf", 80}, {"2027-01-01T00:00:00Z", "calf", 70}},
		Sessions: []app.PlayedRoutine{{"2026-11-21T21:00:00Z", "bedtime", 300}},
	}
	w.persons = 0
	for range 2 { // the same again changes nothing
		taken, refused, err := k.KeepOnDevice(t.Context(), a, p.ID, on)
		if err != nil || taken != 3 || refused != 1 {
			t.Errorf("%d taken, %d refused, %v", taken, refused, err)
		}
	}
	if w.persons != 2 {
		t.Errorf("the diary was opened %d times, want once for each of two calls", w.persons)
	}
	list, _, err := k.Entries(t.Context(), a, p.ID, app.EntryQuery{Limit: 10})
	if err != nil || len(list) != 3 {
		t.Errorf("%d entries, %v", len(list), err)
	}
	_, other, err := k.AddAccount(t.Context(), "ben", "person", "UTC")
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = k.KeepOnDevice(t.Context(), a, other.ID, on)
	wantKind(t, "a person of others", err, errs.NotFound)
}

package web

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/passkey"
	"github.com/legible-health/legible/internal/store/sqlite"
)

// testClock stands still until a test moves it.
type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// kept is a site that keeps what people record: a real database in a folder of the test,
// with passwords that cost little.
type kept struct {
	t      testing.TB
	h      http.Handler
	clock  *testClock
	store  *sqlite.Store
	keeper *app.Keeper
	users  *app.Users
	path   string // of the database
	opts   Options

	reminders  *app.Reminders
	shares     *app.Shares
	bookings   *app.Bookings
	mail, push *outbox
}

func keptSite(t testing.TB) *kept { return keptSiteWith(t, app.UserOptions{}) }

func keptSiteWith(t testing.TB, o app.UserOptions) *kept {
	t.Helper()
	dir := t.TempDir()
	db := must(sqlite.Open(t.Context(), filepath.Join(dir, "db")))
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	k := &kept{t: t, clock: &testClock{now: time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)}, store: db, path: filepath.Join(dir, "db")}
	k.keeper = app.NewKeeper(db, must(keyfile.Create(filepath.Join(dir, "keys"), "", rand.Reader)), k.clock.time, rand.Reader)
	o.Cost = account.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}
	k.users = must(app.NewUsers(k.keeper, passkey.Passkeys{}, o))
	k.mail, k.push = &outbox{}, &outbox{}
	k.reminders = app.NewReminders(k.keeper, map[string]app.Channel{app.MailChannel: k.mail, app.PushChannel: k.push})
	k.shares = app.NewShares(k.keeper, o.Cost)
	f := &fake{base: testBase(t)}
	practitioners := app.NewPractitioners(k.keeper)
	k.bookings = app.NewBookings(k.keeper, lateService{}, practitioners, k.reminders)
	k.opts = Options{
		Country: "GB", Version: "test", Keeper: k.keeper, Users: k.users, Reminders: k.reminders, PushKey: testPushKey, BaseURL: "https://legible.example", Now: k.clock.time,
		Shares: k.shares, Shared: testShared, Practitioners: practitioners, Bookings: k.bookings, Upkeep: app.NewUpkeep(k.keeper),
	}
	k.h = must(newSite(f, f.base, k.opts))
	return k
}

// client is a browser without a window: it keeps cookies and sends them back.
type client struct {
	t       testing.TB
	h       http.Handler
	cookies map[string]string
	address string
}

func (k *kept) client() *client {
	return &client{t: k.t, h: k.h, cookies: map[string]string{}, address: "192.0.2.1:1234"}
}

// goodPassword belongs to every account of the tests.
const goodPassword = "walnut ferry ochre"

// signUp is the browser of a new user with one person.
func (k *kept) signUp(t testing.TB, name string) *client {
	t.Helper()
	b := k.client()
	b.t = t
	d := b.post("/account/new", url.Values{"name": {name}, "password": {goodPassword}, "zone": {"Europe/London"}})
	if d.Status != http.StatusSeeOther {
		t.Fatalf("sign up: %d\n%s", d.Status, d.text())
	}
	return b
}

// visit is what the site knows of the browser.
func (k *kept) visit(b *client) *app.Visit {
	k.t.Helper()
	v, err := k.users.Visit(k.t.Context(), b.cookies[sessionCookie])
	if err != nil {
		k.t.Fatal(err)
	}
	return v
}

func (b *client) do(r *http.Request) doc {
	b.t.Helper()
	r.RemoteAddr = b.address
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	b.h.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		} else {
			b.cookies[c.Name] = c.Value
		}
	}
	return parse(b.t, w)
}

func (b *client) get(path string) doc {
	b.t.Helper()
	return b.do(httptest.NewRequest("GET", path, nil))
}

func (b *client) post(path string, form url.Values) doc {
	b.t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(r)
}

func (b *client) send(path string, v any) doc {
	b.t.Helper()
	r := httptest.NewRequest("POST", path, bytes.NewReader(must(json.Marshal(v))))
	r.Header.Set("Content-Type", "application/json")
	return b.do(r)
}

// follow opens the page that an answer leads to.
func (b *client) follow(d doc) doc {
	b.t.Helper()
	if d.Status != http.StatusSeeOther {
		b.t.Fatalf("status %d, want a redirect:\n%s", d.Status, d.text())
	}
	to, _, _ := strings.Cut(d.Header.Get("Location"), "#") // browsers keep that part to themselves
	return b.get(to)
}

package api_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/store/sqlite"
)

// kept is an API over a real store, with two accounts.
type kept struct {
	http.Handler
	keeper    *app.Keeper
	store     *sqlite.Store
	path      string // of the database
	t         *testing.T
	log       *bytes.Buffer
	anna, ben who
}

type who struct{ token, person string }

func newKept(t *testing.T) *kept {
	t.Helper()
	dir := t.TempDir()
	s, err := sqlite.Open(t.Context(), filepath.Join(dir, "db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	keys, err := keyfile.Create(filepath.Join(dir, "keys"), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)
	k := app.NewKeeper(s, keys, func() time.Time { return now }, rand.Reader)
	out := &kept{t: t, log: &bytes.Buffer{}, keeper: k, store: s, path: filepath.Join(dir, "db")}
	out.Handler = apiOver(t, k, out.log)
	out.anna, out.ben = account(t, k, "anna"), account(t, k, "ben")
	return out
}

func apiOver(t *testing.T, k api.Keeper, log *bytes.Buffer) http.Handler {
	t.Helper()
	b, err := base()
	if err != nil {
		t.Fatal(err)
	}
	return api.NewKeeping(b, &fake{}, k, slog.New(slog.NewTextHandler(log, nil)))
}

func account(t *testing.T, k *app.Keeper, name string) who {
	t.Helper()
	_, p, err := k.AddAccount(t.Context(), name, "person", "Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	token, err := k.AddToken(t.Context(), name, "test", nil)
	if err != nil {
		t.Fatal(err)
	}
	return who{token, p.ID}
}

// as sends a request with somebody's token; P in the target stands for anna's person.
func (k *kept) as(w who, method, target, body string) *httptest.ResponseRecorder {
	k.t.Helper()
	r := httptest.NewRequest(method, "/api/v1/persons"+strings.Replace(target, "P", k.anna.person, 1), strings.NewReader(body))
	if w.token != "" {
		r.Header.Set("Authorization", "Bearer "+w.token)
	}
	if method == "POST" || method == "PUT" {
		r.Header.Set("Content-Type", "application/json")
	}
	rec := httptest.NewRecorder()
	k.ServeHTTP(rec, r)
	return rec
}

const (
	nightID = "01935c0c-3d5e-7f00-8a4e-5b6c7d8e9f10"
	night   = `{"id":"` + nightID + `","kind":"night","day":"2026-11-21","data":{"pain":5,"note":"Zanzibarr"}}`
)

func TestEntriesOverTheirLife(t *testing.T) {
	k := newKept(t)
	contract := newContract(t, k)
	entryPath := "/api/v1/persons/{person}/entries/{id}"
	for _, x := range []struct {
		method, target, body string
		want                 int
		path                 string // in the description
	}{
		{"POST", "/P/entries", night, 201, "/api/v1/persons/{person}/entries"},
		{"POST", "/P/entries", night, 200, "/api/v1/persons/{person}/entries"},
		{"POST", "/P/entries", strings.Replace(night, `"pain":5`, `"pain":6`, 1), 409, "/api/v1/persons/{person}/entries"},
		{"GET", "/P/entries/" + nightID, "", 200, entryPath},
		{"GET", "/P/entries?from=2026-11-01&to=2026-11-30&kind=night", "", 200, "/api/v1/persons/{person}/entries"},
		{"PUT", "/P/entries/" + nightID, `{"kind":"night","day":"2026-11-21","version":1,"data":{"pain":6}}`, 200, entryPath},
		{"PUT", "/P/entries/" + nightID, `{"kind":"night","day":"2026-11-21","version":1,"data":{"pain":6}}`, 200, entryPath},
		{"PUT", "/P/entries/" + nightID, `{"kind":"night","day":"2026-11-21","version":1,"data":{"pain":7}}`, 409, entryPath},
		{"DELETE", "/P/entries/" + nightID + "?version=1", "", 409, entryPath},
		{"DELETE", "/P/entries/" + nightID, "", 422, entryPath},
		{"DELETE", "/P/entries/" + nightID + "?version=2", "", 204, entryPath},
		{"DELETE", "/P/entries/" + nightID + "?version=2", "", 204, entryPath},
		{"GET", "/P/entries/" + nightID, "", 404, entryPath},
		{"PUT", "/P/entries/" + strings.Replace(nightID, "0193", "0194", 1), `{"kind":"night","day":"2026-11-21","version":1,"data":{"pain":7}}`, 404, entryPath},
		{"GET", "", "", 200, "/api/v1/persons"},
		{"GET", "/P/export", "", 200, "/api/v1/persons/{person}/export"},
	} {
		w := k.as(k.anna, x.method, x.target, x.body)
		if w.Code != x.want {
			t.Fatalf("%s %s: %d %s, want %d", x.method, x.target, w.Code, w.Body, x.want)
		}
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s %s: Cache-Control %q", x.method, x.target, got)
		}
		if w.Code == http.StatusNoContent {
			continue
		}
		media := w.Header().Get("Content-Type")
		contract.check(t, x.method+" "+x.target, w.Body.Bytes(), "paths", x.path, strings.ToLower(x.method), "responses",
			itoa(x.want), "content", media, "schema")
	}
	if strings.Contains(k.log.String(), "Zanzibarr") {
		t.Error("the log holds what was entered")
	}
}

func itoa(n int) string { b, _ := json.Marshal(n); return string(b) }

func TestTheExampleOfTheDescriptionIsTaken(t *testing.T) {
	k := newKept(t)
	c := newContract(t, k)
	media := []string{"paths", "/api/v1/persons/{person}/entries", "post", "requestBody", "content", "application/json"}
	example, err := json.Marshal(c.at(t, append(media, "examples", "night", "value")...))
	if err != nil {
		t.Fatal(err)
	}
	c.check(t, "example", example, append(media, "schema")...)
	if w := k.as(k.anna, "POST", "/P/entries", string(example)); w.Code != http.StatusCreated || !strings.HasSuffix(w.Header().Get("Location"), nightID) {
		t.Errorf("%d %s, Location %q", w.Code, w.Body, w.Header().Get("Location"))
	}
	put := []string{"paths", "/api/v1/persons/{person}/entries/{id}", "put", "requestBody", "content", "application/json"}
	change, err := json.Marshal(c.at(t, append(put, "examples", "night", "value")...))
	if err != nil {
		t.Fatal(err)
	}
	if w := k.as(k.anna, "PUT", "/P/entries/"+nightID, string(change)); w.Code != http.StatusOK {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

func TestPagesOfEntries(t *testing.T) {
	k := newKept(t)
	for _, day := range []string{"17", "18", "19", "20", "21"} {
		if w := k.as(k.anna, "POST", "/P/entries", `{"kind":"note","day":"2026-11-`+day+`","data":{"text":"x"}}`); w.Code != 201 {
			t.Fatalf("%d %s", w.Code, w.Body)
		}
	}
	for order, want := range map[string]string{"newest": "21 20 19 18 17", "oldest": "17 18 19 20 21"} {
		var days []string
		target := "/P/entries?limit=2&order=" + order
		for target != "" {
			var page struct {
				Items []struct{ Day string }
				Next  *string
			}
			if err := json.Unmarshal(k.as(k.anna, "GET", target, "").Body.Bytes(), &page); err != nil {
				t.Fatal(err)
			}
			for _, e := range page.Items {
				days = append(days, e.Day[8:])
			}
			if target = ""; page.Next != nil {
				target = "/P/entries?limit=2&order=" + order + "&cursor=" + *page.Next
			}
		}
		if got := strings.Join(days, " "); got != want {
			t.Errorf("%s: %s, want %s", order, got, want)
		}
	}
	for _, query := range []string{"limit=0", "limit=501", "limit=x", "cursor=", "cursor=abc", "kind=dream", "from=yesterday", "to=2026-02-30",
		"order=random", "limit=1&limit=2", "from=2026-11-02&to=2026-11-01", "%zz"} {
		w := k.as(k.anna, "GET", "/P/entries?"+query, "")
		if problem(t, w); w.Code != 422 {
			t.Errorf("?%s: %d, want 422", query, w.Code)
		}
	}
}

func TestUnusableEntriesAreRefusedByField(t *testing.T) {
	k := newKept(t)
	for body, location := range map[string]string{
		`{"kind":"night","day":"2026-11-21","data":{"pain":11}}`:                                  "body.data.pain",
		`{"kind":"night","day":"2026-11-21","data":{"sleep_hours":30}}`:                           "body.data.sleep_hours",
		`{"kind":"night","day":"2026-11-25","data":{"pain":1}}`:                                   "body.day",
		`{"kind":"night","day":"1900-01-01","data":{"pain":1}}`:                                   "body.day",
		`{"kind":"dream","day":"2026-11-21","data":{}}`:                                           "body.kind",
		`{"kind":"night","day":"2026-11-21","data":{"Pain":1}}`:                                   "body.data.(a field)",
		`{"kind":"note","day":"2026-11-21","data":{"text":"` + strings.Repeat("x", 10001) + `"}}`: "body.data.text",
		`{"id":"7","kind":"night","day":"2026-11-21","data":{"pain":1}}`:                          "body.id",
		`{`: "body",
		`7`: "body",
	} {
		w := k.as(k.anna, "POST", "/P/entries", body)
		p := problem(t, w)
		if w.Code != 422 || len(p.Errors) == 0 || p.Errors[0].Location != location {
			t.Errorf("%.60s: %d %+v, want 422 at %s", body, w.Code, p.Errors, location)
		}
	}
	if w := k.as(k.anna, "POST", "/P/entries", strings.Repeat(" ", 5<<20)); w.Code != 413 {
		t.Errorf("five megabytes: %d", w.Code)
	}
	if w := k.as(k.anna, "GET", "/P/entries", ""); !strings.Contains(w.Body.String(), `"items":[]`) {
		t.Errorf("something was kept: %s", w.Body)
	}
}

func TestWithoutAStoreTheRoutesSaySo(t *testing.T) {
	h := newAPI(t, &fake{})
	w := send(h, "GET", "/api/v1/persons", "")
	if p := problem(t, w); w.Code != 404 || !strings.Contains(p.Detail, "keeps nothing") {
		t.Errorf("%d %+v", w.Code, p)
	}
}

// broken is a keeper whose store is gone once somebody has been let in.
type broken struct {
	api.Keeper
	err error
}

func (b broken) AccountOf(context.Context, string) (app.Account, error) { return app.Account{}, nil }
func (b broken) AddEntry(context.Context, app.Account, string, []byte) (app.EntryChange, error) {
	return app.EntryChange{Decision: diary.Create}, b.err
}

func TestAWriteThatFailsSaysSo(t *testing.T) {
	for _, x := range []struct {
		err  error
		want int
	}{
		{errs.New(errs.Unavailable, "the disk is full in /var/secret"), 503},
		{errs.New(errs.Sealed, "key k1 is lost"), 503},
		{errors.New("surprise"), 500},
		{context.Canceled, 503},
	} {
		k := &kept{t: t, anna: who{person: nightID}, Handler: apiOver(t, broken{err: x.err}, &bytes.Buffer{})}
		w := k.as(who{token: "any"}, "POST", "/P/entries", night)
		p := problem(t, w)
		if w.Code != x.want || !strings.Contains(p.Detail, "kept") || strings.Contains(w.Body.String(), "secret") || strings.Contains(w.Body.String(), "k1") {
			t.Errorf("%v: %d %s", x.err, w.Code, w.Body)
		}
	}
}

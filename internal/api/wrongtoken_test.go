package api_test

import (
	"database/sql"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	secrets "github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/app"
)

// operationWalks has every operation about what is kept, with a body and a query that its
// owner could send. A new one belongs here before it is served.
var operationWalks = map[string]struct{ body, query string }{
	"GET /api/v1/persons":                          {},
	"GET /api/v1/persons/{person}/entries":         {"", "?from=2026-11-01&to=2026-11-30"},
	"POST /api/v1/persons/{person}/entries":        {night, ""},
	"GET /api/v1/persons/{person}/entries/{id}":    {},
	"PUT /api/v1/persons/{person}/entries/{id}":    {strings.Replace(night, `"kind"`, `"version":1,"kind"`, 1), ""},
	"DELETE /api/v1/persons/{person}/entries/{id}": {"", "?version=1"},
	"GET /api/v1/persons/{person}/export":          {},
}

// public are the paths that ask for no token, because nothing is kept behind them.
var public = []string{"/api/v1/assess", "/api/v1/plan", "/api/v1/ask", "/api/v1/labs/interpret", "/api/v1/labs/read", "/api/v1/guide", "/api/v1/openapi.json", "/api/v1/knowledge"}

func isPublic(path string) bool {
	return slices.Contains(public, path) || strings.HasPrefix(path, "/api/v1/knowledge/")
}

// Every operation is described, and every one about what is kept is walked.
func TestEveryOperationIsWalked(t *testing.T) {
	k := newKept(t)
	var described []string
	for path, operations := range newContract(t, k).at(t, "paths").(map[string]any) {
		for method := range operations.(map[string]any) {
			described = append(described, strings.ToUpper(method)+" "+path)
		}
	}
	served := api.Served(k.Handler)
	for _, op := range served {
		_, path, _ := strings.Cut(op, " ")
		if _, walked := operationWalks[op]; walked == isPublic(path) {
			t.Errorf("%s is served: it must stand either in operationWalks or in public", op)
		}
		if !slices.Contains(described, op) && path != "/api/v1/openapi.json" {
			t.Errorf("%s is served and not described", op)
		}
	}
	for _, op := range described {
		if !slices.Contains(served, op) {
			t.Errorf("%s is described and not served", op)
		}
	}
	for op := range operationWalks {
		if !slices.Contains(served, op) {
			t.Errorf("%s is walked and not served", op)
		}
	}
}

// send sends an operation about a person with a token.
func (k *kept) send(op, person string, header http.Header) *httptest.ResponseRecorder {
	method, path, _ := strings.Cut(op, " ")
	x := operationWalks[op]
	r := httptest.NewRequest(method, strings.NewReplacer("{person}", person, "{id}", nightID).Replace(path)+x.query, strings.NewReader(x.body))
	r.Header = header.Clone()
	if x.body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	k.ServeHTTP(w, r)
	return w
}

func token(s string) http.Header { return http.Header{"Authorization": {"Bearer " + s}} }

// tokens of nobody any more, or never of anybody.
func (k *kept) deadTokens() map[string]http.Header {
	k.t.Helper()
	past := time.Date(2026, 11, 22, 6, 59, 59, 0, time.UTC)
	ended, err := k.keeper.AddToken(k.t.Context(), "anna", "ended", &past)
	if err != nil {
		k.t.Fatal(err)
	}
	revoked, err := k.keeper.AddToken(k.t.Context(), "anna", "revoked", nil)
	if err != nil {
		k.t.Fatal(err)
	}
	anna, err := k.keeper.AccountOf(k.t.Context(), revoked)
	if err != nil {
		k.t.Fatal(err)
	}
	if err := k.store.DropToken(k.t.Context(), anna.ID, secrets.HashSecret(revoked)); err != nil {
		k.t.Fatal(err)
	}
	session := app.Session{Hash: secrets.HashSecret("a cookie of anna's browser"), Account: anna.ID, CreatedAt: past, SeenAt: past, ExpiresAt: past.AddDate(1, 0, 0)}
	if err := k.store.AddSession(k.t.Context(), session, app.Audit{ID: "a1", At: past, Account: anna.ID, Action: "signin.password", Outcome: "done"}); err != nil {
		k.t.Fatal(err)
	}
	return map[string]http.Header{
		"no token":        {},
		"a wrong token":   token("legible_wrong"),
		"half a token":    token(k.anna.token[:len(k.anna.token)-1]),
		"two tokens":      {"Authorization": {"Bearer " + k.ben.token, "Bearer " + k.anna.token}},
		"another scheme":  {"Authorization": {"Basic " + k.anna.token}},
		"an ended token":  token(ended),
		"a revoked token": token(revoked),
		"a cookie":        {"Cookie": {"legible=a cookie of anna's browser; __Host-legible=a cookie of anna's browser"}},
		"its value":       token("a cookie of anna's browser"),
	}
}

// disabled runs fn while Anna's account may not be used.
func (k *kept) disabled(fn func()) {
	k.t.Helper()
	db, err := sql.Open("sqlite", "file:"+k.path+"?_pragma=busy_timeout(10000)")
	if err != nil {
		k.t.Fatal(err)
	}
	defer db.Close()
	set := func(value string) {
		if _, err := db.Exec(`UPDATE account SET disabled_at = ` + value + ` WHERE name = 'anna'`); err != nil {
			k.t.Fatal(err)
		}
	}
	set(`'2026-11-22T06:00:00.000000Z'`)
	fn()
	set(`NULL`)
}

// Every operation about what is kept, by everybody but its owner: those without a token
// that holds are asked to sign in; another user learns nothing, not even whether there is
// such a person.
func TestEveryOperationWithTheWrongToken(t *testing.T) {
	k := newKept(t)
	if w := k.as(k.anna, "POST", "/P/entries", night); w.Code != http.StatusCreated {
		t.Fatal(w.Body)
	}
	before := k.as(k.anna, "GET", "/P/export", "").Body.String()
	dead := k.deadTokens()
	nobody := func(op, who string, header http.Header) {
		t.Helper()
		got := k.send(op, k.anna.person, header)
		if problem(t, got); got.Code != http.StatusUnauthorized || got.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s with %s: %d", op, who, got.Code)
		}
	}
	for op := range operationWalks {
		for who, header := range dead {
			nobody(op, who, header)
		}
		k.disabled(func() { nobody(op, "the token of a disabled account", token(k.anna.token)) })
		k.stranger(op)
	}
	if after := k.as(k.anna, "GET", "/P/export", "").Body.String(); after != before || !strings.Contains(after, "Zanzibarr") {
		t.Errorf("Anna's diary changed from %s to %s", before, after)
	}
}

// stranger sends an operation with Ben's token.
func (k *kept) stranger(op string) {
	k.t.Helper()
	got := k.send(op, k.anna.person, token(k.ben.token))
	if text := got.Body.String(); strings.Contains(text, "Zanzibarr") || strings.Contains(text, k.anna.person) {
		k.t.Errorf("%s shows another's data: %s", op, text)
	}
	if !strings.Contains(op, "{person}") {
		return
	}
	if got.Code != http.StatusNotFound {
		k.t.Errorf("%s with another's token: %d, want 404", op, got.Code)
	}
	if never := k.send(op, "01935c0c-3d5e-7f00-8a4e-000000000000", token(k.ben.token)); never.Body.String() != got.Body.String() {
		k.t.Errorf("%s: a person of another and one who never was answer differently", op)
	}
	if strings.HasSuffix(op, "{id}") { // below Ben's own person the entry is not there either
		if own := k.send(op, k.ben.person, token(k.ben.token)); own.Code != http.StatusNotFound {
			k.t.Errorf("%s as an entry of Ben's: %d %s", op, own.Code, own.Body)
		}
	}
}

// What the walk sends is taken from Anna herself: otherwise its refusals show nothing.
func TestTheOperationsAreThoseOfTheirOwner(t *testing.T) {
	for op := range operationWalks {
		k := newKept(t)
		if w := k.as(k.anna, "POST", "/P/entries", night); w.Code != http.StatusCreated {
			t.Fatal(w.Body)
		}
		if got := k.send(op, k.anna.person, token(k.anna.token)); got.Code >= 300 {
			t.Errorf("%s with Anna's own token: %d %s", op, got.Code, got.Body)
		}
	}
}

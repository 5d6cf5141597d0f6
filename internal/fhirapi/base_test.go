package fhirapi_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirapi"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/keyfile"
	"github.com/legible-health/legible/internal/store/sqlite"
	"github.com/legible-health/legible/knowledge"
)

var service = sync.OnceValues(func() (*app.Service, error) {
	b, err := kb.Open(knowledge.FS)
	if err != nil {
		return nil, err
	}
	return app.New(b)
})

var now = time.Date(2026, 11, 22, 7, 0, 0, 0, time.UTC)

// site is the interface over a real store, with two accounts.
type site struct {
	http.Handler
	t         *testing.T
	keeper    *app.Keeper
	log       *bytes.Buffer
	anna, ben who
}

type who struct{ token, person string }

// open is the interface without a store.
func open(t *testing.T) *site {
	t.Helper()
	svc, err := service()
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, log: &bytes.Buffer{}}
	s.Handler = fhirapi.New(svc, nil, s.options())
	return s
}

func (s *site) options() fhirapi.Options {
	return fhirapi.Options{Version: "test", Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(s.log, nil)), Check: readCheck}
}

// readCheck reads a kept check that is written as the JSON API writes a request.
func readCheck(kept []byte) (*app.Request, error) {
	r := &app.Request{}
	return r, json.Unmarshal(kept, r)
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := open(t)
	dir := t.TempDir()
	db, err := sqlite.Open(t.Context(), filepath.Join(dir, "db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	keys, err := keyfile.Create(filepath.Join(dir, "keys"), "", rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s.keeper = app.NewKeeper(db, keys, func() time.Time { return now }, rand.Reader)
	svc, err := service()
	if err != nil {
		t.Fatal(err)
	}
	s.Handler = fhirapi.New(svc, s.keeper, s.options())
	s.anna, s.ben = s.account("anna"), s.account("ben")
	return s
}

func (s *site) account(name string) who {
	s.t.Helper()
	_, p, err := s.keeper.AddAccount(s.t.Context(), name, "person", "Europe/London")
	if err != nil {
		s.t.Fatal(err)
	}
	token, err := s.keeper.AddToken(s.t.Context(), name, "test", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	return who{token, p.ID}
}

// do sends a request; P in target and body stands for anna's person.
func (s *site) do(w who, method, target, body string) *httptest.ResponseRecorder {
	s.t.Helper()
	r := httptest.NewRequest(method, fhirapi.Root+strings.ReplaceAll(target, "{P}", s.anna.person), strings.NewReader(strings.ReplaceAll(body, "{P}", s.anna.person)))
	if w.token != "" {
		r.Header.Set("Authorization", "Bearer "+w.token)
	}
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/fhir+json")
	}
	rec := httptest.NewRecorder()
	s.ServeHTTP(rec, r)
	return rec
}

// get reads a resource that must be there.
func get[R fhir.Resource](s *site, w who, method, target, body string) R {
	s.t.Helper()
	rec := s.do(w, method, target, body)
	if rec.Code/100 != 2 {
		s.t.Fatalf("%s %s: %d %s", method, target, rec.Code, rec.Body)
	}
	return readAs[R](s.t, rec.Body.Bytes())
}

func readAs[R fhir.Resource](t *testing.T, text []byte) R {
	t.Helper()
	x, notes, err := fhir.Read(text)
	if err != nil || len(notes) > 0 {
		t.Fatalf("%v %v: %.300s", err, notes, text)
	}
	r, ok := x.(R)
	if !ok {
		t.Fatalf("got a %T", x)
	}
	return r
}

// keep adds a diary entry by the JSON API's own way.
func (s *site) keep(w who, kind, day, data string) string {
	s.t.Helper()
	person, err := s.keeper.AccountOf(s.t.Context(), w.token)
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := s.keeper.AddEntry(s.t.Context(), person, w.person, []byte(`{"kind":"`+kind+`","day":"`+day+`","data":`+data+`}`))
	if err != nil {
		s.t.Fatal(err)
	}
	return c.Entry.ID
}

func ids(b *fhir.Bundle) (out []string) {
	for _, e := range b.Entry {
		out = append(out, string(e.Resource.Head().ID))
	}
	return out
}

func link(b *fhir.Bundle, relation string) string {
	for _, l := range b.Link {
		if l.Relation == relation {
			return strings.TrimPrefix(l.URL, "http://example.com"+fhirapi.Root)
		}
	}
	return ""
}

// issue is the first issue of a refusal, which must be an OperationOutcome and nothing else.
func (s *site) issue(rec *httptest.ResponseRecorder) fhir.Issue {
	s.t.Helper()
	if got := rec.Header().Get("Content-Type"); !strings.HasPrefix(got, "application/fhir+json") {
		s.t.Errorf("content type %q", got)
	}
	return readAs[*fhir.OperationOutcome](s.t, rec.Body.Bytes()).Issue[0]
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

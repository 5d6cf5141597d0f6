package api_test

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

// base loads the knowledge once: it takes about a second.
var base = sync.OnceValues(func() (*kb.Base, error) { return kb.Load(os.DirFS("../../knowledge")) })

// service is the real use case over the real knowledge.
func service(t testing.TB) *app.Service {
	t.Helper()
	b, err := base()
	if err != nil {
		t.Fatalf("load knowledge: %v", err)
	}
	svc, err := app.New(b)
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

// fake answers without an engine and keeps the last request it was given.
type fake struct {
	got      *app.Request
	plan     *app.PlanRequest // got
	response *app.Response
	ask      *app.AskRequest
	labs     *app.LabsRequest
	report   *app.LabsReadRequest
	search   *app.GuideRequest
	err      error
}

func (f *fake) Assess(r *app.Request) (*app.Response, error) {
	f.got = r
	if f.response == nil {
		f.response = &app.Response{}
	}
	return f.response, f.err
}

func (f *fake) Plan(r *app.PlanRequest) (*app.PlanResponse, error) {
	f.plan = r
	return &app.PlanResponse{}, f.err
}

func (f *fake) Labs(r *app.LabsRequest) (*app.LabsResponse, error) {
	f.labs = r
	return &app.LabsResponse{}, f.err
}

func (f *fake) ReadLabs(r *app.LabsReadRequest) (*app.LabsRead, error) {
	f.report = r
	return &app.LabsRead{}, f.err
}

func (f *fake) Ask(_ context.Context, r *app.AskRequest) (*app.AskResponse, error) {
	f.ask = r
	return &app.AskResponse{}, f.err
}

func (f *fake) SearchGuide(r *app.GuideRequest) (*app.GuideResponse, error) {
	f.search = r
	return &app.GuideResponse{}, f.err
}

func newAPI(t testing.TB, as api.Assessor) http.Handler {
	t.Helper()
	b, err := base()
	if err != nil {
		t.Fatalf("load knowledge: %v", err)
	}
	return api.NewWith(b, as, slog.New(slog.DiscardHandler))
}

func send(h http.Handler, method, target, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Del(header[i])
		if header[i+1] != "" {
			r.Header.Set(header[i], header[i+1])
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func problem(t *testing.T, w *httptest.ResponseRecorder) api.Problem {
	t.Helper()
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Fatalf("content type %q, want application/problem+json; body %s", got, w.Body)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("a problem with Cache-Control %q, want no-store", got)
	}
	dec := json.NewDecoder(w.Body)
	dec.DisallowUnknownFields() // above all no "value"
	var p api.Problem
	if err := dec.Decode(&p); err != nil {
		t.Fatalf("decode problem: %v", err)
	}
	if p.Status != w.Code || p.Title == "" || p.Detail == "" {
		t.Errorf("problem %+v, want status %d, a title and a detail", p, w.Code)
	}
	return p
}

func TestAssessPassesTheRequestOnUnchanged(t *testing.T) {
	f := &fake{}
	h := newAPI(t, f)
	w := send(h, "POST", "/api/v1/assess", ` {"person":{"age":62.5,"sex":"female","pregnant":null},"te\u0078t":"caf\u00e9 \ud83d\ude00",
		"evidence":[{"finding":"a","presence":"absent"},{"finding":"b","value":6},{"finding":"c","value":"left"}],"asked":0,"country":"GB"} `,
		"Content-Type", "Application/JSON; charset=UTF-8")
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	got, _ := json.Marshal(f.got)
	want := `{"person":{"age":62.5,"sex":"female"},"text":"café 😀","evidence":[{"finding":"a","presence":"absent"},` +
		`{"finding":"b","value":6},{"finding":"c","value":"left"}],"country":"GB","asked":0}`
	if string(got) != want {
		t.Errorf("request\n got %s\nwant %s", got, want)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control %q, want no-store", got)
	}
}

func TestAssessNamesTheFieldOfTheUseCase(t *testing.T) {
	h := newAPI(t, &fake{err: errs.Field("person.age", "must be a number of years from 0 to 120")})
	w := send(h, "POST", "/api/v1/assess", `{}`)
	p := problem(t, w)
	if w.Code != 422 || len(p.Errors) != 1 || p.Errors[0].Location != "body.person.age" {
		t.Errorf("status %d, errors %+v, want 422 at body.person.age", w.Code, p.Errors)
	}
}

func TestAssessHidesUnexpectedErrors(t *testing.T) {
	h := newAPI(t, &fake{err: os.ErrPermission})
	w := send(h, "POST", "/api/v1/assess", `{}`)
	if p := problem(t, w); w.Code != 500 || strings.Contains(p.Detail, "permission") {
		t.Errorf("status %d, detail %q, want a bare 500", w.Code, p.Detail)
	}
}

func TestWrongMethodsAndPathsAreProblems(t *testing.T) {
	h := newAPI(t, &fake{})
	for _, tt := range []struct {
		method, target string
		want           int
		allow          string
	}{
		{"GET", "/api/v1/assess", 405, "POST"},
		{"DELETE", "/api/v1/knowledge", 405, "GET, HEAD"},
		{"POST", "/api/v1/knowledge/conditions/gout", 405, "GET, HEAD"},
		{"GET", "/api/v1/knowledge/unicorns", 404, ""},
		{"GET", "/api/v1/knowledge/conditions/", 404, ""},
		{"GET", "/api/v2/assess", 404, ""},
	} {
		w := send(h, tt.method, tt.target, "")
		problem(t, w)
		if w.Code != tt.want || w.Header().Get("Allow") != tt.allow {
			t.Errorf("%s %s: %d, Allow %q, want %d, %q", tt.method, tt.target, w.Code, w.Header().Get("Allow"), tt.want, tt.allow)
		}
	}
}

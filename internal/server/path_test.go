package server_test

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// An empty part of a path is a problem for programs to read, not a redirect in HTML.
func TestAPIPathsAreNotRedirected(t *testing.T) {
	for target, want := range map[string]int{
		"/api/v1/echo/1":         200,
		"/api/v1//echo/1":        404,
		"/api//v1/echo/1":        404,
		"/api/v1/x/../echo/1":    404,
		"/fhir//Patient":         404,
		"/guide/../guide/cramps": 307,
	} {
		w, _ := do(t, httptest.NewRequest("GET", target, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", target, w.Code, want)
		}
		if got := w.Header().Get("Content-Type"); want == 404 && strings.HasPrefix(target, "/api") && got != "application/problem+json" {
			t.Errorf("%s: content type %q", target, got)
		} else if strings.HasPrefix(target, "/fhir") && !strings.HasPrefix(got, "application/fhir+json") {
			t.Errorf("%s: content type %q", target, got)
		}
	}
}

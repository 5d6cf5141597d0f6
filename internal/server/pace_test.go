package server_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/server"
)

// One address can write so much in a minute and no more, wherever it writes; others, and
// whoever only reads, notice nothing.
func TestOneAddressIsPaced(t *testing.T) {
	now := time.Date(2026, 11, 22, 3, 0, 20, 0, time.UTC)
	a, p := site()
	f := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "{}") })
	h := server.New(server.Parts{API: a, FHIR: f, Pages: p, Log: slog.New(slog.DiscardHandler), Now: func() time.Time { return now }})
	send := func(method, target, from, forwarded string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, target, strings.NewReader("a=b"))
		r.RemoteAddr = from
		if forwarded != "" {
			r.Header.Set("X-Forwarded-For", forwarded)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	const flood, proxy = "203.0.113.7:4711", "10.0.0.1:1"
	targets := []string{"/check", "/api/v1/echo/1", "/fhir/Observation"}
	n := 0
	for ; n < 10_000; n++ {
		if w := send("POST", targets[n%3], flood, ""); w.Code == http.StatusTooManyRequests {
			break
		}
	}
	if n < 600 || n == 10_000 {
		t.Fatalf("refused after %d requests", n)
	}
	for target, media := range map[string]string{"/check": "text/plain", "/api/v1/echo/1": "application/problem+json", "/fhir/Observation": "application/fhir+json"} {
		w := send("PUT", target, flood, "")
		if w.Code != 429 || w.Header().Get("Retry-After") != "41" || !strings.HasPrefix(w.Header().Get("Content-Type"), media) || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d, %v", target, w.Code, w.Header())
		}
		if w.Header().Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(w.Body.String(), "wait a minute") {
			t.Errorf("%s: %v %s", target, w.Header(), w.Body)
		}
	}
	for name, x := range map[string]struct {
		method, from, forwarded string
		want                    int
	}{
		"reading":                       {"GET", flood, "", 200},
		"another address":               {"POST", "203.0.113.8:1", "", 200},
		"another port of the same":      {"POST", "203.0.113.7:1", "", 429},
		"the same through a proxy":      {"POST", proxy, "203.0.113.7", 429},
		"another through a proxy":       {"POST", proxy, "203.0.113.9", 200},
		"what the sender put before it": {"POST", proxy, "192.0.2.99, 203.0.113.7", 429},
	} {
		if w := send(x.method, "/api/v1/echo/1", x.from, x.forwarded); w.Code != x.want {
			t.Errorf("%s: %d, want %d", name, w.Code, x.want)
		}
	}
	for range 2 * n {
		if w := send("POST", "/check", "127.0.0.1:5", ""); w.Code != 200 {
			t.Fatalf("this machine itself: %d", w.Code)
		}
	}
	now = now.Add(time.Minute)
	if w := send("POST", "/check", flood, ""); w.Code != 200 {
		t.Errorf("a minute later: %d", w.Code)
	}
}

package server_test

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/server"
	"github.com/legible-health/legible/internal/web"
)

const secret = "Zanzibarr" // stands for what a person wrote

// site is a small stand-in for the two edges.
func site() (apiHandler, pages http.Handler) {
	a := http.NewServeMux()
	a.HandleFunc("/api/v1/echo/{id}", func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		_, _ = io.WriteString(w, "{}")
	})
	p := http.NewServeMux()
	p.HandleFunc("GET /guide/{slug}", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("ETag", `"v1"`)
		_, _ = io.WriteString(w, strings.Repeat("<p>stretch</p>", 500))
	})
	for _, path := range []string{"/check", web.ImportPath, web.PhotoPath} {
		p.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) {
			if _, err := io.Copy(io.Discard, r.Body); err != nil {
				w.WriteHeader(http.StatusRequestEntityTooLarge)
			}
		})
	}
	p.HandleFunc("GET /boom", func(http.ResponseWriter, *http.Request) { panic(secret) })
	p.HandleFunc("GET /boom-late", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "half an answer")
		panic(secret)
	})
	return a, p
}

func do(t *testing.T, r *http.Request) (*httptest.ResponseRecorder, string) {
	t.Helper()
	var log bytes.Buffer
	a, p := site()
	h := server.New(server.Parts{API: a, FHIR: http.NotFoundHandler(), Pages: p, Log: slog.New(slog.NewJSONHandler(&log, nil))})
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w, log.String()
}

func TestEveryAnswerCarriesSecurityHeaders(t *testing.T) {
	for _, target := range []string{"/healthz", "/guide/cramps", "/nothing", "/api/v1/echo/1", "/boom"} {
		w, _ := do(t, httptest.NewRequest("GET", target, nil))
		for name, want := range map[string]string{
			"Content-Security-Policy":      "default-src 'none'; script-src 'self'",
			"X-Content-Type-Options":       "nosniff",
			"Referrer-Policy":              "no-referrer",
			"Cross-Origin-Opener-Policy":   "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin",
			"Permissions-Policy":           "camera=()",
		} {
			if got := w.Header().Get(name); !strings.Contains(got, want) {
				t.Errorf("%s: %s %q, want %q in it", target, name, got, want)
			}
		}
		if len(w.Header().Get("X-Request-Id")) < 16 {
			t.Errorf("%s: request id %q", target, w.Header().Get("X-Request-Id"))
		}
	}
}

func TestTheLogHoldsThePatternAndNothingAPersonWrote(t *testing.T) {
	for _, tt := range []struct{ method, target, route string }{
		{"GET", "/guide/" + secret + "?q=" + secret, "GET /guide/{slug}"},
		{"POST", "/api/v1/echo/" + secret + "?q=" + secret, "/api/v1/echo/{id}"},
		{"GET", "/" + secret, "/"},
		{secret, "/healthz", "/healthz"},
	} {
		r := httptest.NewRequest(tt.method, tt.target, strings.NewReader(secret))
		r.Header.Set("User-Agent", secret)
		r.RemoteAddr = "203.0.113.7:999"
		_, log := do(t, r)
		if strings.Contains(log, secret) || strings.Contains(log, "203.0.113.7") {
			t.Errorf("%s: log repeats the request: %s", tt.target, log)
		}
		var line map[string]any
		if err := json.Unmarshal([]byte(log), &line); err != nil {
			t.Fatalf("log %q: %v", log, err)
		}
		if line["route"] != tt.route && tt.route != "/" || line["status"] == nil || line["duration"] == nil || line["method"] == nil {
			t.Errorf("%s: log %s, want route %s", tt.target, log, tt.route)
		}
	}
}

func TestAPanicIsAProblemWithoutDetail(t *testing.T) {
	w, log := do(t, httptest.NewRequest("GET", "/boom", nil))
	if w.Code != 500 || w.Header().Get("Content-Type") != "application/problem+json" || strings.Contains(w.Body.String(), secret) {
		t.Errorf("status %d, body %s", w.Code, w.Body)
	}
	if strings.Contains(log, secret) || !strings.Contains(log, `"cause":"string"`) || !strings.Contains(log, `"status":500`) {
		t.Errorf("log %s", log)
	}
}

func TestAPanicInTheMiddleCutsTheConnection(t *testing.T) {
	a, p := site()
	ts := httptest.NewServer(server.New(server.Parts{API: a, FHIR: http.NotFoundHandler(), Pages: p, Log: slog.New(slog.DiscardHandler)}))
	defer ts.Close()
	r, err := http.Get(ts.URL + "/boom-late")
	if err == nil {
		_, err = io.ReadAll(r.Body)
		_ = r.Body.Close()
	}
	if err == nil {
		t.Error("half an answer looked like a whole one")
	}
}

func TestOtherSitesCannotPostToPages(t *testing.T) {
	post := func(target string, header ...string) int {
		r := httptest.NewRequest("POST", target, strings.NewReader("a=b"))
		for i := 0; i < len(header); i += 2 {
			r.Header.Set(header[i], header[i+1])
		}
		w, _ := do(t, r)
		return w.Code
	}
	for _, tt := range []struct {
		name string
		got  int
		want int
	}{
		{"from another site", post("/check", "Sec-Fetch-Site", "cross-site"), 403},
		{"old browser, other origin", post("/check", "Origin", "https://evil.example"), 403},
		{"from here", post("/check", "Sec-Fetch-Site", "same-origin"), 200},
		{"no browser", post("/check"), 200},
		{"the API, no browser", post("/api/v1/echo/1"), 200},
	} {
		if tt.got != tt.want {
			t.Errorf("%s: status %d, want %d", tt.name, tt.got, tt.want)
		}
	}
}

func TestBodiesAreBounded(t *testing.T) {
	w, _ := do(t, httptest.NewRequest("POST", "/check", io.LimitReader(endless{}, 2<<20)))
	if w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d, want 413", w.Code)
	}
}

// A whole diary and a photo may be larger than a form, and still not endless.
func TestWholeDiariesAndPhotosComeIn(t *testing.T) {
	for path, most := range map[string]int64{web.ImportPath: web.MaxImport, web.PhotoPath: web.MaxPhoto} {
		for size, want := range map[int64]int{most: http.StatusOK, most + 1: http.StatusRequestEntityTooLarge} {
			w, _ := do(t, httptest.NewRequest("POST", path, io.LimitReader(endless{}, size)))
			if w.Code != want {
				t.Errorf("%s, %d bytes: status %d, want %d", path, size, w.Code, want)
			}
		}
	}
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestTextIsCompressedForThoseWhoTakeIt(t *testing.T) {
	for accept, want := range map[string]bool{"gzip, br": true, "br;q=1, GZIP;q=0.5": true, "gzip;q=0": false, "": false, "br": false} {
		r := httptest.NewRequest("GET", "/guide/cramps", nil)
		r.Header.Set("Accept-Encoding", accept)
		w, _ := do(t, r)
		var body io.Reader = w.Body
		if got := w.Header().Get("Content-Encoding") == "gzip"; got != want {
			t.Fatalf("%q: compressed %v, want %v", accept, got, want)
		}
		if want {
			var err error
			if body, err = gzip.NewReader(body); err != nil {
				t.Fatal(err)
			}
			if tag := w.Header().Get("ETag"); tag != `W/"v1"` {
				t.Errorf("ETag %s of compressed bytes, want it weak", tag)
			}
		}
		text, err := io.ReadAll(body)
		if err != nil || len(text) != 14*500 || w.Header().Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %d bytes, %v, Vary %q", accept, len(text), err, w.Header().Get("Vary"))
		}
	}
	r := httptest.NewRequest("GET", "/api/v1/echo/1", nil)
	r.Header.Set("Accept-Encoding", "gzip")
	if w, _ := do(t, r); w.Header().Get("Content-Encoding") != "" {
		t.Error("two bytes were compressed")
	}
}

func TestFHIRIsMounted(t *testing.T) {
	a, p := site()
	h := server.New(server.Parts{API: a, FHIR: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) }), Pages: p, Log: slog.New(slog.DiscardHandler)})
	for target, want := range map[string]int{"/fhir": 418, "/fhir/metadata": 418, "/fhirx": 404} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
		if w.Code != want {
			t.Errorf("%s: %d, want %d", target, w.Code, want)
		}
	}
}

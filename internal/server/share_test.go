package server_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/server"
	"github.com/legible-health/legible/internal/web"
)

// Viewers of other sites reach the manifest of a link, and nothing else that takes a form.
// The log knows neither the link nor its passcode.
func TestViewersOfOtherSitesReachTheManifest(t *testing.T) {
	var log bytes.Buffer
	pages := http.NewServeMux()
	pages.HandleFunc(web.ManifestPattern, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(w, r.Body)
	})
	pages.HandleFunc("POST /share", func(http.ResponseWriter, *http.Request) {})
	h := server.New(server.Parts{API: http.NotFoundHandler(), FHIR: http.NotFoundHandler(), Pages: pages, Log: slog.New(slog.NewJSONHandler(&log, nil))})
	for path, want := range map[string]int{"/s/" + secret + "/manifest": 200, "/share": 403, "/s/" + secret + "/manifest/": 403, "/s/a/b/manifest": 403} {
		r := httptest.NewRequest("POST", path, strings.NewReader(`{"passcode":"`+secret+`"}`))
		r.Header.Set("Origin", "https://viewer.example")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != want {
			t.Errorf("%s: %d, want %d", path, w.Code, want)
		}
	}
	if strings.Contains(log.String(), secret) || !strings.Contains(log.String(), web.ManifestPattern) {
		t.Errorf("the log says %s", log.String())
	}
}

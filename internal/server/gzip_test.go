package server_test

import (
	"compress/gzip"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/server"
)

// However many answers are under way, each is compressed, in pieces too, and comes out as
// it went in. What another zip reads is the standard library's.
func TestAnswersUnderWayTogetherAreCompressed(t *testing.T) {
	const together = 64
	var all sync.WaitGroup
	all.Add(together)
	pages := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, strings.Repeat("calf ", 1000))
		all.Done()
		all.Wait() // until all have begun
		_ = http.NewResponseController(w).Flush()
		_, _ = io.WriteString(w, r.URL.Path)
	})
	h := server.New(server.Parts{API: http.NotFoundHandler(), FHIR: http.NotFoundHandler(), Pages: pages, Log: slog.New(slog.DiscardHandler)})
	var answered sync.WaitGroup
	for i := range together {
		answered.Go(func() {
			path := "/" + strings.Repeat("x", i)
			r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
			r.Header.Set("Accept-Encoding", "gzip")
			h.ServeHTTP(w, r)
			size := w.Body.Len()
			z, err := gzip.NewReader(w.Body)
			if err != nil {
				t.Errorf("%s: %v", path, err)
				return
			}
			if text, err := io.ReadAll(z); err != nil || string(text) != strings.Repeat("calf ", 1000)+path || size > 500 {
				t.Errorf("%s: %d bytes of %d, %v", path, size, len(text), err)
			}
		})
	}
	answered.Wait()
}

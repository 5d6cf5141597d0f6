package server_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/legible-health/legible/internal/server"
)

// Compressing takes memory for every answer under way; beyond a few, answers go as they are.
func TestWhenManyAnswersAreUnderWayTheNextGoesAsItIs(t *testing.T) {
	begun, end := make(chan struct{}), make(chan struct{})
	pages := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, strings.Repeat("calf ", 1000))
		switch r.URL.Path {
		case "/slow":
			begun <- struct{}{}
			<-end
		case "/boom":
			panic("half way")
		}
	})
	h := server.New(server.Parts{API: http.NotFoundHandler(), FHIR: http.NotFoundHandler(), Pages: pages, Log: slog.New(slog.DiscardHandler)})
	zipped := func(path string) bool {
		r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
		r.Header.Set("Accept-Encoding", "gzip")
		func() {
			defer func() { _ = recover() }() // the server's way to cut a connection
			h.ServeHTTP(w, r)
		}()
		if w.Header().Get("Content-Encoding") == "" && w.Body.Len() != 5000 {
			t.Errorf("%s: %d bytes as they are, want 5000", path, w.Body.Len())
		}
		return w.Header().Get("Content-Encoding") == "gzip"
	}
	const more = 1000 // than there are writers, however many processors there are
	for range more {
		zipped("/boom")
	}
	if !zipped("/") {
		t.Fatal("after panics nothing is compressed")
	}
	var slow sync.WaitGroup
	for range 4 * runtime.GOMAXPROCS(0) {
		slow.Go(func() { zipped("/slow") })
		<-begun
	}
	if zipped("/") {
		t.Error("one more was compressed, with memory for another")
	}
	close(end)
	slow.Wait()
	if !zipped("/") {
		t.Error("afterwards nothing is compressed")
	}
}

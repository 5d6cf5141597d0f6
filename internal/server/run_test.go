package server_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/server"
)

// start runs h and returns its URL, and a stop that reports what Run returned.
func start(t *testing.T, h http.Handler) (url string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ready, done := make(chan string, 1), make(chan error, 1)
	go func() {
		done <- server.Run(ctx, server.Place{Addr: "127.0.0.1:0"}, h, slog.New(slog.DiscardHandler), func(u string) { ready <- u })
	}()
	select {
	case url = <-ready:
	case err := <-done:
		t.Fatalf("Run: %v", err)
	}
	return url, func() error { cancel(); return <-done }
}

func TestStoppingLetsRequestsUnderWayFinish(t *testing.T) {
	begun, finish := make(chan bool), make(chan bool)
	url, stop := start(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		close(begun)
		<-finish
		_, _ = io.WriteString(w, "done")
	}))
	got := make(chan string, 1)
	go func() {
		r, err := http.Get(url)
		if err != nil {
			got <- err.Error()
			return
		}
		defer func() { _ = r.Body.Close() }()
		b, _ := io.ReadAll(r.Body)
		got <- string(b)
	}()
	<-begun
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	select {
	case err := <-stopped:
		t.Fatalf("stopped with a request under way: %v", err)
	case <-time.After(50 * time.Millisecond):
	}
	close(finish)
	if s := <-got; s != "done" {
		t.Errorf("answer %q, want done", s)
	}
	if err := <-stopped; err != nil {
		t.Errorf("Run: %v, want nil after a stop that was asked for", err)
	}
}

func TestAnAddressInUseIsAnError(t *testing.T) {
	url, stop := start(t, http.NotFoundHandler())
	defer func() { _ = stop() }()
	err := server.Run(t.Context(), server.Place{Addr: strings.TrimPrefix(url, "http://")}, http.NotFoundHandler(), slog.New(slog.DiscardHandler), nil)
	if err == nil || !strings.Contains(err.Error(), "listen on 127.0.0.1") {
		t.Errorf("error %v, want the address named", err)
	}
}

func TestReadyNamesAnAddressToVisit(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var url string
	err := server.Run(ctx, server.Place{Addr: ":0"}, http.NotFoundHandler(), slog.New(slog.DiscardHandler), func(u string) { url = u; cancel() })
	if err != nil || !strings.HasPrefix(url, "http://localhost:") {
		t.Errorf("url %q, error %v, want http://localhost:…", url, err)
	}
}

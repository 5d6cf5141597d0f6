package server_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/legible-health/legible/internal/server"
)

func TestAfterFirst(t *testing.T) {
	served, prepared := 0, make(chan int, 3)
	h := server.AfterFirst(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { served++ }), func() { prepared <- served })
	if len(prepared) != 0 {
		t.Fatal("prepared before anybody asked")
	}
	get := func() { h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil)) }
	get()
	if n := <-prepared; n != 1 {
		t.Errorf("prepared after %d answers, want 1", n)
	}
	get()
	get()
	if served != 3 || len(prepared) != 0 {
		t.Errorf("%d answers, prepared %d times more", served, len(prepared))
	}
}

// TestAfterFirstPanics: a request that fails is answered too, and fails as before.
func TestAfterFirstPanics(t *testing.T) {
	prepared := make(chan bool, 1)
	h := server.AfterFirst(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }), func() { prepared <- true })
	defer func() {
		if recover() != http.ErrAbortHandler {
			t.Error("the failure is swallowed")
		}
		<-prepared
	}()
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
}

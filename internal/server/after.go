package server

import (
	"net/http"
	"sync"
)

// AfterFirst calls prepare once, beside the program, when the first request has been
// answered: what takes long to make is then ready for the next, and held up no start.
func AfterFirst(h http.Handler, prepare func()) http.Handler {
	var once sync.Once
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer once.Do(func() { go prepare() })
		h.ServeHTTP(w, r)
	})
}

package server

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/legible-health/legible/internal/api"
)

// accessLog gives each request an id and writes one line when it is done: id, method,
// route pattern, status and duration. Never the path: ids in it can be a person's, and
// never the address or the query.
func accessLog(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		id := rand.Text()[:16]
		w.Header().Set("X-Request-Id", id)
		rec := &recorder{ResponseWriter: w}
		// The mux writes the pattern into the request it is given; this copy is ours.
		r = r.WithContext(context.WithValue(r.Context(), requestID{}, id))
		defer func() {
			log.LogAttrs(context.Background(), slog.LevelInfo, "request",
				slog.String("id", id),
				slog.String("method", knownMethod(r.Method)),
				slog.String("route", r.Pattern),
				slog.Int("status", rec.code()),
				slog.Duration("duration", time.Since(start)))
		}()
		next.ServeHTTP(rec, r)
	})
}

type requestID struct{}

// knownMethod keeps free text out of the log: a method can be any token.
func knownMethod(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// recorder remembers the status for the log and for panics.
type recorder struct {
	http.ResponseWriter
	status int // 0 until the header is written
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 && status >= 200 { // 1xx come before the real one
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *recorder) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	return w.ResponseWriter.Write(b)
}

// Unwrap lets http.ResponseController reach flushing and deadlines.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w *recorder) code() int {
	if w.status == 0 {
		return http.StatusOK
	}
	return w.status
}

// recoverPanics turns a panic into a 500 without detail. When the answer has begun, the
// connection is cut instead, so that nobody takes half an answer for a whole one.
func recoverPanics(next http.Handler, log *slog.Logger) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			p := recover()
			if p == nil {
				return
			}
			if err, ok := p.(error); ok && errors.Is(err, http.ErrAbortHandler) {
				panic(p)
			}
			id, _ := r.Context().Value(requestID{}).(string)
			log.Error("panic", "id", id, "route", r.Pattern, "cause", causeOf(p), "stack", string(debug.Stack()))
			if rec, ok := w.(*recorder); ok && rec.status != 0 {
				panic(http.ErrAbortHandler)
			}
			h := w.Header()
			h.Del("Content-Length")
			h.Del("Content-Encoding")
			api.WriteProblem(w, http.StatusInternalServerError,
				"Something went wrong here, not in your request. Please try again.")
		}()
		next.ServeHTTP(w, r)
	})
}

// causeOf describes a panic without the value, which may hold what a person wrote. The
// runtime's own errors hold none.
func causeOf(p any) string {
	if err, ok := p.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("%T", p)
}

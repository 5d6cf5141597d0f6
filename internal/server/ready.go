package server

import (
	"context"
	"io"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/errs"
)

// Readiness says whether requests should be sent here: /readyz. A load balancer asks it;
// /healthz only says that the process lives. Safe for concurrent use.
type Readiness struct {
	// Check looks whether the store answers; nil where nothing is kept.
	Check   func(context.Context) error
	leaving atomic.Bool
}

// Leave makes it say no from now on.
func (x *Readiness) Leave() { x.leaving.Store(true) }

// readyTimeout bounds how long a check may take.
const readyTimeout = 3 * time.Second

func (x *Readiness) show(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		api.WriteProblem(w, http.StatusMethodNotAllowed, "Use GET or HEAD here.")
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	if x.leaving.Load() {
		api.WriteProblem(w, http.StatusServiceUnavailable, "This program is stopping.")
		return
	}
	if x.Check != nil {
		ctx, cancel := context.WithTimeout(r.Context(), readyTimeout)
		defer cancel()
		if err := x.Check(ctx); err != nil {
			api.WriteProblem(w, http.StatusServiceUnavailable, unready(err))
			return
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"status":"ready"}`+"\n") // the client may be gone
}

// unready says why requests should go elsewhere; details are for "legible doctor".
func unready(err error) string {
	if errs.KindOf(err) == errs.Outdated {
		return "A newer version of the program has changed the database, and this one is too old for it. Start the newer version here too."
	}
	return "The database or the keys cannot be reached."
}

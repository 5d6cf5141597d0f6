// Package server joins the edges into one handler and runs it: routes, security
// headers, limits, compression, the access log and an orderly stop.
//
// Invariants: no log line holds a query, a body, an address or anything else a person
// wrote; a panic becomes a 500 without detail; a slow or endless client cannot hold a
// connection for good.
package server

import (
	"io"
	"log/slog"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/fhirapi"
	"github.com/legible-health/legible/internal/web"
)

// maxBody bounds request bodies in bytes, but for web.ImportPath and web.PhotoPath, where a
// whole diary and a photo come in. The parts set narrower bounds.
const maxBody = 1 << 20

// Parts are what New joins.
type Parts struct {
	API   http.Handler // mounted at /api/
	FHIR  http.Handler // at /fhir
	Pages http.Handler // everything else
	Log   *slog.Logger // takes access and faults
	Ready *Readiness   // /readyz; nil says yes always
	// Metrics are at /metrics; nil for none.
	Metrics *Metrics
	Now     func() time.Time // nil for the clock
}

// New wires the parts into one handler.
func New(p Parts) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/api/", p.API)
	mux.Handle(fhirapi.Root, p.FHIR)
	mux.Handle(fhirapi.Root+"/", p.FHIR)
	mux.Handle("/", sameOrigin(p.Pages))
	mux.HandleFunc("/healthz", health)
	if p.Ready == nil {
		p.Ready = &Readiness{}
	}
	mux.HandleFunc("/readyz", p.Ready.show)
	if p.Metrics != nil {
		mux.Handle("GET /metrics", p.Metrics.show())
	}

	// From the inside out; the log is outermost so that it sees every answer.
	var h http.Handler = exactPaths(mux)
	h = compress(h)
	h = limitBody(h)
	h = pace(h, p.Now)
	h = secure(h)
	h = recoverPanics(h, p.Log)
	return accessLog(p.Metrics.watch(h), p.Log)
}

// exactPaths answers for paths of the API and of FHIR that are not written as they should
// be, such as /api//v1: the mux would redirect, in HTML, which programs do not expect.
func exactPaths(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := r.URL.Path
		clean := strings.TrimSuffix(p, "/") == path.Clean(p)
		switch {
		case strings.HasPrefix(p, "/api/") && !clean:
			api.WriteProblem(w, http.StatusNotFound, "There is nothing here; a part of the path is empty.")
		case strings.HasPrefix(p, fhirapi.Root+"/") && !clean:
			fhirapi.WriteNotFound(w)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// sameOrigin refuses what another site makes a browser send. The API stands outside:
// it knows no cookies, and without CORS headers a browser will not send it JSON from
// elsewhere.
func sameOrigin(pages http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.AddInsecureBypassPattern(web.ManifestPattern)
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "This request came from another site and was refused. Please open the page here and try again.",
			http.StatusForbidden)
	}))
	return guard.Handler(pages)
}

// health says that the process answers; it checks nothing else, so that a supervisor
// never restarts a program for a fault a restart cannot mend.
func health(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		api.WriteProblem(w, http.StatusMethodNotAllowed, "Use GET or HEAD here.")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	_, _ = io.WriteString(w, `{"status":"ok"}`+"\n") // the client may be gone
}

// limitBody changes the request in place: a copy would hide from the access log the
// pattern that the mux writes into it.
func limitBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		most := int64(maxBody)
		switch r.URL.Path {
		case web.ImportPath:
			most = web.MaxImport
		case web.PhotoPath:
			most = web.MaxPhoto
		case web.VerifyPath:
			most = web.MaxVerify
		}
		r.Body = http.MaxBytesReader(w, r.Body, most)
		next.ServeHTTP(w, r)
	})
}

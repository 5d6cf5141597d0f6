// Package api is the JSON API, version 1: assessments, the knowledge base and diary
// entries for other programs. It decides nothing about health; it makes sure that what reaches the use
// cases is exactly what the caller wrote, and that every answer is one the OpenAPI
// description declares.
//
// Invariants: a request is either wholly understood or refused with the field named;
// problems (RFC 9457) never repeat what was sent; assessments are never cached and
// never stored; knowledge may be cached and carries the knowledge version as its ETag.
// What is kept (entries) needs a bearer token, and an account reaches its own persons
// only: those of others look as if they were not there.
package api

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/kb"
)

// Root is the path all routes of this package start with.
const Root = "/api/v1"

type api struct {
	assessor assessor
	keeper   keeper // nil when nothing is kept
	log      *slog.Logger
	version  string // of the knowledge
	kinds    []*kind
	asking   kb.Asking

	description func() (*description, error) // made once, when first asked for
}

// New returns the handler of everything under /api/. keeper may be nil: then nothing is
// kept and the routes of entries say so. Causes of unexpected failures go to log; they
// carry no health data.
func New(svc *app.Service, keeper *app.Keeper, log *slog.Logger) http.Handler {
	if keeper == nil {
		return newHandler(svc.Base(), svc, nil, log)
	}
	return newHandler(svc.Base(), svc, keeper, log)
}

func newHandler(base *kb.Base, as assessor, keep keeper, log *slog.Logger) http.Handler {
	a := &api{assessor: as, keeper: keep, log: log, version: base.Version, kinds: kindsOf(base), asking: base.Asking}
	a.description = sync.OnceValues(a.describe)
	mux := &routes{ServeMux: http.NewServeMux()}
	mux.Handle(Root+"/assess", methods{http.MethodPost: use(a, requestShape, as.Assess)})
	mux.Handle(Root+"/plan", methods{http.MethodPost: use(a, planShape, as.Plan)})
	mux.Handle(Root+"/labs/interpret", methods{http.MethodPost: use(a, labsShape, as.Labs)})
	mux.Handle(Root+"/labs/read", methods{http.MethodPost: use(a, labsReadShape, as.ReadLabs)})
	mux.Handle(Root+"/ask", methods{http.MethodPost: useUntil(a, askShape, as.Ask)})
	mux.Handle(Root+"/guide", methods{http.MethodGet: a.guide})
	mux.Handle(Root+"/openapi.json", methods{http.MethodGet: a.openapi})
	mux.Handle(Root+"/knowledge", methods{http.MethodGet: a.overview})
	for _, k := range a.kinds {
		mux.Handle(k.path(), methods{http.MethodGet: a.list(k)})
		mux.Handle(k.path()+"/{id}", methods{http.MethodGet: a.entry(k)})
	}
	a.routeEntries(mux)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		WriteProblem(w, http.StatusNotFound, "There is nothing here; "+Root+"/openapi.json lists what there is.")
	})
	return mux
}

// routes knows the operations that it serves, so that tests can walk all of them.
type routes struct {
	*http.ServeMux
	served []string // "GET /api/v1/persons"
}

// Handle adds a path.
func (r *routes) Handle(path string, m methods) {
	for method := range m {
		r.served = append(r.served, method+" "+path)
	}
	r.ServeMux.Handle(path, m)
}

// methods answers by method. The mux could tell 405 from 404 itself, but in plain text,
// and not at all beside a catch-all.
type methods map[string]http.HandlerFunc

func (m methods) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet // net/http leaves the body out
	}
	if h := m[method]; h != nil {
		h(w, r)
		return
	}
	var allow []string
	for name := range m {
		allow = append(allow, name)
		if name == http.MethodGet {
			allow = append(allow, http.MethodHead)
		}
	}
	slices.Sort(allow)
	w.Header().Set("Allow", strings.Join(allow, ", "))
	WriteProblem(w, http.StatusMethodNotAllowed, "Use "+strings.Join(allow, " or ")+" here.")
}

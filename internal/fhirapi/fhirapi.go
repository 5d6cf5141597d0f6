// Package fhirapi is the FHIR R4 interface: what is kept for a person as Patient,
// Observation and MedicationStatement, the check as an adaptive Questionnaire, and the
// report as a document; and, to read only, practitioners, their schedules, appointments,
// consents, signatures and accesses. It decides nothing about health.
//
// Invariants: what is kept is reached by the owner's bearer token only, the token of the
// JSON API, and persons of others look as if they were not there; a practitioner learns
// of a person that they agreed, booked, or have a signed opinion, and not who it is, and
// while the person agrees reads the report that was sent, as a Patient who has nothing but
// the report: each look is noted for the person, and a look after the consent has ended is
// one at what never was; every
// error is an OperationOutcome and never repeats what was sent; a search parameter that is
// not known is refused, because an ignored filter answers another question; of a resource
// that is taken in, what is not kept is named.
package fhirapi

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
	"github.com/legible-health/legible/internal/kb"
)

// Root is the path all routes of this package start with.
const Root = "/fhir"

// assessor holds the use cases that keep nothing; app.Service is one.
type assessor interface {
	Base() *kb.Base
	Assess(*app.Request) (*app.Response, error)
	Record(*app.ReportRequest, time.Time) (*fhirmap.Record, error)
	Labs(*app.LabsRequest) (*app.LabsResponse, error)
}

// keeper holds the use cases about what is kept; app.Keeper is one.
type keeper interface {
	AccountOf(ctx context.Context, token string) (app.Account, error)
	Named(ctx context.Context, a app.Account) ([]app.Member, error)
	Entry(ctx context.Context, a app.Account, person, id string) (app.KeptEntry, error)
	Entries(ctx context.Context, a app.Account, person string, q app.EntryQuery) ([]app.KeptEntry, *app.EntryCursor, error)
	EachEntry(ctx context.Context, a app.Account, person string, fn func(app.KeptEntry) error) error
	AddEntry(ctx context.Context, a app.Account, person string, raw []byte) (app.EntryChange, error)
	Book(ctx context.Context, a app.Account, person string) (*app.Book, error)
}

// Options are what an installation decides.
type Options struct {
	Version string // of the program
	Now     func() time.Time
	Log     *slog.Logger // causes of unexpected failures; no health data
	// Check reads the answers of a kept check, which is written as its page keeps it; nil
	// where kept checks are not served.
	Check func(kept []byte) (*app.Request, error)

	// Suggest words what is worth asking a clinician after a check; nil for nothing.
	Suggest func(*app.Request, *app.Response) []string
	// Invented says that nobody here is real; every resource about somebody is labelled so.
	Invented bool

	exchange      exchange      // nil where nothing is kept
	consultations consultations // likewise
}

type server struct {
	Options
	use    assessor
	keeper keeper // nil when nothing is kept
	mapper *fhirmap.Mapper
	zone   func(string) (*time.Location, error)
}

// New returns the handler of everything under /fhir. keeper may be nil: then only what
// needs no store is there.
func New(svc *app.Service, keep *app.Keeper, o Options) http.Handler {
	if keep == nil {
		return newHandler(svc, nil, o)
	}
	o.exchange, o.consultations = app.NewExchange(keep), app.NewConsultations(keep, svc.Base())
	return newHandler(svc, keep, o)
}

func newHandler(use assessor, keep keeper, o Options) http.Handler {
	s := &server{Options: o, use: use, keeper: keep, mapper: fhirmap.New(use.Base()),
		zone: func(name string) (*time.Location, error) { return diary.ParseZone(name, time.LoadLocation) }}
	mux := http.NewServeMux()
	handle := func(path string, m methods) { mux.Handle(Root+path, s.format(m)) }
	handle("/metadata", methods{http.MethodGet: s.metadata})
	handle("/Questionnaire", methods{http.MethodGet: s.questionnaires})
	handle("/Questionnaire/{id}", methods{http.MethodGet: s.questionnaire})
	handle("/Questionnaire/$next-question", methods{http.MethodPost: s.nextQuestion})
	handle("/QuestionnaireResponse/$report", methods{http.MethodPost: s.report})
	if keep != nil {
		handle("/Patient", methods{http.MethodGet: s.signedIn(s.patients)})
		handle("/Patient/{id}", methods{http.MethodGet: s.signedIn(s.patient)})
		handle("/Patient/{id}/$everything", methods{http.MethodGet: s.signedIn(s.everything)})
		handle("/Patient/{id}/$summary", methods{http.MethodGet: s.signedIn(s.summary)})
		for _, t := range keptTypes {
			handle("/"+t.name, methods{http.MethodGet: s.signedIn(s.search(t)), http.MethodPost: s.signedIn(s.create(t))})
			handle("/"+t.name+"/{id}", methods{http.MethodGet: s.signedIn(s.read(t))})
		}
		for _, t := range ofReports {
			if s.makes(t) {
				handle("/"+t.name, methods{http.MethodGet: s.signedIn(s.searchMade(t))})
				handle("/"+t.name+"/{id}", methods{http.MethodGet: s.signedIn(s.readMade(t))})
			}
		}
		if s.Check != nil {
			handle("/Composition/{id}/$document", methods{http.MethodGet: s.signedIn(s.document)})
		}
		for _, t := range s.practices() {
			handle("/"+t.name, methods{http.MethodGet: s.signedIn(s.searchPractice(t))})
			handle("/"+t.name+"/{id}", methods{http.MethodGet: s.signedIn(s.readPractice(t))})
		}
		mux.Handle(Root, s.format(methods{http.MethodPost: s.signedIn(s.batch)}))
	}
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) { WriteNotFound(w) })
	return mux
}

// WriteNotFound answers for a path where nothing is.
func WriteNotFound(w http.ResponseWriter) {
	outcome(w, http.StatusNotFound, "not-found", "There is nothing here; "+Root+"/metadata lists what there is.")
}

// WriteTooFast answers whoever sends more than is taken; text says what to do.
func WriteTooFast(w http.ResponseWriter, text string) {
	outcome(w, http.StatusTooManyRequests, "throttled", text)
}

// keptType is a type of resource that is made of diary entries.
type keptType struct {
	name  string
	kinds []diary.Kind
}

var keptTypes = []*keptType{
	{"MedicationStatement", []diary.Kind{diary.KindMedicine}},
	{"Observation", []diary.Kind{diary.KindLab, diary.KindNight}},
}

// methods answers by method, in FHIR also when the method is not there.
type methods map[string]http.HandlerFunc

// format refuses what is asked for in XML, and finds the handler of a method.
func (s *server) format(m methods) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		method := r.Method
		if method == http.MethodHead {
			method = http.MethodGet // net/http leaves the body out
		}
		h := m[method]
		switch {
		case h == nil:
			var allow []string
			for name := range m {
				allow = append(allow, name)
			}
			slices.Sort(allow)
			w.Header().Set("Allow", strings.Join(allow, ", "))
			outcome(w, http.StatusMethodNotAllowed, "not-supported", "Use "+strings.Join(allow, " or ")+" here.")
		case !takesJSON(r):
			outcome(w, http.StatusNotAcceptable, "not-supported", "There is JSON only here: ask for "+fhir.MediaType+".")
		default:
			h(w, r)
		}
	})
}

// takesJSON reports whether the caller takes what we have. _format stands above Accept.
func takesJSON(r *http.Request) bool {
	if f := r.URL.Query().Get("_format"); f != "" {
		return strings.Contains(f, "json")
	}
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return accept == "" || strings.Contains(accept, "json") || strings.Contains(accept, "*/*") || strings.Contains(accept, "application/*")
}

// base is the address of this interface as the caller sees it.
func base(r *http.Request) string {
	scheme := "http://"
	if r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") {
		scheme = "https://"
	}
	return scheme + r.Host + Root
}

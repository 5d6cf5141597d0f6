// Package web serves the pages: the home page, the check in three steps, and the
// pages that explain it. Everything works without JavaScript and asks no other server.
//
// Nothing is stored here. The answers of a check travel in hidden form fields and in
// POST bodies only, so that health data never stands in an address, a log or a cookie;
// every step checks them again through package app. The one cookie is the chosen theme.
package web

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sort"
	"sync"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

// Options are the operator's settings of the pages.
type Options struct {
	Country string // ISO 3166-1 alpha-2; preselects the emergency number, may be empty
	Version string // of the program, shown in the footer
	Dev     bool   // serves /dev/components, which people have no use for
	Demo    bool   // every page says that the people are invented
	// Evaluation is what /how-wrong-it-is shows; nil takes the one built in.
	Evaluation []byte
	// Keeper and Users hold what people record and who may reach it; nil where nothing is
	// kept, and then there are no accounts.
	Keeper *app.Keeper
	Users  *app.Users
	// Reminders are offered when not nil. PushKey is what browsers need to be pushed to;
	// BaseURL is where others reach these pages, without a slash at the end; empty takes the
	// address that the browser asked for.
	Reminders *app.Reminders
	PushKey   string
	BaseURL   string
	// Shares are offered when not nil. Shared makes the files of a link out of the form that
	// asks for it, in the place of the report; for tests.
	Shares *app.Shares
	Shared func(*http.Request, *app.Visit) []app.SharedFile
	// Practitioners are listed when not nil.
	Practitioners *app.Practitioners
	// Bookings are offered when not nil; they need Practitioners.
	Bookings *app.Bookings
	// Diary opens the diary of the person whose pages are open, in the place of Keeper; for
	// tests. errs.Unauthorized when nobody is signed in.
	Diary func(*http.Request) (Book, error)
	// Running is what /privacy tells of the operator's settings.
	Running Running
	// Upkeep tells /status how the instance fares; nil where nothing is kept.
	Upkeep *app.Upkeep
	Now    func() time.Time // nil for the clock
	// Chance orders the blocks of experiments; nil for the system's.
	Chance io.Reader
}

// assessor is what the pages need of app.Service.
type assessor interface {
	Assess(*app.Request) (*app.Response, error)
	Understand(text string) ([]app.Understood, error)
	relief
	planner
	laboratory
	reader
	reporter
}

// site holds what every handler needs; immutable once built.
type site struct {
	svc        assessor
	base       *kb.Base
	opts       Options
	render     *renderer
	assets     *assets
	sources    map[string]sourceView // by id, without a number
	links      map[string]string     // addresses of sources by id; empty where one has none
	exercises  map[string]*kb.Exercise
	cramps     func() []care.Cramp // worked out once, as the next two
	routines   func() []care.Routine
	worker     func() []byte          // the service worker
	countries  []*kb.Country          // by name
	options    sync.Map               // chosen country → its list as template.HTML
	nav        []destination          // those that exist
	evaluation *evaluation            // nil where none has been recorded
	editions   sync.Map               // edition → its page, rendered when first asked for
	texts      sync.Map               // edition → the text of a page of the guide, as template.HTML
	served     func(path string) bool // whether a page is there
	// contents makes the files of a link out of the form that asks for it.
	contents func(w http.ResponseWriter, r *http.Request, v *app.Visit, then func([]app.SharedFile))
}

// New builds the pages. It fails when a template, a message or a finding that the
// pages name is missing, rather than when a person meets the fault.
func New(svc *app.Service, opts Options) (http.Handler, error) {
	if svc == nil {
		return nil, errors.New("web: no service")
	}
	return newSite(svc, svc.Base(), opts)
}

func newSite(svc assessor, base *kb.Base, opts Options) (http.Handler, error) {
	s, err := assemble(svc, base, opts)
	if err != nil {
		return nil, err
	}
	return s.routes(newMux()), nil
}

// assemble makes what the handlers need.
func assemble(svc assessor, base *kb.Base, opts Options) (*site, error) {
	for _, check := range []func(*kb.Base) error{checkWhere, checkHelp, checkDecides, checkDiary, checkNow, checkPlan, checkLabs} {
		if err := check(base); err != nil {
			return nil, err
		}
	}
	assets, err := loadAssets()
	if err != nil {
		return nil, err
	}
	render, err := newRenderer()
	if err != nil {
		return nil, err
	}
	s := &site{svc: svc, base: base, opts: opts, render: render, assets: assets}
	s.contents = s.sharedReport
	if opts.Shared != nil {
		s.contents = func(_ http.ResponseWriter, r *http.Request, v *app.Visit, then func([]app.SharedFile)) {
			then(opts.Shared(r, v))
		}
	}
	if opts.Evaluation == nil {
		opts.Evaluation = builtIn
	}
	if s.evaluation, err = readEvaluation(opts.Evaluation); err != nil {
		return nil, err
	}
	s.prepare()
	s.countries = append(s.countries, base.Countries...)
	sort.SliceStable(s.countries, func(i, j int) bool { return s.countries[i].Name < s.countries[j].Name })
	return s, nil
}

// prepare fills the lookups, and what is worked out once for all visitors.
func (s *site) prepare() {
	s.sources = entries(s.base.Sources)
	s.links = map[string]string{}
	for _, x := range s.base.Sources {
		s.links[x.ID] = sourceLink(x)
	}
	s.exercises = map[string]*kb.Exercise{}
	for _, e := range s.base.Exercises {
		s.exercises[e.ID] = e
	}
	s.cramps, s.routines, s.worker = sync.OnceValue(s.svc.Cramps), sync.OnceValue(s.svc.Routines), sync.OnceValue(s.serviceWorker)
}

// mux knows which patterns it was given, so that a test can walk every route there is.
type mux struct {
	*http.ServeMux
	patterns []string
}

func newMux() *mux { return &mux{ServeMux: http.NewServeMux()} }

// HandleFunc adds a route.
func (m *mux) HandleFunc(pattern string, show func(http.ResponseWriter, *http.Request)) {
	m.patterns = append(m.patterns, pattern)
	m.ServeMux.HandleFunc(pattern, show)
}

func (s *site) routes(mux *mux) http.Handler {
	mux.HandleFunc("GET /{$}", s.plain("home"))
	mux.HandleFunc("GET /about", s.plain("about"))
	mux.HandleFunc("GET /how-it-decides", s.howItDecides)
	mux.HandleFunc("GET /how-wrong-it-is", s.howWrong)
	mux.HandleFunc("GET /accessibility", s.plain("accessibility"))
	mux.HandleFunc("GET /help", s.help)
	mux.HandleFunc("GET /dev/components", s.components)
	mux.HandleFunc("GET /privacy", s.privacyShow)
	mux.HandleFunc("GET /cookies", s.cookiesShow)
	mux.HandleFunc("GET /terms", s.plain("terms"))
	mux.HandleFunc("GET /status", s.statusShow)
	mux.HandleFunc("GET /check", s.checkShow)
	mux.HandleFunc("POST /check", s.checkPost)
	mux.HandleFunc("GET /plan", s.planShow)
	mux.HandleFunc("POST /plan", s.planPost)
	mux.HandleFunc("GET /labs", s.labsShow)
	mux.HandleFunc("POST /labs", s.labsPost)
	mux.HandleFunc("GET /now", s.nowShow)
	mux.HandleFunc("GET /now/{muscle}", s.crampShow)
	mux.HandleFunc("GET /play", s.playList)
	mux.HandleFunc("POST /play", s.playOwn)
	mux.HandleFunc("GET /play/{routine}", s.playShow)
	s.diaryRoutes(mux)
	s.accountRoutes(mux)
	s.reminderRoutes(mux)
	s.shareRoutes(mux)
	s.consentRoutes(mux)
	s.practitionerRoutes(mux)
	s.practiceRoutes(mux)
	s.bookingRoutes(mux)
	s.consultationRoutes(mux)
	s.guideRoutes(mux)
	s.reportRoutes(mux)
	mux.HandleFunc("GET /offline", s.plain("offline"))
	mux.HandleFunc("GET /manifest.webmanifest", s.manifestShow)
	mux.HandleFunc("GET /sw.js", s.workerShow)
	mux.HandleFunc("POST /theme", s.themePost)
	mux.HandleFunc("GET /static/", s.assets.serve)
	mux.HandleFunc("/", s.notFound)
	s.nav = existing(mux.ServeMux)
	s.served = served(mux.ServeMux)

	forgery := http.NewCrossOriginProtection()
	forgery.AddInsecureBypassPattern(ManifestPattern)
	forgery.SetDenyHandler(http.HandlerFunc(s.forbidden))
	return s.guard(forgery.Handler(mux))
}

// policy lets the pages load their own files and nothing else, and run no inline code.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard sets the headers and turns a panic into the page for faults of ours.
func (s *site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		// Not no-referrer: with it browsers send "Origin: null" with our own forms, and on a
		// home network without HTTPS nothing else tells them from another site's.
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		defer func() {
			switch v := recover(); v {
			case nil:
			case http.ErrAbortHandler:
				panic(v)
			default:
				// The value may hold what a person wrote, so only its type is logged.
				slog.Error("page panicked", "route", r.Pattern, "type", typeName(v))
				s.trouble(w, r, http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// fail answers an error that belongs to no field of a form.
func (s *site) fail(w http.ResponseWriter, r *http.Request, err error) {
	kind := errs.KindOf(err)
	if kind == errs.Internal {
		slog.Error("page failed", "route", r.Pattern, "error", err) // never the path, which may hold ids
	}
	s.trouble(w, r, kind.Status())
}

package web

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	shl "github.com/legible-health/legible/internal/share"
)

// ManifestPattern is where viewers of any origin post to; the guards against forged forms
// let it pass, since it takes no cookie and does what the link in it allows.
const ManifestPattern = "POST /s/{share}/manifest"

// sharesPath is the page of links.
const sharesPath = "/account/shares"

// shareRoutes adds links to files. Whoever has a link needs no account.
func (s *site) shareRoutes(mux *mux) {
	if !s.shares() {
		return
	}
	mux.HandleFunc("GET /s/{share}", s.sharedShow)
	mux.HandleFunc(ManifestPattern, s.forViewers(s.manifestPost))
	mux.HandleFunc("OPTIONS /s/{share}/manifest", s.forViewers(s.viewerOptions))
	mux.HandleFunc("GET /s/{share}/file/{ticket}", s.forViewers(s.sharedFileShow))
	mux.HandleFunc("OPTIONS /s/{share}/file/{ticket}", s.forViewers(s.viewerOptions))
	mux.HandleFunc("GET "+sharesPath, s.signedIn(s.sharesShow))
	mux.HandleFunc("POST "+sharesPath+"/revoke", s.signedIn(s.shareRevokePost))
	mux.HandleFunc("POST "+sharesPath+"/drop", s.signedIn(s.shareDropPost))
	mux.HandleFunc("POST /share", s.signedIn(s.sharePost))
}

// shares reports whether links are offered.
func (s *site) shares() bool { return s.keeps() && s.opts.Shares != nil }

// bare keeps a page of a link out of every store, and its address from other sites.
func bare(w http.ResponseWriter) {
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex, nofollow")
}

// sharedView is the page that opens a link. What is shared, and its key, never come to
// the server again: a script opens it in the browser.
type sharedView struct {
	page
	Passcode  bool
	Recipient string // how this browser names itself to the owner
}

func (s *site) sharedShow(w http.ResponseWriter, r *http.Request) {
	bare(w)
	p := s.printer(r)
	at, err := s.opts.Shares.Behind(r.Context(), r.PathValue("share"))
	switch {
	case err != nil && errs.KindOf(err) == errs.NotFound:
		s.astray(w, r, http.StatusNotFound, "share.unknown", way{"/", "trouble.home"})
		return
	case err != nil:
		s.fail(w, r, err)
		return
	case at.State != app.ShareOpen:
		s.astray(w, r, http.StatusGone, "share."+string(at.State), way{"/", "trouble.home"})
		return
	}
	v := sharedView{page: s.page(r, "shared", p.T("share.view_title")), Passcode: at.Passcode, Recipient: p.T("share.a_browser")}
	if label := browserLabel(r.UserAgent()); label != "" {
		v.Recipient = label
	}
	v.Picker = false // the address would go into the form of themes
	s.write(w, r, http.StatusOK, "shared", v)
}

// forViewers lets programs of any origin read an answer; none is kept.
func (s *site) forViewers(show http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		bare(w)
		w.Header().Set("Access-Control-Allow-Origin", "*")
		show(w, r)
	}
}

// viewerOptions answers what browsers ask before they let another site's viewer ask.
func (s *site) viewerOptions(w http.ResponseWriter, _ *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
	h.Set("Access-Control-Allow-Headers", "Content-Type")
	h.Set("Access-Control-Max-Age", "600")
	w.WriteHeader(http.StatusNoContent)
}

// maxManifestRequest bounds what a viewer sends, in bytes.
const maxManifestRequest = 4 << 10

func (s *site) manifestPost(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxManifestRequest))
	if err != nil {
		s.refuseViewer(w, errs.New(errs.TooLarge, "the request is too large"))
		return
	}
	ask, err := shl.ReadRequest(body)
	if err != nil {
		s.refuseViewer(w, err)
		return
	}
	secret := r.PathValue("share")
	m, err := s.opts.Shares.Manifest(r.Context(), secret, Address(r), ask, func(ticket string) string {
		return s.baseOf(r) + "/s/" + secret + "/file/" + ticket
	})
	if err != nil {
		s.refuseViewer(w, err)
		return
	}
	s.toViewer(w, http.StatusOK, m)
}

func (s *site) sharedFileShow(w http.ResponseWriter, r *http.Request) {
	jwe, err := s.opts.Shares.File(r.Context(), r.PathValue("share"), Address(r), r.PathValue("ticket"))
	if err != nil {
		s.refuseViewer(w, err)
		return
	}
	w.Header().Set("Content-Type", "application/jose")
	_, _ = io.WriteString(w, jwe) // the client may be gone
}

// refuseViewer answers an error as the format has it: 404 for all that is not there any
// more, so that an answer tells nothing about why.
func (s *site) refuseViewer(w http.ResponseWriter, err error) {
	var wrong app.WrongPasscode
	var many app.TooMany
	kind := errs.KindOf(err)
	switch {
	case errors.As(err, &wrong):
		s.toViewer(w, http.StatusUnauthorized, shl.Refusal{RemainingAttempts: wrong.Left})
		return
	case errors.As(err, &many):
		w.Header().Set("Retry-After", strconv.Itoa(int(many.Wait/time.Second)+1))
	case kind == errs.Gone:
		kind = errs.NotFound
	case kind == errs.Internal:
		slog.Error("shared link failed", "error", err)
	}
	s.toViewer(w, kind.Status(), map[string]string{"error": http.StatusText(kind.Status())})
}

func (s *site) toViewer(w http.ResponseWriter, status int, v any) {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // strings, numbers and times always marshal
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // the client may be gone
}

package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/calendar"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
)

// What opens with the secret of a message or of a calendar, without signing in.

// messageView is the page behind a reminder: putting all of them off, or stopping them.
// Looking at it changes nothing, since mail programs look at links before people do.
type messageView struct {
	page
	Stopped bool
	Guest   bool   // it is about one appointment that was booked without an account
	Until   string // when they go on; empty unless they are put off
	Pauses  []app.Pause
}

func (s *site) messageShow(w http.ResponseWriter, r *http.Request) {
	s.private(w)
	x, err := s.opts.Reminders.ByToken(r.Context(), r.PathValue("token"))
	if err != nil {
		s.oldMessage(w, r, err)
		return
	}
	p := s.printer(r)
	v := messageView{page: s.page(r, "message", p.T("remind.message_title")), Stopped: x.Stopped, Guest: x.Guest, Pauses: app.Pauses}
	v.Picker = false // the address would go into the form of themes
	if x.Until != nil {
		v.Until = moment(p, *x.Until, x.Zone)
	}
	s.write(w, r, http.StatusOK, "message", v)
}

// oldMessage answers for a secret that opens nothing any more.
func (s *site) oldMessage(w http.ResponseWriter, r *http.Request, err error) {
	if errs.KindOf(err) != errs.NotFound {
		s.fail(w, r, err)
		return
	}
	s.astray(w, r, http.StatusNotFound, "remind.old", way{remindersPath, "remind.title"}, way{"/", "trouble.home"})
}

// messagePost puts reminders off or stops them. A mail program's own button (RFC 8058)
// sends List-Unsubscribe and wants no redirect.
func (s *site) messagePost(w http.ResponseWriter, r *http.Request) {
	s.private(w)
	if !s.messageForm(w, r) {
		return
	}
	token, button := r.PathValue("token"), r.PostForm.Get("List-Unsubscribe") == "One-Click"
	var err error
	if button || r.PostForm.Get("do") == "stop" {
		err = s.opts.Reminders.StopByToken(r.Context(), token)
	} else {
		err = s.opts.Reminders.SnoozeByToken(r.Context(), token, app.Pause(r.PostForm.Get("pause")), remind.Kind(r.PostForm.Get("about")))
	}
	switch {
	case err != nil && errs.KindOf(err) == errs.Conflict: // stopped meanwhile: the page says so
	case err != nil:
		s.oldMessage(w, r, err)
		return
	}
	if button {
		s.messageShow(w, r)
		return
	}
	http.Redirect(w, r, r.URL.EscapedPath(), http.StatusSeeOther)
}

// messageForm reads the form of a message; false after it has answered. A mail program
// may send it in parts, which ParseForm passes over.
func (s *site) messageForm(w http.ResponseWriter, r *http.Request) bool {
	if !s.accountForm(w, r) {
		return false
	}
	if err := r.ParseMultipartForm(maxAccountForm); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		s.trouble(w, r, http.StatusUnprocessableEntity)
		return false
	}
	return true
}

// lasts is how long a reminder takes up in a calendar.
const lasts = 5 * time.Minute

// feedShow serves the calendar feed. Its titles say no more than a push does.
func (s *site) feedShow(w http.ResponseWriter, r *http.Request) {
	token, ok := strings.CutSuffix(r.PathValue("file"), ".ics")
	if !ok {
		s.notFound(w, r)
		return
	}
	feed, err := s.opts.Reminders.FeedByToken(r.Context(), token)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	f := calendar.Feed{Name: p.T("site.name"), Changed: feed.UpdatedAt}
	for _, o := range feed.Occurrences {
		f.Events = append(f.Events, calendar.Event{
			UID: feed.UID(o), Title: p.T("remind.notice." + string(o.Kind)), Link: s.baseOf(r) + leadsTo(o.Kind), Start: o.At, Lasts: lasts,
		})
	}
	for _, e := range feed.Appointments {
		f.Events = append(f.Events, calendar.Event{UID: e.UID, Title: p.T("notice.event"), Link: s.baseOf(r) + "/account", Start: e.Start, Lasts: e.End.Sub(e.Start),
			Busy: true, Sequence: e.Sequence})
	}
	text, err := f.Bytes()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	sum := sha256.Sum256(text)
	h := w.Header()
	h.Set("Content-Type", calendar.MediaType)
	h.Set("Content-Disposition", `inline; filename="legible.ics"`)
	h.Set("Cache-Control", "private, no-cache")
	h.Set("ETag", `"`+hex.EncodeToString(sum[:8])+`"`)
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
}

// leadsTo is the page that a reminder is about.
func leadsTo(k remind.Kind) string {
	switch k {
	case remind.Morning:
		return "/diary"
	case remind.Movement, remind.Bedtime:
		return "/play"
	}
	return "/"
}

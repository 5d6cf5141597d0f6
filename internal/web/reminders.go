package web

import (
	"errors"
	"html/template"
	"net/http"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/remind"
)

// reminderRoutes adds the pages of reminders. Without a way to send there are none.
func (s *site) reminderRoutes(mux *mux) {
	if !s.keeps() || s.opts.Reminders == nil {
		return
	}
	for pattern, show := range map[string]func(http.ResponseWriter, *http.Request, *app.Visit){
		"GET /account/reminders":              s.remindersShow,
		"POST /account/reminders":             s.remindersPost,
		"POST /account/reminders/stop":        s.reminderStopPost,
		"POST /account/reminders/start":       s.reminderStartPost,
		"POST /account/reminders/snooze":      s.reminderSnoozePost,
		"POST /account/reminders/mail":        s.reminderMailPost,
		"POST /account/reminders/code":        s.reminderCodePost,
		"POST /account/reminders/device":      s.reminderDevicePost,
		"POST /account/reminders/device/drop": s.reminderDeviceDropPost,
		"POST /account/reminders/lost":        s.reminderLostPost,
		"POST /account/reminders/feed":        s.reminderFeedPost,
		"POST /account/reminders/test":        s.reminderTestPost,
	} {
		mux.HandleFunc(pattern, s.signedIn(show))
	}
	mux.HandleFunc("GET /r/{token}", s.messageShow)
	mux.HandleFunc("POST /r/{token}", s.messagePost)
	mux.HandleFunc("GET /calendar/{file}", s.feedShow)
}

const remindersPath = "/account/reminders"

// remindersView is the page of reminders for the person whose pages are open.
type remindersView struct {
	page
	whoseView
	formView
	Said    string // what was just done, in words
	Any     bool   // something is on
	Unheld  bool   // something is on that no way leads to
	Failing bool   // a way does not work
	Zone    string

	Stopped, Paused string // since when, until when; empty when not
	Next, Missed    string
	Pauses          []app.Pause

	Rules []reminderRule
	Quiet quietView

	HasMail, HasPush bool // this program can send so
	Mail             *mailView
	Typed            string // the address that was typed and refused
	Devices          []pushedView
	Lost             []wayView
	PushKey          string
	Feed             string       // the address of the calendar feed; empty without one
	FeedCal          template.URL // the same for calendar programs
	FeedAsked        string
}

func (s *site) remindersShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.reminders(w, r, v, http.StatusOK, nil)
}

// reminders shows the page; change may put in what was typed and what is wrong with it.
func (s *site) reminders(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, change func(*remindersView, *app.ReminderView)) {
	of, err := s.opts.Reminders.Of(r.Context(), visit.Account, visit.Chosen.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := remindersView{page: s.page(r, "reminders", p.T("remind.title")), whoseView: whoseView{visit, remindersPath}}
	v.Path = remindersPath // of the form's page, when a form was refused
	if change != nil {
		change(&v, &of)
	}
	s.fillReminders(&v, p, of, s.baseOf(r))
	if said := "remind.said." + r.URL.Query().Get("said"); r.URL.Query().Has("said") && p.Has(said) {
		v.Said = p.T(said)
	}
	s.write(w, r, status, "reminders", v)
}

// fillReminders words everything that is known of the reminders.
func (s *site) fillReminders(v *remindersView, p *i18n.Printer, of app.ReminderView, base string) {
	v.Any, v.Zone, v.Pauses = of.Saved && of.Settings.Any(), of.Zone.String(), app.Pauses
	v.HasMail, v.HasPush, v.PushKey = s.opts.Reminders.Offers(app.MailChannel), s.opts.Reminders.Offers(app.PushChannel), s.opts.PushKey
	if of.Stopped != nil {
		v.Stopped = moment(p, *of.Stopped, of.Zone)
	}
	if !of.Snooze.Until.IsZero() {
		v.Paused = moment(p, of.Snooze.Until, of.Zone)
	}
	if of.Missed != nil {
		v.Missed = p.T("remind.missed", "when", moment(p, *of.Missed, of.Zone))
	}
	if len(of.Next) > 0 {
		v.Next = p.T("remind.next", "what", p.T("remind.short."+string(of.Next[0].Kind)), "when", moment(p, of.Next[0].At, of.Zone))
	}
	v.fillRules(p, of.Settings)
	v.fillWays(p, of)
	v.Unheld = v.Any && unheld(of)
	if t := of.Feed.Token; t != "" {
		v.Feed = base + "/calendar/" + t + ".ics"
		_, rest, _ := strings.Cut(v.Feed, "://")
		v.FeedCal = template.URL("webcal://" + rest) //nolint:gosec // of a scheme that runs nothing
		if of.Feed.FetchedAt != nil {
			v.FeedAsked = p.T("remind.feed_asked", "when", moment(p, *of.Feed.FetchedAt, of.Zone))
		}
	}
}

// unheld reports a reminder that is on and has no way that leads anywhere.
func unheld(of app.ReminderView) bool {
	for _, k := range remind.Kinds {
		by := of.Settings.By(k)
		held := by.Push && len(of.Devices) > 0 || by.Mail && of.Mail != nil && of.Mail.Confirmed || by.Calendar && of.Feed.Token != ""
		if of.Settings.On(k) && !held {
			return true
		}
	}
	return false
}

// moment is "Sat 21, 08:00" on the wall of a time zone.
func moment(p *i18n.Printer, t time.Time, zone *time.Location) string {
	t = t.In(zone)
	return p.T("remind.moment", "day", dayAndMonth(p, diary.DateOf(t.Date())), "time", t.Format("15:04"))
}

// baseOf is the address of the pages as others reach them, without a slash at the end.
func (s *site) baseOf(r *http.Request) string {
	switch {
	case s.opts.BaseURL != "":
		return s.opts.BaseURL
	case overTLS(r):
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// remindersDone goes back to the page and says what was done; at is the part of the page.
func (s *site) remindersDone(w http.ResponseWriter, r *http.Request, err error, said, at string) {
	var unsent *app.SendError
	if errors.As(err, &unsent) { // the page says so beside the way that fails
		err, said = nil, ""
	}
	to := remindersPath
	if said != "" {
		to += "?said=" + said
	}
	s.done(w, r, err, to+"#"+at)
}

// refuseReminder shows the page again with what is wrong, or the page for other errors.
func (s *site) refuseReminder(w http.ResponseWriter, r *http.Request, v *app.Visit, err error, change func(*remindersView, *app.ReminderView)) {
	shown, ok := reminderProblems(s.printer(r), err)
	if !ok {
		s.fail(w, r, err)
		return
	}
	s.reminders(w, r, v, errs.KindOf(err).Status(), func(view *remindersView, of *app.ReminderView) {
		view.Problems = shown
		if change != nil {
			change(view, of)
		}
	})
}

// reminderProblems words what a form can show; false for other errors.
func reminderProblems(p *i18n.Printer, err error) (out []shownProblem, ok bool) {
	var faults remind.Faults
	if errors.As(err, &faults) {
		for _, f := range faults {
			out = append(out, shownProblem{f.Field, p.T(faultKey(p, f.Field))})
		}
		return out, true
	}
	var many app.TooMany
	if errors.As(err, &many) {
		shown, _ := wrongField(p, err)
		return []shownProblem{shown}, true
	}
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid && e.Kind != errs.Conflict {
		return nil, false
	}
	if e.Kind == errs.Conflict {
		return []shownProblem{{"", p.T("remind.err.full")}}, true
	}
	field := e.Field
	if !oneOf(field, "mail", "code") { // the others are no fields that people fill in
		field = ""
	}
	return []shownProblem{{field, p.T(faultKey(p, e.Field))}}, true
}

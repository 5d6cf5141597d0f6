package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// The ways on which reminders reach a person, and what goes wrong on them.

// mailView is the address that reminders go to.
type mailView struct {
	Address   string
	Confirmed bool
	healthView
}

// pushedView is a browser that is pushed to.
type pushedView struct {
	ID, Label, Endpoint string
	healthView
}

// healthView says in words how a way does: Good or Bad, or neither before the first try.
type healthView struct {
	Good, Bad string
	More      []string // about what is wrong
}

func (v *remindersView) fillWays(p *i18n.Printer, of app.ReminderView) {
	if m := of.Mail; m != nil {
		v.Failing = m.Health.Failing()
		v.Mail = &mailView{m.Address, m.Confirmed, healthOf(p, app.MailChannel, m.Health, of.Zone)}
	}
	for _, d := range of.Devices {
		v.Failing = v.Failing || d.Health.Failing()
		v.Devices = append(v.Devices, pushedView{d.ID, d.Label, d.Endpoint, healthOf(p, app.PushChannel, d.Health, of.Zone)})
	}
	for _, d := range of.Lost {
		v.Lost = append(v.Lost, wayView{Label: d.Label, Text: moment(p, d.LostAt, of.Zone)})
	}
}

// healthOf words how a way does.
func healthOf(p *i18n.Printer, channel string, h app.Health, zone *time.Location) (v healthView) {
	f := h.Failure
	if f == nil {
		if h.SentAt != nil {
			v.Good = p.T("remind.sent", "when", moment(p, *h.SentAt, zone))
		}
		return v
	}
	key := "remind.trouble." + string(f.Trouble)
	if p.Has(key + "_" + channel) {
		key += "_" + channel
	}
	if !p.Has(key) {
		key = "remind.trouble.other"
	}
	v.Bad = p.T(key)
	since := p.T("remind.failing", "n", f.Times, "when", moment(p, f.Since, zone))
	if f.Code != 0 {
		since += " " + p.T("remind.code_was", "code", strconv.Itoa(f.Code))
	}
	v.More = append(v.More, since)
	if f.Skipped > 0 {
		v.More = append(v.More, p.T("remind.skipped", "n", f.Skipped))
	}
	if f.Retry != nil {
		v.More = append(v.More, p.T("remind.retry", "when", moment(p, *f.Retry, zone)))
	}
	return v
}

func (s *site) reminderStopPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if m, ok := s.reminded(w, r, v); ok {
		s.remindersDone(w, r, s.opts.Reminders.Stop(r.Context(), v.Account, m.ID), "", "state")
	}
}

// reminderStartPost lets reminders that were stopped run again as they were.
func (s *site) reminderStartPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	m, ok := s.reminded(w, r, v)
	if !ok {
		return
	}
	of, err := s.opts.Reminders.Of(r.Context(), v.Account, m.ID)
	if err == nil {
		err = s.opts.Reminders.Save(r.Context(), v.Account, m.ID, of.Settings)
	}
	s.remindersDone(w, r, err, "saved", "state")
}

func (s *site) reminderSnoozePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if m, ok := s.reminded(w, r, v); ok {
		s.remindersDone(w, r, s.opts.Reminders.Snooze(r.Context(), v.Account, m.ID, app.Pause(r.PostForm.Get("pause"))), "", "state")
	}
}

func (s *site) reminderMailPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	m, ok := s.reminded(w, r, v)
	if !ok {
		return
	}
	address := r.PostForm.Get("mail")
	err := s.opts.Reminders.SetMail(r.Context(), v.Account, m.ID, address)
	if kind := errs.KindOf(err); err != nil && (kind == errs.Invalid || kind == errs.TooMany) {
		s.refuseReminder(w, r, v, err, func(view *remindersView, _ *app.ReminderView) { view.Typed = address })
		return
	}
	said := "mail"
	if address == "" {
		said = ""
	}
	s.remindersDone(w, r, err, said, "mail")
}

func (s *site) reminderCodePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	m, ok := s.reminded(w, r, v)
	if !ok {
		return
	}
	if err := s.opts.Reminders.ConfirmMail(r.Context(), v.Account, m.ID, r.PostForm.Get("code")); err != nil {
		s.refuseReminder(w, r, v, err, nil)
		return
	}
	s.remindersDone(w, r, nil, "code", "mail")
}

// reminderDevicePost takes what a browser hands over for being pushed to.
func (s *site) reminderDevicePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	m, ok := s.reminded(w, r, v)
	if !ok {
		return
	}
	sub := app.Subscription{Endpoint: r.PostForm.Get("endpoint"), P256DH: r.PostForm.Get("p256dh"), Auth: r.PostForm.Get("auth")}
	if err := s.opts.Reminders.Subscribe(r.Context(), v.Account, m.ID, sub, browserLabel(r.UserAgent())); err != nil {
		s.refuseReminder(w, r, v, err, nil)
		return
	}
	s.remindersDone(w, r, nil, "device", "push")
}

func (s *site) reminderDeviceDropPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if m, ok := s.reminded(w, r, v); ok {
		s.remindersDone(w, r, s.opts.Reminders.Unsubscribe(r.Context(), v.Account, m.ID, r.PostForm.Get("device")), "", "push")
	}
}

func (s *site) reminderLostPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if m, ok := s.reminded(w, r, v); ok {
		s.remindersDone(w, r, s.opts.Reminders.DismissLost(r.Context(), v.Account, m.ID), "", "push")
	}
}

func (s *site) reminderFeedPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if m, ok := s.reminded(w, r, v); ok {
		s.remindersDone(w, r, s.opts.Reminders.SetFeed(r.Context(), v.Account, m.ID, r.PostForm.Get("feed") == "on"), "", "calendar")
	}
}

func (s *site) reminderTestPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	m, ok := s.reminded(w, r, v)
	if !ok {
		return
	}
	device := r.PostForm.Get("device")
	at := "push"
	if device == "" {
		at = "mail"
	}
	err := s.opts.Reminders.Test(r.Context(), v.Account, m.ID, device)
	if err != nil && errs.KindOf(err) == errs.TooMany {
		s.refuseReminder(w, r, v, err, nil)
		return
	}
	s.remindersDone(w, r, err, "test", at)
}

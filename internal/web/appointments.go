package web

import (
	"bytes"
	"cmp"
	"net/http"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/calendar"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// finder finds the appointment that a request is about, by account or by link; it answers
// itself when there is none.
type finder func(http.ResponseWriter, *http.Request, func(*foundAppointment))

// foundAppointment is an appointment with where its pages are.
type foundAppointment struct {
	ref   *app.AppointmentRef
	view  *app.AppointmentView
	path  string // of its page
	other bool   // somebody answers for the person
	visit *app.Visit
}

func (f finder) then(show func(http.ResponseWriter, *http.Request, *foundAppointment)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		f(w, r, func(x *foundAppointment) { show(w, r, x) })
	}
}

func (s *site) byAccount(w http.ResponseWriter, r *http.Request, then func(*foundAppointment)) {
	s.signedIn(func(w http.ResponseWriter, r *http.Request, v *app.Visit) {
		ref, err := s.opts.Bookings.ByAccount(r.Context(), v.Account, r.PathValue("id"))
		if err != nil {
			s.noAppointment(w, r, err)
			return
		}
		s.withAppointment(w, r, &foundAppointment{ref: ref, path: appointmentsPath + "/" + r.PathValue("id"), other: isOther(v), visit: v}, then)
	})(w, r)
}

func (s *site) byLink(w http.ResponseWriter, r *http.Request, then func(*foundAppointment)) {
	bare(w)
	ref, err := s.opts.Bookings.ByLink(r.Context(), r.PathValue("token"))
	if err != nil {
		s.noAppointment(w, r, err)
		return
	}
	s.withAppointment(w, r, &foundAppointment{ref: ref, path: "/a/" + r.PathValue("token")}, then)
}

func (s *site) withAppointment(w http.ResponseWriter, r *http.Request, x *foundAppointment, then func(*foundAppointment)) {
	var err error
	if x.view, err = s.opts.Bookings.View(r.Context(), x.ref); err != nil {
		s.fail(w, r, err)
		return
	}
	then(x)
}

// noAppointment answers calmly for one that is not there, has ended, or was changed.
func (s *site) noAppointment(w http.ResponseWriter, r *http.Request, err error) {
	switch errs.KindOf(err) {
	case errs.NotFound:
		s.astray(w, r, http.StatusNotFound, "booking.no_appointment", way{appointmentsPath, "booking.appointments"}, way{"/", "trouble.home"})
	case errs.Gone:
		s.astray(w, r, http.StatusGone, "booking.ended", way{appointmentsPath, "booking.appointments"}, way{"/", "trouble.home"})
	default:
		s.fail(w, r, err)
	}
}

// appointmentLine is an appointment in a list.
type appointmentLine struct {
	Path, When, Service, Who, State string
	Off                             bool // cancelled or over
}

// appointmentsView lists what a person has booked, and where they wait.
type appointmentsView struct {
	page
	whoseView
	Said        string
	Next, Past  []appointmentLine
	Waiting     []waitingLine
	Untold      bool // no channel reaches the person
	ToReminders bool
}

type waitingLine struct{ ID, Service, Who, Until, Book string }

func (s *site) appointmentsShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	list, err := s.opts.Bookings.AppointmentsOf(r.Context(), visit.Account, visit.Chosen.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	waiting, err := s.opts.Bookings.WaitingOf(r.Context(), visit.Account, visit.Chosen.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := appointmentsView{page: s.page(r, "appointments", p.T("booking.appointments")), whoseView: whoseView{visit, appointmentsPath}, Said: said(p, r), ToReminders: s.served(remindersPath)}
	v.Untold = s.untold(r, visit)
	for i := len(list) - 1; i >= 0; i-- { // soonest first
		x := &list[i]
		row := appointmentLine{appointmentsPath + "/" + x.ID, whenOf(p, x), x.Service.Name, x.Practitioner.Name, stateOf(p, x), x.State == app.Cancelled || x.Over}
		if row.Off {
			v.Past = append([]appointmentLine{row}, v.Past...)
		} else {
			v.Next = append(v.Next, row)
		}
	}
	for _, x := range waiting {
		row := waitingLine{ID: x.ID, Service: x.Service.Name, Who: x.Practitioner.Name, Until: dateIn(p, x.Until, zoneOf(visit))}
		if x.Bookable {
			row.Book = "/book/" + x.Practitioner.Slug + "/" + x.Service.ID
		}
		v.Waiting = append(v.Waiting, row)
	}
	s.write(w, r, http.StatusOK, "appointments", v)
}

// untold reports that nothing reaches the person: no address that is confirmed and no
// browser that is pushed to.
func (s *site) untold(r *http.Request, visit *app.Visit) bool {
	if s.opts.Reminders == nil {
		return true
	}
	of, err := s.opts.Reminders.Of(r.Context(), visit.Account, visit.Chosen.ID)
	return err == nil && len(of.Devices) == 0 && (of.Mail == nil || !of.Mail.Confirmed)
}

// said is what was just done, in words.
func said(p *i18n.Printer, r *http.Request) string {
	if key := "booking.said." + r.URL.Query().Get("said"); r.URL.Query().Has("said") && p.Has(key) {
		return p.T(key)
	}
	return ""
}

// whenOf is the day and the times on the wall of the practice.
func whenOf(p *i18n.Printer, x *app.AppointmentView) string {
	return moment(p, x.Start, x.Zone) + "–" + x.End.In(x.Zone).Format("15:04")
}

func stateOf(p *i18n.Printer, x *app.AppointmentView) string {
	switch {
	case x.State == app.Cancelled && x.Late:
		return p.T("booking.state.late")
	case x.State == app.Cancelled:
		return p.T("booking.state.cancelled_" + x.CancelledBy)
	case x.Over:
		return p.T("booking.state.over")
	}
	return p.T("booking.state.booked")
}

func (s *site) waitingPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	if m, ok := s.whose(w, r, v); ok {
		s.done(w, r, s.opts.Bookings.StopWaiting(r.Context(), v.Account, m.ID, r.PostForm.Get("id")), appointmentsPath+"?said=not_waiting")
	}
}

// appointmentView is one appointment.
type appointmentView struct {
	page
	faultsView
	Said, At     string // At is the path of its pages
	X            *app.AppointmentView
	When, Zone   string
	Service      serviceLine
	State, Limit string
	Link         string // that opens it without signing in; empty where it was opened by it
	Report       bool
	Account      bool // opened by account
	// Of one that was booked without an account and is opened by its link.
	Guest  bool
	Erased string // the day on which all that is kept of it is erased
	Taker  string // whom a signed-in visitor can take it over for; empty when nobody is signed in
	Erases bool   // it can be erased now
}

func (s *site) appointmentShow(w http.ResponseWriter, r *http.Request, x *foundAppointment) {
	s.showAppointment(w, r, http.StatusOK, x, nil)
}

func (s *site) showAppointment(w http.ResponseWriter, r *http.Request, status int, x *foundAppointment, wrong []shownProblem) {
	p := s.printer(r)
	v := appointmentView{page: s.page(r, "appointment", p.T("booking.appointment")), faultsView: faultsView{wrong}, Said: said(p, r), At: x.path, X: x.view, When: whenOf(p, x.view), Zone: x.view.Zone.String(),
		Service: serviceLineOf(p, &x.view.Service), State: stateOf(p, x.view), Account: x.visit != nil, Report: x.view.HasReport}
	v.Limit = p.T("booking.limit", "n", x.view.CancelHours)
	if x.visit != nil {
		v.Link = s.baseOf(r) + "/a/" + x.view.Token
	} else {
		v.Picker = false // the address would go into the form of themes
		s.asGuest(r, &v)
	}
	s.write(w, r, status, "appointment", v)
}

// asGuest adds what only those need who have nothing but the link.
func (s *site) asGuest(r *http.Request, v *appointmentView) {
	if v.Guest = v.X.Guest; !v.Guest {
		return
	}
	p := s.printer(r)
	v.Link, v.Erased, v.Erases = s.baseOf(r)+v.At, dateIn(p, v.X.ErasedAt, v.X.Zone), v.X.Over || v.X.State == app.Cancelled
	if visit, err := s.visitor(r); err == nil && visit != nil && visit.Chosen.ID != "" {
		v.Taker = cmp.Or(visit.Chosen.Name, visit.Account.Name)
	}
}

// sequence is the state of an appointment that a form was made for; -1 for none.
func sequence(r *http.Request) int64 {
	n, err := strconv.ParseInt(r.PostForm.Get("sequence"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

func (s *site) appointmentCancel(w http.ResponseWriter, r *http.Request, x *foundAppointment) {
	if !s.accountForm(w, r) {
		return
	}
	err := s.opts.Bookings.Cancel(r.Context(), x.ref, sequence(r))
	if s.changed(w, r, x.path, err) {
		http.Redirect(w, r, x.path+"?said=cancelled", http.StatusSeeOther)
	}
}

// changed answers for a change that was refused, and reports one that was done.
func (s *site) changed(w http.ResponseWriter, r *http.Request, path string, err error) bool {
	switch {
	case err == nil:
		return true
	case errs.KindOf(err) == errs.Gone: // a form sent twice, or an old one
		s.astray(w, r, http.StatusConflict, "booking.changed", way{path, "booking.appointment"})
	case errs.KindOf(err) == errs.Conflict:
		s.astray(w, r, http.StatusConflict, "booking.too_late", way{path, "booking.appointment"})
	default:
		s.fail(w, r, err)
	}
	return false
}

// appointmentFile is the appointment as a file for a calendar.
func (s *site) appointmentFile(w http.ResponseWriter, r *http.Request, x *foundAppointment) {
	e := x.view.Event
	i := calendar.Invitation{Method: calendar.Publish, UID: e.UID, Sequence: e.Sequence, Title: s.printer(r).T("notice.event"), Link: s.baseOf(r) + x.path,
		Start: e.Start, End: e.End, Changed: e.Changed, Organizer: "noreply@" + hostOf(r).Host}
	if e.Cancelled {
		i.Method = calendar.Cancel
	}
	text, err := i.Bytes()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", i.Media())
	h.Set("Content-Disposition", `attachment; filename="appointment.ics"`)
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(text))
}

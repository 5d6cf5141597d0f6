package web

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// calendarView lists a practitioner's appointments, for a day or a week.
type calendarView struct {
	page
	Span       string // the days in words
	Zone       string
	Week       bool
	Days       []calendarDay
	Prev, Next string // addresses
	Day, Weeks string // addresses of the other view
	Today      string
	Any        bool
}

type calendarDay struct {
	Label string
	Rows  []appointmentLine
}

const practiceCalendar = practicePath + "/calendar"

func (s *site) calendarShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	x, err := s.opts.Bookings.Practice(r.Context(), visit.Account)
	if err != nil {
		s.noProfile(w, r, err)
		return
	}
	today := consult.DateOf(s.clock(), x.Zone)
	day, err := consult.ParseDate(r.URL.Query().Get("from"))
	if err != nil {
		day = today
	}
	p := s.printer(r)
	v := calendarView{page: s.page(r, "practice-calendar", p.T("booking.calendar_title")), Zone: x.Zone.String(), Week: r.URL.Query().Get("view") != "day"}
	first, n := day, 1
	if v.Week {
		n = 7 // from the day on: what is over is of less use than what comes
	}
	list, err := s.opts.Bookings.Calendar(r.Context(), visit.Account, first, first.Plus(n-1))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v.Any = len(list) > 0
	for i := range n {
		d := first.Plus(i)
		row := calendarDay{Label: onWeekday(p, diary.DateOf(d.Year, d.Month, d.Day))}
		for _, a := range list {
			if consult.DateOf(a.Start, x.Zone) == d {
				row.Rows = append(row.Rows, appointmentLine{practicePath + "/appointments/" + a.ID, a.Start.In(x.Zone).Format("15:04") + "–" + a.End.In(x.Zone).Format("15:04"),
					a.Service.Name, "", stateOf(p, &a), a.State == app.Cancelled})
			}
		}
		v.Days = append(v.Days, row)
	}
	at := func(view string, d consult.Date) string {
		return practiceCalendar + "?view=" + view + "&from=" + d.String()
	}
	view := map[bool]string{true: "week", false: "day"}[v.Week]
	v.Prev, v.Next, v.Today = at(view, first.Plus(-n)), at(view, first.Plus(n)), at(view, today)
	v.Day, v.Weeks = at("day", day), at("week", day)
	v.Span = v.Days[0].Label
	if v.Week {
		v.Span = p.T("booking.span", "from", v.Span, "to", v.Days[6].Label)
	}
	s.write(w, r, http.StatusOK, "practice-calendar", v)
}

// visitView is one appointment as its practitioner sees it.
type visitView struct {
	page
	Said     string
	X        *app.AppointmentView
	When     string
	Zone     string
	Service  serviceLine
	State    string
	Readable bool // the person's consent is open
	At       string
	Erased   string // of one that was booked without an account: when it is erased
}

func (s *site) visitShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	id := r.PathValue("id")
	x, readable, err := s.opts.Bookings.VisitOf(r.Context(), visit.Account, id)
	if err != nil {
		s.noVisit(w, r, err)
		return
	}
	p := s.printer(r)
	v := visitView{page: s.page(r, "practice-appointment", p.T("booking.appointment_of")), Said: said(p, r), X: x, When: whenOf(p, x), Zone: x.Zone.String(),
		Service: serviceLineOf(p, &x.Service), State: stateOf(p, x), Readable: readable, At: practicePath + "/appointments/" + id}
	if x.Guest {
		v.Erased = dateIn(p, x.ErasedAt, x.Zone)
	}
	s.write(w, r, http.StatusOK, "practice-appointment", v)
}

func (s *site) noVisit(w http.ResponseWriter, r *http.Request, err error) {
	if errs.KindOf(err) == errs.NotFound {
		s.astray(w, r, http.StatusNotFound, "booking.no_appointment", way{practiceCalendar, "booking.calendar_title"})
		return
	}
	s.fail(w, r, err)
}

// visitCancel cancels an appointment from the practitioner's side.
func (s *site) visitCancel(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	at := practicePath + "/appointments/" + r.PathValue("id")
	err := s.opts.Bookings.CancelAsPractitioner(r.Context(), visit.Account, r.PathValue("id"), sequence(r))
	if errs.KindOf(err) == errs.NotFound && err != nil {
		s.noVisit(w, r, err)
		return
	}
	if s.changed(w, r, at, err) {
		http.Redirect(w, r, at+"?said=cancelled", http.StatusSeeOther)
	}
}

// visitReport is the report that a person has attached, a PDF.
func (s *site) visitReport(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	file, err := s.opts.Bookings.Report(r.Context(), visit.Account, r.PathValue("id"))
	if err != nil {
		s.noVisit(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/pdf")
	h.Set("Content-Length", strconv.Itoa(len(file)))
	h.Set("Content-Disposition", `attachment; filename="report.pdf"`)
	h.Set("Cache-Control", "private, no-store")
	http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(file))
}

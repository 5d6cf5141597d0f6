package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/i18n"
)

const practicePath = "/practice"

// practiceRoutes adds the desk of a practitioner, and the statistics of the practice.
func (s *site) practiceRoutes(mux *mux) {
	if !s.keeps() {
		return
	}
	mux.HandleFunc("GET "+practicePath, s.forRole(account.Practitioner, s.practiceShow))
	mux.HandleFunc("GET "+practicePath+"/statistics", s.forRole(account.Practitioner, s.statisticsShow))
}

// practiceView is the desk.
type practiceView struct {
	page
	Queue        []deskRow // what waits for the practitioner, longest first
	More         int       // that are not shown
	Appointments []deskRow
	Later        int
	Asked        int  // consultations that wait for the person
	Unchecked    bool // no qualification is valid
	Doors        []deskDoor
}

// deskRow is one line of the desk; Link is empty where there is no page of it.
type deskRow struct {
	What, When, Note string
	Link             string
	Soon             bool // it must be done within days
}

// deskDoor leads to another page of the practice.
type deskDoor struct{ ID, Path, Icon string }

var deskDoors = []deskDoor{
	{"queue", "/practice/queue", "list"},
	{"calendar", "/practice/calendar", "calendar"},
	{"hours", "/practice/hours", "clock"},
	{"services", "/practice/services", "stretch"},
	{"profile", "/practice/profile", "people"},
	{"statistics", "/practice/statistics", "chart"},
}

// deskRows is how many lines of each list stand on the desk.
const deskRows = 5

func (s *site) practiceShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	t, err := app.NewDesk(s.opts.Keeper).Today(r.Context(), visit.Account)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := practiceView{page: s.page(r, "practice", p.T("practice.title")), Asked: t.Asked, Unchecked: t.Unchecked, More: max(0, len(t.Queue)-deskRows), Later: max(0, len(t.Appointments)-deskRows)}
	for _, x := range t.Queue[:min(len(t.Queue), deskRows)] {
		v.Queue = append(v.Queue, s.requestRow(p, &x, &t))
	}
	for _, x := range t.Appointments[:min(len(t.Appointments), deskRows)] {
		v.Appointments = append(v.Appointments, s.appointmentRow(p, &x, &t))
	}
	for _, d := range deskDoors {
		if s.served(d.Path) {
			v.Doors = append(v.Doors, d)
		}
	}
	s.write(w, r, http.StatusOK, "practice", v)
}

func (s *site) requestRow(p *i18n.Printer, x *app.DeskRequest, t *app.Today) deskRow {
	stage := p.T("practice.stage." + string(x.Stage))
	if x.Any {
		stage = p.T("practice.anybody")
	}
	return deskRow{What: p.T("practice.sort." + string(x.Sort)), When: p.T("practice.waits", "time", span(p, t.Now.Sub(x.Since))),
		Note: p.T("practice.stage_due", "stage", stage, "when", moment(p, x.Due, t.Zone)), Link: s.ifServed("/practice/consultations/" + x.ID), Soon: x.Soon}
}

func (s *site) appointmentRow(p *i18n.Printer, x *app.DeskAppointment, t *app.Today) deskRow {
	row := deskRow{What: x.Service, When: moment(p, x.Start, t.Zone) + "–" + x.End.In(t.Zone).Format("15:04"), Note: x.Place, Link: s.ifServed("/practice/calendar")}
	if x.Way == consult.ByTelephone {
		row.Note = p.T("practice.telephone")
	}
	if !t.Now.Before(x.Start) {
		row.Note = p.T("practice.on_now")
	}
	return row
}

// ifServed is a path that a page stands behind, or nothing.
func (s *site) ifServed(path string) string {
	if s.served(path) {
		return path
	}
	return ""
}

// span words how long something takes, in minutes, hours or days, rounded down.
func span(p *i18n.Printer, d time.Duration) string {
	switch {
	case d < time.Hour:
		return p.T("practice.minutes", "n", max(0, int(d/time.Minute)))
	case d < 48*time.Hour:
		return p.T("practice.hours", "n", int(d/time.Hour))
	}
	return p.T("practice.days", "n", int(d/(24*time.Hour)))
}

// statisticsView is how the practice is doing.
type statisticsView struct {
	page
	From           string
	Consultations  []figureRow
	Appointments   []figureRow
	Waits          []waitRow
	Agreements     []agreementRow
	Least          int
	AnythingHidden bool
}

// figureRow is a count with its name.
type figureRow struct {
	Name   string
	N      string
	Hidden bool
}

// waitRow is how long something took; Shown is false for too few.
type waitRow struct {
	Name, Median, Most string
	N                  string
	Shown              bool
}

// agreementRow is how often two sides gave the same urgency.
type agreementRow struct {
	Name, Share, Kappa, N string
	Shown, Defined        bool
}

func (s *site) statisticsShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	x, err := app.NewDesk(s.opts.Keeper).Statistics(r.Context(), visit.Account)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := statisticsView{page: s.page(r, "statistics", p.T("practice.statistics_title")), From: dateIn(p, x.From, time.UTC), Least: consult.Least}
	v.Consultations = countRows(p, "practice.consultation.", []string{"asked", "accepted", "signed", "open", "declined", "withdrawn", "expired"}, append([]consult.Figure{x.Asked, x.Accepted}, x.Ends[:]...))
	v.Appointments = countRows(p, "practice.appointment.", []string{"booked", "ahead", "held", "by_person", "by_practice", "late"}, append(append([]consult.Figure{x.Booked}, x.Appointments[:]...), x.Late))
	for _, row := range append(v.Consultations, v.Appointments...) {
		v.AnythingHidden = v.AnythingHidden || row.Hidden
	}
	v.Waits = []waitRow{waited(p, "acceptance", x.ToAcceptance), waited(p, "signature", x.ToSignature), waited(p, "appointment", x.ToAppointment)}
	for _, a := range x.Agreements {
		v.Agreements = append(v.Agreements, agreement(p, a))
	}
	s.write(w, r, http.StatusOK, "statistics", v)
}

func countRows(p *i18n.Printer, key string, names []string, list []consult.Figure) []figureRow {
	out := make([]figureRow, len(names))
	for i, f := range list {
		out[i] = figureRow{Name: p.T(key + names[i]), N: p.Number(f.N), Hidden: f.Hidden}
	}
	return out
}

func waited(p *i18n.Printer, name string, x consult.Wait) waitRow {
	return waitRow{Name: p.T("practice.wait." + name), Median: span(p, x.Median), Most: span(p, x.Most), N: p.Number(x.N), Shown: x.Shown}
}

func agreement(p *i18n.Printer, x app.AgreementView) agreementRow {
	return agreementRow{Name: p.T("practice.agree." + x.Sides), Share: fmt.Sprintf("%.0f %%", 100*x.Share), Kappa: fmt.Sprintf("%.2f", x.Kappa), N: p.Number(x.N), Shown: !x.Hidden, Defined: x.Defined}
}

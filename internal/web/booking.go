package web

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// bookingRoutes adds booking: for persons, for who holds the link of an appointment, and
// for practitioners.
func (s *site) bookingRoutes(mux *mux) {
	if !s.books() {
		return
	}
	mux.HandleFunc("GET /book/{practitioner}", s.bookShow)
	mux.HandleFunc("GET /book/{practitioner}/{service}", s.booker((*bookTurn).ask))
	mux.HandleFunc("POST /book/{practitioner}/{service}", s.booker((*bookTurn).post))
	mux.HandleFunc("GET "+appointmentsPath, s.signedIn(s.appointmentsShow))
	mux.HandleFunc("POST "+appointmentsPath+"/waiting", s.signedIn(s.waitingPost))
	mux.HandleFunc("POST "+appointmentsPath+"/attach", s.signedIn(s.attachPost))
	mux.HandleFunc("POST "+appointmentsPath+"/{id}/detach", s.signedIn(s.detachPost))
	for base, find := range map[string]finder{appointmentsPath + "/{id}": s.byAccount, "/a/{token}": s.byLink} {
		mux.HandleFunc("GET "+base, find.then(s.appointmentShow))
		mux.HandleFunc("POST "+base+"/cancel", find.then(s.appointmentCancel))
		mux.HandleFunc("GET "+base+"/move", find.then(s.moveAsk))
		mux.HandleFunc("POST "+base+"/move", find.then(s.movePost))
		mux.HandleFunc("GET "+base+"/appointment.ics", find.then(s.appointmentFile))
	}
	mux.HandleFunc("POST /a/{token}/keep", s.signedIn(s.guestKeep))
	mux.HandleFunc("POST /a/{token}/erase", finder(s.byLink).then(s.guestErase))
	for pattern, show := range map[string]func(http.ResponseWriter, *http.Request, *app.Visit){
		"GET " + deskPath:                                   s.deskShow,
		"GET " + deskPath + "/{service}":                    s.deskTurn((*bookTurn).ask),
		"POST " + deskPath + "/{service}":                   s.deskTurn((*bookTurn).post),
		"GET " + servicesPath:                               s.servicesShow,
		"POST " + servicesPath:                              s.servicesPost,
		"GET " + hoursPath:                                  s.hoursShow,
		"POST " + hoursPath:                                 s.hoursPost,
		"GET " + practicePath + "/calendar":                 s.calendarShow,
		"GET " + practicePath + "/appointments/{id}":        s.visitShow,
		"POST " + practicePath + "/appointments/{id}":       s.visitCancel,
		"GET " + practicePath + "/appointments/{id}/report": s.visitReport,
	} {
		mux.HandleFunc(pattern, s.forRole(account.Practitioner, show))
	}
}

const (
	appointmentsPath = "/appointments"
	servicesPath     = practicePath + "/services"
	hoursPath        = practicePath + "/hours"
	deskPath         = practicePath + "/book"
)

// books reports whether booking is offered.
func (s *site) books() bool { return s.keeps() && s.opts.Bookings != nil }

// faultsView is what is wrong with a form.
type faultsView struct{ Problems []shownProblem }

// Err is the message beside a field; empty without one.
func (v faultsView) Err(name string) string { return stepView{Problems: v.Problems}.Err(name) }

// bookingProblem words an error that a form can show; false for others.
func bookingProblem(p *i18n.Printer, err error) (shownProblem, bool) {
	if many, ok := wrongField(p, err); ok && errors.As(err, new(app.TooMany)) {
		return many, true
	}
	var e *errs.Error
	if !errors.As(err, &e) {
		return shownProblem{}, false
	}
	switch {
	case e.Kind == errs.Conflict:
		return shownProblem{"", p.T("booking.err.taken")}, true
	case e.Kind == errs.TooMany:
		return shownProblem{"", p.T("booking.err.full", "n", app.MaxAppointments)}, true
	case e.Kind != errs.Invalid:
		return shownProblem{}, false
	}
	name := e.Field
	if strings.HasPrefix(name, "precheck.") {
		return shownProblem{name, p.T("booking.err.precheck")}, true
	}
	if name = name[strings.LastIndex(name, ".")+1:]; strings.Contains(name, "]") || !p.Has("booking.err."+name) {
		return shownProblem{"", p.T("booking.err.other")}, true
	}
	return shownProblem{name, p.T("booking.err."+name, "name", app.MaxCaller, "telephone", app.MaxTelephone, "remark", app.MaxRemark)}, true
}

// noBooking answers for a practitioner, service or appointment that is not there.
func (s *site) noBooking(w http.ResponseWriter, r *http.Request, err error) {
	switch errs.KindOf(err) {
	case errs.NotFound:
		s.astray(w, r, http.StatusNotFound, "booking.unknown", way{practitionersPath, "practitioner.title"}, way{"/", "trouble.home"})
	default:
		s.fail(w, r, err)
	}
}

// serviceLine is a service in words.
type serviceLine struct {
	ID, Name, About string
}

func serviceLineOf(p *i18n.Printer, x *app.KeptService) serviceLine {
	where := x.Place
	if x.Way == consult.ByTelephone {
		where = p.T("booking.by_telephone")
	}
	return serviceLine{x.ID, x.Name, p.T("booking.service_about", "n", x.Minutes, "where", where)}
}

// bookView is what can be booked with a practitioner.
type bookView struct {
	page
	Who      string
	Slug     string
	Services []serviceLine
}

func (s *site) bookShow(w http.ResponseWriter, r *http.Request) {
	x, err := s.opts.Bookings.Offer(r.Context(), r.PathValue("practitioner"))
	if err != nil {
		s.noBooking(w, r, err)
		return
	}
	p := s.printer(r)
	v := bookView{page: s.page(r, "book", p.T("booking.title")), Who: x.Practitioner.Name, Slug: x.Practitioner.Slug}
	for _, o := range x.Services {
		v.Services = append(v.Services, serviceLineOf(p, &o))
	}
	s.write(w, r, http.StatusOK, "book", v)
}

// precheckView asks what must be known before a slot is shown.
type precheckView struct {
	page
	faultsView
	Who, Service string
	Action       string // where the form goes
	Back         string
	Moving       bool
	Sequence     int64 // of the appointment that is moved
	Desk         bool  // a practitioner asks somebody who telephones
	Guest        bool  // nobody is signed in
	Other        bool  // a guest answers for somebody else
	SignIn       string
	Groups       []precheckGroup
}

type precheckGroup struct {
	ID, Title    string
	Signs        []box
	None, Unsure bool
	Err          string
}

func (v *precheckView) fill(groups []app.PrecheckGroup, c *app.Precheck) {
	for _, g := range groups {
		x := precheckGroup{ID: g.ID, Title: g.Title, None: slices.Contains(c.None, g.ID), Unsure: slices.Contains(c.Unsure, g.ID), Err: v.Err("precheck." + g.ID)}
		for _, o := range g.Signs {
			x.Signs = append(x.Signs, box{o.Value, o.Text, slices.Contains(c.Signs, o.Value)})
		}
		v.Groups = append(v.Groups, x)
	}
}

// readPrecheck takes the answers from a form.
func readPrecheck(r *http.Request) *app.Precheck {
	return &app.Precheck{Signs: r.PostForm["sign"], None: r.PostForm["none"], Unsure: r.PostForm["unsure"]}
}

// answersOf are the answers as hidden fields.
func answersOf(c *app.Precheck) (out []field) {
	for name, list := range map[string][]string{"sign": c.Signs, "none": c.None, "unsure": c.Unsure} {
		for _, id := range list {
			out = append(out, field{name, id})
		}
	}
	slices.SortFunc(out, func(a, b field) int { return strings.Compare(a.Name+" "+a.Value, b.Name+" "+b.Value) })
	return out
}

// isOther reports that the pages of somebody else than the account's holder are open.
func isOther(v *app.Visit) bool { return v.Chosen.Relation != "" && v.Chosen.Relation != "self" }

// careView tells of the right care in the place of slots.
type careView struct {
	page
	Urgency  app.Urgency
	Against  []string
	AskFirst []string
	Back     string
	Help     bool // shows the way to the page of emergency numbers
}

// careShow tells why nothing can be booked now, and what to do instead.
func (s *site) careShow(w http.ResponseWriter, r *http.Request, f *app.Fitness, back string) {
	v := careView{page: s.page(r, "booking-care", s.printer(r).T("booking.care_title")), Urgency: f.Urgency, Against: f.Against, AskFirst: f.AskFirst, Back: back, Help: f.Urgency.Call == ""}
	s.write(w, r, http.StatusOK, "booking-care", v)
}

// slotsPage shows free times.
type slotsPage struct {
	page
	faultsView
	Who, Service string
	Zone         string
	Action, Back string
	Hidden       []field
	Days         []slotDay
	Prev, Next   string // first days of the weeks before and after; empty for none
	Moving       bool
	Waits        bool // there is a waiting list for whoever looks
}

type slotDay struct {
	Label string
	Slots []slotButton
}

type slotButton struct{ Value, Text, Label string }

// fill puts the slots into days on the wall of the practice.
func (v *slotsPage) fill(p *i18n.Printer, x *app.SlotsView) {
	z := x.Offer.Zone
	v.Who, v.Service, v.Zone = x.Offer.Practitioner.Name, x.Service.Name, z.String()
	for _, slot := range x.Slots {
		at := slot.Start.In(z)
		label := onWeekday(p, diary.DateOf(at.Date()))
		if n := len(v.Days); n == 0 || v.Days[n-1].Label != label {
			v.Days = append(v.Days, slotDay{Label: label})
		}
		d := &v.Days[len(v.Days)-1]
		text := at.Format("15:04")
		if n := len(d.Slots); n > 0 && d.Slots[n-1].Text == text { // the hour that comes twice
			text += " " + at.Format("MST")
		}
		d.Slots = append(d.Slots, slotButton{slot.Start.UTC().Format(time.RFC3339), text, label})
	}
	if x.Before {
		v.Prev = x.First.Plus(-x.First.DaysTo(x.Last) - 1).String()
	}
	if x.After {
		v.Next = x.Last.Plus(1).String()
	}
}

// firstDay is the day from which slots are to be shown; the zero date for today.
func firstDay(r *http.Request) consult.Date {
	d, err := consult.ParseDate(r.PostForm.Get("from"))
	if err != nil {
		return consult.Date{}
	}
	return d
}

// onWeekday is "Tuesday 24 November".
func onWeekday(p *i18n.Printer, d diary.Date) string { return p.T("calendar.day", dateArgs(p, d)...) }

package web

import (
	"cmp"
	"net/http"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// bookAsk asks the check before a service.
func (s *site) bookAsk(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.bookQuestions(w, r, visit, http.StatusOK, &app.Precheck{}, nil)
}

func (s *site) bookQuestions(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, c *app.Precheck, wrong []shownProblem) {
	x, service, groups, err := s.opts.Bookings.Questions(r.Context(), r.PathValue("practitioner"), r.PathValue("service"), isOther(visit))
	if err != nil {
		s.noBooking(w, r, err)
		return
	}
	v := precheckView{page: s.page(r, "precheck", s.printer(r).T("booking.check_title")), faultsView: faultsView{wrong}, Who: x.Practitioner.Name, Service: service.Name,
		Action: r.URL.Path, Back: "/book/" + x.Practitioner.Slug}
	v.fill(groups, c)
	s.write(w, r, status, "precheck", v)
}

// bookTurn is one step of a booking.
type bookTurn struct {
	*site
	w     http.ResponseWriter
	r     *http.Request
	visit *app.Visit
	check *app.Precheck
	other bool
}

// bookPost takes each step of a booking. The answers of the check travel with it and are
// judged at every step.
func (s *site) bookPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	m, ok := s.whose(w, r, visit)
	if !ok {
		return
	}
	if m.ID != visit.Chosen.ID { // another person's pages were opened meanwhile
		s.notFound(w, r)
		return
	}
	t := &bookTurn{s, w, r, visit, readPrecheck(r), isOther(visit)}
	switch {
	case r.PostForm.Get("do") == "book":
		t.book()
	case r.PostForm.Get("do") == "wait":
		t.wait()
	case r.PostForm.Has("start"):
		t.slots(func(*app.SlotsView) { t.contact(http.StatusOK, &app.BookRequest{}, nil) })
	default:
		t.slots(func(x *app.SlotsView) { t.showSlots(http.StatusOK, x, nil) })
	}
}

// slots judges the check and goes on when nothing speaks against the service.
func (t *bookTurn) slots(then func(*app.SlotsView)) {
	x, err := t.opts.Bookings.Slots(t.r.Context(), t.r.PathValue("practitioner"), t.r.PathValue("service"), t.check, t.likelyCountry(t.r), t.other, firstDay(t.r))
	switch {
	case err != nil:
		t.refuse(err)
	case !x.Fitness.Fit:
		t.careShow(t.w, t.r, x.Fitness, t.back())
	default:
		then(x)
	}
}

func (t *bookTurn) back() string { return "/book/" + t.r.PathValue("practitioner") }

// refuse shows the step that an error belongs to.
func (t *bookTurn) refuse(err error) {
	shown, ok := bookingProblem(t.printer(t.r), err)
	switch kind := errs.KindOf(err); {
	case !ok:
		t.noBooking(t.w, t.r, err)
	case kind == errs.Invalid && !oneOf(shown.Field, "name", "telephone", "remark", "agreed", "start"):
		t.bookQuestions(t.w, t.r, t.visit, kind.Status(), t.check, []shownProblem{shown})
	case kind == errs.Invalid && shown.Field != "start":
		t.contact(kind.Status(), t.request(), []shownProblem{shown})
	default:
		shown.Field = ""
		t.slots(func(x *app.SlotsView) { t.showSlots(kind.Status(), x, []shownProblem{shown}) })
	}
}

func (t *bookTurn) showSlots(status int, x *app.SlotsView, wrong []shownProblem) {
	p := t.printer(t.r)
	v := slotsPage{page: t.page(t.r, "slots", p.T("booking.slots_title")), faultsView: faultsView{wrong}, Action: t.r.URL.Path, Back: t.back(),
		Hidden: append(answersOf(t.check), field{"person", t.visit.Chosen.ID})}
	v.fill(p, x)
	t.write(t.w, t.r, status, "slots", v)
}

// contactView asks who comes.
type contactView struct {
	page
	faultsView
	Who, Service, When, Zone string
	Action, Back             string
	Hidden                   []field
	Contact                  app.Contact
	Agreed, ByTelephone      bool
	MaxRemark                int
}

// request is the booking as the form has it.
func (t *bookTurn) request() *app.BookRequest {
	f := t.r.PostForm
	start, _ := time.Parse(time.RFC3339, f.Get("start")) // a time that is none is none of those offered
	return &app.BookRequest{Practitioner: t.r.PathValue("practitioner"), Service: t.r.PathValue("service"), Start: start, Precheck: *t.check,
		Country: t.likelyCountry(t.r), Other: t.other, Agreed: f.Get("agreed") == "yes",
		Contact: app.Contact{Name: f.Get("name"), Telephone: f.Get("telephone"), Remark: f.Get("remark")}}
}

func (t *bookTurn) contact(status int, ask *app.BookRequest, wrong []shownProblem) {
	x, service, _, err := t.opts.Bookings.Questions(t.r.Context(), t.r.PathValue("practitioner"), t.r.PathValue("service"), t.other)
	if err != nil {
		t.noBooking(t.w, t.r, err)
		return
	}
	start := t.request().Start
	if start.IsZero() {
		t.refuse(errs.Field("start", "is no time"))
		return
	}
	p := t.printer(t.r)
	line := serviceLineOf(p, service)
	v := contactView{page: t.page(t.r, "book-contact", p.T("booking.contact_title")), faultsView: faultsView{wrong}, Who: x.Practitioner.Name, Service: line.Name + ", " + line.About,
		When: moment(p, start, x.Zone), Zone: x.Zone.String(), Action: t.r.URL.Path, Back: t.back(), Contact: ask.Contact, Agreed: ask.Agreed,
		ByTelephone: service.Place == "", MaxRemark: app.MaxRemark,
		Hidden: append(answersOf(t.check), field{"person", t.visit.Chosen.ID}, field{"start", start.UTC().Format(time.RFC3339)})}
	v.Contact.Name = cmp.Or(v.Contact.Name, t.visit.Chosen.Name)
	t.write(t.w, t.r, status, "book-contact", v)
}

func (t *bookTurn) book() {
	x, fitness, err := t.opts.Bookings.Book(t.r.Context(), t.visit.Account, t.visit.Chosen.ID, t.request())
	switch {
	case err != nil:
		t.refuse(err)
	case x == nil:
		t.careShow(t.w, t.r, fitness, t.back())
	default:
		http.Redirect(t.w, t.r, appointmentsPath+"/"+x.ID+"?said=booked", http.StatusSeeOther)
	}
}

func (t *bookTurn) wait() {
	fitness, err := t.opts.Bookings.Wait(t.r.Context(), t.visit.Account, t.visit.Chosen.ID, t.r.PathValue("practitioner"), t.r.PathValue("service"), t.check, t.likelyCountry(t.r), t.other)
	switch {
	case err != nil:
		t.refuse(err)
	case !fitness.Fit:
		t.careShow(t.w, t.r, fitness, t.back())
	default:
		http.Redirect(t.w, t.r, appointmentsPath+"?said=waiting", http.StatusSeeOther)
	}
}

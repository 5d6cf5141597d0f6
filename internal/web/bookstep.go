package web

import (
	"cmp"
	"net/http"
	"net/url"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// bookTurn is one step of a booking: by an account for one of its persons, by a guest
// without an account, or by a practitioner at the desk for somebody who telephones.
type bookTurn struct {
	*site
	w       http.ResponseWriter
	r       *http.Request
	visit   *app.Visit // nil for a guest
	desk    bool       // visit is the practitioner's
	offer   *app.Offer
	service string
	check   *app.Precheck
	other   bool // somebody answers for the person
	back    string
}

// guest reports that the appointment is made without an account of the person.
func (t *bookTurn) guest() bool { return t.visit == nil || t.desk }

// booker lets people take a step of a booking, signed in or not. Where a practitioner takes
// accounts only, others are asked to sign in.
func (s *site) booker(step func(*bookTurn)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		visit, err := s.visitor(r)
		if err != nil {
			s.fail(w, r, err)
			return
		}
		offer, err := s.opts.Bookings.Offer(r.Context(), r.PathValue("practitioner"))
		if err != nil {
			s.noBooking(w, r, err)
			return
		}
		turn := func(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
			step(&bookTurn{site: s, w: w, r: r, visit: visit, offer: offer, service: r.PathValue("service"), other: visit != nil && isOther(visit), back: "/book/" + offer.Practitioner.Slug})
		}
		if visit == nil && offer.Guests {
			s.private(w)
			turn(w, r, nil)
			return
		}
		s.signedIn(turn)(w, r)
	}
}

// ask asks the check before a service.
func (t *bookTurn) ask() {
	t.other = t.other || t.visit == nil && t.r.URL.Query().Get("for") == "other"
	t.questions(http.StatusOK, &app.Precheck{}, nil)
}

func (t *bookTurn) questions(status int, c *app.Precheck, wrong []shownProblem) {
	service, groups, err := t.opts.Bookings.OfferQuestions(t.offer, t.service, t.other)
	if err != nil {
		t.noBooking(t.w, t.r, err)
		return
	}
	v := precheckView{page: t.page(t.r, "precheck", t.printer(t.r).T("booking.check_title")), faultsView: faultsView{wrong}, Who: t.offer.Practitioner.Name, Service: service.Name,
		Action: t.r.URL.Path, Back: t.back, Desk: t.desk, Guest: t.visit == nil, Other: t.other}
	if v.Guest {
		v.SignIn = "/account?next=" + url.QueryEscape(t.r.URL.Path)
	}
	v.fill(groups, c)
	t.write(t.w, t.r, status, "precheck", v)
}

// post takes each step. The answers of the check travel with it and are judged at every
// step.
func (t *bookTurn) post() {
	if !t.accountForm(t.w, t.r) {
		return
	}
	if t.visit == nil {
		t.other = t.r.PostForm.Get("for") == "other"
	} else if !t.desk {
		m, ok := t.whose(t.w, t.r, t.visit)
		if !ok {
			return
		}
		if m.ID != t.visit.Chosen.ID { // another person's pages were opened meanwhile
			t.notFound(t.w, t.r)
			return
		}
	}
	t.check = readPrecheck(t.r)
	switch do := t.r.PostForm.Get("do"); {
	case do == "book":
		t.book()
	case do == "wait" && !t.guest():
		t.wait()
	case t.r.PostForm.Has("start"):
		t.slots(func(*app.SlotsView) { t.contact(http.StatusOK, t.request(), nil) })
	default:
		t.slots(func(x *app.SlotsView) { t.showSlots(http.StatusOK, x, nil) })
	}
}

// slots judges the check and goes on when nothing speaks against the service.
func (t *bookTurn) slots(then func(*app.SlotsView)) {
	x, err := t.opts.Bookings.OfferSlots(t.r.Context(), t.offer, t.service, t.check, t.likelyCountry(t.r), t.other, firstDay(t.r))
	switch {
	case err != nil:
		t.refuse(err)
	case !x.Fitness.Fit:
		t.careShow(t.w, t.r, x.Fitness, t.back)
	default:
		then(x)
	}
}

// refuse shows the step that an error belongs to.
func (t *bookTurn) refuse(err error) {
	shown, ok := bookingProblem(t.printer(t.r), err)
	switch kind := errs.KindOf(err); {
	case !ok:
		t.noBooking(t.w, t.r, err)
	case kind == errs.Invalid && !oneOf(shown.Field, "name", "telephone", "remark", "mail", "agreed", "start"):
		t.questions(kind.Status(), t.check, []shownProblem{shown})
	case kind == errs.Invalid && shown.Field != "start":
		t.contact(kind.Status(), t.request(), []shownProblem{shown})
	default:
		shown.Field = ""
		t.slots(func(x *app.SlotsView) { t.showSlots(kind.Status(), x, []shownProblem{shown}) })
	}
}

// hidden is what travels with each step.
func (t *bookTurn) hidden(more ...field) []field {
	out := append(answersOf(t.check), more...)
	switch {
	case !t.guest():
		out = append(out, field{"person", t.visit.Chosen.ID})
	case t.other:
		out = append(out, field{"for", "other"})
	}
	return out
}

func (t *bookTurn) showSlots(status int, x *app.SlotsView, wrong []shownProblem) {
	p := t.printer(t.r)
	v := slotsPage{page: t.page(t.r, "slots", p.T("booking.slots_title")), faultsView: faultsView{wrong}, Action: t.r.URL.Path, Back: t.back, Hidden: t.hidden(), Waits: !t.guest()}
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
	Desk, Guest              bool // Guest: without an account, at the desk too
	Mail                     bool // a guest can be told by mail
}

// request is the booking as the form has it.
func (t *bookTurn) request() *app.BookRequest {
	f := t.r.PostForm
	start, _ := time.Parse(time.RFC3339, f.Get("start")) // a time that is none is none of those offered
	return &app.BookRequest{Practitioner: t.offer.Practitioner.Slug, Service: t.service, Start: start, Precheck: *t.check,
		Country: t.likelyCountry(t.r), Other: t.other, Agreed: f.Get("agreed") == "yes",
		Contact: app.Contact{Name: f.Get("name"), Telephone: f.Get("telephone"), Remark: f.Get("remark"), Mail: f.Get("mail")}}
}

func (t *bookTurn) contact(status int, ask *app.BookRequest, wrong []shownProblem) {
	service, _, err := t.opts.Bookings.OfferQuestions(t.offer, t.service, t.other)
	if err != nil {
		t.noBooking(t.w, t.r, err)
		return
	}
	if ask.Start.IsZero() {
		t.refuse(errs.Field("start", "is no time"))
		return
	}
	p, x := t.printer(t.r), t.offer
	line := serviceLineOf(p, service)
	v := contactView{page: t.page(t.r, "book-contact", p.T("booking.contact_title")), faultsView: faultsView{wrong}, Who: x.Practitioner.Name, Service: line.Name + ", " + line.About,
		When: moment(p, ask.Start, x.Zone), Zone: x.Zone.String(), Action: t.r.URL.Path, Back: t.back, Contact: ask.Contact, Agreed: ask.Agreed,
		ByTelephone: service.Place == "", MaxRemark: app.MaxRemark, Hidden: t.hidden(field{"start", ask.Start.UTC().Format(time.RFC3339)}),
		Desk: t.desk, Guest: t.guest(), Mail: t.guest() && t.opts.Bookings.GuestMail()}
	if !v.Guest {
		v.Contact.Name = cmp.Or(v.Contact.Name, t.visit.Chosen.Name)
	}
	t.write(t.w, t.r, status, "book-contact", v)
}

func (t *bookTurn) book() {
	x, fitness, err := t.add()
	switch {
	case err != nil:
		t.refuse(err)
	case x == nil:
		t.careShow(t.w, t.r, fitness, t.back)
	case t.desk:
		t.deskBooked(x)
	case t.guest():
		http.Redirect(t.w, t.r, "/a/"+x.Token+"?said=booked", http.StatusSeeOther)
	default:
		http.Redirect(t.w, t.r, appointmentsPath+"/"+x.ID+"?said=booked", http.StatusSeeOther)
	}
}

// add books.
func (t *bookTurn) add() (*app.AppointmentView, *app.Fitness, error) {
	ask := t.request()
	if !t.guest() {
		return t.opts.Bookings.Book(t.r.Context(), t.visit.Account, t.visit.Chosen.ID, ask)
	}
	r := app.GuestRequest{BookRequest: *ask, Address: Address(t.r)}
	if t.desk {
		r.Desk = &t.visit.Account
	}
	return t.opts.Bookings.BookGuest(t.r.Context(), t.offer, &r)
}

func (t *bookTurn) wait() {
	fitness, err := t.opts.Bookings.Wait(t.r.Context(), t.visit.Account, t.visit.Chosen.ID, t.offer.Practitioner.Slug, t.service, t.check, t.likelyCountry(t.r), t.other)
	switch {
	case err != nil:
		t.refuse(err)
	case !fitness.Fit:
		t.careShow(t.w, t.r, fitness, t.back)
	default:
		http.Redirect(t.w, t.r, appointmentsPath+"?said=waiting", http.StatusSeeOther)
	}
}

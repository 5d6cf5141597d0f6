package web

import (
	"net/http"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// deskView lets a practitioner choose what to book for somebody who telephones.
type deskView struct {
	page
	Services []serviceLine
}

func (s *site) deskShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	offer, err := s.opts.Bookings.OwnOffer(r.Context(), visit.Account)
	if err != nil {
		s.noProfile(w, r, err)
		return
	}
	p := s.printer(r)
	v := deskView{page: s.page(r, "practice-book", p.T("booking.desk_title"))}
	for _, x := range offer.Services {
		v.Services = append(v.Services, serviceLineOf(p, &x))
	}
	s.write(w, r, http.StatusOK, "practice-book", v)
}

// deskTurn is a step of a booking at the practitioner's own desk.
func (s *site) deskTurn(step func(*bookTurn)) func(http.ResponseWriter, *http.Request, *app.Visit) {
	return func(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
		offer, err := s.opts.Bookings.OwnOffer(r.Context(), visit.Account)
		if err != nil {
			s.noProfile(w, r, err)
			return
		}
		step(&bookTurn{site: s, w: w, r: r, visit: visit, desk: true, offer: offer, service: r.PathValue("service"), back: deskPath})
	}
}

// deskBookedView shows the link of an appointment that was booked at the desk, this once.
type deskBookedView struct {
	page
	When, Zone, Who string
	Service         serviceLine
	For             string // whom it is booked for
	Link, At        string // At is the practitioner's page of it
	Mailed          bool
}

func (t *bookTurn) deskBooked(x *app.AppointmentView) {
	p := t.printer(t.r)
	v := deskBookedView{page: t.page(t.r, "practice-booked", p.T("booking.desk_booked")), When: whenOf(p, x), Zone: x.Zone.String(), Who: x.Practitioner.Name,
		Service: serviceLineOf(p, &x.Service), For: x.Contact.Name, Link: t.baseOf(t.r) + "/a/" + x.Token, At: practicePath + "/appointments/" + x.ID, Mailed: x.Contact.Mail != ""}
	t.write(t.w, t.r, http.StatusOK, "practice-booked", v)
}

// guestKeep takes an appointment that was booked without an account into the account of
// whoever is signed in and holds its link.
func (s *site) guestKeep(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	s.byLink(w, r, func(x *foundAppointment) {
		err := s.opts.Bookings.Adopt(r.Context(), visit.Account, visit.Chosen.ID, x.ref, r.PostForm.Get("name"))
		switch shown, ok := bookingProblem(s.printer(r), err); {
		case err == nil:
			http.Redirect(w, r, appointmentsPath+"/"+x.view.ID+"?said=adopted", http.StatusSeeOther)
		case errs.KindOf(err) == errs.NotFound || errs.KindOf(err) == errs.Gone:
			s.noAppointment(w, r, err)
		case ok && shown.Field == "name":
			shown.Text = s.printer(r).T("booking.err.adopt_name")
			s.showAppointment(w, r, errs.KindOf(err).Status(), x, []shownProblem{shown})
		case ok && errs.KindOf(err) != errs.Conflict:
			s.showAppointment(w, r, errs.KindOf(err).Status(), x, []shownProblem{shown})
		default:
			s.changed(w, r, x.path, err)
		}
	})
}

// guestErase erases an appointment that was booked without an account, and all that was
// written for it.
func (s *site) guestErase(w http.ResponseWriter, r *http.Request, x *foundAppointment) {
	if !s.accountForm(w, r) {
		return
	}
	err := s.opts.Bookings.EraseGuest(r.Context(), x.ref)
	switch {
	case errs.KindOf(err) == errs.NotFound && err != nil:
		s.noAppointment(w, r, err)
	case s.changed(w, r, x.path, err):
		s.astray(w, r, http.StatusOK, "booking.erased", way{practitionersPath, "practitioner.title"}, way{"/", "trouble.home"})
	}
}

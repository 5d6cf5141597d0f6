package web

import (
	"net/http"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// moveAsk asks the check before an appointment is moved: things may have changed since.
func (s *site) moveAsk(w http.ResponseWriter, r *http.Request, x *foundAppointment) {
	s.moveQuestions(w, r, x, http.StatusOK, &app.Precheck{}, x.view.Sequence, nil)
}

func (s *site) moveQuestions(w http.ResponseWriter, r *http.Request, x *foundAppointment, status int, c *app.Precheck, sequence int64, wrong []shownProblem) {
	groups, err := s.opts.Bookings.MoveQuestions(r.Context(), x.ref, x.other)
	if !s.changed(w, r, x.path, err) {
		return
	}
	v := precheckView{page: s.page(r, "precheck", s.printer(r).T("booking.check_title")), faultsView: faultsView{wrong}, Who: x.view.Practitioner.Name, Service: x.view.Service.Name,
		Action: x.path + "/move", Back: x.path, Moving: true, Sequence: sequence}
	if x.visit == nil {
		v.Picker = false
	}
	v.fill(groups, c)
	s.write(w, r, status, "precheck", v)
}

// movePost shows other times, or takes one of them.
func (s *site) movePost(w http.ResponseWriter, r *http.Request, x *foundAppointment) {
	if !s.accountForm(w, r) {
		return
	}
	c := readPrecheck(r)
	if !r.PostForm.Has("start") {
		s.moveSlots(w, r, x, http.StatusOK, c, nil)
		return
	}
	start, _ := time.Parse(time.RFC3339, r.PostForm.Get("start")) // a time that is none is none of those offered
	fitness, err := s.opts.Bookings.Move(r.Context(), x.ref, c, s.likelyCountry(r), x.other, start, sequence(r))
	switch kind := errs.KindOf(err); {
	case err == nil && !fitness.Fit:
		s.careShow(w, r, fitness, x.path)
	case err == nil:
		http.Redirect(w, r, x.path+"?said=moved", http.StatusSeeOther)
	case kind == errs.Gone || kind == errs.Conflict && !x.view.Movable:
		s.changed(w, r, x.path, err)
	default:
		s.refuseMove(w, r, x, c, err)
	}
}

func (s *site) refuseMove(w http.ResponseWriter, r *http.Request, x *foundAppointment, c *app.Precheck, err error) {
	shown, ok := bookingProblem(s.printer(r), err)
	switch kind := errs.KindOf(err); {
	case !ok:
		s.fail(w, r, err)
	case kind == errs.Invalid && shown.Field != "start":
		s.moveQuestions(w, r, x, kind.Status(), c, sequence(r), []shownProblem{shown})
	default:
		shown.Field = ""
		s.moveSlots(w, r, x, kind.Status(), c, []shownProblem{shown})
	}
}

func (s *site) moveSlots(w http.ResponseWriter, r *http.Request, x *foundAppointment, status int, c *app.Precheck, wrong []shownProblem) {
	list, err := s.opts.Bookings.MoveSlots(r.Context(), x.ref, c, s.likelyCountry(r), x.other, firstDay(r))
	switch {
	case err != nil && errs.KindOf(err) == errs.Conflict:
		s.changed(w, r, x.path, err)
		return
	case err != nil && wrong == nil:
		s.refuseMove(w, r, x, c, err)
		return
	case err != nil:
		s.fail(w, r, err)
		return
	case !list.Fitness.Fit:
		s.careShow(w, r, list.Fitness, x.path)
		return
	}
	seen := sequence(r)
	if seen < 0 {
		seen = x.view.Sequence
	}
	p := s.printer(r)
	v := slotsPage{page: s.page(r, "slots", p.T("booking.slots_title")), faultsView: faultsView{wrong}, Action: x.path + "/move", Back: x.path, Moving: true,
		Hidden: append(answersOf(c), field{"sequence", strconv.FormatInt(seen, 10)})}
	v.fill(p, list)
	s.write(w, r, status, "slots", v)
}

package web

import (
	"bytes"
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/report/pdf"
)

// attachView asks to which appointment a report is attached, and carries what the report
// is made of.
type attachView struct {
	page
	faultsView
	List   []box
	Hidden []field
}

// attachPost attaches the report that a form carries to an appointment that it names, and
// asks for one when it names none.
func (s *site) attachPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.withReport(func(t *reportTurn) {
		doc, _, ok := t.document()
		if !ok {
			return
		}
		if !r.PostForm.Has("attach_person") {
			s.attachAsk(w, r, visit, http.StatusOK, nil)
			return
		}
		if r.PostForm.Get("attach_person") != visit.Chosen.ID { // another person's pages were opened meanwhile
			s.notFound(w, r)
			return
		}
		id := r.PostForm.Get("attach_to")
		if id == "" {
			s.attachAsk(w, r, visit, http.StatusUnprocessableEntity, []shownProblem{{"attach_to", s.printer(r).T("booking.err.attach_to")}})
			return
		}
		var file bytes.Buffer
		if err := pdf.Write(&file, doc, pdf.PaperOf(cmp.Or(t.st.Country, s.likelyCountry(r))), s.clock().UTC()); err != nil {
			s.fail(w, r, err)
			return
		}
		s.attached(w, r, s.opts.Bookings.Attach(r.Context(), visit.Account, visit.Chosen.ID, id, file.Bytes()), id, "attached")
	})(w, r)
}

// attached goes to the appointment after a report was attached or removed.
func (s *site) attached(w http.ResponseWriter, r *http.Request, err error, id, said string) {
	if err != nil {
		s.noAppointment(w, r, err)
		return
	}
	http.Redirect(w, r, appointmentsPath+"/"+id+"?said="+said, http.StatusSeeOther)
}

func (s *site) detachPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if s.accountForm(w, r) {
		id := r.PathValue("id")
		s.attached(w, r, s.opts.Bookings.Attach(r.Context(), visit.Account, visit.Chosen.ID, id, nil), id, "detached")
	}
}

func (s *site) attachAsk(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, wrong []shownProblem) {
	list, err := s.opts.Bookings.AppointmentsOf(r.Context(), visit.Account, visit.Chosen.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := attachView{page: s.page(r, "attach", p.T("booking.attach")), faultsView: faultsView{wrong}, Hidden: []field{{"attach_person", visit.Chosen.ID}}}
	v.Picker = false // the answers stand in the form
	for i := len(list) - 1; i >= 0; i-- {
		if x := &list[i]; x.Cancellable {
			v.List = append(v.List, box{x.ID, p.T("booking.attach_to", "when", whenOf(p, x), "who", x.Practitioner.Name), false})
		}
	}
	for name, values := range r.PostForm {
		for _, value := range values {
			if name != "do" && !strings.HasPrefix(name, "attach_") {
				v.Hidden = append(v.Hidden, field{name, value})
			}
		}
	}
	slices.SortStableFunc(v.Hidden, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	s.write(w, r, status, "attach", v)
}

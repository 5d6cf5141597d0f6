package web

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/report"
)

// sendDays are the spans offered for a consent, in days, and the one that is chosen first.
var sendDays = []int{7, 30, 90}

const usualSendDays = 30

// sendTyped is what was typed into the form that asks for a consultation.
type sendTyped struct {
	To, Message string
	Days        int
}

// sendFields are the fields of that form, for the partial "send-fields".
type sendFields struct {
	To      []box
	Spans   []shareSpan
	Message string
	Agree   string // the consent in words
}

// sendFields makes the fields; not is the slug of a practitioner who cannot be asked.
func (s *site) sendFields(r *http.Request, visit *app.Visit, typed sendTyped, not string) (f sendFields, err error) {
	p := s.printer(r)
	all, err := s.consultations().Practitioners(r.Context(), visit.Account)
	if err != nil {
		return f, err
	}
	f.Message, f.Agree = typed.Message, p.T("consult.agree")
	for _, x := range all {
		if x.Slug != not {
			f.To = append(f.To, box{x.Slug, x.Name + ", " + p.T("practitioner.profession."+x.Profession), x.Slug == typed.To})
		}
	}
	for _, d := range sendDays {
		f.Spans = append(f.Spans, shareSpan{d, p.T("consult.days." + strconv.Itoa(d)), d == typed.Days})
	}
	return f, nil
}

// readSend takes the fields from a form. A number of days that is not offered is none.
func readSend(r *http.Request) app.ConsultationRequest {
	f := r.PostForm
	days, err := strconv.Atoi(f.Get("send_days"))
	if err != nil || !slices.Contains(sendDays, days) {
		days = 0
	}
	return app.ConsultationRequest{To: f.Get("send_to"), Days: days, Message: f.Get("send_message"), Agreed: f.Get("send_agree") == "yes"}
}

// sendView asks for the fields, and carries what the report is made of.
type sendView struct {
	page
	formView
	sendFields
	Hidden []field
	Person string
	Doc    *report.Document // what is sent
	Urgent bool             // help is needed sooner than an answer comes
}

// consultationNewShow leads to where the report is made.
func (s *site) consultationNewShow(w http.ResponseWriter, r *http.Request, _ *app.Visit) {
	http.Redirect(w, r, "/report", http.StatusSeeOther)
}

// consultationNewPost asks to whom the report goes that the form carries.
func (s *site) consultationNewPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.withReport(func(t *reportTurn) { s.sendForm(t, visit, http.StatusOK, sendTyped{Days: usualSendDays}, nil) })(w, r)
}

// sendForm shows the form with the report, or that nobody here takes requests.
func (s *site) sendForm(t *reportTurn, visit *app.Visit, status int, typed sendTyped, wrong []shownProblem) {
	w, r, p := t.w, t.r, s.printer(t.r)
	doc, made, ok := t.document()
	if !ok {
		return
	}
	f, err := s.sendFields(r, visit, typed, "")
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if len(f.To) == 0 {
		s.astray(w, r, http.StatusConflict, "consult.nobody", way{"/report", "sheet.title"}, way{"/", "trouble.home"})
		return
	}
	v := sendView{page: s.page(r, "consultation-new", p.T("consult.new_title")), formView: formView{Problems: wrong}, sendFields: f, Person: visit.Chosen.ID, Doc: doc,
		Urgent: made.Urgency.Action != "" && made.Urgency.Level >= clinical.SameDay}
	v.Picker = false // the answers stand in the form
	for name, values := range r.PostForm {
		for _, value := range values {
			if name != "do" && name != "person" && !strings.HasPrefix(name, "send_") {
				v.Hidden = append(v.Hidden, field{name, value})
			}
		}
	}
	slices.SortStableFunc(v.Hidden, func(a, b field) int { return strings.Compare(a.Name, b.Name) })
	s.write(w, r, status, "consultation-new", v)
}

// consultationSendPost sends the report that the form carries.
func (s *site) consultationSendPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.withReport(func(t *reportTurn) {
		if id := r.PostForm.Get("person"); id != visit.Chosen.ID { // another person's pages were opened meanwhile
			s.notFound(w, r)
			return
		}
		_, made, ok := t.document()
		if !ok {
			return
		}
		ask := readSend(r)
		id, err := s.consultations().Send(r.Context(), visit.Account, visit.Chosen.ID, made, ask)
		if err == nil {
			http.Redirect(w, r, consultationsPath+"/"+id, http.StatusSeeOther)
			return
		}
		if problem, ok := sendProblem(s.printer(r), err); ok {
			s.sendForm(t, visit, http.StatusUnprocessableEntity, sendTyped{ask.To, ask.Message, ask.Days}, []shownProblem{problem})
			return
		}
		s.refuseSend(w, r, err)
	})(w, r)
}

// sendProblem words what is wrong with a field; false for others.
func sendProblem(p *i18n.Printer, err error) (shownProblem, bool) {
	var e *errs.Error
	if !errors.As(err, &e) || e.Kind != errs.Invalid || !p.Has("consult.err."+e.Field) {
		return shownProblem{}, false
	}
	name := e.Field
	if name == "text" {
		name = "message"
	}
	return shownProblem{"send_" + name, p.T("consult.err."+e.Field, "most", consult.MaxWriting, "opinion", consult.MaxOpinion)}, true
}

func (s *site) refuseSend(w http.ResponseWriter, r *http.Request, err error) {
	if errs.KindOf(err) == errs.Conflict {
		s.astray(w, r, http.StatusConflict, "consult.full", way{consultationsPath, "consult.title"})
		return
	}
	s.fail(w, r, err)
}

// secondPost asks another practitioner about a signed report.
func (s *site) secondPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	ask := readSend(r)
	id, err := s.consultations().SecondOpinion(r.Context(), visit.Account, r.PathValue("consultation"), ask)
	if err == nil {
		http.Redirect(w, r, consultationsPath+"/"+id, http.StatusSeeOther)
		return
	}
	problem, ok := sendProblem(s.printer(r), err)
	if !ok {
		s.refuseSend(w, r, err)
		return
	}
	s.consultation(w, r, visit, http.StatusUnprocessableEntity, []shownProblem{problem}, nil)
}

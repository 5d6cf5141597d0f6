package web

import (
	"net/http"
	"strconv"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// consultationView is a consultation as the person sees it.
type consultationView struct {
	consultationShown
	sendFields // for a second opinion
	Second     bool
	FirstPath  string // of a second opinion
}

func (s *site) consultationShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.consultation(w, r, visit, http.StatusOK, nil, nil)
}

// consultation shows one, with what was wrong and typed.
func (s *site) consultation(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, wrong []shownProblem, typed map[string]string) {
	use := s.consultations()
	x, err := use.One(r.Context(), visit.Account, r.PathValue("consultation"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := consultationView{consultationShown: s.shown(r, "consultation", x, zoneOf(visit), consult.PersonActs)}
	v.Problems = wrong
	if typed != nil {
		v.Typed = typed
	}
	v.May = map[string]bool{"answer": x.Stage == consult.Asked, "agree": x.Stage == consult.HandedOver && !x.Agreed, "refuse": x.Stage == consult.HandedOver,
		"withdraw": x.Stage.Open()}
	if x.First != "" {
		v.FirstPath = consultationsPath + "/" + x.First
	}
	if v.Second = x.Validated() && x.Sort == consult.Validation; v.Second {
		if v.sendFields, err = s.sendFields(r, visit, sendTyped{Days: usualSendDays}, x.HolderSlug); err != nil {
			s.fail(w, r, err)
			return
		}
		v.Agree = s.printer(r).T("consult.agree_second")
	}
	s.write(w, r, status, "consultation", v)
}

// consultationPost does a step of the person's.
func (s *site) consultationPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	d := readDeed(r)
	err := s.consultations().Reply(r.Context(), visit.Account, r.PathValue("consultation"), d)
	if err == nil {
		http.Redirect(w, r, consultationsPath+"/"+r.PathValue("consultation"), http.StatusSeeOther)
		return
	}
	problem, ok := deedProblem(s.printer(r), string(d.Act), err)
	if !ok {
		s.fail(w, r, err)
		return
	}
	s.consultation(w, r, visit, http.StatusUnprocessableEntity, []shownProblem{problem}, map[string]string{string(d.Act) + "_text": d.Text})
}

// readDeed takes a step from a form. An act that nobody knows is refused by the rules.
func readDeed(r *http.Request) app.Deed {
	f := r.PostForm
	version, err := strconv.ParseInt(f.Get("version"), 10, 64)
	if err != nil || version < 1 {
		version = -1 // no version of anything
	}
	return app.Deed{Act: consult.Act(f.Get("do")), Version: version, Text: f.Get("text"), Section: f.Get("section"), Correct: f.Get("kind") == string(consult.Correction), To: f.Get("to")}
}

// signedFile sends what was signed.
func (s *site) signedFile(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	file, err := s.consultations().File(r.Context(), visit.Account, r.PathValue("consultation"))
	if errs.KindOf(err) == errs.Conflict && err != nil {
		s.astray(w, r, http.StatusConflict, "consult.unsigned", way{consultationsPath, "consult.title"})
		return
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/jose")
	h.Set("Content-Disposition", `attachment; filename="legible-opinion.jws"`)
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(file) // the client may be gone
}

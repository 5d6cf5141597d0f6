package web

import (
	"net/http"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// queueView is what waits for a practitioner.
type queueView struct {
	page
	Mine, Open, Signed []consultationRow
}

func (s *site) queueShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	q, err := s.consultations().Queue(r.Context(), visit.Account)
	if err != nil {
		s.refusePractice(w, r, err)
		return
	}
	p := s.printer(r)
	v := queueView{page: s.page(r, "practice-queue", p.T("consult.queue_title"))}
	rows := func(list []app.ConsultationHead) (out []consultationRow) {
		for i := range list {
			row := s.consultationRow(p, &list[i], zoneOf(visit), consult.PractitionerActs)
			row.Path = practiceOnePath + list[i].ID
			out = append(out, row)
		}
		return out
	}
	v.Mine, v.Open, v.Signed = rows(q.Mine), rows(q.Open), rows(q.Signed)
	s.write(w, r, http.StatusOK, "practice-queue", v)
}

// refusePractice tells a practitioner of whom nothing is checked what is missing.
func (s *site) refusePractice(w http.ResponseWriter, r *http.Request, err error) {
	if errs.KindOf(err) == errs.Forbidden {
		s.astray(w, r, http.StatusForbidden, "consult.unchecked", way{"/practice/profile", "consult.to_profile"}, way{"/account", "account.title"})
		return
	}
	s.fail(w, r, err)
}

// keyPost gives the practitioner a fresh key to sign with.
func (s *site) keyPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	if r.PostForm.Get("sure") != "yes" {
		s.astray(w, r, http.StatusUnprocessableEntity, "consult.key_sure", way{queuePath, "consult.queue_title"})
		return
	}
	if _, err := s.consultations().RotateKey(r.Context(), visit.Account); err != nil {
		s.refusePractice(w, r, err)
		return
	}
	s.astray(w, r, http.StatusOK, "consult.key_done", way{queuePath, "consult.queue_title"})
}

// practiceOneView is a consultation as a practitioner sees it: the report's first page
// before anything else.
type practiceOneView struct {
	consultationShown
	Unseen     bool // nothing may be seen
	Levels     []box
	Causes     []box
	Sections   []box
	Colleagues []box
}

func (s *site) practiceOneShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.practiceOne(w, r, visit, http.StatusOK, nil, nil)
}

func (s *site) practiceOne(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, wrong []shownProblem, typed map[string]string) {
	use, id := s.consultations(), r.PathValue("consultation")
	x, err := use.Read(r.Context(), visit.Account, id)
	if err != nil {
		s.refusePractice(w, r, err)
		return
	}
	role, err := use.Role(r.Context(), visit.Account, id)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := practiceOneView{consultationShown: s.shown(r, "practice-consultation", x, zoneOf(visit), consult.PractitionerActs), Unseen: x.Sight == consult.Nothing}
	v.Problems = wrong
	if typed != nil {
		v.Typed = typed
	}
	works := role == "holder" && x.Sight != consult.Nothing && (x.Stage == consult.Accepted || x.Stage == consult.Answered)
	v.May = map[string]bool{
		"accept":    x.Consent && (role == "asked" || role == "queue" || role == "next" && x.Agreed),
		"decline":   x.Stage.Open() && (role == "asked" || role == "next" || role == "holder"),
		"write":     works || role == "holder" && x.Sight != consult.Nothing && x.Stage == consult.Asked,
		"work":      works,
		"give_back": role == "holder",
	}
	if works {
		if err := s.workFields(r, visit, x, &v); err != nil {
			s.fail(w, r, err)
			return
		}
	}
	s.sections(r, &v)
	s.write(w, r, status, "practice-consultation", v)
}

// workFields fills what can be chosen.
func (s *site) workFields(r *http.Request, visit *app.Visit, x *app.ConsultationView, v *practiceOneView) error {
	p := s.printer(r)
	for _, l := range clinical.Urgencies() {
		v.Levels = append(v.Levels, box{l.String(), p.T("consult.level." + l.String()), v.Typed["level"] == l.String()})
	}
	for _, c := range s.base.Conditions {
		v.Causes = append(v.Causes, box{c.ID, c.PlainName, v.Typed["cause"] == c.ID})
	}
	all, err := s.consultations().Practitioners(r.Context(), visit.Account)
	for _, c := range all {
		v.Colleagues = append(v.Colleagues, box{c.Slug, c.Name, v.Typed["to"] == c.Slug})
	}
	return err
}

// sections are the parts of the report that a note can be about: those that are shown.
func (s *site) sections(r *http.Request, v *practiceOneView) {
	p, there := s.printer(r), map[string]bool{}
	if v.Doc != nil {
		for _, part := range append(v.Doc.First, v.Doc.Rest...) {
			there[part.ID] = true
		}
	}
	for _, id := range consult.Sections {
		if there[id] {
			v.Sections = append(v.Sections, box{id, p.T("report.head." + id), v.Typed["section"] == id})
		}
	}
}

// practiceOnePost does a step of the practitioner's.
func (s *site) practiceOnePost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	d := readDeed(r)
	p, form := s.printer(r), string(d.Act)
	err := s.readOpinion(r, &d)
	if err == nil {
		err = s.consultations().Do(r.Context(), visit.Account, r.PathValue("consultation"), d)
	}
	if err == nil {
		to := practiceOnePath + r.PathValue("consultation")
		if d.Act == consult.Decline || d.Act == consult.HandOver {
			to = queuePath
		}
		http.Redirect(w, r, to, http.StatusSeeOther)
		return
	}
	problem, ok := deedProblem(p, form, err)
	if !ok {
		s.refusePractice(w, r, err)
		return
	}
	f := r.PostForm
	s.practiceOne(w, r, visit, http.StatusUnprocessableEntity, []shownProblem{problem}, map[string]string{form + "_text": d.Text, "section": d.Section,
		"kind": f.Get("kind"), "level": f.Get("level"), "cause": f.Get("cause"), "opinion": f.Get("opinion"), "to": d.To})
}

// readOpinion takes the opinion of a form that signs.
func (s *site) readOpinion(r *http.Request, d *app.Deed) error {
	if d.Act != consult.Sign {
		return nil
	}
	level, err := clinical.ParseUrgency(r.PostForm.Get("level"))
	if err != nil {
		return errs.Field("level", "must be chosen")
	}
	d.Opinion = &consult.Opinion{Level: level, Cause: r.PostForm.Get("cause"), Text: r.PostForm.Get("opinion")}
	return nil
}

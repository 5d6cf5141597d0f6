package web

import (
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/errs"
)

// checkingView lists all practitioners for the operator.
type checkingView struct {
	page
	Practitioners []checkingRow
}

// checkingRow is one of them.
type checkingRow struct {
	Href, Name, User string
	State            string // public, unchecked, unlisted, new
	Valid            int    // qualifications that are valid now
	Asks             bool   // has written what should be checked
}

func (s *site) checkingShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	all, err := s.opts.Practitioners.All(r.Context(), visit.Account)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := checkingView{page: s.page(r, "practitioners-check", s.printer(r).T("practitioner.checking_title"))}
	for _, x := range all {
		v.Practitioners = append(v.Practitioners, checkingRow{Href: checkingPath + "/" + x.Account, Name: x.Name, User: x.AccountName, State: profileState(x),
			Valid: len(x.Standing(s.clock())), Asks: x.ToCheck != ""})
	}
	s.write(w, r, http.StatusOK, "practitioners-check", v)
}

// checkView is one practitioner for the operator, with a form for what was checked.
type checkView struct {
	page
	formView
	Who               checkingRow
	Profession, Where string
	ToCheck           string
	Public            string // address; empty while not public
	Qualifications    []qualificationView
	Said              string

	Typed     consult.Qualification
	Ways      []box
	Countries []box
}

func (s *site) checkOneShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	s.checkOne(w, r, visit, http.StatusOK, consult.Qualification{}, nil)
}

// checkOne shows the page with what was typed.
func (s *site) checkOne(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, typed consult.Qualification, wrong []shownProblem) {
	x, err := s.opts.Practitioners.ByAccount(r.Context(), visit.Account, r.PathValue("account"))
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := checkView{page: s.page(r, "practitioner-check", p.T("practitioner.check_title")), Typed: typed, ToCheck: x.ToCheck,
		Who: checkingRow{Href: checkingPath + "/" + x.Account, Name: x.Name, User: x.AccountName, State: profileState(x)}}
	v.Path, v.Problems = v.Who.Href, wrong
	if x.HasProfile() {
		v.Profession, v.Where = s.practitionerWord(p, "profession", x.Profession), s.practitionerWord(p, "country", x.Country)
	}
	if x.Public {
		v.Public = practitionersPath + "/" + x.Slug
	}
	for _, q := range x.Qualifications {
		v.Qualifications = append(v.Qualifications, s.qualificationView(p, q))
	}
	for _, id := range consult.Ways {
		v.Ways = append(v.Ways, box{id, p.T("practitioner.way." + id), id == typed.Way})
	}
	country := typed.Country
	if country == "" && x.HasProfile() {
		country = x.Country
	}
	v.Countries = s.countryBoxes(country)
	if said := "practitioner.said." + r.URL.Query().Get("said"); r.URL.Query().Has("said") && p.Has(said) {
		v.Said = p.T(said)
	}
	s.write(w, r, status, "practitioner-check", v)
}

func (s *site) qualificationPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	f := r.PostForm
	typed := consult.Qualification{Title: f.Get("title"), Holder: f.Get("holder"), Register: f.Get("register"), Number: f.Get("number"), Country: f.Get("country"), Way: f.Get("way"),
		CheckedBy: f.Get("checked_by"), ValidUntil: strings.TrimSpace(f.Get("valid_until"))}
	_, err := s.opts.Practitioners.AddQualification(r.Context(), visit.Account, r.PathValue("account"), typed)
	p := s.printer(r)
	if err != nil && errs.KindOf(err) == errs.Conflict {
		s.checkOne(w, r, visit, http.StatusConflict, typed, []shownProblem{{"", p.T("practitioner.err.full", "n", app.MaxQualifications)}})
		return
	}
	if shown, ok := profileProblem(p, err); err != nil && ok {
		s.checkOne(w, r, visit, errs.KindOf(err).Status(), typed, []shownProblem{shown})
		return
	}
	s.done(w, r, err, checkingPath+"/"+r.PathValue("account")+"?said=checked")
}

func (s *site) qualificationEndPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if s.accountForm(w, r) {
		id := r.PathValue("account")
		s.done(w, r, s.opts.Practitioners.EndQualification(r.Context(), visit.Account, id, r.PostForm.Get("id")), checkingPath+"/"+id+"?said=ended")
	}
}

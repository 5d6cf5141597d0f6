package web

import (
	"net/http"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// personsView lists whom the account keeps a diary for, with a form for one more.
type personsView struct {
	page
	whoseView
	formView
	Full             bool
	PersonName       string
	Relations, Zones []box
	ID               string // of the person that is changed; empty in the list
	Who              string // what to call that person
}

func (s *site) personsView(r *http.Request, v *app.Visit, name, title string) personsView {
	return personsView{page: s.page(r, name, s.printer(r).T(title)), whoseView: whoseView{v, r.URL.Path}, Full: len(v.Persons) >= app.MaxMembers}
}

func (s *site) personsShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.persons(w, r, v, http.StatusOK, app.Member{Relation: "child", TimeZone: v.Chosen.TimeZone}, nil)
}

// persons shows the list, and the form with what was typed.
func (s *site) persons(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, m app.Member, wrong []shownProblem) {
	v := s.personsView(r, visit, "persons", "account.persons_title")
	v.Problems = wrong
	s.fillPerson(&v, r, m)
	s.write(w, r, status, "persons", v)
}

func (s *site) fillPerson(v *personsView, r *http.Request, m app.Member) {
	p := s.printer(r)
	v.PersonName, v.Zones = m.Name, s.zoneList(m.TimeZone)
	for _, id := range account.Relations {
		v.Relations = append(v.Relations, box{id, p.T("account.relation." + id), id == m.Relation})
	}
}

// called is what to call a person on a page: the name, or the relation.
func called(p *i18n.Printer, m app.Member) string {
	if m.Name != "" {
		return m.Name
	}
	return p.T("account.relation_of." + m.Relation)
}

func readMember(r *http.Request) app.Member {
	return app.Member{Relation: r.PostForm.Get("relation"), Name: r.PostForm.Get("person_name"), TimeZone: r.PostForm.Get("zone")}
}

func (s *site) personAddPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	m := readMember(r)
	_, err := s.opts.Users.AddMember(r.Context(), v, m)
	if err != nil && errs.KindOf(err) == errs.Invalid {
		shown, _ := wrongField(s.printer(r), err)
		s.persons(w, r, v, http.StatusUnprocessableEntity, m, []shownProblem{shown})
		return
	}
	s.done(w, r, err, "/account/persons")
}

// aPerson is the person of the address; false after it has answered that the account has
// no such person.
func (s *site) aPerson(w http.ResponseWriter, r *http.Request, v *app.Visit) (app.Member, bool) {
	m, ok := v.Person(r.PathValue("id"))
	if !ok {
		s.notFound(w, r)
	}
	return m, ok
}

func (s *site) personShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if m, ok := s.aPerson(w, r, v); ok {
		s.person(w, r, v, http.StatusOK, m, nil)
	}
}

func (s *site) person(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, m app.Member, wrong []shownProblem) {
	v := s.personsView(r, visit, "person", "account.person_title")
	v.Problems, v.ID, v.Who = wrong, m.ID, called(s.printer(r), m)
	s.fillPerson(&v, r, m)
	s.write(w, r, status, "person", v)
}

func (s *site) personPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	was, ok := s.aPerson(w, r, v)
	if !ok || !s.accountForm(w, r) {
		return
	}
	m := readMember(r)
	m.ID = was.ID
	err := s.opts.Users.ChangeMember(r.Context(), v, m)
	if err != nil && errs.KindOf(err) == errs.Invalid {
		shown, _ := wrongField(s.printer(r), err)
		s.person(w, r, v, http.StatusUnprocessableEntity, m, []shownProblem{shown})
		return
	}
	s.done(w, r, err, "/account/persons")
}

func (s *site) choosePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if s.accountForm(w, r) {
		s.done(w, r, s.opts.Users.Choose(r.Context(), v, r.PostForm.Get("person")), localPath(r.PostForm.Get("back")))
	}
}

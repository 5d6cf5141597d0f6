package web

import (
	"bytes"
	"net/http"

	"github.com/legible-health/legible/internal/app"
)

// eraseView asks before erasing.
type eraseView struct {
	page
	formView
	ID, Who string   // of a person; empty for the account
	Persons []string // what the persons of the account are called
}

// receiptView says what was erased, for the person to keep.
type receiptView struct {
	page
	Number, At string
	Persons    int
	Kept       int
	Account    bool
	Backups    bool // older backups cannot be read for these persons either
}

func (s *site) personEraseShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if m, ok := s.aPerson(w, r, v); ok {
		s.askErase(w, r, http.StatusOK, m, nil, v)
	}
}

func (s *site) accountEraseShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.askErase(w, r, http.StatusOK, app.Member{}, nil, v)
}

func (s *site) askErase(w http.ResponseWriter, r *http.Request, status int, m app.Member, wrong []shownProblem, visit *app.Visit) {
	p := s.printer(r)
	v := eraseView{page: s.page(r, "erase", p.T("account.erase_title")), formView: formView{Problems: wrong}, ID: m.ID}
	if m.ID != "" {
		v.Who = called(p, m)
	}
	for _, m := range visit.Persons {
		v.Persons = append(v.Persons, called(p, m))
	}
	s.write(w, r, status, "erase", v)
}

// sure reports that the box was ticked; false after the page has asked again.
func (s *site) sure(w http.ResponseWriter, r *http.Request, m app.Member, v *app.Visit) bool {
	if !s.accountForm(w, r) {
		return false
	}
	if r.PostForm.Get("sure") != "yes" {
		s.askErase(w, r, http.StatusUnprocessableEntity, m, []shownProblem{{"sure", s.printer(r).T("account.err.sure")}}, v)
		return false
	}
	return true
}

func (s *site) personErasePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	m, ok := s.aPerson(w, r, v)
	if !ok || !s.sure(w, r, m, v) {
		return
	}
	receipt, err := s.opts.Users.EraseMember(r.Context(), v, m.ID)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.receipt(w, r, receiptView{Number: receipt.Person, At: dateIn(s.printer(r), receipt.ErasedAt, zoneOf(v)), Persons: 1, Backups: receipt.Backups})
}

func (s *site) accountErasePost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.sure(w, r, app.Member{}, v) {
		return
	}
	receipt, err := s.opts.Users.EraseAccount(r.Context(), v)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	keepSession(w, r, "")
	out := receiptView{Number: receipt.Number, At: dateIn(s.printer(r), receipt.ErasedAt, zoneOf(v)), Persons: len(receipt.Persons), Kept: receipt.Kept, Account: true, Backups: true}
	for _, one := range receipt.Persons {
		out.Backups = out.Backups && one.Backups
	}
	s.receipt(w, r, out)
}

func (s *site) receipt(w http.ResponseWriter, r *http.Request, v receiptView) {
	v.page = s.page(r, "receipt", s.printer(r).T("account.receipt_title"))
	s.write(w, r, http.StatusOK, "receipt", v)
}

// exportPost sends everything kept for the account as one file. It is made whole before
// the first byte goes out, so that a fault is a page and not half a file.
func (s *site) exportPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	var b bytes.Buffer
	if err := s.opts.Users.Export(r.Context(), v, &b); err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/json")
	h.Set("Content-Disposition", `attachment; filename="legible-export.json"`)
	_, _ = b.WriteTo(w) // the client may be gone
}

package web

import (
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// accountRoutes adds the pages of accounts. Without storage there are none; notFound then
// says why.
func (s *site) accountRoutes(mux *mux) {
	if !s.keeps() {
		return
	}
	open := map[string]http.HandlerFunc{
		"GET /account":                 s.accountShow,
		"POST /account":                s.signInPost,
		"GET /account/new":             s.joinShow,
		"POST /account/new":            s.joinPost,
		"GET /account/recover":         s.recoverShow,
		"POST /account/recover":        s.recoverPost,
		"POST /account/keep":           s.keepPost,
		"GET /account/kept":            s.signedIn(s.keptShow),
		"POST /account/passkey/{step}": s.passkeyPost,
		"POST /account/code":           s.codePost,
	}
	user := map[string]func(http.ResponseWriter, *http.Request, *app.Visit){
		"POST /account/out":          s.signOutPost,
		"GET /account/again":         s.againShow,
		"POST /account/again":        s.againPost,
		"GET /account/security":      s.securityShow,
		"POST /account/session":      s.sessionPost,
		"POST /account/token/drop":   s.tokenDropPost,
		"GET /account/persons":       s.personsShow,
		"POST /account/persons":      s.personAddPost,
		"GET /account/persons/{id}":  s.personShow,
		"POST /account/persons/{id}": s.personPost,
		"POST /account/choose":       s.choosePost,
		"POST /account/kept/drop":    s.keptDropPost,
		"POST /account/device":       s.devicePost,
		"POST /account/export":       s.exportPost,
	}
	recent := map[string]func(http.ResponseWriter, *http.Request, *app.Visit){
		"GET /account/password":            s.passwordShow,
		"POST /account/password":           s.passwordPost,
		"GET /account/codes":               s.codesShow,
		"POST /account/codes":              s.codesPost,
		"POST /account/passkeys/drop":      s.passkeyDropPost,
		"GET /account/second":              s.factorShow,
		"POST /account/second":             s.factorPost,
		"GET /account/tokens":              s.strongly(s.tokensShow),
		"POST /account/tokens":             s.strongly(s.tokensPost),
		"GET /account/persons/{id}/erase":  s.personEraseShow,
		"POST /account/persons/{id}/erase": s.personErasePost,
		"GET /account/erase":               s.accountEraseShow,
		"POST /account/erase":              s.accountErasePost,
	}
	for pattern, h := range open {
		mux.HandleFunc(pattern, h)
	}
	for pattern, show := range user {
		mux.HandleFunc(pattern, s.forUser(show))
	}
	for pattern, show := range recent {
		mux.HandleFunc(pattern, s.recently(show))
	}
}

// formView is what the forms of accounts share: what was typed, what is wrong with it,
// and where to go on. Kept carries what is to be kept after signing in.
type formView struct {
	Problems []shownProblem
	User     string
	Next     string
	Kept     string
}

// Err is the message beside a field; empty without one.
func (v formView) Err(name string) string { return stepView{Problems: v.Problems}.Err(name) }

// signInView is the page of those who are not signed in.
type signInView struct {
	page
	formView
	Closed, Passkeys bool
	Again            bool // signed in, and asked for the password once more
}

func (s *site) accountShow(w http.ResponseWriter, r *http.Request) {
	v, err := s.visitor(r)
	switch {
	case err != nil:
		s.fail(w, r, err)
	case v == nil:
		s.signIn(w, r, http.StatusOK, formView{Next: localPath(r.URL.Query().Get("next"))})
	default:
		s.private(w)
		s.mineShow(w, r, v)
	}
}

func (s *site) signIn(w http.ResponseWriter, r *http.Request, status int, f formView) {
	p := s.printer(r)
	v := signInView{page: s.page(r, "sign-in", p.T("account.sign_in_title")), formView: f, Closed: s.opts.Users.Closed(), Passkeys: s.offersPasskeys(r)}
	v.Picker = f.Kept == ""
	s.private(w)
	s.write(w, r, status, "sign-in", v)
}

// maxAccountForm bounds the forms of accounts in bytes; those that carry a check may be
// as large as the check's.
const maxAccountForm = maxForm + 16<<10

// accountForm reads a form; false after it has answered that it cannot be read.
func (s *site) accountForm(w http.ResponseWriter, r *http.Request) bool {
	r.Body = http.MaxBytesReader(w, r.Body, maxAccountForm)
	err := r.ParseForm()
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return true
	case errors.As(err, &large):
		s.trouble(w, r, http.StatusRequestEntityTooLarge)
	default:
		s.trouble(w, r, http.StatusUnprocessableEntity)
	}
	return false
}

// readForm takes from a form what all of them share.
func (s *site) readForm(r *http.Request) formView {
	return formView{User: r.PostForm.Get("name"), Next: localPath(r.PostForm.Get("next")), Kept: r.PostForm.Get("kept")}
}

func (s *site) signInPost(w http.ResponseWriter, r *http.Request) {
	if !s.accountForm(w, r) {
		return
	}
	f := s.readForm(r)
	secret, err := s.opts.Users.SignIn(r.Context(), f.User, r.PostForm.Get("password"), browserOf(r))
	var needed app.CodeNeeded
	if errors.As(err, &needed) {
		s.askCode(w, r, f, needed)
		return
	}
	if err != nil {
		s.refuseForm(w, r, err, f, s.signIn)
		return
	}
	s.enter(w, r, secret, f)
}

// enter signs the browser in and goes on: to what is to be kept, or to the next page.
func (s *site) enter(w http.ResponseWriter, r *http.Request, secret string, f formView) {
	s.startSession(w, r, secret)
	v, err := s.opts.Users.Visit(r.Context(), secret)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	next := f.Next
	if next == "/" {
		next = "/account"
	}
	switch {
	case f.Kept != "":
		s.keepFor(w, r, v, f.Kept)
	case v.Unprotected:
		http.Redirect(w, r, secondPath+"?next="+url.QueryEscape(next), http.StatusSeeOther)
	default:
		http.Redirect(w, r, next, http.StatusSeeOther)
	}
}

// refuseForm shows a form again with what is wrong, or the page for other errors.
func (s *site) refuseForm(w http.ResponseWriter, r *http.Request, err error, f formView, show func(http.ResponseWriter, *http.Request, int, formView)) {
	shown, ok := wrongField(s.printer(r), err)
	if !ok {
		s.fail(w, r, err)
		return
	}
	f.Problems = append(f.Problems, shown)
	var many app.TooMany
	if errors.As(err, &many) {
		w.Header().Set("Retry-After", strconv.Itoa(int(many.Wait.Seconds())+1))
	}
	show(w, r, errs.KindOf(err).Status(), f)
}

// wrongField words an error that a form can show; false for others.
func wrongField(p *i18n.Printer, err error) (shownProblem, bool) {
	var many app.TooMany
	if errors.As(err, &many) {
		minutes := int((many.Wait + time.Minute - 1) / time.Minute)
		return shownProblem{"", p.T("account.err.too_many", "n", minutes)}, true
	}
	var e *errs.Error
	if !errors.As(err, &e) {
		return shownProblem{}, false
	}
	switch {
	case errors.Is(err, app.ErrPasskeyNeeded):
		return shownProblem{"password", p.T("account.err.passkey_needed")}, true
	case e.Kind == errs.Unauthorized:
		return shownProblem{"password", p.T("account.err.wrong")}, true
	case e.Kind == errs.Conflict:
		return shownProblem{"name", p.T("account.err.taken")}, true
	case e.Kind == errs.Forbidden:
		return shownProblem{"", p.T("account.err.closed")}, true
	case e.Kind != errs.Invalid:
		return shownProblem{}, false
	}
	name := e.Field
	if name == "time_zone" {
		name = "zone"
	}
	key := "account.err." + name
	if !p.Has(key) {
		key = "account.err.other"
	}
	return shownProblem{name, p.T(key, "min", account.MinPassword, "max", account.MaxPersonName, "names", account.MaxName)}, true
}

// passwordProblem says more about a password that cannot be taken.
func passwordProblem(p *i18n.Printer, typed string, x shownProblem) shownProblem {
	n := utf8.RuneCountInString(account.Normal(typed))
	switch {
	case x.Field != "password":
	case n < account.MinPassword:
		x.Text = p.T("account.err.password_short", "min", account.MinPassword)
	case n <= account.MaxPassword && account.Published(typed):
		x.Text = p.T("account.err.password_known")
	case n <= account.MaxPassword:
		x.Text = p.T("account.err.password_easy")
	}
	return x
}

func (s *site) signOutPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if err := s.opts.Users.SignOut(r.Context(), v); err != nil {
		s.fail(w, r, err)
		return
	}
	keepSession(w, r, "")
	http.Redirect(w, r, "/account", http.StatusSeeOther)
}

func (s *site) againShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.again(w, r, http.StatusOK, formView{User: v.Account.Name, Next: localPath(r.URL.Query().Get("next"))})
}

func (s *site) again(w http.ResponseWriter, r *http.Request, status int, f formView) {
	v := signInView{page: s.page(r, "sign-in", s.printer(r).T("account.again_title")), formView: f, Passkeys: s.offersPasskeys(r), Again: true}
	s.write(w, r, status, "sign-in", v)
}

func (s *site) againPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	f := formView{User: v.Account.Name, Next: localPath(r.PostForm.Get("next"))}
	secret, err := s.opts.Users.Again(r.Context(), v, r.PostForm.Get("password"), browserOf(r))
	if err != nil {
		s.refuseForm(w, r, err, f, s.again)
		return
	}
	s.enter(w, r, secret, f)
}

func (s *site) recoverShow(w http.ResponseWriter, r *http.Request) {
	s.recovering(w, r, http.StatusOK, formView{})
}

func (s *site) recovering(w http.ResponseWriter, r *http.Request, status int, f formView) {
	s.private(w)
	s.write(w, r, status, "recover", signInView{page: s.page(r, "recover", s.printer(r).T("account.recover_title")), formView: f})
}

func (s *site) recoverPost(w http.ResponseWriter, r *http.Request) {
	if !s.accountForm(w, r) {
		return
	}
	f := s.readForm(r)
	secret, err := s.opts.Users.Recover(r.Context(), f.User, r.PostForm.Get("code"), browserOf(r))
	if err != nil {
		s.refuseForm(w, r, err, f, s.recovering)
		return
	}
	s.startSession(w, r, secret)
	http.Redirect(w, r, "/account/security", http.StatusSeeOther)
}

package web

import (
	"errors"
	"html/template"
	"net/http"
	"net/url"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	shl "github.com/legible-health/legible/internal/share"
)

// secondPath is the page of the second factor.
const secondPath = "/account/second"

// factorView is that page: nothing yet, an app to be paired, or one that is.
type factorView struct {
	page
	formView
	Factor   app.SecondFactor
	Open     template.URL // the same as the QR code, for an app on this device
	Since    string       // when it was confirmed; empty before
	Code     *shl.Code    // of the secret, until it is confirmed
	Must     bool         // there is neither a second factor nor a passkey, and there has to be
	Passkeys bool         // this program offers them
}

func (s *site) factorShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.factor(w, r, v, http.StatusOK, formView{Next: localPath(r.URL.Query().Get("next"))})
}

func (s *site) factor(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, f formView) {
	kept, err := s.opts.Users.SecondFactor(r.Context(), visit, "Legible "+hostOf(r).Host)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := factorView{page: s.page(r, "second-factor", p.T("account.second_title")), formView: f, Factor: kept, Must: visit.Unprotected, Passkeys: s.offersPasskeys(r)}
	switch {
	case kept.Kept == nil:
	case kept.Kept.ConfirmedAt != nil:
		v.Since = dateIn(p, *kept.Kept.ConfirmedAt, zoneOf(visit))
	default:
		v.Open = template.URL(kept.Address)                  // made by account.OneTimeAddress, which escapes
		if code, err := shl.Draw(kept.Address); err == nil { // a very long name leaves the text
			v.Code = &code
		}
	}
	s.write(w, r, status, "second-factor", v)
}

func (s *site) factorPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	f, users, to := s.readForm(r), s.opts.Users, secondPath
	if f.Next != "/" && f.Next != "" {
		to += "?next=" + url.QueryEscape(f.Next)
	}
	var err error
	switch r.PostForm.Get("do") {
	case "begin":
		err = users.BeginSecondFactor(r.Context(), v)
	case "confirm":
		err = users.ConfirmSecondFactor(r.Context(), v, r.PostForm.Get("code"))
	case "drop":
		err = users.DropSecondFactor(r.Context(), v)
		to = "/account/security"
	default:
		s.trouble(w, r, http.StatusUnprocessableEntity)
		return
	}
	switch kind := errs.KindOf(err); {
	case err == nil, kind == errs.NotFound: // the form was sent twice, or from an old page
		http.Redirect(w, r, to, http.StatusSeeOther)
	case kind == errs.Conflict:
		s.factor(w, r, v, http.StatusConflict, f)
	default:
		s.refuseForm(w, r, err, f, func(w http.ResponseWriter, r *http.Request, status int, f formView) { s.factor(w, r, v, status, f) })
	}
}

// codeView asks for a code of the app after the password.
type codeView struct {
	page
	formView
	Ceremony string
}

// askCode shows the form of a code. f says where to go on.
func (s *site) askCode(w http.ResponseWriter, r *http.Request, f formView, needed app.CodeNeeded) {
	p, status := s.printer(r), http.StatusOK
	if needed.Wrong {
		f.Problems, status = []shownProblem{{"code", p.T("account.err.code")}}, http.StatusUnauthorized
	}
	s.private(w)
	s.write(w, r, status, "sign-in-code", codeView{page: s.page(r, "sign-in-code", p.T("account.second_ask_title")), formView: f, Ceremony: needed.Ceremony})
}

// codePost takes the code. When it took too long, or too many were wrong, signing in
// begins anew.
func (s *site) codePost(w http.ResponseWriter, r *http.Request) {
	if !s.accountForm(w, r) {
		return
	}
	f := s.readForm(r)
	secret, err := s.opts.Users.SignInByCode(r.Context(), r.PostForm.Get("ceremony"), r.PostForm.Get("code"), browserOf(r))
	var needed app.CodeNeeded
	switch {
	case err == nil:
		s.enter(w, r, secret, f)
	case errors.As(err, &needed):
		s.askCode(w, r, f, needed)
	case errs.KindOf(err) == errs.Unauthorized:
		f.Problems = []shownProblem{{"", s.printer(r).T("account.err.code_late")}}
		s.signIn(w, r, http.StatusUnauthorized, f)
	default:
		s.refuseForm(w, r, err, f, s.signIn)
	}
}

// strongly is for pages on which others' data is seen, or that let programs in: who must
// have a second factor and has none is shown how to get one.
func (s *site) strongly(show func(http.ResponseWriter, *http.Request, *app.Visit)) func(http.ResponseWriter, *http.Request, *app.Visit) {
	return func(w http.ResponseWriter, r *http.Request, v *app.Visit) {
		switch {
		case !v.Unprotected:
			show(w, r, v)
		case r.Method == http.MethodGet && forPeople(r):
			http.Redirect(w, r, secondPath+"?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
		default:
			s.astray(w, r, http.StatusForbidden, "account.must", way{secondPath, "account.second_title"}, way{"/account", "account.title"})
		}
	}
}

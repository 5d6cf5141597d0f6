package web

import (
	"net/http"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/i18n"
)

// mineView is the account of who is signed in.
type mineView struct {
	page
	whoseView
	User string // the name of the account
	Safe bool   // losing one thing does not lock the person out
	// Reminds says that this program can remind people.
	Reminds bool
	Shares  bool // and that it makes links
	Doors   []accountDoor
}

// accountDoor leads to pages about practitioners. Its words stand under consent.to.ID.
type accountDoor struct{ ID, Path, Icon string }

// accountDoors are for everybody, or for one role.
var accountDoors = []struct {
	accountDoor
	role account.Role // empty for all
}{
	{accountDoor{"practice", "/practice", "calendar"}, account.Practitioner},
	{accountDoor{"checks", "/operator/practitioners", "check"}, account.Operator},
	{accountDoor{"practitioners", "/practitioners", "people"}, ""},
	{accountDoor{"consultations", "/consultations", "files"}, ""},
	{accountDoor{"appointments", "/appointments", "calendar"}, ""},
	{accountDoor{"consents", consentsPath, "lock"}, ""},
}

// doors are those of accountDoors that are served, for a role.
func (s *site) doors(role account.Role) (out []accountDoor) {
	for _, d := range accountDoors {
		if (d.role == "" || d.role == role) && s.served(d.Path) {
			out = append(out, d.accountDoor)
		}
	}
	return out
}

func (s *site) mineShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	ways, err := s.opts.Users.Ways(r.Context(), v)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.write(w, r, http.StatusOK, "account", mineView{
		page: s.page(r, "account", s.printer(r).T("account.title")), whoseView: whoseView{v, "/account"}, User: v.Account.Name, Safe: ways.Safe(),
		Reminds: s.opts.Reminders != nil, Shares: s.shares(), Doors: s.doors(account.Role(v.Account.Role)),
	})
}

// securityView lists the ways into the account.
type securityView struct {
	page
	Password, Safe, Passkeys bool // Passkeys: this program offers them
	Second                   bool // codes of an app are asked for after the password
	Must                     bool // the role asks for a passkey or such codes, and there is neither
	CodesLeft                int
	Keys, Sessions, Tokens   []wayView
	Only                     bool // a passkey is the only way in, so it cannot be removed
}

// wayView is one passkey, browser or token.
type wayView struct {
	ID, Label, Text string
	This            bool // the browser that asks
}

func (s *site) securityShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	ways, err := s.opts.Users.Ways(r.Context(), visit)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := s.printer(r)
	v := securityView{page: s.page(r, "security", p.T("account.security_title")), Password: ways.Password, Safe: ways.Safe(),
		Passkeys: s.offersPasskeys(r), CodesLeft: ways.CodesLeft, Only: ways.OnlyKey,
		Second: ways.Second != nil && ways.Second.ConfirmedAt != nil, Must: visit.Unprotected}
	zone := zoneOf(visit)
	for _, c := range ways.Passkeys {
		text := p.T("account.made", "date", dateIn(p, c.CreatedAt, zone))
		if c.UsedAt != nil {
			text += ". " + p.T("account.used", "date", dateIn(p, *c.UsedAt, zone))
		}
		v.Keys = append(v.Keys, wayView{ID: c.ID, Label: c.Label, Text: text})
	}
	for _, x := range ways.Sessions {
		v.Sessions = append(v.Sessions, wayView{x.Hash, x.Label, p.T("account.seen", "date", dateIn(p, x.SeenAt, zone)), x.Hash == visit.Session})
	}
	for _, x := range ways.Tokens {
		v.Tokens = append(v.Tokens, wayView{ID: x.Hash, Label: x.Label, Text: p.T("account.made", "date", dateIn(p, x.CreatedAt, zone))})
	}
	s.write(w, r, http.StatusOK, "security", v)
}

// zoneOf is the time zone of the person whose pages are open.
func zoneOf(v *app.Visit) *time.Location {
	if z, err := time.LoadLocation(v.Chosen.TimeZone); err == nil && v.Chosen.TimeZone != "" {
		return z
	}
	return time.UTC
}

func dateIn(p *i18n.Printer, t time.Time, zone *time.Location) string {
	return dayFull(p, diary.DateOf(t.In(zone).Date()))
}

// done goes back to a page after something was done.
func (s *site) done(w http.ResponseWriter, r *http.Request, err error, to string) {
	if err != nil {
		s.fail(w, r, err)
		return
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (s *site) sessionPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if s.accountForm(w, r) {
		s.done(w, r, s.opts.Users.EndSession(r.Context(), v, r.PostForm.Get("session")), "/account/security")
	}
}

func (s *site) tokenDropPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if s.accountForm(w, r) {
		s.done(w, r, s.opts.Users.DropToken(r.Context(), v, r.PostForm.Get("token")), "/account/security")
	}
}

func (s *site) passkeyDropPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	err := s.opts.Users.DropPasskey(r.Context(), v, r.PostForm.Get("passkey"))
	if err != nil && errs.KindOf(err) == errs.Conflict {
		s.astray(w, r, http.StatusConflict, "account.only_key", way{"/account/security", "account.security_title"}, way{"/account/password", "account.password_set"})
		return
	}
	s.done(w, r, err, "/account/security")
}

// passwordView is the form of a new password.
type passwordView struct {
	page
	formView
	Has bool
	Min int
}

func (s *site) passwordShow(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	s.password(w, r, v, http.StatusOK, nil)
}

func (s *site) password(w http.ResponseWriter, r *http.Request, visit *app.Visit, status int, wrong []shownProblem) {
	ways, err := s.opts.Users.Ways(r.Context(), visit)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	v := passwordView{page: s.page(r, "password", s.printer(r).T("account.password_title")), formView: formView{Problems: wrong, User: visit.Account.Name}, Has: ways.Password, Min: account.MinPassword}
	s.write(w, r, status, "password", v)
}

func (s *site) passwordPost(w http.ResponseWriter, r *http.Request, v *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	typed := r.PostForm.Get("password")
	err := s.opts.Users.SetPassword(r.Context(), v, typed)
	if err != nil && errs.KindOf(err) == errs.Invalid {
		p := s.printer(r)
		shown, _ := wrongField(p, err)
		s.password(w, r, v, http.StatusUnprocessableEntity, []shownProblem{passwordProblem(p, typed, shown)})
		return
	}
	s.done(w, r, err, "/account/security")
}

// secretView shows something once: recovery codes or a token.
type secretView struct {
	page
	formView
	Codes []string
	Token string
	Left  int
}

func (s *site) codesShow(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	ways, err := s.opts.Users.Ways(r.Context(), visit)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.write(w, r, http.StatusOK, "codes", secretView{page: s.page(r, "codes", s.printer(r).T("account.codes_title")), Left: ways.CodesLeft})
}

func (s *site) codesPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	codes, err := s.opts.Users.RecoveryCodes(r.Context(), visit)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	s.write(w, r, http.StatusOK, "codes", secretView{page: s.page(r, "codes", s.printer(r).T("account.codes_title")), Codes: codes})
}

func (s *site) tokensShow(w http.ResponseWriter, r *http.Request, _ *app.Visit) {
	s.write(w, r, http.StatusOK, "token", secretView{page: s.page(r, "token", s.printer(r).T("account.token_title"))})
}

func (s *site) tokensPost(w http.ResponseWriter, r *http.Request, visit *app.Visit) {
	if !s.accountForm(w, r) {
		return
	}
	token, err := s.opts.Users.AddToken(r.Context(), visit, r.PostForm.Get("label"))
	v := secretView{page: s.page(r, "token", s.printer(r).T("account.token_title")), Token: token}
	status := http.StatusOK
	if err != nil {
		shown, ok := wrongField(s.printer(r), err)
		if !ok {
			s.fail(w, r, err)
			return
		}
		v.Problems, status = []shownProblem{shown}, http.StatusUnprocessableEntity
	}
	s.write(w, r, status, "token", v)
}

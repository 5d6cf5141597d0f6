package web

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// passkeySent is what the script of passkeys sends. Steps come in pairs: what to ask the
// device, and its answer.
type passkeySent struct {
	Name       string          `json:"name"`
	PersonName string          `json:"person_name"`
	Zone       string          `json:"zone"`
	Ceremony   string          `json:"ceremony"`
	Answer     json.RawMessage `json:"answer"`
}

func (x passkeySent) signUp() app.SignUp {
	return app.SignUp{Name: x.Name, PersonName: x.PersonName, TimeZone: x.Zone}
}

// offersPasskeys reports whether a page has a place for passkeys: they belong to names, not
// to numbers.
func (s *site) offersPasskeys(r *http.Request) bool {
	return s.opts.Users.HasPasskeys() && net.ParseIP(strings.Trim(hostOf(r).Host, "[]")) == nil
}

// maxPasskey bounds an answer in bytes.
const maxPasskey = 64 << 10

// passkeyPost takes the steps: join and joined, add and added, enter and entered.
func (s *site) passkeyPost(w http.ResponseWriter, r *http.Request) {
	var in passkeySent
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxPasskey))
	if err == nil {
		err = json.Unmarshal(body, &in)
	}
	if err != nil || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		s.passkeyRefused(w, r, errs.Field("passkey", "cannot be read"))
		return
	}
	v, err := s.visitor(r)
	if err != nil {
		s.passkeyRefused(w, r, err)
		return
	}
	out, err := s.passkeyStep(w, r, v, in)
	if err != nil {
		s.passkeyRefused(w, r, err)
		return
	}
	s.private(w)
	answerJSON(w, http.StatusOK, out)
}

func (s *site) passkeyStep(w http.ResponseWriter, r *http.Request, v *app.Visit, in passkeySent) (any, error) {
	ctx, at, users := r.Context(), hostOf(r), s.opts.Users
	started := func(secret string, err error) (any, error) {
		if err != nil {
			return nil, err
		}
		s.startSession(w, r, secret)
		return map[string]bool{"ok": true}, nil
	}
	step := r.PathValue("step")
	if v == nil && (step == "add" || step == "added") {
		return nil, errs.New(errs.Unauthorized, "nobody is signed in")
	}
	switch step {
	case "join":
		return users.AskNewUser(ctx, at, in.signUp(), browserOf(r))
	case "joined":
		return started(users.JoinByPasskey(ctx, at, in.Ceremony, in.Answer, in.signUp(), browserOf(r)))
	case "enter":
		return users.AskSignIn(ctx, at, browserOf(r))
	case "entered":
		return started(users.SignInByPasskey(ctx, at, in.Ceremony, in.Answer, v, browserOf(r)))
	case "add":
		return users.AskPasskey(ctx, at, v)
	case "added":
		return map[string]bool{"ok": true}, users.AddPasskey(ctx, at, v, in.Ceremony, in.Answer, browserOf(r))
	}
	return nil, errs.New(errs.NotFound, "there is no such step")
}

// passkeyRefused answers with words for the page to show.
func (s *site) passkeyRefused(w http.ResponseWriter, r *http.Request, err error) {
	p := s.printer(r)
	kind := errs.KindOf(err)
	x, ok := wrongField(p, err)
	switch {
	case !ok:
		x = shownProblem{"", p.T("account.err.passkey_trouble")}
	case kind == errs.Unauthorized:
		x = shownProblem{"", p.T("account.err.passkey_unknown")}
	case kind == errs.Forbidden && strings.HasSuffix(r.URL.Path, "/add"):
		x = shownProblem{"", p.T("account.err.again")}
	}
	s.private(w)
	answerJSON(w, kind.Status(), map[string]string{"field": x.Field, "error": x.Text})
}

// hostOf is the address that the browser sees. The browser itself holds passkeys to it;
// both schemes are taken, because a proxy may have ended HTTPS.
func hostOf(r *http.Request) app.Site {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	return app.Site{Host: strings.ToLower(host), Origins: []string{"https://" + r.Host, "http://" + r.Host}}
}

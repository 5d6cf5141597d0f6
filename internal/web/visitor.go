package web

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// The cookie of a session holds 256 bits of chance and nothing else. Over HTTPS its name
// says that it was set by this host alone; on a home network without HTTPS that prefix
// is not to be had.
const (
	sessionCookie = "legible"
	secureCookie  = "__Host-legible"
)

// keeps reports whether the program keeps what people record.
func (s *site) keeps() bool { return s.opts.Users != nil && s.opts.Keeper != nil }

// visitor finds who is signed in; nil without an error when nobody is, or when nothing is
// kept here.
func (s *site) visitor(r *http.Request) (*app.Visit, error) {
	secret := sessionSecret(r)
	if !s.keeps() || secret == "" {
		return nil, nil
	}
	v, err := s.opts.Users.Visit(r.Context(), secret)
	if err != nil && errs.KindOf(err) == errs.Unauthorized {
		return nil, nil
	}
	return v, err
}

func sessionSecret(r *http.Request) string {
	for _, name := range []string{secureCookie, sessionCookie} {
		if name == sessionCookie && overTLS(r) {
			continue // somebody on the way, or another host of the domain, may have set it
		}
		if c, err := r.Cookie(name); err == nil {
			return c.Value
		}
	}
	return ""
}

// overTLS reports whether the browser is known to have come by HTTPS.
func overTLS(r *http.Request) bool {
	return r.TLS != nil || strings.EqualFold(r.Header.Get("X-Forwarded-Proto"), "https") || strings.HasPrefix(r.Header.Get("Origin"), "https://")
}

// startSession gives a browser the session of a sign-in and ends the one that it brought
// along, so that no cookie from before opens anything after.
func (s *site) startSession(w http.ResponseWriter, r *http.Request, secret string) {
	if before, err := s.visitor(r); err == nil && before != nil {
		_ = s.opts.Users.SignOut(r.Context(), before) // the sign-in is done; the old one ends by itself in time
	}
	keepSession(w, r, secret)
}

// keepSession puts the value of a session into the cookie; an empty one deletes it.
func keepSession(w http.ResponseWriter, r *http.Request, secret string) {
	c := &http.Cookie{Name: sessionCookie, Value: secret, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode, MaxAge: 365 * 24 * 3600}
	if overTLS(r) {
		c.Name, c.Secure = secureCookie, true
	}
	if secret == "" {
		c.MaxAge = -1
	}
	http.SetCookie(w, c)
	if secret == "" && !overTLS(r) { // behind a proxy that does not say so
		http.SetCookie(w, &http.Cookie{Name: secureCookie, Path: "/", HttpOnly: true, Secure: true, SameSite: http.SameSiteLaxMode, MaxAge: -1})
	}
}

// signedIn lets a page be shown to those who are signed in and have a person.
func (s *site) signedIn(show func(http.ResponseWriter, *http.Request, *app.Visit)) http.HandlerFunc {
	return s.forUser(func(w http.ResponseWriter, r *http.Request, v *app.Visit) {
		if v.Chosen.ID == "" {
			http.Redirect(w, r, "/account/persons", http.StatusSeeOther)
			return
		}
		show(w, r, v)
	})
}

// forUser lets a page be shown to those who are signed in.
func (s *site) forUser(show func(http.ResponseWriter, *http.Request, *app.Visit)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		v, err := s.visitor(r)
		switch {
		case err != nil:
			s.fail(w, r, err)
		case !s.keeps():
			s.nothingKept(w, r)
		case v != nil:
			s.private(w)
			show(w, r, v)
		case r.Method == http.MethodGet && forPeople(r):
			http.Redirect(w, r, "/account?next="+url.QueryEscape(r.URL.Path), http.StatusSeeOther)
		default:
			s.astray(w, r, http.StatusUnauthorized, "account.nobody", way{"/account", "account.sign_in"}, way{"/", "trouble.home"})
		}
	}
}

// recently is forUser for what needs a recent sign-in: how to get in, and erasing.
func (s *site) recently(show func(http.ResponseWriter, *http.Request, *app.Visit)) http.HandlerFunc {
	return s.forUser(func(w http.ResponseWriter, r *http.Request, v *app.Visit) {
		if !v.Recent {
			http.Redirect(w, r, "/account/again?next="+url.QueryEscape(backFrom(r)), http.StatusSeeOther)
			return
		}
		show(w, r, v)
	})
}

// backFrom is the page to return to after signing in again: that of the form for a form
// that was sent.
func backFrom(r *http.Request) string {
	if r.Method == http.MethodGet {
		return r.URL.Path
	}
	if u, err := url.Parse(r.Header.Get("Referer")); err == nil && u.Host == r.Host {
		return localPath(u.Path)
	}
	return "/account"
}

// forPeople reports that a browser wants a page and no script's data.
func forPeople(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return accept == "" || strings.Contains(accept, "text/html") || strings.Contains(accept, "*/*") && r.Header.Get("Sec-Fetch-Dest") != "empty"
}

// nothingKept answers for pages of accounts where the program keeps nothing.
func (s *site) nothingKept(w http.ResponseWriter, r *http.Request) {
	s.astray(w, r, http.StatusNotFound, "account.none", way{"/check", "trouble.check"}, way{"/", "trouble.home"})
}

// private keeps a page out of the browser's store, so that after signing out the Back
// button shows nothing.
func (s *site) private(w http.ResponseWriter) { w.Header().Set("Cache-Control", "private, no-store") }

// whose is the person whom a form is about: the field "person", or the one whose pages
// are open. False after it has answered that there is no such person.
func (s *site) whose(w http.ResponseWriter, r *http.Request, v *app.Visit) (app.Member, bool) {
	id := r.PostFormValue("person")
	if id == "" {
		return v.Chosen, true
	}
	m, ok := v.Person(id)
	if !ok {
		s.notFound(w, r)
	}
	return m, ok
}

// whoseView is for the partial "whose", which says whose pages are open and lets choose.
type whoseView struct {
	Visit *app.Visit
	Back  string // the path to return to
}

// browserOf is what is known of whoever asks.
func browserOf(r *http.Request) app.Browser {
	return app.Browser{Address: Address(r), Label: browserLabel(r.UserAgent())}
}

// Address is the sender's, as limits count it: that which the nearest proxy names when
// the sender is on this machine or its own network, and of IPv6 the network only.
func Address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	a, err := netip.ParseAddr(host)
	if err != nil {
		return ""
	}
	if a = a.Unmap(); a.IsLoopback() || a.IsPrivate() {
		list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if said, err := netip.ParseAddr(strings.TrimSpace(list[len(list)-1])); err == nil {
			a = said.Unmap()
		}
	}
	if a.Is6() {
		if p, err := a.WithZone("").Prefix(64); err == nil {
			return p.Addr().String()
		}
	}
	return a.String()
}

// browserLabel says what sort of browser it is, for the list of those that are signed in.
// Only names that stand here come out.
func browserLabel(agent string) string {
	first := func(list ...[2]string) string {
		for _, x := range list {
			if strings.Contains(agent, x[0]) {
				return x[1]
			}
		}
		return ""
	}
	name := first([2]string{"Edg/", "Edge"}, [2]string{"Firefox/", "Firefox"}, [2]string{"SamsungBrowser/", "Samsung Internet"}, [2]string{"Chrome/", "Chrome"}, [2]string{"Safari/", "Safari"})
	on := first([2]string{"iPhone", "iPhone"}, [2]string{"iPad", "iPad"}, [2]string{"Android", "Android"}, [2]string{"Windows", "Windows"}, [2]string{"Mac OS", "Mac"}, [2]string{"CrOS", "ChromeOS"}, [2]string{"Linux", "Linux"})
	return strings.Trim(name+" · "+on, " ·")
}

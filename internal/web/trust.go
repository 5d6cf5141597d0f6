package web

import (
	"net/http"

	"github.com/legible-health/legible/internal/i18n"
)

// Running is what the operator has switched on, which /privacy tells everybody.
type Running struct {
	Mail    bool // reminders leave by a mail server
	Model   bool // a language model rephrases answers of the guide
	Backups bool // the program writes backups by itself
	TLS     bool // the program speaks HTTPS itself
	Metrics bool // a token opens the counts of /metrics to other machines
}

// privacyView is the page of privacy: prose, and what this copy really does.
type privacyView struct {
	page
	Here []settingRow
}

// settingRow is one thing that can be switched on, in words that say what follows.
type settingRow struct {
	On         bool
	Name, Text string
}

func (s *site) privacyShow(w http.ResponseWriter, r *http.Request) {
	s.writeSame(w, r, "privacy", func(p *i18n.Printer) (any, error) {
		return privacyView{s.page(r, "privacy", p.T("privacy.title")), s.settings(p)}, nil
	})
}

// settings lists what this copy does, from the settings that it runs with.
func (s *site) settings(p *i18n.Printer) (rows []settingRow) {
	for _, x := range []struct {
		name string
		on   bool
	}{
		{"keeps", s.keeps()},
		{"open", s.keeps() && !s.opts.Users.Closed()},
		{"mail", s.opts.Running.Mail},
		{"push", s.opts.PushKey != ""},
		{"shares", s.shares()},
		{"practitioners", s.opts.Practitioners != nil},
		{"model", s.opts.Running.Model},
		{"backups", s.opts.Running.Backups},
		{"https", s.opts.Running.TLS},
		{"metrics", s.opts.Running.Metrics},
	} {
		state := "off"
		if x.on {
			state = "on"
		}
		rows = append(rows, settingRow{x.on, p.T("privacy.here." + x.name + ".name"), p.T("privacy.here." + x.name + "." + state)})
	}
	return rows
}

// cookiesView lists what this site puts into a browser.
type cookiesView struct {
	page
	Cookies, Kept []storedRow
}

// storedRow is one thing that a browser keeps: its name there, why, and for how long.
type storedRow struct{ Name, Why, Long string }

// Names of what scripts keep in a browser; a test compares them with the scripts.
var (
	cookieNames = []string{themeCookie, secureTheme, sessionCookie, secureCookie}
	keptNames   = []string{"country", "legible.check", "legible.check.keep", "legible.cramps", "legible.running", "legible.pending", "legible.sessions", "legible.device",
		"legible.plan", "legible.diary", "legible.diary.person", "legible.said", "legible-shell", "legible-kept", "legible-guide"}
)

func (s *site) cookiesShow(w http.ResponseWriter, r *http.Request) {
	s.writeSame(w, r, "cookies", func(p *i18n.Printer) (any, error) {
		rows := func(names []string) (out []storedRow) {
			for _, n := range names {
				out = append(out, storedRow{n, p.T("cookies.of." + messageName(n) + ".why"), p.T("cookies.of." + messageName(n) + ".long")})
			}
			return out
		}
		return cookiesView{s.page(r, "cookies", p.T("cookies.title")), rows(cookieNames), rows(keptNames)}, nil
	})
}

// messageName is the name of a cookie or a key as the catalogue spells it.
func messageName(n string) string {
	switch n {
	case secureTheme:
		return "theme_secure"
	case secureCookie:
		return "session_secure"
	case sessionCookie:
		return "session"
	}
	out := []byte(n)
	for i, c := range out {
		if c == '.' || c == '-' {
			out[i] = '_'
		}
	}
	return string(out)
}

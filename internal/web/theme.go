package web

import (
	"net/http"
	"strings"
)

// The theme is light, dark, night (dim and warm, for eyes used to the dark) or auto,
// which follows the device. It is one word in a cookie and says nothing about health.
// Over HTTPS the name says that this host alone set it.
const (
	themeCookie = "theme"
	secureTheme = "__Host-theme"
)

var themes = []string{"auto", "light", "dark", "night"}

// Themes are the names of the theme buttons.
func (page) Themes() []string { return themes }

// theme reads the chosen theme; auto follows the device.
func theme(r *http.Request) string {
	for _, name := range []string{secureTheme, themeCookie} {
		if c, err := r.Cookie(name); err == nil && (name == secureTheme || !overTLS(r)) {
			return knownTheme(c.Value)
		}
	}
	return "auto"
}

// knownTheme is the theme of that name, or auto.
func knownTheme(name string) string {
	if oneOf(name, themes...) {
		return name
	}
	return "auto"
}

// themeName is the name of the cookie on the way that the browser came.
func themeName(r *http.Request) string {
	if overTLS(r) {
		return secureTheme
	}
	return themeCookie
}

// keepTheme puts the theme into the cookie for a year.
func keepTheme(w http.ResponseWriter, r *http.Request, name string) {
	http.SetCookie(w, &http.Cookie{Name: themeName(r), Value: name, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true, Secure: overTLS(r), SameSite: http.SameSiteLaxMode})
}

// themePost keeps the theme and returns to the page it was chosen on.
func (s *site) themePost(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<12)
	keepTheme(w, r, knownTheme(r.PostFormValue("theme")))
	http.Redirect(w, r, localPath(r.PostFormValue("back")), http.StatusSeeOther)
}

// localPath refuses addresses that could lead to another site.
func localPath(p string) string {
	if !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n?#") || len(p) > 200 {
		return "/"
	}
	return p
}

// themeChosen reads the button of the theme in the form of a check, "theme:night@question":
// the theme and the page it was pressed on.
func themeChosen(do string) (name, on string, ok bool) {
	rest, ok := strings.CutPrefix(do, "theme:")
	name, on, _ = strings.Cut(rest, "@")
	return knownTheme(name), on, ok
}

// page is that of a step of the check. Its theme buttons belong to the form that carries
// the answers, so that choosing one keeps them without a script.
func (t *turn) page(r *http.Request, name, title string) page {
	p := t.site.page(r, name, title)
	p.StateForm, p.Picker = true, false
	if chosen, _, ok := themeChosen(t.do); ok {
		p.Theme = chosen
	}
	return p
}

// theme answers the theme buttons of a check: the same page again in other colours, with
// everything that was typed or ticked. False when another button was pressed.
func (t *turn) theme(wrong []problem) bool {
	chosen, on, ok := themeChosen(t.do)
	if !ok {
		return false
	}
	keepTheme(t.w, t.r, chosen)
	switch f := t.base.Finding(t.ask); {
	case on == "question" && len(wrong) == 0 && f != nil:
		given := answer{From: fromQuestion, Finding: f.ID, Value: strings.TrimSpace(t.r.PostForm.Get("v"))}
		if f.Unit == "days" {
			given.Value = days(given.Value, t.r.PostForm.Get("span"))
		}
		if len(f.Members) > 0 {
			given.Value = strings.Join(t.r.PostForm["m"], ",")
		}
		t.again(f.ID, given, nil)
	case on == "words" && len(wrong) == 0:
		t.keepCorrections()
		t.words(nil)
	case on == "result" && len(wrong) == 0:
		t.result()
	default:
		t.where(http.StatusOK, nil)
	}
	return true
}

// keepCorrections takes what was corrected on the page of the own words as far as it can
// be read; numbers are shown again as typed.
func (t *turn) keepCorrections() {
	for name := range t.r.PostForm {
		id, ok := strings.CutPrefix(name, "u.")
		f := t.base.Finding(id)
		if !ok || f == nil || f.Kind == "number" {
			continue
		}
		if a := (answer{From: fromText, Finding: id, Presence: t.r.PostForm.Get(name)}); a.check(f) == nil {
			t.st.set(a)
		}
	}
}

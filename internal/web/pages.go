package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"
)

// plainView is a page of prose from the catalogue.
type plainView struct{ page }

// plain serves a page that shows only the catalogue.
func (s *site) plain(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		title := s.printer(r).T(name + ".title")
		s.write(w, r, http.StatusOK, name, plainView{s.page(r, name, title)})
	}
}

// decidesView is the page that explains the model.
type decidesView struct {
	page
	Budget, Conditions, Findings, RedFlags, Sources int
	Levels                                          []string // most urgent first
}

func (s *site) howItDecides(w http.ResponseWriter, r *http.Request) {
	b := s.base
	s.write(w, r, http.StatusOK, "how-it-decides", decidesView{
		page:   s.page(r, "how-it-decides", s.printer(r).T("decides.title")),
		Budget: b.Model.Budget.Questions, Conditions: len(b.Conditions), Findings: len(b.Findings),
		RedFlags: len(b.RedFlags), Sources: len(b.Sources),
		Levels: []string{"emergency", "same_day", "soon", "routine", "self_care"},
	})
}

// troubleView is a calm page for what went wrong.
type troubleView struct {
	page
	Heading, Text string
}

func (s *site) notFound(w http.ResponseWriter, r *http.Request) { s.trouble(w, r, http.StatusNotFound) }
func (s *site) forbidden(w http.ResponseWriter, r *http.Request) {
	s.trouble(w, r, http.StatusForbidden)
}

// trouble answers a status with words and a way on.
func (s *site) trouble(w http.ResponseWriter, r *http.Request, status int) {
	p := s.printer(r)
	key := fmt.Sprintf("trouble.%d", status)
	if !p.Has(key + ".heading") {
		key = "trouble.500"
	}
	v := troubleView{page: s.page(r, "trouble", p.T(key+".heading")), Heading: p.T(key + ".heading"), Text: p.T(key + ".text")}
	s.write(w, r, status, "trouble", v)
}

// broken answers when a template itself failed; it uses none.
func (s *site) broken(w http.ResponseWriter, r *http.Request, name string, err error) {
	slog.Error("template failed", "template", name, "error", err)
	http.Error(w, s.printer(r).T("trouble.500.text"), http.StatusInternalServerError)
}

func typeName(v any) string { return fmt.Sprintf("%T", v) }

const themeCookie = "theme"

var themes = []string{"auto", "light", "dark", "night"}

// theme reads the chosen theme; auto follows the device.
func theme(r *http.Request) string {
	c, err := r.Cookie(themeCookie)
	if err != nil {
		return "auto"
	}
	for _, t := range themes {
		if c.Value == t {
			return t
		}
	}
	return "auto"
}

// themePost keeps the theme in a cookie and returns to the page it was chosen on.
func (s *site) themePost(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 1<<12)
	chosen := "auto"
	for _, t := range themes {
		if r.PostFormValue("theme") == t {
			chosen = t
		}
	}
	http.SetCookie(w, &http.Cookie{
		Name: themeCookie, Value: chosen, Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: false, SameSite: http.SameSiteLaxMode,
	})
	http.Redirect(w, r, localPath(r.PostFormValue("back")), http.StatusSeeOther)
}

// localPath refuses addresses that could lead to another site.
func localPath(p string) string {
	if !strings.HasPrefix(p, "/") || strings.HasPrefix(p, "//") || strings.ContainsAny(p, "\\\r\n?#") || len(p) > 200 {
		return "/"
	}
	return p
}

package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/legible-health/legible/internal/i18n"
)

// plainView is a page of prose from the catalogue.
type plainView struct{ page }

// plain serves a page that shows only the catalogue.
func (s *site) plain(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.writeSame(w, r, name, func(p *i18n.Printer) (any, error) { return plainView{s.page(r, name, p.T(name+".title"))}, nil })
	}
}

// troubleView is a calm page for what went wrong.
type troubleView struct {
	page
	Heading, Text string
}

func (s *site) notFound(w http.ResponseWriter, r *http.Request) {
	if path := r.URL.Path; !s.keeps() && (path == "/account" || strings.HasPrefix(path, "/account/")) {
		s.nothingKept(w, r)
		return
	}
	s.trouble(w, r, http.StatusNotFound)
}
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

package web

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"io/fs"
	"net/http"
	"path"
	"regexp"
	"strings"
	"sync"

	"github.com/legible-health/legible/internal/i18n"
)

//go:embed templates/*.html
var templateFiles embed.FS

//go:embed messages
var messageFiles embed.FS

// renderer holds every page for every language.
type renderer struct {
	bundle *i18n.Bundle
	pages  map[*i18n.Printer]map[string]pageTemplate
}

// pageTemplate gives the template of a page with all its parts, which is parsed when the
// page is first asked for: pages that nobody opens would take megabytes, and time at start.
type pageTemplate func() (*template.Template, error)

// page is what every page knows; the views embed it.
type page struct {
	Name    string // of the template
	Path    string // of the address, without a query
	Lang    string
	Title   string // never holds health data: browsers keep titles
	Theme   string // auto, light, dark, night
	Version string
	Content string // version of the knowledge base
	Picker  bool   // offers the theme by a form of its own: no answers can be lost
	// StateForm says that the page has a form with the id "state" that carries answers;
	// the theme buttons are then part of it.
	StateForm bool
	Dir       string // ltr or rtl
	Demo      bool   // the people are invented
	Nav       []destination
	// Description is for search engines; empty for that of the site.
	Description string
}

// newRenderer reads what is embedded, once in a process.
var newRenderer = sync.OnceValues(func() (*renderer, error) {
	a, err := loadAssets()
	if err != nil {
		return nil, err
	}
	messages, err := fs.Sub(messageFiles, "messages")
	if err != nil {
		return nil, err
	}
	bundle, err := i18n.Load(messages)
	if err != nil {
		return nil, err
	}
	re := &renderer{bundle: bundle, pages: map[*i18n.Printer]map[string]pageTemplate{}}
	for _, p := range bundle.Languages() {
		set, err := pagesIn(p, a)
		if err != nil {
			return nil, fmt.Errorf("templates in %s: %w", p.Lang(), err)
		}
		re.pages[p] = set
	}
	return re, nil
})

// Words are the catalogues of the pages, for what is worded in other places.
func Words() (*i18n.Bundle, error) {
	re, err := newRenderer()
	if err != nil {
		return nil, err
	}
	return re.bundle, nil
}

// pagesIn makes the pages of a language, each when it is first asked for. The parts that
// they share are parsed with the first.
func pagesIn(p *i18n.Printer, a *assets) (map[string]pageTemplate, error) {
	names, err := fs.Glob(templateFiles, "templates/*.html")
	if err != nil {
		return nil, err
	}
	funcs := template.FuncMap{
		"t": p.T, "list": p.List, "icon": a.icon, "static": a.url, "dict": dict,
		"drawing": drawing, "clock": clock(p), "join": strings.Join,
		"dots": dots, "legmap": legMap(p), "cites": cites(p),
		"ticked": func(on []string, id string) bool { return oneOf(id, on...) },
	}
	parse := func(into *template.Template, name string) error {
		source, err := fs.ReadFile(templateFiles, name)
		if err != nil {
			return err
		}
		if err := checkMessages(p, name, string(source)); err != nil {
			return err
		}
		text, err := fold(string(source), p.T, a.icon, a.url)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		_, err = into.New(path.Base(name)).Parse(text)
		return err
	}
	parts := sync.OnceValues(func() (*template.Template, error) {
		parts := template.New("").Funcs(funcs)
		for _, name := range names {
			if strings.HasPrefix(path.Base(name), "_") {
				if err := parse(parts, name); err != nil {
					return nil, err
				}
			}
		}
		return parts, nil
	})
	set := map[string]pageTemplate{}
	for _, name := range names {
		base := path.Base(name)
		if strings.HasPrefix(base, "_") {
			continue
		}
		set[strings.TrimSuffix(base, ".html")] = sync.OnceValues(func() (*template.Template, error) {
			shared, err := parts()
			if err != nil {
				return nil, err
			}
			page := template.New("").Funcs(funcs)
			if err := parse(page, name); err != nil {
				return nil, err
			}
			if err := gatherAll(page, shared); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			return page, nil
		})
	}
	return set, nil
}

var messageCall = regexp.MustCompile(`\b(t|list) "([^"]+)"`)

// checkMessages finds a message that a template names and the catalogue lacks.
func checkMessages(p *i18n.Printer, name, text string) error {
	for _, m := range messageCall.FindAllStringSubmatch(text, -1) {
		key := m[2]
		if m[1] == "list" {
			key += ".0"
		}
		if !p.Has(key) {
			return fmt.Errorf("%s: the catalogue has no message %q", name, key)
		}
	}
	return nil
}

// dict builds the argument of a partial from name, value pairs.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict: odd number of arguments")
	}
	m := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		m[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return m, nil
}

// printer chooses the language of a request.
func (s *site) printer(r *http.Request) *i18n.Printer {
	return s.render.bundle.For(r.Header.Get("Accept-Language"))
}

// page fills in what every page knows.
func (s *site) page(r *http.Request, name, title string) page {
	return page{
		Name: name, Path: r.URL.Path, Lang: s.printer(r).Lang(), Title: title, Theme: theme(r),
		Version: s.opts.Version, Content: s.base.Version, Picker: oneOf(r.Method, http.MethodGet, http.MethodHead),
		Dir: direction(s.printer(r).Lang()), Nav: s.nav, Demo: s.opts.Demo,
	}
}

// drafts are pages while they are rendered. A year of nights takes 200 kB, which would
// else be found anew, in pieces, for everyone who looks at one.
var drafts = sync.Pool{New: func() any { return &bytes.Buffer{} }}

// write renders a view whole before the first byte goes out.
func (s *site) write(w http.ResponseWriter, r *http.Request, status int, name string, view any) {
	draft := drafts.Get().(*bytes.Buffer)
	defer drafts.Put(draft)
	draft.Reset()
	if err := s.render.into(draft, s.printer(r), name, "layout", view); err != nil {
		s.broken(w, r, name, err)
		return
	}
	send(w, status, draft.Bytes())
}

// text renders a view whole.
func (re *renderer) text(p *i18n.Printer, name string, view any) ([]byte, error) {
	return re.part(p, name, "layout", view)
}

// part renders one template of a page.
func (re *renderer) part(p *i18n.Printer, page, name string, view any) ([]byte, error) {
	var b bytes.Buffer
	err := re.into(&b, p, page, name, view)
	return b.Bytes(), err
}

// into appends one template of a page.
func (re *renderer) into(b *bytes.Buffer, p *i18n.Printer, page, name string, view any) error {
	made := re.pages[p][page]
	if made == nil {
		panic("no template " + page)
	}
	t, err := made()
	if err != nil {
		return err
	}
	return t.ExecuteTemplate(b, name, view)
}

// writePart writes one template of a page alone, for a script that puts it into its place.
func (s *site) writePart(w http.ResponseWriter, r *http.Request, page, name string, view any) {
	text, err := s.render.part(s.printer(r), page, name, view)
	if err != nil {
		s.broken(w, r, page, err)
		return
	}
	send(w, http.StatusOK, text)
}

// edition names a page that is the same for everyone who reads a language in a theme.
type edition struct{ name, lang, theme string }

// writeSame writes such a page, which is rendered once for each edition. view must take
// nothing else from the request.
func (s *site) writeSame(w http.ResponseWriter, r *http.Request, name string, view func(*i18n.Printer) (any, error)) {
	p := s.printer(r)
	key := edition{name, p.Lang(), theme(r)}
	if text, made := s.editions.Load(key); made {
		send(w, http.StatusOK, text.([]byte))
		return
	}
	v, err := view(p)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	text, err := s.render.text(p, name, v)
	if err != nil {
		s.broken(w, r, name, err)
		return
	}
	s.editions.Store(key, text)
	send(w, http.StatusOK, text)
}

// send answers with a rendered page.
func send(w http.ResponseWriter, status int, text []byte) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Vary", "Accept-Language, Cookie")
	// Not no-store: with it the Back button of a phone meets an error page in the middle
	// of the check. no-cache keeps pages out of shared caches and always asks again.
	if h.Get("Cache-Control") == "" { // what is kept for a person is no-store
		h.Set("Cache-Control", "private, no-cache")
	}
	w.WriteHeader(status)
	_, _ = w.Write(text)
}

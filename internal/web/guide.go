package web

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/kb"
)

// The guide: a search box, the articles by category, and lists of what the knowledge base
// says of conditions, exercises and so on. What somebody searches for can tell of their
// health, so the box sends it by POST; an address with ?q= works too.

const (
	maxSearchForm = 16 << 10 // bytes
	hitsShown     = app.DefaultFound
)

// part is the header by which a script asks for a part of a page alone.
const part = "Legible-Part"

// reader is what the pages of the guide need of app.Service.
type reader interface {
	Guide() (*guide.Guide, error)
	Ask(context.Context, *app.AskRequest) (*app.AskResponse, error)
}

func (s *site) guideRoutes(mux *mux) {
	mux.HandleFunc("GET /guide", s.guideShow)
	mux.HandleFunc("POST /guide", s.guideShow)
	mux.HandleFunc("GET /guide/{slug...}", s.guidePage)
	mux.HandleFunc("GET /guide/feed.xml", s.feed)
	mux.HandleFunc("GET /glossary", s.glossary)
	mux.HandleFunc("GET /ask", s.askShow)
	mux.HandleFunc("POST /ask", s.askPost)
	mux.HandleFunc("GET /sitemap.xml", s.sitemap)
	mux.HandleFunc("GET /robots.txt", s.robots)
}

// guideView is the first page of the guide, a search, or the list of one kind.
type guideView struct {
	page
	Query   string
	Kinds   []kindView
	Shelves []shelfView // articles by category; none when something was looked for
	Entries []shelfView // what else there is, with how many
	Found   *hitsView   // nil when nothing was looked for
}

// kindView narrows a search to one kind of page; without an ID to none.
type kindView struct {
	ID, Text string
	On       bool
}

// shelfView is a heading with the pages that belong under it.
type shelfView struct {
	ID, Title, Text, Href string
	Pages                 []cardView
	Count                 int
}

// cardView is a page in a list.
type cardView struct {
	Href, Title, Summary string
	Minutes              int // 0 where it is too short to say
}

func (s *site) guideShow(w http.ResponseWriter, r *http.Request) {
	g, err := s.svc.Guide()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	if r.Method != http.MethodPost && r.URL.RawQuery == "" && r.Header.Get(part) == "" {
		s.writeSame(w, r, "guide", func(p *i18n.Printer) (any, error) {
			v := s.guideView(r, p, g)
			v.browse(p, g)
			return v, nil
		})
		return
	}
	query, f, err := readSearch(w, r)
	if err != nil {
		s.unread(w, r, err)
		return
	}
	p := s.printer(r)
	found := s.find(p, g, query, f)
	w.Header().Set("Cache-Control", "no-store")
	if r.Header.Get(part) == "found" {
		s.writePart(w, r, "guide", "found", found)
		return
	}
	v := s.guideView(r, p, g)
	if v.Query = query; query != "" || f != (guide.Filter{}) {
		v.Found = found
	} else {
		v.browse(p, g)
	}
	v.Picker = true // the themes lead back to /guide, without the search
	for i := range v.Kinds {
		v.Kinds[i].On = v.Kinds[i].ID == f.Kind
	}
	s.write(w, r, http.StatusOK, "guide", v)
}

// unread answers a form that could not be read.
func (s *site) unread(w http.ResponseWriter, r *http.Request, err error) {
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		s.trouble(w, r, http.StatusRequestEntityTooLarge)
		return
	}
	s.trouble(w, r, http.StatusUnprocessableEntity)
}

// guideView is the page with its box; what stands below is filled in afterwards.
func (s *site) guideView(r *http.Request, p *i18n.Printer, g *guide.Guide) guideView {
	v := guideView{page: s.page(r, "guide", p.T("guide.title")), Kinds: []kindView{{Text: p.T("guide.kind_all"), On: true}}}
	v.Description = p.T("guide.lead")
	for _, k := range guide.Kinds {
		if slices.ContainsFunc(g.Pages(), func(x *guide.Page) bool { return x.Kind == k }) {
			v.Kinds = append(v.Kinds, kindView{ID: k, Text: p.T("guide.kinds." + k)})
		}
	}
	return v
}

// browse lists the articles by category, and how much there is of everything else.
func (v *guideView) browse(p *i18n.Printer, g *guide.Guide) {
	byCategory := map[string][]cardView{}
	count := map[string]int{}
	for _, x := range g.Pages() {
		count[x.Kind]++
		if x.Kind == guide.KindArticle {
			byCategory[x.Category] = append(byCategory[x.Category], card(x))
		}
	}
	for _, c := range kb.ArticleCategories {
		if pages := byCategory[c]; len(pages) > 0 {
			v.Shelves = append(v.Shelves, shelfView{ID: c, Title: p.T("guide.category." + c), Pages: pages})
		}
	}
	for _, k := range v.Kinds {
		if k.ID != "" && k.ID != guide.KindArticle {
			v.Entries = append(v.Entries, shelfView{Title: k.Text, Text: p.T("guide.about_kind." + k.ID), Href: "/guide?kind=" + k.ID, Count: count[k.ID]})
		}
	}
}

func card(x *guide.Page) cardView {
	return cardView{Href: x.URL, Title: x.Title, Summary: x.Summary, Minutes: x.Minutes}
}

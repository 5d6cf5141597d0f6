package web

import (
	"cmp"
	"encoding/xml"
	"net/http"
	"slices"

	"github.com/legible-health/legible/internal/guide"
)

// atomFeed and the others are RFC 4287.
type atomFeed struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang    string      `xml:"xml:lang,attr"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID         string         `xml:"id"`
	Title      string         `xml:"title"`
	Link       atomLink       `xml:"link"`
	Published  string         `xml:"published"`
	Updated    string         `xml:"updated"`
	Author     string         `xml:"author>name"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

// midnight makes a moment of a day.
const midnight = "T00:00:00Z"

// feed lists the articles, the latest change first.
func (s *site) feed(w http.ResponseWriter, r *http.Request) {
	g, err := s.svc.Guide()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p, base := s.printer(r), s.baseOf(r)
	f := atomFeed{Lang: p.Lang(), ID: base + "/guide", Title: p.T("site.name") + ": " + p.T("guide.title"), Links: []atomLink{
		{"self", "application/atom+xml", base + "/guide/feed.xml"}, {"alternate", "text/html", base + "/guide"},
	}}
	for _, x := range g.Pages() {
		a := x.Article
		if a == nil {
			continue
		}
		e := atomEntry{
			ID: base + x.URL, Title: x.Title, Link: atomLink{"alternate", "text/html", base + x.URL}, Published: a.Published + midnight,
			Updated: a.Updated + midnight, Author: a.Author, Summary: x.Summary, Categories: []atomCategory{{p.T("guide.category." + a.Category)}},
		}
		for _, tag := range x.Tags {
			e.Categories = append(e.Categories, atomCategory{tag})
		}
		f.Entries = append(f.Entries, e)
		f.Updated = max(f.Updated, e.Updated)
	}
	slices.SortStableFunc(f.Entries, func(a, b atomEntry) int { return cmp.Compare(b.Updated, a.Updated) })
	s.writeXML(w, r, "application/atom+xml", f)
}

// sitemap lists what search engines may read.
type siteMap struct {
	XMLName xml.Name  `xml:"http://www.sitemaps.org/schemas/sitemap/0.9 urlset"`
	Pages   []mapPage `xml:"url"`
}

type mapPage struct {
	Location string `xml:"loc"`
	Modified string `xml:"lastmod,omitempty"`
}

// publicPages are the pages beside the guide that are the same for everybody.
var publicPages = []string{"/", "/now", "/check", "/plan", "/play", "/guide", "/glossary", "/ask", "/help", "/about", "/how-it-decides", "/how-wrong-it-is", "/privacy", "/accessibility"}

func (s *site) sitemap(w http.ResponseWriter, r *http.Request) {
	g, err := s.svc.Guide()
	if err != nil {
		s.fail(w, r, err)
		return
	}
	base := s.baseOf(r)
	var m siteMap
	for _, path := range publicPages {
		m.Pages = append(m.Pages, mapPage{Location: base + path})
	}
	for _, x := range g.Pages() {
		page := mapPage{Location: base + x.URL}
		if x.Kind == guide.KindArticle {
			page.Modified = x.Date
		}
		m.Pages = append(m.Pages, page)
	}
	s.writeXML(w, r, "application/xml", m)
}

func (s *site) writeXML(w http.ResponseWriter, r *http.Request, kind string, v any) {
	text, err := xml.Marshal(v)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", kind+"; charset=utf-8")
	h.Set("Cache-Control", "public, max-age=3600")
	h.Set("Vary", "Accept-Language")
	_, _ = w.Write(append([]byte(xml.Header), text...)) // the client may be gone
}

// robots lets everybody read what is open; the rest asks for a sign-in anyway.
func (s *site) robots(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("User-agent: *\nAllow: /\nDisallow: /account\n\nSitemap: " + s.baseOf(r) + "/sitemap.xml\n"))
}

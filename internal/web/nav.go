package web

import (
	"net/http"
	"net/url"

	"golang.org/x/text/language"
)

// destination is a place that the pages lead to. Its words stand in the catalogue under
// nav.ID; Icon is a file of static/icons.
type destination struct {
	ID, Path, Icon string
	Tab            bool   // stands in the bar of the main places, which holds five at most
	Picture        string // of package figure, for the home page; without one the icon stands there
}

// destinations lists every place in the order of the pages. One that no route serves is
// left out, so nothing leads nowhere; a new page only needs its line here.
var destinations = []destination{
	{"home", "/", "home", false, ""}, // the name at the top leads there
	{"now", "/now", "bolt", true, "icon/cramp"},
	{"check", "/check", "leg", true, "icon/night"},
	{"plan", "/plan", "list", true, "icon/plan"},
	{"play", "/play", "stretch", true, "icon/stretch"},
	{"diary", "/diary", "moon", true, "icon/diary"},
	{"trends", "/trends", "chart", false, ""},
	{"experiments", "/experiments", "coin", false, ""},
	{"account", "/account", "people", false, ""},
	{"practitioners", "/practitioners", "people", false, ""},
	{"guide", "/guide", "book", false, "icon/guide"},
	{"ask", "/ask", "ask", false, "icon/ask"},
	{"labs", "/labs", "tube", false, ""},
	{"report", "/report", "print", false, ""},
	{"decides", "/how-it-decides", "scales", false, ""},
	{"wrong", "/how-wrong-it-is", "target", false, ""},
}

// existing lists the destinations that the mux serves.
func existing(mux *http.ServeMux) (out []destination) {
	there := served(mux)
	for _, d := range destinations {
		if there(d.Path) {
			out = append(out, d)
		}
	}
	return out
}

// served tells whether the mux serves a path with more than the page of what is not there.
func served(mux *http.ServeMux) func(path string) bool {
	return func(path string) bool {
		_, pattern := mux.Handler(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: path}})
		return pattern != "/"
	}
}

// Tabs are the destinations of the bar. There is none between the questions of a check,
// where a thumb that slips would lose the answers.
func (p page) Tabs() (out []destination) {
	if p.StateForm && oneOf(p.Name, "question", "words") {
		return nil
	}
	for _, d := range p.Nav {
		if d.Tab {
			out = append(out, d)
		}
	}
	return out
}

// Place is the destination of that id; its zero value where it does not exist.
func (p page) Place(id string) destination {
	for _, d := range p.Nav {
		if d.ID == id {
			return d
		}
	}
	return destination{}
}

// Leads reports whether a destination exists.
func (p page) Leads(id string) bool { return p.Place(id).ID != "" }

// rightToLeft are the scripts that run from the right.
var rightToLeft = map[string]bool{"Arab": true, "Hebr": true, "Thaa": true, "Syrc": true, "Nkoo": true, "Adlm": true}

// direction is the dir attribute of a language.
func direction(lang string) string {
	if script, _ := language.Make(lang).Script(); rightToLeft[script.String()] {
		return "rtl"
	}
	return "ltr"
}

package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// doc is a parsed page with a few questions to ask of it.
type doc struct {
	*html.Node
	t      testing.TB
	Status int
	Raw    string
	Header http.Header
}

func parse(t testing.TB, w *httptest.ResponseRecorder) doc {
	t.Helper()
	raw := w.Body.String()
	n, err := html.Parse(strings.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return doc{n, t, w.Code, raw, w.Header()}
}

func get(t testing.TB, h http.Handler, path string) doc {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	return parse(t, w)
}

func post(t testing.TB, h http.Handler, path string, form url.Values) doc {
	t.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return parse(t, w)
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, name string) bool {
	for _, a := range n.Attr {
		if a.Key == name {
			return true
		}
	}
	return false
}

// all finds elements by simple selectors: "tag", ".class", "#id", "tag.class",
// "tag[attr=value]".
func (d doc) all(selector string) (out []*html.Node) {
	tag, rest := selector, ""
	if i := strings.IndexAny(selector, ".#["); i >= 0 {
		tag, rest = selector[:i], selector[i:]
	}
	for n := range d.Descendants() {
		if n.Type == html.ElementNode && (tag == "" || n.Data == tag) && matches(n, rest) {
			out = append(out, n)
		}
	}
	return out
}

func matches(n *html.Node, rest string) bool {
	switch {
	case rest == "":
		return true
	case rest[0] == '.':
		return oneOf(rest[1:], strings.Fields(attr(n, "class"))...)
	case rest[0] == '#':
		return attr(n, "id") == rest[1:]
	}
	name, value, ok := strings.Cut(strings.Trim(rest, "[]"), "=")
	return has(n, name) && (!ok || attr(n, name) == value)
}

func (d doc) one(selector string) *html.Node {
	d.t.Helper()
	found := d.all(selector)
	if len(found) != 1 {
		d.t.Fatalf("%d of %q on the page, want one:\n%s", len(found), selector, textOf(d.Node))
	}
	return found[0]
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

func (d doc) text() string { return textOf(d.one("main")) }

// want fails unless the page has the status and its main part holds every phrase.
func (d doc) want(status int, phrases ...string) doc {
	d.t.Helper()
	if d.Status != status {
		d.t.Fatalf("status %d, want %d:\n%s", d.Status, status, d.text())
	}
	for _, p := range phrases {
		if !strings.Contains(d.text(), p) {
			d.t.Fatalf("the page lacks %q:\n%s", p, d.text())
		}
	}
	return d
}

// shows reports whether the page was made from a template.
func (d doc) shows(template string) bool {
	d.t.Helper()
	return oneOf("page-"+template, strings.Fields(attr(d.one("body"), "class"))...)
}

// pressed is the value of the pressed button whose value has the prefix; empty without one.
func (d doc) pressed(prefix string) string {
	for _, b := range d.all("button[aria-pressed=true]") {
		if v := attr(b, "value"); strings.HasPrefix(v, prefix) {
			return v
		}
	}
	return ""
}

// form collects what a browser would send from the form that holds the button, or that
// the button names: the journeys of the tests walk by this and so without JavaScript.
func (d doc) form(do string) url.Values {
	d.t.Helper()
	var button *html.Node
	for _, b := range d.all("button[name=do]") {
		if attr(b, "value") == do {
			button = b
		}
	}
	if button == nil {
		d.t.Fatalf("no button %q on the page:\n%s", do, d.text())
	}
	form := button
	for form != nil && form.Data != "form" {
		form = form.Parent
	}
	if id := attr(button, "form"); id != "" {
		form = d.one("form#" + id)
	}
	v := url.Values{"do": {do}}
	inside := doc{Node: form, t: d.t}
	for _, in := range inside.all("input") {
		if kind := attr(in, "type"); (kind == "checkbox" || kind == "radio") && !has(in, "checked") {
			continue
		}
		v.Add(attr(in, "name"), attr(in, "value"))
	}
	for _, ta := range inside.all("textarea") {
		if ta.FirstChild != nil {
			v.Add(attr(ta, "name"), ta.FirstChild.Data)
		}
	}
	for _, o := range inside.all("option") {
		if has(o, "selected") {
			list := o.Parent
			for list.Data != "select" { // in a group
				list = list.Parent
			}
			v.Add(attr(list, "name"), attr(o, "value"))
		}
	}
	return v
}

// checkPage holds every page to the rules of a page that all people can use.
func (d doc) checkPage() {
	d.t.Helper()
	for _, sel := range []string{"h1", "main", "header", "footer"} {
		d.one(sel)
	}
	doc{Node: d.one("head"), t: d.t}.one("title") // pictures have titles too
	if attr(d.one("html"), "lang") == "" {
		d.t.Error("no language")
	}
	if i := strings.Index(d.Raw, "ZgotmplZ"); i >= 0 {
		d.t.Error("html/template refused a value")
	}
	for n := range d.Descendants() {
		if n.Type != html.ElementNode {
			if n.Type == html.TextNode && strings.Contains(n.Data, "[") && strings.Contains(n.Data, ".") && !strings.Contains(n.Parent.Data, "textarea") {
				if m := missingMessage.FindString(n.Data); m != "" {
					d.t.Errorf("missing message %s", m)
				}
			}
			continue
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				d.t.Errorf("inline %s on <%s>", a.Key, n.Data)
			}
			if strings.Contains(a.Val, "://") && (a.Key == "src" || (a.Key == "href" && n.Data == "link" && attr(n, "rel") != "canonical")) {
				d.t.Errorf("request to another site: %s", a.Val)
			}
			if oneOf(a.Key, "aria-describedby", "aria-labelledby", "for") {
				for _, id := range strings.Fields(a.Val) {
					if len(d.all("#"+id)) != 1 {
						d.t.Errorf("%s names %q, which is there %d times", a.Key, id, len(d.all("#"+id)))
					}
				}
			}
		}
		switch {
		case n.Data == "style", n.Data == "script" && attr(n, "src") == "" && attr(n, "type") != "application/ld+json":
			d.t.Errorf("inline <%s>", n.Data)
		case n.Data == "fieldset" && len(doc{Node: n, t: d.t}.all("legend")) == 0:
			d.t.Error("a fieldset without a legend")
		case n.Data == "a" && strings.HasPrefix(attr(n, "href"), "#f-"):
			d.one(attr(n, "href"))
		case n.Data == "input" && attr(n, "type") != "hidden" && n.Parent.Data != "label":
			if attr(n, "id") == "" || len(d.all("label[for="+attr(n, "id")+"]")) != 1 {
				d.t.Errorf("input %q has no label", attr(n, "name"))
			}
		}
	}
}

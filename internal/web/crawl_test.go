package web

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"net/http"
	"net/url"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// crawl follows every internal link from the home page. It returns the pages by path.
func crawl(t *testing.T, h http.Handler, from ...string) map[string]doc {
	t.Helper()
	pages := map[string]doc{}
	for queue := from; len(queue) > 0; {
		at := queue[0]
		queue = queue[1:]
		if _, seen := pages[at]; seen {
			continue
		}
		d := get(t, h, at)
		pages[at] = d
		if d.Status != http.StatusOK {
			t.Errorf("a link leads to %s, which answers %d", at, d.Status)
			continue
		}
		if !strings.HasPrefix(d.Header.Get("Content-Type"), "text/html") {
			continue
		}
		d.checkPage()
		for _, a := range d.all("a[href]") {
			u, err := url.Parse(attr(a, "href"))
			switch {
			case err != nil:
				t.Errorf("%s: href %q: %v", at, attr(a, "href"), err)
			case u.Scheme == "" && u.Host == "" && u.Path != "" && !hidden(a):
				queue = append(queue, u.Path)
			}
		}
	}
	return pages
}

// hidden reports that an element is shown by a script only, such as a link to what is
// kept on the device.
func hidden(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if has(n, "hidden") {
			return true
		}
	}
	return false
}

// No link of any page that a person can reach is dead, neither its page nor its fragment.
func TestNoDeadLinks(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page")
	}
	h, _ := testSite(t)
	pages := crawl(t, h, "/")
	for _, want := range []string{"/check", "/help", "/about", "/how-it-decides", "/how-wrong-it-is", "/accessibility", "/privacy"} {
		if _, found := pages[want]; !found {
			t.Errorf("no link leads to %s", want)
		}
	}
	for at, d := range pages {
		for _, a := range d.all("a[href]") {
			u, err := url.Parse(attr(a, "href"))
			if err != nil || u.Fragment == "" || u.Scheme != "" {
				continue
			}
			target := d
			if u.Path != "" {
				target = pages[u.Path]
			}
			if target.Node != nil && len(target.all("#"+u.Fragment)) != 1 {
				t.Errorf("%s: %s names %d elements", at, attr(a, "href"), len(target.all("#"+u.Fragment)))
			}
		}
	}
	t.Logf("%d pages", len(pages))
}

// A page loads, sends and asks nothing elsewhere. Links that a person may follow, such as
// those of sources, say that they are external.
func TestNoOtherOrigin(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page")
	}
	h, _ := testSite(t)
	pages := crawl(t, h, "/")
	pages["/nowhere"] = get(t, h, "/nowhere")
	for at, d := range pages {
		if d.Node == nil {
			continue
		}
		for n := range d.Descendants() {
			for _, a := range n.Attr {
				if !strings.Contains(a.Val, "://") && !strings.HasPrefix(a.Val, "//") || a.Key == "xmlns" {
					continue
				}
				if n.Data == "a" && a.Key == "href" && strings.Contains(attr(n, "rel"), "external") && strings.Contains(attr(n, "rel"), "noreferrer") {
					continue
				}
				if n.Data == "link" && attr(n, "rel") == "canonical" { // an address to keep, nothing is asked there
					continue
				}
				t.Errorf("%s: <%s %s=%q>", at, n.Data, a.Key, a.Val)
			}
		}
	}
	other := regexp.MustCompile(`(?i:(https?:)?//[a-z0-9-]+\.[a-z]|@import)|\burl\(`)
	must(0, fs.WalkDir(staticFiles, "static", func(name string, f fs.DirEntry, err error) error {
		if err != nil || f.IsDir() || oneOf(filepath.Ext(name), ".png", ".woff2") {
			return err
		}
		text := strings.ReplaceAll(string(must(fs.ReadFile(staticFiles, name))), "http://www.w3.org/2000/svg", "")
		if m := other.FindString(text); m != "" {
			t.Errorf("%s holds %q", name, m)
		}
		return nil
	}))
}

// Every message that the code names is in the catalogue; those that templates name are
// checked at every start.
func TestMessagesOfTheCode(t *testing.T) {
	p := must(newRenderer()).bundle.For("en")
	files := must(filepath.Glob("*.go"))
	n := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		ast.Inspect(must(parser.ParseFile(token.NewFileSet(), name, nil, 0)), func(x ast.Node) bool {
			call, ok := x.(*ast.CallExpr)
			if !ok || len(call.Args) == 0 {
				return true
			}
			fun, isMethod := call.Fun.(*ast.SelectorExpr)
			key, isText := call.Args[0].(*ast.BasicLit)
			if !isMethod || fun.Sel.Name != "T" || !isText || key.Kind != token.STRING {
				return true
			}
			n++
			if k := must(strconv.Unquote(key.Value)); !p.Has(k) {
				t.Errorf("%s: the catalogue has no message %q", name, k)
			}
			return true
		})
	}
	if n < 20 {
		t.Errorf("only %d messages found: the test looks in the wrong place", n)
	}
}

// What keys are made of at run time.
func TestMessagesMadeAtRunTime(t *testing.T) {
	p := must(newRenderer()).bundle.For("en")
	var keys []string
	for _, d := range destinations {
		keys = append(keys, "nav."+d.ID)
		if !oneOf(d.ID, "home", "now", "check") {
			keys = append(keys, "home.card."+d.ID+".title", "home.card."+d.ID+".text")
		}
	}
	for _, theme := range themes {
		keys = append(keys, "site.theme_"+theme)
	}
	for _, level := range levelsFromTop() {
		keys = append(keys, "level."+level+".title", "level."+level+".short", "level."+level+".soon")
	}
	for _, kind := range []string{"ambulance", "also", "line", "poison", "crisis"} {
		keys = append(keys, "help."+kind)
	}
	for _, f := range modelNumbers(&testBase(t).Model) {
		keys = append(keys, f.Key)
	}
	for _, mode := range []string{"interview", "text", "given"} {
		keys = append(keys, "wrong.mode."+mode)
	}
	for _, key := range keys {
		if !p.Has(key) {
			t.Errorf("the catalogue has no message %q", key)
		}
	}
}

// The bar of places holds five at most, and every destination has its icon.
func TestDestinations(t *testing.T) {
	a := must(loadAssets())
	tabs := 0
	for _, d := range destinations {
		if d.Tab {
			tabs++
		}
		if _, err := a.icon(d.Icon); err != nil {
			t.Error(err)
		}
	}
	if tabs > 5 {
		t.Errorf("%d tabs do not fit under a thumb", tabs)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /check", http.NotFound)
	mux.HandleFunc("GET /guide", http.NotFound)
	mux.HandleFunc("/", http.NotFound)
	var ids []string
	for _, d := range existing(mux) {
		ids = append(ids, d.ID)
	}
	if got := strings.Join(ids, " "); got != "check guide" {
		t.Errorf("with two routes the destinations are %q", got)
	}
}

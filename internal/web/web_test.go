package web

import (
	"errors"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/legible-health/legible/internal/errs"
)

var missingMessage = regexp.MustCompile(`\[[a-z_]+(\.[a-z_0-9]+)+\]`)

func TestPlainPages(t *testing.T) {
	h, _ := testSite(t)
	for addr, phrase := range map[string]string{
		"/": "Find out why", "/check": "None of these", "/about": "does not make a diagnosis",
		"/how-it-decides": "See someone today", "/privacy": "not stored",
	} {
		d := get(t, h, addr).want(200, phrase)
		d.checkPage()
		csp := d.Header.Get("Content-Security-Policy")
		if strings.Contains(csp, "unsafe") || !strings.Contains(csp, "default-src 'none'") {
			t.Errorf("%s: policy %q", addr, csp)
		}
	}
	d := get(t, h, "/no/such/page").want(404, "This page is not here")
	d.checkPage()
}

// Every template is shown by some test of this file.
func TestEveryTemplateRendered(t *testing.T) {
	if testing.Short() {
		t.Skip("visits every page")
	}
	h, f := testSite(t)
	seen := map[string]bool{}
	look := func(d doc) doc {
		d.checkPage()
		seen[strings.TrimPrefix(strings.Fields(attr(d.one("body"), "class"))[0], "page-")] = true
		return d
	}
	for addr := range crawl(t, h, "/") {
		look(get(t, h, addr))
	}
	for _, addr := range []string{"/nowhere", "/now/nowhere", "/offline"} {
		look(get(t, h, addr))
	}
	look(get(t, h, "/now/elbow"))
	look(get(t, siteWith(t, Options{Dev: true}), "/dev/components"))
	look(post(t, h, "/plan", quick()))
	values := look(post(t, h, "/labs", url.Values{"pick": {"ferritin"}, "do": {"pick"}})).form("interpret")
	values.Set("v", "18")
	look(post(t, h, "/labs", values))
	kept, _ := diarySite(t)
	for _, addr := range []string{"/diary", "/diary/2026-11-21", "/diary/month", "/diary/files", "/diary/both", "/trends", "/experiments"} {
		look(get(t, kept, addr))
	}
	for _, d := range slices.Concat(accountPages(t), reminderPages(t), sharePages(t), consultationPages(t), practitionerPages(t), bookingPages(t), practicePages(t)) {
		look(d)
	}
	form := look(get(t, h, "/check")).form("start")
	form.Add("alarm", "none")
	form.Set("text", "My calf cramps at night for three weeks")
	words := look(post(t, h, "/check", form))
	question := look(post(t, h, "/check", words.form("understood")))
	look(post(t, h, "/check", question.form("result")))
	form.Set("age", "200")
	look(post(t, h, "/check", form))
	f.err = errors.New("disk on fire")
	look(post(t, h, "/check", question.form("result")).want(500, "our fault"))

	names, _ := fs.Glob(templateFiles, "templates/[a-z]*.html")
	for _, name := range names {
		if page := strings.TrimSuffix(path.Base(name), ".html"); !seen[page] {
			t.Errorf("no test renders %s", name)
		}
	}
}

func TestTheme(t *testing.T) {
	h, _ := testSite(t)
	r := httptest.NewRequest("GET", "/", nil)
	r.Header.Set("Cookie", "theme=night")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if got := attr(parse(t, w).one("html"), "class"); got != "theme-night" {
		t.Errorf("class %q", got)
	}
	for back, want := range map[string]string{"/about": "/about", "//evil.example": "/", "https://evil.example/": "/", `/\evil`: "/"} {
		d := post(t, h, "/theme", url.Values{"theme": {"night"}, "back": {back}})
		if got := d.Header.Get("Location"); d.Status != 303 || got != want {
			t.Errorf("back to %q: %d %q", back, d.Status, got)
		}
	}
	d := post(t, h, "/theme", url.Values{"theme": {"<script>"}})
	if c := d.Header.Get("Set-Cookie"); !strings.HasPrefix(c, "theme=auto;") || !strings.Contains(c, "HttpOnly") {
		t.Errorf("cookie %q", c)
	}
}

// Over HTTPS the cookie of the theme never travels in the clear, and no other host of the
// domain can set it.
func TestThemeOverHTTPS(t *testing.T) {
	h, _ := testSite(t)
	ask := func(method, path string, cookies ...string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(method, path, strings.NewReader("theme=night&back=/"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("X-Forwarded-Proto", "https")
		r.Header.Set("Cookie", strings.Join(cookies, "; "))
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w
	}
	c := ask("POST", "/theme").Header().Get("Set-Cookie")
	for _, want := range []string{"__Host-theme=night;", "Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"} {
		if !strings.Contains(c, want) || strings.Contains(c, "Domain") {
			t.Errorf("cookie %q lacks %q", c, want)
		}
	}
	for cookies, want := range map[string]string{"__Host-theme=night": "theme-night", "theme=night": "theme-auto", "theme=light; __Host-theme=dark": "theme-dark"} {
		if got := attr(parse(t, ask("GET", "/", cookies)).one("html"), "class"); got != want {
			t.Errorf("%s: class %q, want %q", cookies, got, want)
		}
	}
}

func TestStatic(t *testing.T) {
	h, _ := testSite(t)
	for name, want := range map[string]int{"app.css": 200, "app.js": 200, "icons/mark.svg": 200, "../web.go": 404, "nothing": 404, "": 404} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "http://x/static/"+url.PathEscape(name), nil))
		if name == "icons/mark.svg" {
			w = httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest("GET", "/static/"+name, nil))
		}
		if w.Code != want {
			t.Errorf("%q: status %d, want %d", name, w.Code, want)
		}
	}
	for name, document := range map[string]bool{"app.css": false, "app.js": false, "icons/app-180.png": false, "icons/mark.svg": true} {
		got := get(t, h, "/static/"+name).Header
		csp := got.Get("Content-Security-Policy")
		if has := strings.Contains(csp, "script-src"); has != document || got.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: policy of a document: %v, want %v; headers %v", name, has, document, got)
		}
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q: the file could stand in a frame", name, csp)
		}
	}
	css := string(must(fs.ReadFile(staticFiles, "static/app.css")))
	if strings.Contains(css, "url(") || strings.Contains(css, "@import") {
		t.Error("the stylesheet loads something")
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func TestOtherSiteIsRefused(t *testing.T) {
	h, _ := testSite(t)
	r := httptest.NewRequest("POST", "/check", strings.NewReader("do=start"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	parse(t, w).want(403, "came from another site").checkPage()

	// Our own form on a home network without HTTPS: browsers send only an Origin.
	r = httptest.NewRequest("POST", "http://192.168.1.5:8080/check", strings.NewReader("do=start"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "http://192.168.1.5:8080")
	w = httptest.NewRecorder()
	h.ServeHTTP(w, r)
	parse(t, w).want(422, "Tick what is true now")
	if got := w.Header().Get("Referrer-Policy"); got != "same-origin" {
		t.Errorf("Referrer-Policy %q would make browsers send Origin: null", got)
	}
}

func TestFaultsOfTheService(t *testing.T) {
	h, f := testSite(t)
	form := get(t, h, "/check").form("start")
	form.Set("alarm", "none")
	f.panic = "a secret: my legs"
	post(t, h, "/check", form).want(500, "our fault").checkPage()
	f.panic = nil
	for field, phrase := range map[string]string{
		"text": "could not read your words", "person.age": "from 0 to 120", "evidence[3].value": "did not reach us", "": "did not reach us",
	} {
		f.err = errs.Field(field, "bad")
		post(t, h, "/check", form).want(422, phrase).checkPage()
	}
	f.err = fmt.Errorf("assess: %w", errs.Field("person.age", "wrapped"))
	post(t, h, "/check", form).want(422, "from 0 to 120")
}

// A page is parsed when somebody opens it: what is wrong with one has to be found here.
func TestEveryPageParses(t *testing.T) {
	re := must(newRenderer())
	for p, pages := range re.pages {
		if len(pages) < 60 {
			t.Errorf("%s has %d pages", p.Lang(), len(pages))
		}
		for name, page := range pages {
			if made, err := page(); err != nil || made.Lookup("layout") == nil {
				t.Errorf("%s in %s: %v", name, p.Lang(), err)
			}
		}
	}
}

// The words of the catalogue stay at about grade 7.
func TestReadingLevel(t *testing.T) {
	p := must(newRenderer()).bundle.For("en")
	var words, sentences, syllables float64
	for _, key := range p.Keys() {
		s := p.T(key)
		if len(strings.Fields(s)) < 4 {
			continue // labels are no sentences
		}
		w, sn, sy := measure(s)
		if grade := fleschKincaid(w, sn, sy); grade > 14 && w > 12 {
			t.Errorf("%s reads at grade %.1f: %s", key, grade, s)
		}
		words, sentences, syllables = words+w, sentences+sn, syllables+sy
	}
	grade := fleschKincaid(words, sentences, syllables)
	t.Logf("grade %.1f over %.0f words", grade, words)
	if grade > 8 {
		t.Errorf("the catalogue reads at grade %.1f, want at most 8", grade)
	}
}

// fleschKincaid is the US school grade: Kincaid et al. 1975.
func fleschKincaid(words, sentences, syllables float64) float64 {
	return 0.39*words/sentences + 11.8*syllables/words - 15.59
}

var sentenceEnd = regexp.MustCompile(`[.!?][”"]?\s`)

// measure counts words, sentences and, by groups of vowels, syllables.
func measure(s string) (words, sentences, syllables float64) {
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && r != '’' && r != '\'' }) {
		words++
		n, vowel := 0, false
		w = strings.ToLower(w)
		for _, r := range strings.TrimSuffix(w, "e") {
			v := strings.ContainsRune("aeiouy", r)
			if v && !vowel {
				n++
			}
			vowel = v
		}
		syllables += float64(max(1, n))
	}
	sentences = float64(len(sentenceEnd.FindAllString(s+" ", -1)))
	return words, max(1, sentences), syllables
}

package web

import (
	"io/fs"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// devSite is the test site with other options.
func siteWith(t testing.TB, opts Options) http.Handler {
	t.Helper()
	f := &fake{base: testBase(t)}
	return must(newSite(f, f.base, opts))
}

func TestComponentsAreServedInDevelopmentOnly(t *testing.T) {
	h, _ := testSite(t)
	get(t, h, "/dev/components").want(404, "not here").checkPage()

	h = siteWith(t, Options{Dev: true})
	d := get(t, h, "/dev/components").want(200, "Theme: Night")
	d.checkPage()
	for _, theme := range themes[1:] {
		for _, part := range []string{".card", ".door", ".note", ".tick", ".choice", "progress", "details", "table", ".bars", ".levels"} {
			if n := len(doc{Node: d.one("section#" + theme), t: t}.all(part)); n == 0 {
				t.Errorf("%s shows no %s", theme, part)
			}
		}
	}
	if got := attr(get(t, h, "/dev/components?dir=rtl").one("html"), "dir"); got != "rtl" {
		t.Errorf("dir %q", got)
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]string{"en": "ltr", "ar": "rtl", "fa-IR": "rtl", "he": "rtl", "ur": "rtl", "de": "ltr", "az": "ltr", "az-Arab": "rtl"} {
		if got := direction(lang); got != want {
			t.Errorf("%s runs %s, want %s", lang, got, want)
		}
	}
	h, _ := testSite(t)
	if got := attr(get(t, h, "/").one("html"), "dir"); got != "ltr" {
		t.Errorf("dir %q", got)
	}
}

// Help and the themes are one tap away everywhere, and so is what this is not.
func TestEveryPageHasHelpThemesAndDisclaimer(t *testing.T) {
	h, _ := testSite(t)
	form := begin(t, h)
	form.Set("text", "My calf cramps for three weeks")
	words := post(t, h, "/check", form)
	question := post(t, h, "/check", words.form("understood"))
	for name, d := range map[string]doc{
		"home": get(t, h, "/"), "where": get(t, h, "/check"), "words": words, "question": question,
		"result": post(t, h, "/check", question.form("result")), "about": get(t, h, "/about"), "lost": get(t, h, "/lost"),
	} {
		if len(d.all("a[href=/help]")) == 0 {
			t.Errorf("%s: no way to help", name)
		}
		if n := len(d.all("button[data-theme]")); n != len(themes) {
			t.Errorf("%s: %d theme buttons, want %d", name, n, len(themes))
		}
		if !strings.Contains(textOf(d.one("header")), "Information, not a diagnosis") {
			t.Errorf("%s: the header does not say what this is not", name)
		}
	}
}

// A page that is rendered once for everybody still follows the theme, and a request for
// its headers alone does not take the theme buttons from those that come after.
func TestPagesRenderedOnceFollowTheTheme(t *testing.T) {
	h, _ := testSite(t)
	for _, path := range []string{"/", "/about", "/how-it-decides", "/how-wrong-it-is", "/offline"} {
		h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodHead, path, nil))
		for _, theme := range []string{"night", "auto", "night", "unheard-of"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.AddCookie(&http.Cookie{Name: themeCookie, Value: theme})
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if text := w.Body.String(); w.Code != 200 || !strings.Contains(text, `class="theme-`+knownTheme(theme)+`"`) {
				t.Errorf("%s in %q: status %d, not in that theme", path, theme, w.Code)
			} else if n := strings.Count(text, "<button name=\"theme\""); n != len(themes) {
				t.Errorf("%s in %q: %d theme buttons, want %d", path, theme, n, len(themes))
			}
		}
	}
}

// The header looks the same on every page: its classes are styled for all pages together.
func TestPagesDoNotStyleTheHeader(t *testing.T) {
	rule := regexp.MustCompile(`(?m)^\.(top|brand|tools|tool|help|tabs)\b.*`)
	sheets, err := fs.Glob(staticFiles, "static/*.css")
	if err != nil || len(sheets) < 5 {
		t.Fatalf("%d style sheets, %v", len(sheets), err)
	}
	for _, name := range sheets {
		found := rule.FindString(string(must(fs.ReadFile(staticFiles, name))))
		if (found != "") != (name == "static/app.css") {
			t.Errorf("%s styles the header: %q", name, found)
		}
	}
}

// Between the questions there is no bar to slip on.
func TestNoTabsBetweenTheQuestions(t *testing.T) {
	h, _ := testSite(t)
	form := begin(t, h)
	q := post(t, h, "/check", form).want(200, "Question 1")
	if len(q.all("nav.tabs")) != 0 || len(get(t, h, "/check").all("nav.tabs")) != 1 {
		t.Error("the bar stands on the question, or is missing at the start")
	}
}

// The theme changes in the middle of a check, without a script, and nothing is lost.
func TestThemeInTheMiddleOfACheck(t *testing.T) {
	h, f := testSite(t)
	themed := func(d doc, page string, change func(url.Values)) doc {
		t.Helper()
		form := d.form("theme:night@" + page)
		if change != nil {
			change(form)
		}
		d = post(t, h, "/check", form).want(200)
		d.checkPage()
		if got := attr(d.one("html"), "class"); got != "theme-night" {
			t.Errorf("%s: class %q", page, got)
		}
		if got := d.Header.Get("Set-Cookie"); !strings.HasPrefix(got, "theme=night;") {
			t.Errorf("%s: cookie %q", page, got)
		}
		if got := attr(d.one("body"), "class"); !strings.Contains(got, "page-"+page) {
			t.Fatalf("after the theme button of %s: body %q", page, got)
		}
		return d
	}
	where := themed(get(t, h, "/check"), "where", func(v url.Values) {
		v.Set("alarm", "none")
		v.Add("place", "calf")
		v.Set("text", "My calf hurts, no swelling, for three weeks")
		v.Set("age", "61")
	})
	form := where.form("start")
	if form.Get("age") != "61" || form.Get("place") != "calf" || form.Get("alarm") != "none" || !strings.Contains(form.Get("text"), "no swelling") {
		t.Errorf("step 1 lost something: %v", form)
	}
	words := themed(post(t, h, "/check", form), "words", func(v url.Values) {
		v.Set("u.unilateral_leg_swelling", "unknown")
		v.Set("u.duration_days", "28")
	})
	form = words.form("understood")
	if form.Get("u.unilateral_leg_swelling") != "unknown" || form.Get("u.duration_days") != "28" {
		t.Errorf("the corrections are lost: %v", form)
	}
	q := post(t, h, "/check", form).want(200, "Question 1")
	q = themed(q, "question", nil).want(200, "Question 1")
	q = post(t, h, "/check", q.form("answer:present"))
	q = post(t, h, "/check", q.form("answer:unknown")).want(200, "Question 3")
	q = themed(q, "question", func(v url.Values) { v.Set("v", "6,5") }).want(200, "Question 3")
	if got := attr(q.one("input#f-v"), "value"); got != "6,5" {
		t.Errorf("the number typed is now %q", got)
	}
	r := post(t, h, "/check", q.form("result")).want(200, "What it may be")
	before := evidence(f.seen)
	r = themed(r, "result", nil)
	if after := evidence(f.seen); len(after) != len(before) || after["calf_pain"] != "present" || after["unilateral_leg_swelling"] != "unknown" {
		t.Errorf("answers before %v, after %v", before, after)
	}
	post(t, h, "/check", r.form("more")).want(200, "Question 3")
}

// The same on the pages of the plan.
func TestThemeOnThePlan(t *testing.T) {
	h, _ := testSite(t)
	form := get(t, h, "/plan").form("theme:dark@plan-form")
	form.Set("age", "66")
	form.Set("alarm", "none")
	d := post(t, h, "/plan", form).want(200)
	d.checkPage()
	if got := d.form("plan"); !d.shows("plan-form") || got.Get("age") != "66" || got.Get("alarm") != "none" {
		t.Errorf("the form lost something: %v", got)
	}
	plan := post(t, h, "/plan", quick())
	d = post(t, h, "/plan", plan.form("theme:night@plan")).want(200)
	if got := attr(d.one("html"), "class"); got != "theme-night" || !d.shows("plan") {
		t.Errorf("class %q", got)
	}
	if before, after := plan.cards(), d.cards(); strings.Join(before, " ") != strings.Join(after, " ") {
		t.Errorf("measures before %v, after %v", before, after)
	}
}

func TestThemeButtonOfABrokenForm(t *testing.T) {
	h, _ := testSite(t)
	for _, do := range []string{"theme:night@nowhere", "theme:<script>", "theme:", "theme:night@question"} {
		d := post(t, h, "/check", url.Values{"do": {do}, "ask": {"no_such_finding"}}).want(200)
		d.checkPage()
		if strings.Contains(d.Raw, "<script>") {
			t.Errorf("%q comes back as written", do)
		}
	}
}

func TestHelp(t *testing.T) {
	h, _ := testSite(t) // an operator in the United Kingdom
	d := get(t, h, "/help").want(200, "United Kingdom", "Call 999", "not checked each one")
	d.checkPage()
	call := doc{Node: d.one("section#numbers"), t: t}.one("a.call")
	if got := attr(call, "href"); got != "tel:999" {
		t.Errorf("the button calls %q", got)
	}
	if n := len(d.all("li[id=c-US]")); n != 1 {
		t.Errorf("the United States stand %d times in the list", n)
	}
	if n, want := len(d.all("ul.all")), 1; n != want {
		t.Errorf("%d lists of countries", n)
	}
	d = get(t, h, "/help?country=us").want(200)
	if got := textOf(d.one("section#numbers")); !strings.Contains(got, "Call 911") {
		t.Errorf("for the United States: %s", got)
	}
	if got := attr(d.one("option[selected]"), "value"); got != "US" {
		t.Errorf("chosen %q", got)
	}
	get(t, h, "/help?country=%3Cb%3E").want(200, "Call 999")

	none := siteWith(t, Options{})
	d = get(t, none, "/help").want(200, "Choose your country")
	if len(doc{Node: d.one("section#numbers"), t: t}.all("a")) != 0 {
		t.Error("a number is shown for no country")
	}
	for _, id := range callAtOnce {
		if !strings.Contains(d.text(), testBase(t).RedFlag(id).Tells) {
			t.Errorf("the page does not tell of %s", id)
		}
	}
}

// The two doors of home, and nothing that is not there.
func TestHomeLeadsToWhatExists(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/").want(200, "Find out why")
	if attr(d.one("a.door-check"), "href") != "/check" {
		t.Error("the door to the check leads elsewhere")
	}
	for _, dest := range destinations {
		exists := get(t, h, dest.Path).Status == 200
		linked := false
		for _, a := range d.all("a[href=" + dest.Path + "]") {
			linked = linked || a != nil
		}
		if linked != exists {
			t.Errorf("%s: linked %v, exists %v", dest.Path, linked, exists)
		}
	}
	if n := len(d.all("a[aria-current=page]")); n != 0 {
		t.Errorf("home stands in the bar %d times; the name at the top leads there", n)
	}
	if got := attr(get(t, h, "/plan").one("a[aria-current=page]"), "href"); got != "/plan" {
		t.Errorf("the bar says that this is %q", got)
	}
}

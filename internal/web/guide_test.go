package web

import (
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
)

func testGuide(t testing.TB) *guide.Guide {
	t.Helper()
	return must(must(realService()).Guide())
}

func TestGuideListsEveryArticleOnce(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/guide").want(200, "What you feel", "Look something up")
	for _, x := range testGuide(t).Pages() {
		links := d.all("a[href=" + x.URL + "]")
		if want := boolInt(x.Kind == guide.KindArticle); len(links) != want {
			t.Errorf("%s stands %d times, want %d", x.URL, len(links), want)
		}
		for _, a := range links {
			if got := textOf(a); !strings.Contains(got, x.Title) || !strings.Contains(got, " minutes") {
				t.Errorf("%s: %q", x.URL, got)
			}
		}
	}
}

// doseOf finds an amount of a medicine: nobody is told one.
var doseOf = regexp.MustCompile(`(?i)\d\s*(mg|mcg|µg|microgram|milligram|g|iu|tablets?|capsules?|drops)\b(\s*(a|per|each|every)\s*(day|night)|\s*(daily|nightly|twice))`)

// Every page says what it is, who has read it, and holds every passage that an answer may
// lead to; pages of medicines hold no dose.
func TestEveryPageOfTheGuide(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page")
	}
	h, _ := testSite(t)
	kinds := map[string]int{}
	for _, x := range testGuide(t).Pages() {
		kinds[x.Kind]++
		d := get(t, h, x.URL)
		if d.Status != http.StatusOK {
			t.Errorf("%s answers %d", x.URL, d.Status)
			continue
		}
		if got := textOf(d.one("h1")); got != x.Title {
			t.Errorf("%s is headed %q, want %q", x.URL, got, x.Title)
		}
		ids := map[string]int{}
		for n := range d.Descendants() {
			if id := attr(n, "id"); n.Type == html.ElementNode && id != "" {
				ids[id]++
			}
		}
		for _, p := range x.Passages {
			if ids[p.Anchor] != 1 {
				t.Errorf("%s: the passage %q stands %d times", x.URL, p.Anchor, ids[p.Anchor])
			}
		}
		for id, n := range ids {
			if n > 1 {
				t.Errorf("%s: the id %q stands %d times", x.URL, id, n)
			}
		}
		if got := textOf(d.one("div.standing")); !strings.Contains(got, "Not yet reviewed by a clinician") {
			t.Errorf("%s does not say who has read it: %q", x.URL, got)
		}
		if len(d.all("form.check-here")) != 1 || len(d.all("nav.next")) != 1 {
			t.Errorf("%s: no way to the check, or nothing to read next", x.URL)
		}
		if m := doseOf.FindString(d.text()); m != "" && x.Kind == guide.KindMedicine {
			t.Errorf("%s holds a dose: %q", x.URL, m)
		}
		if m := rawID.FindString(d.text()); m != "" {
			t.Errorf("%s shows the id %q", x.URL, m)
		}
		if _, err := xmlSafe(attr(d.all("meta[name=description]")[0], "content")); err != nil || len(attr(d.all("meta[name=description]")[0], "content")) > 200 {
			t.Errorf("%s: description %q", x.URL, attr(d.all("meta[name=description]")[0], "content"))
		}
	}
	for _, kind := range guide.Kinds {
		if kinds[kind] < 20 {
			t.Errorf("%d pages of kind %s: the walk misses some", kinds[kind], kind)
		}
	}
}

// rawID finds what is written for programs.
var rawID = regexp.MustCompile(`\b[a-z]+_[a-z]+(_[a-z0-9]+)*\b`)

func xmlSafe(s string) (string, error) { return s, xml.EscapeText(&strings.Builder{}, []byte(s)) }

func TestArticle(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/guide/restless-legs").want(200, "By Legible contributors", "5 minutes", "To be reviewed by", "In short", "Questions people ask", "fair evidence", "What the small words mean", "Read next")
	x := testGuide(t).Page("restless-legs")
	if got, want := len(d.all("details.contents")), 1; got != want {
		t.Fatalf("%d tables of contents", got)
	}
	contents := doc{Node: d.one("details.contents"), t: t}.all("a")
	if len(contents) < 5 {
		t.Errorf("the contents name %d headings", len(contents))
	}
	if got, want := len(doc{Node: d.one("div.faq"), t: t}.all("details")), len(x.Article.FAQ); got != want {
		t.Errorf("%d questions, want %d", got, want)
	}
	for _, tag := range x.Tags {
		found := post(t, h, "/guide", url.Values{"tag": {tag}}).want(200, x.Title)
		if len(found.all("ul.hits")) != 1 {
			t.Errorf("the topic %q leads nowhere", tag)
		}
	}
	if got, want := len(doc{Node: d.one("ol.sources"), t: t}.all("li")), len(x.Sources); got != want {
		t.Errorf("%d sources, want %d", got, want)
	}
}

// Words in the box of an article open the check with them, before anything is asked.
func TestCheckFromTheGuide(t *testing.T) {
	h, _ := testSite(t)
	form := get(t, h, "/guide/cramps-at-night").form("where")
	form.Set("text", "My calf cramps")
	d := post(t, h, "/check", form).want(200)
	if got := textOf(d.one("textarea#f-text")); got != "My calf cramps" || len(d.all("#problems")) != 0 {
		t.Errorf("the check opens with %q and %d problems", got, len(d.all("#problems")))
	}
}

func TestEntryPages(t *testing.T) {
	h, _ := testSite(t)
	for path, want := range map[string][]string{
		"/guide/conditions/rls-adult":                 {"Also called", "If this is the cause: Book a normal visit", "Signs that cannot wait", "Blood tests that may help", "3.9–14.3 %", "read in the source", "What makes it more likely"},
		"/guide/exercises/stretch-calf-wall":          {"Stand facing a wall", "20–30 s", "2–3 times", "Who should not do it", "Weak evidence", "Stretch with me"},
		"/guide/activities/caffeine-cut":              {"How to do it", "How sure this is"},
		"/guide/medicines/ace-inhibitors":             {"Do not stop or change this medicine on your own", "Lisinopril", "opinion"},
		"/guide/labs/potassium":                       {"Get care at once", "6.5 mmol/L or more: emergency care now", "below 3.5 mmol/L", "3.5–5 mmol/L", "from memory, to be checked", "1 mEq/L = 1 mmol/L"},
		"/guide/labs/esr":                             {"up to 0.5 × age in years + 5 mm/h"},
		"/guide/labs/ck":                              {"times the upper limit"},
		"/guide/instruments/wells-dvt-2-level":        {"Filled in by", "In our own words", "How it is counted"},
		"/guide/instruments/isi":                      {"Others hold the rights"},
		"/guide/conditions/peripheral-artery-disease": {"Black toe"},
	} {
		get(t, h, path).want(200, want...)
	}
	d := get(t, h, "/guide/exercises/stretch-calf-wall")
	if got := len(doc{Node: d.one("div.frames"), t: t}.all("svg")); got != 2 {
		t.Errorf("%d drawings, want 2", got)
	}
	if got := textOf(get(t, h, "/guide/instruments/isi").one("main")); strings.Contains(got, "What it asks") {
		t.Error("items of a form are shown that others hold the rights to")
	}
	get(t, h, "/guide/no-such-page").want(404, "not in the guide").checkPage()
	get(t, h, "/guide/").want(404)
}

// An overdue review turns amber the day after, also on a page that was made before.
func TestOverdueReview(t *testing.T) {
	now := time.Date(2027, 11, 22, 12, 0, 0, 0, time.UTC)
	h := siteWith(t, Options{Now: func() time.Time { return now }})
	if d := get(t, h, "/guide/restless-legs").want(200); len(d.all("div.overdue")) != 0 {
		t.Error("overdue on the last day")
	}
	now = now.AddDate(0, 0, 1)
	get(t, h, "/guide/restless-legs").want(200, "should have been reviewed by 22 November 2027").one("p.late")
}

// reviewed is a service over a guide of its own.
type reviewed struct {
	*fake
	g *guide.Guide
}

func (r reviewed) Guide() (*guide.Guide, error) { return r.g, nil }

func TestReviewedPages(t *testing.T) {
	_, f := testSite(t)
	g := must(guide.New(f.base))
	g.Page("restless-legs").Reviewed = &kb.Review{By: "Test <Person>", Credentials: "GP", On: "2026-11-01", Until: "2027-05-01"}
	g.Page("labs/ferritin").Reviewed = &kb.Review{By: "Test Person", Credentials: "GP", On: "2025-01-01", Until: "2026-01-01"}
	h := must(newSite(reviewed{f, g}, f.base, Options{Now: func() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }}))
	d := get(t, h, "/guide/restless-legs").want(200, "Reviewed by Test <Person>, GP, on 1 November 2026", "To be reviewed by 1 May 2027")
	if data := linkedOf(t, d); data["lastReviewed"] != "2026-11-01" || data["reviewedBy"].(map[string]any)["name"] != "Test <Person>" {
		t.Errorf("machines read %v", data["reviewedBy"])
	}
	get(t, h, "/guide/labs/ferritin").want(200, "should have been reviewed by 1 January 2026")
	post(t, h, "/guide", url.Values{"q": {"restless legs"}}).want(200, "Reviewed by a clinician")
}

func TestSearchWithoutScript(t *testing.T) {
	h, _ := testSite(t)
	search := func(q string, more ...string) doc {
		t.Helper()
		form := url.Values{"q": {q}}
		for i := 0; i < len(more); i += 2 {
			form.Set(more[i], more[i+1])
		}
		d := post(t, h, "/guide", form).want(200)
		d.checkPage()
		return d
	}
	first := func(d doc) string { return attr(doc{Node: d.one("ul.hits"), t: t}.all("a")[0], "href") }
	for q, want := range map[string]string{
		"cramps at night": "/guide/cramps-at-night", "crmaps at nihgt": "/guide/cramps-at-night", "restless": "/guide/restless-legs",
		"ferritin": "/guide/labs/ferritin", "Zestril": "/guide/medicines/ace-inhibitors",
	} {
		if got := first(search(q)); got != want {
			t.Errorf("%q finds %s first, want %s", q, got, want)
		}
	}
	d := search("potassium", "kind", guide.KindLab)
	for _, a := range (doc{Node: d.one("ul.hits"), t: t}).all("a") {
		if !strings.HasPrefix(attr(a, "href"), "/guide/labs/") {
			t.Errorf("among the blood tests stands %s", attr(a, "href"))
		}
	}
	if got := attr(d.one("input[checked]"), "value"); got != guide.KindLab {
		t.Errorf("the filter shows %q", got)
	}
	if len(search("cramp").all("mark")) == 0 {
		t.Error("no word is marked")
	}
	search("zzzqqq xxyy").want(200, "Nothing found")
	if d := search("<script>alert(1)</script> cramp"); strings.Contains(d.Raw, "<script>alert") {
		t.Error("markup comes back as written")
	}
	search(strings.Repeat("cramp ", 2000))
	if got := len(get(t, h, "/guide?kind=lab").want(200).all("ul.hits")); got != 1 {
		t.Errorf("the list of blood tests is not there")
	}
	if got := len(doc{Node: get(t, h, "/guide?kind=lab").one("ul.hits"), t: t}.all("li")); got != len(testBase(t).Analytes) {
		t.Errorf("%d blood tests are listed, want %d", got, len(testBase(t).Analytes))
	}
	get(t, h, "/guide?kind=nonsense").want(200, "What you feel")
}

// What somebody searches for or asks is sent by POST, kept by no cache and written to no
// address.
func TestSearchAndQuestionsStandInNoAddress(t *testing.T) {
	h, _ := testSite(t)
	for path, id := range map[string]string{"/guide": "form#search", "/ask": "form#ask"} {
		if got := attr(get(t, h, path).one(id), "method"); got != "post" {
			t.Errorf("%s sends by %q", path, got)
		}
		d := post(t, h, path, url.Values{"q": {"secretword cramp"}})
		if got := d.Header.Get("Cache-Control"); got != "no-store" || d.Header.Get("Location") != "" {
			t.Errorf("%s: Cache-Control %q, Location %q", path, got, d.Header.Get("Location"))
		}
		for n := range d.Descendants() {
			for _, a := range n.Attr {
				if (a.Key == "href" || a.Key == "action" || a.Key == "src") && strings.Contains(a.Val, "secretword") {
					t.Errorf("%s: an address holds the words: %s", path, a.Val)
				}
			}
		}
		if got := textOf(d.one("title")); strings.Contains(got, "secretword") {
			t.Errorf("%s: the title holds the words", path)
		}
	}
}

func TestPartsForScripts(t *testing.T) {
	h, _ := testSite(t)
	for path, name := range map[string]string{"/guide": "found", "/ask": "answer"} {
		r := httptest.NewRequest("POST", path, strings.NewReader("q=cramps"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Legible-Part", name)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if text := w.Body.String(); w.Code != 200 || strings.Contains(text, "<html") || !strings.Contains(text, "/guide/cramps-at-night") {
			t.Errorf("%s: %d %.200q", path, w.Code, text)
		}
	}
}

func TestBrokenFormsOfTheGuide(t *testing.T) {
	h, _ := testSite(t)
	for _, path := range []string{"/guide", "/ask"} {
		r := httptest.NewRequest("POST", path, strings.NewReader("q=%zz"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		parse(t, w).want(422).checkPage()
		post(t, h, path, url.Values{"q": {strings.Repeat("ä", 200_000)}}).want(413).checkPage()
		post(t, h, path, url.Values{"q": {"cr\xffamp"}}).want(200)
	}
}

func TestGlossary(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/glossary").want(200, "Red flag", "Likelihood ratio", "see Restless legs")
	d.checkPage()
	for _, x := range testGuide(t).Pages() {
		if x.Kind != guide.KindArticle && len(d.all("a[href="+x.URL+"]")) == 0 {
			t.Errorf("%s is not in the glossary", x.URL)
		}
	}
	var letters []string
	for _, s := range d.all("section.letter") {
		letters = append(letters, textOf(doc{Node: s, t: t}.one("h2")))
	}
	if n := len(letters); n < 20 || letters[n-1] != "#" || !slices.IsSorted(letters[:n-1]) {
		t.Errorf("letters %q", letters)
	}
}

func TestFeedSitemapAndRobots(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page")
	}
	h := siteWith(t, Options{BaseURL: "https://legs.example"})
	g := testGuide(t)
	d := get(t, h, "/guide/feed.xml")
	var f atomFeed
	if err := xml.Unmarshal([]byte(d.Raw), &f); err != nil || !strings.HasPrefix(d.Header.Get("Content-Type"), "application/atom+xml") {
		t.Fatalf("feed: %v, %s", err, d.Header.Get("Content-Type"))
	}
	articles := 0
	for _, x := range g.Pages() {
		articles += boolInt(x.Kind == guide.KindArticle)
	}
	if len(f.Entries) != articles || f.ID == "" || f.Title == "" {
		t.Errorf("%d entries, want %d", len(f.Entries), articles)
	}
	for _, e := range f.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Author == "" || e.Summary == "" || e.Link.Href != e.ID || e.Updated > f.Updated {
			t.Errorf("entry %+v: %v", e, err)
		}
	}
	var m siteMap
	if err := xml.Unmarshal([]byte(get(t, h, "/sitemap.xml").Raw), &m); err != nil {
		t.Fatal(err)
	}
	if want := len(g.Pages()) + len(publicPages); len(m.Pages) != want {
		t.Errorf("%d pages in the sitemap, want %d", len(m.Pages), want)
	}
	for _, p := range m.Pages {
		path, ok := strings.CutPrefix(p.Location, "https://legs.example")
		if !ok || get(t, h, path).Status != 200 {
			t.Errorf("the sitemap names %s", p.Location)
		}
	}
	robots := get(t, h, "/robots.txt").Raw
	if !strings.Contains(robots, "Allow: /\n") || !strings.Contains(robots, "Sitemap: https://legs.example/sitemap.xml\n") {
		t.Errorf("robots %q", robots)
	}
}

package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
)

// realSite is the site over the real service.
func realSite(t testing.TB) http.Handler {
	t.Helper()
	return must(New(must(app.New(testBase(t))), Options{Country: "GB", Version: "test"}))
}

const cramp = "I am 62 and take a statin. My calf cramps at three in the morning and goes rock hard, for two months. No swelling."

func TestFirstPageGuessesTheCountry(t *testing.T) {
	h, _ := testSite(t)
	for language, want := range map[string]string{
		"": "GB", "en": "GB", "en-US,en;q=0.9": "US", "de,en-IN;q=0.5": "IN", "xx-ZZ": "GB", ";;;": "GB", "en-XYZQ": "GB",
	} {
		r := httptest.NewRequest("GET", "/check", nil)
		r.Header.Set("Accept-Language", language)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		d := parse(t, w)
		if got := d.form("start").Get("country"); got != want {
			t.Errorf("%q: country %q, want %q", language, got, want)
		}
		if d.Header.Get("Set-Cookie") != "" {
			t.Error("the guess is kept")
		}
	}
}

func TestUnknownCountryAndLanguage(t *testing.T) {
	h, f := testSite(t)
	form := begin(t, h)
	form.Set("country", "XX")
	post(t, h, "/check", form).want(200, "Question 1")
	if f.seen.Country != "GB" {
		t.Errorf("country %q, want the operator's", f.seen.Country)
	}
	r := httptest.NewRequest("POST", "/check", strings.NewReader(begin(t, h).Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Accept-Language", "tlh,xx;q=nonsense")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	parse(t, w).want(200, "Question 1").checkPage()
}

// What was understood is folded, but for what would matter if it were wrong.
func TestUnderstoodIsFolded(t *testing.T) {
	h, _ := testSite(t)
	form := begin(t, h)
	form.Set("text", "calf cramp, no swelling, three weeks")
	d := post(t, h, "/check", form).want(200, "What was understood", "Cramp in the calf Yes", "How long it has lasted 21 days")
	d.checkPage()
	for _, item := range d.all("details.item") {
		if has(item, "open") {
			t.Errorf("open without need: %s", textOf(item))
		}
	}
	form.Set("text", "calf cramp, foot cold and pale")
	form["alarm"] = []string{"none"}
	d = post(t, h, "/check", form)
	d = post(t, h, "/check", d.form("words")).want(200, "What was understood")
	open := 0
	for _, item := range d.all("details.item") {
		if has(item, "open") {
			open++
			if !strings.Contains(textOf(item), "cold") {
				t.Errorf("open without need: %s", textOf(item))
			}
		}
	}
	if open != 1 {
		t.Errorf("%d lines open, want that of the cold foot", open)
	}
}

// What is added is read like the own words; nothing that was corrected is lost by it.
// A long list of which nothing needs a look can be passed above it; not before age and sex are known.
func TestLongListOfWhatWasUnderstoodCanBePassed(t *testing.T) {
	const long = "My calf cramps at night, twice a week, for three months. Stretching helps."
	for _, c := range []struct {
		name, text, age string
		ways            int
	}{{"long", long, "62", 2}, {"no age", long, "", 1}, {"short", "My calf is stiff.", "62", 1}, {"alarm to look at", long + " My left calf is swollen.", "62", 1}} {
		t.Run(c.name, func(t *testing.T) {
			h := realSite(t)
			form := begin(t, h)
			form.Set("text", c.text)
			form.Set("age", c.age)
			form.Set("sex", "female")
			d := post(t, h, "/check", form).want(200, "What was understood")
			d.checkPage()
			ways := 0
			for _, b := range d.all("button[value=understood]") {
				if !has(b, "hidden") {
					ways++
				}
			}
			if ways != c.ways {
				t.Errorf("%d ways on, want %d", ways, c.ways)
			}
		})
	}
}

func TestAddWhatWasMissed(t *testing.T) {
	h, f := testSite(t)
	form := begin(t, h)
	form.Set("text", "calf cramp")
	d := post(t, h, "/check", form)
	add := d.form("add")
	add.Set("u.cramp_calf", "absent")
	add.Set("add", "no swelling")
	d = post(t, h, "/check", add).want(200, "What was understood", "One leg swollen No", "Cramp in the calf No")
	d.checkPage()
	if f.seen.Text != "calf cramp\nno swelling" {
		t.Errorf("text %q", f.seen.Text)
	}
	add = d.form("add")
	add.Set("add", "zebra")
	d = post(t, h, "/check", add).want(200, "could not read anything new")
	// Written but not sent by its own button: it is read all the same before going on.
	on := d.form("understood")
	on.Set("add", "three weeks")
	d = post(t, h, "/check", on).want(200, "What was understood", "21 days")
	long := d.form("add")
	long.Set("add", strings.Repeat("a", app.MaxText))
	d = post(t, h, "/check", long).want(422, "What was understood", "We can read 10000")
	if got := len(attr(d.one("#f-add"), "value")); got != app.MaxText {
		t.Errorf("%d of what was added stays in its field", got)
	}
	post(t, h, "/check", d.form("understood")).want(422) // still too long, still there
}

func TestBoxesHaveShortLabels(t *testing.T) {
	s := &site{base: testBase(t)}
	for _, f := range s.base.Findings {
		for _, o := range s.questionAbout(f, false).Options {
			if n := len(strings.Fields(o.Text)); n > 6 {
				t.Errorf("%s: %q has %d words", f.ID, o.Text, n)
			}
		}
	}
}

// The whole check for somebody else asks about them, page after page.
func TestForSomebodyElse(t *testing.T) {
	h := realSite(t)
	form := begin(t, h)
	form.Set("who", "other")
	form.Set("text", "My father is 71. His calves cramp at night and wake him.")
	d := post(t, h, "/check", form).want(200, "What was understood")
	d = post(t, h, "/check", d.form("understood"))
	speaks := regexp.MustCompile(`(?i)\b(do|are|have|did|were) you\b|\byour\b`)
	questions := 0
	for ; d.shows("question"); questions++ {
		if h1 := textOf(d.one("h1")); speaks.MatchString(h1) {
			t.Errorf("asks the wrong person: %s", h1)
		}
		do := "answer:unknown"
		if len(d.all("button[value=answer:absent]")) == 1 {
			do = "answer:absent"
		}
		back := post(t, h, "/check", d.form("back"))
		if h1 := back.all("h1"); back.shows("question") && speaks.MatchString(textOf(h1[0])) {
			t.Errorf("back asks the wrong person: %s", textOf(h1[0]))
		}
		d = post(t, h, "/check", d.form(do))
	}
	d.want(200, "people with answers like these").checkPage()
	if questions == 0 {
		t.Error("no question was asked")
	}
}

func TestResultSaysWhatToDoFirst(t *testing.T) {
	h := realSite(t)
	form := begin(t, h)
	form.Set("text", cramp)
	d := post(t, h, "/check", form)
	d = post(t, h, "/check", d.form("understood"))
	d = post(t, h, "/check", d.form("result")).want(200, "What to say on the phone", "I am 62 years old.", "about 2 months ago",
		"What would change this", "Is it something bad?", "What to ask a doctor or pharmacist", "statin", "Print or save as PDF")
	d.checkPage()
	for _, banned := range []string{"stop taking", " mg"} {
		if strings.Contains(d.text(), banned) {
			t.Errorf("the page says %q", banned)
		}
	}
	if n := len(d.all("svg.dots")); n != 1 {
		t.Errorf("%d pictures of a hundred people, want one", n)
	}
	changes := 0
	for _, b := range d.all("button[name=do]") {
		if strings.HasPrefix(attr(b, "aria-label"), "Answer: ") {
			changes++
			ask := post(t, h, "/check", d.form(attr(b, "value"))).want(200, "Keep my answer")
			post(t, h, "/check", ask.form("answer:unknown")).want(200, "What it may be")
		}
	}
	if changes == 0 {
		t.Error("nothing is named that would change this")
	}
}

// Care at home needs no sentence for the phone, an emergency no list of what might change.
func TestSentenceForThePhone(t *testing.T) {
	h := realSite(t)
	form := begin(t, h)
	form["alarm"] = []string{"chest"}
	form.Set("who", "other")
	form.Set("age", "71")
	d := post(t, h, "/check", form).want(200, "Get help now", "I am calling about someone who is 71 years old.", "Warning signs:", "I was advised to call you now.")
	if len(d.all("#changes-h")) != 0 {
		t.Error("an emergency lists what might change it")
	}
	home, _ := testSite(t)
	d = post(t, home, "/check", url.Values{"do": {"result"}}).want(200, "You can care for this at home")
	if len(d.all("blockquote")) != 0 {
		t.Error("care at home has something to say on the phone")
	}
}

// Over a story of a child nobody has to tick that it is about somebody else; the sentences
// for the phone do not say "I am 5 years old". Who says "me" is believed.
func TestStoryOfAChild(t *testing.T) {
	h := realSite(t)
	const story = "My son is 5. His hip hurts and he will not walk since this morning."
	form := begin(t, h)
	if form.Has("who") {
		t.Error("somebody is chosen beforehand")
	}
	form.Set("text", story)
	for who, says := range map[string]string{"": "I am calling about someone who is 5 years old.", "self": "I am 5 years old."} {
		form.Set("who", who)
		d := post(t, h, "/check", form).want(200, "understood")
		next := d.form("understood")
		if who == "" && next.Get("who") != "other" {
			t.Errorf("the words are read as about %q", next.Get("who"))
		}
		next.Set("do", "result")
		post(t, h, "/check", next).want(200, says)
	}
}

// The same form sent twice gives the same page: a double tap loses and doubles nothing.
func TestSentTwice(t *testing.T) {
	h := realSite(t)
	form := begin(t, h)
	form.Set("text", cramp)
	d := post(t, h, "/check", form)
	for range 3 {
		do := "understood"
		if d.shows("question") {
			do = "answer:unknown"
		}
		form = d.form(do)
		first, second := post(t, h, "/check", form), post(t, h, "/check", form)
		if first.Raw != second.Raw || first.Status != 200 {
			t.Fatalf("sent twice: %d and another page", first.Status)
		}
		if d = first; !d.shows("question") {
			break
		}
	}
	// After the end the browser's own Back leads to an older form; it still goes on.
	old := d.form("answer:unknown")
	end := post(t, h, "/check", d.form("result")).want(200, "What it may be")
	post(t, h, "/check", old).want(200)
	post(t, h, "/check", end.form("where")).want(200, "None of these")
}

// Broken hidden fields lead to a clear page with what people typed still on it.
func TestTamperedStateKeepsWhatWasTyped(t *testing.T) {
	h, _ := testSite(t)
	form := begin(t, h)
	form.Set("text", "my own words")
	form.Set("age", "44")
	form.Set("e", "q no_such_finding present")
	d := post(t, h, "/check", form).want(422, "did not reach us", "my own words")
	d.checkPage()
	if got := attr(d.one("input#f-age"), "value"); got != "44" {
		t.Errorf("age %q", got)
	}
	post(t, h, "/check", d.form("start")).want(200, "What was understood")
}

func TestDots(t *testing.T) {
	for n, want := range map[int]int{-3: 0, 0: 0, 1: 1, 46: 46, 100: 100, 180: 100} {
		svg := string(dots(n))
		_, on, _ := strings.Cut(svg, `class="on"`)
		if got := strings.Count(on, "h0"); got != want || strings.Count(svg, "h0") != 100 {
			t.Errorf("dots(%d): %d filled of %d", n, got, strings.Count(svg, "h0"))
		}
	}
}

func TestLengthsOfTimeInWords(t *testing.T) {
	p := must(newRenderer()).bundle.For("en")
	for days, want := range map[float64]string{1: "1 day", 9: "9 days", 21: "about 3 weeks", 61: "about 2 months", 800: "about 2 years"} {
		if got := spell(days, p); got != want {
			t.Errorf("spell(%v) = %q, want %q", days, got, want)
		}
	}
}

// Everything a resumed check sends comes out of the pages it was kept from.
func TestResumeSendsWhatWasKept(t *testing.T) {
	h := realSite(t)
	form := begin(t, h)
	form.Set("text", cramp)
	d := post(t, h, "/check", form)
	d = post(t, h, "/check", d.form("understood")).want(200, "Question 1")
	d = post(t, h, "/check", d.form("answer:unknown")).want(200, "Question 2")
	kept := d.form("answer:unknown")
	for name := range kept {
		if !slices.Contains([]string{"who", "text", "age", "sex", "pregnant", "country", "side", "nopain", "alarm", "place", "e"}, name) {
			kept.Del(name)
		}
	}
	kept.Set("do", "more")
	again := post(t, h, "/check", kept).want(200, "Question 2")
	if textOf(again.one("h1")) != textOf(d.one("h1")) {
		t.Errorf("resumed at %q, stopped at %q", textOf(again.one("h1")), textOf(d.one("h1")))
	}
}

// A form that comes back with faults is being gone on with: no offer to go on stands
// between them and the form.
func TestNoOfferToGoOnOverFaults(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/check").want(200)
	if len(d.all("#resume")) != 1 {
		t.Error("a new check does not offer to go on with an old one")
	}
	if d = post(t, h, "/check", d.form("start")).want(422, "Please check this first"); len(d.all("#resume")) != 0 {
		t.Error("the offer stands over the faults")
	}
}

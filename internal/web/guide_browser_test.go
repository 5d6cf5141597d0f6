package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// violations notes what the policy of the page refused.
const violations = `document.addEventListener("securitypolicyviolation", (e) => (globalThis.refused ??= []).push(e.violatedDirective + " " + e.sourceFile));`

func (b *browser) refused() []string {
	b.t.Helper()
	return eval[[]string](b, "globalThis.refused ?? []")
}

// Search shows what it finds as somebody types, with the keyboard alone, and the list comes
// back when the box is empty.
func TestBrowserGuideSearch(t *testing.T) {
	b := newBrowser(t)
	b.before(violations)
	b.do(chromedp.Navigate(b.url + "/guide"))
	b.look("guide")
	b.tabTo("#f-q")
	b.do(chromedp.KeyEvent("crmaps at ni"))
	b.until("!!document.querySelector('.hits')")
	if got := eval[string](b, "document.querySelector('.hits a').getAttribute('href')"); got != "/guide/cramps-at-night" {
		t.Errorf("first comes %q", got)
	}
	if b.seen("#browse") || !strings.Contains(b.text("#said"), "found") || eval[int](b, "document.querySelectorAll('.hits mark').length") == 0 {
		t.Error("the list stays, nothing is said, or no word is marked")
	}
	b.look("guide search")
	if got := eval[string](b, "location.href"); got != b.url+"/guide" {
		t.Errorf("the search stands in the address: %s", got)
	}
	eval[bool](b, "document.querySelector('input[value=lab]').click(), true")
	b.until("[...document.querySelectorAll('.hits a')].every(a => a.pathname.startsWith('/guide/labs/'))")
	if got := eval[[]string](b, "[...document.querySelectorAll('.hits a')].map(a => a.pathname).filter(p => !p.startsWith('/guide/labs/'))"); len(got) > 0 {
		t.Errorf("among the blood tests: %q", got)
	}
	eval[bool](b, "document.querySelector('input[name=kind]').click(), document.querySelector('#f-q').value = '', document.querySelector('#f-q').dispatchEvent(new Event('input')), true")
	b.until("!!document.querySelector('#browse').checkVisibility()")
	if !b.seen("#browse") {
		t.Error("the list does not come back")
	}
	if got := b.refused(); len(got) > 0 {
		t.Errorf("the policy refused %q", got)
	}
}

// The block of data in a page is no script to the policy, and every kind of page can be
// read at 320 px, with large text and in every theme.
func TestBrowserGuidePages(t *testing.T) {
	b := newBrowser(t)
	b.before(violations)
	for _, path := range []string{"restless-legs", "conditions/rls-adult", "activities/caffeine-cut", "exercises/stretch-calf-wall", "medicines/statins", "labs/ferritin", "instruments/wells-dvt-2-level"} {
		b.do(chromedp.Navigate(b.url + "/guide/" + path))
		if got := b.refused(); len(got) > 0 {
			t.Errorf("%s: the policy refused %q", path, got)
		}
		eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
		b.look("guide " + strings.ReplaceAll(path, "/", " "))
	}
	b.do(chromedp.Navigate(b.url + "/guide/restless-legs#faq-2"))
	b.until("document.getElementById('faq-2').checkVisibility()")
	if !b.seen("#faq-2") {
		t.Error("a link to an answer does not open its question")
	}
}

// The room of the glossary's filter is there before its script shows it, so that nothing
// jumps while somebody begins to read.
func TestBrowserGlossaryKeepsItsPlace(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/glossary"))
	b.until("!document.querySelector('#filter').hidden")
	top := "document.querySelector('#words').getBoundingClientRect().top"
	if moved := eval[float64](b, "((after) => (document.querySelector('#filter').hidden = true, "+top+" - after))("+top+")"); moved != 0 {
		t.Errorf("before the script has run the words stand elsewhere, by %v px", moved)
	}
	if eval[bool](b, "document.querySelector('#filter').checkVisibility({visibilityProperty: true})") {
		t.Error("the filter is seen before it works")
	}
}

func TestBrowserGlossary(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/glossary"))
	b.tabTo("#f-word")
	b.do(chromedp.KeyEvent("willis"))
	if got := eval[[]string](b, "[...document.querySelectorAll('#words dl > div')].filter(d => d.checkVisibility()).map(d => d.innerText)"); len(got) == 0 || len(got) > 5 || !strings.Contains(strings.Join(got, " "), "Willis") {
		t.Errorf("“willis” leaves %q", got)
	}
	b.look("glossary")
	b.do(chromedp.KeyEvent("zzz"))
	if !b.seen("#no-word") {
		t.Error("nothing is said when no word is left")
	}
}

// A question is answered in the page; in danger the number comes first and is on the
// screen.
func TestBrowserAsk(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/ask"))
	b.look("ask")
	b.tabTo("#f-q")
	b.do(chromedp.KeyEvent("Why do my legs cramp at night?"))
	b.tabTo("form#ask button")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until("!!document.querySelector('.quote')")
	if got := eval[string](b, "document.querySelector('.quote a')?.getAttribute('href') ?? ''"); !strings.HasPrefix(got, "/guide/") {
		t.Errorf("the answer leads to %q", got)
	}
	if got := eval[string](b, "location.href"); got != b.url+"/ask" {
		t.Errorf("the question stands in the address: %s", got)
	}
	b.look("ask answer")
	b.do(chromedp.SetValue("#f-q", "my calf is swollen and I cannot breathe"))
	b.push("form#ask button")
	b.until("!!document.querySelector('.urgent .call')")
	if got := eval[float64](b, "document.querySelector('.urgent .call').getBoundingClientRect().bottom"); got > 740 {
		t.Errorf("the number ends at %v px, below the screen", got)
	}
	b.look("ask urgent")
	b.scripts(false)
	b.do(chromedp.Navigate(b.url + "/ask"))
	b.do(chromedp.Click("form#examples button"))
	b.until("!!document.querySelector('.quote')")
	if !b.seen(".quote") {
		t.Error("without a script an example is not answered")
	}
}

// What was read stays readable without a network, and questions are answered from it.
func TestBrowserGuideOffline(t *testing.T) {
	b := newBrowser(t)
	h, _ := testSite(t)
	server := httptest.NewServer(h)
	b.url = server.URL
	b.open("/guide")
	await[bool](b, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ||
		new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))).then(() => true)`)
	b.open("/guide/cramps-at-night")
	await[bool](b, "new Promise(async done => { for (;;) { if (await caches.match('/guide/cramps-at-night')) return done(true); await new Promise(requestAnimationFrame); } })")
	server.CloseClientConnections()
	server.Close()

	b.open("/guide/cramps-at-night")
	if got := b.text("h1"); got != "Cramps at night" {
		t.Errorf("the article without a server: %q", got)
	}
	if got := eval[string](b, "getComputedStyle(document.querySelector('.takeaways')).borderRadius"); got == "0px" {
		t.Error("the article has lost its style sheet")
	}
	b.open("/guide/restless-legs")
	b.until("document.querySelector('#kept').innerText.includes('Cramps at night')")
	if got := b.text("main"); !strings.Contains(got, "no network") || !strings.Contains(got, "Cramps at night") {
		t.Errorf("an article that was not read: %.300q", got)
	}
	b.open("/ask")
	b.do(chromedp.SetValue("#f-q", "what stops a cramp at night?"))
	b.push("form#ask button")
	b.until("!!document.querySelector('#answer .quote')")
	got := b.text("#answer")
	if !strings.Contains(got, "No network") || !strings.Contains(got, "From Cramps at night") || !strings.Contains(got, "In danger?") || !strings.Contains(got, "updated 22 November 2026") || !strings.Contains(got, "Not yet reviewed") {
		t.Errorf("the answer without a server: %.400q", got)
	}
	b.look("ask offline")
}

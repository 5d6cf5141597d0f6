package web

import (
	"bytes"
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	crashing "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// real points the tab to the site over the real service.
func (b *browser) real() {
	b.t.Helper()
	server := httptest.NewServer(realSite(b.t))
	b.t.Cleanup(server.Close)
	b.url = server.URL
}

// await waits until an expression is true.
func (b *browser) await(js string) {
	b.t.Helper()
	if !b.comes(js) {
		b.t.Fatalf("never true: %s\n%s", js, eval[string](b, "document.body.innerText"))
	}
}

// comes reports whether an expression becomes true in time. While a page gives way to the
// next there is none to ask, which is not yet.
func (b *browser) comes(js string) bool {
	b.t.Helper()
	for range 400 {
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](js)); err == nil && ok {
			return true
		}
		b.do(chromedp.Sleep(25 * time.Millisecond))
	}
	return false
}

// open loads an address and waits until its scripts have run.
func (b *browser) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + path))
	b.await("document.readyState === 'complete'")
}

// clickOn clicks a button that leads to another page.
func (b *browser) clickOn(selector, heading string) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf("window.old = true, setTimeout(() => [...document.querySelectorAll(%q)].find(e => e.offsetParent).click()), true", selector))
	b.await("document.readyState === 'complete' && !window.old")
	if got := eval[string](b, "document.querySelector('main').innerText"); !strings.Contains(got, heading) {
		b.t.Fatalf("no %q on the page:\n%s", heading, got)
	}
}

// begun is a check at its first question.
func (b *browser) begun() {
	b.t.Helper()
	b.open("/check")
	eval[bool](b, "document.querySelector('input[name=alarm][value=none]').click(), document.getElementById('f-text').value = 'My calf cramps at night.', true")
	b.clickOn("button[value=start]", "What was understood")
	b.clickOn("button[value=understood]", "Question 1")
}

// The whole check with the keyboard alone, with the real rules, to the plan's door.
func TestBrowserCheckByKeyboard(t *testing.T) {
	b := newBrowser(t)
	b.real()
	b.open("/check")
	b.tabTo("input[name=alarm][value=none]")
	b.do(chromedp.KeyEvent(" "))
	b.tabTo("#place-calf")
	b.do(chromedp.KeyEvent(" "))
	b.tabTo("#f-text")
	b.do(chromedp.KeyEvent("My calf cramps at night, for two months."))
	if got := eval[string](b, "document.getElementById('c-text').textContent"); got != "40 of 10000 characters" {
		t.Errorf("the count says %q", got)
	}
	b.enter("button[value=start]", "What was understood")
	b.tabTo("details.item summary")
	b.do(chromedp.KeyEvent(kb.Enter))
	if !eval[bool](b, "document.activeElement.parentElement.open") {
		t.Error("a folded line does not open by keyboard")
	}
	b.tabTo("#f-add")
	b.do(chromedp.KeyEvent("both feet burn"))
	b.enter("button[value=add]", "Both feet burn")
	b.tabTo("#f-age")
	b.do(chromedp.KeyEvent("62"))
	b.enter("#f-age", "Question 1") // Enter in a field goes on, it does not add again
	for range 13 {
		if !eval[bool](b, "document.body.classList.contains('page-question')") {
			break
		}
		b.enter("button.choice[value='answer:unknown']", "")
	}
	if got := eval[string](b, "document.querySelector('main').innerText"); !strings.Contains(got, "What it may be") {
		t.Fatalf("no result after 13 questions:\n%s", got)
	}
	b.tabTo("summary")
	b.tabTo("[data-print]")
}

// Without JavaScript the check goes from the first page to the result, and nothing that
// only a script could do is offered.
func TestBrowserCheckWithoutScript(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return err
	}))
	b.do(chromedp.EmulateViewport(320, 740), chromedp.Navigate(b.url+"/check"))
	hidden := func(selector string) {
		t.Helper()
		if eval[bool](b, fmt.Sprintf("[...document.querySelectorAll(%q)].some(e => e.getClientRects().length > 0)", selector)) {
			t.Errorf("%s is offered without a script", selector)
		}
	}
	hidden(".keep")
	hidden(".resume")
	b.do(chromedp.Click("label:has([name=alarm][value=none])"), chromedp.Click("label:has(#place-calf)"),
		chromedp.Click("label:has([name=side][value=left])"), chromedp.SendKeys("#f-text", "calf cramp"), chromedp.Click("button[value=start]"))
	for _, step := range []struct{ shows, press string }{
		{"What was understood", "button.big[value=understood]"}, {"Question 1 of", "button[value='answer:present']"}, {"Question 2 of", "button.plain[value=result]"},
	} {
		b.await(fmt.Sprintf("document.readyState === 'complete' && document.body.innerText.includes(%q)", step.shows))
		b.do(chromedp.Click(step.press))
	}
	b.await("document.readyState === 'complete' && document.body.classList.contains('page-result')")
	hidden("[data-print]")
	hidden(".keep")
	if got := eval[string](b, "document.querySelector('main').innerText"); !strings.Contains(got, "What it may be") {
		t.Errorf("no result:\n%s", got)
	}
	if over := eval[float64](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("%v px too wide at 320 px", over)
	}
}

// After a crash a new tab offers to go on, and goes on at the same question.
func TestBrowserResume(t *testing.T) {
	b := newBrowser(t)
	b.begun()
	b.clickOn("button[value='answer:absent']", "Question 2")
	asked := eval[string](b, "document.querySelector('h1').innerText")

	b.crash()
	for _, at := range []string{"/", "/check"} {
		b.open(at)
		b.await("document.querySelector('#resume').offsetParent !== null")
		if got := eval[string](b, "document.querySelector('#resume').innerText"); !strings.Contains(got, "Go on where you stopped (today, ") {
			t.Errorf("%s offers %q", at, got)
		}
	}
	b.look("resume")
	b.clickOn("[data-resume]", "Question 2")
	if got := eval[string](b, "document.querySelector('h1').innerText"); got != asked {
		t.Errorf("goes on at %q, stopped at %q", got, asked)
	}

	// forgotten on request
	b.open("/check")
	b.await("document.querySelector('#resume').offsetParent !== null")
	eval[bool](b, "document.querySelector('[data-forget]').click(), true")
	b.nothingKept("forget it")

	// not kept at all while keeping is turned off
	b.begun()
	eval[bool](b, "document.getElementById('keep').click(), true")
	b.nothingKept("turned off")
	b.clickOn("button[value='answer:absent']", "Question 2")
	b.nothingKept("turned off, a page later")
	eval[bool](b, "document.getElementById('keep').click(), true")
	if !eval[bool](b, "localStorage.getItem('legible.check') !== null") {
		t.Error("turned on again keeps nothing")
	}

	// too old
	eval[bool](b, "(k => { const c = JSON.parse(localStorage.getItem(k)); c.at -= 25 * 3600e3; localStorage.setItem(k, JSON.stringify(c)); return true })('legible.check')")
	b.open("/")
	b.nothingKept("a day later")

	// broken or not ours
	for _, junk := range []string{"{", "null", `{"version":2,"at":1,"fields":[]}`, `{"version":1,"at":99999999999999,"fields":[]}`} {
		eval[bool](b, fmt.Sprintf("localStorage.setItem('legible.check', %q), true", junk))
		b.open("/check")
		if eval[bool](b, "document.querySelector('#resume').offsetParent !== null") {
			t.Errorf("%s is offered", junk)
		}
	}
	eval[bool](b, "localStorage.clear(), true")

	// the end of a check, and starting again
	b.begun()
	for range 12 {
		if !eval[bool](b, "document.body.classList.contains('page-question')") {
			break
		}
		b.clickOn("button.choice[value='answer:unknown']", "")
	}
	b.nothingKept("the end")
	b.begun()
	b.clickOn("button.plain[value=result]", "Start again")
	b.clickOn("[data-again]", "None of these")
	b.nothingKept("start again")
}

// crash closes the tab without a word and opens another in the same profile.
func (b *browser) crash() {
	b.t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx)
	b.t.Cleanup(stop)
	old := b.ctx
	b.ctx = ctx
	b.do(chromedp.EmulateViewport(360, 740))
	dying, stop := context.WithTimeout(old, 2*time.Second) // a crashed tab may never answer
	defer stop()
	_ = chromedp.Do(dying, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, crashing.Crash, cdp.Empty{})
		return err
	}))
}

func (b *browser) nothingKept(when string) {
	b.t.Helper()
	if kept := eval[string](b, "localStorage.getItem('legible.check') ?? ''"); kept != "" {
		b.t.Errorf("%s: still kept: %.80s", when, kept)
	}
}

// A tap on the drawing ticks the place and the side; the other leg makes it both.
func TestBrowserLegMap(t *testing.T) {
	b := newBrowser(t)
	b.open("/check")
	for _, c := range []struct{ tap, want string }{
		{"left", "calf left"}, {"right", "calf both"}, {"right", " "}, {"right", "calf right"}, {"left", "calf both"},
	} {
		got := eval[string](b, fmt.Sprintf(`(side => {
			const shape = [...document.querySelectorAll("[data-place=calf]")].find(e => e.closest("[data-side]").dataset.side === side);
			shape.dispatchEvent(new MouseEvent("click", {bubbles: true}));
			const of = name => [...document.querySelectorAll("input[name=" + name + "]:checked")].map(e => e.value).join();
			return of("place") + " " + of("side");
		})(%q)`, c.tap))
		if got != c.want {
			t.Errorf("after a tap on the %s calf: %q, want %q", c.tap, got, c.want)
		}
	}
	if !eval[bool](b, "[...document.querySelectorAll('[data-place]')].every(e => document.getElementById('place-' + e.dataset.place))") {
		t.Error("the drawing has a place that the list lacks")
	}
}

// On paper nothing is folded, and no button or night colour gets there.
func TestBrowserPrint(t *testing.T) {
	b := newBrowser(t)
	b.begun()
	b.clickOn("button.plain[value=result]", "What it may be")
	eval[bool](b, "document.documentElement.className = 'theme-night', true")
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	seen := eval[string](b, "dispatchEvent(new Event('beforeprint')), document.body.innerText")
	for _, want := range []string{"Summary of a check of leg trouble", "Date:", "Name:", "What it may be", "How the number comes about", "Odds before your answers", "In own words", "My calf cramps at night.", "Sources"} {
		if !strings.Contains(seen, want) {
			t.Errorf("the paper lacks %q", want)
		}
	}
	for _, gone := range []string{"Start again", "Get help\n", "Light and colours"} {
		if strings.Contains(seen, gone) {
			t.Errorf("the paper has %q", gone)
		}
	}
	if got := eval[string](b, "getComputedStyle(document.querySelector('.candidate p')).color + getComputedStyle(document.querySelector('.action')).backgroundColor"); got != "rgb(0, 0, 0)rgb(255, 255, 255)" {
		t.Errorf("the paper is %s, want black on white", got)
	}
	pdf, err := chromedp.Run(b.ctx, chromedp.PrintToPDF())
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.HasPrefix(pdf, []byte("%PDF")) {
		t.Error("no PDF")
	}
	if pages := bytes.Count(pdf, []byte("/Type /Page\n")); pages < 2 || pages > 12 {
		t.Errorf("%d pages; folded parts are missing, or it is far too long", pages)
	}
}

// Nothing is asked of another origin, whatever is opened.
func TestBrowserOwnOriginOnly(t *testing.T) {
	b := newBrowser(t)
	b.begun()
	b.clickOn("button.plain[value=result]", "What it may be")
	eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
	for _, name := range eval[[]string](b, "performance.getEntriesByType('resource').map(e => e.name)") {
		if !strings.HasPrefix(name, b.url+"/") {
			t.Errorf("asked of another origin: %s", name)
		}
	}
}

package web

import (
	"net/http/httptest"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// lookServer serves the site with the page of components and a made-up evaluation.
func lookServer(t *testing.T) string {
	t.Helper()
	server := httptest.NewServer(siteWith(t, Options{Country: "GB", Dev: true, Evaluation: []byte(madeUp)}))
	t.Cleanup(server.Close)
	return server.URL
}

// The pages about the program, and every component in every theme.
func TestBrowserLook(t *testing.T) {
	b := newBrowser(t)
	url := lookServer(t)
	for _, page := range []string{"/help", "/how-wrong-it-is", "/accessibility", "/dev/components"} {
		b.do(chromedp.Navigate(url + page))
		b.look("look" + page[1:2] + page[len(page)-4:])
		eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
		b.look("look" + page[1:2] + page[len(page)-4:] + " open")
	}
}

// From right to left a page is its mirror image: what stood at the start of a line on the
// left now stands as far from the right.
func TestBrowserRightToLeft(t *testing.T) {
	b := newBrowser(t)
	url := lookServer(t)
	const ends = `(s => { const r = document.querySelector(s).getBoundingClientRect(); return [r.left, innerWidth - r.right] })`
	parts := []string{".brand .icon", ".tool.help", ".tick input", ".door > .icon", ".levels li", ".bars .value", "summary"}
	b.do(chromedp.Navigate(url + "/dev/components"))
	b.do(chromedp.EmulateViewport(360, 740))
	ltr := map[string][]float64{}
	for _, p := range parts {
		ltr[p] = eval[[]float64](b, ends+"('"+p+"')")
	}
	b.do(chromedp.Navigate(url + "/dev/components?dir=rtl"))
	for _, p := range parts {
		rtl := eval[[]float64](b, ends+"('"+p+"')")
		for i := range rtl {
			if d := rtl[i] - ltr[p][1-i]; d > 1 || d < -1 {
				t.Errorf("%s: %v from left and right, mirrored %v", p, ltr[p], rtl)
				break
			}
		}
	}
	if over := eval[float64](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		t.Errorf("%v px too wide", over)
	}
	if got := eval[string](b, "getComputedStyle(document.querySelector('.note')).borderRightWidth"); got != "4px" {
		t.Errorf("the bar of a note is %s on the right", got)
	}
	b.shoot("rtl")
}

// until waits for a condition in the page; what follows finds out if it never held.
func (b *browser) until(js string) {
	b.t.Helper()
	for range 60 {
		if eval[bool](b, js) {
			return
		}
		b.do(chromedp.Sleep(50 * time.Millisecond))
	}
}

// The theme link at the top brings the buttons up; they work in the middle of a check
// without leaving it, and Escape puts them away.
func TestBrowserThemeSheet(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/check"))
	b.do(chromedp.SetValue("#f-text", "My calf"))
	b.tabTo("[data-open-theme]")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until("document.getElementById('theme').getAnimations().length === 0")
	if !eval[bool](b, "document.getElementById('theme').getBoundingClientRect().bottom <= innerHeight + 1 && document.activeElement.dataset.theme === 'auto'") {
		t.Error("the sheet is not on the screen, or the focus not in it")
	}
	b.shoot("sheet")
	b.tabTo("button[data-theme=night]")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until("document.documentElement.className === 'theme-night'")
	if got := eval[string](b, "document.documentElement.className + ' ' + document.getElementById('f-text').value"); got != "theme-night My calf" {
		t.Errorf("after the button: %q", got)
	}
	b.do(chromedp.KeyEvent(kb.Escape))
	if !eval[bool](b, "!document.getElementById('theme').classList.contains('open') && document.activeElement.matches('[data-open-theme]')") {
		t.Error("Escape does not put the sheet away and the focus back")
	}
}

// Without a script the link at the top still brings the buttons up.
func TestBrowserThemeSheetByAddress(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/about#theme"))
	if got := eval[string](b, "getComputedStyle(document.getElementById('theme')).position"); got != "fixed" {
		t.Errorf("the buttons are %s", got)
	}
}

// Another country shows at once, without a request, and is remembered.
func TestBrowserHelp(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/help"))
	eval[bool](b, "performance.clearResourceTimings(), true")
	eval[bool](b, "(s => { s.value = 'US'; s.dispatchEvent(new Event('change')); return true })(document.getElementById('f-country'))")
	const number = "document.querySelector('#numbers .call').getAttribute('href')"
	if got := eval[string](b, number); got != "tel:911" {
		t.Errorf("the button calls %q", got)
	}
	if names := eval[[]string](b, "performance.getEntriesByType('resource').map(e => e.name).filter(n => n.includes('help'))"); len(names) != 0 {
		t.Errorf("requests for %q", names)
	}
	b.do(chromedp.Navigate(b.url + "/help"))
	if got := eval[string](b, number); got != "tel:911" {
		t.Errorf("after coming back the button calls %q", got)
	}
	if bottom := eval[float64](b, "document.querySelector('#numbers .call').getBoundingClientRect().bottom"); bottom > 740 {
		t.Errorf("the number ends at %v px, below the first screen", bottom)
	}
}

package web

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// stranger is a tab of a browser that shares nothing with b's.
func (b *browser) stranger() *browser {
	b.t.Helper()
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithNewBrowserContext())
	b.t.Cleanup(stop)
	other := *b
	other.ctx = context.Context(ctx)
	other.do(chromedp.EmulateViewport(360, 740))
	return &other
}

// Anna makes a link with a passcode on the page of her report. A clinician opens it in a
// browser of their own. She sees that, and ends it.
func TestBrowserShares(t *testing.T) {
	b, k := keptBrowser(t)
	b.as(k.signUp(t, "anna"))
	b.do(chromedp.Navigate(b.url + "/report"))
	b.arrivesAt("/report", "Share by link")
	b.click("button[formaction='/share']")
	b.arrivesAt("/share", "When should the link end?")
	b.look("share form")
	eval[bool](b, "document.getElementById('f-share_passcode').value = 'Quoll 77', true")
	b.click("main form button")
	b.arrivesAt("/share", "shown only once")
	b.look("share link")
	link := eval[string](b, "document.getElementById('link').value")
	page, key, _ := strings.Cut(strings.TrimPrefix(link, "https://legible.example"), "#")

	c := b.stranger()
	c.do(chromedp.Navigate(c.url + page + "#" + key))
	c.waitFor("the passcode to be asked for", "!document.getElementById('share-pass').hidden")
	c.look("shared passcode")
	c.passcode("nope")
	c.waitFor("the refusal", "document.getElementById('share-said').textContent.endsWith('Tries left: 9')")
	c.look("shared wrong")
	c.passcode("Quoll 77")
	c.waitFor("what is shared", "document.querySelectorAll('#share-content > section').length === 2")
	text := eval[string](c, "document.querySelector('main').innerText")
	for _, want := range []string{"Currawong summary", "Cramps on 9 of 14 nights.", "Picture: A map of the leg", "Picture: Fourteen nights", "Save as PDF", "Save the data (FHIR)"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	eval[bool](c, "document.querySelectorAll('details').forEach(d => d.open = true), true")
	if text = eval[string](c, "document.querySelector('main').innerText"); !strings.Contains(text, "Ferritin · 45.10 ug/L") {
		t.Errorf("the number lost its digits:\n%s", text)
	}
	if got := eval[string](c, `[...document.querySelectorAll("#share-content *")].filter(e => /^(SCRIPT|STYLE|IFRAME|FORM|BUTTON|INPUT|IMG|SVG|A)$/i.test(e.tagName) || [...e.attributes].some(a => /^on|style|href|src/.test(a.name))).map(e => e.outerHTML).join()`); got != "" {
		t.Errorf("foreign markup came through: %s", got)
	}
	if ran := eval[int](c, "window.ran ?? 0"); ran != 0 {
		t.Errorf("foreign script %d ran", ran)
	}
	if pdf := eval[string](c, "document.querySelector('a[download$=pdf]').href.slice(0, 5)"); pdf != "blob:" {
		t.Errorf("the PDF is at %s", pdf)
	}
	c.look("shared open")
	if kept := eval[int](c, "localStorage.length + sessionStorage.length"); kept != 0 {
		t.Errorf("%d things are left in the browser", kept)
	}

	b.do(chromedp.Navigate(b.url + "/account/shares"))
	b.arrivesAt("/account/shares", "Opened once")
	eval[bool](b, "document.querySelectorAll('main details').forEach(d => d.open = true), true")
	b.look("shares")
	b.click("form[action$='/revoke'] button")
	b.waitFor("the end", "document.querySelector('main').innerText.includes('You ended it')")
	b.look("shares ended")

	c.do(chromedp.Navigate("about:blank"))
	c.do(chromedp.Navigate(c.url + page + "#" + key))
	c.waitFor("the calm page", "document.querySelector('h1').textContent === 'This link was ended'")
	c.look("shared ended")
}

func (b *browser) passcode(typed string) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf("document.getElementById('f-pass').value = %q, true", typed))
	b.click("#share-pass button")
}

// A link that is not whole, and one whose file was changed on its way, say so in words.
func TestBrowserBrokenLinks(t *testing.T) {
	b, k := keptBrowser(t)
	text, link := k.signUp(t, "anna").share("")
	for name, c := range map[string]struct{ fragment, want string }{
		"without a key":    {"", "The link is not whole"},
		"cut off":          {"#" + link.String()[:60], "The link is not whole"},
		"with a wrong one": {"#" + func() string { l := *link; l.Key[0] ^= 1; return l.String() }(), "could not be opened"},
	} {
		b.do(chromedp.Navigate("about:blank"))
		b.do(chromedp.Navigate(b.url + pathOf(text) + c.fragment))
		b.waitFor("a link "+name, fmt.Sprintf("document.getElementById('share-said')?.textContent.includes(%q)", c.want))
	}
	b.look("shared broken")
}

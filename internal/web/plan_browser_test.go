package web

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// From the check to the plan to the first stretch, with the keyboard and real content.
func TestBrowserPlanJourney(t *testing.T) {
	b := newBrowser(t)
	server := httptest.NewServer(must(New(must(realService()), Options{Country: "GB", Version: "test"})))
	defer server.Close()
	b.do(chromedp.Navigate(server.URL + "/check"))
	b.tabTo("input[name=alarm][value=none]")
	b.do(chromedp.KeyEvent(" "))
	b.tabTo("#f-text")
	b.do(chromedp.KeyEvent("I am 62. My calf cramps at three in the morning, twice a week, and goes rock hard. Stretching helps."))
	b.enter("button[value=start]", "What was understood")
	b.enter("button[value=understood]", "Question 1")
	b.enter("button[value=result]", "What it may be")
	b.enter("button[value=plan]", "Your plan")
	b.look("plan")
	eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
	b.look("plan open")
	b.enter("button[value='length:5']", "5 min")
	b.enter(".go", "My own stretches")
	if path := eval[string](b, "location.pathname"); path != "/play" {
		t.Errorf("the start button leads to %q", path)
	}
}

// A plan is kept on the device only when asked, can be read again, and goes when told to.
func TestBrowserPlanIsKept(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/plan"))
	b.look("plan form")
	if n := eval[int](b, "localStorage.length"); n != 0 {
		t.Errorf("%d entries before anything was kept", n)
	}
	b.tabTo("input[name=alarm][value=none]")
	b.do(chromedp.KeyEvent(" "))
	b.enter("button[value=plan]", "Tonight")
	b.tabTo(".keep")
	b.do(chromedp.KeyEvent("\r"))
	if kept := eval[string](b, "localStorage.getItem('legible.plan')"); !strings.Contains(kept, `"Tonight"`) || !strings.Contains(kept, `"v":1`) {
		t.Errorf("kept %.200s", kept)
	}
	b.do(chromedp.Navigate(b.url + "/plan"))
	b.tabTo("#kept button")
	b.do(chromedp.KeyEvent("\r"))
	if got := eval[string](b, "document.querySelector('#kept').innerText"); !strings.Contains(got, "Tonight") {
		t.Errorf("the kept plan shows %.200s", got)
	}
	b.look("plan kept")
	b.tabTo("#kept .plain")
	b.do(chromedp.KeyEvent("\r"))
	if !eval[bool](b, "localStorage.getItem('legible.plan') === null") {
		t.Error("it is still there")
	}
}

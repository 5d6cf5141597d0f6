package web

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A practitioner finds on the desk what anna sent, and reads it. She sees that in her own
// browser and ends the consent by keyboard; the next look of the practitioner finds nothing.
func TestBrowserConsents(t *testing.T) {
	b, k := keptBrowser(t)
	w := wardOf(t, k)
	id := w.sends("dr-dora")
	k.clock.add(time.Minute)

	doctor := b.stranger()
	doctor.as(w.dora)
	doctor.do(chromedp.Navigate(doctor.url + "/practice"))
	doctor.arrivesAt("/practice", "Waits for you")
	doctor.do(chromedp.Navigate(doctor.url + "/account"))
	doctor.arrivesAt("/account", "What comes next, and what waits for you")
	doctor.enter("a[href='/practice']", "Waits for you")
	doctor.look("practice")
	doctor.enter("ul.queue a", "My legs will not lie still")
	doctor.do(chromedp.Navigate(doctor.url + "/practice/statistics"))
	doctor.arrivesAt("/practice/statistics", "Counts under 10 are hidden")
	doctor.look("statistics")

	b.as(w.anna)
	b.do(chromedp.Navigate(b.url + "/account"))
	b.enter("a[href='/account/consents']", "Shared now")
	text := eval[string](b, "document.querySelector('main').innerText")
	for _, want := range []string{"Dr Dora", "A report for a practitioner's opinion", "Read a report", "Sent a report"} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %q:\n%s", want, text)
		}
	}
	b.look("consents")
	b.enter("form[action='/account/consents/revoke'] button", "Not shared any more")
	b.look("consents ended")
	doctor.do(chromedp.Navigate(doctor.url + practiceOnePath + id))
	doctor.waitFor("the page without the report", "document.readyState === 'complete'")
	if text := eval[string](doctor, "document.body.innerText"); strings.Contains(text, "My legs will not lie still") {
		t.Errorf("the practitioner still reads the report:\n%s", text)
	}
}

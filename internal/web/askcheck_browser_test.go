package web

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// The check on the device can be used for an answer, when the person ticks so; it is sent
// with no other question.
func TestBrowserAskWithTheCheckOfTheDevice(t *testing.T) {
	b := newBrowser(t)
	b.before(violations)
	b.do(chromedp.Navigate(b.url + "/ask"))
	if b.seen("#use-check") {
		t.Error("a check is offered that is not there")
	}
	eval[bool](b, `localStorage.setItem("legible.check", JSON.stringify({version: 1, at: Date.now(), step: "result", fields: [["who", "self"], ["age", "58"],
		["text", "In the evening I have an urge to move my legs, it is worse at rest and better as soon as I walk"]]})), true`)
	b.do(chromedp.Navigate(b.url + "/ask"))
	if !b.seen("#use-check") {
		t.Fatal("the check on the device is not offered")
	}
	b.look("ask with a check")
	ask := func(q string) string {
		eval[bool](b, "document.querySelector('#answer').replaceChildren(), document.querySelector('#f-q').value = '"+q+"', true")
		b.push("form#ask button")
		b.until("!!document.querySelector('#answer-h')")
		return b.text("#answer")
	}
	if got := ask("what can I do about it"); strings.Contains(got, "Your last check was used") {
		t.Error("the check is used without the tick")
	}
	eval[bool](b, "document.querySelector('#use-check input').click(), true")
	if got := ask("what can I do about it"); !strings.Contains(got, "Your last check was used") || !strings.Contains(got, "Restless legs") {
		t.Errorf("the check is not used: %.300s", got)
	}
	b.look("answer with a check")
	if got := eval[string](b, "location.href"); got != b.url+"/ask" {
		t.Errorf("something stands in the address: %s", got)
	}
	if got := b.refused(); len(got) > 0 {
		t.Errorf("the policy refused %q", got)
	}
}

package web

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
)

// cramped is what a device keeps of a check.
func cramped(fields ...[2]string) string {
	text, err := json.Marshal(carriedItem{Version: 1, Kind: app.CheckItem, Fields: append([][2]string{
		{"who", "self"}, {"text", "In the evening I have an urge to move my legs, it is worse at rest and better as soon as I walk"}, {"age", "58"}}, fields...)})
	return string(must(text, err))
}

// Without a check there is nothing to tick, for somebody with no account and for one that
// kept none.
func TestNoBoxWithoutACheck(t *testing.T) {
	k := keptSite(t)
	for name, b := range map[string]*client{"a stranger": k.client(), "an account": k.signUp(t, "anna")} {
		d := b.get("/ask").want(200)
		d.checkPage()
		box := d.one("#use-check")
		if !has(box, "hidden") {
			t.Errorf("%s is offered a check that is not there", name)
		}
		if !has((doc{Node: box, t: t}).one("input"), "disabled") {
			t.Errorf("%s: the box can be sent", name)
		}
	}
}

func TestAskWithTheCheckOfTheAccount(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.post("/account/keep", url.Values{"kept": {cramped()}})
	d := b.get("/ask").want(200)
	d.checkPage()
	if got := d.Header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
		t.Errorf("a page for one person may be stored: %q", got)
	}
	if has(d.one("#use-check"), "hidden") {
		t.Fatal("the check that is kept is not offered")
	}
	const q = "what can I do about it"
	d = b.post("/ask", url.Values{"q": {q}}).want(200, "No answer in the guide")
	if len(d.all("#check-used")) != 0 {
		t.Error("the check is used although the box was not ticked")
	}
	d = b.post("/ask", url.Values{"q": {q}, "use_check": {"1"}}).want(200, "Your last check was used", "Restless legs")
	d.checkPage()
	if len(d.all("figure.quote")) == 0 || !strings.Contains(attr((doc{Node: d.all("figure.quote")[0], t: t}).one("a"), "href"), "r") {
		t.Error("nothing is quoted")
	}
	k.client().post("/ask", url.Values{"q": {q}, "use_check": {"1"}}).want(200, "could not be read any more")
}

func TestAskWithTheCheckOfTheDevice(t *testing.T) {
	h, _ := testSite(t)
	ask := func(q, check string) doc {
		d := post(t, h, "/ask", url.Values{"q": {q}, "use_check": {"1"}, "check": {check}}).want(200)
		d.checkPage()
		return d
	}
	ask("what can I do about it", cramped()).want(200, "Your last check was used")
	for name, broken := range map[string]string{
		"no JSON": "{", "another version": `{"version":2,"kind":"check","fields":[["who","self"]]}`, "a plan": strings.Replace(cramped(), `"check"`, `"plan"`, 1),
		"nonsense": cramped([2]string{"e", "nonsense"}), "a wrong age": cramped([2]string{"age", "900"}), "nothing": `{"version":1,"kind":"check","fields":[]}`, "null": "null",
	} {
		if d := ask("why do my legs cramp at night", broken); len(d.all("figure.quote")) == 0 || !strings.Contains(d.text(), "could not be read any more") && name != "a wrong age" {
			t.Errorf("%s: %.300s", name, textOf(d.one("main")))
		}
	}
	if d := post(t, h, "/ask", url.Values{"q": {"why do my legs cramp at night"}, "check": {cramped()}}).want(200); len(d.all("#check-used")) != 0 {
		t.Error("a check is used without the tick")
	}
}

// rephrasing is a service with a language model.
type rephrasing struct{ *fake }

func (r rephrasing) Ask(ctx context.Context, q *app.AskRequest) (*app.AskResponse, error) {
	a, err := r.fake.Ask(ctx, q)
	if err == nil && len(a.Passages) > 1 {
		a.Rephrased = &app.Rephrasing{Model: "small <model>", Sentences: []app.RephrasedSentence{{Text: "Legs cramp & rest.", Passage: a.Passages[1].ID, Rephrased: true}}}
	}
	return a, err
}

// What a language model wrote says so, leads to its passages, and stands above all of them.
func TestRephrasedAnswersSaySo(t *testing.T) {
	_, f := testSite(t)
	h, err := newSite(rephrasing{f}, f.base, Options{Country: "GB", Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	d := post(t, h, "/ask", url.Values{"q": {"Why do my legs cramp at night?"}}).want(200, "Legs cramp & rest.", "small <model>", "Your question was not sent to it")
	d.checkPage()
	section := doc{Node: d.one("#rephrased"), t: t}
	if href := attr(section.one("a"), "href"); href != "#quote-2" || len(d.all(href)) != 1 {
		t.Errorf("the sentence leads to %q", href)
	}
	if strings.Index(d.Raw, `id="rephrased"`) > strings.Index(d.Raw, `id="quote-1"`) || len(d.all("figure.quote")) < 2 {
		t.Error("the passages do not stand below")
	}
}

package web

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/legible-health/legible/internal/i18n"
)

// fakeClock stands for the time of a page: it stands still until pass(milliseconds).
// Timeouts stay real, for axe waits with them; the pages count with intervals.
const fakeClock = `(() => {
	const start = 1767225600000, real = Date, timers = new Map();
	let now = Number(sessionStorage.getItem("now") ?? start), next = 1;
	globalThis.Date = class extends real {
		constructor(...a) { a.length ? super(...a) : super(now); }
		static now() { return now; }
	};
	performance.now = () => now - start;
	globalThis.setInterval = (f, ms) => (timers.set(next, { f, ms, at: now + ms }), next++);
	globalThis.clearInterval = (id) => timers.delete(id);
	globalThis.pass = (ms) => {
		const end = now + ms;
		for (;;) {
			const due = [...timers].filter(([, t]) => t.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
			if (!due) break;
			now = due[1].at;
			due[1].at += due[1].ms;
			due[1].f();
		}
		now = end;
		sessionStorage.setItem("now", now);
		return true;
	};
})();`

// standStill gives every page from now on the fake clock.
func (b *browser) standStill() {
	b.t.Helper()
	b.before(fakeClock)
}

// before runs a script in every page from now on, before its own.
func (b *browser) before(script string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, cdpage.AddScriptToEvaluateOnNewDocument, cdpage.AddScriptToEvaluateOnNewDocumentParams{Source: script})
		return err
	}))
}

func (b *browser) scripts(on bool) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return err
	}))
}

// pass lets seconds go by.
func (b *browser) pass(seconds int) {
	b.t.Helper()
	eval[bool](b, fmt.Sprintf("pass(%d)", 1000*seconds))
}

// await runs a script that gives a promise.
func await[T any](b *browser, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%s: %v", js, err)
	}
	return v
}

// push presses Enter on an element that changes the page it is on.
func (b *browser) push(selector string) {
	b.t.Helper()
	b.tabTo(selector)
	b.do(chromedp.KeyEvent(kb.Enter))
}

func (b *browser) text(selector string) string {
	b.t.Helper()
	return eval[string](b, fmt.Sprintf("document.querySelector(%q)?.innerText ?? ''", selector))
}

func (b *browser) seen(selector string) bool {
	b.t.Helper()
	return eval[bool](b, fmt.Sprintf("!!document.querySelector(%q)?.checkVisibility()", selector))
}

// ours fails if the page asked another server for anything.
func (b *browser) ours() {
	b.t.Helper()
	if got := eval[[]string](b, "performance.getEntriesByType('resource').map(e => e.name).filter(n => new URL(n).origin !== location.origin)"); len(got) > 0 {
		b.t.Errorf("requests to other servers: %q", got)
	}
}

// A person with a cramp, with the keyboard alone: from home to the steps, ten minutes
// without relief, then relief, and the time kept on the device and deleted again.
func TestBrowserCrampNow(t *testing.T) {
	b := newBrowser(t)
	b.standStill()
	b.open("/")
	b.enter("a[href='/now']", "Where is the cramp?")
	b.look("now")
	b.ours()
	b.enter("a.muscle", "Calf cramp")
	if b.text(".clock") != "0:00" || b.seen("#after") || b.seen("[data-of=helper]") {
		t.Fatalf("clock %q, afterwards shown %v, helper shown %v", b.text(".clock"), b.seen("#after"), b.seen("[data-of=helper]"))
	}
	for _, part := range []string{".clock", ".eased", ".do li"} {
		if top := eval[float64](b, fmt.Sprintf("document.querySelector(%q).getBoundingClientRect().bottom", part)); top > 740 {
			t.Errorf("%s ends at %v px, below the first screen", part, top)
		}
	}
	b.pass(59)
	if got := eval[string](b, "document.querySelector('.said').textContent"); got != "" {
		t.Errorf("within the first minute the reader hears %q", got)
	}
	b.pass(2)
	if got := eval[string](b, "document.querySelector('.said').textContent"); b.text(".clock") != "1:01" || !strings.HasPrefix(got, "1 minute.") {
		t.Errorf("after 61 s the clock shows %q and the reader hears %q", b.text(".clock"), got)
	}
	b.push(".pause")
	b.pass(30)
	if got := b.text(".clock"); got != "1:01" {
		t.Errorf("a paused clock went on to %q", got)
	}
	b.push(".pause")
	b.open("/now/calf") // the phone restarted the page
	b.pass(9)
	if got := b.text(".clock"); got != "1:10" {
		t.Errorf("after the page came back the clock shows %q, want 1:10", got)
	}
	b.push("[data-who=helper]")
	if !b.seen("[data-of=helper]") || b.seen("[data-of=alone]") {
		t.Error("the helper's steps do not replace the person's")
	}
	b.look("cramp")
	if b.seen(".late") {
		t.Error("help is urged before its time")
	}
	minutes := eval[int](b, "Number(document.getElementById('cramp').dataset.helpAfter)")
	b.pass(60*minutes - 70)
	if !b.seen(".late .call") || !strings.Contains(b.text(".late"), fmt.Sprintf("It has lasted %d minutes", minutes)) {
		t.Errorf("after %d minutes: %q", minutes, b.text(".late"))
	}
	b.look("cramp late")
	b.pass(10)
	b.push(".eased")
	if want := fmt.Sprintf("It took %d min 10 s.", minutes); b.text(".keep-text") != want || b.seen("#during") {
		t.Errorf("at the end %q, want %q", b.text(".keep-text"), want)
	}
	eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
	b.look("eased")
	b.open("/now") // nobody answered: it is asked again
	if !strings.Contains(b.text("#pending"), "Calf cramp, 10 min 10 s") {
		t.Errorf("the next morning: %q", b.text("#pending"))
	}
	b.push("#pending .yes")
	if got := eval[string](b, "JSON.parse(localStorage['legible.cramps']).map(c => c.muscle + ' ' + c.seconds).join()"); got != "calf 610" {
		t.Errorf("kept %q", got)
	}
	b.enter("#pending a", "Kept on this device")
	await[bool](b, "new Promise(done => { const look = () => document.querySelector('.entries') ? done(true) : requestAnimationFrame(look); look(); })")
	b.look("offline kept")
	b.push(".entries button")
	if got := await[bool](b, "new Promise(done => { const look = () => document.querySelector('.entries') ? requestAnimationFrame(look) : done('legible.cramps' in localStorage); look(); })"); got {
		t.Error("a deleted cramp is still there")
	}
}

// The player with the keyboard alone: its total is the routine's, a pause holds, the
// versions swap, and pain stops it.
func TestBrowserPlayer(t *testing.T) {
	b := newBrowser(t)
	b.standStill()
	_, f := testSite(t)
	routine := f.Routines()[0]
	b.open("/play/" + routine.ID)
	b.look("routine")
	b.push("[data-do=start]")
	if got, want := b.text(".left-time"), clockFace(routine.Seconds)+" left"; got != want {
		t.Fatalf("at the start %q, want %q", got, want)
	}
	first := routine.Steps[0]
	for _, c := range []struct {
		after int // seconds
		phase string
	}{{0, "Get ready"}, {first.ReadySeconds, "Hold"}, {first.HoldSeconds, "Rest"}, {first.RestSeconds, "Hold"}} {
		b.pass(c.after)
		if got := b.text(".phase"); got != c.phase {
			t.Errorf("after %d s more: %q, want %q", c.after, got, c.phase)
		}
	}
	b.look("player")
	b.ours()
	b.push("[data-do=pause]")
	before := b.text(".left-time")
	b.pass(60)
	if got := b.text(".left-time"); got != before {
		t.Errorf("a pause did not hold: %q became %q", before, got)
	}
	b.push("[data-do=pause]")
	name := b.text("#stage .name")
	b.push(".swaps button")
	if got := b.text("#stage .name"); got == name || b.text(".left-time") != before {
		t.Errorf("after the swap %q, %q left", got, b.text(".left-time"))
	}
	b.push("[data-do=skip]")
	if got := b.text(".side"); got != "Right leg" {
		t.Errorf("after a skip: %q", got)
	}
	b.push("[data-do=back]")
	if got := b.text(".side"); got != "Left leg" {
		t.Errorf("after going back: %q", got)
	}
	b.push("[data-do=hurts]")
	if got := b.text("#hurts"); !strings.Contains(got, first.StopIf[0]) {
		t.Errorf("when it hurts: %q", got)
	}
	b.look("hurts")
	b.pass(60)
	b.push("[data-do=leave]")
	if got, want := b.text("#stage .name"), routine.Steps[2].Name; got != want {
		t.Errorf("after leaving one out comes %q, want %q", got, want)
	}

	b.open("/play/" + routine.ID) // now the whole of it
	b.push("[data-do=start]")
	b.pass(routine.Seconds - 1)
	if !b.seen("#stage") {
		t.Error("it ended early")
	}
	b.pass(1)
	if got, want := b.text("#done .time"), "You stretched for "+clock(english(t))(routine.Seconds)+"."; got != want {
		t.Errorf("at the end %q, want %q", got, want)
	}
	b.look("done")
	b.push("#done .yes")
	if got := eval[string](b, "JSON.parse(localStorage['legible.sessions']).map(s => s.routine + ' ' + s.seconds).join()"); got != fmt.Sprintf("%s %d", routine.ID, routine.Seconds) {
		t.Errorf("kept %q", got)
	}
	b.open("/play")
	b.look("play")
}

func english(t testing.TB) *i18n.Printer {
	t.Helper()
	return must(newRenderer()).bundle.For("en")
}

func clockFace(seconds int) string { return fmt.Sprintf("%d:%02d", seconds/60, seconds%60) }

// Every routine takes as long in the player as it says.
func TestBrowserTotals(t *testing.T) {
	b := newBrowser(t)
	_, f := testSite(t)
	b.open("/play")
	for _, x := range f.Routines() {
		var steps []string
		for _, s := range x.Steps {
			steps = append(steps, fmt.Sprintf("{ready:%d,hold:%d,repeats:%d,rest:%d,moving:%v}", s.ReadySeconds, s.HoldSeconds, s.Repeats, s.RestSeconds, s.Moving))
		}
		got := await[string](b, fmt.Sprintf(`import("/static/session.js").then(({parts, total, at}) => {
			const list = parts([%s]);
			const gaps = list.filter((p, i) => at(list, p.from) !== i || at(list, p.from + p.seconds - .001) !== i).length;
			return [total(list), gaps, at(list, total(list)) - list.length].join(" ");
		})`, strings.Join(steps, ",")))
		if want := fmt.Sprintf("%d 0 0", x.Seconds); got != want {
			t.Errorf("%s: seconds, gaps, end: %q, want %q", x.ID, got, want)
		}
	}
}

// After one visit the server goes away: the cramp pages, the routines and the numbers
// still open, in the colours that were chosen, and the stretches of one's own.
func TestBrowserOffline(t *testing.T) {
	b := newBrowser(t)
	_, f := testSite(t)
	server := httptest.NewServer(must(newSite(f, f.base, Options{Country: "GB", Version: "test"})))
	defer server.Close()
	b.url = server.URL
	b.open("/")
	await[bool](b, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ||
		new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))).then(() => true)`)
	await[bool](b, `fetch("/theme", {method: "POST", body: new URLSearchParams({theme: "night", back: "/"}), redirect: "manual"}).then(() => true)`)
	own := ownFields(f.Routines()[0])
	b.open("/play")
	eval[bool](b, fmt.Sprintf(`{ const form = document.createElement("form"); form.method = "post"; form.action = "/play"; form.className = "made";
		for (const value of %s) form.append(Object.assign(document.createElement("input"), {type: "hidden", name: "step", value}));
		form.append(Object.assign(document.createElement("button"), {textContent: "go"})); document.querySelector("main").prepend(form); true }`, asJSON(own["step"])))
	b.enter(".made button", "My own stretches")
	server.CloseClientConnections()
	server.Close()

	for path, heading := range map[string]string{
		"/": "", "/now": "Where is the cramp?", "/now/back_thigh": "Cramp in the back thigh", "/play": "Stretch with me", "/play/lying-5": "Five-minute stretch in bed",
		"/help": "999", "/offline": "Without a network", "/check": "You have no network right now", "/play/own": "My own stretches", "/plan": "A plan for your legs",
	} {
		b.open(path)
		if got := b.text("main"); !strings.Contains(got, heading) || got == "" {
			t.Errorf("%s without a server: %.200q, want %q", path, got, heading)
		}
		if got := eval[string](b, "document.documentElement.className"); got != "theme-night" {
			t.Errorf("%s comes in %q", path, got)
		}
	}
	b.open("/now/calf")
	if got := b.text(".clock"); got == "" || !b.seen(".do li") {
		t.Errorf("without a server the cramp page is dead: clock %q", got)
	}
	b.look("cramp offline")
	b.open("/play/own")
	if got := b.text("#update"); !strings.Contains(got, "A copy kept on this device") {
		t.Errorf("the copy does not say that it is one: %q", got)
	}
	b.push("#update button")
	await[bool](b, "new Promise(done => { const look = () => document.querySelector('#update').innerText.includes('Deleted') ? done(true) : requestAnimationFrame(look); look(); })")
	b.open("/play/own")
	if got := b.text("main"); strings.Contains(got, "My own stretches") && b.seen("[data-do=start]") {
		t.Error("a deleted routine still opens")
	}
	if got := await[[]string](b, "caches.keys().then(async names => (await Promise.all(names.map(async n => (await (await caches.open(n)).keys()).map(r => new URL(r.url).pathname)))).flat().filter(p => p === '/check' || p.startsWith('/privacy')))"); len(got) > 0 {
		t.Errorf("kept what must not be kept: %q", got)
	}
}

// Back leads to the answer of a form also when the worker looks after the pages.
func TestBrowserBackWithTheWorker(t *testing.T) {
	b := newBrowser(t)
	b.open("/")
	await[bool](b, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ||
		new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))).then(() => true)`)
	b.open("/check")
	b.tabTo("input[name=alarm][value=none]")
	b.do(chromedp.KeyEvent(" "))
	b.tabTo("#f-text")
	b.do(chromedp.KeyEvent("My calf cramps at night."))
	b.enter("button[value=start]", "What was understood")
	b.open("/about")
	b.do(chromedp.NavigateBack())
	if got := b.text("main h1"); got != "What was understood" {
		t.Errorf("Back leads to %q", got)
	}
}

// A new version waits until the person takes it, and the old copies go.
func TestBrowserNewVersion(t *testing.T) {
	b := newBrowser(t)
	_, f := testSite(t)
	h := must(newSite(f, f.base, Options{Version: "1"}))
	server := httptest.NewServer(switching{&h})
	defer server.Close()
	b.url = server.URL
	b.open("/now")
	await[bool](b, `navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller ||
		new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done))).then(() => true)`)
	old := await[string](b, "caches.keys().then(n => n.filter(x => x.startsWith('legible-shell')).join())")
	h = must(newSite(f, f.base, Options{Version: "2"}))
	b.open("/now")
	await[bool](b, "new Promise(done => { const look = () => document.querySelector('#update').hidden ? requestAnimationFrame(look) : done(true); look(); })")
	b.look("now update")
	b.enter("#update button", "Where is the cramp?") // it waits for the page to load again
	if got := await[string](b, "caches.keys().then(n => n.filter(x => x.startsWith('legible-shell')).join())"); got == old || strings.Contains(got, ",") {
		t.Errorf("copies %q, before %q", got, old)
	}
}

// Without a script every page is whole, and nothing on it is dead.
func TestBrowserNightWithoutScript(t *testing.T) {
	b := newBrowser(t)
	b.scripts(false)
	for _, path := range []string{"/now", "/now/calf", "/play", "/play/evening-5", "/offline"} {
		b.open(path)
		if got := eval[[]string](b, "[...document.querySelectorAll('main button')].filter(e => e.checkVisibility() && e.type === 'button').map(e => e.outerHTML.slice(0, 80))"); len(got) > 0 {
			t.Errorf("%s: buttons that do nothing: %q", path, got)
		}
		b.shoot("no script" + strings.ReplaceAll(path, "/", " "))
	}
	b.open("/now/calf")
	if !b.seen("[data-of=helper]") || !b.seen("#after") || !b.seen("#aid") || b.seen(".clock") {
		t.Error("without a script a part of the page is missing")
	}
	b.open("/play/evening-5")
	if b.seen("#stage") || !b.seen(".ex") {
		t.Error("without a script the routine is not there to read")
	}
}

// switching serves whatever site it points to.
type switching struct{ to *http.Handler }

func (s switching) ServeHTTP(w http.ResponseWriter, r *http.Request) { (*s.to).ServeHTTP(w, r) }

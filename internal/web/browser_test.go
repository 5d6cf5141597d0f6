package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"github.com/legible-health/legible/internal/app"
)

// browser is one tab of 360 by 740, a small phone.
type browser struct {
	t   *testing.T
	ctx context.Context
	url string
	axe string // source of axe-core, empty without
}

// newBrowser skips the test where no chromium is installed, unless
// LEGIBLE_REQUIRE_CHROMIUM=1. LEGIBLE_AXE names an axe.min.js to hold every page to.
func newBrowser(t *testing.T) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser is slow")
	}
	t.Parallel() // most of the time is spent waiting
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		if os.Getenv("LEGIBLE_REQUIRE_CHROMIUM") == "1" {
			t.Fatal("no chromium on this machine")
		}
		t.Skip("no chromium on this machine")
	}
	b := &browser{t: t}
	if name := os.Getenv("LEGIBLE_AXE"); name != "" {
		b.axe = string(must(os.ReadFile(name)))
	}
	h, _ := testSite(t)
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	b.url = server.URL
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	for _, off := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		opts = append(opts, chromedp.Flag(off, true))
	}
	alloc, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	b.ctx = ctx
	b.do(chromedp.EmulateViewport(360, 740)) // the first call starts the browser and may have no deadline
	ctx, stop = context.WithTimeout(ctx, 3*time.Minute)
	t.Cleanup(stop)
	b.ctx = ctx
	return b
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func eval[T any](b *browser, js string) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](js))
	if err != nil {
		b.t.Fatalf("%s: %v", js, err)
	}
	return v
}

// scheme sets prefers-color-scheme.
func (b *browser) scheme(value string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: value}},
		})
		return err
	}))
}

// tabTo presses Tab until the element of the selector has the focus.
func (b *browser) tabTo(selector string) {
	b.t.Helper()
	for range 120 {
		if eval[bool](b, fmt.Sprintf("!!document.activeElement && document.activeElement.matches(%q)", selector)) {
			return
		}
		b.do(chromedp.KeyEvent(kb.Tab))
	}
	b.t.Fatalf("the keyboard does not reach %q", selector)
}

// enter presses a key that leads to another page and waits for its heading.
func (b *browser) enter(selector, heading string) {
	b.t.Helper()
	b.tabTo(selector)
	eval[bool](b, "window.old = true")
	b.do(chromedp.KeyEvent(kb.Enter))
	b.await("document.readyState === 'complete' && !window.old")
	if got := eval[string](b, "document.querySelector('main').innerText"); !strings.Contains(got, heading) {
		b.t.Fatalf("no %q on the page:\n%s", heading, got)
	}
}

// look holds the page to its rules: it fits the screen, targets are large, axe is content.
func (b *browser) look(name string) {
	b.t.Helper()
	for _, width := range []int64{320, 360} {
		b.do(chromedp.EmulateViewport(width, 740))
		if over := eval[float64](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
			b.t.Errorf("%s is %v px too wide at %d px", name, over, width)
		}
	}
	eval[bool](b, "document.documentElement.style.fontSize = '225%', true")
	if over := eval[float64](b, "document.documentElement.scrollWidth - innerWidth"); over > 0 {
		b.t.Errorf("%s is %v px too wide with text twice as large", name, over)
	}
	eval[bool](b, "document.documentElement.style.fontSize = '', true")
	small := eval[[]string](b, `[...document.querySelectorAll('button, .button, .tick, summary, select, textarea, input[type=text], .foot nav a')]
		.filter(e => e.offsetParent && e.getBoundingClientRect().height < 47.5).map(e => e.outerHTML.slice(0, 90))`)
	if len(small) > 0 {
		b.t.Errorf("%s: targets below 48 px: %q", name, small)
	}
	for _, scheme := range []string{"light", "dark"} {
		b.scheme(scheme)
		b.checkAxe(name+" "+scheme, axeOf[scheme])
		b.shoot(name + "-" + scheme)
	}
	eval[bool](b, "document.documentElement.className = 'theme-night', true")
	b.checkAxe(name+" night", axeColours)
	b.shoot(name + "-night")
	eval[bool](b, "document.documentElement.className = 'theme-auto', true")
}

// What axe looks at: everything once, in the other colours what depends on them.
const (
	axeAll     = `{type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}`
	axeColours = `{type: "rule", values: ["color-contrast", "link-in-text-block"]}`
)

var axeOf = map[string]string{"light": axeAll, "dark": axeColours}

func (b *browser) checkAxe(name, rules string) {
	b.t.Helper()
	if b.axe == "" {
		return
	}
	if !eval[bool](b, "!!window.axe") { // half a megabyte
		eval[bool](b, "(()=>{"+b.axe+"\n;return true})()")
	}
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`axe.run(document, {resultTypes: ["violations"], runOnly: `+rules+`})
		.then(r => r.violations.map(v => v.id + ": " + v.nodes.slice(0, 4).map(n => n.html.slice(0, 120) + " " + (n.any[0]?.message ?? "")).join(" | ")))`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, v := range found {
		b.t.Errorf("%s: axe: %s", name, v)
	}
}

// shoot keeps a picture of the whole page in LEGIBLE_SHOTS, for people to look at.
func (b *browser) shoot(name string) {
	dir := os.Getenv("LEGIBLE_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Error(err)
	}
}

// A person walks from home to the result with the keyboard alone.
func TestBrowserJourney(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/"))
	b.look("home")
	b.enter("a.door-check", "None of these")
	b.look("where")

	b.enter("button[value=start]", "Please check this first")
	if got := eval[string](b, "document.activeElement.id"); got != "problems" {
		t.Errorf("after an error the focus is on %q", got)
	}
	b.look("where error")
	b.tabTo("input[name=alarm][value=none]")
	b.do(chromedp.KeyEvent(" "))
	b.tabTo("#place-calf")
	b.do(chromedp.KeyEvent(" "))
	b.tabTo("#f-text")
	b.do(chromedp.KeyEvent("I am 62. My calf cramps at three in the morning and goes hard. It has been like this for three weeks, no swelling."))
	b.shoot("where-filled")
	b.enter("button[value=start]", "What was understood")
	b.look("words")
	b.enter("button[value=understood]", "Question 1 of at most 12")
	b.look("question yes no")
	b.enter("button[value='answer:present']", "Question 2")
	b.enter("button[value='answer:unknown']", "Question 3")
	b.tabTo("#f-v")
	b.do(chromedp.KeyEvent("12"))
	b.enter("#f-v", "Write a number from 0 to 10") // Enter in the field sends the number
	b.look("question number error")
	b.enter("button[value='answer:unknown']", "Question 4")
	b.look("question choice")
	b.enter("button[value='answer:=second']", "Question 5")
	b.enter("button[value='answer:absent']", "Question 6")
	b.look("question several")
	b.tabTo("input[name=m]")
	b.do(chromedp.KeyEvent(" "))
	b.enter("button[value='answer:list']", "What it may be")
	b.look("result")
	eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
	b.look("result open")
	b.enter("button[value='change:urge_to_move_legs']", "Keep my answer")
	b.look("question change")
	b.enter("button[value='answer:absent']", "What it may be")

	for _, page := range []string{"about", "how-it-decides", "privacy", "nowhere"} {
		b.do(chromedp.Navigate(b.url + "/" + page))
		b.look(page)
	}
}

func TestBrowserEmergency(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/check"))
	b.tabTo("input[name=alarm][value=cold]")
	b.do(chromedp.KeyEvent(" "))
	b.enter("button[value=start]", "Get help now")
	b.look("emergency")
	if top := eval[float64](b, "document.querySelector('.call').getBoundingClientRect().bottom"); top > 740 {
		t.Errorf("the number ends at %v px, below the first screen", top)
	}
}

// The same pages with the real service and real content.
func TestBrowserRealContent(t *testing.T) {
	b := newBrowser(t)
	svc, err := app.New(testBase(t))
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(must(New(svc, Options{Country: "GB", Version: "test"})))
	defer server.Close()
	b.do(chromedp.Navigate(server.URL + "/check"))
	b.tabTo("input[name=alarm][value=none]")
	b.do(chromedp.KeyEvent(" "))
	b.tabTo("#f-text")
	b.do(chromedp.KeyEvent("I am 62 and take a statin. My calf cramps at three in the morning, twice a week, and goes rock hard. Stretching helps. It has been like this for two months."))
	b.enter("button[value=start]", "What was understood")
	b.look("real words")
	b.enter("button[value=understood]", "Question 1")
	b.look("real question")
	b.enter("button[value=result]", "What it may be")
	b.look("real result")
	eval[bool](b, "document.querySelectorAll('details').forEach(d => d.open = true), true")
	b.look("real result open")
}

// The script adds comforts: the drawing ticks the list, "none" and the alarm signs
// exclude each other, the theme changes at once and stays.
func TestBrowserComforts(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/check"))
	if !eval[bool](b, "document.querySelector('[data-place=calf]').dispatchEvent(new MouseEvent('click', {bubbles: true})), document.getElementById('place-calf').checked") {
		t.Error("a tap on the calf does not tick it")
	}
	if eval[bool](b, "(n => { n('none').click(); n('cold').click(); return n('none').checked })(v => document.querySelector(`input[name=alarm][value=${v}]`))") {
		t.Error("an alarm sign leaves \"none of these\" ticked")
	}
	eval[bool](b, "document.querySelector('.themes button[data-theme=night]').click(), true")
	b.do(chromedp.Sleep(300 * time.Millisecond))
	if got := eval[string](b, "document.documentElement.className"); got != "theme-night" {
		t.Errorf("theme %q after the click", got)
	}
	b.do(chromedp.Navigate(b.url + "/about"))
	if got := eval[string](b, "document.documentElement.className"); got != "theme-night" {
		t.Errorf("theme %q on the next page", got)
	}
}

package web

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	permission "github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/cdp"
	cdpage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/serviceworker"
	"github.com/chromedp/chromedp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/remind"
)

// joins makes an account with a password.
func (b *browser) joins(name string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.url + "/account/new"))
	b.waitFor("the form", "document.getElementById('f-password')")
	eval[bool](b, fmt.Sprintf(`(set => { set("name", %q); set("password", %q); set("zone", "Europe/London"); document.getElementById("sign").requestSubmit(); return true })(
		(name, value) => document.getElementById("f-" + name).value = value)`, name, goodPassword))
	b.arrivesAt("/account/codes", "Show my codes")
}

// subscribes stands for the push service of a browser, which no test reaches.
const subscribes = `
Notification.requestPermission = async () => "granted";
{
	const key = { "p256dh": new Uint8Array(65).buffer, "auth": new Uint8Array(16).buffer };
	const made = () => sessionStorage.sub ? { endpoint: "https://push.example/1", options: {}, getKey: (name) => key[name],
		unsubscribe: async () => { sessionStorage.removeItem("sub"); return true; } } : null;
	PushManager.prototype.getSubscription = async () => made();
	PushManager.prototype.subscribe = async (o) => { sessionStorage.sub = o.userVisibleOnly + " " + o.applicationServerKey.length; return made(); };
}`

// everyPage runs a script before those of every page to come.
func (b *browser) everyPage(source string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, cdpage.AddScriptToEvaluateOnNewDocument, cdpage.AddScriptToEvaluateOnNewDocumentParams{Source: source})
		return err
	}))
}

// Somebody turns on the morning question, this device and a calendar, and stops it all.
func TestBrowserReminders(t *testing.T) {
	b, k := keptBrowser(t)
	b.joins("anna")
	b.everyPage(subscribes)
	b.do(chromedp.Navigate(b.url + remindersPath))
	b.waitFor("the way to turn on", "!document.getElementById('subscribe').hidden")
	b.look("reminders")
	if eval[bool](b, `[...document.querySelectorAll(".rule .when")].filter(e => e.offsetParent).length !== 1`) {
		t.Error("rules that are off show their times") // only the quiet hours are on
	}
	b.tabTo("input[name='morning.on']")
	b.do(chromedp.KeyEvent(" "))
	b.tabTo("input[name='movement.on']")
	b.do(chromedp.KeyEvent(" "))
	b.look("reminders open")
	b.click(".rules > button")
	b.waitFor("that one step is missing", "document.querySelector('#state').innerText.includes('cannot reach you yet')")

	b.click("#subscribe button")
	b.waitFor("this device in the list", "document.querySelector('[data-here]') && !document.querySelector('[data-here]').hidden")
	if got := eval[string](b, "sessionStorage.sub"); got != "true 65" {
		t.Errorf("the browser was asked for %q", got)
	}
	if !eval[bool](b, "document.getElementById('subscribe').hidden") {
		t.Error("a device that is in the list can be added again")
	}
	b.click("[data-endpoint] form button")
	b.waitFor("the test", "document.querySelector('#state').innerText.includes('A test is on its way')")
	if m := k.push.last(t); m.Sort != app.TestMessage || k.push.to[0].Push.Endpoint != "https://push.example/1" || len(k.push.to[0].Push.P256DH) != 87 {
		t.Errorf("sent %+v to %+v", m, k.push.to)
	}
	b.click("#calendar button[value=on]")
	b.waitFor("the link", "document.querySelector('#calendar code')")
	k.withFailingMail(t, b)
	b.look("reminders all")

	eval[bool](b, "document.querySelector('#state details').open = true")
	b.click("button[value=week]")
	b.waitFor("the pause", "document.querySelector('#state').innerText.includes('Paused until')")
	b.click("form[action$='/stop'] button")
	b.waitFor("the end", "document.querySelector('#state').innerText.includes('All reminders are stopped')")
	b.look("reminders stopped")
	b.click("[data-drop] button")
	b.waitFor("an empty list", "!document.querySelector('[data-endpoint]') && !document.getElementById('subscribe').hidden")
	if eval[bool](b, "'sub' in sessionStorage") {
		t.Error("the browser was not told that the device is removed")
	}

	b.do(chromedp.Navigate(b.url + "/r/" + k.push.last(t).Token))
	b.look("message stopped")
	b.do(chromedp.Navigate(b.url + remindersPath))
	b.click("form[action$='/start'] button")
	b.waitFor("the start", "document.querySelector('#state').innerText.includes('Stop all reminders')")
	b.do(chromedp.Navigate(b.url + "/r/" + k.push.last(t).Token))
	b.look("message")
	b.click("button[value='1h']")
	b.waitFor("the pause", "document.querySelector('main').innerText.includes('Paused until')")
}

// withFailingMail has an address whose mail server is away.
func (k *kept) withFailingMail(t *testing.T, b *browser) {
	t.Helper()
	eval[bool](b, "document.getElementById('f-mail').value = 'anna@home.example', document.querySelector('#mail form button').click(), true")
	b.waitFor("the field for the code", "document.getElementById('f-code')")
	b.look("reminders code")
	eval[bool](b, fmt.Sprintf("document.getElementById('f-code').value = %q, document.querySelector('#mail form button').click(), true", k.mail.last(t).Code))
	b.waitFor("the address", "document.querySelector('#state').innerText.includes('Reminders can go there now')")
	k.mail.fail = &app.SendError{Trouble: app.Unreachable}
	b.click("#mail form[action$='/test'] button")
	b.waitFor("the failure", "document.querySelector('#mail .warn')")
}

// The service worker shows what a push says, as the browser itself delivers it.
func TestBrowserPush(t *testing.T) {
	b, _ := keptBrowser(t)
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, permission.SetPermission, permission.SetPermissionParams{
			Permission: &permission.PermissionDescriptor{Name: "notifications"}, Setting: permission.PermissionSettingGranted,
		})
		return err
	}))
	var mu sync.Mutex
	var id serviceworker.RegistrationID
	if err := chromedp.Listen(b.ctx, func(ev any) {
		if e, ok := ev.(*serviceworker.EventWorkerRegistrationUpdated); ok {
			mu.Lock()
			defer mu.Unlock()
			for _, r := range e.Registrations {
				if strings.HasPrefix(r.ScopeURL, b.url) {
					id = r.RegistrationID
				}
			}
		}
	}); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, serviceworker.Enable, cdp.Empty{})
		return err
	}), chromedp.Navigate(b.url+"/about"))
	b.worked()
	deliver := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, serviceworker.DeliverPushMessage, serviceworker.DeliverPushMessageParams{Origin: b.url, RegistrationID: id, Data: text})
			return err
		}))
	}
	shown := func() string {
		return await[string](b, `navigator.serviceWorker.ready.then(r => r.getNotifications()).then(l => l.map(n => [n.title, n.body, n.tag, n.data.open, n.data.message].join("|")).join("\n"))`)
	}
	deliver(string(Notification(app.Message{Sort: app.ReminderMessage, Kind: remind.Morning, Token: "TOKEN"})))
	want := "A question for the morning|It takes four taps.|morning|/diary|/r/TOKEN"
	for range 200 {
		if shown() == want {
			break
		}
		b.do(chromedp.Sleep(25 * time.Millisecond))
	}
	if got := shown(); got != want {
		t.Fatalf("shown: %q, want %q", got, want)
	}
	deliver("not JSON")
	for range 200 {
		if strings.Contains(shown(), "Legible||legible|/|") {
			return
		}
		b.do(chromedp.Sleep(25 * time.Millisecond))
	}
	t.Errorf("a push without words shows %q", shown())
}

// workerAlone runs the worker with stand-ins for the browser, so that taps can be tried.
const workerAlone = `(async () => {
	const handlers = {}, did = [];
	const addEventListener = (name, f) => (handlers[name] = f), skipWaiting = () => {}, caches = {}, registration = {};
	const fetch = async (path, o) => { did.push(o.method + " " + path + " " + o.body); return { ok: !path.includes("broken") }; };
	const clients = { matchAll: async () => [{ url: "https://legible.example/play", focus() { did.push("focus"); } }], openWindow: async (path) => did.push("open " + path) };
	WORKER
	const tap = async (action, data) => {
		let work;
		handlers.notificationclick({ action, notification: { data, tag: "morning", close() {} }, waitUntil: (p) => (work = p) });
		await work;
	};
	await tap("", { open: "/diary", message: "/r/T" });
	await tap("", { open: "/play", message: "/r/T" });
	await tap("later", { open: "/diary", message: "/r/T" });
	await tap("stop", { open: "/diary", message: "/r/T" });
	await tap("stop", { open: "/diary", message: "/r/broken" });
	await tap("", { open: "//evil.example", message: "" });
	await tap("", { open: "https://evil.example", message: "" });
	await tap("", undefined);
	return did.join("\n");
})()`

func TestBrowserNotificationTaps(t *testing.T) {
	b, k := keptBrowser(t)
	b.do(chromedp.Navigate(b.url + "/about"))
	got := await[string](b, strings.Replace(workerAlone, "WORKER", k.client().get("/sw.js").Raw, 1))
	want := strings.Join([]string{
		"open /diary", "focus", "POST /r/T pause=15m&about=morning", "POST /r/T do=stop", "POST /r/broken do=stop", "open /r/broken",
	}, "\n")
	if got != want {
		t.Errorf("taps did\n%s\nwant\n%s", got, want)
	}
}

package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"

	"github.com/legible-health/legible/internal/app"
)

// waitFor waits for something to come true on the page.
func (b *browser) waitFor(what, js string) {
	b.t.Helper()
	if !b.comes("document.readyState === 'complete' && !!(" + js + ")") {
		b.t.Fatalf("waited in vain for %s on %s:\n%s", what, eval[string](b, "location.href"), eval[string](b, "document.querySelector('main')?.innerText ?? ''"))
	}
}

func (b *browser) click(selector string) {
	b.t.Helper()
	if !eval[bool](b, fmt.Sprintf("(e => e ? (e.click(), true) : false)(document.querySelector(%q))", selector)) {
		b.t.Fatalf("no %q on the page", selector)
	}
}

// arrivesAt waits for the page of a path with a phrase.
func (b *browser) arrivesAt(path, phrase string) {
	b.t.Helper()
	b.waitFor(path+" with "+phrase, fmt.Sprintf("location.pathname === %q && document.querySelector('main').innerText.includes(%q)", path, phrase))
}

// authenticator gives the browser a device that keeps passkeys and knows its user.
func (b *browser) authenticator() webauthn.AuthenticatorID {
	b.t.Helper()
	var id webauthn.AuthenticatorID
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, webauthn.Enable, webauthn.EnableParams{}); err != nil {
			return err
		}
		made, err := cdp.Call(ctx, t, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
			Protocol: "ctap2", Transport: "internal", HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
		}})
		id = made.AuthenticatorID
		return err
	}))
	return id
}

// keptBrowser is a browser at a site that keeps what people record. Passkeys need the
// host name localhost.
func keptBrowser(t *testing.T) (*browser, *kept) {
	t.Helper()
	b := newBrowser(t)
	k := keptSite(t)
	server := httptest.NewServer(k.h)
	t.Cleanup(server.Close)
	b.url = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	return b, k
}

// as gives the browser the session of a user. Nothing waits for a cookie that a script of
// the page sets, and the next page may be asked for without it; this one is there.
func (b *browser) as(user *client) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, network.SetCookie, network.SetCookieParams{Name: sessionCookie, Value: user.cookies[sessionCookie], URL: b.url})
		return err
	}))
}

// Somebody signs up with a passkey, keeps recovery codes, leaves and comes back, and at
// last takes everything away.
func TestBrowserPasskey(t *testing.T) {
	b, k := keptBrowser(t)
	device := b.authenticator()
	b.do(chromedp.Navigate(b.url + "/account/new"))
	b.waitFor("the passkey button", "!document.querySelector('[data-passkey]').hidden")
	b.look("join")
	b.click("[data-passkey] button") // without a name the browser asks for it
	if got := eval[string](b, "document.activeElement.id"); got != "f-name" {
		t.Errorf("without a name the focus is on %q", got)
	}
	eval[bool](b, "document.getElementById('f-name').value = 'Anna', document.getElementById('f-zone').value = 'Europe/London', true")
	b.click("[data-passkey] button")
	b.arrivesAt("/account/codes", "Show my codes")
	b.look("codes")
	b.click("main form button")
	b.waitFor("the codes", "document.querySelectorAll('.codes code').length === 10")
	b.look("codes shown")

	b.do(chromedp.Navigate(b.url + "/account"))
	b.arrivesAt("/account", "signed in as Anna")
	b.look("account")
	b.do(chromedp.Navigate(b.url + "/account/security"))
	b.arrivesAt("/account/security", "You have no password")
	b.look("security")
	b.click("[data-passkey=add] button")
	b.waitFor("that there is one already", "document.querySelector('[data-passkey] .err').textContent.includes('already')")

	b.do(chromedp.Navigate(b.url + "/account"))
	b.click("form[action='/account/out'] button")
	b.arrivesAt("/account", "No account yet?")
	b.look("sign in")
	b.click("[data-passkey=enter] button")
	b.arrivesAt("/account", "signed in as Anna")

	k.clock.add(16 * time.Minute)
	b.do(chromedp.Navigate(b.url + "/account/erase"))
	b.arrivesAt("/account/again", "Is it you?")
	b.look("again")
	b.click("[data-passkey=enter] button")
	b.arrivesAt("/account/erase", "Erase your account?")
	b.look("erase")
	b.click("#f-sure")
	b.click(".erase button")
	b.waitFor("the receipt", "document.querySelector('.receipt')")
	b.look("receipt")

	// The device still has the passkey, but the account is gone.
	b.do(chromedp.Navigate(b.url + "/account"))
	b.click("[data-passkey=enter] button")
	b.waitFor("the refusal", "document.querySelector('[data-passkey] .err').textContent.includes('does not belong')")
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, webauthn.ClearCredentials, webauthn.ClearCredentialsParams{AuthenticatorID: device})
		return err
	}))
}

// A passkey whose signature is wrong, or that did not check its user, lets nobody in.
func TestBrowserForgedPasskey(t *testing.T) {
	b, _ := keptBrowser(t)
	device := b.authenticator()
	b.do(chromedp.Navigate(b.url + "/account/new"))
	b.waitFor("the passkey button", "!document.querySelector('[data-passkey]').hidden")
	eval[bool](b, "document.getElementById('f-name').value = 'Anna', document.getElementById('f-zone').value = 'UTC', true")
	b.click("[data-passkey] button")
	b.arrivesAt("/account/codes", "Show my codes")
	b.do(chromedp.Navigate(b.url + "/account"))
	b.click("form[action='/account/out'] button")
	b.arrivesAt("/account", "No account yet?")
	yes, no := true, false
	for name, forged := range map[string]webauthn.SetResponseOverrideBitsParams{
		"signature":         {IsBogusSignature: &yes, IsBadUV: &no},
		"user verification": {IsBogusSignature: &no, IsBadUV: &yes},
	} {
		forged.AuthenticatorID = device
		b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, webauthn.SetResponseOverrideBits, forged)
			return err
		}))
		b.do(chromedp.Navigate(b.url + "/account"))
		b.arrivesAt("/account", "No account yet?")
		b.waitFor("the passkey button", "!document.querySelector('[data-passkey]').hidden")
		b.click("[data-passkey=enter] button")
		b.waitFor("the refusal of a wrong "+name, "document.querySelector('[data-passkey] .err').textContent.length > 10")
		b.do(chromedp.Navigate(b.url + "/account"))
		b.arrivesAt("/account", "No account yet?")
	}
}

// What the device kept comes into the account when the person says so, and not before.
func TestBrowserKeepsWhatTheDeviceHas(t *testing.T) {
	b, k := keptBrowser(t)
	b.do(chromedp.Navigate(b.url + "/account/new"))
	eval[bool](b, `localStorage.setItem("legible.cramps", JSON.stringify([{at: "2026-11-21T02:14:07.123Z", muscle: "calf", seconds: 250}])),
		localStorage.setItem("legible.sessions", JSON.stringify([{at: "2026-11-20T21:00:00.500Z", routine: "evening-10", seconds: 600}])),
		localStorage.setItem("legible.check", JSON.stringify({version: 1, at: Date.now(), step: "words", fields: [["who", "self"], ["text", "My calf"]]})), true`)
	user := k.signUp(t, "anna")
	b.as(user)
	b.do(chromedp.Navigate(b.url + "/account/kept"))
	b.waitFor("the offer", "!document.getElementById('on-device').hidden")
	b.look("kept offer")
	v := k.visit(user)
	count := func() int {
		list, _, err := k.keeper.Entries(t.Context(), v.Account, v.Chosen.ID, app.EntryQuery{Limit: 10})
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	if n := count(); n != 0 {
		t.Fatalf("%d things were sent before anybody asked for it", n)
	}
	b.click("#on-device > button")
	b.waitFor("the answer", "document.querySelector('.said').textContent.includes('3 things are kept')")
	b.look("kept")
	if n := count(); n != 2 {
		t.Errorf("%d entries, want a cramp and a routine", n)
	}
	if left := eval[int](b, "['legible.cramps', 'legible.sessions', 'legible.check'].filter(k => localStorage.getItem(k)).length"); left != 0 {
		t.Errorf("%d things are still on the device", left)
	}
	b.do(chromedp.Navigate(b.url + "/account/persons"))
	b.look("persons")
	b.do(chromedp.Navigate(b.url + "/account/persons/" + v.Chosen.ID))
	b.look("person")
	for _, path := range []string{"/account/password", "/account/tokens", "/account/recover"} {
		b.do(chromedp.Navigate(b.url + path))
		b.look(strings.ReplaceAll(strings.TrimPrefix(path, "/account/"), "/", " "))
	}
}

// Without a script everything works by name and password.
func TestAccountWithoutAScript(t *testing.T) {
	k := keptSite(t)
	d := k.client().get("/account/new")
	for _, n := range d.all("div[data-passkey]") {
		if !has(n, "hidden") {
			t.Error("a passkey button that does nothing is shown")
		}
	}
	k.signUp(t, "anna").post("/account/choose", url.Values{"person": {"x"}}).want(404)
}

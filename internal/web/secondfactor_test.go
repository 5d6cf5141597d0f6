package web

import (
	"encoding/base32"
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
)

// codeApp shows the codes of a secret that was typed into it.
type codeApp struct {
	secret []byte
	clock  *testClock
}

func (p *codeApp) code(t testing.TB) string {
	t.Helper()
	return must(account.OneTimeCode(p.secret, p.clock.time()))
}

// appWith is the app after a secret was typed into it, as it stands on the page.
func appWith(t testing.TB, typed string, clock *testClock) *codeApp {
	t.Helper()
	return &codeApp{must(base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(typed, " ", ""))), clock}
}

// next waits until the phone shows another code.
func (p *codeApp) next(t testing.TB) string {
	t.Helper()
	p.clock.add(account.OneTimeSpan)
	return p.code(t)
}

// pair sets up codes from an app, by the page's own words.
func (k *kept) pair(b *client) *codeApp {
	b.t.Helper()
	d := b.follow(b.post("/account/second", url.Values{"do": {"begin"}})).want(200, "Scan this with the app")
	d.checkPage()
	p := appWith(b.t, textOf(d.one("#second-secret")), k.clock)
	if !strings.Contains(d.Raw, "otpauth://totp/") {
		b.t.Error("no link for an app on this device")
	}
	b.follow(b.post("/account/second", url.Values{"do": {"confirm"}, "code": {p.code(b.t)}})).want(200, "we ask for a code after your password")
	return p
}

// ceremony is the hidden field of the form that asks for a code.
func ceremony(d doc) string {
	d.t.Helper()
	n := d.one("input[name=ceremony]")
	return attr(n, "value")
}

func TestCodesFromAnApp(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.get("/account/security").want(200, "we ask for nothing else").checkPage()
	b.get("/account/second").want(200, "Set it up").checkPage()
	b.post("/account/second", url.Values{"do": {"confirm"}, "code": {"123456"}}) // nothing was begun
	b.post("/account/second", url.Values{"do": {"begin"}})
	b.post("/account/second", url.Values{"do": {"confirm"}, "code": {"12345x"}}).want(422, "not the code that the app shows").checkPage()
	if d := k.client().post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}}); d.Status != 303 {
		t.Fatalf("a code is asked for before the first one was right: %d", d.Status)
	}
	p := k.pair(b)
	b.get("/account/security").want(200, "we ask for a code from your app").checkPage()
	if d := b.get("/account/second").want(200); strings.Contains(d.Raw, "otpauth") || len(d.all("#second-secret")) > 0 {
		t.Error("the secret is shown again")
	}

	in := k.client()
	d := in.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}, "next": {"/account/kept"}}).want(200, "Your password was right")
	d.checkPage()
	if in.cookies[sessionCookie] != "" {
		t.Fatal("a password alone signed the browser in")
	}
	d = in.post("/account/code", url.Values{"ceremony": {ceremony(d)}, "code": {"000 00x"}, "next": {"/account/kept"}}).want(401, "not the code that the app shows")
	d.checkPage()
	asked := ceremony(d)
	code := p.next(t)
	if d = in.post("/account/code", url.Values{"ceremony": {asked}, "code": {code[:3] + " " + code[3:]}, "next": {"/account/kept"}}); d.Header.Get("Location") != "/account/kept" {
		t.Fatalf("with the code: %d %s", d.Status, d.text())
	}
	in.follow(d).want(200)
	thief := k.client() // saw everything that was typed
	thief.post("/account/code", url.Values{"ceremony": {asked}, "code": {code}}).want(401, "took too long").checkPage()
	d = thief.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}}).want(200)
	thief.post("/account/code", url.Values{"ceremony": {ceremony(d)}, "code": {code}}).want(401, "used before")
	if thief.cookies[sessionCookie] != "" {
		t.Error("a code was taken twice")
	}

	export := b.post("/account/export", nil)
	var file struct {
		Account struct {
			Second bool `json:"second_factor"`
		} `json:"account"`
	}
	if err := json.Unmarshal([]byte(export.Raw), &file); err != nil || !file.Account.Second {
		t.Errorf("the export: %+v, %v", file, err)
	}
	if strings.Contains(export.Raw, base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(p.secret)) {
		t.Error("the export holds the secret")
	}
	b.follow(b.post("/account/second", url.Values{"do": {"drop"}})).want(200, "we ask for nothing else")
	if d := k.client().post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}}); d.Status != 303 {
		t.Errorf("after it was removed: %d", d.Status)
	}
}

func TestCodesFromAnAppAreLimited(t *testing.T) {
	k := keptSite(t)
	k.pair(k.signUp(t, "anna"))
	k.clock.add(time.Hour)
	b := k.client()
	d := b.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}}).want(200)
	for range account.CodeByAccount.Most {
		d = b.post("/account/code", url.Values{"ceremony": {ceremony(d)}, "code": {"00000x"}}).want(401)
	}
	d = b.post("/account/code", url.Values{"ceremony": {ceremony(d)}, "code": {"00000x"}}).want(429, "tried too often")
	if d.Header.Get("Retry-After") == "" {
		t.Error("it does not say how long to wait")
	}
	d.checkPage()
	for _, form := range []url.Values{{}, {"ceremony": {"x"}, "code": {"1"}}, {"ceremony": {strings.Repeat("x", 10000)}, "code": {"123456"}}} {
		k.client().post("/account/code", form).want(401, "took too long")
	}
	k.signUp(t, "ben").post("/account/second", url.Values{"do": {"else"}}).want(422)
}

// Who sees what others sent is led to a second factor before anything else of it.
func TestAPractitionerSetsUpASecondFactor(t *testing.T) {
	k := keptSiteWith(t, app.UserOptions{Strong: []account.Role{account.Practitioner, account.Operator}})
	if _, _, err := k.keeper.AddAccount(t.Context(), "naef", string(account.Practitioner), "UTC"); err != nil {
		t.Fatal(err)
	}
	b := k.client()
	b.post("/account/recover", url.Values{"name": {"naef"}, "code": {must(k.keeper.IssueCodes(t.Context(), "naef"))[0]}})
	b.get("/account/security").want(200, "A password alone is not enough").checkPage()
	b.post("/account/password", url.Values{"password": {goodPassword}})
	for _, path := range []string{"/practice", "/practice/profile", "/account/tokens"} {
		if d := b.get(path); d.Header.Get("Location") != "/account/second?next="+url.QueryEscape(path) {
			t.Errorf("%s: %d %q", path, d.Status, d.Header.Get("Location"))
		}
	}
	b.post("/practice/profile", url.Values{"name": {"x"}}).want(403, "A password alone is not enough").checkPage()
	b.post("/account/tokens", url.Values{"label": {"x"}}).want(403, "A password alone is not enough")

	again := k.client()
	d := again.post("/account", url.Values{"name": {"naef"}, "password": {goodPassword}, "next": {"/practice"}})
	if d.Header.Get("Location") != "/account/second?next=%2Fpractice" {
		t.Errorf("the next sign-in leads to %q", d.Header.Get("Location"))
	}
	again.follow(d).want(200, "A password alone is not enough", "Set it up").checkPage()
	p := k.pair(again)
	again.get("/practice").want(200)
	b.get("/practice").want(200) // the browser that was signed in before
	d = again.get("/account/second?next=/practice").want(200, "must have these codes or a passkey", "Go on")
	d.checkPage()
	again.post("/account/second", url.Values{"do": {"drop"}}).want(409, "must have these codes or a passkey")

	third := k.client()
	d = third.post("/account", url.Values{"name": {"naef"}, "password": {goodPassword}, "next": {"/practice"}}).want(200, "Your password was right")
	if d = third.post("/account/code", url.Values{"ceremony": {ceremony(d)}, "code": {p.next(t)}, "next": {"/practice"}}); d.Header.Get("Location") != "/practice" {
		t.Errorf("with the code: %d %q", d.Status, d.Header.Get("Location"))
	}
	if v := k.visit(k.signUp(t, "anna")); v.Unprotected {
		t.Error("a person must have a second factor")
	}
	// With a passkey, the password alone opens nothing.
	v := k.visit(third)
	note := func(id, action string) app.Audit {
		return app.Audit{ID: id, Action: action, Outcome: "done", At: k.clock.time()}
	}
	if err := k.store.DropSecondFactor(t.Context(), v.Account.ID, note("a1", "second-factor.drop")); err != nil {
		t.Fatal(err)
	}
	if err := k.store.AddCredential(t.Context(), app.Credential{ID: "key", Account: v.Account.ID, Data: "{}", CreatedAt: k.clock.time()}, note("a2", "passkey.add")); err != nil {
		t.Fatal(err)
	}
	k.client().post("/account", url.Values{"name": {"naef"}, "password": {goodPassword}}).want(401, "gets in with its passkey").checkPage()
}

package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

func TestSignUpAndIn(t *testing.T) {
	k := keptSite(t)
	b := k.client()
	b.follow(b.get("/account/kept")).want(200, "Sign in").checkPage()
	d := b.get("/account/new").want(200, "Make an account")
	d.checkPage()
	in := url.Values{"name": {"  Änne   M "}, "person_name": {"Anna"}, "password": {goodPassword}, "zone": {"Europe/Berlin"}}
	d = b.post("/account/new", in)
	if got := d.Header.Get("Location"); d.Status != 303 || got != "/account/codes" {
		t.Fatalf("sign up: %d %q", d.Status, got)
	}
	v := k.visit(b)
	if v.Account.Name != "Änne M" || v.Chosen.Name != "Anna" || v.Chosen.Relation != "self" || v.Chosen.TimeZone != "Europe/Berlin" {
		t.Errorf("visit %+v", v)
	}
	b.get("/account").want(200, "You are signed in as Änne M", "You could be locked out").checkPage()
	if d := b.post("/account/out", nil); d.Header.Get("Location") != "/account" || len(b.cookies) != 0 {
		t.Errorf("signing out: %q, cookies %v", d.Header.Get("Location"), b.cookies)
	}
	b.get("/account").want(200, "No account yet?").checkPage()

	d = b.post("/account", url.Values{"name": {"änne m"}, "password": {goodPassword}, "next": {"/account/kept"}})
	if got := d.Header.Get("Location"); got != "/account/kept" {
		t.Errorf("signing in leads to %q", got)
	}
	b.follow(d).want(200, "kept no check").checkPage()
	if d := b.post("/account", url.Values{"name": {"änne m"}, "password": {goodPassword}, "next": {"//evil.example"}}); d.Header.Get("Location") != "/account" {
		t.Errorf("a next page elsewhere leads to %q", d.Header.Get("Location"))
	}
}

// Passkeys belong to names: under a number the page has no place for one.
func TestPasskeysNeedAName(t *testing.T) {
	k := keptSite(t)
	for host, want := range map[string]bool{"legible.example": true, "localhost:8080": true, "127.0.0.1:8080": false, "[::1]:8080": false, "[::1]": false} {
		for _, path := range []string{"/account", "/account/new"} {
			r := httptest.NewRequest("GET", path, nil)
			r.Host = host
			if got := strings.Contains(k.client().do(r).Raw, "data-passkey"); got != want {
				t.Errorf("%s at %s: %v, want %v", path, host, got, want)
			}
		}
	}
}

func TestSignUpRefusals(t *testing.T) {
	k := keptSite(t)
	k.signUp(t, "anna")
	for name, x := range map[string]struct {
		change url.Values
		status int
		phrase string
	}{
		"taken name":     {url.Values{"name": {"ANNA"}}, 409, "name is taken"},
		"short name":     {url.Values{"name": {"a"}}, 422, "A name has 2 to 60"},
		"hidden letters": {url.Values{"name": {"an\u202ena"}}, 422, "A name has 2 to 60"},
		"short password": {url.Values{"password": {"walnut"}}, 422, "at least 12 characters"},
		"easy password":  {url.Values{"password": {"somebody-2026-x"}}, 422, "easy to guess"},
		"stolen":         {url.Values{"password": {"passwordpassword1"}}, 422, "lists of stolen passwords"},
		"no zone":        {url.Values{"zone": {""}}, 422, "Choose a place"},
		"wrong zone":     {url.Values{"zone": {"Mars/Olympus"}}, 422, "Choose a place"},
		"long name":      {url.Values{"person_name": {strings.Repeat("x", 61)}}, 422, "at most 60"},
	} {
		t.Run(name, func(t *testing.T) {
			form := url.Values{"name": {"somebody"}, "password": {goodPassword}, "zone": {"UTC"}, "person_name": {"Me"}}
			for key, value := range x.change {
				form[key] = value
			}
			b := k.client()
			d := b.post("/account/new", form).want(x.status, x.phrase)
			d.checkPage()
			if len(b.cookies) > 0 {
				t.Error("a refused sign-up signs in")
			}
			if p := form.Get("password"); len(p) > 6 && strings.Contains(d.Raw, p) {
				t.Error("the page repeats the password")
			}
			if got := attr(d.one("#f-person_name"), "value"); got != form.Get("person_name") {
				t.Errorf("the form forgot the name: %q", got)
			}
		})
	}
}

// A wrong password and an unknown name give the same page.
func TestAFailureTellsNothing(t *testing.T) {
	k := keptSite(t)
	k.signUp(t, "anna")
	page := func(name, password string) string {
		d := k.client().post("/account", url.Values{"name": {name}, "password": {password}}).want(401, "do not fit together")
		d.checkPage()
		return strings.ReplaceAll(d.Raw, name, "NAME")
	}
	if a, b := page("anna", "quite another thing"), page("zora", "quite another thing"); a != b {
		t.Error("the page for an unknown name differs from that for a wrong password")
	}
	code := func(name string) string {
		d := k.client().post("/account/recover", url.Values{"name": {name}, "code": {"0000-0000-0000-0000"}}).want(401, "do not fit together")
		return strings.ReplaceAll(d.Raw, name, "NAME")
	}
	if code("anna") != code("zora") {
		t.Error("the page of codes tells whether there is an account")
	}
}

func TestAttemptsAreLimited(t *testing.T) {
	k := keptSite(t)
	k.signUp(t, "anna")
	try := func(name, password, address string) doc {
		b := k.client()
		b.address = address
		return b.post("/account", url.Values{"name": {name}, "password": {password}})
	}
	for i := range 10 {
		try("Anna", "wrong wrong wrong", fmt.Sprintf("203.0.113.%d:1", i)).want(401)
	}
	d := try("anna", goodPassword, "203.0.113.99:1").want(429, "tried too often", "15 minutes")
	if d.Header.Get("Retry-After") != "901" {
		t.Errorf("Retry-After %q", d.Header.Get("Retry-After"))
	}
	try("ben", "wrong wrong wrong", "203.0.113.99:1").want(401) // others are not kept out
	k.clock.add(15 * time.Minute)
	if d := try("anna", goodPassword, "203.0.113.99:1"); d.Status != 303 {
		t.Errorf("after the time: %d", d.Status)
	}
	for i := range 50 {
		try(fmt.Sprintf("guess %d", i), "wrong wrong wrong", "198.51.100.7:1")
	}
	try("anna", goodPassword, "198.51.100.7:1").want(429)
	if d := try("anna", goodPassword, "198.51.100.8:1"); d.Status != 303 {
		t.Errorf("another address: %d", d.Status)
	}
}

func TestCookies(t *testing.T) {
	k := keptSite(t)
	join := func(name string, change func(*http.Request)) *http.Cookie {
		r := httptest.NewRequest("POST", "/account/new", strings.NewReader(url.Values{"name": {name}, "password": {goodPassword}, "zone": {"UTC"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		change(r)
		w := httptest.NewRecorder()
		k.h.ServeHTTP(w, r)
		for _, c := range w.Result().Cookies() {
			return c
		}
		t.Fatal(w.Body.String())
		return nil
	}
	plain := join("plain", func(*http.Request) {})
	if plain.Name != "legible" || plain.Secure || !plain.HttpOnly || plain.SameSite != http.SameSiteLaxMode || plain.Path != "/" {
		t.Errorf("without TLS: %v", plain)
	}
	proxied := join("proxied", func(r *http.Request) { r.Header.Set("X-Forwarded-Proto", "https") })
	if proxied.Name != "__Host-legible" || !proxied.Secure || proxied.Domain != "" || proxied.Path != "/" || !proxied.HttpOnly {
		t.Errorf("behind a proxy: %v", proxied)
	}
	if strings.Contains(proxied.Value, "proxied") || len(proxied.Value) < 40 {
		t.Errorf("value %q", proxied.Value)
	}
	// Over HTTPS a cookie without the prefix is not believed.
	r := httptest.NewRequest("GET", "/account", nil)
	r.Header.Set("X-Forwarded-Proto", "https")
	r.AddCookie(&http.Cookie{Name: "legible", Value: plain.Value})
	w := httptest.NewRecorder()
	k.h.ServeHTTP(w, r)
	parse(t, w).want(200, "No account yet?")
}

func TestSessionsEnd(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	second := k.client()
	second.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}})
	d := b.get("/account/security").want(200, "This device, now")
	d.checkPage()
	forms := d.all("input[name=session]")
	if len(forms) != 2 { // the other one, and all others
		t.Fatalf("%d forms", len(forms))
	}
	b.follow(b.post("/account/session", url.Values{"session": {attr(forms[0], "value")}}))
	second.get("/account").want(200, "No account yet?")
	b.get("/account").want(200, "signed in as anna")

	k.clock.add(59 * 24 * time.Hour)
	b.get("/account").want(200, "signed in as anna")
	k.clock.add(59 * 24 * time.Hour) // the visit counts
	b.get("/account").want(200, "signed in as anna")
	k.clock.add(61 * 24 * time.Hour)
	b.get("/account").want(200, "No account yet?")
}

// Signing in, whichever way, ends the session that the browser brought along.
func TestSigningInEndsTheSessionBefore(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	k.signUp(t, "ben")
	code := must(k.users.RecoveryCodes(t.Context(), k.visit(b)))[0]
	for name, x := range map[string]struct {
		path string
		form url.Values
	}{
		"by password":            {"/account", url.Values{"name": {"anna"}, "password": {goodPassword}}},
		"as somebody else":       {"/account", url.Values{"name": {"ben"}, "password": {goodPassword}}},
		"by a recovery code":     {"/account/recover", url.Values{"name": {"anna"}, "code": {code}}},
		"by signing up":          {"/account/new", url.Values{"name": {"carla"}, "password": {goodPassword}, "zone": {"UTC"}}},
		"by the password again":  {"/account/again", url.Values{"password": {goodPassword}}},
		"after a wrong password": {"/account", url.Values{"name": {"anna"}, "password": {"walnut ferry umbra"}}},
	} {
		in := k.client()
		in.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}})
		before := k.client()
		before.cookies = maps.Clone(in.cookies)
		d := in.post(x.path, x.form)
		if name == "after a wrong password" { // a stranger's guess signs nobody out
			before.get("/account").want(200, "signed in as anna")
			continue
		}
		if d.Status != http.StatusSeeOther || in.cookies[sessionCookie] == before.cookies[sessionCookie] {
			t.Errorf("%s: %d, and the cookie is the one from before", name, d.Status)
		}
		before.get("/account").want(200, "No account yet?")
	}
}

func TestANewPasswordEndsOtherSessions(t *testing.T) {
	k := keptSite(t)
	b, other := k.signUp(t, "anna"), k.client()
	other.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}})
	b.get("/account/password").want(200, "all your other devices are signed out").checkPage()
	b.post("/account/password", url.Values{"password": {"anna anna anna"}}).want(422, "easy to guess").checkPage()
	b.post("/account/password", url.Values{"password": {"1qaz2wsx3edc"}}).want(422, "lists of stolen passwords").checkPage()
	b.follow(b.post("/account/password", url.Values{"password": {"copper lantern drift"}})).want(200, "You have a password")
	other.get("/account").want(200, "No account yet?")
	k.client().post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}}).want(401)
	if d := k.client().post("/account", url.Values{"name": {"anna"}, "password": {"copper lantern drift"}}); d.Status != 303 {
		t.Errorf("the new password: %d", d.Status)
	}
}

// How to get in and erasing need a sign-in of the last quarter of an hour.
func TestWhatNeedsARecentSignIn(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	person := k.visit(b).Chosen.ID
	k.clock.add(16 * time.Minute)
	for _, path := range []string{"/account/password", "/account/codes", "/account/tokens", "/account/erase", "/account/persons/" + person + "/erase"} {
		if d := b.get(path); d.Header.Get("Location") != "/account/again?next="+url.QueryEscape(path) {
			t.Errorf("GET %s: %d %q", path, d.Status, d.Header.Get("Location"))
		}
		if d := b.post(path, url.Values{"sure": {"yes"}, "password": {"copper lantern drift"}}); !strings.HasPrefix(d.Header.Get("Location"), "/account/again") {
			t.Errorf("POST %s: %d %q", path, d.Status, d.Header.Get("Location"))
		}
	}
	d := b.get("/account/again?next=/account/codes").want(200, "Is it you?")
	d.checkPage()
	before := b.cookies[sessionCookie]
	b.post("/account/again", url.Values{"password": {"wrong wrong wrong"}}).want(401, "do not fit")
	d = b.post("/account/again", url.Values{"password": {goodPassword}, "next": {"/account/codes"}})
	if d.Header.Get("Location") != "/account/codes" || b.cookies[sessionCookie] == before {
		t.Errorf("again: %q", d.Header.Get("Location"))
	}
	if _, err := k.users.Visit(t.Context(), before); errs.KindOf(err) != errs.Unauthorized {
		t.Errorf("the old session: %v", err)
	}
	b.follow(d).want(200, "Show my codes")
}

var codeShape = regexp.MustCompile(`^[0-9a-hjkmnp-tv-z]{4}(-[0-9a-hjkmnp-tv-z]{4}){3}$`)

func TestRecoveryCodes(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.get("/account/codes").want(200, "Show my codes").checkPage()
	d := b.post("/account/codes", nil).want(200, "this one time only")
	d.checkPage()
	var codes []string
	for _, n := range d.all("code") {
		codes = append(codes, textOf(n))
		if !codeShape.MatchString(textOf(n)) {
			t.Errorf("code %q", textOf(n))
		}
	}
	if len(codes) != 10 {
		t.Fatalf("%d codes", len(codes))
	}
	b.get("/account/codes").want(200, "10 codes are left")
	b.get("/account").want(200)
	lost := k.client()
	typed := strings.ToUpper(strings.ReplaceAll(codes[3], "-", " "))
	if d := lost.post("/account/recover", url.Values{"name": {"anna"}, "code": {typed}}); d.Header.Get("Location") != "/account/security" {
		t.Fatalf("recover: %d %s", d.Status, d.text())
	}
	lost.get("/account/security").want(200, "9 codes are left", "Change the password")
	k.client().post("/account/recover", url.Values{"name": {"anna"}, "code": {codes[3]}}).want(401, "do not fit") // once only
	b.post("/account/codes", nil)
	k.client().post("/account/recover", url.Values{"name": {"anna"}, "code": {codes[4]}}).want(401, "do not fit") // replaced
}

func TestPersons(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	self := k.visit(b).Chosen.ID
	b.get("/account/persons").want(200, "Whom I keep a diary for").checkPage()
	b.post("/account/persons", url.Values{"relation": {"cat"}, "zone": {"UTC"}}).want(422, "Choose one of the answers").checkPage()
	d := b.follow(b.post("/account/persons", url.Values{"relation": {"child"}, "person_name": {"Mia <b>"}, "zone": {"UTC"}})).want(200, "Mia <b>", "open now")
	d.checkPage()
	v := k.visit(b)
	if len(v.Persons) != 2 || v.Chosen.Name != "Mia <b>" || v.Persons[0].ID != self {
		t.Fatalf("visit %+v", v)
	}
	child := v.Chosen.ID
	b.get("/account/persons/"+child).want(200, "Keep the changes").checkPage()
	b.follow(b.post("/account/persons/"+child, url.Values{"relation": {"other"}, "person_name": {""}, "zone": {"Asia/Tokyo"}}))
	if m, _ := k.visit(b).Person(child); m.Name != "" || m.Relation != "other" || m.TimeZone != "Asia/Tokyo" {
		t.Errorf("changed to %+v", m)
	}
	if d := b.post("/account/choose", url.Values{"person": {self}, "back": {"/account/kept"}}); d.Header.Get("Location") != "/account/kept" {
		t.Errorf("choosing leads to %q", d.Header.Get("Location"))
	}
	b.get("/account").want(200, "Whose pages are open", "Someone")
	if k.visit(b).Chosen.ID != self {
		t.Error("the choice was not kept")
	}
	b.post("/account/persons/"+child+"/erase", url.Values{}).want(422, "Tick the box").checkPage()
	b.post("/account/persons/"+child+"/erase", url.Values{"sure": {"yes"}}).want(200, "It is erased", "cannot be opened").checkPage()
	if v := k.visit(b); len(v.Persons) != 1 {
		t.Errorf("left: %+v", v.Persons)
	}
	b.get("/account/persons/" + child).want(404)
}

func TestEraseAccount(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.post("/account/persons", url.Values{"relation": {"parent"}, "person_name": {"Dad"}, "zone": {"UTC"}})
	v := k.visit(b)
	b.get("/account/erase").want(200, "Erase your account?", "Dad").checkPage()
	d := b.post("/account/erase", url.Values{"sure": {"yes"}}).want(200, "It is erased", "2 persons", "Number of this receipt")
	d.checkPage()
	if len(b.cookies) != 0 {
		t.Errorf("cookies left: %v", b.cookies)
	}
	for _, m := range v.Persons {
		p, err := k.store.Person(t.Context(), m.ID)
		if err != nil || p.ErasedAt == nil || p.Key.Data != nil {
			t.Errorf("person %+v, %v", p, err)
		}
	}
	k.client().post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}}).want(401)
	k.signUp(t, "anna") // the name is free again
}

func TestExport(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	v := k.visit(b)
	raw := `{"kind":"night","day":"2026-11-21","data":{"cramps":2,"note":"marker one"}}`
	must(k.keeper.AddEntry(t.Context(), v.Account, v.Chosen.ID, []byte(raw)))
	d := b.post("/account/export", nil)
	if cd := d.Header.Get("Content-Disposition"); d.Status != 200 || !strings.HasPrefix(cd, "attachment;") || !strings.Contains(d.Header.Get("Cache-Control"), "no-store") {
		t.Fatalf("%d %q", d.Status, cd)
	}
	var out struct {
		Format  string
		Account struct{ Name string }
		Persons []struct {
			ID      string
			Entries []struct {
				Kind string
				Data map[string]any
			}
		}
	}
	if err := json.Unmarshal([]byte(d.Raw), &out); err != nil {
		t.Fatalf("%v in %s", err, d.Raw)
	}
	if out.Format != app.ExportFormat || out.Account.Name != "anna" || len(out.Persons) != 1 || len(out.Persons[0].Entries) != 1 || out.Persons[0].Entries[0].Data["note"] != "marker one" {
		t.Errorf("export %+v", out)
	}
	if strings.Contains(d.Raw, "argon2") || strings.Contains(d.Raw, v.Session) {
		t.Error("the export holds a secret")
	}
}

func TestTokens(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.get("/account/tokens").want(200, "Give it a name").checkPage()
	b.post("/account/tokens", url.Values{"label": {" "}}).want(422, "Give it a name").checkPage()
	d := b.post("/account/tokens", url.Values{"label": {"my watch"}}).want(200, "this one time only")
	d.checkPage()
	token := textOf(d.one("code"))
	if a, err := k.keeper.AccountOf(t.Context(), token); err != nil || a.Name != "anna" {
		t.Fatalf("%+v, %v", a, err)
	}
	d = b.get("/account/security").want(200, "my watch")
	b.follow(b.post("/account/token/drop", url.Values{"token": {attr(d.one("input[name=token]"), "value")}}))
	if _, err := k.keeper.AccountOf(t.Context(), token); errs.KindOf(err) != errs.Unauthorized {
		t.Errorf("a removed token: %v", err)
	}
}

// Without storage there are no accounts; the page says so and nothing leads to it.
func TestNothingIsKept(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page")
	}
	h, _ := testSite(t)
	for _, path := range []string{"/account", "/account/new", "/account/persons"} {
		get(t, h, path).want(404, "Nothing is kept here").checkPage()
	}
	for at := range crawl(t, h, "/") {
		if strings.HasPrefix(at, "/account") {
			t.Errorf("a link leads to %s", at)
		}
	}
}

func TestClosed(t *testing.T) {
	k := keptSiteWith(t, app.UserOptions{Closed: true})
	k.client().get("/account").want(200, "make the accounts").checkPage()
	k.client().get("/account/new").want(200, "make the accounts").checkPage()
	k.client().post("/account/new", url.Values{"name": {"anna"}, "password": {goodPassword}, "zone": {"UTC"}}).want(403)
	must2(k.keeper.AddAccount(t.Context(), "anna", "person", "Europe/London"))
	codes := must(k.keeper.IssueCodes(t.Context(), "Anna"))
	b := k.client()
	if d := b.post("/account/recover", url.Values{"name": {"anna"}, "code": {codes[0]}}); d.Status != 303 {
		t.Fatalf("first sign-in: %d", d.Status)
	}
	b.follow(b.post("/account/password", url.Values{"password": {goodPassword}}))
}

func must2[A, B any](a A, _ B, err error) A { return must(a, err) }

// A check and a plan are kept by a person who signs up for it, without a script.
func TestKeepACheckOnSigningUp(t *testing.T) {
	k := keptSite(t)
	b := k.client()
	form := b.get("/check").form("start")
	form.Set("alarm", "none")
	form.Set("text", "My calf cramps at night for three weeks")
	words := b.post("/check", form)
	result := b.post("/check", b.post("/check", words.form("understood")).form("result")).want(200, "Keep this check in my account")
	keep := result.form("keep:check")
	d := b.post("/account/keep", keep).want(200, "Sign in, and this will be kept")
	d.checkPage()
	carried := attr(d.all("input[name=kept]")[0], "value")
	if !strings.Contains(carried, "three weeks") {
		t.Fatalf("the page carries %q", carried)
	}
	d = b.post("/account/new", url.Values{"kept": {carried}, "do": {"form"}}).want(200, "Make an account, and this will be kept")
	d.checkPage()
	in := url.Values{"name": {"anna"}, "password": {"short"}, "zone": {"UTC"}, "kept": {carried}}
	d = b.post("/account/new", in).want(422, "at least 12")
	in.Set("kept", attr(d.one("input[name=kept]"), "value"))
	in.Set("password", goodPassword)
	d = b.post("/account/new", in)
	if d.Header.Get("Location") != "/account/kept" {
		t.Fatalf("%d %q", d.Status, d.Header.Get("Location"))
	}
	d = b.follow(d).want(200, "Check", "22 November 2026")
	d.checkPage()
	b.post("/check", d.form("result")).want(200, "What it may be", "three weeks")

	b.post("/account/keep", keep) // twice is once
	d = b.get("/account/kept")
	if n := len(d.all("button[value=result]")); n != 1 {
		t.Errorf("%d checks after keeping it twice", n)
	}
	drop := url.Values{"kind": {"check"}, "id": {attr(d.one("input[name=id]"), "value")}}
	b.follow(b.post("/account/kept/drop", drop)).want(200, "kept no check")
	b.follow(b.post("/account/keep", keep))
	if n := len(b.get("/account/kept").all("button[value=result]")); n != 1 {
		t.Errorf("%d checks after keeping it again", n)
	}
	plan := b.post("/plan", quick()).want(200, "Keep this plan in my account")
	d = b.follow(b.post("/account/keep", plan.form("keep:plan"))).want(200, "Plan")
	b.post("/plan", d.form("plan")).want(200, "Keep this plan in my account")
}

func TestWhatCannotBeKept(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	for name, form := range map[string]url.Values{
		"no kind":       {"who": {"self"}},
		"another kind":  {"do": {"keep:experiment"}, "who": {"self"}},
		"broken answer": {"do": {"keep:check"}, "e": {"nonsense"}},
		"wrong age":     {"do": {"keep:check"}, "age": {"900"}},
		"nothing":       {"do": {"keep:check"}},
		"wrong plan":    {"do": {"keep:plan"}, "who": {"self"}, "minutes": {"900"}},
		"no JSON":       {"kept": {"{"}},
	} {
		t.Run(name, func(t *testing.T) { b.post("/account/keep", form).want(422) })
	}
}

// What a browser kept before signing in comes into the diary, once.
func TestKeepWhatTheDeviceHad(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	v := k.visit(b)
	sent := map[string]any{
		"person":   v.Chosen.ID,
		"cramps":   []any{map[string]any{"at": "2026-11-21T02:14:07.123Z", "muscle": "calf", "seconds": 250}, map[string]any{"at": "2027-11-21T02:14:07Z", "muscle": "calf", "seconds": 250}},
		"sessions": []any{map[string]any{"at": "2026-11-20T21:00:00.5Z", "routine": "evening-10", "seconds": 600}},
		"items":    []any{map[string]any{"version": 1, "kind": "check", "fields": [][2]string{{"text", "My calf"}, {"who", "self"}}}, map[string]any{"version": 1, "kind": "note"}},
	}
	for range 2 {
		d := b.send("/account/device", sent)
		if d.Status != 200 || strings.TrimSpace(d.Raw) != `{"refused":2,"taken":3}` {
			t.Fatalf("%d %s", d.Status, d.Raw)
		}
	}
	list, _, err := k.keeper.Entries(t.Context(), v.Account, v.Chosen.ID, app.EntryQuery{Oldest: true, Limit: 10})
	if err != nil || len(list) != 2 {
		t.Fatalf("%d entries, %v", len(list), err)
	}
	got := ""
	for _, e := range list { // both are of one day, so their order is that of their ids
		if e.Kind == diary.KindEpisode {
			got = string(e.Encode())
		}
	}
	if !strings.Contains(got, `"at":"2026-11-21T02:14:07Z"`) || !strings.Contains(got, `"seconds":250`) || !strings.Contains(got, `"day":"2026-11-20"`) {
		t.Errorf("the cramp is kept as %s", got)
	}
	b.post("/account/keep", url.Values{"do": {"keep:check"}, "text": {"My calf"}, "who": {"self"}}) // the same check from a page
	if n := len(b.get("/account/kept").all("button[value=result]")); n != 1 {
		t.Errorf("one check is kept %d times", n)
	}
	sent["person"] = "0190a5c4-0000-7000-8000-000000000001"
	if d := b.send("/account/device", sent); d.Status != 404 {
		t.Errorf("for a person of others: %d", d.Status)
	}
}

// accountPages are all pages of accounts.
func accountPages(t *testing.T) (out []doc) {
	k := keptSite(t)
	for _, path := range []string{"/account", "/account/new", "/account/recover", "/privacy"} {
		out = append(out, k.client().get(path).want(200))
	}
	b := k.signUp(t, "anna")
	person := "/account/persons/" + k.visit(b).Chosen.ID
	for _, path := range []string{"/account", "/account/security", "/account/password", "/account/codes", "/account/tokens", "/account/again",
		"/account/persons", person, person + "/erase", "/account/kept", "/account/erase"} {
		out = append(out, b.get(path).want(200))
	}
	out = append(out, b.get("/account/second").want(200))
	k.pair(b)
	out = append(out, b.get("/account/second").want(200), k.client().post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}}).want(200))
	return append(out, b.post("/account/erase", url.Values{"sure": {"yes"}}).want(200))
}

// Every link of the pages of accounts leads somewhere.
func TestNoDeadLinksInTheAccount(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	seen := map[string]bool{}
	for queue := []string{"/account"}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if seen[at] || !strings.HasPrefix(at, "/account") && at != "/diary" {
			continue
		}
		seen[at] = true
		d := b.get(at)
		if !strings.HasPrefix(d.Header.Get("Content-Type"), "text/html") {
			continue // a file
		}
		d.want(200).checkPage()
		for _, a := range d.all("a[href]") {
			if u, err := url.Parse(attr(a, "href")); err == nil && u.Host == "" && u.Path != "" && !hidden(a) {
				queue = append(queue, u.Path)
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("only %d pages: %v", len(seen), seen)
	}
}

// Another site cannot make a browser act in an account, and a form without a browser's
// marks comes from no browser.
func TestOtherSitesReachNoAccount(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	tried := 0
	for _, pattern := range k.patterns(t) {
		path, isPost := strings.CutPrefix(pattern, "POST ")
		if !isPost || pattern == ManifestPattern { // which reads no cookie and is meant for other sites
			continue
		}
		tried++
		r := httptest.NewRequest("POST", strings.NewReplacer("{id}", k.visit(b).Chosen.ID, "{step}", "enter").Replace(path), strings.NewReader("sure=yes"))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		if d := b.do(r); d.Status != http.StatusForbidden {
			t.Errorf("%s from another site: %d", pattern, d.Status)
		}
	}
	if tried < 30 {
		t.Errorf("only %d forms were tried", tried)
	}
	b.get("/account").want(200, "signed in as anna")
}

// Neither names nor passwords nor addresses nor ids of persons stand in the log.
func TestTheLogHoldsNoNames(t *testing.T) {
	var log bytes.Buffer
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	defer slog.SetDefault(was)
	k := keptSite(t)
	b := k.signUp(t, "zebrafinch")
	person := k.visit(b).Chosen.ID
	k.client().post("/account", url.Values{"name": {"zebrafinch"}, "password": {"zebrafinch wrong"}})
	if err := k.store.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/account", "/account/persons/" + person, "/account/kept"} {
		if d := b.get(path); d.Status < 500 {
			t.Errorf("%s without a store: %d", path, d.Status)
		}
	}
	b.post("/account", url.Values{"name": {"zebrafinch"}, "password": {"zebrafinch wrong"}}).want(503)
	for _, secret := range []string{"zebrafinch", person, "192.0.2.1", b.cookies[sessionCookie]} {
		if strings.Contains(log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, log.String())
		}
	}
}

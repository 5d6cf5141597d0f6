package web

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
)

// testPushKey is a point on P-256 that browsers take.
const testPushKey = "BNcRdreALRFXTkOOUHK1EtK2wtaz5Ry4YfYCA_0QTpQtUbVlUls0VJXg7A8u-Ts1XbjhazAkj7I99e8QcYP7DkM"

// outbox is a way to send that keeps what it gets, or fails as told.
type outbox struct {
	mu   sync.Mutex
	sent []app.Message
	to   []app.Target
	fail *app.SendError
}

func (o *outbox) Check(to app.Target) error {
	switch {
	case to.Mail == "" && to.Push.Endpoint == "" || to.Mail != "" && !strings.Contains(to.Mail, "@"):
		return errs.Field("mail", "no")
	case to.Mail == "" && !strings.HasPrefix(to.Push.Endpoint, "https://"):
		return errs.Field("endpoint", "no")
	}
	return nil
}

func (o *outbox) Send(_ context.Context, to app.Target, m app.Message) error {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.fail != nil {
		return o.fail
	}
	o.sent, o.to = append(o.sent, m), append(o.to, to)
	return nil
}

// last is the newest message.
func (o *outbox) last(t testing.TB) app.Message {
	t.Helper()
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.sent) == 0 {
		t.Fatal("nothing was sent")
	}
	return o.sent[len(o.sent)-1]
}

func (o *outbox) count() int {
	o.mu.Lock()
	defer o.mu.Unlock()
	return len(o.sent)
}

// usual is the form as a browser sends it, with the morning question on.
func usual(change url.Values) url.Values {
	days := []string{"mo", "tu", "we", "th", "fr", "sa", "su"}
	form := url.Values{
		"morning.on": {"yes"}, "morning.at": {"09:00"}, "morning.days": days, "morning.by": {"push", "mail", "calendar"},
		"movement.from": {"09:00"}, "movement.to": {"17:00"}, "movement.every": {"60"}, "movement.days": days, "movement.by": {"push"},
		"drink.from": {"09:00"}, "drink.to": {"19:00"}, "drink.every": {"120"}, "drink.days": days, "drink.by": {"calendar"},
		"bedtime.at": {"21:30"}, "bedtime.days": days, "bedtime.by": {"mail"}, "quiet.on": {"yes"}, "quiet.from": {"22:00"}, "quiet.to": {"07:00"},
	}
	maps.Copy(form, change)
	return form
}

// withMail has an address that is confirmed.
func (k *kept) withMail(t *testing.T, b *client, address string) {
	t.Helper()
	b.post("/account/reminders/mail", url.Values{"mail": {address}})
	b.follow(b.post("/account/reminders/code", url.Values{"code": {k.mail.last(t).Code}})).want(200, "Reminders can go there now")
}

// withDevice adds a browser that is pushed to.
func withDevice(b *client) doc {
	return b.follow(b.post("/account/reminders/device", url.Values{"endpoint": {"https://push.example/secret-1"}, "p256dh": {"BNcR"}, "auth": {"AAAA"}}))
}

// reminderPages are the pages of this file, for the test that every template is shown.
func reminderPages(t *testing.T) []doc {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	k.withMail(t, b, "anna@home.example")
	b.follow(b.post("/account/reminders/test", nil))
	return []doc{b.get(remindersPath).want(200), k.client().get("/r/" + k.mail.last(t).Token).want(200)}
}

func TestRemindersPage(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	if got := k.client().get(remindersPath).Header.Get("Location"); got != "/account?next=%2Faccount%2Freminders" {
		t.Errorf("without a session: %q", got)
	}
	b.get("/account").want(200, "The morning question, breaks, bedtime")
	d := b.get(remindersPath).want(200, "Reminders", "Quiet hours", "Times are those of Europe/London")
	d.checkPage()
	if len(d.all("input[name=morning.on]")) != 1 || has(d.one("input[name=morning.on]"), "checked") {
		t.Error("a reminder is on before anybody asked for one")
	}
	d = b.post(remindersPath, usual(nil))
	if got := d.Header.Get("Location"); got != "/account/reminders?said=saved#ways" { // nothing reaches anybody yet
		t.Errorf("saving leads to %q", got)
	}
	d = b.get("/account/reminders?said=saved").want(200, "Your settings are kept", "cannot reach you yet", "Next: the morning question, Sun 22 Nov, 09:00")
	d.checkPage()
	if at := attr(d.one("input[name=morning.at]"), "value"); at != "09:00" || !has(d.one("input[name=morning.on]"), "checked") {
		t.Errorf("the form forgot: %q", at)
	}
	b.get("/account/reminders?said=%3Cb%3E").want(200) // words of strangers are not said
	withDevice(b).want(200, "This device is added")
	d = b.get(remindersPath).want(200, "Send me a test")
	if strings.Contains(d.text(), "cannot reach you yet") {
		t.Error("a device is there and the page does not know")
	}
}

func TestRemindersRefusals(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	for name, x := range map[string]struct {
		change url.Values
		field  string
		phrase string
	}{
		"no time":           {url.Values{"morning.at": {""}}, "morning.at", "Choose a time"},
		"impossible time":   {url.Values{"morning.at": {"25:00"}}, "morning.at", "Choose a time"},
		"in quiet hours":    {url.Values{"morning.at": {"06:30"}}, "morning.at", "not in the quiet hours"},
		"no days":           {url.Values{"morning.days": nil}, "morning.days", "at least one day"},
		"strange day":       {url.Values{"morning.days": {"mo", "xx"}}, "morning.days", "at least one day"},
		"no way":            {url.Values{"morning.by": nil}, "morning.by", "at least one way"},
		"ends before":       {url.Values{"movement.on": {"yes"}, "movement.to": {"08:00"}}, "movement.to", "later than the first"},
		"strange step":      {url.Values{"movement.on": {"yes"}, "movement.every": {"1"}}, "movement.every", "from the list"},
		"quiet all day":     {url.Values{"quiet.to": {"22:00"}}, "quiet.to", "differs from the first"},
		"fields left out":   {url.Values{"drink.from": nil}, "drink.from", "Choose a time"},
		"time that is text": {url.Values{"bedtime.at": {"<script>"}}, "bedtime.at", "Choose a time"},
	} {
		t.Run(name, func(t *testing.T) {
			d := b.post(remindersPath, usual(x.change)).want(422, x.phrase)
			d.checkPage()
			if len(d.all("[id=f-"+x.field+"]")) != 1 || len(d.all("[id=e-"+x.field+"]")) != 1 || len(d.all("a[href=#f-"+x.field+"]")) != 1 {
				t.Errorf("the fault does not stand at %s", x.field)
			}
			if !has(d.one("input[name=morning.on]"), "checked") {
				t.Error("the form forgot what was chosen")
			}
		})
	}
	if d := b.get(remindersPath); has(d.one("input[name=morning.on]"), "checked") {
		t.Error("a refused form was kept")
	}
}

func TestReminderMail(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.post("/account/reminders/mail", url.Values{"mail": {"nonsense"}}).want(422, "name@example.org").checkPage()
	if k.mail.count() > 0 {
		t.Fatal("something was sent to nonsense")
	}
	d := b.follow(b.post("/account/reminders/mail", url.Values{"mail": {"anna@home.example"}})).want(200, "A code is on its way", "anna@home.example", "six digits")
	d.checkPage()
	b.post("/account/reminders/code", url.Values{"code": {"nope"}}).want(422, "not the six digits").checkPage()
	d = b.follow(b.post("/account/reminders/code", url.Values{"code": {k.mail.last(t).Code}})).want(200, "Reminders can go there now", "Last sent Sun 22 Nov, 08:30")
	d.checkPage()
	b.follow(b.post("/account/reminders/test", nil)).want(200, "A test is on its way")
	if m := k.mail.last(t); m.Sort != app.TestMessage {
		t.Errorf("sent %+v", m)
	}
	b.follow(b.post("/account/reminders/mail", url.Values{"mail": {""}})).want(200, "Send me a code")
	if d := b.post("/account/reminders/test", nil); d.Status != 404 {
		t.Errorf("a test to nobody: %d", d.Status)
	}
}

// A way that fails says so in plain words, and nothing is swallowed.
func TestFailingWaysAreShown(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	k.withMail(t, b, "anna@home.example")
	withDevice(b)
	device := attr(b.get(remindersPath).all("input[name=device]")[0], "value")
	for trouble, phrase := range map[app.Trouble]string{
		app.Refused: "takes no mail from us", app.Busy: "was busy", app.Unreachable: "mail server did not answer", app.Unsure: "may have arrived",
		app.NotSetUp: "tell the people who run it", app.Interrupted: "may have arrived",
	} {
		k.clock.add(2 * time.Hour) // so that tests are not too many
		k.mail.fail = &app.SendError{Trouble: trouble, Code: 550}
		d := b.follow(b.post("/account/reminders/test", nil)).want(200, "do not get through", phrase)
		d.checkPage()
	}
	k.mail.fail = nil
	k.clock.add(2 * time.Hour)
	d := b.follow(b.post("/account/reminders/test", nil)).want(200, "A test is on its way")
	if strings.Contains(d.text(), "do not get through") {
		t.Error("a way that works again is still said to fail")
	}

	k.push.fail = &app.SendError{Trouble: app.Unreachable}
	b.follow(b.post("/account/reminders/test", url.Values{"device": {device}})).want(200, "push service of this browser did not answer").checkPage()
	k.push.fail = &app.SendError{Trouble: app.Gone, Code: 410}
	d = b.follow(b.post("/account/reminders/test", url.Values{"device": {device}})).want(200, "could not be reached any more and was removed")
	d.checkPage()
	if len(d.all("[data-endpoint]")) != 0 {
		t.Error("a device that is gone is still in the list")
	}
	d = b.follow(b.post("/account/reminders/lost", nil))
	if strings.Contains(d.text(), "could not be reached any more") {
		t.Error("what was seen is still shown")
	}
}

func TestDevices(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.post("/account/reminders/device", url.Values{"endpoint": {"http://inside/"}}).want(422, "cannot be used from here").checkPage()
	d := withDevice(b)
	d.checkPage()
	withDevice(b) // once more is the same device
	rows := b.get(remindersPath).all("[data-endpoint]")
	if len(rows) != 1 || attr(rows[0], "data-endpoint") != "https://push.example/secret-1" {
		t.Fatalf("%d devices", len(rows))
	}
	d = b.get(remindersPath)
	for _, a := range slices.Concat(d.all("a[href]"), d.all("form[action]")) {
		if strings.Contains(attr(a, "href")+attr(a, "action"), "secret-1") {
			t.Error("the address of the browser stands in a link")
		}
	}
	id := attr(b.get(remindersPath).all("input[name=device]")[0], "value")
	b.follow(b.post("/account/reminders/test", url.Values{"device": {id}})).want(200, "A test is on its way")
	d = b.follow(b.post("/account/reminders/device/drop", url.Values{"device": {id}}))
	if len(d.all("[data-endpoint]")) != 0 {
		t.Error("the device is still there")
	}
}

func TestStopPauseAndStartAgain(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.post(remindersPath, usual(nil))
	b.follow(b.post("/account/reminders/snooze", url.Values{"pause": {"week"}})).want(200, "Paused until Sun 29 Nov, 04:00", "End the pause").checkPage()
	b.follow(b.post("/account/reminders/snooze", url.Values{"pause": {""}})).want(200, "Next: the morning question")
	if d := b.post("/account/reminders/snooze", url.Values{"pause": {"ever"}}); d.Status != 422 {
		t.Errorf("a pause that is none: %d", d.Status)
	}
	d := b.follow(b.post("/account/reminders/stop", nil)).want(200, "All reminders are stopped", "Start them again")
	d.checkPage()
	if !has(d.one("input[name=morning.on]"), "checked") {
		t.Error("stopping forgot the settings")
	}
	b.follow(b.post("/account/reminders/start", nil)).want(200, "Next: the morning question")
}

// due sends what is due at a time from now.
func (k *kept) due(t *testing.T, later time.Duration) {
	t.Helper()
	k.clock.add(later)
	for range 10 {
		n, err := k.reminders.Due(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			return
		}
	}
}

// From a reminder to the page behind it, without signing in.
func TestMessagePage(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	k.withMail(t, b, "anna@home.example")
	b.post(remindersPath, usual(nil))
	k.due(t, time.Hour)
	m := k.mail.last(t)
	if m.Sort != app.ReminderMessage || m.Kind != remind.Morning || m.Token == "" {
		t.Fatalf("sent %+v", m)
	}
	path := "/r/" + m.Token
	stranger := k.client()
	for range 2 { // mail programs look before people do
		d := stranger.get(path).want(200, "Stop these messages", "a day before an appointment", "about reports", "You are still told when an appointment is booked")
		d.checkPage()
		if strings.Contains(d.Header.Get("Cache-Control"), "no-store") == false {
			t.Errorf("Cache-Control %q", d.Header.Get("Cache-Control"))
		}
		if strings.Contains(d.text(), "anna") {
			t.Error("the page says whose reminders these are")
		}
	}
	b.get(remindersPath).want(200, "Next:")
	stranger.follow(stranger.post(path, url.Values{"pause": {"tomorrow"}})).want(200, "Paused until Mon 23 Nov, 04:00").checkPage()
	b.get(remindersPath).want(200, "Paused until")
	if d := stranger.post(path, url.Values{}); d.Status != 422 {
		t.Errorf("neither pause nor stop: %d", d.Status)
	}
	stranger.follow(stranger.post(path, url.Values{"do": {"stop"}})).want(200, "It is stopped", "No reminders", "still told when").checkPage()
	stranger.follow(stranger.post(path, url.Values{"pause": {"1h"}})).want(200, "It is stopped") // too late to put off
	b.get(remindersPath).want(200, "Start them again")
	stranger.get("/r/"+strings.Repeat("x", 43)).want(404, "come to its end").checkPage()
	stranger.post("/r/"+strings.Repeat("x", 43), url.Values{"do": {"stop"}}).want(404)
}

// A notification says which reminder it is that it puts off.
func TestPuttingOffOneMessage(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	k.withMail(t, b, "anna@home.example")
	b.post(remindersPath, usual(url.Values{"bedtime.on": {"yes"}}))
	k.due(t, time.Hour)
	k.client().post("/r/"+k.mail.last(t).Token, url.Values{"pause": {"15m"}, "about": {"bedtime"}}).want(303)
	k.due(t, 15*time.Minute)
	if m := k.mail.last(t); m.Kind != remind.Bedtime {
		t.Errorf("said again: %+v", m)
	}
}

// The button of a mail program (RFC 8058) comes without a cookie or an origin, and gets
// an answer at once.
func TestOneClick(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	k.withMail(t, b, "anna@home.example")
	b.follow(b.post("/account/reminders/test", nil))
	path := "/r/" + k.mail.last(t).Token
	if d := k.client().post(path, url.Values{"List-Unsubscribe": {"One-Click"}}); d.Status != 200 {
		t.Errorf("status %d", d.Status)
	}
	b.get(remindersPath).want(200, "All reminders are stopped")
	b.post("/account/reminders/start", nil)
	if d := b.get(remindersPath); strings.Contains(d.text(), "All reminders are stopped") {
		t.Fatal("they do not run again")
	}
	parts := "--x\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--x--\r\n"
	r := httptest.NewRequest("POST", path, strings.NewReader(parts))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x") // as the RFC would rather have it
	if d := k.client().do(r); d.Status != 200 {
		t.Errorf("in parts: status %d", d.Status)
	}
	b.get(remindersPath).want(200, "All reminders are stopped")
	r = httptest.NewRequest("POST", path, strings.NewReader(parts[:40]))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	if d := k.client().do(r); d.Status != 422 {
		t.Errorf("half a form: status %d", d.Status)
	}
	r = httptest.NewRequest("POST", path, strings.NewReader("pause=1h"))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Origin", "https://evil.example")
	if d := k.client().do(r); d.Status != http.StatusForbidden {
		t.Errorf("from another site: %d", d.Status)
	}
}

func TestFeed(t *testing.T) {
	k := keptSite(t)
	b := k.signUp(t, "anna")
	b.post(remindersPath, usual(nil))
	d := b.follow(b.post("/account/reminders/feed", url.Values{"feed": {"on"}})).want(200, "https://legible.example/calendar/")
	d.checkPage()
	address := must(url.Parse(textOf(d.one("code"))))
	d.one("a[href=webcal://" + address.Host + address.Path + "]")
	feed := k.client().get(address.Path)
	if ct := feed.Header.Get("Content-Type"); feed.Status != 200 || ct != "text/calendar; charset=utf-8" {
		t.Fatalf("%d %s", feed.Status, ct)
	}
	c := must(ics.ParseCalendar(strings.NewReader(feed.Raw)))
	first := c.Events()[0]
	if at := must(first.GetStartAt()); len(c.Events()) != 29 || !at.Equal(time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("%d events from %v", len(c.Events()), at)
	}
	for _, word := range []string{"anna", "cramp", "leg ", "pain"} {
		if strings.Contains(strings.ToLower(feed.Raw), word) {
			t.Errorf("the feed says %q", word)
		}
	}
	r := httptest.NewRequest("GET", address.Path, nil)
	r.Header.Set("If-None-Match", feed.Header.Get("ETag"))
	if again := k.client().do(r); again.Status != http.StatusNotModified {
		t.Errorf("nothing has changed and it is sent again: %d", again.Status)
	}
	b.get(remindersPath).want(200, "Your calendar last looked")
	for _, path := range []string{strings.TrimSuffix(address.Path, ".ics"), "/calendar/" + strings.Repeat("x", 43) + ".ics", "/calendar/.ics"} {
		if d := k.client().get(path); d.Status != 404 {
			t.Errorf("%s: %d", path, d.Status)
		}
	}
	b.follow(b.post("/account/reminders/feed", url.Values{"feed": {"on"}}))
	k.client().get(address.Path).want(404) // the old link
	b.follow(b.post("/account/reminders/feed", url.Values{"feed": {"off"}})).want(200, "Make a calendar link")
}

// Messages hold nothing about anybody's health, and lead where they should.
func TestWordsOfMessages(t *testing.T) {
	forbidden := []string{"cramp", "leg ", "legs", "pain", "restless", "muscle", "health", "diary of"}
	messages := []app.Message{{Sort: app.TestMessage, Token: "TOKEN"}, {Sort: app.ConfirmMessage, Code: "123456"}}
	for _, kind := range remind.Kinds {
		messages = append(messages, app.Message{Sort: app.ReminderMessage, Kind: kind, Token: "TOKEN"})
	}
	for _, m := range messages {
		subject, text := Letter(m, "https://legible.example")
		push := string(Notification(m))
		for _, said := range []string{subject, text, push} {
			for _, word := range forbidden {
				if strings.Contains(strings.ToLower(said), word) {
					t.Errorf("%s %s says %q: %s", m.Sort, m.Kind, word, said)
				}
			}
			if strings.Contains(said, "remind.") || strings.ContainsAny(said, "{") && said != push {
				t.Errorf("%s %s has no words: %s", m.Sort, m.Kind, said)
			}
		}
		if strings.ContainsAny(subject, "\r\n") || subject == "" || len(subject) > 60 {
			t.Errorf("subject %q", subject)
		}
		if stops := strings.Contains(text, "https://legible.example/r/TOKEN"); stops != (m.Token != "") {
			t.Errorf("%s %s: how to stop: %v\n%s", m.Sort, m.Kind, stops, text)
		}
		if m.Code != "" && !strings.Contains(text, m.Code) {
			t.Errorf("no code in %s", text)
		}
		var n notice
		if err := json.Unmarshal([]byte(push), &n); err != nil || n.Title == "" || !strings.HasPrefix(n.Open, "/") {
			t.Errorf("push %s: %v", push, err)
		}
		wantMessage := ""
		if m.Sort == app.ReminderMessage {
			wantMessage = "/r/TOKEN"
		}
		if n.Message != wantMessage || len(n.Actions) != 2*len(slices.DeleteFunc([]string{wantMessage}, func(s string) bool { return s == "" })) {
			t.Errorf("push %s", push)
		}
	}
}

// Where the program can send nothing, only the calendar is offered; without reminders
// there is no page.
func TestRemindersWithoutChannels(t *testing.T) {
	k := keptSite(t)
	f := &fake{base: testBase(t)}
	k.h = must(newSite(f, f.base, Options{Keeper: k.keeper, Users: k.users, Reminders: app.NewReminders(k.keeper, nil), Now: k.clock.time}))
	b := k.signUp(t, "anna")
	d := b.get(remindersPath).want(200, "Make a calendar link")
	d.checkPage()
	for _, way := range []string{"#mail", "#push", "input[value=mail]", "input[value=push]"} {
		if len(d.all(way)) != 0 {
			t.Errorf("%s is offered and leads nowhere", way)
		}
	}
	d = b.follow(b.post("/account/reminders/feed", url.Values{"feed": {"on"}})).want(200, "http://example.com/calendar/") // as the browser asked
	d.checkPage()
	k.h = must(newSite(f, f.base, Options{Keeper: k.keeper, Users: k.users, Now: k.clock.time}))
	b.h = k.h
	if d := b.get("/account"); strings.Contains(d.Raw, remindersPath) {
		t.Error("a door to a page that is not there")
	}
	b.get(remindersPath).want(404)
}

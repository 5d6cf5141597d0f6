package web

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/report"
)

// access says whom a route answers.
type access int

const (
	open   access = iota // anybody, with nothing that is kept
	own                  // whoever is signed in, with what is their own
	named                // the same, and the request names something: only whose it is
	bearer               // whoever holds the secret in the address
)

// routeWalk is how a route is walked. send are bodies that name something of Anna's, with its
// ids in braces; each must be refused to everybody else, and the first one must be fit
// to be taken from her. A body that begins with a brace is JSON.
type routeWalk struct {
	access access
	send   []string
	last   bool // ends the session or the account of whoever sends it
}

// routeWalks has every route of the pages. A new one belongs here before it is served.
var routeWalks = map[string]routeWalk{
	"/": {}, "GET /{$}": {}, "GET /about": {}, "GET /how-it-decides": {}, "GET /how-wrong-it-is": {}, "GET /accessibility": {}, "GET /help": {},
	"GET /dev/components": {}, "GET /privacy": {}, "GET /cookies": {}, "GET /terms": {}, "GET /status": {}, "GET /check": {}, "POST /check": {}, "GET /plan": {}, "POST /plan": {}, "GET /labs": {}, "POST /labs": {}, "GET /now": {},
	"GET /now/{muscle}": {}, "GET /play": {}, "POST /play": {}, "GET /play/{routine}": {}, "GET /offline": {}, "GET /manifest.webmanifest": {},
	"GET /sw.js": {}, "POST /theme": {}, "GET /static/": {},
	"GET /guide": {}, "POST /guide": {}, "GET /guide/{slug...}": {}, "GET /guide/feed.xml": {}, "GET /glossary": {}, "GET /ask": {}, "POST /ask": {},
	"GET /report": {}, "GET /report/kept": {}, "POST /report": {}, "POST /report.pdf": {}, "POST /report.txt": {}, "POST /report.json": {},
	"GET /robots.txt": {}, "GET /sitemap.xml": {},

	"GET /diary": {access: own}, "GET /diary/{day}": {access: own}, "GET /diary/month": {access: own}, "GET /diary/month/{month}": {access: own},
	"GET /diary/both": {access: own}, "GET /diary/files": {access: own}, "GET /diary/export/{format}": {access: own}, "POST /diary/import": {access: own},
	"GET /diary/new":             {},
	"POST /diary":                {access: named, send: []string{"person={person}&day=2026-11-20&night_id={fresh}&night_v=0&cramps=1"}},
	"POST /diary/undo":           {access: named, send: []string{`person={person}&undo={"id":"{entry}","base":1}`}},
	"POST /diary/delete":         {access: named, send: []string{"person={person}&id={entry}&v=1", "id={entry}&v=1"}},
	"POST /diary/both":           {access: named, send: []string{"person={person}&a={entry}&b={other}&av=1&bv=1&do=a"}},
	"GET /trends":                {access: own},
	"POST /trends":               {access: named, send: []string{"person={person}"}},
	"GET /experiments":           {access: own},
	"POST /experiments":          {access: named, send: []string{"person={person}&measure={measure}&outcome=cramps&none=1"}},
	"POST /experiments/followed": {access: named, send: []string{"person={person}&experiment={experiment}&day=2026-11-22&done=yes&id={fresh}&v=0", "experiment={experiment}&day=2026-11-22&done=yes&id={fresh}&v=0"}},
	"POST /experiments/end":      {access: named, send: []string{"person={person}&experiment={experiment}", "experiment={experiment}"}},

	"GET /account": {}, "POST /account": {}, "GET /account/new": {}, "POST /account/new": {}, "GET /account/recover": {}, "POST /account/recover": {},
	"POST /account/keep": {}, "POST /account/passkey/{step}": {}, "POST /account/code": {},
	"GET /account/second": {access: own}, "POST /account/second": {access: own},
	"GET /account/kept": {access: own}, "POST /account/out": {access: own, last: true}, "GET /account/again": {access: own}, "POST /account/again": {access: own},
	"GET /account/security": {access: own}, "GET /account/persons": {access: own}, "POST /account/persons": {access: own}, "POST /account/export": {access: own},
	"GET /account/password": {access: own}, "POST /account/password": {access: own}, "GET /account/codes": {access: own}, "POST /account/codes": {access: own},
	"GET /account/tokens": {access: own}, "POST /account/tokens": {access: own}, "GET /account/erase": {access: own}, "POST /account/erase": {access: own, last: true},
	"POST /account/session":            {access: named, send: []string{"session={session}"}},
	"POST /account/token/drop":         {access: named, send: []string{"token={token}"}},
	"POST /account/passkeys/drop":      {access: named, send: []string{"passkey={passkey}"}},
	"GET /account/persons/{id}":        {access: named, send: []string{""}},
	"POST /account/persons/{id}":       {access: named, send: []string{"relation=other&person_name=changed&zone=UTC"}},
	"GET /account/persons/{id}/erase":  {access: named, send: []string{""}},
	"POST /account/persons/{id}/erase": {access: named, send: []string{"sure=yes"}},
	"POST /account/choose":             {access: named, send: []string{"person={person}"}},
	"POST /account/kept/drop":          {access: named, send: []string{"person={person}&kind=check&id={item}", "kind=check&id={item}"}},
	"POST /account/device":             {access: named, send: []string{`{"person":"{person}","cramps":[{"at":"2026-11-21T02:00:00Z","muscle":"calf","seconds":90}]}`}},

	"GET /account/reminders":              {access: own},
	"POST /account/reminders":             {access: named, send: []string{"person={person}&{usual}"}},
	"POST /account/reminders/stop":        {access: named, send: []string{"person={person}"}},
	"POST /account/reminders/start":       {access: named, send: []string{"person={person}"}},
	"POST /account/reminders/snooze":      {access: named, send: []string{"person={person}&pause=1h"}},
	"POST /account/reminders/mail":        {access: named, send: []string{"person={person}&mail=changed@home.example"}},
	"POST /account/reminders/code":        {access: named, send: []string{"person={person}&code={code}"}},
	"POST /account/reminders/device":      {access: named, send: []string{"person={person}&endpoint=https://push.example/x&p256dh=BNcR&auth=AAAA"}},
	"POST /account/reminders/device/drop": {access: named, send: []string{"person={person}&device={device}"}},
	"POST /account/reminders/lost":        {access: named, send: []string{"person={person}"}},
	"POST /account/reminders/feed":        {access: named, send: []string{"person={person}"}},
	"POST /account/reminders/test":        {access: named, send: []string{"person={person}&device={device}"}},
	"GET /account/shares":                 {access: own},
	"POST /account/shares/revoke":         {access: named, send: []string{"person={person}&id={link}", "id={link}"}},
	"POST /account/shares/drop":           {access: named, send: []string{"person={person}&id={link}", "id={link}"}},
	"GET /practice":                       {access: own}, "GET /practice/statistics": {access: own},
	"GET /book/{practitioner}": {}, "GET /book/{practitioner}/{service}": {}, "POST /book/{practitioner}/{service}": {},
	"GET /practice/book": {access: own}, "GET /practice/book/{service}": {access: own}, "POST /practice/book/{service}": {access: own},
	"GET /appointments":                      {access: own},
	"POST /appointments/attach":              {access: own},
	"POST /appointments/waiting":             {access: named, send: []string{"person={person}&id={waiting}", "id={waiting}"}},
	"GET /appointments/{id}":                 {access: named, send: []string{""}},
	"GET /appointments/{id}/move":            {access: named, send: []string{""}},
	"GET /appointments/{id}/appointment.ics": {access: named, send: []string{""}},
	"POST /appointments/{id}/move":           {access: named, send: []string{"{nothing}&sequence=0"}},
	"POST /appointments/{id}/detach":         {access: named, send: []string{""}},
	"POST /appointments/{id}/cancel":         {access: named, send: []string{"sequence=0"}},
	"GET /a/{token}":                         {access: bearer}, "GET /a/{token}/move": {access: bearer}, "GET /a/{token}/appointment.ics": {access: bearer},
	"POST /a/{token}/move": {access: bearer}, "POST /a/{token}/cancel": {access: bearer}, "POST /a/{token}/keep": {access: bearer}, "POST /a/{token}/erase": {access: bearer},
	"GET /practice/services": {access: own}, "POST /practice/services": {access: own}, "GET /practice/hours": {access: own}, "POST /practice/hours": {access: own},
	"GET /practice/calendar":                 {access: own},
	"GET /practice/appointments/{id}":        {access: own, send: []string{""}},
	"POST /practice/appointments/{id}":       {access: own, send: []string{"sequence=0"}},
	"GET /practice/appointments/{id}/report": {access: own, send: []string{""}},
	"GET /account/consents":                  {access: own},
	"POST /account/consents/revoke":          {access: named, send: []string{"person={person}&id={consent}", "id={consent}"}},
	"GET /practitioners":                     {}, "GET /practitioners/{slug}": {}, "GET /practitioners/{slug}/photo": {},
	"GET /practice/profile": {access: own}, "POST /practice/profile": {access: own}, "GET /practice/profile/photo": {access: own}, "POST /practice/profile/photo": {access: own},
	"GET /operator/practitioners": {access: own}, "GET /operator/practitioners/{account}": {access: own}, "POST /operator/practitioners/{account}": {access: own},
	"POST /operator/practitioners/{account}/end": {access: own},
	"GET /consultations":                         {access: own}, "GET /consultations/new": {access: own}, "POST /consultations/new": {access: own}, "GET /practice/queue": {access: own}, "POST /practice/key": {access: own},
	"GET /verify": {}, "POST /verify": {}, "GET /.well-known/jwks.json": {},
	"POST /consultations":                         {access: named, send: []string{"person={person}&text=changed&send_days=7&send_agree=yes"}},
	"GET /consultations/{consultation}":           {access: named, send: []string{""}},
	"POST /consultations/{consultation}":          {access: named, send: []string{"do=withdraw&version=1"}},
	"POST /consultations/{consultation}/second":   {access: named, send: []string{"send_days=7&send_agree=yes"}},
	"GET /consultations/{consultation}/file":      {access: named, send: []string{""}},
	"GET /practice/consultations/{consultation}":  {access: own, send: []string{""}},
	"POST /practice/consultations/{consultation}": {access: own, send: []string{"do=accept&version=1"}},
	"POST /share":    {access: named, send: []string{"person={person}&share_days=7&share_label=changed"}},
	"GET /s/{share}": {access: bearer}, "POST /s/{share}/manifest": {access: bearer}, "GET /s/{share}/file/{ticket}": {access: bearer},
	"OPTIONS /s/{share}/manifest": {}, "OPTIONS /s/{share}/file/{ticket}": {},
	"GET /r/{token}": {access: bearer}, "POST /r/{token}": {access: bearer}, "GET /calendar/{file}": {access: bearer},
}

// secret is a word that stands in everything Anna keeps.
const secret = "zebrafinch"

// resident is a user who keeps something of every kind; ids has the ids of all of it.
type resident struct {
	*client
	ended *client // of the same account, signed out since
	// doctor is the browser of a practitioner to whom Anna has agreed.
	doctor *client
	ids    map[string]string
}

// anna moves in.
func anna(t *testing.T, k *kept) *resident {
	t.Helper()
	a := &resident{client: k.client(), ended: k.client()}
	a.post("/account/new", url.Values{"name": {"anna"}, "person_name": {secret}, "password": {goodPassword}, "zone": {"UTC"}})
	v := k.visit(a.client)
	entry := func(note string) string {
		raw := fmt.Sprintf(`{"kind":"night","day":"2026-11-21","data":{"cramps":2,"note":"%s"}}`, note)
		return must(k.keeper.AddEntry(t.Context(), v.Account, v.Chosen.ID, []byte(raw))).Entry.ID
	}
	a.ids = map[string]string{"person": v.Chosen.ID, "entry": entry(secret), "other": entry(secret + " too"), "fresh": newID(),
		"measure": testBase(t).Experiments.Measures[0].ID, "passkey": "key-of-anna", "usual": usual(nil).Encode()}
	a.follow(a.post("/account/keep", url.Values{"do": {"keep:" + app.CheckItem}, "who": {"self"}, "text": {secret}}))
	a.post("/experiments", url.Values{"measure": {a.ids["measure"]}, "outcome": {"cramps"}, "none": {"1"}})
	book := must(k.keeper.Book(t.Context(), v.Account, v.Chosen.ID))
	for kind, name := range map[string]string{app.CheckItem: "item", experimentItem: "experiment"} {
		items := must(book.Items(t.Context(), kind))
		if len(items) != 1 {
			t.Fatalf("%d items of kind %s are kept", len(items), kind)
		}
		a.ids[name] = items[0].ID
	}
	a.post(remindersPath, usual(nil))
	a.post("/account/reminders/mail", url.Values{"mail": {secret + "@home.example"}})
	a.ids["code"] = k.mail.last(t).Code
	withDevice(a.client)
	a.ids["device"] = attr(a.get(remindersPath).all("input[name=device]")[0], "value")
	a.post("/account/tokens", url.Values{"label": {secret}})
	a.post("/share", url.Values{"share_days": {"7"}, "share_label": {secret}}).want(200)
	a.ids["link"] = must(k.shares.Of(t.Context(), v.Account, v.Chosen.ID))[0].ID
	a.ids["share"], a.ids["ticket"] = a.ids["link"], a.ids["link"] // an id opens nothing: the secret of a link does
	must(0, k.store.AddCredential(t.Context(), app.Credential{ID: a.ids["passkey"], Account: v.Account.ID, Label: secret, Data: "{}", CreatedAt: k.clock.time()},
		app.Audit{ID: newID(), At: k.clock.time(), Account: v.Account.ID, Action: "passkey.add", Outcome: "done"}))
	a.ids["token"] = must(k.users.Ways(t.Context(), v)).Tokens[0].Hash

	a.doctor = k.inRole(t, "doctor", "practitioner")
	a.ids["consultation"] = must(app.NewConsultations(k.keeper, testBase(t)).Send(t.Context(), v.Account, v.Chosen.ID, &report.Report{OwnWords: secret},
		app.ConsultationRequest{Days: 7, Message: secret, Agreed: true}))
	a.ids["consent"] = k.agree(a.client, k.visit(a.doctor).Account, "consultation:"+newID()).ID

	a.books(t, k)

	second := k.client()
	second.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}})
	a.ids["session"] = k.visit(second).Session
	a.ended.post("/account", url.Values{"name": {"anna"}, "password": {goodPassword}})
	cookies := maps.Clone(a.ended.cookies)
	a.ended.post("/account/out", nil)
	a.ended.cookies = cookies
	return a
}

// fill puts the ids into the braces of a path or a body. One route calls a person {id}.
func (a *resident) fill(s string) string {
	s = strings.NewReplacer("{$}", "", "/appointments/{id}", "/appointments/"+a.ids["appointment"], "{id}", a.ids["person"], "{day}", "2026-11-21", "{month}", "2026-11", "{format}", "json", "{step}", "added",
		"{token}", a.ids["token"], "{file}", a.ids["token"]+".ics", "{muscle}", "calf", "{routine}", a.ids["item"], "{slug...}", a.ids["item"]).Replace(s)
	for name, id := range a.ids {
		s = strings.ReplaceAll(s, "{"+name+"}", id)
	}
	return s
}

// kept is what Anna could take with her, the ways into her account and her reminders,
// without when.
func (a *resident) kept(t *testing.T, k *kept) map[string]any {
	t.Helper()
	var out map[string]any
	d := a.post("/account/export", nil).Raw
	if err := json.Unmarshal([]byte(d), &out); err != nil {
		t.Fatalf("%v: %s", err, d)
	}
	delete(out, "exported_at")
	v := k.visit(a.client)
	ways := must(k.users.Ways(t.Context(), v))
	for i := range ways.Sessions {
		ways.Sessions[i].SeenAt = ways.Sessions[i].CreatedAt
	}
	out["ways"], out["reminders"], out["page"] = fmt.Sprintf("%+v", ways), fmt.Sprintf("%+v", must(k.reminders.Of(t.Context(), v.Account, v.Chosen.ID)).Settings), a.get(remindersPath).text()
	return out
}

// ask sends one request; a body that begins with a brace is JSON.
func (b *client) ask(method, path, body string, json bool) doc {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if strings.HasPrefix(body, "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	if json {
		r.Header.Set("Accept", "application/json")
	}
	return b.do(r)
}

// all is a body with all ids in every field that takes one.
func (a *resident) all(person bool) string {
	ids := a.ids
	form := url.Values{"id": {ids["entry"], ids["item"]}, "v": {"1"}, "kind": {app.CheckItem}, "session": {ids["session"]}, "token": {ids["token"]},
		"a": {ids["entry"]}, "b": {ids["other"]}, "av": {"1"}, "bv": {"1"}, "night_id": {ids["entry"]}, "night_v": {"1"}, "day": {"2026-11-21"}, "sure": {"yes"},
		"relation": {"self"}, "person_name": {"changed"}, "zone": {"UTC"}, "do": {"delete"}, "experiment": {ids["experiment"]}, "device": {ids["device"]}, "passkey": {ids["passkey"]}}
	if person {
		form.Set("person", ids["person"])
	}
	return form.Encode()
}

// patterns are those of all routes that the site serves.
func (k *kept) patterns(t *testing.T) []string {
	t.Helper()
	f := &fake{base: testBase(t)}
	m := newMux()
	must(assemble(f, f.base, k.opts)).routes(m)
	slices.Sort(m.patterns)
	return m.patterns
}

func methodOf(pattern string) (method, path string) {
	method, path, ok := strings.Cut(pattern, " ")
	if !ok {
		return http.MethodGet, pattern
	}
	return method, path
}

// Every route stands in the table, and every line of the table is a route.
func TestEveryRouteIsWalked(t *testing.T) {
	served := keptSite(t).patterns(t)
	for _, pattern := range served {
		if _, known := routeWalks[pattern]; !known {
			t.Errorf("%s is served and not walked with the wrong session: add it to routeWalks", pattern)
		}
	}
	for pattern := range routeWalks {
		if !slices.Contains(served, pattern) {
			t.Errorf("%s is walked and not served", pattern)
		}
	}
}

// disabled runs fn while Anna's account may not be used.
func (k *kept) disabled(t *testing.T, fn func()) {
	t.Helper()
	db := must(sql.Open("sqlite", "file:"+k.path+"?_pragma=busy_timeout(10000)"))
	defer db.Close()
	must(db.Exec(`UPDATE account SET disabled_at = '2026-11-22T08:00:00.000000Z' WHERE name = 'anna'`))
	fn()
	must(db.Exec(`UPDATE account SET disabled_at = NULL WHERE name = 'anna'`))
}

// walk sends everything to one route as somebody who must not reach Anna's things, and
// returns the status of each answer.
func (a *resident) walk(t *testing.T, who, pattern string, b *client) (statuses []int) {
	t.Helper()
	method, path := methodOf(pattern)
	path = a.fill(path)
	w := routeWalks[pattern]
	look := func(d doc, refuse bool, body string) {
		statuses = append(statuses, d.Status)
		switch {
		case strings.Contains(d.Raw, secret):
			t.Errorf("%s as %s shows what Anna keeps (%s)", pattern, who, body)
		case d.Status >= http.StatusInternalServerError:
			t.Errorf("%s as %s answers %d (%s)", pattern, who, d.Status, body)
		case refuse && d.Status < 400 && !strings.HasPrefix(d.Header.Get("Location"), "/account?next="):
			t.Errorf("%s as %s answers %d and leads to %q: it was not refused (%s)", pattern, who, d.Status, d.Header.Get("Location"), body)
		}
	}
	for _, body := range []string{a.all(true), a.all(false), a.fill(`{"person":"{person}","cramps":[],"id":"{entry}"}`)} {
		look(b.ask(method, path, body, false), w.access == bearer, body)
		look(b.ask(method, path, body, true), w.access == bearer, body)
	}
	for _, body := range w.send {
		look(b.ask(method, path, a.fill(body), false), true, body)
		look(b.ask(method, path, a.fill(body), true), true, body)
	}
	return statuses
}

// One user reaches nothing of another's: every route is walked by somebody else, by
// nobody, with a session of Anna's that has ended and with hers while her account is
// disabled, with her ids wherever an id can stand.
func TestEveryRouteWithTheWrongSession(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page")
	}
	k := keptSite(t)
	a := anna(t, k)
	before := a.kept(t, k)
	if text := string(must(json.Marshal(before))); strings.Count(text, secret) < 8 {
		t.Fatalf("what Anna keeps is not all there: %s", text)
	}
	ben := k.signUp(t, "ben")
	patterns := k.patterns(t)
	slices.SortStableFunc(patterns, func(a, b string) int { return boolInt(routeWalks[a].last) - boolInt(routeWalks[b].last) })
	for _, pattern := range patterns {
		nobody := a.walk(t, "nobody", pattern, k.client())
		_, path := methodOf(pattern)
		if routeWalks[pattern].access != open && slices.Contains(nobody, http.StatusOK) && !strings.HasPrefix(path, "/diary") {
			t.Errorf("%s is shown to nobody", pattern)
		}
		a.walk(t, "somebody else", pattern, ben)
		ended := a.walk(t, "a session that has ended", pattern, a.ended)
		var off []int
		k.disabled(t, func() {
			b := &client{t: t, h: k.h, cookies: maps.Clone(a.cookies), address: a.address}
			off = a.walk(t, "a disabled account", pattern, b)
		})
		if d := cmp.Diff(nobody, ended) + cmp.Diff(nobody, off); d != "" && routeWalks[pattern].access != open {
			t.Errorf("%s answers an ended session or a disabled account otherwise than nobody:\n%s", pattern, d)
		}
	}
	if d := cmp.Diff(before, a.kept(t, k)); d != "" {
		t.Errorf("Anna's data changed (-before +after):\n%s", d)
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// What the walk sends would be taken from Anna herself: otherwise its refusals show
// nothing.
func TestTheWalkSendsWhatItsOwnerCould(t *testing.T) {
	if testing.Short() {
		t.Skip("walks every page")
	}
	for pattern, w := range routeWalks {
		if w.access != named {
			continue
		}
		k := keptSite(t)
		a := anna(t, k)
		method, path := methodOf(pattern)
		d := a.ask(method, a.fill(path), a.fill(w.send[0]), false)
		switch d.Status {
		case http.StatusOK, http.StatusSeeOther, http.StatusConflict:
		default:
			t.Errorf("%s answers Anna %d: %s\n%s", pattern, d.Status, a.fill(w.send[0]), d.text())
		}
	}
}

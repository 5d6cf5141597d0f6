package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/fhir"
	shl "github.com/legible-health/legible/internal/share"
)

// sharedHTML is what the tests share: words, and markup that must do nothing.
const sharedHTML = `<!doctype html><html><head><title>x</title><style>body{display:none}</style></head><body>
<h1>Currawong summary</h1><script>window.ran = 1</script><img src="/static/x" alt="A map of the leg" onerror="window.ran = 2">
<p onclick="window.ran = 3" style="color:red">Cramps on <strong>9</strong> of 14 nights.</p><a href="javascript:window.ran = 4">a link</a><iframe src="/"></iframe>
<form action="/account/out" method="post"><button>Sign out</button></form>
<table><caption>Nights</caption><tr><th scope="col">Night</th><th scope="col">Cramps</th></tr><tr><td>21 November</td><td>2</td></tr></table>
<details open onclick="window.ran = 7"><summary>More</summary><p>All answers.</p></details>
<svg><title>Fourteen nights</title><script>window.ran = 5</script></svg></body></html>`

const sharedFHIR = `{"resourceType":"Bundle","type":"document","entry":[
{"resource":{"resourceType":"Composition","title":"Legs at night","section":[{"title":"Own words","text":{"status":"generated","div":"<div xmlns=\"http://www.w3.org/1999/xhtml\"><p>It cramps.</p><script>window.ran = 6</script></div>"}}]}},
{"resource":{"resourceType":"Observation","status":"final","code":{"text":"Ferritin"},"valueQuantity":{"value":45.10,"unit":"ug/L"}}}]}`

// testShared is what the form of the tests shares.
func testShared(*http.Request, *app.Visit) []app.SharedFile {
	return []app.SharedFile{
		{Name: "Page", ContentType: shl.HTML, Data: []byte(sharedHTML)},
		{Name: "PDF", ContentType: shl.PDF, Data: []byte("%PDF-1.7 currawong")},
		{Name: "FHIR", ContentType: shl.FHIR, Data: []byte(sharedFHIR)},
	}
}

// share makes a link and returns it as people copy it.
func (b *client) share(passcode string) (string, *shl.Link) {
	b.t.Helper()
	d := b.post("/share", url.Values{"share_days": {"7"}, "share_label": {"My summary"}, "share_passcode": {passcode}})
	d.want(200, "Your link", "shown only once", "Sun 29 Nov")
	d.checkPage()
	text := attr(d.all("[data-copy]")[0], "data-copy")
	return text, must(shl.Parse(text))
}

// sharePages are the pages of links.
func sharePages(t *testing.T) []doc {
	k := keptSite(t)
	anna := k.signUp(t, "anna")
	form := anna.post("/share", url.Values{"text": {"x"}})
	made := anna.post("/share", url.Values{"share_days": {"7"}})
	return []doc{form, made, anna.get("/account/shares"), k.client().get(pathOf(attr(made.all("[data-copy]")[0], "data-copy")))}
}

// The report goes out as words and tables, as PDF, and as FHIR document.
func TestTheReportIsShared(t *testing.T) {
	k := keptSite(t)
	f := &fake{base: testBase(t)}
	k.h = must(newSite(f, f.base, Options{Country: "GB", Version: "test", Keeper: k.keeper, Users: k.users, BaseURL: "https://legible.example", Now: k.clock.time, Shares: k.shares}))
	anna := k.signUp(t, "anna")
	form := reportFields(t)
	form.Set("name", "A. <b>Person</b>")
	asks := anna.post("/report", form).want(200, "Share by link").form("share")
	carried := anna.post("/share", asks).want(200, "When should the link end?").form("share")
	carried.Set("share_days", "1")
	made := anna.post("/share", carried).want(200, "Your link")
	link := must(shl.Parse(attr(made.all("[data-copy]")[0], "data-copy")))
	var m shl.Manifest
	if err := json.Unmarshal(k.asked(link, `{"recipient":"x"}`).Body.Bytes(), &m); err != nil || len(m.Files) != 3 {
		t.Fatalf("%+v, %v", m, err)
	}
	for i, want := range []string{"text/html", "application/pdf"} {
		_, plain, err := shl.Open(link.Key, m.Files[i].Embedded, app.MaxSharedBytes*2)
		if err != nil {
			t.Fatal(err)
		}
		var r struct {
			Content []struct {
				Attachment struct {
					ContentType string
					Data        []byte
				}
			}
		}
		if err := json.Unmarshal(plain, &r); err != nil || r.Content[0].Attachment.ContentType != want {
			t.Fatalf("file %d is %+v, %v", i, r, err)
		}
		text := string(r.Content[0].Attachment.Data)
		if i == 0 && (!strings.Contains(text, "My legs will not lie still") || strings.Contains(text, "<b>") || strings.Contains(text, "class=")) {
			t.Errorf("shared words: %s", text)
		}
		if i == 1 && !strings.HasPrefix(text, "%PDF-") {
			t.Errorf("no PDF: %.20q", text)
		}
	}
	anna.get("/account/shares").want(200, "Summary of leg trouble, FHIR")
}

// What another program makes of the link alone: payload, manifest and JWE are read here by
// the text of the standard and by a library for JOSE, not by the code that wrote them.
func TestAnotherProgramReadsTheSharedDocument(t *testing.T) {
	k := keptSite(t)
	f := &fake{base: testBase(t)}
	k.h = must(newSite(f, f.base, Options{Country: "GB", Version: "test", Keeper: k.keeper, Users: k.users, BaseURL: "https://legible.example", Now: k.clock.time, Shares: k.shares}))
	form := reportFields(t)
	form.Set("name", "A. <b>Person</b>")
	form.Set("questions", "Could it be my iron?")
	form.Set("share_days", "1")
	form.Set("share_passcode", "Quoll 77")
	made := k.signUp(t, "anna").post("/share", form).want(200, "Your link")
	_, payload, _ := strings.Cut(attr(made.all("[data-copy]")[0], "data-copy"), "#shlink:/")
	var link struct{ URL, Flag, Key string }
	if err := json.Unmarshal(must(base64.RawURLEncoding.DecodeString(payload)), &link); err != nil || link.Flag != "P" {
		t.Fatalf("%+v, %v", link, err)
	}
	r := httptest.NewRequest("POST", strings.TrimPrefix(link.URL, "https://legible.example"), strings.NewReader(`{"recipient":"Clinic","passcode":"Quoll 77"}`))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	k.h.ServeHTTP(w, r)
	var manifest struct {
		Files []struct{ ContentType, Embedded string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &manifest); err != nil || w.Code != 200 {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	var documents []*fhir.Bundle
	for _, x := range manifest.Files {
		if x.ContentType != "application/fhir+json" {
			t.Errorf("a file is %s", x.ContentType)
		}
		jwe := must(jose.ParseEncryptedCompact(x.Embedded, []jose.KeyAlgorithm{jose.DIRECT}, []jose.ContentEncryption{jose.A256GCM}))
		plain := must(jwe.Decrypt(must(base64.RawURLEncoding.DecodeString(link.Key))))
		if !strings.HasPrefix(string(plain), `{"resourceType":"Bundle"`) {
			continue
		}
		resource, notes, err := fhir.Read(plain)
		if err != nil || len(notes) > 0 {
			t.Fatalf("the document cannot be read: %v %v", err, notes)
		}
		documents = append(documents, resource.(*fhir.Bundle))
	}
	if len(documents) != 1 || documents[0].Type != "document" {
		t.Fatalf("%d documents among %d files", len(documents), len(manifest.Files))
	}
	first, _ := documents[0].Entry[0].Resource.Resource.(*fhir.Composition)
	if first == nil {
		t.Fatalf("a document begins with a %T", documents[0].Entry[0].Resource.Resource)
	}
	told := ""
	for _, s := range first.Section {
		told += s.Title + s.Text.Div
	}
	for _, want := range []string{"In their own words", "My legs will not lie still", "Could it be my iron?", "What it may be", "What to do"} {
		if !strings.Contains(told, want) {
			t.Errorf("the document lacks %q: %s", want, told)
		}
	}
	patient, _ := documents[0].Entry[1].Resource.Resource.(*fhir.Patient)
	if patient == nil || patient.Name[0].Text != "A. <b>Person</b>" {
		t.Errorf("the patient is %+v", patient)
	}
}

// asked posts to a manifest as a program of another site does.
func (k *kept) asked(l *shl.Link, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("POST", strings.TrimPrefix(l.URL, "https://legible.example"), strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", "https://viewer.example")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	w := httptest.NewRecorder()
	k.h.ServeHTTP(w, r)
	return w
}

func pathOf(link string) string {
	page, _, _ := strings.Cut(link, "#")
	return strings.TrimPrefix(page, "https://legible.example")
}

func wantBare(t *testing.T, doing string, h http.Header) {
	t.Helper()
	if h.Get("Cache-Control") != "no-store" || h.Get("Referrer-Policy") != "no-referrer" || !strings.Contains(h.Get("X-Robots-Tag"), "noindex") {
		t.Errorf("%s: headers %v", doing, h)
	}
}

func TestALinkIsMadeOpenedAndEnded(t *testing.T) {
	k := keptSite(t)
	anna := k.signUp(t, "anna")
	anna.get("/account").want(200, "Links I shared").checkPage()
	anna.get("/account/shares").want(200, "You have shared nothing").checkPage()
	text, link := anna.share("")
	if !strings.HasPrefix(text, "https://legible.example/s/") || link.Label != "My summary" || link.Expires.Sub(k.clock.time()) != 7*24*time.Hour {
		t.Fatalf("%s says %+v", text, link)
	}
	stranger := k.client()
	page := stranger.get(pathOf(text)).want(200, "Shared with you", "This page needs JavaScript")
	page.checkPage()
	wantBare(t, "the page", page.Header)
	if strings.Contains(page.Raw, "urrawong") || len(page.all("form[action]")) > 0 {
		t.Error("the page holds what was shared, or a form that would send its address on")
	}
	w := k.asked(link, `{"recipient":"Dr Example"}`)
	wantBare(t, "the manifest", w.Header())
	if w.Code != 200 || w.Header().Get("Content-Type") != "application/json" || w.Header().Get("Access-Control-Allow-Origin") != "*" || len(w.Result().Cookies()) > 0 {
		t.Fatalf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	var m shl.Manifest
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil || m.Status != "finalized" || len(m.Files) != 3 {
		t.Fatalf("%+v, %v", m, err)
	}
	_, plain, err := shl.Open(link.Key, m.Files[2].Embedded, 1<<20)
	if err != nil || string(plain) != sharedFHIR {
		t.Errorf("opened %s, %v", plain, err)
	}
	anna.get("/account/shares").want(200, "My summary", "Opened once", "Ends Sun 29 Nov, 08:30", "Dr Example", "Page; PDF; FHIR").checkPage()

	id := attr(anna.get("/account/shares").all("input[name=id]")[0], "value")
	anna.follow(anna.post("/account/shares/revoke", url.Values{"id": {id}})).want(200, "You ended it", "Remove from the list").checkPage()
	d := stranger.get(pathOf(text)).want(410, "This link was ended")
	d.checkPage()
	wantBare(t, "an ended link", d.Header)
	if w := k.asked(link, `{"recipient":"x"}`); w.Code != 404 || strings.Contains(w.Body.String(), "embedded") {
		t.Errorf("an ended link answers %d %s", w.Code, w.Body)
	}
	anna.follow(anna.post("/account/shares/drop", url.Values{"id": {id}})).want(200, "You have shared nothing")
	stranger.get(pathOf(text)).want(404, "There is nothing behind this link").checkPage()
}

func TestALinkEndsAfterItsTimeOnThePage(t *testing.T) {
	k := keptSite(t)
	text, link := k.signUp(t, "anna").share("")
	k.clock.add(7 * 24 * time.Hour)
	k.client().get(pathOf(text)).want(410, "This link has ended").checkPage()
	if w := k.asked(link, `{"recipient":"x"}`); w.Code != 404 {
		t.Errorf("status %d", w.Code)
	}
}

func TestWrongPasscodesAsViewersSeeThem(t *testing.T) {
	k := keptSite(t)
	text, link := k.signUp(t, "anna").share("Quoll 77")
	if link.Flags.String() != "P" {
		t.Errorf("flags %q", link.Flags)
	}
	for _, c := range []struct{ passcode, want string }{{"", `{"remainingAttempts":10}`}, {"nope", `{"remainingAttempts":9}`}, {"nope", `{"remainingAttempts":8}`}} {
		if w := k.asked(link, `{"recipient":"x","passcode":"`+c.passcode+`"}`); w.Code != 401 || w.Body.String() != c.want {
			t.Errorf("passcode %q: %d %s, want %s", c.passcode, w.Code, w.Body, c.want)
		}
	}
	if w := k.asked(link, `{"recipient":"x","passcode":"Quoll 77"}`); w.Code != 200 {
		t.Errorf("the right one: %d", w.Code)
	}
	for range 8 {
		k.asked(link, `{"recipient":"x","passcode":"nope"}`)
	}
	if w := k.asked(link, `{"recipient":"x","passcode":"Quoll 77"}`); w.Code != 404 {
		t.Errorf("the right one after ten wrong ones: %d", w.Code)
	}
	k.client().get(pathOf(text)).want(410, "locked for good").checkPage()
}

// A file that does not fit the manifest is fetched for itself; whatever is not a manifest
// request is refused before anything is counted.
func TestViewersOfOtherSites(t *testing.T) {
	k := keptSite(t)
	_, link := k.signUp(t, "anna").share("")
	w := k.asked(link, `{"recipient":"x","embeddedLengthMax":500}`)
	var m shl.Manifest
	if err := json.Unmarshal(w.Body.Bytes(), &m); err != nil || m.Files[0].Embedded != "" || !strings.HasPrefix(m.Files[0].Location, "https://legible.example/s/") {
		t.Fatalf("%s, %v", w.Body, err)
	}
	d := k.client().get(pathOf(m.Files[0].Location)).want(200)
	if _, _, err := shl.Open(link.Key, d.Raw, 1<<20); err != nil || d.Header.Get("Content-Type") != "application/jose" || d.Header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%v %v", err, d.Header)
	}
	for body, want := range map[string]int{"": 422, `{"recipient":""}`: 422, "[]": 422, `{"recipient":"` + strings.Repeat("x", 5000) + `"}`: 413} {
		if w := k.asked(link, body); w.Code != want || w.Header().Get("Content-Type") != "application/json" {
			t.Errorf("%.30s: %d, want %d", body, w.Code, want)
		}
	}
	r := httptest.NewRequest("OPTIONS", pathOf(link.URL), nil)
	r.Header.Set("Access-Control-Request-Headers", "content-type")
	pre := httptest.NewRecorder()
	k.h.ServeHTTP(pre, r)
	if pre.Code != 204 || pre.Header().Get("Access-Control-Allow-Headers") != "Content-Type" || pre.Header().Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("%d %v", pre.Code, pre.Header())
	}
	// the door for viewers is open for the manifest alone
	forged := httptest.NewRequest("POST", "/share", strings.NewReader("share_days=7"))
	forged.Header.Set("Sec-Fetch-Site", "cross-site")
	refused := httptest.NewRecorder()
	k.h.ServeHTTP(refused, forged)
	if refused.Code != http.StatusForbidden {
		t.Errorf("a forged form is answered with %d", refused.Code)
	}
}

func TestAWrongFieldOfTheShareForm(t *testing.T) {
	k := keptSite(t)
	anna := k.signUp(t, "anna")
	d := anna.post("/share", url.Values{"share_days": {"7"}, "share_passcode": {"abc"}, "share_label": {"Mine"}, "text": {"my words"}})
	d.want(422, "The passcode needs 4 to 64 characters").checkPage()
	if f := d.all("input[name=text]"); len(f) != 1 || attr(f[0], "value") != "my words" {
		t.Error("what the form carried is lost")
	}
	if strings.Contains(d.Raw, `value="abc"`) {
		t.Error("the passcode is shown again")
	}
	anna.post("/share", url.Values{"text": {"my words"}}).want(200, "When should the link end?", "In a week").checkPage()
	anna.post("/share", url.Values{"share_days": {"365"}}).want(422, "Choose when the link should end").checkPage()
	k.client().post("/share", url.Values{"share_days": {"7"}}).want(401)
}

// The worker of pages without a network lets links pass: nothing of them stays on the
// device.
func TestTheWorkerKeepsNothingShared(t *testing.T) {
	if !strings.Contains(string(workerFile), `url.pathname.startsWith("/s/")) return`) {
		t.Error("the worker does not let /s/ pass")
	}
	for _, page := range shellPages {
		if strings.HasPrefix(page, "/s/") {
			t.Errorf("%s is kept", page)
		}
	}
}

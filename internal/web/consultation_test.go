package web

import (
	"bytes"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/signature"
)

// ward is a site with two practitioners who are checked, and anna.
type ward struct {
	*kept
	anna, dora, emil *client
}

func newWard(t testing.TB) *ward { return wardOf(t, keptSite(t)) }

func wardOf(t testing.TB, k *kept) *ward {
	t.Helper()
	w := &ward{kept: k}
	operator := w.inRole(t, "ola", "operator")
	join := func(name, called string) *client {
		b := w.inRole(t, name, "practitioner")
		b.post(profilePath, aProfile(called)).want(303)
		operator.post(checkingPath+"/"+w.visit(b).Account.ID, aCheck()).want(303)
		return b
	}
	w.dora, w.emil = join("dora", "Dr Dora"), join("emil", "Dr Emil")
	w.anna = w.signUp(t, "anna")
	return w
}

// asks is the form that sends anna's report, as it is first shown.
func (w *ward) asks() url.Values {
	w.t.Helper()
	report := w.anna.post("/report", reportFields(w.t)).want(200, "Send to a practitioner").form("consult")
	return w.anna.post("/consultations/new", report).want(200, "Send your report", "Dr Dora, Physician", "The first practitioner here who takes it").form("send")
}

// sends sends it and returns the id of the consultation.
func (w *ward) sends(to string) string {
	w.t.Helper()
	form := w.asks()
	form.Set("send_to", to)
	form.Set("send_message", "Is it my iron?")
	form.Set("send_agree", "yes")
	d := w.anna.post("/consultations", form)
	if d.Status != 303 || !strings.HasPrefix(d.Header.Get("Location"), "/consultations/") {
		d.want(303)
	}
	return strings.TrimPrefix(d.Header.Get("Location"), "/consultations/")
}

// step does a step as the page of one side offers it.
func (w *ward) step(b *client, path, do string, fields url.Values) doc {
	w.t.Helper()
	form := b.get(path).want(200).form(do)
	for name, values := range fields {
		form[name] = values
	}
	return b.post(path, form)
}

// upload checks a file on the page.
func (w *ward) upload(b *client, file []byte) doc {
	w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	if file != nil {
		must(must(form.CreateFormFile("file", "legible-opinion.jws")).Write(file))
	}
	must(0, form.Close())
	r := httptest.NewRequest("POST", VerifyPath, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(r)
}

// consultationPages are the pages of consultations.
func consultationPages(t *testing.T) []doc {
	w := newWard(t)
	form := w.anna.post("/report", reportFields(t)).form("consult")
	id := w.sends("dr-dora")
	return []doc{w.anna.get("/consultations"), w.anna.post("/consultations/new", form), w.anna.get("/consultations/" + id), w.dora.get(queuePath),
		w.dora.get(practiceOnePath + id), w.client().get(VerifyPath)}
}

// sign is what a practitioner fills in.
func sign(level string) url.Values {
	return url.Values{"level": {level}, "opinion": {"I think it is the iron.\n\nPlease have it measured."}}
}

func TestAReportIsSentCheckedAndSigned(t *testing.T) {
	w := newWard(t)
	w.anna.get("/consultations").want(200, "You have sent no report yet", "Make a summary").checkPage()
	id := w.sends("dr-dora")
	mine, theirs := "/consultations/"+id, practiceOnePath+id
	w.anna.get(mine).want(200, "Waits for Dr Dora", "Is it my iron?").checkPage()
	w.dora.get(queuePath).want(200, "A report for a practitioner to check", "It is your turn").checkPage()
	d := w.dora.get(theirs).want(200, "My legs will not lie still", "Said by the person", "Computed by Legible", "Is it my iron?")
	d.checkPage()
	if text := d.text(); strings.Index(text, "Summary of leg trouble") > 400 || strings.Index(text, "Summary of leg trouble") > strings.Index(text, "What was written") {
		t.Errorf("the report does not come first:\n%s", text)
	}
	w.emil.get(theirs).want(404)
	w.anna.get(theirs).want(404)

	w.step(w.dora, theirs, "accept", nil).want(303)
	d = w.dora.get(theirs).want(200, "Dr Dora has it", "Sign your opinion", "Ask the person")
	d.checkPage()
	w.step(w.dora, theirs, "ask", url.Values{"text": {""}}).want(422, "Write something").checkPage()
	w.step(w.dora, theirs, "ask", url.Values{"text": {"Since when?"}}).want(303)
	d = w.anna.get(mine).want(200, "Dr Dora has a question", "Since when?", "It is your turn")
	d.checkPage()
	w.anna.get("/consultations").want(200, "Dr Dora has a question", "It is your turn").checkPage()
	w.step(w.anna, mine, "answer", url.Values{"text": {"Since May."}}).want(303)
	w.step(w.dora, theirs, "write", url.Values{"text": {"Not very likely."}, "kind": {"correction"}, "section": {"candidates"}}).want(303)
	if strings.Contains(w.anna.get(mine).Raw, "Not very likely") {
		t.Error("a note is shown before it is signed")
	}
	w.step(w.dora, theirs, "sign", url.Values{"opinion": {"x"}}).want(422, "Choose how soon").checkPage()
	w.step(w.dora, theirs, "sign", sign("routine")).want(303)

	d = w.anna.get(mine).want(200, "Signed by Dr Dora", "The signed opinion", "A normal visit", "Please have it measured", "Not very likely", "About: What it may be", "Written by a clinician", "Notes of a clinician")
	d.checkPage()
	w.dora.get(theirs).want(200, "Signed by Dr Dora").checkPage()
	w.dora.get(queuePath).want(200, "Signed by you")
}

func TestASignedFileIsCheckedByAnybody(t *testing.T) {
	w := newWard(t)
	id := w.sends("")
	w.step(w.dora, practiceOnePath+id, "accept", nil).want(303)
	w.step(w.dora, practiceOnePath+id, "sign", sign("soon")).want(303)
	file := []byte(w.anna.get("/consultations/" + id + "/file").Raw)
	nobody := w.client()
	nobody.get(VerifyPath).want(200, "Check a signed opinion").checkPage()
	d := w.upload(nobody, file).want(200, "This file is as it was signed", "Dr Dora, Physician", "To be seen within two weeks", "My legs will not lie still", "Register of Physicians 7")
	d.checkPage()
	for i := 0; i < len(file); i += 1 + len(file)/60 {
		changed := bytes.Clone(file)
		changed[i] ^= 1
		if d := w.upload(nobody, changed); d.Status != 422 || strings.Contains(d.Raw, "as it was signed,") || strings.Contains(d.Raw, "My legs") {
			t.Fatalf("byte %d changed: %d %s", i, d.Status, d.text())
		}
	}
	keys := nobody.get("/.well-known/jwks.json")
	public, err := signature.ReadKeys([]byte(keys.Raw))
	if err != nil || keys.Header.Get("Content-Type") != "application/jwk-set+json" || strings.Contains(keys.Raw, `"d"`) {
		t.Fatalf("%v: %s", err, keys.Raw)
	}
	if s, _, err := app.VerifyWith(file, public); err != nil || s.By.Name != "Dr Dora" {
		t.Errorf("with the keys alone: %+v, %v", s, err)
	}
	w.dora.post("/practice/key", url.Values{}).want(422, "Tick the box first").checkPage()
	w.dora.post("/practice/key", url.Values{"sure": {"yes"}}).want(200, "You have a new key").checkPage()
	w.upload(nobody, file).want(200, "This file is as it was signed")
	for want, sent := range map[string][]byte{"Choose a file first": nil, "This is no signed opinion": []byte("%PDF-1.7"), "too large": bytes.Repeat([]byte("x"), MaxVerify)} {
		d := w.upload(nobody, sent)
		if d.Status != 422 && d.Status != 413 || !strings.Contains(d.text(), want) {
			t.Errorf("%s: %d %s", want, d.Status, d.text())
		}
		d.checkPage()
	}
	nobody.post(VerifyPath, url.Values{"file": {"x"}}).want(422, "Choose a file first")
}

func TestASecondOpinionStandsBesideTheFirst(t *testing.T) {
	w := newWard(t)
	id := w.sends("dr-dora")
	w.step(w.dora, practiceOnePath+id, "accept", nil).want(303)
	w.step(w.dora, practiceOnePath+id, "sign", sign("routine")).want(303)
	page := w.anna.get("/consultations/"+id).want(200, "Ask for a second opinion", "Dr Emil")
	if strings.Contains(page.text(), "Dr Dora, Physician") {
		t.Error("who gave the first is offered for the second")
	}
	ask := url.Values{"send_to": {"dr-emil"}, "send_days": {"30"}, "send_message": {"And you?"}}
	w.anna.post("/consultations/"+id+"/second", ask).want(422, "Tick the box").checkPage()
	ask.Set("send_agree", "yes")
	d := w.anna.post("/consultations/"+id+"/second", ask)
	second := strings.TrimPrefix(d.Header.Get("Location"), "/consultations/")
	theirs := practiceOnePath + second
	d = w.emil.get(theirs).want(200, "You see what the person said and nothing else", "My legs will not lie still", "And you?")
	d.checkPage()
	for _, not := range []string{"Computed by Legible", "Dr Dora", "measured", "What it may be", "How soon", "of 100"} {
		if strings.Contains(d.text(), not) {
			t.Errorf("emil is not blind: %q in\n%s", not, d.text())
		}
	}
	w.step(w.emil, theirs, "accept", nil).want(303)
	w.emil.get(theirs).want(200).checkPage()
	w.emil.get(practiceOnePath + id).want(404)
	w.step(w.emil, theirs, "sign", sign("same_day")).want(303)
	for _, d := range []doc{w.emil.get(theirs), w.anna.get("/consultations/" + second)} {
		d.want(200, "The opinions side by side", "First opinion: Dr Dora", "Second opinion: Dr Emil", "Computed by Legible", "To be seen today", "A normal visit", "Differs from the first")
		d.checkPage()
	}
}

func TestARequestIsHandedOverAndTakenBack(t *testing.T) {
	w := newWard(t)
	id := w.sends("dr-dora")
	mine, theirs := "/consultations/"+id, practiceOnePath+id
	w.step(w.dora, theirs, "accept", nil).want(303)
	w.step(w.dora, theirs, "hand_over", nil).want(422, "Choose a colleague").checkPage()
	w.step(w.dora, theirs, "hand_over", url.Values{"to": {"dr-emil"}}).want(303)
	w.emil.get(theirs).want(200, "There is nothing to read here", "if the person agrees").checkPage()
	w.anna.get(mine).want(200, "May a colleague have it?", "To be given on to Dr Emil").checkPage()
	w.step(w.anna, mine, "agree", nil).want(303)
	w.step(w.emil, theirs, "accept", nil).want(303)
	w.emil.get(theirs).want(200, "My legs will not lie still")
	w.dora.get(theirs).want(200, "There is nothing to read here")
	w.step(w.anna, mine, "withdraw", nil).want(303)
	w.anna.get(mine).want(200, "Taken back").checkPage()
	w.emil.get(theirs).want(200, "There is nothing to read here").checkPage()
	form := url.Values{"do": {"sign"}, "version": {"7"}, "level": {"soon"}, "opinion": {"late"}}
	w.emil.post(theirs, form).want(422)
}

func TestDeadlinesAreShown(t *testing.T) {
	w := newWard(t)
	id := w.sends("")
	back := func(b *client, name string) { // practitioners do not stay signed in for days
		b.post("/account", url.Values{"name": {name}, "password": {goodPassword}})
	}
	w.clock.add(consult.AcceptWithin - consult.RemindBefore)
	back(w.dora, "dora")
	w.dora.get(queuePath).want(200, "the time is nearly over").checkPage()
	w.clock.add(consult.RemindBefore)
	back(w.dora, "dora")
	back(w.anna, "anna")
	w.dora.get(queuePath).want(200, "Nothing waits here")
	w.anna.get("/consultations/"+id).want(200, "The time ran out").checkPage()
	w.anna.get("/consultations").want(200, "Done", "The time ran out").checkPage()
}

func TestSendingIsAskedForProperly(t *testing.T) {
	w := newWard(t)
	form := w.asks()
	form.Set("send_message", "Kept <b>words</b>")
	d := w.anna.post("/consultations", form).want(422, "Nobody can read the report without your permission")
	d.checkPage()
	if again := d.form("send"); again.Get("send_message") != "Kept <b>words</b>" || again.Get("text") == "" {
		t.Errorf("what was typed is lost: %v", again)
	}
	form.Set("send_agree", "yes")
	form.Set("send_days", "365")
	w.anna.post("/consultations", form).want(422, "Choose until when")
	form.Set("send_days", "7")
	form.Set("send_to", "dr-nobody")
	w.anna.post("/consultations", form).want(422, "Choose somebody who takes requests").checkPage()
	form.Set("person", newID())
	w.anna.post("/consultations", form).want(404)
	w.anna.get("/consultations/new").want(303)
	w.anna.get("/consultations/" + newID()).want(404)
	w.client().get("/consultations/" + newID()).want(303)

	calm := w.asks()
	if d := w.anna.post("/consultations/new", calm); strings.Contains(d.text(), "Please do not wait for this") {
		t.Error("warns without a reason")
	}
	urgent := reportFields(t)
	urgent.Set("text", "My left calf is swollen, red and warm since yesterday.")
	w.anna.post("/consultations/new", urgent).want(200, "Please do not wait for this").checkPage()

	k := keptSite(t)
	anna := k.signUp(t, "anna")
	anna.post("/consultations/new", reportFields(t)).want(409, "Nobody takes requests here").checkPage()
	anna.get("/consultations").want(200, "nobody here takes requests").checkPage()
	k.inRole(t, "gus", "practitioner").get(queuePath).want(403, "a qualification that the operator has checked").checkPage()
	anna.get(queuePath).want(404)
	h, _ := testSite(t) // where nothing is kept
	for _, path := range []string{"/consultations", "/verify", "/.well-known/jwks.json", queuePath} {
		get(t, h, path).want(404)
	}
}

func TestAnOlderPageChangesNothing(t *testing.T) {
	w := newWard(t)
	id := w.sends("dr-dora")
	theirs := practiceOnePath + id
	w.step(w.dora, theirs, "accept", nil).want(303)
	old := w.dora.get(theirs).form("sign")
	w.step(w.dora, theirs, "write", url.Values{"text": {"A note."}}).want(303)
	old.Set("level", "soon")
	old.Set("opinion", "Typed for long.")
	d := w.dora.post(theirs, old).want(422, "Somebody else changed this meanwhile")
	if d.form("sign").Get("opinion") != "Typed for long." {
		t.Error("what was typed is lost")
	}
	for _, bad := range []url.Values{{}, {"do": {"dance"}, "version": {"3"}}, {"do": {"sign"}, "version": {"x"}, "level": {"soon"}, "opinion": {"x"}}} {
		w.dora.post(theirs, bad).want(422)
	}
}

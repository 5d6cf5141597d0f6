package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// quickForm is the form of the four taps as a browser sends it.
func quickForm(d doc, button, value string) url.Values {
	d.t.Helper()
	form := d.form("save")
	form.Set(button, value)
	return form
}

func TestLastNightInFourTaps(t *testing.T) {
	h, b := diarySite(t)
	d := get(t, h, "/diary").want(200, "How was last night?", "Saturday 21 November to Sunday")
	d.checkPage()
	form := d.form("save")
	form.Del("do")
	form.Set("cramps", "2") // tap 1
	form.Set("urge", "1")   // tap 2
	form.Set("sw", "6.3")   // tap 3
	form.Set("pain", "7")   // tap 4 is a button: it sends the form
	if len(d.all("button[name=pain]")) != 11 {
		t.Error("the pain is not a row of eleven buttons")
	}
	kept := post(t, h, "/diary", form).want(200, "Kept: Saturday 21 November", "2 cramps", "urge to move: mild", "pain 7 of 10", "slept 6 h", "woke 3 times")
	kept.checkPage()
	if n := len(kept.all("form.quick")); n != 0 {
		t.Error("last night is asked for again")
	}
	n := b.nights()
	if len(n) != 1 || string(n[0].Encode()) != fmt.Sprintf(`{"id":%q,"kind":"night","day":"2026-11-21","data":{"cramps":2,"urge":1,"pain":7,"sleep_hours":6,"wakings":3}}`, form.Get("night_id")) {
		t.Fatalf("kept %s", n[0].Encode())
	}
	// The same form again, as after a lost answer, changes nothing.
	post(t, h, "/diary", form).want(200, "Kept")
	if n := b.nights(); len(n) != 1 || n[0].Version != 1 {
		t.Errorf("sent twice: %d nights, version %d", len(n), n[0].Version)
	}
	// Undo deletes what was new.
	undo := url.Values{"undo": {attr(kept.one("input[name=undo]"), "value")}}
	post(t, h, "/diary/undo", undo).want(200, "Undone", "How was last night?")
	if n := b.nights(); len(n) != 0 {
		t.Errorf("%d nights after undo", len(n))
	}
}

func TestQuietNightIsOneTap(t *testing.T) {
	h, b := diarySite(t)
	post(t, h, "/diary", get(t, h, "/diary").form("quiet")).want(200, "0 cramps", "urge to move: none", "pain 0 of 10")
	night := b.nights()[0].Data.(*diary.Night)
	if *night.Cramps != 0 || *night.Urge != 0 || *night.Pain != 0 || night.SleepHours != nil {
		t.Errorf("kept %+v", night)
	}
}

func TestNothingSaidKeepsNothing(t *testing.T) {
	h, b := diarySite(t)
	post(t, h, "/diary", get(t, h, "/diary").form("save")).want(422, "Nothing was filled in").checkPage()
	if len(b.live()) != 0 {
		t.Error("an empty form was kept")
	}
}

func TestLongFormKeepsEverything(t *testing.T) {
	h, b := diarySite(t)
	d := get(t, h, "/diary/"+lastNight).want(200, "All drinks", "do not rely on it", "It belongs to the day on which the night began")
	d.checkPage()
	form := d.form("day")
	for name, values := range map[string][]string{
		"cramps": {"3"}, "urge": {"2"}, "pain": {"6"}, "sleep_hours": {"5,5"}, "wakings": {"2"},
		"muscles": {"calf", "foot"}, "side": {"both"}, "tried": {"warm_bath_evening", ""}, "helped": {"yes", ""},
		"partner_kicks": {"yes"}, "partner_note": {"Kicked twice"}, "note": {"Long walk\r\nbefore"},
		"h_drinks_ml": {"1500"}, "h_caffeine_cups": {"2"}, "h_caffeine_late": {"no"}, "h_alcohol_units": {"1.5"}, "h_urine_colour": {"4"},
		"h_standing_hours": {"6"}, "h_sitting_hours": {"5"}, "h_exercise_minutes": {"30"}, "h_stretch_minutes": {"10"}, "h_shoes": {"flat"},
		"med_name": {"Amlodipine"}, "med_change": {"started"}, "text_text": {"Hot day"},
	} {
		form[name] = values
	}
	post(t, h, "/diary", form).want(200, "Kept", "1 thing tried", "with a note").checkPage()
	var got []string
	for _, e := range b.live() {
		raw, _ := json.Marshal(e.Data)
		got = append(got, string(raw))
	}
	want := []string{
		`{"cramps":3,"urge":2,"pain":6,"sleep_hours":5.5,"wakings":2,"muscles":["calf","foot"],"side":"both","tried":[{"measure":"warm_bath_evening","helped":"yes"}],"partner_kicks":true,"partner_note":"Kicked twice","note":"Long walk\nbefore"}`,
		`{"caffeine_cups":2,"caffeine_late":false,"alcohol_units":1.5,"drinks_ml":1500,"urine_colour":4,"standing_hours":6,"sitting_hours":5,"exercise_minutes":30,"stretch_minutes":10,"shoes":"flat"}`,
		`{"name":"Amlodipine","change":"started"}`, `{"text":"Hot day"}`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("kept\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	// Opened again, the form holds all of it; sent unchanged it changes nothing.
	again := get(t, h, "/diary/"+lastNight).want(200, "Delete this night")
	again.checkPage()
	post(t, h, "/diary", again.form("day")).want(200)
	for _, e := range b.live() {
		if e.Version != 1 {
			t.Errorf("%s has version %d after a form without changes", e.Kind, e.Version)
		}
	}
	// An edit, its undo, and a note that is emptied.
	form = again.form("day")
	form.Set("cramps", "0")
	form["text_text"][0] = ""
	d = post(t, h, "/diary", form).want(200, "0 cramps")
	if len(b.live()) != 3 {
		t.Errorf("%d entries after a note was emptied, want 3", len(b.live()))
	}
	undo := url.Values{}
	for _, in := range d.all("input[name=undo]") {
		undo.Add("undo", attr(in, "value"))
	}
	post(t, h, "/diary/undo", undo).want(200, "3 cramps")
	if len(b.live()) != 4 {
		t.Errorf("%d entries after undo, want 4", len(b.live()))
	}
}

func TestDiaryRefuses(t *testing.T) {
	h, b := diarySite(t)
	form := get(t, h, "/diary/"+lastNight).form("day")
	for name, c := range map[string]struct{ field, value, said string }{
		"pain 11":         {"pain", "11", "number from 0 to 10"},
		"30 hours":        {"sleep_hours", "30", "0 to 24"},
		"words":           {"cramps", "many", "whole number"},
		"half a cramp":    {"cramps", "1.5", "whole number"},
		"a day in 1900":   {"day", "1900-01-01", "Choose a day"},
		"tomorrow":        {"day", "2026-11-30", "Choose a day"},
		"no day":          {"day", "yesterday", "Choose a day"},
		"colour":          {"h_urine_colour", "9", "1 to 8"},
		"a change alone":  {"med_name", strings.Repeat("x", 300), "200 characters"},
		"a long note":     {"note", strings.Repeat("ä", 10_001), "10,000"},
		"a broken number": {"h_drinks_ml", "1e999", "whole millilitres"},
	} {
		t.Run(name, func(t *testing.T) {
			f := url.Values{}
			for k, v := range form {
				f[k] = v
			}
			f.Set("urge", "1")
			f.Set(c.field, c.value)
			d := post(t, h, "/diary", f).want(422, c.said)
			d.checkPage()
			if len(d.all("#problems")) != 1 {
				t.Error("no summary of problems")
			}
		})
	}
	big := url.Values{"day": {lastNight}, "note": {strings.Repeat("x", 5<<20)}}
	if d := post(t, h, "/diary", big); d.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("5 MB: status %d", d.Status)
	}
	if len(b.live()) != 0 {
		t.Errorf("%d entries of refused forms were kept", len(b.live()))
	}
	for _, path := range []string{"/diary/2026-11-23", "/diary/1899-01-01", "/diary/x", "/diary/month/2027-01", "/diary/month/x"} {
		get(t, h, path).want(404, "no such day").checkPage()
	}
}

func TestFailingStoreIsSaid(t *testing.T) {
	h, b := diarySite(t)
	form := quickForm(get(t, h, "/diary"), "pain", "3")
	b.err = errs.New(errs.Unavailable, "disk full")
	if d := post(t, h, "/diary", form); d.Status != http.StatusServiceUnavailable || strings.Contains(d.text(), "Kept") {
		t.Errorf("status %d: %s", d.Status, d.text())
	}
}

// Two devices write the same night; the person joins them.
func TestTwoVersions(t *testing.T) {
	h, b := diarySite(t)
	one, two := get(t, h, "/diary").form("save"), get(t, h, "/diary").form("save")
	one.Set("cramps", "2")
	one.Set("sw", "6.1")
	two.Set("cramps", "4")
	two.Set("urge", "2")
	post(t, h, "/diary", one).want(200)
	post(t, h, "/diary", two).want(200, "Two versions of one entry")
	d := get(t, h, "/diary/both").want(200, "The night of Saturday 21 November", "One answer differs")
	d.checkPage()
	form := d.form("join")
	form.Set("take.cramps", "b")
	chosen := b.nights()[1].Data.(*diary.Night) // the second on the page
	post(t, h, "/diary/both", form).want(200, "has one entry now").checkPage()
	n := b.nights()
	if len(n) != 1 {
		t.Fatalf("%d nights after joining", len(n))
	}
	if got := n[0].Data.(*diary.Night); *got.Cramps != *chosen.Cramps || *got.Urge != 2 || *got.SleepHours != 6 {
		t.Errorf("joined to %s", n[0].Encode())
	}
	get(t, h, "/diary/both").want(200, "nothing to choose")
	post(t, h, "/diary/both", form).want(200, "changed somewhere else")
}

func TestKeepOneVersion(t *testing.T) {
	for _, do := range []string{"a", "b"} {
		h, b := diarySite(t)
		for _, cramps := range []string{"1", "5"} {
			f := get(t, h, "/diary/"+lastNight).form("day")
			f.Set("night_id", newID())
			f.Set("night_v", "0")
			f.Set("cramps", cramps)
			post(t, h, "/diary", f).want(200)
		}
		want := *b.nights()[map[string]int{"a": 0, "b": 1}[do]].Data.(*diary.Night).Cramps
		post(t, h, "/diary/both", get(t, h, "/diary/both").form(do)).want(200)
		if n := b.nights(); len(n) != 1 || *n[0].Data.(*diary.Night).Cramps != want {
			t.Errorf("%s kept %d nights", do, len(n))
		}
	}
}

// An edit of a version that somebody has changed since is kept beside it.
func TestEditOfAnOlderVersion(t *testing.T) {
	h, b := diarySite(t)
	post(t, h, "/diary", quickForm(get(t, h, "/diary"), "pain", "3")).want(200)
	one, two := get(t, h, "/diary/"+lastNight).form("day"), get(t, h, "/diary/"+lastNight).form("day")
	one.Set("pain", "5")
	two.Set("pain", "8")
	post(t, h, "/diary", one).want(200, "Kept: ")
	post(t, h, "/diary", two).want(200, "you have two now")
	if n := b.nights(); len(n) != 2 {
		t.Errorf("%d nights", len(n))
	}
}

func TestMonth(t *testing.T) {
	h, _ := diarySite(t)
	post(t, h, "/diary", quickForm(get(t, h, "/diary"), "pain", "3"))
	d := get(t, h, "/diary/month").want(200, "November 2026", "1 night kept")
	d.checkPage()
	cell := d.one(`a[href=/diary/2026-11-21]`)
	if got := textOf(doc{Node: cell, t: t}.one(".visually-hidden")); got != "Saturday 21 November, pain 3 of 10" {
		t.Errorf("the cell says %q", got)
	}
	if len(d.all("a.cell")) != 22 || len(d.all(".future")) != 8 {
		t.Errorf("%d days to open, %d to come", len(d.all("a.cell")), len(d.all(".future")))
	}
	if n := len(get(t, h, "/diary/month/2000-01").want(200).all("a[href=/diary/month/1999-12]")); n != 0 {
		t.Errorf("the first month leads to one before it %d times", n)
	}
	get(t, h, "/diary/month/1999-12").want(404)
	d = get(t, h, "/diary/month/2024-02").want(200, "February 2024")
	if len(d.all("a.cell")) != 29 {
		t.Errorf("%d days", len(d.all("a.cell")))
	}
}

func upload(t *testing.T, h http.Handler, text string) doc {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	must(must(form.CreateFormFile("file", "diary.csv")).Write([]byte(text)))
	form.Close()
	r := httptest.NewRequest("POST", "/diary/import", &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return parse(t, w)
}

func TestInAndOut(t *testing.T) {
	h, b := diarySite(t)
	get(t, h, "/diary/files").want(200, "Take it with you").checkPage()
	post(t, h, "/diary", quickForm(get(t, h, "/diary"), "pain", "3"))
	for _, format := range []string{"csv", "json"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/diary/export/"+format, nil))
		if cd := w.Header().Get("Content-Disposition"); cd != `attachment; filename="legible-diary-2026-11-22.`+format+`"` || w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %q", format, cd)
		}
		upload(t, h, w.Body.String()).want(200, "0 new, 1 there already").checkPage()
	}
	upload(t, h, "kind,day,pain\nnight,2026-11-10,4\nnight,2026-11-11,0\n").want(200, "Read: 2 new")
	if len(b.nights()) != 3 {
		t.Errorf("%d nights", len(b.nights()))
	}
	bad := "kind,day,pain\n" + strings.Repeat("night,2026-11-0%d,4\n", 5) + "night,2026-11-06,11\n"
	bad = fmt.Sprintf(bad, 1, 2, 3, 4, 5)
	upload(t, h, bad).want(422, "line 7, column 3", "Nothing in it was kept").checkPage()
	if len(b.nights()) != 3 {
		t.Errorf("a file with a bad line left %d nights", len(b.nights()))
	}
	upload(t, h, "").want(422, "Choose a file")
	post(t, h, "/diary/import", url.Values{}).want(422, "Choose a file")
	if d := get(t, h, "/diary/export/xlsx"); d.Status != 404 {
		t.Errorf("an unknown format: %d", d.Status)
	}
}

func TestDeleteAndUndo(t *testing.T) {
	h, b := diarySite(t)
	post(t, h, "/diary", quickForm(get(t, h, "/diary"), "pain", "3"))
	e := b.nights()[0]
	d := post(t, h, "/diary/delete", url.Values{"id": {e.ID}, "v": {"1"}}).want(200, "Deleted: Saturday 21 November", "How was last night?")
	d.checkPage()
	if len(b.live()) != 0 {
		t.Fatal("not deleted")
	}
	post(t, h, "/diary/undo", url.Values{"undo": {attr(d.one("input[name=undo]"), "value")}}).want(200, "pain 3 of 10")
	post(t, h, "/diary/delete", url.Values{"id": {newID()}}).want(404)
	if d := post(t, h, "/diary/undo", url.Values{"undo": {"{"}}); d.Status != 422 {
		t.Errorf("a broken undo: %d", d.Status)
	}
}

// A device sends what waited there; every answer says what became of it.
func TestSync(t *testing.T) {
	h, b := diarySite(t)
	send := func(form url.Values) (int, synced) {
		t.Helper()
		r := httptest.NewRequest("POST", "/diary", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Accept", "application/json")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		var got synced
		if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
			t.Fatalf("%v: %s", err, w.Body)
		}
		return w.Code, got
	}
	form := get(t, h, "/diary").form("save")
	form.Set("pain", "3")
	form.Set("person", b.person)
	for range 2 {
		if code, got := send(form); code != 200 || got.Outcome != "kept" {
			t.Errorf("%d %+v", code, got)
		}
	}
	if len(b.nights()) != 1 {
		t.Errorf("sent twice, kept %d times", len(b.nights()))
	}
	form.Set("pain", "11")
	if code, got := send(form); code != 422 || got.Outcome != "refused" || len(got.Wrong) != 1 {
		t.Errorf("%d %+v", code, got)
	}
	form.Set("person", newID())
	if code, got := send(form); code != 404 || got.Outcome != "other" {
		t.Errorf("%d %+v", code, got)
	}
	form.Set("person", b.person)
	form.Set("pain", "3")
	b.err = errs.New(errs.Unavailable, "disk full")
	if code, got := send(form); code != 503 || got.Outcome != "later" {
		t.Errorf("%d %+v", code, got)
	}
	h, _ = testSite(t)
	if code, got := send(form); code != 401 || got.Outcome != "nobody" {
		t.Errorf("%d %+v", code, got)
	}
}

// Without an account the diary stays on the device, and says so.
func TestDiaryWithoutAccount(t *testing.T) {
	h, _ := testSite(t)
	for _, path := range []string{"/diary", "/diary/new", "/diary/month", "/diary/" + lastNight} {
		d := get(t, h, path).want(200, "stay on this device", "only with JavaScript")
		d.checkPage()
	}
	post(t, h, "/diary", url.Values{}).want(401, "Nothing was kept").checkPage()
}

// No answer of a diary stands in an address or a cookie, and no answer is kept by caches
// that others share.
func TestDiaryLeavesNoTrace(t *testing.T) {
	h, _ := diarySite(t)
	d := post(t, h, "/diary", quickForm(get(t, h, "/diary"), "pain", "3"))
	if d.Header.Get("Set-Cookie") != "" || d.Header.Get("Location") != "" || !strings.Contains(d.Header.Get("Cache-Control"), "no-store") {
		t.Errorf("headers %v", d.Header)
	}
	for _, a := range d.all("a[href]") {
		if href := attr(a, "href"); strings.Contains(href, "?") && !strings.Contains(href, "/static/") {
			t.Errorf("link %q", href)
		}
	}
	for _, f := range d.all("form") {
		if m := attr(f, "method"); m != "post" {
			t.Errorf("a form is sent by %q", m)
		}
	}
}

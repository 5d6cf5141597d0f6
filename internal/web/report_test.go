package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
)

// told are the fields of a check that has been answered.
func told(more ...string) url.Values {
	f := url.Values{"who": {"self"}, "age": {"58"}, "sex": {"female"}, "text": {"My legs will not lie still at night."}, "alarm": {"none"}, "country": {"GB"},
		"e": {"q urge_to_move_legs present", "q worse_at_rest present", "q chest_pain absent"}}
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return f
}

func TestReportOfACheck(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/report", reportFields(t)).want(200, "My legs will not lie still", "Said by the person", "Computed by Legible", "It is not a diagnosis")
	d.checkPage()
	for _, voice := range []string{"said", "computed", "written"} {
		if len(d.all("section.voice-"+voice)) == 0 {
			t.Errorf("no section is %s", voice)
		}
	}
	if got := d.all("input[name=text]"); len(got) != 1 || attr(got[0], "value") != told().Get("text") {
		t.Error("the page does not carry the answers on")
	}
	if strings.Contains(d.Raw, "?text=") {
		t.Error("what was said stands in an address")
	}
}

// reportFields are the hidden fields of the result of a check.
func reportFields(t testing.TB) url.Values {
	t.Helper()
	h, _ := testSite(t)
	form := get(t, h, "/check").form("start")
	form.Add("alarm", "none")
	form.Set("text", told().Get("text"))
	form.Set("age", "58")
	words := post(t, h, "/check", form)
	question := post(t, h, "/check", words.form("understood"))
	return post(t, h, "/check", question.form("result")).want(200, "One page for my doctor").form("report")
}

func TestReportCarriesNameAndQuestions(t *testing.T) {
	h, _ := testSite(t)
	form := reportFields(t)
	form.Set("shown", "1")
	form.Set("name", "A. <b>Person</b>")
	form.Set("questions", "Could it be my iron?\r\n\r\nIs it safe to fly?")
	d := post(t, h, "/report", form).want(200, "A. <b>Person</b>", "Could it be my iron?", "Is it safe to fly?")
	if len(d.all("b")) > 0 {
		t.Error("a name becomes markup")
	}
	form.Set("name", strings.Repeat("x", app.MaxReportName+1))
	post(t, h, "/report", form).want(422, "too long to print")
}

func TestReportFiles(t *testing.T) {
	h, _ := testSite(t)
	form := reportFields(t)
	for path, kind := range map[string]string{"/report.pdf": "application/pdf", "/report.txt": "text/plain; charset=utf-8", "/report.json": "application/fhir+json"} {
		r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != 200 || w.Header().Get("Content-Type") != kind || w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
		if name := w.Header().Get("Content-Disposition"); !strings.HasPrefix(name, "attachment; filename=\"legible-report-") {
			t.Errorf("%s is called %s", path, name)
		}
		switch body := w.Body.Bytes(); path {
		case "/report.pdf":
			if !bytes.HasPrefix(body, []byte("%PDF-")) {
				t.Error("no PDF")
			}
		case "/report.json":
			if b, notes, err := fhir.Read(body); err != nil || len(notes) > 0 || b.Head().ResourceType != "Bundle" || !bytes.Contains(body, []byte("My legs will not lie still")) {
				t.Errorf("no FHIR document: %v %v %.200s", err, notes, body)
			}
		case "/report.txt":
			if !bytes.Contains(body, []byte("My legs will not lie still")) {
				t.Error("the text lacks the own words")
			}
		}
	}
}

// In a demonstration every page and every file of the report says that nobody is real, and
// elsewhere none does.
func TestReportOfAnInventedPerson(t *testing.T) {
	form := reportFields(t)
	for _, demo := range []bool{true, false} {
		h := must(New(must(app.New(testBase(t))), Options{Country: "GB", Version: "test", Demo: demo}))
		for _, path := range []string{"/report", "/report.txt", "/report.json"} {
			r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if says := strings.Contains(w.Body.String(), "Invented for a demonstration"); w.Code != 200 || says != demo {
				t.Errorf("%s, demo %v: %d, says so %v", path, demo, w.Code, says)
			}
			if path != "/report.json" {
				continue
			}
			var doc struct {
				Entry []struct{ Resource struct{ Meta fhir.Meta } }
			}
			if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || len(doc.Entry) < 3 {
				t.Fatalf("%d entries, %v", len(doc.Entry), err)
			}
			for i, e := range doc.Entry {
				if got := len(e.Resource.Meta.Security) == 1 && e.Resource.Meta.Security[0].Code == "HTEST"; got != demo {
					t.Errorf("demo %v: entry %d is labelled: %v", demo, i, got)
				}
			}
		}
	}
}

func TestReportWithoutAnythingSaysHowToGetOne(t *testing.T) {
	h, _ := testSite(t)
	get(t, h, "/report").want(200, "Do the check").checkPage()
	post(t, h, "/report", url.Values{}).want(200, "Do the check")
	post(t, h, "/report.pdf", url.Values{}).want(200, "Do the check")
}

func TestReportOfABrokenFormGoesBackToTheCheck(t *testing.T) {
	h, _ := testSite(t)
	for _, form := range []url.Values{told("e", "nonsense"), told("age", "400")} {
		post(t, h, "/report", form).want(422)
		post(t, h, "/report.pdf", form).want(422)
	}
}

func TestReportJoinsTheDiary(t *testing.T) {
	h, book := diarySite(t)
	cramps := 3
	if _, err := book.Change(t.Context(), diary.Change{Entry: diary.Entry{ID: newID(), Kind: diary.KindNight, Day: diary.DateOf(2026, 11, 20), Data: &diary.Night{Cramps: &cramps}}}); err != nil {
		t.Fatal(err)
	}
	d := get(t, h, "/report").want(200, "Last 14 nights", "nights noted")
	if got := d.Header.Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("Cache-Control %q", got)
	}
	form := reportFields(t)
	post(t, h, "/report", form).want(200, "nights noted")
	form.Set("who", "other") // the check is about somebody else than the diary
	if d := post(t, h, "/report", form); strings.Contains(d.text(), "nights noted") {
		t.Error("the diary of one person joins the check of another unasked")
	}
	form.Set("shown", "1")
	form.Set("diary", "1")
	post(t, h, "/report", form).want(200, "nights noted")
	form.Del("diary")
	if d := post(t, h, "/report", form); strings.Contains(d.text(), "nights noted") {
		t.Error("the diary joins though the box is empty")
	}
}

// send posts fields from the page that is open and waits for the answer.
func (b *browser) send(path string, fields url.Values) {
	b.t.Helper()
	raw, err := json.Marshal(fields)
	if err != nil {
		b.t.Fatal(err)
	}
	eval[bool](b, fmt.Sprintf(`(() => {
		const form = Object.assign(document.createElement("form"), {method: "post", action: %q});
		for (const [name, values] of Object.entries(%s)) for (const value of values) form.append(Object.assign(document.createElement("input"), {type: "hidden", name, value}));
		document.body.append(form); window.old = true; form.submit(); return true })()`, path, raw))
	b.await("document.readyState === 'complete' && !window.old")
}

// On paper the first part of the page is one page at most, of A4 and of Letter: their
// common part less the margins of the style sheet, 182 by 255.4 mm.
func TestBrowserReportPrintsOnOnePage(t *testing.T) {
	b := newBrowser(t)
	b.do(chromedp.Navigate(b.url + "/about"))
	fields := reportFields(t)
	fields.Set("shown", "1")
	b.send("/report", fields)
	b.look("report")
	fields.Set("text", strings.Repeat("My legs will not lie still, and I walk the house until four in the morning. ", 100))
	fields.Set("questions", strings.Repeat("Why does it come back every night, and never by day?\n", 20))
	b.send("/report", fields)
	b.do(chromedp.EmulateViewport(688, 900), chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	if height := eval[float64](b, "document.querySelector('.page-one').getBoundingClientRect().height"); height > 255.4/25.4*96 || height < 300 {
		t.Errorf("page one is %.0f mm high, one page holds 255", height/96*25.4)
	}
	seen := eval[string](b, "document.body.innerText")
	for _, gone := range []string{"Save as PDF", "Get help\n", "Light and colours"} {
		if strings.Contains(seen, gone) {
			t.Errorf("the paper has %q", gone)
		}
	}
}

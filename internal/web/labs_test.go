package web

import (
	"archive/zip"
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/labs"
)

// typed fills the values in by hand: analyte, value, unit and the ends of the range.
func typed(rows ...[5]string) url.Values {
	v := url.Values{"do": {"interpret"}, "age": {"52"}, "sex": {"female"}}
	for _, r := range rows {
		for i, name := range []string{"a", "v", "u", "l", "h"} {
			v.Add(name, r[i])
		}
	}
	return v
}

// flags lists the class of every result, by the name of its test.
func (d doc) flags() map[string]string {
	out := map[string]string{}
	for _, n := range d.all("article.lab") {
		for _, c := range strings.Fields(attr(n, "class")) {
			if f, ok := strings.CutPrefix(c, "flag-"); ok {
				out[textOf(doc{Node: n, t: d.t}.one("h3"))] = f
			}
		}
	}
	return out
}

func TestLabBarOfAnIntervalThatBeginsAtZero(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/labs", typed([5]string{"crp", "2", "mg/L", "0", ""})).want(200, "C-reactive protein")
	d.checkPage()
	for _, n := range d.all("rect.usual") {
		if at := attr(n, "x") + attr(n, "width"); strings.Contains(at, "NaN") {
			t.Errorf("a bar is drawn at %s", at)
		}
	}
	if len(d.all("rect.usual")) == 0 {
		t.Error("no bar is drawn")
	}
}

func TestLabsByHand(t *testing.T) {
	h, _ := testSite(t)
	d := get(t, h, "/labs").want(200, "Paste a report", "Or pick the tests", "Ferritin")
	d.checkPage()
	form := d.form("pick")
	post(t, h, "/labs", form).want(422, "Tick at least one test").checkPage()
	form["pick"] = []string{"ferritin", "haemoglobin"}
	d = post(t, h, "/labs", form).want(200, "Your values", "1. Ferritin, serum", "2. Haemoglobin")
	d.checkPage()
	values := d.form("interpret")
	post(t, h, "/labs", values).want(422, "Fill in at least one value").checkPage()
	values["v"], values["u"], values["l"], values["h"] = []string{"18", "11,4"}, []string{"ug/L", "g/dL"}, []string{"15", ""}, []string{"150", ""}
	values.Set("sex", "female")
	values.Set("age", "52")
	d = post(t, h, "/labs", values).want(200, "What your results say", "Range on your report: 15 to 150 µg/L", "A limit is no diagnosis", "for adults with restless legs", "from memory, to be checked", "read in the source")
	d.checkPage()
	if got := fmt.Sprint(d.flags()); got != "map[Ferritin, serum:normal Haemoglobin:low]" {
		t.Errorf("flags %s", got)
	}
	if n := len(d.all("svg.labbar")); n != 2 {
		t.Errorf("%d bars, want 2", n)
	}
	for _, n := range d.all("svg.labbar") {
		if !strings.Contains(attr(n, "aria-label"), "ange") {
			t.Errorf("a bar without its range in words: %q", attr(n, "aria-label"))
		}
	}
	if len(d.all("a.cite")) == 0 || len(d.all("#sources")) != 1 {
		t.Error("limits without their sources")
	}
	back := post(t, h, "/labs", d.form("edit")).want(200, "Your values")
	if got := attr(back.one("#f-v1"), "value"); got != "11,4" {
		t.Errorf("after going back the value is %q", got)
	}
}

func TestLabsFromAReport(t *testing.T) {
	h, _ := testSite(t)
	form := get(t, h, "/labs").form("read")
	post(t, h, "/labs", form).want(422, "Paste the text").checkPage()
	form.Set("report", "nothing here")
	post(t, h, "/labs", form).want(422, "We found no result").checkPage()
	form.Set("report", "Ferritin 18 ug/L (15-150)\r\nZinc 12 umol/L\r\nTSH 2.1 3.4 mIU/L")
	d := post(t, h, "/labs", form).want(200, "Is this right?", "Not read", "Zinc 12 umol/L", "read in more than one way")
	d.checkPage()
	marked := []string{}
	for _, n := range d.all("mark") {
		marked = append(marked, textOf(n))
	}
	if got := strings.Join(marked, " | "); got != "Ferritin 18 ug/L (15-150) | TSH 2.1 3.4 mIU/L" {
		t.Errorf("marked %q", got)
	}
	values := d.form("interpret")
	if fmt.Sprint(values["v"], values["u"], values["l"], values["h"]) != "[18 2.1] [ug/L mIU/L] [15 ] [150 ]" {
		t.Fatalf("the form holds %v %v %v %v", values["v"], values["u"], values["l"], values["h"])
	}
	post(t, h, "/labs", values).want(422, "compare it with your report").checkPage()
	values.Set("seen", "1")
	d = post(t, h, "/labs", values).want(200)
	if len(d.flags()) != 2 {
		t.Errorf("results %v, want 2", d.flags())
	}
	values.Add("out", "1")
	if d = post(t, h, "/labs", values).want(200); len(d.flags()) != 1 {
		t.Errorf("results %v after one was left out", d.flags())
	}
}

func TestLabsFromAFile(t *testing.T) {
	h, _ := testSite(t)
	send := func(text string) doc {
		var body bytes.Buffer
		w := multipart.NewWriter(&body)
		_ = w.WriteField("do", "read")
		part, err := w.CreateFormFile("file", "results.csv")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = part.Write([]byte(text))
		_ = w.Close()
		r := httptest.NewRequest(http.MethodPost, "/labs", &body)
		r.Header.Set("Content-Type", w.FormDataContentType())
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, r)
		return parse(t, rec)
	}
	d := send("test;value;unit;range;date\nFerritin;18;µg/l;15-150;2026-11-01\nZinc;3;umol/L;;\n").want(200, "Is this right?", "Line 3 is a test we do not know")
	d.checkPage()
	if v := d.form("interpret"); v.Get("v") != "18" || v.Get("u") != "ug/L" || v.Get("h") != "150" || v.Get("day") != "2026-11-01" {
		t.Errorf("read %v", v)
	}
	send("\xff\xfe broken").want(422, "We cannot read this as text")
	send(strings.Repeat("Ferritin 18 ug/L\n", 120_000)).want(413)
	send(strings.Repeat("x", 20<<20)).want(413)
	var bomb bytes.Buffer // 20 MB in a few kilobytes: it is not unpacked
	packed := zip.NewWriter(&bomb)
	_, _ = must(packed.Create("results.csv")).Write(bytes.Repeat([]byte("ferritin,ug/L,18\n"), 20<<20/17))
	_ = packed.Close()
	send(bomb.String()).want(422, "We cannot read this as text")
	entity := send(`<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><result><test>ferritin</test><value>&e;</value></result>`)
	if entity.want(422); strings.Contains(entity.Raw, "root:") || len(entity.all("input[name=v]")) > 0 {
		t.Error("a result was read out of XML")
	}
	head, last := "test,unit,value\n", "ferritin,ug/L,150"
	send(head + strings.Repeat("\n", labs.MostFile+1-len(head)-len(last)) + last).want(422) // and not 15, cut short
}

// A value that cannot be right is asked about, and used once it is settled.
func TestLabsQuestions(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/labs", typed([5]string{"glucose_fasting", "95", "mmol/L", "", ""})).want(200, "Please check first", "If this is right, it is an emergency", "Use 95 mg/dL")
	d.checkPage()
	if len(d.all("section.action")) != 0 || len(d.all("form[action=/check]")) != 0 {
		t.Error("a value in question raises the alarm or goes on to the check")
	}
	mended := post(t, h, "/labs", d.form("use:0:95:mg/dL")).want(200)
	if got := mended.flags()["Glucose, fasting plasma"]; got != "normal" {
		t.Errorf("mended to mg/dL it is %s", got)
	}
	stands := post(t, h, "/labs", d.form("use:0:as-is:")).want(200, "Get help now", "999")
	if got := stands.flags()["Glucose, fasting plasma"]; got != "critical_high" {
		t.Errorf("as it stands it is %s", got)
	}
}

// A critical value stands above all else, whatever range is typed beside it, and keeps its
// urgency in the check.
func TestLabsCritical(t *testing.T) {
	h, _ := testSite(t)
	d := post(t, h, "/labs", typed([5]string{"potassium", "6.9", "mmol/L", "3.5", "8"}, [5]string{"crp", "2", "mg/L", "", ""})).want(200, "Get help now", "999", "No range and no other result changes that")
	d.checkPage()
	if d.flags()["Potassium, serum"] != "critical_high" || attr(d.one("section.action"), "role") != "alert" {
		t.Errorf("flags %v", d.flags())
	}
	if form := d.form("where"); !strings.Contains(strings.Join(form["e"], ";"), "c lab_result_emergency present") {
		t.Errorf("the check is told %v", form["e"])
	}
}

func TestLabsWrongInput(t *testing.T) {
	h, _ := testSite(t)
	for name, c := range map[string]struct {
		form url.Values
		says string
	}{
		"a word":         {typed([5]string{"ferritin", "positive", "ug/L", "", ""}), "Write a number such as 18"},
		"a broken range": {typed([5]string{"ferritin", "18", "ug/L", "x", ""}), "Write the two ends"},
		"a tampered row": {typed([5]string{"nothing", "18", "ug/L", "", ""}), "Choose the unit"},
		"no rows":        {url.Values{"do": {"interpret"}}, "Tick at least one test"},
		"an age":         {url.Values{"do": {"interpret"}, "a": {"ferritin"}, "v": {"1"}, "u": {"ug/L"}, "age": {"999"}}, "age"},
		"an odd place":   {url.Values{"do": {"use:7:1:x"}, "a": {"ferritin"}, "v": {"1"}, "u": {"ug/L"}}, "Please check"},
	} {
		t.Run(name, func(t *testing.T) {
			d := post(t, h, "/labs", c.form).want(422)
			if !strings.Contains(d.text(), c.says) {
				t.Errorf("lacks %q: %s", c.says, d.text())
			}
		})
	}
}

func TestLabsAreKept(t *testing.T) {
	h, shelf := diarySite(t)
	form := typed([5]string{"ferritin", "<18", "ng/mL", "15", "150"}, [5]string{"glucose_fasting", "95", "mmol/L", "", ""})
	d := post(t, h, "/labs", form).want(200, "Save in my diary")
	save := d.form("save")
	post(t, h, "/labs", save).want(422, "Day of the blood test").checkPage()
	save.Set("day", "2026-11-02")
	d = post(t, h, "/labs", save).want(200, "Kept 1 result")
	d.checkPage()
	post(t, h, "/labs", save).want(200) // sent twice
	entries := shelf.live()
	if len(entries) != 1 {
		t.Fatalf("%d entries, want 1: a value in question is not kept, and a form sent twice is kept once", len(entries))
	}
	lab, ok := entries[0].Data.(*diary.Lab)
	if !ok || lab.Value != "<18" || lab.Unit != "ng/mL" || lab.Low != "15" || entries[0].Day.String() != "2026-11-02" {
		t.Errorf("kept %+v", entries[0])
	}
	if len(get(t, h, "/labs").all("figure.chart")) != 0 {
		t.Error("one result is drawn as a trend")
	}
	later := post(t, h, "/labs", typed([5]string{"ferritin", "60", "ug/L", "15", "150"})).form("save")
	later.Set("day", "2026-11-20")
	post(t, h, "/labs", later).want(200, "Over time")
	page := get(t, h, "/labs").want(200, "Over time", "20 November 2026")
	page.checkPage()
	if n := len(page.all("circle.value")); n != 2 {
		t.Errorf("%d points, want 2", n)
	}
	page.one("rect.usual")
	if cc := page.Header.Get("Cache-Control"); !strings.Contains(cc, "no-store") {
		t.Errorf("kept results with cache control %q", cc)
	}
}

func TestLabsWithoutADiary(t *testing.T) {
	h, err := newSite(&fake{base: testBase(t)}, testBase(t), Options{Country: "GB", Version: "test",
		Diary: func(*http.Request) (Book, error) { return nil, errs.New(errs.Unauthorized, "nobody") }})
	if err != nil {
		t.Fatal(err)
	}
	form := typed([5]string{"ferritin", "18", "ug/L", "", ""})
	d := post(t, h, "/labs", form).want(200, "Sign in to keep")
	if len(d.all("button[value=save]")) != 0 {
		t.Error("offers to save without a diary")
	}
	form.Set("do", "save")
	form.Set("day", "2026-11-02")
	post(t, h, "/labs", form).want(401)
}

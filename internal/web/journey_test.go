package web

import (
	"math"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
)

// begin returns the form of step 1 with the alarm strip answered "none of these".
func begin(t testing.TB, h http.Handler) url.Values {
	t.Helper()
	f := get(t, h, "/check").form("start")
	f.Set("alarm", "none")
	return f
}

func evidence(r *app.Request) map[string]string {
	m := map[string]string{}
	for _, a := range r.Evidence {
		m[a.Finding] = a.Presence + string(a.Value)
	}
	return m
}

func TestWholeJourneyWithoutJavaScript(t *testing.T) {
	h, f := testSite(t)
	d := get(t, h, "/").want(200)
	if attr(d.one("a.door-check"), "href") != "/check" {
		t.Fatal("home does not lead to the check")
	}
	form := begin(t, h)
	form.Add("place", "calf")
	form.Set("side", "both")
	form.Set("text", "I am 62. My calf cramps\r\nhard, no swelling, for three weeks & it is <b>bad</b>")
	form.Set("sex", "female")
	words := post(t, h, "/check", form).want(200, "What was understood", "Is one leg swollen?")
	words.checkPage()
	marks := words.all("mark")
	if len(marks) != 3 && len(marks) != 4 || !strings.HasPrefix(textOf(marks[0]), "calf") {
		t.Fatalf("%d marks, first %q", len(marks), textOf(marks[0]))
	}
	if got := attr(words.one("input#f-age"), "value"); got != "62" {
		t.Errorf("age read from the text: %q", got)
	}

	form = words.form("understood")
	form.Set("age", "two hundred")
	post(t, h, "/check", form).want(422, "What was understood", "from 0 to 120").checkPage()
	form = words.form("understood")
	form.Set("u.unilateral_leg_swelling", "unknown") // corrected
	form.Set("u.duration_days", "28")
	q := post(t, h, "/check", form).want(200, "Question 1 of at most 12", "Why we ask")
	q.checkPage()
	ev := evidence(f.seen)
	for id, want := range map[string]string{
		"calf_pain": "present", "knee_pain": "absent", "both_legs_affected": "present",
		"unilateral_leg_swelling": "unknown", "duration_days": "28", "chest_pain_breathless": "absent",
	} {
		if ev[id] != want {
			t.Errorf("%s: %q, want %q", id, ev[id], want)
		}
	}
	if *f.seen.Person.Age != 62 || f.seen.Person.Sex != "female" || f.seen.Country != "GB" || *f.seen.Asked != 0 {
		t.Errorf("person %+v country %q asked %d", f.seen.Person, f.seen.Country, *f.seen.Asked)
	}

	q = post(t, h, "/check", q.form("answer:present")).want(200, "Question 2 of at most 12")
	q = post(t, h, "/check", q.form("answer:unknown")).want(200, "Question 3", "From 0 to 10")
	bad := q.form("answer:value")
	bad.Set("v", "eleven")
	q = post(t, h, "/check", bad).want(422, "Write a number from 0 to 10", "Question 3")
	q.checkPage()
	bad = q.form("answer:value")
	bad.Set("v", "6,5")
	q = post(t, h, "/check", bad).want(200, "Question 4")
	if ev := evidence(f.seen); ev["pain_score_0_10"] != "6.5" {
		t.Errorf("pain score %q", ev["pain_score_0_10"])
	}

	// Back asks question 3 again, with its answer, and forgets only that one.
	back := post(t, h, "/check", q.form("back")).want(200, "Question 3")
	if got := attr(back.one("input#f-v"), "value"); got != "6,5" {
		t.Errorf("the answer before is shown as %q", got)
	}
	q = post(t, h, "/check", back.form("answer:unknown")).want(200, "Question 4")
	q = post(t, h, "/check", q.form("answer:=second")).want(200, "Question 5")

	q = post(t, h, "/check", q.form("answer:absent")).want(200, "Question 6", "What eases it?")
	q.checkPage()
	q = post(t, h, "/check", q.form("answer:list")).want(422, "Tick what fits")
	q.checkPage()
	several := q.form("answer:list")
	several["m"] = []string{"massage_helps", "eased_by_warmth"}
	r := post(t, h, "/check", several).want(200,
		"You can care for this at home", "What it may be", "of 100 people who answer like you", "A clot is not likely", "not yet been reviewed")
	r.checkPage()
	if ev := evidence(f.seen); *f.seen.Asked != 6 || ev["what_eases_it"] != `["massage_helps","eased_by_warmth"]` {
		t.Errorf("asked %d, eased by %s", *f.seen.Asked, ev["what_eases_it"])
	}
	boxes := post(t, h, "/check", r.form("change:what_eases_it")).want(200, "Keep my answer")
	if n := len(boxes.all("input[checked]")); n != 2 {
		t.Errorf("%d boxes ticked before, want 2", n)
	}
	post(t, h, "/check", boxes.form("answer:none")).want(200, "What it may be")
	if ev := evidence(f.seen); ev["what_eases_it"] != "[]" {
		t.Errorf("none: %s", ev["what_eases_it"])
	}

	// One answer is changed, and the result comes back.
	ask := post(t, h, "/check", r.form("change:urge_to_move_legs")).want(200, "Keep my answer")
	if got := ask.pressed("answer:"); got != "answer:present" {
		t.Errorf("the answer before: %q", got)
	}
	post(t, h, "/check", ask.form("answer:absent")).want(200, "What it may be")
	if ev := evidence(f.seen); ev["urge_to_move_legs"] != "absent" || *f.seen.Asked != 6 {
		t.Errorf("changed to %q, asked %d", ev["urge_to_move_legs"], *f.seen.Asked)
	}

	// Ticks can be changed too, and what was said later stays.
	step1 := post(t, h, "/check", r.form("where")).want(200, "None of these")
	if has(step1.one("input#place-calf"), "checked") != true {
		t.Error("the tick was lost")
	}
	again := step1.form("start")
	again["place"] = []string{"shin"}
	post(t, h, "/check", again).want(200, "What was understood")
	if ev := evidence(f.seen); ev["shin_pain"] != "present" || ev["urge_to_move_legs"] != "present" {
		t.Errorf("after changing a tick: %v", ev)
	}
}

func TestLengthOfTime(t *testing.T) {
	for _, c := range []struct{ typed, unit, want string }{
		{"3", "weeks", "21"}, {"2", "months", "61"}, {"1,5", "years", "548"}, {"9", "days", "9"}, {"9", "", "9"}, {"x", "weeks", "x"},
	} {
		if got := days(c.typed, c.unit); got != c.want {
			t.Errorf("days(%q, %q) = %q, want %q", c.typed, c.unit, got, c.want)
		}
	}
}

// The pages carry the real service from the first page to a result within its budget.
func TestRealServiceJourney(t *testing.T) {
	svc, err := app.New(testBase(t))
	if err != nil {
		t.Fatal(err)
	}
	h, err := New(svc, Options{Country: "GB", Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"nothing": "", "cramp": "My calf cramps at three in the morning, goes hard and is sore next day. I am 62.",
		"restless": "Every evening my legs are restless and I must get up and walk about.",
	} {
		t.Run(name, func(t *testing.T) {
			form := begin(t, h)
			form.Set("text", text)
			d := post(t, h, "/check", form).want(200)
			d.checkPage()
			if text != "" {
				d = post(t, h, "/check", d.want(200, "What was understood").form("understood"))
			}
			questions := 0
			for ; d.shows("question"); questions++ {
				d.want(200, "at most 12").checkPage()
				do := "answer:unknown"
				if len(d.all("button[value=answer:none]")) == 1 {
					do = "answer:none"
				} else if len(d.all("button[value=answer:absent]")) == 1 {
					do = "answer:absent"
				}
				d = post(t, h, "/check", d.form(do))
			}
			d.want(200, "What it may be", "not yet been reviewed").checkPage()
			if questions > 12 {
				t.Errorf("%d questions", questions)
			}
			t.Logf("%d questions: %.200s", questions, d.text())
		})
	}
}

func TestStopShowsTheResult(t *testing.T) {
	h, _ := testSite(t)
	q := post(t, h, "/check", begin(t, h)).want(200, "Question 1")
	r := post(t, h, "/check", q.form("result")).want(200, "What it may be")
	post(t, h, "/check", r.form("more")).want(200, "Question 1")
}

func TestBackFromTheFirstQuestion(t *testing.T) {
	h, _ := testSite(t)
	form := begin(t, h)
	q := post(t, h, "/check", form).want(200, "Question 1")
	post(t, h, "/check", q.form("back")).want(200, "Is any of this true now")
	form.Set("text", "calf")
	q = post(t, h, "/check", post(t, h, "/check", form).form("understood"))
	post(t, h, "/check", q.form("back")).want(200, "What was understood")
}

func TestEmergencyStopsEverything(t *testing.T) {
	h, f := testSite(t)
	form := begin(t, h)
	form["alarm"] = []string{"cold"}
	d := post(t, h, "/check", form).want(200, "Get help now", "Call 999", "One answer could change this")
	d.checkPage()
	if got := attr(d.one("a.call"), "href"); got != "tel:999" {
		t.Errorf("href %q", got)
	}
	if got := d.one("section.level-emergency"); attr(got, "role") != "alert" {
		t.Error("the panel is not announced")
	}
	text := d.text()
	if strings.Index(text, "Get help now") > strings.Index(text, "What it may be Get") && strings.Contains(text, "What it may be Get") {
		t.Error("something stands before the panel")
	}
	for _, c := range d.all("article") {
		folded := false
		for n := c.Parent; n != nil; n = n.Parent {
			folded = folded || n.Data == "details"
		}
		if !folded {
			t.Fatal("the differential of an emergency is not folded")
		}
	}
	// "Not now" lowers it by the service's rules; the interview goes on.
	post(t, h, "/check", d.form("answer:absent")).want(200, "Question 2")
	if ev := evidence(f.seen); ev["cold_pale_foot_now"] != "absent" {
		t.Error("the answer did not arrive")
	}
	post(t, h, "/check", d.form("answer:present")).want(200, "Get help now")

	// An emergency read in the own words stops as well, and can be corrected.
	form = begin(t, h)
	form.Set("text", "my foot is cold and pale")
	d = post(t, h, "/check", form).want(200, "Get help now")
	post(t, h, "/check", d.form("words")).want(200, "What was understood")
}

func TestNumbersToCall(t *testing.T) {
	f := &fake{base: testBase(t)}
	for name, c := range map[string]struct {
		operator, chosen string
		urgency          app.Urgency
		want             []string
	}{
		"emergency":             {"GB", "", app.Urgency{Level: clinical.Emergency, Call: "999"}, []string{"tel:999"}},
		"another country":       {"GB", "US", app.Urgency{Level: clinical.Emergency}, []string{"tel:911"}},
		"country not known":     {"", "", app.Urgency{Level: clinical.Emergency}, nil},
		"today":                 {"GB", "", app.Urgency{Level: clinical.SameDay}, []string{"tel:111"}},
		"thoughts of self-harm": {"GB", "", app.Urgency{Level: clinical.SameDay, Reasons: []app.Reason{{Rule: "self_harm_thoughts"}}}, []string{"tel:111", "tel:116123"}},
		"care at home":          {"GB", "", app.Urgency{Level: clinical.SelfCare}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := must(newSite(f, f.base, Options{Country: c.operator}))
			f.level = func(u *app.Urgency) { *u = c.urgency }
			form := url.Values{"do": {"result"}, "country": {c.chosen}}
			d := post(t, h, "/check", form).want(200)
			d.checkPage()
			var got []string
			for _, a := range d.all("a") {
				if strings.HasPrefix(attr(a, "href"), "tel:") {
					got = append(got, attr(a, "href"))
				}
			}
			if strings.Join(got, " ") != strings.Join(c.want, " ") {
				t.Errorf("numbers %q, want %q", got, c.want)
			}
			if c.urgency.Level == clinical.Emergency && c.want == nil {
				d.want(200, "Call your local emergency number now")
			}
		})
	}
}

func TestInputProblemsStandBesideTheirField(t *testing.T) {
	h, _ := testSite(t)
	for name, c := range map[string]struct {
		set   func(url.Values)
		field string
		want  string
	}{
		"alarm strip left open": {func(v url.Values) { v.Del("alarm") }, "alarm", "Tick what is true now"},
		"none and one":          {func(v url.Values) { v.Add("alarm", "cold") }, "alarm", "and something else"},
		"age in words":          {func(v url.Values) { v.Set("age", "old") }, "age", "from 0 to 120"},
		"age NaN":               {func(v url.Values) { v.Set("age", "NaN") }, "age", "from 0 to 120"},
		"pregnant man":          {func(v url.Values) { v.Set("sex", "male"); v.Set("pregnant", "yes") }, "pregnant", "does not fit"},
		"sex tampered":          {func(v url.Values) { v.Set("sex", "x") }, "sex", "one of the answers"},
		"10,001 characters":     {func(v url.Values) { v.Set("text", strings.Repeat("ä", 10001)) }, "text", "10001 characters"},
		"invalid UTF-8":         {func(v url.Values) { v.Set("text", "a\xff\xfeb") }, "text", "could not be read"},
	} {
		t.Run(name, func(t *testing.T) {
			form := begin(t, h)
			c.set(form)
			d := post(t, h, "/check", form).want(422, c.want)
			d.checkPage()
			if got := textOf(d.one("#e-" + c.field)); !strings.Contains(got, c.want) {
				t.Errorf("beside the field: %q", got)
			}
			if attr(d.one("#problems"), "role") != "alert" || !has(d.one("#problems"), "autofocus") {
				t.Error("the summary is neither announced nor focused")
			}
		})
	}
}

func TestHostileForms(t *testing.T) {
	h, f := testSite(t)
	calm := func(t *testing.T, form url.Values) {
		t.Helper()
		d := post(t, h, "/check", form)
		if d.Status != 422 && d.Status != 200 && d.Status != 413 {
			t.Fatalf("status %d", d.Status)
		}
		d.checkPage()
		if strings.Contains(d.Raw, "<script>alert") {
			t.Error("a script got through")
		}
	}
	evil := []string{
		"", "q", "q calf_pain", "x calf_pain present", "q nothing present", "q calf_pain =7", "q duration_days =1e999",
		"q duration_days =NaN", "q duration_days =0x10", "q duration_days present", "q pregnancy_trimester =tenth",
		"q age_over_60 present", "qq calf_pain present", " calf_pain present", "q calf_pain \xff", "q <script>alert(1)</script> present",
		"q calf_pain present extra", strings.Repeat("q", 5000),
	}
	for _, e := range evil {
		form := begin(t, h)
		form.Set("e", e)
		d := post(t, h, "/check", form).want(422, "did not reach us")
		d.checkPage()
	}
	for _, do := range []string{"", "nothing", "change:", "change:nothing", "change:age_over_60", "answer:", "answer:present", "answer:=x", "back", "understood", "more", "words", "result", "<script>alert(1)</script>"} {
		form := begin(t, h)
		form.Set("do", do)
		form.Set("text", "<script>alert(1)</script> \u202e calf </textarea><mark>")
		calm(t, form)
		form.Set("ask", "duration_days")
		form.Set("v", "-1e400")
		form.Set("then", "<script>alert(1)</script>")
		form.Set("u.nothing", "present")
		form.Set("who", "<script>alert(1)</script>")
		form.Set("country", "<script>alert(1)</script>")
		calm(t, form)
	}
	twice := begin(t, h)
	twice["e"] = []string{"q calf_pain present", "q calf_pain absent"}
	post(t, h, "/check", twice).want(422, "did not reach us")
	many := begin(t, h)
	for range 601 {
		many.Add("e", "q calf_pain present")
	}
	post(t, h, "/check", many).want(422, "did not reach us")
	huge := begin(t, h)
	huge.Set("text", strings.Repeat("leg ", 100_000))
	post(t, h, "/check", huge).want(413, "too much at once").checkPage()
	if f.seen != nil && len(f.seen.Text) > 100_000 {
		t.Error("the huge text reached the service")
	}
	for _, body := range []string{"%zz=1", "a=%", "a;b=c", strings.Repeat("a=1&", 20_000)} {
		r := httptest.NewRequest("POST", "/check", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Errorf("%.20q: status %d", body, w.Code)
		}
	}
	r := httptest.NewRequest("POST", "/check", strings.NewReader("--x\r\n"))
	r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code >= 500 {
		t.Errorf("multipart: status %d", w.Code)
	}
}

func FuzzCheck(f *testing.F) {
	h, _ := testSite(f)
	f.Add("do=start&alarm=none&text=calf+cramp&e=q+calf_pain+present")
	f.Add("do=answer:value&ask=duration_days&v=3&e=w+calf_pain+absent")
	f.Add("do=change:calf_pain&alarm=cold&age=62&then=result")
	f.Fuzz(func(t *testing.T, body string) {
		r := httptest.NewRequest("POST", "/check", strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 {
			t.Fatalf("status %d for %q", w.Code, body)
		}
	})
}

// The table a person can open multiplies to the number shown above it.
func TestArithmeticAddsUp(t *testing.T) {
	base := testBase(t)
	svc, err := app.New(base)
	if err != nil {
		t.Fatal(err)
	}
	p := must(newRenderer()).bundle.For("en")
	asked := 0
	r := &app.Request{Text: "My calf cramps at night and goes hard, for two months. I take a statin.", Asked: &asked}
	for name, service := range map[string]assessor{"fake": &fake{base: base}, "real": svc} {
		resp, err := service.Assess(r)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range resp.Differential {
			wd := &wording{site: &site{base: base}, p: p, numbers: map[string]int{}}
			v := wd.candidate(i+1, c)
			odds, ok := number(v.Odds)
			if got := odds / (1 + odds); !ok || math.Abs(got-c.Posttest) > 0.005 {
				t.Errorf("%s: %s: the table ends at %v, the page says %v", name, c.Name, got, c.Posttest)
			}
		}
	}
}

func TestWordsOfNumbers(t *testing.T) {
	for p, want := range map[float64]string{0: "0", .001: "<1", .456: "46", .999: ">99", 1: "100"} {
		if got := hundred(p); got != want {
			t.Errorf("hundred(%v) = %q, want %q", p, got, want)
		}
	}
	for v, want := range map[float64]string{4.2: "4.2", .31579: "0.316", 123.4: "123", .00001: "0.00001", 0: "0"} {
		if got := short(v); got != want {
			t.Errorf("short(%v) = %q, want %q", v, got, want)
		}
	}
}

// Each line of the alarm strip, ticked alone, settles how soon with the real rules.
func TestAlarmStripWithRealRules(t *testing.T) {
	h := must(New(must(app.New(testBase(t))), Options{Country: "GB"}))
	for id, level := range map[string]string{
		"cold": "emergency", "bladder": "emergency", "chest": "emergency", "swollen": "same_day", "weak": "emergency", "joint": "same_day",
	} {
		t.Run(id, func(t *testing.T) {
			form := begin(t, h)
			form["alarm"] = []string{id}
			d := post(t, h, "/check", form).want(200)
			if level != "emergency" {
				d = post(t, h, "/check", d.form("result"))
			}
			d.checkPage()
			d.one("section.level-" + level)
			confirm := len(d.all("section.confirm")) == 1
			t.Logf("asks to confirm: %v", confirm)
			if confirm { // an honest "I don't know" never lowers it
				d = post(t, h, "/check", d.form("answer:unknown")).want(200)
				if d.shows("question") {
					d = post(t, h, "/check", d.form("result"))
				}
				d.one("section.level-" + level)
			}
		})
	}
}

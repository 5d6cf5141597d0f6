package web

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/app"
)

// madeUp is an evaluation in the shape of the file; its figures are invented.
const madeUp = `{"date":"2026-11-22","program":"v1","runs":[
{"set":"cases","mode":"interview","knowledge":"0123456789ab","n":40,"out_of_scope":1,
 "covered":{"value":1,"low":0.9,"high":1,"n":40},"top1":{"value":0.6,"low":0.45,"high":0.74,"n":40},
 "top3":{"value":0.825,"low":0.68,"high":0.91,"n":40},"top5":{"value":0.9,"low":0.77,"high":0.96,"n":40},
 "triage":{"strict":{"value":0.6,"low":0.4,"high":0.7,"n":40},"accepted":{"value":0.9,"low":0.77,"high":0.96,"n":40},
  "under":{"value":0.05,"low":0.01,"high":0.17,"n":40},"over":{"value":0.05,"low":0.01,"high":0.17,"n":40}},
 "emergencies":{"missed":{"value":0.1,"low":0.02,"high":0.4,"n":10},"by":[{"key":"x_y","name":"X y","told":"soon","n":1}]},
 "questions":{"median":9,"p90":12},"brier":0.2,
 "calibration":[{"from":0.4,"to":0.5,"mean":0.45,"observed":0.5,"n":10},{"from":0.9,"to":1,"mean":0.96,"observed":0.8,"n":30}],
 "worst":[{"key":"x_y","name":"X y","n":3,"not_in_three":2,"instead":["gout","gone_id"],"under":1,"over":0}]},
{"set":"lay","mode":"interview","knowledge":"0123456789ab","n":20,"out_of_scope":0,
 "covered":{"value":1,"low":0.9,"high":1,"n":20},"top1":{"value":0.6,"low":0.45,"high":0.74,"n":20},
 "top3":{"value":0.7,"low":0.48,"high":0.85,"n":20},"top5":{"value":0.9,"low":0.77,"high":0.96,"n":20},
 "triage":{"strict":{"value":0.6,"low":0.4,"high":0.7,"n":20},"accepted":{"value":0.9,"low":0.77,"high":0.96,"n":20},
  "under":{"value":0,"low":0,"high":0.1,"n":20},"over":{"value":0.1,"low":0.01,"high":0.2,"n":20}},
 "emergencies":{"missed":{"value":0,"low":0,"high":0.5,"n":4},"by":[]},
 "questions":{"median":9,"p90":12},"brier":0.2,"calibration":[],"worst":[]}],
"false_alarms":[{"condition":"rls_adult","n":2000,"emergency":0.0125,"same_day_or_above":0.06}]}`

func TestHowWrongItIs(t *testing.T) {
	h := siteWith(t, Options{Evaluation: []byte(madeUp)})
	d := get(t, h, "/how-wrong-it-is").want(200,
		"In 100 stories in people’s own words like these, the right cause was among the first three in about 70.",
		"In 100 written cases, mostly from exams like these, the right cause was among the first three in about 83.",
		"1 of the 10 emergencies in doctors’ written cases was missed", "none of the 4 emergencies in people’s own words was missed",
		"up to 50 of 100", "knowledge version 0123456789ab", "X y", "3 cases. Not among the first three: 2.", "; Gone id.", "Told too little: 1.", "1.3", "Seven GPs")
	d.checkPage()
	if len(d.all("p#version")) != 1 {
		t.Error("no word about the other knowledge version")
	}
	if n := len(d.all("figure.chart")); n != 6 { // five measures and one calibration
		t.Errorf("%d charts", n)
	}
	bars := doc{Node: d.all("ul.bars")[0], t: t}
	fills := bars.all("rect.fill")
	if len(fills) != 2 || attr(fills[0], "width") != "70.0" || attr(fills[1], "width") != "82.5" {
		t.Errorf("%d bars of the first chart", len(fills))
	}
	if n := len(d.all("circle.dot")); n != 2 {
		t.Errorf("%d dots", n)
	}
	svg := d.one("svg[role=img]")
	for _, id := range strings.Fields(attr(svg, "aria-labelledby")) {
		if textOf(d.one("#"+id)) == "" {
			t.Errorf("#%s is empty", id)
		}
	}
	if strings.Contains(strings.ToLower(d.text()), "leg-") {
		t.Error("an id of a case is on the page")
	}
}

func TestNoEvaluation(t *testing.T) {
	for _, text := range []string{"", " \n", "{}", `{"runs":[]}`} {
		h := siteWith(t, Options{Evaluation: []byte(text)})
		d := get(t, h, "/how-wrong-it-is").want(200, "No evaluation has been recorded", "Seven GPs")
		d.checkPage()
		if len(d.all("figure")) != 0 {
			t.Errorf("%q: a chart of nothing", text)
		}
	}
}

func TestSameKnowledgeNeedsNoNote(t *testing.T) {
	text := strings.ReplaceAll(madeUp, "0123456789ab", testBase(t).Version)
	h := siteWith(t, Options{Evaluation: []byte(text)})
	if d := get(t, h, "/how-wrong-it-is"); len(d.all("p#version")) != 0 {
		t.Error("a note about another version, though it is the same")
	}
}

func TestEvaluationIsReadStrictly(t *testing.T) {
	for _, text := range []string{`{"runs":[{"cases":[]}]}`, `{"runs":[{"set":"a"}]}`, `nonsense`} {
		f := &fake{base: testBase(t)}
		if _, err := newSite(f, f.base, Options{Evaluation: []byte(text)}); err == nil {
			t.Errorf("%s was taken", text)
		}
	}
	e := must(readEvaluation(builtIn)) // whatever is committed can be read
	if e != nil {
		for _, r := range e.Runs {
			t.Logf("%s %s: %d cases", r.Set, r.Mode, r.N)
		}
	}
	if strings.Contains(string(builtIn), `"leg-`) || strings.Contains(string(builtIn), `"cases":[`) {
		t.Error("the committed evaluation names cases")
	}
}

// The page is made from the knowledge base: counts, rules, numbers and the example.
func TestHowItDecidesIsTheKnowledgeBase(t *testing.T) {
	base := testBase(t)
	svc := must(app.New(base))
	h := must(New(svc, Options{}))
	d := get(t, h, "/how-it-decides").want(200, base.Model.Fitted, base.Version)
	d.checkPage()
	text := d.text()
	for _, f := range base.RedFlags {
		if !strings.Contains(text, strings.Join(strings.Fields(f.Tells), " ")) || !strings.Contains(text, strings.Join(strings.Fields(f.Why), " ")) {
			t.Errorf("the rule %s is missing", f.ID)
		}
	}
	if n := len(d.all("ul.flags")); n != 4 {
		t.Errorf("%d groups of rules, want one for each level but self-care", n)
	}
	st := base.Standing()
	if want := share(st.Estimates, st.Probabilities); !strings.Contains(text, "That is "+want+" of 100") {
		t.Errorf("the share of estimates, %s, is missing", want)
	}

	// The example says what the service says, and its arithmetic ends at its number.
	resp := must(svc.Assess(exampleRequest("en")))
	e := exampleOf(must(newRenderer()).bundle.For("en"), base, resp)
	if e.Candidates[0].Of != hundred(resp.Differential[0].Posttest) || !strings.Contains(text, e.First) {
		t.Errorf("the example shows %+v", e.Candidates[0])
	}
	c := resp.Differential[0]
	odds := c.Pretest / (1 - c.Pretest)
	for _, term := range append(c.For, c.Against...) {
		odds *= term.Ratio
	}
	odds *= c.Neutral
	if got := odds / (1 + odds); math.Abs(got-c.Posttest) > 1e-9 {
		t.Errorf("the lines of the example multiply to %.12f, the posterior is %.12f", got, c.Posttest)
	}
	if len(resp.Understood) != 0 || len(e.Said) != len(exampleAnswers) {
		t.Errorf("the example heard %d answers, want %d", len(e.Said), len(exampleAnswers))
	}
}

// Two causes together: the formula of docs/adr/0001, worked out by hand.
func TestTwoCausesTogether(t *testing.T) {
	for _, c := range []struct{ b, p, q, want float64 }{
		{0.2, 0.6, 0.5, 1 - 0.8*(0.4/0.8)*(0.5/0.8)},
		{0.475, 0.82, 0.58, 1 - 0.525*(0.18/0.525)*(0.42/0.525)},
		{0.2, 0.6, 0.1, (1 - 0.8*(0.4/0.8)) * 0.1 / 0.2}, // the second argues against it
	} {
		if got := together(c.b, c.p, c.q); math.Abs(got-c.want) > 1e-12 {
			t.Errorf("together(%v, %v, %v) = %v, want %v", c.b, c.p, c.q, got, c.want)
		}
	}
}

func TestShareNeverRoundsUpToAll(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want string
	}{{20626, 20701, "99.6"}, {99999, 100000, "99.9"}, {7, 7, "100"}, {0, 3, "0"}, {0, 0, "0"}, {1, 3, "33.3"}} {
		if got := share(c.k, c.n); got != c.want {
			t.Errorf("share(%d, %d) = %s, want %s", c.k, c.n, got, c.want)
		}
	}
}

// What "legible eval --summary" writes is what the page reads; the types stand apart
// because the packages may not know each other.
func TestEvaluationShape(t *testing.T) {
	var e evaluation
	if err := json.Unmarshal([]byte(madeUp), &e); err != nil {
		t.Fatal(err)
	}
	if got := e.sets(); strings.Join(got, " ") != "lay cases" {
		t.Errorf("sets %v", got)
	}
	if e.run("lay", "text") != nil || e.run("cases", "interview").Top3.count() != 33 {
		t.Error("run finds what is not there, or counts wrong")
	}
}

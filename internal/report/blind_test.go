package report_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/report"
)

// A report that is kept and read again is the same report.
func TestAReportCanBeKept(t *testing.T) {
	w := open(t)
	for name, r := range map[string]*report.Report{"fixed": fixed(t, w), "whole": report.New(restless(t, w)), "empty": report.New(report.Input{Base: w.base, Day: today})} {
		text, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		var again report.Report
		if err := json.Unmarshal(text, &again); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, &again); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
		if d := cmp.Diff(r.Document(w.words, report.Steps[0]).Text(), again.Document(w.words, report.Steps[0]).Text()); d != "" {
			t.Errorf("%s in words (-want +got):\n%s", name, d)
		}
	}
}

// Whoever is to form an opinion of their own sees all that was said and nothing of what
// was made of it, whatever the result was.
func TestWhatWasSaidAlone(t *testing.T) {
	w := open(t)
	r := fixed(t, w)
	r.Written = []report.Note{{Day: today, By: "Dr Currawong", Text: "I think it is iron."}}
	r.Suggested, r.Tonight = []string{"Suggested question"}, []string{"A warm bath tonight"}
	said := func(r *report.Report) string {
		return r.SaidOnly().Document(w.words, report.Steps[0]).Only(report.Said).Text()
	}
	text := said(r)
	for _, want := range []string{"My legs will not lie still", "18 µg/L", "6.9 mmol/L", "Fever", "Night sweats", "the new water tablet"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	words, _, _ := strings.Cut(text, "Made with Legible") // the version behind it may hold any digits
	for _, not := range []string{"Restless legs", "29", "See a doctor", "sleep.", "Four criteria", "SSRI", "Currawong", "I think it is iron", "Suggested", "warm bath", "[Computed", "critical", "emergency", "in range", "15 to 150", "two weeks"} {
		if strings.Contains(words, not) {
			t.Errorf("%q stands in\n%s", not, text)
		}
	}
	// The same, whatever was computed.
	r.Urgency = report.Urgency{Level: clinical.Emergency, Action: "Call now."}
	r.Candidates, r.Criteria, r.Feared, r.Medicines, r.Tests, r.Trials = nil, nil, nil, nil, nil, nil
	for i := range r.Labs {
		r.Labs[i].Flag, r.Labs[i].Critical, r.Labs[i].ForLegs, r.Labs[i].Level = "low", "", nil, clinical.SelfCare
	}
	if d := cmp.Diff(text, said(r)); d != "" {
		t.Errorf("the result shines through (-want +got):\n%s", d)
	}
	own := report.Lab{Day: today, Name: "Zinc", Value: "9", Low: "11", High: "20", Own: true, Flag: "low"}
	r.Labs = []report.Lab{own}
	if text := said(r); !strings.Contains(text, "11 to 20") || strings.Contains(text, "low") {
		t.Errorf("the laboratory's own interval in\n%s", text)
	}
}

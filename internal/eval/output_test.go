package eval_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/eval"
)

// report is small and made up.
func report() *eval.Report {
	rate := func(k, n int) eval.Rate {
		low, high := eval.Wilson(k, n)
		return eval.Rate{Value: float64(k) / float64(n), Low: low, High: high, N: n}
	}
	levels := []clinical.Urgency{clinical.Routine, clinical.Soon}
	return &eval.Report{
		Scores: eval.Scores{
			Mode: eval.Interview, Knowledge: "0123456789ab", N: 3,
			Covered: rate(3, 3), Top1: rate(1, 3), Top3: rate(2, 3), Top5: rate(2, 3),
			Triage: eval.Triage{Strict: rate(1, 3), Accepted: rate(1, 3), Under: rate(1, 3), Over: rate(1, 3)},
		},
		Emergencies: eval.Emergencies{N: 1, Missed: []string{"c"}},
		Cases: []eval.CaseResult{
			{ID: "a", Truth: "gout", Top: []string{"gout"}, Rank: 1, Urgency: clinical.Soon, Accepted: levels},
			{ID: "b", Truth: "gout", Top: []string{"cellulitis", "gout"}, Rank: 2, Urgency: clinical.SameDay, Accepted: levels},
			{ID: "c", Truth: "clot", Top: []string{"calf_strain"}, Rank: 9, Urgency: clinical.Soon, Accepted: []clinical.Urgency{clinical.Emergency}},
		},
	}
}

func TestChangesNameWhatBecameBetterAndWorse(t *testing.T) {
	now := report()
	now.Cases[0].Rank = 4                                   // was first
	now.Cases[1].Urgency = clinical.Routine                 // was too high
	now.Cases[2].Urgency = clinical.Emergency               // was missed
	now.Cases = append(now.Cases, eval.CaseResult{ID: "d"}) // was not there
	var out bytes.Buffer
	if err := now.WriteChanges(&out, report()); err != nil {
		t.Fatal(err)
	}
	_, got, _ := strings.Cut(out.String(), "\nBetter")
	want := `: 2
  b (gout): urgency same_day → routine
  c (clot): urgency soon → emergency

Worse: 1
  a (gout): place 1 → 4

Cases that only one of the two has: 1 new, 0 gone
`
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("changes (-want +got):\n%s", d)
	}
}

func TestReportsOfDifferentModesAreNotCompared(t *testing.T) {
	old := report()
	old.Mode = eval.Text
	if err := report().WriteChanges(&bytes.Buffer{}, old); err == nil {
		t.Error("compared")
	}
}

func TestMarkdownGroupsMissesByDiagnosis(t *testing.T) {
	var out bytes.Buffer
	err := report().WriteMarkdown(&out, eval.Origin{Title: "made up", Command: "legible eval x", Date: "2026-01-02", Program: "v1", Machine: "a machine"})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"## made up\n", "    legible eval x\n", "program v1, 2026-01-02, on a machine.",
		"| right cause first | 33.3 % | 6.1–79.2 | 1 of 3 |\n",
		"Emergencies missed: 1 of 1 (c).",
		"| clot | 1 | 1 | calf_strain | 1 |  | c |\n",
		"| gout | 2 |  |  |  | 1 | b |\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%q is missing in\n%s", want, out.String())
		}
	}
}

func TestReadMap(t *testing.T) {
	got, err := eval.ReadMap([]byte("# comment\ngout: [gout, pseudogout]\nclot: [deep_vein_thrombosis]\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(map[string][]string{"gout": {"gout", "pseudogout"}, "clot": {"deep_vein_thrombosis"}}, got); d != "" {
		t.Errorf("map (-want +got):\n%s", d)
	}
	for _, bad := range []string{"- gout", "gout: [gout]\ngout: [other]", "gout: {a: b}", "gout: []", "\x00"} {
		if _, err := eval.ReadMap([]byte(bad)); err == nil {
			t.Errorf("%q is accepted", bad)
		}
	}
}

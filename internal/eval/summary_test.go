package eval_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/eval"
)

func TestSummaryHoldsNoCase(t *testing.T) {
	base := open(t).Base()
	s := report().Summary("made-up", map[string][]string{"clot": {"deep_vein_thrombosis", "superficial_vein_thrombosis"}}, base)
	wantMissed := []eval.Missed{{Key: "clot", Name: "Clot", Told: clinical.Soon, N: 1}}
	if d := cmp.Diff(wantMissed, s.Emergencies.By); d != "" {
		t.Errorf("missed (-want +got):\n%s", d)
	}
	wantWorst := []eval.Wrong{
		{Key: "clot", Name: "Clot", N: 1, NotInThree: 1, Instead: []string{"calf_strain"}, Under: 1},
		{Key: "gout", Name: base.Condition("gout").PlainName, N: 2, Instead: []string{}, Over: 1},
	}
	if d := cmp.Diff(wantWorst, s.Worst); d != "" {
		t.Errorf("worst (-want +got):\n%s", d)
	}
	if s.Emergencies.Missed.Value != 1 || s.Emergencies.Missed.N != 1 || s.Emergencies.Missed.High != 1 {
		t.Errorf("missed rate %+v", s.Emergencies.Missed)
	}
	r := report()
	r.Cases[1].ID, r.Emergencies.Missed[0], r.Cases[2].ID = "secret-7", "secret-8", "secret-8"
	text, err := json.Marshal(r.Summary("made-up", nil, base))
	if err != nil || strings.Contains(string(text), "secret") || strings.Contains(string(text), `"cases"`) {
		t.Errorf("a case is in the summary: %s, %v", text, err)
	}
	if strings.Contains(string(text), "null") {
		t.Errorf("a list is null: %s", text)
	}
}

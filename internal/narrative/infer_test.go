package narrative_test

import (
	"testing"

	"github.com/legible-health/legible/internal/clinical"
)

func TestInferred(t *testing.T) {
	for _, c := range []struct {
		text, finding string
		want          clinical.Presence
	}{
		{"Calf sore. No swelling.", "unilateral_leg_swelling", clinical.Absent},
		{"Calf sore. No swelling.", "bilateral_leg_swelling", clinical.Absent},
		{"No swelling of the knee.", "bilateral_leg_swelling", ""},
		{"I dont have no weakness.", "leg_weakness_new", clinical.Absent},
		{"Since 2019 my legs ache in bed.", "onset_over_6_months", clinical.Present},
		{"Mum had diabetes and varicose veins. I have none of those.", "diabetes", clinical.Absent},
		{"My heel feels like stepping on a nail.", "dirty_deep_wound_recent", ""},
		{"I had a chest infection and my legs are aching.", "chest_pain", ""},
		{"I lost 10 kg on a diet.", "unexplained_weight_loss", clinical.Absent},
		{"It's not just one leg, it can be either.", "one_leg_only", clinical.Absent},
	} {
		if got := parser().Parse(c.text).Evidence()[c.finding].Presence; got != c.want {
			t.Errorf("%q: %s is %q, want %q", c.text, c.finding, got, c.want)
		}
	}
}

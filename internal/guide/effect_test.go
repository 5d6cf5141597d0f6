package guide_test

import (
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/guide"
)

// Every page of a medicine says what it may do in words, with no id among them.
func TestEffectsHaveWords(t *testing.T) {
	n := 0
	for _, p := range open(t).Pages() {
		if p.Kind != guide.KindMedicine {
			continue
		}
		for _, x := range p.Passages {
			if x.Anchor != "legs-1" {
				continue
			}
			for _, item := range x.Items {
				n++
				name, grade, ok := strings.Cut(item, " (")
				if strings.Contains(item, "_") || !ok || name == "" || !strings.HasSuffix(grade, ")") {
					t.Errorf("%s: %q", p.ID, item)
				}
			}
		}
	}
	if n < 80 {
		t.Errorf("%d effects: the test looks in the wrong place", n)
	}
}

func TestEveryEffectIsPutPlainly(t *testing.T) {
	for _, id := range []string{"oedema", "myalgia", "neuropathy", "vein_clot", "rhabdomyolysis_with_statin"} {
		if got := strings.ToLower(guide.Effect(id)); got == strings.ReplaceAll(id, "_", " ") {
			t.Errorf("%s is shown as its id", id)
		}
	}
	if got := guide.Effect("some_new_effect"); got != "Some new effect" {
		t.Errorf("an effect without words is %q", got)
	}
}

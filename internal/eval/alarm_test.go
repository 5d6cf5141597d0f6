package eval_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/eval"
)

// TestFalseAlarms puts simulated people with plain, harmless night complaints through
// the whole interview: at most 4 % are sent as an emergency, at most 12 % on the same
// day or sooner. 500 people each, as a hundred thousand assessments would take more than
// a minute; 2,000 each with LEGIBLE_FULL=1 and in make accuracy.
func TestFalseAlarms(t *testing.T) {
	n := 500
	switch {
	case testing.Short():
		n = 20
	case raceEnabled:
		n = 100
	case os.Getenv("LEGIBLE_FULL") != "":
		n = 2000
	}
	for _, id := range eval.Harmless {
		t.Run(id, func(t *testing.T) {
			a := eval.FalseAlarms(open(t).Engine(), id, n, 20261122)
			t.Logf("n %d: emergency %.1f %%, same day or above %.1f %%, %.1f questions; %s",
				n, 100*a.Emergency.Value, 100*a.SameDay.Value, a.Asked, causes(a.Rules))
			// of 100 people the lower limits of chance are tested, not the shares themselves
			emergency, sameDay := a.Emergency.Value, a.SameDay.Value
			if n < 500 {
				emergency, sameDay = a.Emergency.Low, a.SameDay.Low
			}
			if emergency > 0.04 {
				t.Errorf("emergency for %.1f %%, want at most 4 %%", 100*a.Emergency.Value)
			}
			if sameDay > 0.12 {
				t.Errorf("same day or above for %.1f %%, want at most 12 %%", 100*a.SameDay.Value)
			}
		})
	}
}

func causes(rules []eval.AlarmingRule) string {
	var out []string
	for _, r := range rules[:min(8, len(rules))] {
		out = append(out, fmt.Sprintf("%s (%s) %d", r.Rule, r.Level, r.N))
	}
	return strings.Join(out, ", ")
}

// TestFalseAlarmsRepeat: the same seed gives the same people.
func TestFalseAlarmsRepeat(t *testing.T) {
	e := open(t).Engine()
	a, b := eval.FalseAlarms(e, eval.Harmless[0], 40, 7), eval.FalseAlarms(e, eval.Harmless[0], 40, 7)
	if got, want := fmt.Sprint(a), fmt.Sprint(b); got != want {
		t.Errorf("two runs differ:\n%s\n%s", got, want)
	}
}

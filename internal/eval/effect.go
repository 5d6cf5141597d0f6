package eval

import (
	"fmt"
	"io"
	"math"
	"strings"
	"text/tabwriter"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
)

// Conclusion is what a vignette comes to under one state of the content.
type Conclusion struct {
	Urgency  clinical.Urgency `json:"urgency"`
	First    string           `json:"first"`    // condition id
	Posttest float64          `json:"posttest"` // of the first, in [0, 1]
}

// Effect is a vignette that an edit of the content changes.
type Effect struct {
	ID  string     `json:"id"`
	Was Conclusion `json:"was"`
	Is  Conclusion `json:"is"`
}

// worthTelling is the change of a posttest probability below which an effect is left out.
const worthTelling = 0.005

// Urgent reports whether the edit changes how soon the person is told to seek care.
func (e *Effect) Urgent() bool { return e.Was.Urgency != e.Is.Urgency }

// moved reports whether a person would see a difference.
func (e *Effect) moved() bool {
	return e.Urgent() || e.Was.First != e.Is.First || math.Abs(e.Was.Posttest-e.Is.Posttest) >= worthTelling
}

// Effects concludes every vignette with the content before and after an edit, from its
// findings where it has some and from its words otherwise. It returns those that differ,
// in the order of cases.
func Effects(before, after *Runner, cases []Vignette) []Effect {
	out := []Effect{}
	for i := range cases {
		e := Effect{ID: cases[i].ID, Was: before.conclude(&cases[i]), Is: after.conclude(&cases[i])}
		if e.moved() {
			out = append(out, e)
		}
	}
	return out
}

func (r *Runner) conclude(v *Vignette) Conclusion {
	k := assess.Case{Person: v.Person, Evidence: v.Findings}
	if len(v.Findings) == 0 {
		k = r.told(v.Text, v.Person)
	}
	a := r.Engine.Assess(k, assess.Options{})
	return Conclusion{a.Urgency.Level, a.Differential[0].Condition.ID, a.Differential[0].Posttest}
}

// WriteEffects prints effects for people, those on the urgency first; of says how many
// vignettes were looked at.
func WriteEffects(w io.Writer, effects []Effect, of int) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d own cases come out differently\n", len(effects), of)
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, urgent := range []bool{true, false} {
		for _, e := range effects {
			if e.Urgent() != urgent {
				continue
			}
			fmt.Fprintf(t, "%s\t%s\t%s\n", e.ID, change(e.Was.Urgency.String(), e.Is.Urgency.String()),
				change(e.Was.of100(), e.Is.of100()))
		}
	}
	t.Flush()
	_, err := io.WriteString(w, b.String())
	return err
}

func (c Conclusion) of100() string { return fmt.Sprintf("%s %.1f", c.First, 100*c.Posttest) }

func change(was, is string) string {
	if was == is {
		return is
	}
	return was + " → " + is
}

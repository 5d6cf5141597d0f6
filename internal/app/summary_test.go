package app_test

import (
	"fmt"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/care"
)

type (
	planItem    = care.Item
	planLeftOut = care.LeftOut
)

// summary writes a plan for people, without the probabilities, which change with every
// number of the knowledge base.
func summary(p *app.PlanResponse) string {
	var b strings.Builder
	fmt.Fprintf(&b, "urgency: %v\n", p.Urgency.Level)
	for _, part := range []struct {
		name  string
		items []care.Item
	}{{"tonight", p.Tonight}, {"week", p.Week}, {"with_a_clinician", p.WithClinician}, {"avoid", p.Avoid}} {
		fmt.Fprintf(&b, "\n%s\n", part.name)
		for _, x := range part.items {
			fmt.Fprintf(&b, "- %s %s (%s): %s\n", x.Kind, x.ID, x.Grade, x.Name)
			for _, y := range x.Why {
				fmt.Fprintf(&b, "    why %s %s\n", y.Kind, y.ID)
			}
			for _, c := range x.CheckFirst {
				fmt.Fprintf(&b, "    not if: %s [%d]\n", c.Text, len(c.Questions))
			}
			for _, c := range x.Cautions {
				fmt.Fprintf(&b, "    care: %s\n", c)
			}
			for _, d := range x.Disagreements {
				fmt.Fprintf(&b, "    both sides: %s, %s\n", d.ID, d.Stronger)
			}
		}
	}
	fmt.Fprintf(&b, "\nroutine %s, %d s\n", p.Routine.ID, p.Routine.Seconds)
	for _, s := range p.Routine.Steps {
		fmt.Fprintf(&b, "- %s %s: %d × %d s, rest %d s, %s\n", s.Exercise, s.Side, s.Repeats, s.HoldSeconds, s.RestSeconds, s.DoseBasis)
	}
	fmt.Fprintf(&b, "%s\n\nleft out\n", p.Routine.Note)
	for _, l := range p.LeftOut {
		fmt.Fprintf(&b, "- %s, %s: %s\n", l.ID, l.Reason, l.Text)
		for _, f := range l.Findings {
			fmt.Fprintf(&b, "    %s\n", f.Finding)
		}
	}
	return b.String()
}

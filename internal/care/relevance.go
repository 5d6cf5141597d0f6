package care

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
)

// mostWhy is how many reasons one item tells; more is a wall of text.
const mostWhy = 3

// relevance is the sum of the posttest probabilities of the causes a measure serves,
// plus the worth of the risk factors it answers that are present.
func (v *visit) relevance(m *measure) float64 {
	var sum float64
	for i := range v.causes {
		if c := &v.causes[i]; m.serves[c.Condition.ID] {
			sum += c.Posttest
		}
	}
	for _, id := range m.ForFindings {
		if v.state(id) == clinical.Present {
			sum += v.base.Care.Plan.RiskFactor
		}
	}
	return sum
}

// why words the relevance, strongest first: wish, causes, risk factors.
func (v *visit) why(m *measure) []Why {
	var out []Why
	if v.pref.wishes(m) {
		out = append(out, Why{Kind: WhyWish, Text: "You asked for it."})
	}
	out = append(out, v.causesWhy("May help with", func(id string) bool { return m.serves[id] })...)
	for _, id := range m.ForFindings {
		if v.state(id) == clinical.Present {
			out = append(out, Why{Kind: WhyRiskFactor, ID: id, Text: "You said yes to: " + v.base.Finding(id).Ask(v.other)})
		}
	}
	if len(out) == 0 && v.comforts(m) {
		out = append(out, Why{Kind: WhyComfort, Text: "It is safe and may comfort you until you are seen."})
	}
	return list(out)
}

// causesWhy names the most probable causes that fit.
func (v *visit) causesWhy(lead string, fits func(condition string) bool) (out []Why) {
	for i := range v.causes {
		c := &v.causes[i]
		if len(out) == mostWhy || !fits(c.Condition.ID) {
			continue
		}
		if n := math.Round(100 * c.Posttest); n >= 1 {
			out = append(out, Why{Kind: WhyCause, ID: c.Condition.ID, Posttest: c.Posttest,
				Text: fmt.Sprintf("%s: %s (the cause, or one of two, in about %.0f of 100 people who answer like you).", lead, c.Condition.PlainName, n)})
		}
	}
	return out
}

// withheld tells why a measure must wait for a cause to be ruled out, and names the
// most probable one; empty when it need not.
func (v *visit) withheld(m *measure) (text, condition string) {
	for _, w := range v.base.Care.Withhold {
		if !slices.Contains(w.Categories, m.Category) && !slices.Contains(w.Activities, m.ID) {
			continue
		}
		var sum float64
		var first string
		for i := range v.causes {
			if c := &v.causes[i]; slices.Contains(w.Conditions, c.Condition.ID) {
				sum += c.Posttest
				if first == "" {
					first = c.Condition.ID
				}
			}
		}
		if sum >= w.From {
			return w.Text, first
		}
	}
	return "", ""
}

// likely lists the causes from which tests and treatments are shown.
func (v *visit) likely() []*assess.Candidate {
	var out []*assess.Candidate
	for i := range v.causes {
		if v.causes[i].Posttest >= v.base.Care.Plan.LikelyCause {
			out = append(out, &v.causes[i])
		}
	}
	return out
}

// plain turns a word joined by _ into words.
func plain(id string) string { return strings.ReplaceAll(id, "_", " ") }

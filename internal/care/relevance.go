package care

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// mostWhy is how many reasons one item tells; more is a wall of text.
const mostWhy = 3

// relevance is the sum of the posttest probabilities of the causes a measure serves,
// plus the worth of the risk factors it answers that are present.
func (v *visit) relevance(m *measure) float64 {
	if w, ok := v.worth[m]; ok {
		return w
	}
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
	v.worth[m] = sum
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

// withholding is a rule of the knowledge base that holds, with its most probable cause.
type withholding struct {
	*kb.Withhold
	condition string
}

// withholdings lists the rules whose causes together are too likely to be passed over.
func (v *visit) withholdings() (out []withholding) {
	for i := range v.base.Care.Withhold {
		w := withholding{Withhold: &v.base.Care.Withhold[i]}
		var sum float64
		for k := range v.causes {
			if c := &v.causes[k]; slices.Contains(w.Conditions, c.Condition.ID) {
				sum += c.Posttest
				w.condition = cmp.Or(w.condition, c.Condition.ID) // the first is the most probable
			}
		}
		if sum >= w.From {
			out = append(out, w)
		}
	}
	return out
}

// withheld tells why a measure must wait for a cause to be ruled out; nil when it need not.
func (v *visit) withheld(m *measure) *withholding {
	for i := range v.held {
		if w := &v.held[i]; slices.Contains(w.Categories, m.Category) || slices.Contains(w.Activities, m.ID) {
			return w
		}
	}
	return nil
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

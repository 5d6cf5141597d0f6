package assess

import (
	"math"
	"slices"
	"sort"

	"github.com/legible-health/legible/internal/bayes"
	"github.com/legible-health/legible/internal/clinical"
)

// Term is what one answer did for one candidate.
type Term struct {
	Finding  string
	Presence clinical.Presence
	Value    *float64
	// Ratio is the likelihood ratio of the answer for this candidate against all other
	// explanations, given the answers before it in the order of explanation. Pretest
	// odds times all ratios are the posttest odds.
	Ratio  float64
	Source string // id; empty when the number is an estimate
}

// small is the largest |log ratio| that is summed up instead of listed.
const small = 0.05

// explain follows the chain rule: answers are observed one by one in the order of
// explanation, and s.steps holds what each did to the odds of the candidates.
// Pretest odds × Π ratios = posttest odds, exactly.
func (e *Engine) explain(s *scratch, a *Assessment, o Options) {
	var list []*Candidate
	for i := range a.Differential {
		if c := &a.Differential[i]; i < o.Explain || slices.Contains(o.Also, c.Condition.ID) {
			list = append(list, c)
		}
	}
	odds := make([]float64, len(list))
	for k, c := range list {
		odds[k] = oddsOf(c.Pretest)
		c.Rest = 1
	}
	for i := range s.obs {
		for k, c := range list {
			now := oddsOf(s.steps[i][c.index])
			c.add(e.term(&s.obs[i], c.index, a.Evidence, now/odds[k]))
			odds[k] = now
		}
	}
	for _, c := range list {
		strongest(c.For)
		strongest(c.Against)
		c.Low, c.High = e.interval(s, c.index, c.Posttest)
	}
}

func oddsOf(p float64) float64 {
	p = math.Min(math.Max(p, 1e-300), 1-1e-15)
	return p / (1 - p)
}

func (c *Candidate) add(t Term) {
	switch l := math.Log(t.Ratio); {
	case l > small:
		c.For = append(c.For, t)
	case l < -small:
		c.Against = append(c.Against, t)
	default:
		c.Rest *= t.Ratio
	}
}

func strongest(ts []Term) {
	sort.SliceStable(ts, func(i, j int) bool {
		a, b := math.Abs(math.Log(ts[i].Ratio)), math.Abs(math.Log(ts[j].Ratio))
		if a != b {
			return a > b
		}
		return ts[i].Finding < ts[j].Finding
	})
}

func (e *Engine) term(o *observation, condition int, ev clinical.Evidence, ratio float64) Term {
	f := e.table[o.row].finding
	a := ev[f.ID]
	t := Term{Finding: f.ID, Presence: a.Presence, Value: a.Value, Ratio: ratio}
	if q, ok := e.base.Conditions[condition].Findings[f.ID]; ok {
		t.Source = q.Source
	}
	return t
}

// interval turns the ranges of the numbers into a 90 % range of the posttest
// probability: the log-odds of the share and of every P(answer | condition) are taken
// as independent and normal, their variances weighted as the answers are and added.
func (e *Engine) interval(s *scratch, condition int, posttest float64) (low, high float64) {
	m := &e.base.Model
	share := math.Log(e.base.Conditions[condition].Shares.RangeFactor) / z90 * m.PriorExponent
	variance := share * share
	for i := range s.obs {
		o := &s.obs[i]
		if o.Kind == bayes.Mixture {
			continue
		}
		// d log p / d logit p = 1−p for a yes, p for a no
		d := 1 - o.P[condition]
		if o.Kind == bayes.No {
			d = o.P[condition]
		}
		sd := e.spread(e.table[o.row].finding, condition) * d * o.Weight
		variance += sd * sd
	}
	sd := math.Sqrt(variance) * z90
	l := logit(math.Min(math.Max(posttest, 1e-12), 1-1e-12))
	return logistic(l - sd), logistic(l + sd)
}

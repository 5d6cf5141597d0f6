package assess

import (
	"math"

	"github.com/legible-health/legible/internal/bayes"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/triage"
)

// scratch is what one computation needs; pooled because the pair table is large.
type scratch struct {
	state  *bayes.State
	post   *bayes.Posterior
	prior  []float64
	steps  [][]float64 // P(cause is in the set) after each observation; only to explain
	obs    []observation
	sets   []bayes.Set
	tells  []tells
	spells []bayes.Observation // the spells of time that durationGain looks at
	facts  *triage.State
}

// spells are the durations, in days, at which durationGain looks.
var spells = [...]float64{0.5, 4, 20, 90, 700}

func (e *Engine) newScratch() *scratch {
	n := len(e.base.Conditions)
	prior := make([]float64, n)
	for i := range prior {
		prior[i] = 1
	}
	state := bayes.NewState(prior, e.base.Model.PairFactor, e.alone)
	s := &scratch{state: state, post: state.Posterior(), prior: prior}
	for _, days := range spells {
		s.spells = append(s.spells, e.durationOf(days))
	}
	return s
}

// step adds a row to steps; rows are used again.
func (s *scratch) step() []float64 {
	n := len(s.steps)
	if n < cap(s.steps) {
		s.steps = s.steps[:n+1]
	} else {
		s.steps = append(s.steps, nil)
	}
	if s.steps[n] == nil {
		s.steps[n] = make([]float64, len(s.prior))
	}
	return s.steps[n]
}

// observation is an answer with the finding it is about.
type observation struct {
	row int
	bayes.Observation
}

// priors fills the weight of every condition for a person: its mean share, flattened as
// the model says because the shares are known roughly only, times what age, sex and
// pregnancy do to it, which is known better and flattened less.
func (e *Engine) priors(p clinical.Person, ev clinical.Evidence, out []float64) {
	m := &e.base.Model
	var total float64
	pregnant := ev.Present("pregnant") || ev.Present("pregnancy_or_postpartum")
	for i, c := range e.base.Conditions {
		share := e.share(&c.Shares, p)
		if pregnant && c.Shares.PregnancyFactor > 0 {
			share = math.Min(share*c.Shares.PregnancyFactor, 0.9)
		}
		exposure := e.exposure(c, ev)
		if exposure == 1 && c.AgeOfExposure {
			share = math.Max(share, e.mean[i])
		}
		out[i] = e.flat[i] * math.Pow(share/e.mean[i], m.PersonExponent) * exposure
		total += out[i]
	}
	for i := range out { // so that the pair factor means the same at every age
		out[i] /= total
	}
}

// share is how common a condition is among people of that age and sex. An unknown age is
// the mean over the users' ages, an unknown sex the mean of both.
func (e *Engine) share(s *kb.Shares, p clinical.Person) float64 {
	at := func(band int) float64 {
		switch p.Sex {
		case clinical.Female:
			return s.Female[band]
		case clinical.Male:
			return s.Male[band]
		}
		return (s.Female[band] + s.Male[band]) / 2
	}
	if p.Age == nil {
		var share float64
		for b := range s.AgeBands {
			share += e.base.Model.AgeShares[b] * at(b)
		}
		return share
	}
	band := 0
	for band+1 < len(s.AgeBands) && *p.Age >= s.AgeBands[band+1] {
		band++
	}
	return at(band)
}

// exposure is what the presence of a needed exposure does to the share of c.
func (e *Engine) exposure(c *kb.Condition, ev clinical.Evidence) float64 {
	if len(c.OnlyWith) == 0 {
		return 1
	}
	denied := 0
	for _, id := range c.OnlyWith {
		switch ev[id].Presence {
		case clinical.Present:
			return 1
		case clinical.Absent:
			denied++
		}
	}
	if denied == len(c.OnlyWith) {
		return e.base.Model.AbsentExposure
	}
	return e.base.Model.UnsaidExposure
}

// observations turns the completed evidence into what the network sees, with the
// weight of every answer, in the order of explanation: strongest finding first, ties
// by id. The order depends on which findings were answered and on nothing else.
func (e *Engine) observations(ev clinical.Evidence, dst []observation) []observation {
	m := &e.base.Model
	dst = dst[:0]
	type key struct {
		cluster int
		kind    bayes.Kind
	}
	clusters := map[key]int{}
	absences := 0
	for id, a := range ev { // in any order: sorted below
		i, ok := e.index[id]
		if !ok {
			continue
		}
		r := &e.table[i]
		if r.finding.ID == durationFinding && a.Value != nil && m.DurationWeight > 0 {
			dst = append(dst, observation{i, e.durationOf(*a.Value)})
			continue
		}
		if r.p == nil || r.strength == 0 {
			continue
		}
		o := observation{i, bayes.Observation{Background: r.background, P: r.p, Known: r.known}}
		switch a.Presence {
		case clinical.Present:
			o.Kind, o.LogRatio = bayes.Yes, r.logYes
		case clinical.Absent:
			o.Kind, o.LogRatio = bayes.No, r.logNo
			absences++
		default:
			continue
		}
		if r.cluster >= 0 {
			clusters[key{r.cluster, o.Kind}]++
		}
		dst = append(dst, o)
	}
	damp := math.Pow(math.Max(1, float64(absences)/float64(max(1, m.AbsentFree))), -m.AbsentExponent)
	for i := range dst {
		o := &dst[i]
		if o.Kind == bayes.Mixture {
			continue
		}
		o.Weight = m.WeightPresent
		if o.Kind == bayes.No {
			o.Weight = m.WeightAbsent * damp
		}
		if c := e.table[o.row].cluster; c >= 0 {
			n := clusters[key{c, o.Kind}]
			o.Weight *= math.Pow(float64(n), -m.ClusterExponent)
		}
	}
	sortObservations(e, dst)
	return dst
}

// durationFinding is the one measured finding with a distribution of its own.
const durationFinding = "duration_days"

// durationOf is the likelihood of how long it has lasted: log-normal per condition,
// through its 10th and 90th percentile, mixed with a little of the background.
func (e *Engine) durationOf(days float64) bayes.Observation {
	m := &e.base.Model
	x := math.Log(math.Max(days, 0.25))
	b := logNormal(x, m.BackgroundDuration, m.DurationSpread)
	p := make([]float64, len(e.base.Conditions))
	for i, c := range e.base.Conditions {
		p[i] = (1-m.DurationBackground)*logNormal(x, c.Duration, m.DurationSpread) + m.DurationBackground*b
	}
	return bayes.Observation{Kind: bayes.Mixture, Background: b, P: p, Weight: m.DurationWeight}
}

// logNormal is the density at log-days x of a two-piece normal through the median
// and the 10th and 90th percentiles, each side at least this wide; 1.2816 is the 90th
// percentile of the standard normal.
func logNormal(x float64, of kb.Duration, least float64) float64 {
	const z = 1.2816
	mid := math.Log(of.Median)
	lo := math.Max((mid-math.Log(of.P10))/z, least)
	hi := math.Max((math.Log(of.P90)-mid)/z, least)
	sd := lo
	if x > mid {
		sd = hi
	}
	d := (x - mid) / sd
	return 2 / (lo + hi) * math.Exp(-d*d/2) / math.Sqrt(2*math.Pi)
}

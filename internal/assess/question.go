package assess

import (
	"math"
	"sort"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/triage"
)

// Question is the next thing worth asking.
type Question struct {
	Finding *kb.Finding
	Members []*kb.Finding // of a multi or body_map question: those not yet answered
	// Confirms is the alarm finding whose "new, and now?" this settles; empty otherwise.
	Confirms string
	Gain     float64 // expected worth per unit of effort; 0 for a confirming question
}

// next chooses the question. An alarm that a single answer raised is confirmed first;
// after a settled emergency, or when the budget is spent, nothing is asked.
func (e *Engine) next(s *scratch, c Case, facts *triage.State, a *Assessment) {
	if q := e.confirm(c, a); q != nil {
		a.Question, a.Urgency.Unconfirmed = q, true
		return
	}
	if a.Urgency.Floor == clinical.Emergency || a.Asked >= a.Budget {
		return
	}
	x := e.newGains(s, c, facts, a)
	var best *Question
	for i := range e.table {
		if q := x.question(i); q != nil && (best == nil || q.Gain > best.Gain) {
			best = q
		}
	}
	if best != nil && best.Gain >= e.base.Model.Budget.EnoughGain && !(a.Asked >= e.base.Model.Budget.Enough && x.settled()) {
		a.Question = best
	}
}

// confirm finds an unanswered confirming question whose denial, with that of all other
// pending ones, would lower the floor.
func (e *Engine) confirm(c Case, a *Assessment) *Question {
	if a.Urgency.Floor < clinical.SameDay {
		return nil
	}
	var pending []*Question
	denied := a.Evidence.Clone()
	for i := range e.table {
		f := e.table[i].finding
		if len(f.Confirms) == 0 || a.Evidence[f.ID].Presence != clinical.Unsaid {
			continue
		}
		for _, parent := range f.Confirms {
			if a.Evidence.Present(parent) && e.reads(a.Urgency.Fired, parent, f.ID) {
				pending = append(pending, &Question{Finding: f, Confirms: parent})
				denied[f.ID] = clinical.No
				break
			}
		}
	}
	if len(pending) == 0 || e.rules.Floor(e.rules.State(c.Person, denied)) >= a.Urgency.Floor {
		return nil
	}
	return pending[0]
}

// reads reports that a rule at the floor's level reads both findings.
func (e *Engine) reads(fired []triage.Fired, parent, child string) bool {
	for _, f := range fired {
		if f.Rule.Level == fired[0].Rule.Level && e.rules.Reads(f.Rule.ID, parent) && e.rules.Reads(f.Rule.ID, child) {
			return true
		}
	}
	return false
}

// topSets is how many of the likeliest sets stand for the posterior when the gain of a
// question is estimated. The posterior itself always uses all of them.
const topSets = 40

type weightedSet struct {
	i, j int
	p    float64
}

// gains estimates what answers would be worth.
type gains struct {
	e     *Engine
	c     Case
	a     *Assessment
	facts *triage.State
	sets  []weightedSet
}

func (e *Engine) newGains(s *scratch, c Case, facts *triage.State, a *Assessment) *gains {
	x := &gains{e: e, c: c, a: a, facts: facts}
	least := 0.0
	a.posterior.Sets(func(i, j int, p float64) {
		if p <= least {
			return
		}
		x.sets = append(x.sets, weightedSet{i, j, p})
		if len(x.sets) >= 4*topSets {
			x.keepTop()
			least = x.sets[len(x.sets)-1].p
		}
	})
	x.keepTop()
	var sum float64
	for _, w := range x.sets {
		sum += w.p
	}
	for k := range x.sets {
		x.sets[k].p /= sum
	}
	return x
}

func (x *gains) keepTop() {
	sort.Slice(x.sets, func(a, b int) bool {
		if x.sets[a].p != x.sets[b].p {
			return x.sets[a].p > x.sets[b].p
		}
		return x.sets[a].i*1000+x.sets[a].j < x.sets[b].i*1000+x.sets[b].j
	})
	x.sets = x.sets[:min(topSets, len(x.sets))]
}

// settled reports that the leading cause is so likely that more questions would
// hardly change the advice.
func (x *gains) settled() bool { return x.a.Differential[0].Posttest >= x.e.base.Model.Budget.SureAt }

// question returns finding i as a question with its gain, nil if it cannot be asked.
func (x *gains) question(i int) *Question {
	f := x.e.table[i].finding
	if !x.suits(f) {
		return nil
	}
	switch f.Kind {
	case "yes_no":
		if len(f.Confirms) > 0 {
			return nil // asked only after the finding it confirms
		}
		return &Question{Finding: f, Gain: x.gain(i) / effort(f.Effort)}
	case "multi", "body_map":
		q := &Question{Finding: f}
		var sum float64
		for _, id := range f.Members {
			m := x.e.index[id]
			if g := x.e.table[m].finding; x.suits(g) {
				q.Members = append(q.Members, g)
				sum += x.gain(m)
			}
		}
		if len(q.Members) < 2 {
			return nil
		}
		// answers of one screen overlap, so they count for less than their sum
		q.Gain = 0.6 * sum / effort(f.Effort)
		return q
	}
	if f.ID == durationFinding {
		return &Question{Finding: f, Gain: x.durationGain() / effort(f.Effort)}
	}
	return nil
}

func effort(n int) float64 { return math.Sqrt(float64(n)) }

// suits reports whether a finding may be asked of this person and is still open.
func (x *gains) suits(f *kb.Finding) bool {
	if !f.MayAsk() || x.a.Evidence[f.ID].Presence != clinical.Unsaid {
		return false
	}
	o := f.OnlyFor
	if o == nil {
		return true
	}
	p := x.c.Person
	if o.Sex != "" && p.Sex != clinical.Unknown && p.Sex != clinical.Intersex && string(p.Sex) != o.Sex && p.Sex != "" {
		return false
	}
	if o.MinAge != nil && p.AgeUnder(*o.MinAge) || o.MaxAge != nil && p.AgeOver(*o.MaxAge) {
		return false
	}
	for _, id := range o.Needs {
		if x.a.Evidence.Present(id) {
			return true
		}
	}
	return len(o.Needs) == 0
}

// gain of a yes/no finding: what it tells about the causes, in bits, and what a yes
// would change through the red flags.
func (x *gains) gain(i int) float64 {
	r := &x.e.table[i]
	if r.p == nil {
		return 0
	}
	var probs [topSets]float64
	var mean float64
	for k, w := range x.sets {
		probs[k] = r.setProbability(w)
		mean += w.p * probs[k]
	}
	g := 0.0
	if r.strength > 0 {
		for k, w := range x.sets {
			g += w.p * divergence(probs[k], mean)
		}
	}
	m := &x.e.base.Model
	if up := x.e.rules.FloorWith(x.facts, r.finding.ID, x.a.Urgency.Level); up > x.a.Urgency.Level {
		g += m.Budget.AlarmWorth * mean * float64(up-x.a.Urgency.Level)
	}
	return g
}

// divergence approximates the Kullback–Leibler divergence, in bits, of a yes/no answer
// with probability p from one with probability m by the triangular discrimination
// (Topsøe 2000): no logarithms, equal for small differences, bounded for rare findings.
func divergence(p, m float64) float64 {
	d := p - m
	return d * d * (1/(p+m) + 1/(2-p-m)) / math.Ln2
}

// setProbability is P(yes | set) by the rule of package bayes.
func (r *row) setProbability(w weightedSet) float64 {
	b, p := r.background, r.p[w.i]
	if w.j < 0 {
		return p
	}
	q := r.p[w.j]
	if p >= b && q >= b {
		return 1 - (1-p)*(1-q)/(1-b)
	}
	return p * q / b
}

// durationGain weighs how far the conditions of the likeliest sets differ in how long
// they have lasted, over five spells of time.
func (x *gains) durationGain() float64 {
	var g float64
	for _, days := range []float64{0.5, 4, 20, 90, 700} {
		o := x.e.durationOf(days)
		var probs [topSets]float64
		var mean float64
		for k, w := range x.sets {
			p := o.P[w.i]
			if w.j >= 0 {
				p = (p + o.P[w.j]) / 2
			}
			probs[k] = p
			mean += w.p * p
		}
		for k, w := range x.sets {
			d := probs[k] - mean
			g += w.p * d * d / (probs[k] + mean) / math.Ln2
		}
	}
	return g * x.e.base.Model.DurationWeight
}

package assess

import (
	"math"
	"slices"

	"github.com/legible-health/legible/internal/bayes"
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
func (e *Engine) next(s *scratch, c Case, a *Assessment) {
	if q := e.confirm(c, a); q != nil {
		a.Question, a.Urgency.Unconfirmed = q, true
		return
	}
	if a.Urgency.Floor == clinical.Emergency || a.Asked >= a.Budget {
		return
	}
	x := e.newGains(s, c, a)
	best := x.choose()
	budget := &e.base.Model.Budget
	least := budget.EnoughGain
	if a.Asked >= budget.Enough {
		least = budget.LaterGain
		if x.settled() {
			return
		}
	}
	if best >= 0 && x.best >= least {
		a.Question = x.question(best, x.best)
	}
}

// choose returns the finding that is the best question, the first of several as good, −1
// without one. Questions with boxes come last: most cannot be better than what is best then.
func (x *gains) choose() int {
	best := -1
	for _, boxes := range []bool{false, true} {
		for i := range x.e.table {
			if x.e.table[i].boxes != boxes {
				continue
			}
			if gain, ok := x.worth(i); ok && (best < 0 || gain > x.best || gain == x.best && i < best) {
				best, x.best = i, gain
			}
		}
	}
	return best
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
const topSets = 32

// gains estimates what answers would be worth.
type gains struct {
	e     *Engine
	s     *scratch
	c     Case
	a     *Assessment
	facts *triage.State
	sets  []bayes.Set // the likeliest, as if there were no others
	tells []tells     // one per finding
	sure  float64     // what the best single question tells per unit of effort
	best  float64     // gain of the best question so far
}

func (e *Engine) newGains(s *scratch, c Case, a *Assessment) *gains {
	s.sets = s.post.Likeliest(topSets, s.sets[:0])
	x := &gains{e: e, s: s, c: c, a: a, facts: s.facts, sets: s.sets}
	var sum float64
	for _, w := range x.sets {
		sum += w.P
	}
	for k := range x.sets {
		x.sets[k].P /= sum
	}
	x.look(s)
	return x
}

// tells is what a yes/no finding would tell.
type tells struct {
	open bool             // it may be asked
	yes  float64          // P(yes)
	bits float64          // about the causes
	up   clinical.Urgency // the level after a yes, once it was worked out; 0 before
}

// look works out what every open finding would tell.
func (x *gains) look(s *scratch) {
	s.tells = slices.Grow(s.tells[:0], len(x.e.table))[:len(x.e.table)]
	x.tells = s.tells
	for i := range x.e.table {
		f := x.e.table[i].finding
		t := tells{open: x.e.table[i].ask && x.facts.Unsaid(i) && x.suits(f)}
		if t.open && x.e.table[i].p != nil {
			t.yes, t.bits = x.information(i)
			if len(f.Confirms) == 0 {
				x.sure = max(x.sure, t.bits/effort(f.Effort))
			}
		}
		x.tells[i] = t
	}
}

// settled reports that the leading cause is so likely that more questions would
// hardly change the advice.
func (x *gains) settled() bool { return x.a.Differential[0].Posttest >= x.e.base.Model.Budget.SureAt }

// worth returns the gain of finding i as a question, false if it cannot be asked.
func (x *gains) worth(i int) (gain float64, ok bool) {
	f := x.e.table[i].finding
	if !x.tells[i].open {
		return 0, false
	}
	switch f.Kind {
	case "yes_no":
		if len(f.Confirms) > 0 && (x.e.table[i].strength == 0 || !slices.ContainsFunc(f.Confirms, x.a.Evidence.Present)) {
			return 0, false // asked only after what it confirms: an alarm, or where it tells causes apart
		}
		return x.gain(i, max(x.best, x.sure*(1-1e-9))*effort(f.Effort)) / effort(f.Effort), true
	case "multi", "body_map":
		return x.screen(f)
	}
	if f.ID == durationFinding {
		return x.durationGain() / effort(f.Effort), true
	}
	return 0, false
}

// screen is the worth of a question with boxes. What the red flags would do with each
// box is worked out only where the screen could become the best question.
func (x *gains) screen(f *kb.Finding) (gain float64, ok bool) {
	scale := x.e.base.Model.Budget.OverlapWorth / effort(f.Effort)
	open, most := 0, 0.0
	for _, id := range f.Members {
		if m := x.e.index[id]; x.tells[m].open {
			open++
			most += x.most(m)
		}
	}
	if open < 2 || scale*most < max(x.best, x.sure*(1-1e-9)) {
		return 0, false
	}
	for _, id := range f.Members {
		if m := x.e.index[id]; x.tells[m].open {
			gain += x.gain(m, 0)
		}
	}
	return scale * gain, true
}

// question is finding i as a question.
func (x *gains) question(i int, gain float64) *Question {
	q := &Question{Finding: x.e.table[i].finding, Gain: gain}
	for _, id := range q.Finding.Members {
		if m := x.e.index[id]; x.tells[m].open {
			q.Members = append(q.Members, x.e.table[m].finding)
		}
	}
	return q
}

func effort(n int) float64 { return math.Sqrt(float64(n)) }

// suits reports whether a finding may be asked of this person.
func (x *gains) suits(f *kb.Finding) bool {
	for _, id := range f.Implies { // "no chest pain at all" has answered "chest pain on breathing in?"
		if x.a.Evidence[id].Presence == clinical.Absent {
			return false
		}
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
// would change through the red flags, which is worked out only where it could lift the
// gain above least.
func (x *gains) gain(i int, least float64) float64 {
	t := &x.tells[i]
	if x.most(i) <= least {
		return t.bits
	}
	if t.up == 0 {
		t.up = x.e.rules.FloorWith(x.facts, i, x.a.Urgency.Level)
	}
	return t.bits + x.e.base.Model.Budget.AlarmWorth*t.yes*float64(t.up-x.a.Urgency.Level)
}

// most bounds the gain of a yes/no finding: its yes would make the highest of the red
// flags hold that read it.
func (x *gains) most(i int) float64 {
	t := &x.tells[i]
	return t.bits + x.e.base.Model.Budget.AlarmWorth*t.yes*float64(max(0, x.e.rules.Highest(i)-x.a.Urgency.Level))
}

// information is P(yes) of a finding and what its answer tells about the causes, in bits.
func (x *gains) information(i int) (yes, bits float64) {
	r := &x.e.table[i]
	var probs [topSets]float64
	b, perYes, perNo := r.background, 1/r.background, 1/(1-r.background)
	for k, w := range x.sets { // P(yes | set) by the rule of package bayes
		p := r.p[w.I]
		if w.J >= 0 {
			if q := r.p[w.J]; p >= b && q >= b {
				p = 1 - (1-p)*(1-q)*perNo
			} else {
				p *= q * perYes
			}
		}
		probs[k] = p
		yes += w.P * p
	}
	if r.strength > 0 {
		for k, w := range x.sets {
			bits += w.P * divergence(probs[k], yes)
		}
	}
	return yes, bits
}

// divergence approximates the Kullback–Leibler divergence, in bits, of a yes/no answer
// with probability p from one with probability m by the triangular discrimination
// (Topsøe 2000): no logarithms, equal for small differences, bounded for rare findings.
func divergence(p, m float64) float64 {
	d := p - m
	return d * d * (2 / math.Ln2) / ((p + m) * (2 - p - m))
}

// durationGain weighs how far the conditions of the likeliest sets differ in how long
// they have lasted, over five spells of time, and how far each spell would raise the
// urgency through the red flags: a numbness of three days is not one of three years.
func (x *gains) durationGain() float64 {
	var g, up, all float64
	for n, o := range x.s.spells {
		var probs [topSets]float64
		var mean float64
		for k, w := range x.sets {
			p := o.P[w.I]
			if w.J >= 0 {
				p = (p + o.P[w.J]) / 2
			}
			probs[k] = p
			mean += w.P * p
		}
		for k, w := range x.sets {
			d := probs[k] - mean
			g += w.P * d * d / (probs[k] + mean) / math.Ln2
		}
		// the spells lie about evenly in log days, so the density stands for the probability
		all += mean
		up += mean * float64(x.e.rules.FloorAt(x.facts, durationFinding, spells[n], x.a.Urgency.Level)-x.a.Urgency.Level)
	}
	m := &x.e.base.Model
	return g*m.DurationWeight + m.Budget.AlarmWorth*up/all
}

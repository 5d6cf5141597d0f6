package assess

import (
	"math"
	"slices"

	"github.com/legible-health/legible/internal/bayes"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/triage"
)

// Assessment is the whole answer about one case.
type Assessment struct {
	Evidence     clinical.Evidence // completed: said and what follows from it
	Urgency      Urgency
	Differential []Candidate // sorted by posttest probability, ties by id; all conditions
	Instruments  []Score
	Question     *Question // nil when nothing worth asking is left
	Asked        int       // questions answered so far, of Budget
	Budget       int
	Complete     bool
	Changes      []Change // see Options.Changes
}

// Candidate is a condition with its posttest probability.
type Candidate struct {
	Condition *kb.Condition
	Pretest   float64 // P before any answer
	Posttest  float64 // P(it is the cause or one of two)
	Low, High float64 // 90 % range from the ranges of the numbers used; 0 until Explain
	For       []Term  // strongest first; nil until Explain
	Against   []Term
	Rest      float64 // product of the ratios too small to list

	index int // of the condition in the base
}

// Candidate returns the candidate of a condition.
func (a *Assessment) Candidate(condition string) (*Candidate, bool) {
	for i := range a.Differential {
		if a.Differential[i].Condition.ID == condition {
			return &a.Differential[i], true
		}
	}
	return nil, false
}

// Options say what an assessment has to work out.
type Options struct {
	Explain int      // explain the first n candidates
	Also    []string // and these conditions, wherever they stand
	Next    bool     // choose the next question
	Asked   int      // questions already put
	Changes int      // name at most so many open answers that would change the advice
}

// Assess computes an assessment. It never fails: ids the base does not know are
// ignored here and refused at the edges.
func (e *Engine) Assess(c Case, o Options) *Assessment {
	s := e.states.Get().(*scratch)
	defer e.states.Put(s)
	ev := e.complete(s, c)
	a := &Assessment{Evidence: ev, Asked: o.Asked, Budget: e.base.Model.Budget.Questions}

	e.priors(c.Person, ev, s.prior)
	s.state.Reset(s.prior, e.base.Model.PairFactor)
	pretest := make([]float64, len(s.prior))
	s.state.Causes(pretest)
	s.obs = e.observations(ev, s.obs)
	s.steps = s.steps[:0]
	for i := range s.obs {
		s.state.Observe(&s.obs[i].Observation)
		if o.Explain > 0 {
			s.state.Causes(s.step())
		}
	}
	s.state.Fill(s.post)

	a.Differential = e.differential(pretest, s.post.Cause)
	s.facts = e.rules.Into(s.facts, c.Person, ev)
	a.Urgency = e.urgency(s.facts, s.post, len(s.obs) == 0)
	a.Instruments = e.instruments(ev)
	if o.Next {
		e.next(s, c, a)
	}
	a.Complete = a.Question == nil
	if o.Changes > 0 {
		a.Changes = e.changes(s, c, a, o.Changes)
	}
	if o.Explain > 0 {
		e.explain(s, a, o)
	}
	return a
}

// differential sorts the conditions by posttest probability; ties stay by id.
func (e *Engine) differential(pretest, posttest []float64) []Candidate {
	order := make([]likely, len(posttest))
	for i, p := range posttest {
		order[i] = likely{p, i}
	}
	slices.SortFunc(order, func(a, b likely) int {
		switch {
		case a.p > b.p:
			return -1
		case a.p < b.p:
			return 1
		}
		return a.index - b.index
	})
	out := make([]Candidate, len(order))
	for k, o := range order {
		out[k] = Candidate{Condition: e.base.Conditions[o.index], Pretest: pretest[o.index], Posttest: o.p, index: o.index}
	}
	return out
}

// likely is a condition's place in the base with its posttest probability.
type likely struct {
	p     float64
	index int
}

// Urgency is how soon care is needed and why.
type Urgency struct {
	Level clinical.Urgency
	// Floor is what the red flags alone ask for; Harm what the probabilities ask for.
	Floor, Harm clinical.Urgency
	Fired       []triage.Fired // highest level first
	Losses      [5]float64     // expected loss of advising each level, by level
	Unconfirmed bool           // the floor rests on an answer whose "new, and now?" is open
}

// urgency takes the higher of two layers: the red-flag floor, and the level with the
// least expected loss under the posterior, which may go no higher than the ceiling of
// the model.
func (e *Engine) urgency(facts *triage.State, p *bayes.Posterior, unknown bool) Urgency {
	u := Urgency{Fired: e.rules.Fire(facts)}
	if len(u.Fired) > 0 {
		u.Floor = u.Fired[0].Rule.Level
	}
	var needed [5]float64 // P(the most urgent cause of the set needs this level)
	p.Highest(e.levels, needed[:])
	best := math.Inf(1)
	for _, advised := range clinical.Urgencies() {
		var loss float64
		for _, row := range e.base.Model.Losses {
			loss += needed[row.Needed] * row.Advised[advised.String()]
		}
		u.Losses[advised] = loss
		if loss < best && advised <= e.base.Model.Urgency.Ceiling {
			best, u.Harm = loss, advised
		}
	}
	if unknown { // shares alone are no reason to send anybody anywhere
		u.Harm = min(u.Harm, clinical.Routine)
	}
	u.Level = max(u.Floor, u.Harm)
	return u
}

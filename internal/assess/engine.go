// Package assess turns what is known about a person into a differential, an
// urgency with its reasons, and the next question worth asking.
//
// An assessment is a pure function of the person, the evidence and the knowledge
// base: no clock, no randomness, no order. It gives information and never a
// diagnosis; the red flags of package triage stand above everything it believes.
package assess

import (
	"fmt"
	"math"
	"sync"

	"github.com/legible-health/legible/internal/bayes"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/triage"
)

// Engine answers assessments for one knowledge base. Safe for concurrent use.
type Engine struct {
	base   *kb.Base
	rules  *triage.Rules
	index  map[string]int // finding id → row of table
	table  []row          // one per finding of the base, same order
	levels *bayes.Classes // how urgent each condition is
	alone  []bool         // conditions that never pair
	mean   []float64      // mean share of each condition over all people
	flat   []float64      // the same, flattened as the model says
	derive []derived
	states sync.Pool // *scratch
}

// row is one finding as numbers.
type row struct {
	finding    *kb.Finding
	background float64   // P(yes) without a cause; 0 when the finding is no evidence by itself
	p          []float64 // P(yes | condition alone); equal to background where nothing is known
	known      []int32   // conditions that change p, ascending
	logYes     []float64 // log P(yes | condition) / background of the known; logNo the same for a no
	logNo      []float64
	strength   float64 // largest |log ratio| a yes or no can have; orders explanations
	cluster    int     // −1 without
	ask        bool    // it is a question
	boxes      bool    // its question has boxes to tick
}

type derived struct {
	id   string
	when func(*triage.State) bool
}

// New prepares an engine. The base must come from kb.Load or kb.Decode.
func New(base *kb.Base) (*Engine, error) {
	if len(base.Conditions) == 0 {
		return nil, fmt.Errorf("the knowledge base has no conditions")
	}
	e := &Engine{base: base, rules: triage.Compile(base), index: map[string]int{}}
	for i, f := range base.Findings {
		e.index[f.ID] = i
	}
	clusters, told := map[string]int{}, e.told()
	e.table = make([]row, 0, len(base.Findings))
	for i, f := range base.Findings {
		e.table = append(e.table, e.newRow(f, told[i], clusters))
		if f.Kind == "derived" {
			e.derive = append(e.derive, derived{f.ID, e.rules.Expression(f.Derive)})
		}
	}
	levels := make([]int, len(base.Conditions))
	for i, c := range base.Conditions {
		e.alone = append(e.alone, c.Kind == "none")
		levels[i] = int(c.Urgency.Level)
		mean := e.share(&c.Shares, clinical.Person{})
		e.mean, e.flat = append(e.mean, mean), append(e.flat, math.Pow(mean, base.Model.PriorExponent))
	}
	e.levels = bayes.NewClasses(levels, len(clinical.Urgencies()))
	e.states.New = func() any { return e.newScratch() }
	return e, nil
}

// Base returns the knowledge the engine works with.
func (e *Engine) Base() *kb.Base { return e.base }

// Rules returns the compiled red flags.
func (e *Engine) Rules() *triage.Rules { return e.rules }

// told is what a condition says about a finding.
type told struct {
	condition int32
	*kb.Probability
}

// told lists, for each finding, what the conditions say about it, in their order.
func (e *Engine) told() [][]told {
	n := make([]int, len(e.base.Findings))
	for _, c := range e.base.Conditions {
		for id := range c.Findings {
			if i, ok := e.index[id]; ok {
				n[i]++
			}
		}
	}
	out := make([][]told, len(n))
	for i := range out {
		out[i] = make([]told, 0, n[i])
	}
	for k, c := range e.base.Conditions {
		for id, q := range c.Findings { // in any order: each goes to a list of its own
			if i, ok := e.index[id]; ok {
				out[i] = append(out[i], told{int32(k), q})
			}
		}
	}
	return out
}

func (e *Engine) newRow(f *kb.Finding, said []told, clusters map[string]int) row {
	r := row{finding: f, cluster: -1, ask: f.MayAsk(), boxes: len(f.Members) > 0}
	if f.Cluster != "" {
		if _, ok := clusters[f.Cluster]; !ok {
			clusters[f.Cluster] = len(clusters)
		}
		r.cluster = clusters[f.Cluster]
	}
	if f.Background == nil || f.Kind != "yes_no" {
		return r
	}
	floor := e.base.Model.Floor
	r.background = math.Min(math.Max(f.Background.P, 1e-4), 1-floor)
	r.p = make([]float64, len(e.base.Conditions))
	for i := range r.p {
		r.p[i] = r.background
	}
	r.known = make([]int32, 0, len(said))
	r.logYes, r.logNo = make([]float64, 0, len(said)), make([]float64, 0, len(said))
	for _, q := range said {
		p := e.clamp(q.P)
		if p < floor*1.5 && p > r.background { // a rare finding the floor would turn around
			p = r.background
		}
		if p == r.background {
			continue
		}
		yes, no := math.Log(p/r.background), math.Log((1-p)/(1-r.background))
		r.p[q.condition] = p
		r.known, r.logYes, r.logNo = append(r.known, q.condition), append(r.logYes, yes), append(r.logNo, no)
		r.strength = max(r.strength, math.Abs(yes), math.Abs(no))
	}
	return r
}

// clamp keeps a probability off 0 and 1 by the floor of the model.
func (e *Engine) clamp(p float64) float64 {
	floor := e.base.Model.Floor
	return math.Min(math.Max(p, floor), 1-floor)
}

// spread is the standard deviation of the log-odds of P(yes | condition), from its range;
// 0 where nothing is known.
func (e *Engine) spread(f *kb.Finding, condition int) float64 {
	q, ok := e.base.Conditions[condition].Findings[f.ID]
	if !ok {
		return 0
	}
	return (logit(e.clamp(q.High)) - logit(e.clamp(q.Low))) / (2 * z90)
}

// z90 is the standard normal quantile of a central 90 % interval.
const z90 = 1.6449

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

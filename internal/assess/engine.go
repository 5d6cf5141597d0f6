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

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/triage"
)

// Engine answers assessments for one knowledge base. Safe for concurrent use.
type Engine struct {
	base   *kb.Base
	rules  *triage.Rules
	index  map[string]int     // finding id → row of table
	table  []row              // one per finding of the base, same order
	level  []clinical.Urgency // of each condition
	alone  []bool             // conditions that never pair
	derive []derived
	states sync.Pool // *scratch
}

// row is one finding as numbers.
type row struct {
	finding    *kb.Finding
	background float64   // P(yes) without a cause; 0 when the finding is no evidence by itself
	p          []float64 // P(yes | condition alone); equal to background where nothing is known
	logYes     []float64 // log P(yes | condition) / background; logNo the same for a no
	logNo      []float64
	spread     []float64 // standard deviation of the log-odds of p, from its range
	strength   float64   // largest |log ratio| a yes or no can have; orders explanations
	cluster    int       // −1 without
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
	clusters := map[string]int{}
	for i, f := range base.Findings {
		e.index[f.ID] = i
		e.table = append(e.table, e.newRow(f, clusters))
		if f.Kind == "derived" {
			e.derive = append(e.derive, derived{f.ID, e.rules.Expression(f.Derive)})
		}
	}
	for _, c := range base.Conditions {
		e.alone = append(e.alone, c.Kind == "none")
		e.level = append(e.level, c.Urgency.Level)
	}
	e.states.New = func() any { return e.newScratch() }
	return e, nil
}

// Base returns the knowledge the engine works with.
func (e *Engine) Base() *kb.Base { return e.base }

// Rules returns the compiled red flags.
func (e *Engine) Rules() *triage.Rules { return e.rules }

func (e *Engine) newRow(f *kb.Finding, clusters map[string]int) row {
	r := row{finding: f, cluster: -1}
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
	clamp := func(p float64) float64 { return math.Min(math.Max(p, floor), 1-floor) }
	r.background = math.Min(math.Max(f.Background.P, 1e-4), 1-floor)
	r.p = make([]float64, len(e.base.Conditions))
	r.spread = make([]float64, len(e.base.Conditions))
	r.logYes, r.logNo = make([]float64, len(e.base.Conditions)), make([]float64, len(e.base.Conditions))
	for i, c := range e.base.Conditions {
		r.p[i] = r.background
		q, ok := c.Findings[f.ID]
		if !ok {
			continue
		}
		p := clamp(q.P)
		if p < floor*1.5 && p > r.background { // a rare finding the floor would turn around
			p = r.background
		}
		r.p[i] = p
		r.spread[i] = (logit(clamp(q.High)) - logit(clamp(q.Low))) / (2 * z90)
		r.logYes[i], r.logNo[i] = math.Log(p/r.background), math.Log((1-p)/(1-r.background))
		r.strength = max(r.strength, math.Abs(r.logYes[i]), math.Abs(r.logNo[i]))
	}
	return r
}

// z90 is the standard normal quantile of a central 90 % interval.
const z90 = 1.6449

func logit(p float64) float64 { return math.Log(p / (1 - p)) }

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

package labs

import (
	"math/big"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// analyte is an entry of the knowledge base with its numbers made exact.
type analyte struct {
	*kb.Analyte
	texts      kb.LabTexts
	units      []*unit // its own first
	byUnit     map[string]*unit
	references []reference
	thresholds []threshold
	criticals  []critical
	caveats    []caveat
	plausible  interval
	settles    []settles
}

type reference struct {
	*kb.ReferenceInterval
	interval
}

type threshold struct {
	*kb.Threshold
	value, valueHigh *big.Rat
	with             []other
}

type critical struct {
	*kb.CriticalValue
	value *big.Rat
	level clinical.Urgency
}

type caveat struct {
	*kb.Caveat
	with []other
}

// other is a condition on another result.
type other struct {
	analyte, op string
	value       *big.Rat
}

// settles is a finding that a value answers.
type settles struct {
	finding string
	op      string // > or <
	value   *big.Rat
}

func compile(a *kb.Analyte) *analyte {
	c := &analyte{Analyte: a}
	c.units, c.byUnit = unitsOf(a)
	for i := range a.Reference {
		r := &a.Reference[i]
		c.references = append(c.references, reference{r, interval{end(r.Low), end(r.High)}})
	}
	for i := range a.LegThresholds {
		t := &a.LegThresholds[i]
		c.thresholds = append(c.thresholds, threshold{t, decimals(t.Value), end(t.ValueHigh), others(t.With)})
	}
	for i := range a.Critical {
		v := &a.Critical[i]
		level := clinical.SameDay
		if v.Level == clinical.Emergency.String() {
			level = clinical.Emergency
		}
		c.criticals = append(c.criticals, critical{v, decimals(v.Value), level})
	}
	for i := range a.Caveats {
		c.caveats = append(c.caveats, caveat{&a.Caveats[i], others(a.Caveats[i].With)})
	}
	if p := a.Plausible; p != nil {
		c.plausible = interval{decimals(p.Low), decimals(p.High)}
	}
	return c
}

func end(v *float64) *big.Rat {
	if v == nil {
		return nil
	}
	return decimals(*v)
}

func others(list []kb.OtherValue) (out []other) {
	for _, o := range list {
		out = append(out, other{o.Analyte, o.Op, decimals(o.Value)})
	}
	return out
}

// unit finds a unit by any of its spellings; nil when it is not one of the analyte's.
func (a *analyte) unit(written string) *unit { return a.byUnit[unitKey(written)] }

// possible reports that a living person can have the value.
func (a *analyte) possible(m measured) bool {
	at, known := m.place(a.plausible)
	return !known || at == 0
}

// Interpreter reads results against one knowledge base. Safe for concurrent use.
type Interpreter struct {
	base     *kb.Base
	byID     map[string]*analyte
	byLOINC  map[string]string
	patterns map[string]*kb.Expr
	names    map[string][]name // by first word
	foreign  map[string]bool   // units of any analyte, by key
}

// New prepares the analytes of a knowledge base.
func New(base *kb.Base) *Interpreter {
	x := &Interpreter{base: base, byID: map[string]*analyte{}, byLOINC: map[string]string{}, patterns: map[string]*kb.Expr{},
		names: map[string][]name{}, foreign: map[string]bool{}}
	for _, a := range base.Analytes {
		c := compile(a)
		c.texts = base.LabTexts
		x.byID[a.ID] = c
		for _, l := range a.LOINC {
			x.byLOINC[l.Code] = a.ID
		}
		for key := range c.byUnit {
			x.foreign[key] = true
		}
		x.learn(c)
	}
	for _, p := range base.Patterns {
		x.patterns[p.ID] = &p.When
	}
	for _, f := range base.Findings {
		if r := f.Result; r != nil && x.byID[r.Analyte] != nil {
			a := x.byID[r.Analyte]
			switch {
			case r.Above != nil:
				a.settles = append(a.settles, settles{f.ID, ">", decimals(*r.Above)})
			case r.Below != nil:
				a.settles = append(a.settles, settles{f.ID, "<", decimals(*r.Below)})
			}
		}
	}
	return x
}

// Analyte returns an entry by its id, or nil.
func (x *Interpreter) Analyte(id string) *kb.Analyte {
	if a := x.byID[id]; a != nil {
		return a.Analyte
	}
	return nil
}

// ByLOINC returns the id of the analyte that has a LOINC code; empty without one.
func (x *Interpreter) ByLOINC(code string) string { return x.byLOINC[strings.TrimSpace(code)] }

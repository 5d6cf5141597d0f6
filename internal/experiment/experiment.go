// Package experiment lets a person find out whether one safe measure without medicine
// helps them: nights with it and nights without it in an order drawn by lot, and nothing
// said about the result until the end.
//
// The rules of an experiment are fixed when it begins and kept in its Protocol, so later
// edits of the knowledge base change nothing about it; its end is kept there too as it was
// first told, so later edits of the diary change nothing about that. A pair is two blocks of nights,
// one with the measure and one without, in an order decided by a coin. The first nights
// of a block let the block before wash out and are not counted. The verdict rests on an
// exact randomisation test, whose error rate over all looks together is at most the
// rules' error_rate whatever the nights are like, and on a Bayesian interval.
//
// It never recommends to go on when a person is harmed, and it compares by the
// instruction that was given, not by what was done, because what people leave out on bad
// nights would otherwise look like an effect.
package experiment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/stat"
)

// Protocol is one experiment as it was agreed on. It is kept as JSON.
type Protocol struct {
	ID            string             `json:"id"` // UUID
	Measure       string             `json:"measure"`
	Name          string             `json:"name"` // of the measure
	With          string             `json:"with"` // instruction
	Without       string             `json:"without"`
	Outcome       kb.OutcomeRule     `json:"outcome"`
	Rules         kb.ExperimentRules `json:"rules"`
	Harms         []kb.Harm          `json:"harms"`
	Start         diary.Date         `json:"start"`            // day of the first instruction
	Seed          uint64             `json:"seed,string"`      // decides the order of the blocks
	WashoutNights int                `json:"washout_nights"`   // of each block, 0–7
	CountedNights int                `json:"counted_nights"`   // of each block, 1–14
	Knowledge     string             `json:"knowledge"`        // version of the knowledge base
	Ended         *diary.Date        `json:"ended,omitempty"`  // day on which the person ended it; nil while it goes on
	Closed        *Closing           `json:"closed,omitempty"` // the end as it was told; nil before
}

// New agrees on an experiment with a measure of the knowledge base, from the day start.
// The seed is to be drawn by chance. Errors are errs.Invalid for an unknown measure or an
// outcome that the measure does not list.
func New(id, measure string, o diary.Outcome, start diary.Date, seed uint64, base *kb.Base) (Protocol, error) {
	m := base.Experiments.Measure(measure)
	if m == nil {
		return Protocol{}, errs.Field("measure", "is not a measure that can be tried")
	}
	rule := base.Experiments.Outcome(string(o))
	listed := false
	for _, x := range m.Outcomes {
		listed = listed || x == string(o)
	}
	if rule == nil || !listed {
		return Protocol{}, errs.Field("outcome", "is not one that this measure is tried for")
	}
	return Protocol{
		ID: id, Measure: m.ID, Name: m.Name, With: m.With, Without: m.Without, Outcome: *rule, Rules: base.Experiments.Rules,
		Harms: m.Harms, Start: start, Seed: seed, WashoutNights: m.WashoutNights, CountedNights: m.CountedNights, Knowledge: base.Version,
	}, nil
}

// Parse reads a protocol that was kept as JSON. Errors are errs.Invalid.
func Parse(raw []byte) (Protocol, error) {
	var p Protocol
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&p); err != nil {
		return Protocol{}, errs.Field("experiment", "cannot be read")
	}
	if err := p.sound(); err != nil {
		return Protocol{}, errs.Field("experiment", "%v", err)
	}
	return p, nil
}

// sound refuses what no Protocol of New can be and what would take forever to compute.
func (p Protocol) sound() error {
	if p.WashoutNights < 0 || p.WashoutNights > 7 || p.CountedNights < 1 || p.CountedNights > 14 {
		return fmt.Errorf("has impossible blocks")
	}
	before := 0
	for _, l := range p.Rules.Looks {
		if l.Pairs <= before || l.Pairs > stat.MostSigns {
			return fmt.Errorf("has impossible looks")
		}
		before = l.Pairs
	}
	if before == 0 || !(p.Outcome.PriorSD > 0) || !(p.Rules.Interval > 0 && p.Rules.Interval < 1) {
		return fmt.Errorf("lacks its rules")
	}
	return p.Closed.sound()
}

// outcome is what it is about.
func (p Protocol) outcome() diary.Outcome { return diary.Outcome(p.Outcome.ID) }

// Block is the number of nights of a block.
func (p Protocol) Block() int { return p.WashoutNights + p.CountedNights }

// Nights is how many nights the experiment lasts up to a look, counted from 0.
func (p Protocol) Nights(look int) int { return p.Rules.Looks[look].Pairs * 2 * p.Block() }

// Last is the last night up to a look, counted from 0.
func (p Protocol) Last(look int) diary.Date { return p.Start + diary.Date(p.Nights(look)) - 1 }

// pairs is the largest number of pairs.
func (p Protocol) pairs() int { return p.Rules.Looks[len(p.Rules.Looks)-1].Pairs }

// order tells for each pair whether the block with the measure comes first.
func (p Protocol) order() []bool {
	coin := rand.New(rand.NewPCG(p.Seed, 0x6578706572696d65))
	out := make([]bool, p.pairs())
	for i := range out {
		out[i] = coin.Uint64()>>63 == 1
	}
	return out
}

// place is where a night stands in the plan.
type place struct {
	pair    int
	second  bool // block of the pair
	night   int  // of the block, from 0
	with    bool
	counted bool
}

// at finds the place of a day; false before the first and after the last pair.
func (p Protocol) at(day diary.Date, order []bool) (place, bool) {
	n := int(day - p.Start)
	if n < 0 || n >= p.pairs()*2*p.Block() {
		return place{}, false
	}
	x := place{pair: n / (2 * p.Block()), second: n/p.Block()%2 == 1, night: n % p.Block()}
	x.with = order[x.pair] != x.second
	x.counted = x.night >= p.WashoutNights
	return x, true
}

// Instruction is what to do on one day.
type Instruction struct {
	Day   diary.Date
	Night int // from 1
	Of    int // nights up to the look that comes next
	With  bool
	Text  string
}

// Today returns the instruction of the day today, or nil when there is none because the
// experiment has not begun or is over. What comes after today is never told: who knows
// what comes cannot help adapting to it.
func (p Protocol) Today(report Report, today diary.Date) *Instruction {
	x, within := p.at(today, p.order())
	if !within || report.State != Running && report.State != Undecided {
		return nil
	}
	i := &Instruction{Day: today, Night: int(today-p.Start) + 1, Of: report.Of, With: x.with, Text: p.Without}
	if x.with {
		i.Text = p.With
	}
	return i
}

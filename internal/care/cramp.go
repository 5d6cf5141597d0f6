package care

// Cramp is what to do about a cramp right now.
type Cramp struct {
	Muscle   string   `json:"muscle"` // calf, foot, front_thigh or back_thigh
	Name     string   `json:"name"`
	Exercise string   `json:"exercise"`
	Steps    []string `json:"steps"`
	Helper   []string `json:"helper"` // what somebody else does for the person
	Figures  []string `json:"figures"`
	NotIf    []string `json:"not_if"` // contraindications to read first
	StopIf   []string `json:"stop_if"`
	After    []Item   `json:"after"` // walk, warmth, cold, massage, legs up, with their limits under check_first

	HelpAfterMinutes int      `json:"help_after_minutes"` // without relief: get help
	HelpText         string   `json:"help_text"`
	Estimate         bool     `json:"estimate"` // of the minutes
	Sources          []string `json:"sources"`
}

// Cramps lists what to do about a cramp, for each muscle in the order of the knowledge
// base. It is the same for everybody, so contraindications are there to be read.
func (p *Planner) Cramps() []Cramp {
	v, c := p.stranger(), &p.base.Cramps
	out := []Cramp{}
	for _, m := range c.Muscles {
		e := p.byID[m.Exercise]
		x := Cramp{Muscle: m.ID, Name: m.Name, Exercise: e.ID, Steps: list(e.Steps), Helper: m.Helper, Figures: figures(e.ID),
			NotIf: []string{}, StopIf: list(e.StopIf), After: []Item{},
			HelpAfterMinutes: c.Help.AfterMinutes, HelpText: c.Help.Text, Estimate: c.Help.Estimate, Sources: list(e.Sources)}
		for _, k := range e.Contraindications {
			x.NotIf = append(x.NotIf, k.Text)
		}
		for _, id := range c.After {
			x.After = append(x.After, v.item(p.byID[id]))
		}
		out = append(out, x)
	}
	return out
}

// CrampSteps returns one of Cramps.
func (p *Planner) CrampSteps(muscle string) (*Cramp, bool) {
	for _, c := range p.Cramps() {
		if c.Muscle == muscle {
			return &c, true
		}
	}
	return nil, false
}

package care

import (
	"slices"

	"github.com/legible-health/legible/internal/assess"
)

// Routine is a list of guided stretches for the player. Seconds is the sum of the
// seconds of its steps.
type Routine struct {
	ID        string   `json:"id"` // evening-5, seated-10-gentle, calf-trial, pregnancy, …; empty with no steps
	Name      string   `json:"name"`
	About     string   `json:"about"`    // one or two sentences
	Preset    string   `json:"preset"`   // seed, trial or gentle
	Position  string   `json:"position"` // standing, seated or lying: how most of it is done
	Minutes   int      `json:"minutes"`  // at most
	Seconds   int      `json:"seconds"`  // in all
	Steps     []Step   `json:"steps"`
	ReadFirst []Check  `json:"read_first"` // contraindications to read before starting
	Cautions  []string `json:"cautions"`
	StopIf    []string `json:"stop_if"`
	Note      string   `json:"note,omitempty"` // why something is missing or nothing is left
}

// The sides of a step.
const (
	Left  = "left"
	Right = "right"
	Both  = "both"
)

// Step is one exercise on one side. Seconds = Ready + Repeats × Hold + (Repeats − 1) × Rest.
type Step struct {
	Exercise     string   `json:"exercise"`
	Name         string   `json:"name"`
	Side         string   `json:"side"` // left, right or both
	ReadySeconds int      `json:"ready_seconds"`
	HoldSeconds  int      `json:"hold_seconds"` // of one repeat: held, or moving when Moving
	Moving       bool     `json:"moving"`
	Repeats      int      `json:"repeats"`
	RestSeconds  int      `json:"rest_seconds"` // between two repeats
	Seconds      int      `json:"seconds"`
	Position     string   `json:"position"` // standing, seated, lying or floor
	Equipment    []string `json:"equipment"`
	Instructions []string `json:"instructions"`
	StopIf       []string `json:"stop_if"`
	Figures      []string `json:"figures"`    // <exercise>/start, <exercise>/hold
	DoseBasis    string   `json:"dose_basis"` // seed, trial or estimate
	Sources      []string `json:"sources"`
}

// Equipment is something at home that an activity may need.
type Equipment struct {
	ID   string `json:"id"`   // as in Preferences: wall, chair, towel, …
	Name string `json:"name"` // shown
}

// Routines are for people of whom nothing is known: read ReadFirst before starting.
// In the order of the knowledge base, each with the dose of all of its presets.
func (p *Planner) Routines() []Routine {
	v := p.stranger()
	out := []Routine{}
	for i := range p.base.Care.Routines {
		r := &p.base.Care.Routines[i]
		for _, preset := range r.Presets {
			var slots []slot
			for _, id := range r.Exercises {
				if s, ok := p.newSlot(p.byID[id], preset); ok {
					slots = append(slots, s)
				}
			}
			slots, _ = fill(slots, 60*r.Minutes)
			out = append(out, v.assemble(r, preset, slots))
		}
	}
	return out
}

// Routine returns one of Routines.
func (p *Planner) Routine(id string) (*Routine, bool) {
	all := p.Routines()
	i := slices.IndexFunc(all, func(r Routine) bool { return r.ID == id })
	if i < 0 {
		return nil, false
	}
	return &all[i], true
}

// stranger is a visit of somebody of whom nothing is known.
func (p *Planner) stranger() *visit { return p.visit(&Case{Assessment: &assess.Assessment{}}) }

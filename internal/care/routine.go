package care

import (
	"cmp"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
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

// routine is the one for this person: of all that they can do, the one that asks for
// the least caution, then the position listed first, then the longest.
func (v *visit) routine() Routine {
	none := Routine{Steps: []Step{}, ReadFirst: []Check{}, Cautions: []string{}, StopIf: []string{}}
	switch v.level {
	case clinical.Emergency:
		none.Note = "No stretching now. Getting help comes first."
		return none
	case clinical.SameDay:
		none.Note = "No stretching before the leg has been looked at today."
		return none
	}
	var best *Routine
	var rank [3]int
	for _, c := range v.candidates() {
		r, warned := v.build(c.routine, c.preset)
		if len(r.Steps) == 0 {
			continue
		}
		if k := [3]int{warned, c.position, -r.Seconds}; best == nil || slices.Compare(k[:], rank[:]) < 0 {
			best, rank = &r, k
		}
	}
	switch {
	case best == nil:
		none.Note = "No stretch fits what you told us. What was left out and why stands below."
		return none
	case !v.helps(best):
		none.Note = "Stretching is not known to help with what this most likely is."
		return none
	}
	return *best
}

type candidate struct {
	routine  *kb.Routine
	preset   string
	position int // of the first routine with this position
}

// candidates are the routines the person may choose from.
func (v *visit) candidates() []candidate {
	all := v.base.Care.Routines
	pregnant := v.state("pregnant") == clinical.Present && slices.ContainsFunc(all, func(r kb.Routine) bool { return r.Pregnancy })
	var out []candidate
	for i := range all {
		r := &all[i]
		if r.Pregnancy != pregnant {
			continue
		}
		preset := cmp.Or(v.pref.Preset, r.Presets[0])
		if !slices.Contains(r.Presets, preset) {
			if !r.Pregnancy {
				continue
			}
			preset = r.Presets[0]
		}
		if v.pref.allows(r.Position) || r.Pregnancy {
			first := slices.IndexFunc(all, func(x kb.Routine) bool { return x.Position == r.Position })
			out = append(out, candidate{r, preset, first})
		}
	}
	return out
}

// build plays a routine with the exercises that are right for the person, other
// versions in place of those that are not. warned counts the cautions that hold.
func (v *visit) build(r *kb.Routine, preset string) (out Routine, warned int) {
	var slots []slot
	var missing []string
	used := map[string]bool{}
	for _, id := range r.Exercises {
		s, ok := v.substitute(v.byID[id], r.Position, preset, used)
		if !ok {
			if _, playable := v.newSlot(v.byID[id], preset); playable && !used[v.byID[id].root()] {
				missing = append(missing, v.byID[id].Name)
			}
			continue
		}
		used[s.m.ID], used[s.m.root()] = true, true
		slots = append(slots, s)
	}
	seconds := 60 * r.Minutes
	if v.pref.Minutes > 0 {
		seconds = min(seconds, 60*v.pref.Minutes)
	}
	slots, _ = fill(slots, seconds)
	for i := range slots {
		warned += v.verdict(slots[i].m.Activity).warned
	}
	out = v.assemble(r, preset, slots)
	if len(missing) > 0 {
		out.Note = "Without: " + strings.Join(missing, ", ") + ". The plan says why."
	}
	return out, warned
}

// substitute finds a version of an exercise that fits: itself, then the position of the
// routine, then the order of ids; fewer cautions first. Another version only while none
// of the group is in the routine.
func (v *visit) substitute(m *measure, position, preset string, used map[string]bool) (slot, bool) {
	var fit []slot
	for _, x := range v.groupOf(m) {
		if x != m && used[m.root()] || used[x.ID] {
			continue
		}
		if _, out := v.leaves(x); out {
			continue
		}
		if s, ok := v.newSlot(x, preset); ok {
			fit = append(fit, s)
		}
	}
	if len(fit) == 0 {
		return slot{}, false
	}
	best := slices.MinFunc(fit, func(a, b slot) int {
		return cmp.Or(cmp.Compare(v.verdict(a.m.Activity).warned, v.verdict(b.m.Activity).warned), -compareBool(a.m == m, b.m == m),
			-compareBool(a.m.exercise.Position == position, b.m.exercise.Position == position), strings.Compare(a.m.ID, b.m.ID))
	})
	return best, true
}

func (v *visit) groupOf(m *measure) []*measure {
	for _, g := range v.groups {
		if slices.Contains(g, m) {
			return g
		}
	}
	return []*measure{m}
}

// helps reports whether a part of a routine serves this person, or stretching is wished.
func (v *visit) helps(r *Routine) bool {
	return slices.ContainsFunc(r.Steps, func(s Step) bool {
		m := v.byID[s.Exercise]
		return v.pref.wishes(m) || v.wants(m) || v.wants(v.groupOf(m)[0])
	})
}

package care

import (
	"cmp"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

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
		warned += v.verdict(slots[i].m).warned
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
		if v.leaves(x) != nil {
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
		return cmp.Or(cmp.Compare(v.verdict(a.m).warned, v.verdict(b.m).warned), -compareBool(a.m == m, b.m == m),
			-compareBool(a.m.exercise.Position == position, b.m.exercise.Position == position), strings.Compare(a.m.ID, b.m.ID))
	})
	return best, true
}

func (p *Planner) groupOf(m *measure) []*measure { return p.group[m.root()] }

// helps reports whether a part of a routine serves this person, or stretching is wished.
func (v *visit) helps(r *Routine) bool {
	return slices.ContainsFunc(r.Steps, func(s Step) bool {
		m := v.byID[s.Exercise]
		return v.pref.wishes(m) || v.wants(m) || v.wants(v.groupOf(m)[0])
	})
}

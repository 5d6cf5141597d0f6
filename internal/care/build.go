package care

import (
	"cmp"
	"slices"

	"github.com/legible-health/legible/internal/kb"
)

// slot is one exercise of a routine with the doses that could be played, shortest
// first, and the one chosen.
type slot struct {
	m      *measure
	doses  []choice
	chosen int
}

// choice is a dose with everything settled.
type choice struct {
	kb.Dose
	hold, repeats, rest int
	side                int // seconds of one side, getting ready included
	seconds             int // in all
}

// newSlot lists the choices of an exercise in a preset; ok is false without any.
func (p *Planner) newSlot(m *measure, preset string) (s slot, ok bool) {
	s.m = m
	sides := 2
	if m.exercise.BothSides {
		sides = 1
	}
	for _, d := range m.exercise.Doses {
		if d.Preset != preset {
			continue
		}
		rest := cmp.Or(d.RestSeconds, p.base.Care.Pace.RestSeconds)
		for n := d.Repeats.Min; n <= d.Repeats.Max; n++ {
			for _, hold := range slices.Compact([]int{d.HoldSeconds.Min, d.HoldSeconds.Max}) {
				c := choice{Dose: d, hold: hold, repeats: n, rest: rest}
				if m.exercise.HoldSeconds == nil { // nothing is held, so nothing is rested from
					c.rest = 0
				}
				c.side = p.base.Care.Pace.ReadySeconds + n*hold + (n-1)*c.rest
				c.seconds = sides * c.side
				s.doses = append(s.doses, c)
			}
		}
	}
	slices.SortStableFunc(s.doses, func(a, b choice) int { return cmp.Compare(a.seconds, b.seconds) })
	return s, len(s.doses) > 0
}

// fill takes as many slots as fit into the seconds with their shortest doses, in their
// order, and then lengthens them in turn while there is time.
func fill(slots []slot, seconds int) (in []slot, total int) {
	for _, s := range slots {
		if t := total + s.doses[0].seconds; t <= seconds {
			in, total = append(in, s), t
		}
	}
	for grown := true; grown; {
		grown = false
		for i := range in {
			s := &in[i]
			if s.chosen+1 == len(s.doses) {
				continue
			}
			more := s.doses[s.chosen+1].seconds - s.doses[s.chosen].seconds
			if total+more <= seconds {
				s.chosen++
				total += more
				grown = true
			}
		}
	}
	return in, total
}

// steps are the steps of one slot: left then right, or both together.
func (s *slot) steps() []Step {
	c, e := s.doses[s.chosen], s.m.exercise
	step := Step{
		Exercise: e.ID, Name: e.Name, Side: Both, ReadySeconds: c.side - c.repeats*c.hold - (c.repeats-1)*c.rest,
		HoldSeconds: c.hold, Moving: e.HoldSeconds == nil, Repeats: c.repeats, RestSeconds: c.rest, Seconds: c.side,
		Position: e.Position, Equipment: list(e.Equipment), Instructions: list(e.Steps), StopIf: list(e.StopIf), Figures: figures(e.ID),
		DoseBasis: c.Preset, Sources: list(e.Sources),
	}
	if c.Source == "" {
		step.DoseBasis = "estimate"
	}
	if e.BothSides {
		return []Step{step}
	}
	left, right := step, step
	left.Side, right.Side = Left, Right
	return []Step{left, right}
}

// assemble turns filled slots into a routine.
func (v *visit) assemble(r *kb.Routine, preset string, slots []slot) Routine {
	out := Routine{ID: routineID(r, preset), Name: r.Name, About: r.About, Preset: preset, Position: r.Position, Minutes: r.Minutes,
		Steps: []Step{}, ReadFirst: []Check{}, Cautions: []string{}, StopIf: []string{}}
	for i := range slots {
		s := v.verdict(slots[i].m)
		out.ReadFirst = append(out.ReadFirst, s.checks...)
		out.Cautions = addNew(out.Cautions, s.cautions)
		out.StopIf = addNew(out.StopIf, slots[i].m.StopIf)
		for _, step := range slots[i].steps() {
			out.Steps = append(out.Steps, step)
			out.Seconds += step.Seconds
		}
	}
	out.ReadFirst = sortChecks(out.ReadFirst)
	return out
}

// routineID is the plain id for the first preset; others are told in it.
func routineID(r *kb.Routine, preset string) string {
	if preset == r.Presets[0] {
		return r.ID
	}
	return r.ID + "-" + preset
}

func addNew(to, from []string) []string {
	for _, s := range from {
		if !slices.Contains(to, s) {
			to = append(to, s)
		}
	}
	return to
}

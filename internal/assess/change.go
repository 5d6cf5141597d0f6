package assess

import (
	"cmp"
	"math"
	"slices"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Change is an answer not given yet that would change the level or the first candidate.
type Change struct {
	Finding  *kb.Finding
	Presence clinical.Presence // present or absent
	Level    clinical.Urgency  // what the level would be
	First    *kb.Condition     // what would come first

	effect float64 // P(the answer) × what it changes; orders the changes
}

// tried is how many open findings are worked through, those that tell most first: every
// one costs two assessments.
const tried = 24

// changes works through the open yes/no findings. One finding stands once, with the
// answer that changes more; nothing is said of an emergency, which no answer lowers here.
func (e *Engine) changes(s *scratch, c Case, a *Assessment, most int) []Change {
	if a.Urgency.Level == clinical.Emergency || len(a.Differential) == 0 {
		return nil
	}
	x := e.newGains(s, c, a)
	var out []Change
	for _, i := range x.open() {
		best := Change{}
		for _, presence := range []clinical.Presence{clinical.Present, clinical.Absent} {
			if ch := e.change(c, a, i, presence, x.tells[i].yes); ch.effect > best.effect {
				best = ch
			}
		}
		if best.effect > 0 {
			out = append(out, best)
		}
	}
	slices.SortStableFunc(out, func(p, q Change) int { return cmp.Compare(q.effect, p.effect) })
	return out[:min(len(out), most)]
}

// open lists rows of the table that may be asked as yes or no, those that tell most
// first, ties by id.
func (x *gains) open() []int {
	gain := map[int]float64{}
	var rows []int
	for i := range x.e.table {
		if f := x.e.table[i].finding; x.tells[i].open && f.Kind == "yes_no" && len(f.Confirms) == 0 {
			rows, gain[i] = append(rows, i), x.gain(i, 0)
		}
	}
	slices.SortStableFunc(rows, func(i, j int) int { return cmp.Compare(gain[j], gain[i]) })
	return rows[:min(len(rows), tried)]
}

// change is what one answer would change; its effect is 0 when nothing.
func (e *Engine) change(c Case, a *Assessment, row int, presence clinical.Presence, yes float64) Change {
	f := e.table[row].finding
	ev := c.Evidence.Clone()
	ev[f.ID] = clinical.Answer{Presence: presence}
	b := e.Assess(Case{Person: c.Person, Evidence: ev}, Options{})
	ch := Change{Finding: f, Presence: presence, Level: b.Urgency.Level, First: b.Differential[0].Condition}
	likely := yes
	if presence == clinical.Absent {
		likely = 1 - yes
	}
	what := math.Abs(float64(ch.Level - a.Urgency.Level))
	if ch.First != a.Differential[0].Condition {
		what++
	}
	ch.effect = likely * what
	return ch
}

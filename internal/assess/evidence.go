package assess

import (
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Case is what an assessment is about.
type Case struct {
	Person   clinical.Person
	Evidence clinical.Evidence
}

// complete adds what follows from the answers by logic alone: numbers settle their
// yes/no findings, a finding settles what it implies and excludes, a pregnancy is a
// finding, derived findings are worked out. What was said is never overwritten, so a
// contradiction stays visible as two answers.
func (e *Engine) complete(s *scratch, c Case) clinical.Evidence {
	ev := c.Evidence.Clone()
	settle := func(id string, a clinical.Answer) bool {
		if was := ev[id].Presence; was == clinical.Present || was == clinical.Absent {
			return false
		}
		ev[id] = a
		return true
	}
	if p := c.Person.Pregnant; p != nil {
		if *p {
			settle("pregnant", clinical.Yes)
		} else {
			settle("pregnant", clinical.No)
		}
	}
	for _, f := range e.numbers(ev) {
		v := *ev[f.ID].Value
		for _, l := range f.Links {
			if (l.GTE == nil || v >= *l.GTE) && (l.LT == nil || v < *l.LT) {
				settle(l.Finding, clinical.Answer{Presence: clinical.Presence(l.Presence)})
			}
		}
	}
	e.close(ev, settle)
	if len(e.derive) > 0 {
		s.facts = e.rules.Into(s.facts, c.Person, ev)
		for _, d := range e.derive {
			if d.when(s.facts) {
				ev[d.id] = clinical.Yes
			}
		}
	}
	return ev
}

// numbers lists the measured findings in the order of their ids, so that two that
// settle the same finding always do so in the same order.
func (e *Engine) numbers(ev clinical.Evidence) []*kb.Finding {
	var out []*kb.Finding
	for id, a := range ev {
		if i, ok := e.index[id]; ok && a.Value != nil {
			out = append(out, e.table[i].finding)
		}
	}
	slices.SortFunc(out, func(a, b *kb.Finding) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// present lists the findings that are present, in no order.
func (e *Engine) present(ev clinical.Evidence) []*kb.Finding {
	out := make([]*kb.Finding, 0, 2*len(ev))
	for id, a := range ev {
		if i, ok := e.index[id]; ok && a.Presence == clinical.Present {
			out = append(out, e.table[i].finding)
		}
	}
	return out
}

// close follows implications to the end, then exclusions once: an exclusion never
// implies anything further.
func (e *Engine) close(ev clinical.Evidence, settle func(string, clinical.Answer) bool) {
	open := e.present(ev)
	for k := 0; k < len(open); k++ {
		for _, id := range open[k].Implies {
			if settle(id, clinical.Yes) {
				open = append(open, e.table[e.index[id]].finding)
			}
		}
	}
	for _, f := range open {
		for _, id := range f.Excludes {
			settle(id, clinical.No)
		}
	}
}

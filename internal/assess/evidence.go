package assess

import (
	"github.com/legible-health/legible/internal/clinical"
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
func (e *Engine) complete(c Case) clinical.Evidence {
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
	for i := range e.table {
		f := e.table[i].finding
		v, ok := ev.Number(f.ID)
		if !ok {
			continue
		}
		for _, l := range f.Links {
			if (l.GTE == nil || v >= *l.GTE) && (l.LT == nil || v < *l.LT) {
				settle(l.Finding, clinical.Answer{Presence: clinical.Presence(l.Presence)})
			}
		}
	}
	e.close(ev, settle)
	if len(e.derive) > 0 {
		s := e.rules.State(c.Person, ev)
		for _, d := range e.derive {
			if d.when(s) {
				ev[d.id] = clinical.Yes
			}
		}
	}
	return ev
}

// close follows implications to the end, then exclusions once: an exclusion never
// implies anything further.
func (e *Engine) close(ev clinical.Evidence, settle func(string, clinical.Answer) bool) {
	var open []string
	for i := range e.table {
		if id := e.table[i].finding.ID; ev.Present(id) {
			open = append(open, id)
		}
	}
	for len(open) > 0 {
		f := e.table[e.index[open[0]]].finding
		open = open[1:]
		for _, id := range f.Implies {
			if settle(id, clinical.Yes) {
				open = append(open, id)
			}
		}
	}
	for i := range e.table {
		f := e.table[i].finding
		if !ev.Present(f.ID) {
			continue
		}
		for _, id := range f.Excludes {
			settle(id, clinical.No)
		}
	}
}

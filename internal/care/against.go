package care

import (
	"github.com/legible-health/legible/internal/clinical"
)

// Objection is a contraindication that holds.
type Objection struct {
	Text     string   `json:"text"`
	Findings []string `json:"findings"` // those of it that are present, in its order
}

// Against lists what speaks against an activity or exercise for somebody whose completed
// answers are given, in the order of the knowledge base; empty when nothing is known to.
// Nothing does for an id that is none.
func (p *Planner) Against(id string, person clinical.Person, ev clinical.Evidence) []Objection {
	out := []Objection{}
	m := p.byID[id]
	if m == nil {
		return out
	}
	s := &screen{known: p.base, person: person, ev: ev}
	for _, c := range m.Contraindications {
		if present, _ := s.sort(c.When); !c.Caution && len(present) > 0 {
			out = append(out, Objection{c.Text, present})
		}
	}
	return out
}

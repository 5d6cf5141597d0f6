package app

import (
	"slices"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/guide"
)

// heard is what the program itself reads in a question.
type heard struct {
	assess.Case
	told guide.Told
}

// unfelt are the groups of findings that nobody feels: they make no question one about
// the body.
var unfelt = []string{"about_you", "habits", "diet", "medicines", "risk_and_context", "context", "history", "labs", "activity", "fluids", "mood", "sleep", "when", "where", "course", "timing_and_triggers"}

// When conditions are taken for what a question is about.
const (
	mostHeard  = 3
	leastHeard = 0.12 // posttest probability
	leastLift  = 2.0  // how much likelier what is told makes the condition
)

// hear reads the findings in a question and what they may come from.
func (s *Service) hear(question string) *heard {
	u := s.Parser().Parse(question)
	h := &heard{Case: assess.Case{Person: u.Person, Evidence: u.Evidence()}}
	felt := 0
	for _, m := range u.Mentions {
		f := s.base.Finding(m.Finding)
		if m.Presence != clinical.Present || f == nil {
			continue
		}
		h.told.Findings = append(h.told.Findings, m.Finding)
		if m.Value == nil && !slices.Contains(unfelt, f.Group) {
			felt++
		}
	}
	if h.told.Felt = felt; felt == 0 {
		return h
	}
	for _, d := range s.Engine().Assess(h.Case, assess.Options{}).Differential {
		if len(h.told.Causes) == mostHeard || d.Posttest < leastHeard {
			break
		}
		if d.Posttest >= leastLift*d.Pretest {
			h.told.Causes = append(h.told.Causes, guide.Cause{Condition: d.Condition.ID, Share: float32(d.Posttest)})
		}
	}
	return h
}

package care

import (
	"slices"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// screen looks at contraindications with what is known of a person.
type screen struct {
	known  *kb.Base
	person clinical.Person
	ev     clinical.Evidence // completed
	other  bool              // ask about them, not you
}

// state is present, absent, or Unsaid when it is not known.
func (s *screen) state(finding string) clinical.Presence {
	switch p := s.ev[finding].Presence; p {
	case clinical.Present, clinical.Absent:
		return p
	}
	f := s.known.Finding(finding)
	if f == nil {
		return clinical.Unsaid
	}
	if s.never(f.OnlyFor) || f.Derive != nil && s.fails(f.Derive) {
		return clinical.Absent
	}
	return clinical.Unsaid
}

// never reports that somebody like the person cannot have a finding.
func (s *screen) never(o *kb.Only) bool {
	if o == nil {
		return false
	}
	p := s.person
	switch {
	case o.Sex != "" && (p.Sex == clinical.Female || p.Sex == clinical.Male) && string(p.Sex) != o.Sex,
		o.MinAge != nil && p.AgeUnder(*o.MinAge),
		o.MaxAge != nil && p.AgeOver(*o.MaxAge):
		return true
	}
	return len(o.Needs) > 0 && !slices.ContainsFunc(o.Needs, func(id string) bool { return s.state(id) != clinical.Absent })
}

// fails reports that an expression is surely false. When in doubt it says no.
func (s *screen) fails(e *kb.Expr) bool {
	part := func(x kb.Expr) bool { return s.fails(&x) }
	switch {
	case e.Finding != "":
		return s.state(e.Finding) == clinical.Absent
	case e.All != nil:
		return slices.ContainsFunc(e.All, part)
	case e.Any != nil:
		return !slices.ContainsFunc(e.Any, func(x kb.Expr) bool { return !part(x) })
	case e.Age != nil && s.person.Age != nil:
		return e.Age.GTE != nil && s.person.AgeUnder(*e.Age.GTE) || e.Age.LT != nil && s.person.AgeOver(*e.Age.LT)
	}
	return false
}

// verdict is what the contraindications of an activity come to.
type verdict struct {
	excluded []kb.Contraindication // not cautions, with a finding that is present
	findings []string              // those findings, sorted
	checks   []Check               // not cautions, not settled
	cautions []string              // hold, or have not been ruled out
	warned   int                   // cautions with a finding that is present
}

func (s *screen) judge(a *kb.Activity) *verdict {
	v := &verdict{}
	for _, c := range a.Contraindications {
		present, open := s.sort(c.When)
		switch {
		case c.Caution && len(present) > 0:
			v.warned++
			v.cautions = append(v.cautions, c.Text)
		case c.Caution && (len(open) > 0 || len(c.When) == 0):
			v.cautions = append(v.cautions, c.Text)
		case c.Caution:
		case len(present) > 0:
			v.excluded = append(v.excluded, c)
			v.findings = append(v.findings, present...)
		case len(open) > 0 || len(c.When) == 0:
			v.checks = append(v.checks, Check{Text: c.Text, Questions: s.questions(open)})
		}
	}
	slices.Sort(v.findings)
	v.findings = slices.Compact(v.findings)
	return v
}

// sort tells which findings are present and which are not settled.
func (s *screen) sort(ids []string) (present, open []string) {
	for _, id := range ids {
		switch s.state(id) {
		case clinical.Present:
			present = append(present, id)
		case clinical.Unsaid:
			open = append(open, id)
		}
	}
	return present, open
}

func (s *screen) questions(ids []string) []Question {
	out := []Question{}
	for _, id := range ids {
		if f := s.known.Finding(id); f != nil {
			out = append(out, Question{Finding: id, Text: f.Ask(s.other)})
		}
	}
	return out
}

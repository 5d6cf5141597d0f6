package labs

import (
	"math"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// subject is the person with what is known about them beside the results.
type subject struct {
	clinical.Person
	evidence clinical.Evidence
	patterns map[string]*kb.Expr
}

// years tells whether the age lies from low to high years, both included; nil is open.
func (s *subject) years(low, high *int) truth {
	switch {
	case low == nil && high == nil:
		return yes
	case s.Age == nil:
		return unknown
	}
	age := int(math.Floor(*s.Age))
	return sure((low == nil || age >= *low) && (high == nil || age <= *high))
}

// daysAYear turns an age in years into days of life.
const daysAYear = 365.25

// days tells whether the age lies from low to high days of life, both included; nil is
// open. A bare 0 is a baby of whom only the year is known.
func (s *subject) days(low, high *int) truth {
	switch {
	case low == nil || high == nil:
		return yes
	case s.Age == nil || *s.Age == 0:
		return unknown
	}
	day := int(math.Floor(*s.Age * daysAYear))
	return sure(*s.Age < 1 && day >= *low && day <= *high)
}

// sex tells whether the person is of that sex; any and the empty word are everybody.
func (s *subject) sex(want string) truth {
	switch {
	case want == "" || want == "any":
		return yes
	case s.Sex == clinical.Female || s.Sex == clinical.Male:
		return sure(string(s.Sex) == want)
	}
	return unknown
}

// pregnant is no for men, and where the answer "not pregnant" was given.
func (s *subject) pregnant() truth {
	switch {
	case s.Pregnant != nil:
		return sure(*s.Pregnant)
	case s.Sex == clinical.Male:
		return no
	}
	return s.said("pregnant")
}

func (s *subject) said(finding string) truth {
	switch {
	case s.evidence.Present(finding):
		return yes
	case s.evidence.Absent(finding):
		return no
	}
	return unknown
}

// holds works out an expression; what has not been answered leaves it unknown.
func (s *subject) holds(e *kb.Expr) truth {
	switch {
	case e == nil:
		return yes
	case e.Finding != "":
		return s.said(e.Finding)
	case len(e.All) > 0:
		out := yes
		for i := range e.All {
			out = both(out, s.holds(&e.All[i]))
		}
		return out
	case len(e.Any) > 0:
		out := no
		for i := range e.Any {
			out = either(out, s.holds(&e.Any[i]))
		}
		return out
	case e.AtLeast != nil:
		return s.atLeast(e.AtLeast)
	case e.GTE != nil:
		return s.reaches(e.GTE, func(v float64) bool { return v >= e.GTE.Value })
	case e.LTE != nil:
		return s.reaches(e.LTE, func(v float64) bool { return v <= e.LTE.Value })
	case e.Age != nil:
		if s.Age == nil {
			return unknown
		}
		return sure((e.Age.GTE == nil || *s.Age >= *e.Age.GTE) && (e.Age.LT == nil || *s.Age < *e.Age.LT))
	case e.Maternal:
		return either(s.pregnant(), s.said("pregnancy_or_postpartum"))
	case e.Pattern != "":
		return s.holds(s.patterns[e.Pattern])
	case e.Unconfirmed != nil:
		if s.said(e.Unconfirmed.Confirm) == no {
			return no
		}
		return s.said(e.Unconfirmed.Finding)
	}
	return unknown
}

func (s *subject) atLeast(e *kb.AtLeast) truth {
	have, open := 0, 0
	for i := range e.Of {
		switch s.holds(&e.Of[i]) {
		case yes:
			have++
		case unknown:
			open++
		}
	}
	switch {
	case have >= e.N:
		return yes
	case have+open < e.N:
		return no
	}
	return unknown
}

func (s *subject) reaches(c *kb.Compare, ok func(float64) bool) truth {
	v, known := s.evidence.Number(c.Finding)
	if !known {
		return unknown
	}
	return sure(ok(v))
}

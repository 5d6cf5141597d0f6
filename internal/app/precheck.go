package app

import (
	"slices"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

// Precheck is what somebody answers before they book: the signs that are there, and for
// each group of signs of which none is, that none is or that they are not sure.
type Precheck struct {
	Signs  []string `json:"signs,omitempty"`  // finding ids
	None   []string `json:"none,omitempty"`   // group ids
	Unsure []string `json:"unsure,omitempty"` // group ids
}

// PrecheckGroup is a group of signs to ask about.
type PrecheckGroup struct {
	ID, Title string
	Signs     []Option // finding and its question
}

// ServiceKinds lists what kinds of services can be offered, as id and name.
func (s *Service) ServiceKinds() []Option {
	var out []Option
	for _, b := range s.base.Care.Bookable {
		out = append(out, Option{b.ID, b.Name})
	}
	return out
}

// Prechecks lists what is asked before a kind of service. other words the questions for
// somebody who answers for the person. errs.NotFound for a kind that is none.
func (s *Service) Prechecks(kind string, other bool) ([]PrecheckGroup, error) {
	b := s.base.Bookable(kind)
	if b == nil {
		return nil, errs.New(errs.NotFound, "there is no such kind of service")
	}
	var out []PrecheckGroup
	for _, g := range s.base.Prechecks(b) {
		x := PrecheckGroup{ID: g.ID, Title: g.Title}
		for _, id := range g.Findings {
			x.Signs = append(x.Signs, Option{id, s.base.Finding(id).Ask(other)})
		}
		out = append(out, x)
	}
	return out, nil
}

// Fitness is what a precheck comes to.
type Fitness struct {
	Fit     bool
	Urgency Urgency  // level, action and reasons of the red flags; routine at least when not fit
	Against []string // why this kind of service is wrong now, in words
	// AskFirst are the titles of groups about which a clinician is to be asked first: a sign
	// of them is there, or the person is not sure.
	AskFirst []string
}

// Fitness judges a precheck for a kind of service. Everything that is asked must be
// answered: errs.Invalid with the field precheck.GROUP otherwise, and for a sign or a
// group that is not asked; errs.NotFound for a kind that is none. country, for the number
// to call, may be empty.
func (s *Service) Fitness(kind string, c *Precheck, country string, other bool) (*Fitness, error) {
	b := s.base.Bookable(kind)
	if b == nil {
		return nil, errs.New(errs.NotFound, "there is no such kind of service")
	}
	groups := s.base.Prechecks(b)
	if err := c.check(groups); err != nil {
		return nil, err
	}
	where, err := s.country(country)
	if err != nil {
		return nil, err
	}
	in := assess.Case{Evidence: c.evidence(groups)}
	a := s.Engine().Assess(in, assess.Options{})
	out := &Fitness{}
	if b.Activity != "" {
		for _, o := range s.planner.Against(b.Activity, in.Person, a.Evidence) {
			out.Against = append(out.Against, o.Text)
		}
		for _, g := range groups {
			if !slices.Contains(c.None, g.ID) {
				out.AskFirst = append(out.AskFirst, g.Title)
			}
		}
	}
	out.Fit = a.Urgency.Floor < b.From && len(out.Against) == 0 && len(out.AskFirst) == 0
	// Only what was asked counts: how likely causes are of which nothing is known does not.
	a.Urgency.Level, a.Urgency.Harm = a.Urgency.Floor, clinical.SelfCare
	if !out.Fit {
		a.Urgency.Level = max(a.Urgency.Level, clinical.Routine)
	}
	out.Urgency = s.urgency(a, where, other)
	return out, nil
}

// check refuses answers that leave something open, contradict each other or answer what
// was not asked.
func (c *Precheck) check(groups []kb.Precheck) error {
	var ids, signs []string
	for _, g := range groups {
		ids, signs = append(ids, g.ID), append(signs, g.Findings...)
		ticked := slices.ContainsFunc(c.Signs, func(id string) bool { return slices.Contains(g.Findings, id) })
		said := 0
		for _, yes := range []bool{ticked, slices.Contains(c.None, g.ID), slices.Contains(c.Unsure, g.ID)} {
			if yes {
				said++
			}
		}
		switch {
		case said == 0:
			return errs.Field("precheck."+g.ID, "is not answered: tick what is true, or none of these")
		case said > 1:
			return errs.Field("precheck."+g.ID, "has answers that contradict each other: keep one")
		}
	}
	for _, id := range c.Signs {
		if !slices.Contains(signs, id) {
			return errs.Field("precheck", "names a sign that was not asked")
		}
	}
	for _, id := range slices.Concat(c.None, c.Unsure) {
		if !slices.Contains(ids, id) {
			return errs.Field("precheck", "names a group that was not asked")
		}
	}
	return nil
}

// evidence is what the answers say: of a group that was answered, what is not ticked is
// absent.
func (c *Precheck) evidence(groups []kb.Precheck) clinical.Evidence {
	ev := clinical.Evidence{}
	for _, g := range groups {
		for _, id := range g.Findings {
			switch {
			case slices.Contains(c.Signs, id):
				ev[id] = clinical.Answer{Presence: clinical.Present}
			case slices.Contains(c.Unsure, g.ID):
				ev[id] = clinical.Answer{Presence: clinical.NotKnown}
			default:
				ev[id] = clinical.Answer{Presence: clinical.Absent}
			}
		}
	}
	return ev
}

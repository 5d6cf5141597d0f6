package app

import (
	"fmt"
	"strings"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
)

// expectedHarm names the reason that is no red flag.
const expectedHarm = "expected_harm"

func (s *Service) country(code string) (*kb.Country, error) {
	if code == "" {
		return nil, nil
	}
	c := s.base.Country(strings.ToUpper(code))
	if c == nil && len(code) != 2 {
		return nil, errs.Field("country", "use a two-letter code such as GB, US or IN")
	}
	return c, nil
}

func (s *Service) urgency(a *assess.Assessment, country *kb.Country, other bool) Urgency {
	do := s.base.Action(a.Urgency.Level).For(other)
	u := Urgency{
		Level: a.Urgency.Level, Reasons: []Reason{}, Action: do.Action, Meanwhile: do.Meanwhile, SoonerIf: do.SoonerIf,
		Unconfirmed: a.Urgency.Unconfirmed,
	}
	if u.Level == clinical.Emergency && country != nil {
		u.Call = country.Ambulance
	}
	if a.Urgency.Harm > a.Urgency.Floor {
		u.Reasons = append(u.Reasons, s.harmReason(a))
	}
	for _, f := range a.Urgency.Fired {
		r := f.Rule
		u.Reasons = append(u.Reasons, Reason{Rule: r.ID, Level: r.Level, Findings: list(f.Findings), Text: r.Sentence(other), Why: r.Why, Sources: list(r.Sources)})
	}
	return u
}

// harmReason tells which possible causes raise the level above the red flags.
func (s *Service) harmReason(a *assess.Assessment) Reason {
	var names []string
	for _, d := range a.Differential {
		if d.Condition.Urgency.Level >= a.Urgency.Harm && len(names) < 3 && d.Posttest > 0.01 {
			names = append(names, fmt.Sprintf("%s (%s)", d.Condition.PlainName, often(d.Posttest)+" of 100"))
		}
	}
	text := "No single warning sign, but waiting would be the bigger risk given what it may be."
	if len(names) > 0 {
		text = "No single warning sign, but among the possible causes are some that should not wait: " + strings.Join(names, "; ") + "."
	}
	return Reason{Rule: expectedHarm, Level: a.Urgency.Harm, Findings: []string{}, Text: text, Sources: []string{}}
}

// fearedConditions are the ids of what every answer speaks to, likely or not.
func fearedConditions(base *kb.Base) (ids []string) {
	for _, c := range base.Conditions {
		if c.Feared != nil {
			ids = append(ids, c.ID)
		}
	}
	return ids
}

// feared says for each feared condition why it is or is not among the likely ones.
func (s *Service) feared(a *assess.Assessment, other bool) []Feared {
	out := []Feared{}
	for _, id := range s.fears {
		d, ok := a.Candidate(id)
		if !ok {
			continue
		}
		f, how, often := Feared{Condition: id, Name: d.Condition.PlainName, Posttest: d.Posttest, Why: d.Condition.Feared.Why, For: s.terms(d.For, other), Against: s.terms(d.Against, other)},
			d.Condition.Feared, frequency(d.Posttest, other)
		switch {
		case d.Posttest >= how.LikelyFrom:
			f.Text = "This is among the likely causes: " + often + ". " + how.SettledBy
		case d.Posttest >= how.PossibleFrom:
			f.Text = "This is not the likeliest cause but it is possible: " + often + ". " + how.SettledBy
		default:
			f.Text = "This is unlikely with these answers: " + often + ". " + how.WatchFor
		}
		out = append(out, f)
	}
	return out
}

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

func (s *Service) urgency(a *assess.Assessment, country *kb.Country) Urgency {
	u := Urgency{Level: a.Urgency.Level, Reasons: []Reason{}, Action: s.base.Action(a.Urgency.Level).Action, Unconfirmed: a.Urgency.Unconfirmed}
	do := s.base.Action(u.Level)
	u.Meanwhile, u.SoonerIf = do.Meanwhile, do.SoonerIf
	if u.Level == clinical.Emergency && country != nil {
		u.Call = country.Ambulance
	}
	if a.Urgency.Harm > a.Urgency.Floor {
		u.Reasons = append(u.Reasons, s.harmReason(a))
	}
	for _, f := range a.Urgency.Fired {
		r := f.Rule
		u.Reasons = append(u.Reasons, Reason{Rule: r.ID, Level: r.Level, Findings: list(f.Findings), Text: r.Tells, Why: r.Why, Sources: list(r.Sources)})
	}
	return u
}

// harmReason tells which possible causes raise the level above the red flags.
func (s *Service) harmReason(a *assess.Assessment) Reason {
	var names []string
	for _, d := range a.Differential {
		if d.Condition.Urgency.Level >= a.Urgency.Harm && len(names) < 3 && d.Posttest > 0.01 {
			names = append(names, fmt.Sprintf("%s (%s)", d.Condition.PlainName, strings.TrimPrefix(frequency(d.Posttest), "of 100 people who answer like you, ")+" of 100"))
		}
	}
	text := "No single warning sign, but waiting would be the bigger risk given what it may be."
	if len(names) > 0 {
		text = "No single warning sign, but among the possible causes are some that should not wait: " + strings.Join(names, "; ") + "."
	}
	return Reason{Rule: expectedHarm, Level: a.Urgency.Harm, Findings: []string{}, Text: text, Sources: []string{}}
}

// fearedConditions are what people who lie awake fear most; each is always spoken to.
var fearedConditions = []string{"deep_vein_thrombosis"}

// feared says for each feared condition why it is or is not among the likely ones.
func (s *Service) feared(a *assess.Assessment) []Feared {
	out := []Feared{}
	for _, id := range fearedConditions {
		d, ok := a.Candidate(id)
		if !ok {
			continue
		}
		f := Feared{Condition: id, Name: d.Condition.PlainName, Posttest: d.Posttest, For: s.terms(d.For), Against: s.terms(d.Against)}
		switch {
		case d.Posttest >= 0.1:
			f.Text = "This is among the likely causes: " + frequency(d.Posttest) + "."
		case d.Posttest >= 0.01:
			f.Text = "This is not the likeliest cause but it is possible: " + frequency(d.Posttest) + ". Only a test can rule it out."
		default:
			f.Text = "This is unlikely with your answers: " + frequency(d.Posttest) + ". If one leg swells, or turns warm or red, answer again."
		}
		out = append(out, f)
	}
	return out
}

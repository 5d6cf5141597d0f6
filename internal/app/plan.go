package app

import (
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/narrative"
)

// PlanRequest asks for a care plan. It is the JSON body of POST /api/v1/plan.
type PlanRequest struct {
	Person      Person      `json:"person"`
	Text        string      `json:"text,omitempty"`
	Evidence    []Answer    `json:"evidence,omitempty"`
	Locale      string      `json:"locale,omitempty"`
	Country     string      `json:"country,omitempty"`
	About       string      `json:"about,omitempty"` // self or other, as in Request
	Preferences Preferences `json:"preferences"`
}

// PlanResponse is a care plan as the contract writes it.
type PlanResponse struct {
	Knowledge  Knowledge    `json:"knowledge"`
	Understood []Understood `json:"understood"`
	Person     Person       `json:"person"`
	Urgency    Urgency      `json:"urgency"`
	care.Plan
}

// Plan works out a care plan. It is a pure function of the request and the knowledge
// base. Errors are errs.Invalid and name the field; nothing is computed on half an input.
func (s *Service) Plan(r *PlanRequest) (*PlanResponse, error) {
	in, err := s.read(&Request{Person: r.Person, Text: r.Text, Evidence: r.Evidence, Locale: r.Locale, Country: r.Country, About: r.About})
	if err != nil {
		return nil, err
	}
	pref, err := r.Preferences.read(s.planner)
	if err != nil {
		return nil, prefix("preferences", err)
	}
	a := s.Engine().Assess(in.Case, assess.Options{Asked: len(r.Evidence)})
	plan := s.planner.Plan(&care.Case{Person: in.Person, Assessment: a, Medicines: s.named(in.mentions), Preferences: pref, Other: in.other})
	return &PlanResponse{
		Knowledge:  Knowledge{s.base.Version},
		Understood: s.understood(in.mentions, in.other),
		Person:     Person{Age: in.Person.Age, Sex: string(in.Person.Sex), Pregnant: in.Person.Pregnant},
		Urgency:    s.urgency(a, in.country, in.other),
		Plan:       *plan,
	}, nil
}

// Routines are the routines for people without a check, in the order of the knowledge
// base. ReadFirst is to be read before starting.
func (s *Service) Routines() []care.Routine { return s.planner.Routines() }

// Routine returns one of Routines, or errs.NotFound.
func (s *Service) Routine(id string) (*care.Routine, error) {
	if r, ok := s.planner.Routine(id); ok {
		return r, nil
	}
	return nil, errs.New(errs.NotFound, "there is no such routine")
}

// Cramps lists what to do about a cramp right now, for each muscle: calf, foot,
// front_thigh, back_thigh.
func (s *Service) Cramps() []care.Cramp { return s.planner.Cramps() }

// Cramp returns one of Cramps, or errs.NotFound.
func (s *Service) Cramp(muscle string) (*care.Cramp, error) {
	if c, ok := s.planner.CrampSteps(muscle); ok {
		return c, nil
	}
	return nil, errs.New(errs.NotFound, "there is no such muscle")
}

// Equipment lists what a person can say to have at hand, for Preferences.Equipment.
func (s *Service) Equipment() []care.Equipment { return s.planner.Equipment() }

// medicineClasses lists the classes of every drug and brand by its name in lower case.
func medicineClasses(base *kb.Base) map[string][]string {
	out := map[string][]string{}
	for _, m := range base.Medicines {
		for _, d := range m.Drugs {
			for _, name := range append([]string{d.Name}, d.Brands...) {
				key := strings.ToLower(name)
				if !slices.Contains(out[key], m.ID) {
					out[key] = append(out[key], m.ID)
				}
			}
		}
	}
	return out
}

// named lists the classes of the medicines whose very names stand in the text.
func (s *Service) named(ms []narrative.Mention) []string {
	var out []string
	for _, m := range ms {
		if m.Presence == "present" {
			out = append(out, s.classes[strings.ToLower(m.Text)]...)
		}
	}
	return out
}

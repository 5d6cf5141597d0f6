package app

import (
	"github.com/legible-health/legible/internal/care"
)

// PlanRequest asks for a care plan. It is the JSON body of POST /api/v1/plan.
type PlanRequest struct {
	Person      Person      `json:"person"`
	Text        string      `json:"text,omitempty"`
	Evidence    []Answer    `json:"evidence,omitempty"`
	Locale      string      `json:"locale,omitempty"`
	Country     string      `json:"country,omitempty"`
	Preferences Preferences `json:"preferences"`
}

// Preferences are what the person likes and has; everything may be left out.
type Preferences struct {
	Minutes   *int      `json:"minutes,omitempty"`    // a day, 1–60
	Places    *[]string `json:"places,omitempty"`     // floor, bed, chair, standing; at least one
	Equipment *[]string `json:"equipment,omitempty"`  // at hand; an empty list is nothing
	Preset    string    `json:"preset,omitempty"`     // seed, trial or gentle
	Wishes    []string  `json:"wishes,omitempty"`     // ids of activities or exercises, or categories
	NotWanted []string  `json:"not_wanted,omitempty"` // the same
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
func (s *Service) Plan(r *PlanRequest) (*PlanResponse, error) { panic("being written") }

// Routines are the routines for people without a check, in a fixed order. Read ReadFirst before starting.
func (s *Service) Routines() []care.Routine { panic("being written") }

// Routine returns one of Routines, or errs.NotFound.
func (s *Service) Routine(id string) (*care.Routine, error) { panic("being written") }

// Cramps lists what to do about a cramp right now, for each muscle: calf, foot, front_thigh, back_thigh.
func (s *Service) Cramps() []care.Cramp { panic("being written") }

// Cramp returns one of Cramps, or errs.NotFound.
func (s *Service) Cramp(muscle string) (*care.Cramp, error) { panic("being written") }

// Equipment lists what a person can say to have at hand, for Preferences.Equipment.
func (s *Service) Equipment() []care.Equipment { panic("being written") }

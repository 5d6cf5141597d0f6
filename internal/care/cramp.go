package care

// Cramp is what to do about a cramp right now.
type Cramp struct {
	Muscle   string   `json:"muscle"` // calf, foot, front_thigh or back_thigh
	Name     string   `json:"name"`
	Exercise string   `json:"exercise"`
	Steps    []string `json:"steps"`
	Helper   []string `json:"helper"` // what somebody else does for the person
	Figures  []string `json:"figures"`
	NotIf    []string `json:"not_if"` // contraindications to read first
	StopIf   []string `json:"stop_if"`
	After    []Item   `json:"after"` // walk, warmth, cold, massage, legs up, with their limits under check_first

	HelpAfterMinutes int      `json:"help_after_minutes"` // without relief: get help
	HelpText         string   `json:"help_text"`
	Estimate         bool     `json:"estimate"` // of the minutes
	Sources          []string `json:"sources"`
}

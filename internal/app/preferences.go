package app

import (
	"fmt"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/errs"
)

// Limits of preferences.
const (
	MinMinutes = 1
	MaxMinutes = 60  // a day
	MaxChoices = 100 // entries of one list
)

// Preferences are what the person likes and has; everything may be left out.
type Preferences struct {
	Minutes   *int      `json:"minutes,omitempty"`    // a day, 1–60
	Places    *[]string `json:"places,omitempty"`     // of care.Places; at least one
	Equipment *[]string `json:"equipment,omitempty"`  // at hand; an empty list is nothing
	Preset    string    `json:"preset,omitempty"`     // of care.Presets
	Wishes    []string  `json:"wishes,omitempty"`     // ids of activities or exercises, or categories
	NotWanted []string  `json:"not_wanted,omitempty"` // the same
}

// read checks the preferences. Errors name the field below preferences.
func (p *Preferences) read(planner *care.Planner) (out care.Preferences, err error) {
	if p.Minutes != nil {
		if out.Minutes = *p.Minutes; out.Minutes < MinMinutes || out.Minutes > MaxMinutes {
			return out, errs.Field("minutes", "must be from %d to %d", MinMinutes, MaxMinutes)
		}
	}
	if p.Places != nil {
		if len(*p.Places) == 0 {
			return out, errs.Field("places", "is empty: name at least one, or leave it out")
		}
		if out.Places, err = among("places", *p.Places, care.Places); err != nil {
			return out, err
		}
	}
	if p.Equipment != nil {
		var known []string
		for _, e := range planner.Equipment() {
			known = append(known, e.ID)
		}
		if out.Equipment, err = among("equipment", *p.Equipment, known); err != nil {
			return out, err
		}
	}
	if p.Preset != "" && !slices.Contains(care.Presets, p.Preset) {
		return out, errs.Field("preset", "use %s", strings.Join(care.Presets, ", "))
	}
	out.Preset = p.Preset
	return out, p.choices(planner, &out)
}

// choices reads what is wished and what is not wanted.
func (p *Preferences) choices(planner *care.Planner, out *care.Preferences) error {
	for _, x := range []struct {
		field string
		words []string
		to    *[]string
	}{{"wishes", p.Wishes, &out.Wishes}, {"not_wanted", p.NotWanted, &out.NotWanted}} {
		if len(x.words) > MaxChoices {
			return errs.Field(x.field, "has %d entries; at most %d are read", len(x.words), MaxChoices)
		}
		for i, w := range x.words {
			if !planner.Knows(w) {
				return errs.Field(fmt.Sprintf("%s[%d]", x.field, i), "is no activity, exercise or category; GET /api/v1/knowledge/activities and exercises list them")
			}
		}
		*x.to = x.words
	}
	for i, w := range p.NotWanted {
		if slices.Contains(p.Wishes, w) {
			return errs.Field(fmt.Sprintf("not_wanted[%d]", i), "is wished too; keep one")
		}
	}
	return nil
}

// among checks words of a closed list. The result is never nil.
func among(field string, words, allowed []string) ([]string, error) {
	if len(words) > MaxChoices {
		return nil, errs.Field(field, "has %d entries; at most %d are read", len(words), MaxChoices)
	}
	for i, w := range words {
		if !slices.Contains(allowed, w) {
			return nil, errs.Field(fmt.Sprintf("%s[%d]", field, i), "use %s", strings.Join(allowed, ", "))
		}
	}
	return append([]string{}, words...), nil
}

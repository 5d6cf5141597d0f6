package care

import (
	"slices"

	"github.com/legible-health/legible/internal/kb"
)

// Preferences are what a person likes and has. The zero value excludes nothing. App
// checks them; here unknown words match nothing.
type Preferences struct {
	Minutes   int      // a day, 1–60; 0 is no limit. An evening and one activity of the week fit in
	Places    []string // of Places; nil is anywhere
	Equipment []string // ids of knowledge/care.yaml; nil is not asked, empty is nothing at hand
	Preset    string   // of Presets; empty is the first one of the routine
	Wishes    []string // ids or categories, offered if safe even when nothing else speaks for them
	NotWanted []string // ids or categories
}

// Places are where a person can do exercises.
var Places = []string{"floor", "bed", "chair", "standing"}

// Presets of a routine: the dose of the seed documents, of the trial, or a gentle one.
var Presets = kb.Presets

// positions that each place allows.
var positions = map[string][]string{
	"floor": {"floor", "lying"}, "bed": {"lying"}, "chair": {"seated"}, "standing": {"standing"},
}

func (p *Preferences) allows(position string) bool {
	return p.Places == nil || slices.ContainsFunc(p.Places, func(place string) bool {
		return slices.Contains(positions[place], position)
	})
}

// has reports whether one of each list is at hand.
func (p *Preferences) has(lists [][]string) bool {
	if p.Equipment == nil {
		return true
	}
	for _, list := range lists {
		if !slices.ContainsFunc(list, func(id string) bool { return slices.Contains(p.Equipment, id) }) {
			return false
		}
	}
	return true
}

func (p *Preferences) wishes(m *measure) bool { return names(p.Wishes, m) }

func (p *Preferences) refuses(m *measure) bool { return names(p.NotWanted, m) }

func names(list []string, m *measure) bool {
	return slices.Contains(list, m.ID) || slices.Contains(list, m.Category)
}

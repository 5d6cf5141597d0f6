package care

import (
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// Planner makes plans from one knowledge base. Safe for concurrent use.
type Planner struct {
	base     *kb.Base
	measures []*measure // activities and exercises, sorted by id
	byID     map[string]*measure
	group    map[string][]*measure     // variants by the id of the usual version, which comes first
	roots    []string                  // keys of group, sorted
	sayings  map[string][]Disagreement // by activity or exercise
	treated  map[string][]Disagreement // by condition
}

// measure is an activity or an exercise.
type measure struct {
	*kb.Activity
	exercise *kb.Exercise    // nil for an activity
	serves   map[string]bool // condition ids
}

func (m *measure) kind() string {
	if m.exercise != nil {
		return KindExercise
	}
	return KindActivity
}

// root is the id of the usual version.
func (m *measure) root() string {
	if m.exercise != nil && m.exercise.VariantOf != "" {
		return m.exercise.VariantOf
	}
	return m.ID
}

// New prepares a planner. The base must come from kb.Load or kb.Decode.
func New(base *kb.Base) *Planner {
	p := &Planner{base: base, byID: map[string]*measure{}, sayings: map[string][]Disagreement{}, treated: map[string][]Disagreement{}}
	for _, a := range base.Activities {
		p.add(&measure{Activity: a})
	}
	for _, e := range base.Exercises {
		p.add(&measure{Activity: &e.Activity, exercise: e})
	}
	slices.SortFunc(p.measures, func(a, b *measure) int { return strings.Compare(a.ID, b.ID) })
	for _, c := range base.Conditions {
		for _, id := range c.SelfCare { // ids among plain advice
			if m := p.byID[id]; m != nil {
				m.serves[c.ID] = true
			}
		}
	}
	p.gather()
	for _, d := range base.Disagreements {
		said := Disagreement{ID: d.ID, Topic: d.Topic, SeedSays: d.SeedSays, EvidenceSays: d.EvidenceSays, Stronger: d.Stronger,
			GradeNote: d.GradeNote, Sources: list(d.Sources)}
		for _, id := range d.Activities {
			p.sayings[id] = append(p.sayings[id], said)
		}
		for _, id := range d.Conditions {
			p.treated[id] = append(p.treated[id], said)
		}
	}
	return p
}

func (p *Planner) add(m *measure) {
	m.serves = map[string]bool{}
	for _, id := range m.ForCauses {
		m.serves[id] = true
	}
	p.measures = append(p.measures, m)
	p.byID[m.ID] = m
}

// gather puts variants beside their usual version.
func (p *Planner) gather() {
	p.group = map[string][]*measure{}
	for _, m := range p.measures {
		if m.root() == m.ID {
			p.group[m.ID] = []*measure{m}
			p.roots = append(p.roots, m.ID)
		}
	}
	for _, m := range p.measures {
		if m.root() != m.ID {
			p.group[m.root()] = append(p.group[m.root()], m)
		}
	}
}

// Equipment lists what a person can say to have at hand.
func (p *Planner) Equipment() []Equipment {
	out := []Equipment{}
	for _, e := range p.base.Care.Equipment {
		out = append(out, Equipment{ID: e.ID, Name: e.Name})
	}
	return out
}

// Knows reports whether a word is an activity, an exercise or a category of them.
func (p *Planner) Knows(word string) bool {
	return p.byID[word] != nil || slices.Contains(kb.ActivityCategories, word)
}

// list is never nil.
func list[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

package care

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
)

// Case is what a plan is about.
type Case struct {
	Person      clinical.Person
	Assessment  *assess.Assessment
	Medicines   []string // ids of medicine classes that were named
	Preferences Preferences
	Other       bool // questions are put to somebody who answers for the person
}

// visit is one case on its way to a plan.
type visit struct {
	*Planner
	screen
	causes    []assess.Candidate // most probable first
	level     clinical.Urgency
	pref      *Preferences
	medicines []string
	plan      *Plan
}

func (p *Planner) visit(c *Case) *visit {
	return &visit{Planner: p, screen: screen{p.base, c.Person, c.Assessment.Evidence, c.Other}, causes: c.Assessment.Differential,
		level: c.Assessment.Urgency.Level, pref: &c.Preferences, medicines: c.Medicines}
}

// Plan makes a plan. It never fails. Order of evidence and preferences does not matter.
func (p *Planner) Plan(c *Case) *Plan {
	v := p.visit(c)
	v.plan = &Plan{Tonight: []Item{}, Week: []Item{}, WithClinician: []Item{}, Avoid: []Item{}, More: []Mention{}, LeftOut: []LeftOut{}}
	if v.level >= clinical.SameDay {
		v.plan.Tonight = append(v.plan.Tonight, v.urgent())
	}
	tonight, week, clinician := v.choose()
	v.plan.Routine = v.routine()
	tonight = v.afford(tonight)
	v.plan.Tonight = append(v.plan.Tonight, v.most(tonight, v.base.Care.Plan.MostTonight)...)
	v.plan.Week = append(v.plan.Week, v.most(week, v.base.Care.Plan.MostWeek)...)
	if v.level < clinical.Emergency {
		v.withClinician(clinician)
	}
	slices.SortFunc(v.plan.LeftOut, func(a, b LeftOut) int { return strings.Compare(a.ID, b.ID) })
	return v.plan
}

// urgent is the help to get, and what to do until then.
func (v *visit) urgent() Item {
	do := v.base.Action(v.level)
	return blank(Item{ID: KindUrgent, Kind: KindUrgent, Name: do.Action, Steps: []string{do.Meanwhile, do.SoonerIf}})
}

// choose goes through all measures. What is chosen comes back by section, best first.
func (v *visit) choose() (tonight, week, clinician []Item) {
	sections := map[string][]Item{}
	for _, group := range v.groups {
		if m, item := v.best(group); m != nil {
			sections[m.Section] = append(sections[m.Section], item)
		}
	}
	for _, items := range sections {
		v.order(items)
	}
	return sections["tonight"], sections["week"], sections["clinician"]
}

// best picks the version of a measure that fits the person, and notes why others do not.
func (v *visit) best(group []*measure) (*measure, Item) {
	var wanted, fit []*measure
	var out []LeftOut
	for _, m := range group {
		if !v.wants(m) {
			continue
		}
		wanted = append(wanted, m)
		if left, ok := v.leaves(m); ok {
			out = append(out, left)
		} else {
			fit = append(fit, m)
		}
	}
	for _, left := range out { // what another version replaces is not left out for taste
		if len(fit) == 0 || left.Reason == OutContraindicated || left.Reason == OutCause || left.Reason == OutNotWanted {
			v.plan.LeftOut = append(v.plan.LeftOut, left)
		}
	}
	if len(fit) == 0 {
		return nil, Item{}
	}
	slices.SortStableFunc(fit, func(a, b *measure) int { // the usual version first
		return cmp.Or(-compareBool(slices.Contains(v.pref.Wishes, a.ID), slices.Contains(v.pref.Wishes, b.ID)),
			cmp.Compare(v.verdict(a.Activity).warned, v.verdict(b.Activity).warned))
	})
	item := v.item(fit[0])
	for _, m := range fit[1:] {
		item.Variants = append(item.Variants, m.ID)
	}
	return fit[0], item
}

// wants reports whether a measure would be offered if nothing stood against it.
func (v *visit) wants(m *measure) bool {
	if m.Stance == "avoid" || v.never(m.OnlyFor) || m.OnlyFor != nil && len(m.OnlyFor.Needs) > 0 && !v.anyPresent(m.OnlyFor.Needs) {
		return false
	}
	return v.pref.wishes(m) || v.comforts(m) || v.relevance(m) >= v.threshold(m)
}

// comforts reports what is safe and may be welcome until being seen the same day.
func (v *visit) comforts(m *measure) bool {
	return v.level == clinical.SameDay && m.WhileWaiting && m.Section == "tonight" && m.Stance == "offer"
}

func (v *visit) anyPresent(ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool { return v.state(id) == clinical.Present })
}

func (v *visit) threshold(m *measure) float64 {
	if m.Stance == "offer" || m.Stance == "action" {
		return v.base.Care.Plan.LeastRelevance
	}
	return v.base.Care.Plan.OptionalRelevance
}

// order sorts items: wishes, relevance, grade, id.
func (v *visit) order(items []Item) {
	wish := func(x *Item) bool { return len(x.Why) > 0 && x.Why[0].Kind == WhyWish }
	slices.SortFunc(items, func(a, b Item) int {
		return cmp.Or(-compareBool(wish(&a), wish(&b)), -cmp.Compare(a.Relevance, b.Relevance),
			strings.Compare(a.Grade, b.Grade), strings.Compare(a.ID, b.ID))
	})
}

// afford spends the minutes of an evening: the routine first, then items in their
// order. Stretches are part of the routine.
func (v *visit) afford(items []Item) []Item {
	if v.pref.Minutes == 0 {
		return items
	}
	left := v.pref.Minutes - int(math.Ceil(float64(v.plan.Routine.Seconds)/60))
	var out []Item
	for _, x := range items {
		m := v.byID[x.ID]
		switch {
		case m.Minutes == nil || m.Category == "stretch" && v.plan.Routine.Seconds > 0:
		case m.Minutes.Min > left:
			v.leaveOut(m, OutTime, "It does not fit into the minutes you have.", nil)
			continue
		default:
			left -= m.Minutes.Min
		}
		out = append(out, x)
	}
	return out
}

// most keeps the first n items and mentions the others.
func (v *visit) most(items []Item, n int) []Item {
	for _, x := range items[min(n, len(items)):] {
		v.plan.More = append(v.plan.More, Mention{ID: x.ID, Kind: x.Kind, Name: x.Name})
	}
	return items[:min(n, len(items))]
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

package care

import (
	"cmp"
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
	verdicts  map[*measure]*verdict // worked out once
	worth     map[*measure]float64  // relevance, the same
	left      map[*measure]*LeftOut // the same; nil for what fits
	held      []withholding
}

func (p *Planner) visit(c *Case) *visit {
	v := &visit{Planner: p, screen: screen{p.base, c.Person, c.Assessment.Evidence, c.Other}, causes: c.Assessment.Differential,
		level: c.Assessment.Urgency.Level, pref: &c.Preferences, medicines: c.Medicines,
		verdicts: map[*measure]*verdict{}, worth: map[*measure]float64{}, left: map[*measure]*LeftOut{}}
	v.held = v.withholdings()
	return v
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
	tonight, week = v.afford(tonight, week)
	v.plan.Tonight = append(v.plan.Tonight, v.most(tonight, v.base.Care.Plan.MostTonight)...)
	v.plan.Week = append(v.plan.Week, v.most(week, v.base.Care.Plan.MostWeek)...)
	if v.level < clinical.Emergency {
		v.withClinician(clinician)
	}
	slices.SortFunc(v.plan.LeftOut, func(a, b LeftOut) int { return strings.Compare(a.ID, b.ID) })
	return v.plan
}

// verdict is what the contraindications of a measure come to for the person.
func (v *visit) verdict(m *measure) *verdict {
	s := v.verdicts[m]
	if s == nil {
		s = v.judge(m.Activity)
		v.verdicts[m] = s
	}
	return s
}

// urgent is the help to get, and what to do until then.
func (v *visit) urgent() Item {
	do := v.base.Action(v.level)
	return blank(Item{ID: KindUrgent, Kind: KindUrgent, Name: do.Action, Steps: []string{do.Meanwhile, do.SoonerIf}})
}

// choose goes through all measures. What is chosen comes back by section, best first.
func (v *visit) choose() (tonight, week, clinician []Item) {
	sections := map[string][]Item{}
	for _, root := range v.roots {
		if m, item := v.best(v.group[root]); m != nil {
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
	var fit []*measure
	var out []LeftOut
	for _, m := range group {
		if !v.wants(m) {
			continue
		}
		if left := v.leaves(m); left != nil {
			out = append(out, *left)
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
			cmp.Compare(v.verdict(a).warned, v.verdict(b).warned))
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

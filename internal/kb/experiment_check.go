package kb

import (
	"slices"
	"strings"
)

func (e *Experiments) check(p problems) {
	e.Trends.check(p)
	e.Rules.check(p)
	seen := map[string]bool{}
	for i, o := range e.Outcomes {
		o.check(p, at("outcomes", i))
		unique(p, at("outcomes", i)+".id", o.ID, seen)
	}
	for _, id := range OutcomeIDs {
		if !seen[id] {
			p.add("outcomes", "%s is missing", id)
		}
	}
	seen = map[string]bool{}
	for i, f := range e.Factors {
		f.check(p, at("factors", i))
		unique(p, at("factors", i)+".id", f.ID, seen)
	}
	e.checkCategories(p)
	seen = map[string]bool{}
	for i, m := range e.Measures {
		m.check(p, at("measures", i))
		unique(p, at("measures", i)+".id", m.ID, seen)
	}
}

func (e *Experiments) checkCategories(p problems) {
	if len(e.SafeCategories) == 0 {
		p.add("safe_categories", "is empty")
	}
	seen := map[string]bool{}
	for i, c := range e.SafeCategories {
		field := at("safe_categories", i)
		oneOf(p, field, c, ActivityCategories...)
		if slices.Contains(neverAlone, c) {
			p.add(field, "%q is nothing to try alone: remove it", c)
		}
		if seen[c] {
			p.add(field, "%q stands twice: keep one", c)
		}
		seen[c] = true
	}
}

func (r TrendRules) check(p problems) {
	if r.RollingNights < 3 || r.RollingNights > 31 || r.RollingNights%2 == 0 {
		p.add("trends.rolling_nights", "must be an odd number from 3 to 31")
	}
	if r.ComparedNights < 7 || r.ComparedNights > 60 {
		p.add("trends.compared_nights", "%d is outside 7-60", r.ComparedNights)
	}
	if r.LeastEach < 5 || r.LeastNights < 2*r.LeastEach {
		p.add("trends.least_nights", "each side needs at least 5 nights, and both together the sum")
	}
	if r.LeastWeekday < 2 {
		p.add("trends.least_weekday", "must be at least 2")
	}
	if !(r.FalseDiscovery > 0 && r.FalseDiscovery <= 0.2) {
		p.add("trends.false_discovery", "%v is outside (0, 0.2]", r.FalseDiscovery)
	}
	intervalShare(p, "trends.interval", r.Interval)
	ours(p, "trends", r.Estimate)
}

func (r ExperimentRules) check(p problems) {
	if !(r.ErrorRate > 0 && r.ErrorRate <= 0.05) {
		p.add("rules.error_rate", "%v is outside (0, 0.05]", r.ErrorRate)
	}
	spent, before := 0.0, 3
	for i, l := range r.Looks {
		if l.Pairs <= before || l.Pairs > 20 {
			p.add(at("rules.looks", i)+".pairs", "must rise, from at least 4 to at most 20")
		}
		if !(l.Level > 0) {
			p.add(at("rules.looks", i)+".level", "%v is not above 0", l.Level)
		}
		spent, before = spent+l.Level, l.Pairs
	}
	if len(r.Looks) == 0 || spent > r.ErrorRate+1e-12 {
		p.add("rules.looks", "there must be one, and their levels may add up to error_rate at most: %v", spent)
	}
	intervalShare(p, "rules.interval", r.Interval)
	for _, x := range []struct {
		field string
		v     float64
	}{{"carry_over", r.CarryOver}, {"least_recorded", r.LeastRecorded}, {"least_followed", r.LeastFollowed}} {
		if !(x.v > 0 && x.v <= 1) {
			p.add("rules."+x.field, "%v is outside (0, 1]", x.v)
		}
	}
	if !(r.HarmErrors >= 1 && r.HarmErrors <= 4) {
		p.add("rules.harm_errors", "%v is outside [1, 4]", r.HarmErrors)
	}
	if r.GraceNights < 0 || r.GraceNights > 7 {
		p.add("rules.grace_nights", "%d is outside 0-7", r.GraceNights)
	}
	required(p, "rules.unknown_harm", r.UnknownHarm)
	required(p, "rules.worse_nights", r.WorseNights)
	ours(p, "rules", r.Estimate)
}

func (o OutcomeRule) check(p problems, field string) {
	oneOf(p, field+".id", o.ID, OutcomeIDs...)
	required(p, field+".name", o.Name)
	required(p, field+".less", o.Less)
	required(p, field+".more", o.More)
	required(p, field+".unit", o.Unit)
	if !(o.PriorSD > 0) || !(o.Harm > 0) || o.HarmNights < 2 {
		p.add(field, "prior_sd and harm must be above 0, harm_nights at least 2")
	}
	falling := slices.Clone(o.Shades)
	slices.Reverse(falling)
	if len(o.Shades) != 4 || !slices.IsSorted(o.Shades) && !slices.IsSorted(falling) {
		p.add(field+".shades", "must be four numbers in order")
	}
	ours(p, field, o.Estimate)
	if !(o.Matters.By > 0) {
		p.add(field+".matters.by", "%v is not above 0", o.Matters.By)
	}
	provenance(p, field+".matters", o.Matters.Estimate, o.Matters.Source, o.Matters.Status)
}

func (f Factor) check(p problems, field string) {
	required(p, field+".id", f.ID)
	required(p, field+".name", f.Name)
	if f.Step < 0 || (f.Step > 0) != (f.Unit != "") {
		p.add(field+".step", "a factor with a unit has a step above 0, one of yes or no has neither")
	}
}

func (m Measure) check(p problems, field string) {
	m.Reviewed.check(p)
	for _, x := range [][2]string{{"id", m.ID}, {"name", m.Name}, {"with", m.With}, {"without", m.Without}} {
		required(p, field+"."+x[0], x[1])
	}
	if len(m.Outcomes) == 0 {
		p.add(field+".outcomes", "is empty")
	}
	for i, o := range m.Outcomes {
		oneOf(p, at(field+".outcomes", i), o, OutcomeIDs...)
	}
	if m.WashoutNights < 0 || m.WashoutNights > 7 || m.CountedNights < 1 || m.CountedNights > 14 {
		p.add(field, "washout_nights must be in 0-7 and counted_nights in 1-14")
	}
	ours(p, field, m.Estimate)
	stops, seen := false, map[string]bool{}
	for i, h := range m.Harms {
		required(p, at(field+".harms", i)+".id", h.ID)
		required(p, at(field+".harms", i)+".text", h.Text)
		unique(p, at(field+".harms", i)+".id", h.ID, seen)
		stops = stops || strings.TrimSpace(h.Stop) != ""
	}
	if !stops {
		p.add(field+".harms", "at least one must say when to stop")
	}
}

func (e *Experiments) refer(p problems, refs references) {
	for i, o := range e.Outcomes {
		refs.sources(p, at("outcomes", i)+".matters.source", o.Matters.Source)
	}
	for i, m := range e.Measures {
		field := at("measures", i) + ".activity"
		refs.measures(p, field, []string{m.Activity})
		a := refs.base.Measure(m.Activity)
		switch {
		case a == nil:
		case a.Stance != "offer":
			p.add(field, "%q is not offered to everybody: its stance is %s", m.Activity, a.Stance)
		case !slices.Contains(e.SafeCategories, a.Category):
			p.add(field, "%q is of category %s, which is not among safe_categories", m.Activity, a.Category)
		}
	}
}

// Measure finds an activity, or what an exercise shares with one; nil if there is none.
func (b *Base) Measure(id string) *Activity {
	for _, a := range b.Activities {
		if a.ID == id {
			return a
		}
	}
	for _, e := range b.Exercises {
		if e.ID == id {
			return &e.Activity
		}
	}
	return nil
}

func intervalShare(p problems, field string, v float64) {
	if !(v >= 0.5 && v <= 0.99) {
		p.add(field, "%v is outside [0.5, 0.99]", v)
	}
}

// ours wants an estimate to say that it is one.
func ours(p problems, field string, estimate bool) {
	if !estimate {
		p.add(field+".estimate", "these numbers are ours: set estimate: true")
	}
}

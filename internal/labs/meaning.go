package labs

import (
	"math/big"
	"slices"
)

// mean lists the thresholds for legs that the value crosses, what surely holds first.
func (a *analyte) mean(s *subject, out *Reading, known map[string]measured) {
	for i := range a.thresholds {
		t := &a.thresholds[i]
		crosses, limit := a.crosses(s, t, out)
		applies := a.applies(s, t, known)
		if crosses == no || applies == no {
			continue
		}
		f := ForLegs{Text: t.Means, Limit: limit, AppliesTo: t.AppliesTo, Holds: Holds, Source: t.Source, Status: t.Status}
		switch {
		case crosses == unknown:
			if l := out.measured.leans(interval{low: t.value, high: t.value}); l == 0 {
				continue // "<90" may be anything; it is not said to be under 15
			}
			f.Holds = May
		case applies == unknown:
			f.Holds = HoldsIf
		}
		out.ForLegs = append(out.ForLegs, f)
	}
	rank := map[string]int{Holds: 0, HoldsIf: 1, May: 2}
	slices.SortStableFunc(out.ForLegs, func(x, y ForLegs) int { return rank[x.Holds] - rank[y.Holds] })
	if out.Flag != Normal || slices.ContainsFunc(out.ForLegs, func(f ForLegs) bool { return f.Holds == Holds }) {
		out.Ask = append(out.Ask, a.Ask...)
	}
}

// crosses compares the value with a threshold and says the limit in words.
func (a *analyte) crosses(s *subject, t *threshold, out *Reading) (truth, string) {
	value, m := t.value, out.measured
	switch t.RelativeTo {
	case "upper_limit":
		upper := upperOf(out.ranges)
		if upper == nil {
			return no, ""
		}
		value = new(big.Rat).Mul(value, upper)
	case "age_years":
		if s.Age == nil {
			return no, ""
		}
		value = new(big.Rat).Mul(value, decimals(*s.Age))
	}
	if t.Ranged() {
		return m.within(t.Op, value, t.valueHigh), a.limitWords(t.Op, value, t.valueHigh, ShowUnit(a.Unit))
	}
	return m.reaches(t.Op, value), a.limitWords(t.Op, value, nil, ShowUnit(a.Unit))
}

// upperOf is the highest upper limit of the intervals that may be the person's.
func upperOf(list []interval) (most *big.Rat) {
	for _, r := range list {
		if r.high != nil && (most == nil || r.high.Cmp(most) > 0) {
			most = r.high
		}
	}
	return most
}

// applies tells whether the person is one of those a threshold is made for. Words that
// the entry has not turned into conditions stay open.
func (a *analyte) applies(s *subject, t *threshold, known map[string]measured) truth {
	out := both(s.sex(t.Sex), s.years(t.AgeMin, nil))
	if t.Pregnant != nil {
		p := s.pregnant()
		if !*t.Pregnant {
			p = -p
		}
		out = both(out, p)
	}
	out = both(out, s.holds(t.When))
	out = both(out, beside(t.with, known))
	if t.AppliesTo != "" && t.Sex == "" && t.Pregnant == nil && t.When == nil && len(t.with) == 0 {
		out = both(out, unknown)
	}
	return out
}

// beside tells whether other results are as wanted.
func beside(list []other, known map[string]measured) truth {
	out := yes
	for _, o := range list {
		m, ok := known[o.analyte]
		if !ok {
			out = both(out, unknown)
			continue
		}
		out = both(out, m.is(o.op, o.value))
	}
	return out
}

// caution lists what can make the value mislead.
func (a *analyte) caution(s *subject, out *Reading, known map[string]measured) {
	if s.pregnant() == yes && out.Reference.Basis == OwnLaboratory {
		out.Caveats = append(out.Caveats, Note{Text: a.texts.Say("caveat_pregnant"), Holds: Holds})
	}
	for i := range a.caveats {
		c := &a.caveats[i]
		n := Note{Text: c.Text, Holds: Holds, Source: c.Source, Status: c.Status}
		switch beside(c.with, known) {
		case no:
			continue
		case unknown:
			n.Holds = HoldsIf
		}
		out.Caveats = append(out.Caveats, n)
	}
	if a.SampleNote != "" {
		out.Caveats = append(out.Caveats, Note{Text: a.texts.Say("caveat_sample", "note", a.SampleNote), Holds: Holds})
	}
	slices.SortStableFunc(out.Caveats, func(x, y Note) int {
		if (x.Holds == Holds) == (y.Holds == Holds) {
			return 0
		}
		if x.Holds == Holds {
			return -1
		}
		return 1
	})
}

package labs

import (
	"math/big"
	"strconv"
)

// flag holds the value against its interval and the critical values. Nothing of an
// interval, a confirmation or another result changes what is critical.
func (a *analyte) flag(s *subject, out *Reading) {
	out.Flag = out.place()
	if out.Critical = a.critical(s, out.measured, out.ranges); out.Critical == nil {
		return
	}
	out.Flag = CriticalLow
	if out.Critical.up {
		out.Flag = CriticalHigh
	}
}

// place is low, high or normal when all intervals that may be the person's agree. One of
// the knowledge base is taken as it is printed beside the value, rounded in its unit.
func (r *Reading) place() string {
	at := -2
	for _, i := range r.ranges {
		if r.Reference.Basis == FromKnowledge && !same(r.in) {
			i = interval{r.in.printed(i.low), r.in.printed(i.high)}
		}
		p, known := r.measured.place(i)
		if !known || at != -2 && at != p {
			return Indeterminate
		}
		at = p
	}
	switch at {
	case -1:
		return Low
	case 0:
		return Normal
	case 1:
		return High
	}
	return Indeterminate
}

// critical finds the most urgent critical value that the measured one reaches, or may
// reach: a report that says ">6" leaves 6.5 possible.
func (a *analyte) critical(s *subject, m measured, own []interval) *Critical {
	var worst *Critical
	for i := range a.criticals {
		c := &a.criticals[i]
		if s.years(c.AgeMin, c.AgeMax) == no {
			continue
		}
		limit := c.value
		if c.RelativeTo != "" {
			upper := a.upper(s, own)
			if upper == nil {
				continue
			}
			limit = new(big.Rat).Mul(limit, upper)
		}
		is := m.reaches(c.Op, limit)
		up := c.Op[0] == '>'
		if is == no || is == unknown && !a.leansTo(m, up) || worst != nil && (worst.Level > c.level || worst.Level == c.level && (!worst.Possible || is != yes)) {
			continue
		}
		worst = &Critical{Level: c.level, Action: c.Action, Limit: a.limitWords(c.Op, limit, nil, ShowUnit(a.Unit)), Possible: is == unknown, Source: c.Source, Status: c.Status, up: up}
	}
	return worst
}

// leansTo reports that an open value starts outside an interval of the knowledge base on
// that side. The interval of the report has no say in what is critical.
func (a *analyte) leansTo(m measured, up bool) bool {
	for i := range a.references {
		if l := m.leans(a.references[i].interval); l > 0 && up || l < 0 && !up {
			return true
		}
	}
	return len(a.references) == 0
}

// upper is the lowest upper limit that may be the person's, of the report or of the
// knowledge base; for children, who have none here, that of adults.
func (a *analyte) upper(s *subject, own []interval) (least *big.Rat) {
	take := func(v *big.Rat) {
		if v != nil && v.Sign() > 0 && (least == nil || v.Cmp(least) < 0) {
			least = v
		}
	}
	refs, _ := a.fits(s)
	for _, r := range refs {
		take(a.high(s, r))
	}
	if least == nil {
		for i := range a.references {
			take(a.references[i].high)
		}
	}
	if len(own) == 1 && least != nil && own[0].high != nil && own[0].high.Cmp(least) < 0 {
		return own[0].high
	}
	return least
}

// weigh looks at a value that cannot be used yet: when every way to read it is critical,
// it is critical; when it is as stated, that is said.
func (a *analyte) weigh(s *subject, ways []way, out *Reading) {
	all, found := true, (*Critical)(nil)
	for _, w := range ways {
		c := a.critical(s, w.measured, nil)
		all = all && c != nil
		if c != nil && w.stated && (found == nil || c.Level > found.Level) {
			found = c
		}
	}
	switch {
	case found == nil:
	case !all:
		out.IfRight = found
	default:
		out.Critical, out.Flag = found, CriticalLow
		if found.up {
			out.Flag = CriticalHigh
		}
	}
}

// way is one way to read a value that is not sure. stated is how the report has it, as far
// as it says.
type way struct {
	measured
	stated bool
}

// ways lists how a value can be read: as it is stated, and otherwise in every unit in which
// it is possible.
func (a *analyte) ways(in Result, given Number) (out []way) {
	stated := a.unit(in.Unit)
	for _, u := range a.units {
		if u != stated && stated != nil && given.other != "" {
			continue // the unit is known; only the separator is open
		}
		for _, r := range given.Readings() {
			if m := u.measure(r); u == stated || a.possible(m) {
				out = append(out, way{m, stated == nil || u == stated})
			}
		}
	}
	for _, d := range in.Doubts {
		for _, w := range d.Suggestions {
			n, err := ParseNumber(w.Value)
			if u := a.unit(w.Unit); u != nil && err == nil {
				out = append(out, way{u.measure(n), true})
			}
		}
	}
	return out
}

func decimalText(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

// limitWords says a limit: "75 µg/L or less", "75 to 100 µg/L".
func (a *analyte) limitWords(op string, low, high *big.Rat, unit string) string {
	number := func(v *big.Rat) string {
		f, _ := v.Float64()
		if f != 0 && len(decimalText(f)) > 8 {
			return rounded(v, 4)
		}
		return decimalText(f)
	}
	if unit == "ratio" {
		unit = ""
	} else if unit == "%" {
		unit = " %"
	} else {
		unit = " " + unit
	}
	switch op {
	case "<":
		return a.texts.Say("limit_under", "n", number(low)+unit)
	case "<=":
		return a.texts.Say("limit_to", "n", number(low)+unit)
	case ">":
		return a.texts.Say("limit_over", "n", number(low)+unit)
	case ">=":
		return a.texts.Say("limit_from", "n", number(low)+unit)
	}
	if op == "over_to" {
		return a.texts.Say("limit_over_to", "low", number(low), "n", number(high)+unit)
	}
	return a.texts.Say("limit_between", "low", number(low), "n", number(high)+unit)
}

package labs

import (
	"math/big"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

// written is the interval of the report, in the unit of the report.
type written struct{ low, high *Number }

// ownInterval reads the interval of the report.
func (a *analyte) ownInterval(in Result) (w written, fault *errs.Error) {
	for _, e := range []struct {
		field, text string
		to          **Number
	}{{"low", in.Low, &w.low}, {"high", in.High, &w.high}} {
		if e.text == "" {
			continue
		}
		n, err := ParseNumber(e.text)
		if err != nil {
			return w, &errs.Error{Kind: errs.Invalid, Field: e.field, Message: err.Error()}
		}
		*e.to = &n
	}
	return w, nil
}

// refer chooses the interval: that of the report, or the first of the knowledge base for
// the person. An interval of the report that makes no sense is asked about and not used.
func (a *analyte) refer(s *subject, own written, u *unit, in Result, out *Reading) {
	if own.low == nil && own.high == nil {
		a.known(s, u, out)
		return
	}
	r, open := interval{}, false
	if own.low != nil {
		own.low.choose(a, u)
		r.low, open = u.to(own.low.value), own.low.other != ""
	}
	if own.high != nil {
		own.high.choose(a, u)
		r.high, open = u.to(own.high.value), open || own.high.other != ""
	}
	switch {
	case open:
		out.ask(IntervalBroken, a.texts.Say("interval_comma"), nil)
		a.known(s, u, out)
	case r.low != nil && r.high != nil && r.low.Cmp(r.high) >= 0:
		out.ask(IntervalBroken, a.texts.Say("interval_order"), nil)
		a.known(s, u, out)
	case !in.Confirmed && !a.sensible(r, own, u):
		out.ask(IntervalUnit, a.texts.Say("interval_unit", "unit", ShowUnit(u.name)), a.fitting(out.exact, u))
		a.known(s, u, out)
	default:
		out.ranges = []interval{r}
		out.Reference = Reference{Basis: OwnLaboratory}
		if own.low != nil {
			out.Reference.Low = own.low.Text
		}
		if own.high != nil {
			out.Reference.High = own.high.Text
		}
	}
}

// Intervals of two laboratories for one analyte differ by a factor of two at most or so;
// one that is off by more in the unit that was given and fits in another was written in
// that other unit. These are rules of reading, not of medicine.
var (
	farOff = big.NewRat(2, 1)
	near   = big.NewRat(3, 2)
)

// sensible compares the interval of the report with those of the knowledge base.
func (a *analyte) sensible(r interval, own written, u *unit) bool {
	if r.high != nil && a.plausible.high != nil && r.high.Cmp(a.plausible.high) > 0 || r.high != nil && a.plausible.low != nil && r.high.Cmp(a.plausible.low) < 0 {
		return false
	}
	if r.low != nil && a.plausible.high != nil && r.low.Cmp(a.plausible.high) > 0 {
		return false
	}
	if a.close(r, farOff) {
		return true
	}
	for _, v := range a.units {
		if v == u {
			continue
		}
		t := interval{}
		if own.low != nil {
			t.low = v.to(own.low.value)
		}
		if own.high != nil {
			t.high = v.to(own.high.value)
		}
		if a.close(t, near) {
			return false
		}
	}
	return true
}

// close reports that an interval of the knowledge base ends within a factor of this one:
// at the upper end, or at the lower where there is no upper one.
func (a *analyte) close(r interval, factor *big.Rat) bool {
	compared := false
	for _, k := range a.references {
		x, y := r.high, k.high
		if x == nil || y == nil {
			x, y = r.low, k.low
		}
		if x == nil || y == nil || x.Sign() <= 0 || y.Sign() <= 0 {
			continue
		}
		compared = true
		q := new(big.Rat).Quo(x, y)
		if q.Cmp(factor) <= 0 && q.Cmp(new(big.Rat).Inv(factor)) >= 0 {
			return true
		}
	}
	return !compared
}

// like reports that both ends are near those of one interval of the knowledge base.
func (a *analyte) like(r interval) bool {
	within := func(x, y *big.Rat) bool {
		if x.Sign() <= 0 || y == nil || y.Sign() <= 0 {
			return y == nil || x.Cmp(y) == 0
		}
		q := new(big.Rat).Quo(x, y)
		return q.Cmp(near) <= 0 && q.Cmp(new(big.Rat).Inv(near)) >= 0
	}
	for _, k := range a.references {
		if k.low != nil && k.high != nil && within(r.low, k.low) && within(r.high, k.high) {
			return true
		}
	}
	return false
}

// adult is the age from which intervals are no longer those of children.
const adult = 18

// known takes the interval of the knowledge base for the person. Where the sex is not
// known and matters, both count.
func (a *analyte) known(s *subject, u *unit, out *Reading) {
	refs, note := a.fits(s)
	if len(refs) == 0 {
		out.Reference = Reference{Basis: NoInterval, Note: note}
		return
	}
	first := refs[0]
	out.Reference = Reference{Basis: FromKnowledge, Source: first.Source, Status: first.Status, Note: note,
		Low: shownEnd(u, first.low), High: shownEnd(u, a.high(s, first))}
	for _, r := range refs {
		out.childs = out.childs || r.DayMax != nil || r.AgeMax != nil && *r.AgeMax < adult
		out.ranges = append(out.ranges, interval{r.low, a.high(s, r)})
	}
	if len(refs) > 1 {
		out.Reference.Low, out.Reference.High = "", ""
		out.Reference.Note = a.texts.Say("range_sexes", "women", a.rangeWords(u, out.ranges[0]), "men", a.rangeWords(u, out.ranges[1]), "unit", ShowUnit(u.name))
	}
}

// high is the upper end; one that grows with age is worked out.
func (a *analyte) high(s *subject, r *reference) *big.Rat {
	if r.HighByAge == nil || s.Age == nil {
		return r.high
	}
	v := new(big.Rat).Mul(decimals(r.HighByAge.PerYear), decimals(*s.Age))
	return v.Add(v, decimals(r.HighByAge.Plus))
}

// fits lists the interval for the person, or those for women and men, in this order, when
// the sex is not known and they differ.
func (a *analyte) fits(s *subject) (refs []*reference, note string) {
	if s.pregnant() == yes {
		for i := range a.references {
			if r := &a.references[i]; r.Pregnant && s.years(r.AgeMin, r.AgeMax) != no {
				return []*reference{r}, r.Note
			}
		}
		return nil, a.texts.Say("range_pregnant")
	}
	if s.Sex == clinical.Female || s.Sex == clinical.Male {
		return a.fitsSex(s, string(s.Sex))
	}
	women, note := a.fitsSex(s, "female")
	men, _ := a.fitsSex(s, "male")
	if len(women) == 0 || len(men) == 0 || women[0] == men[0] {
		return women, note
	}
	return []*reference{women[0], men[0]}, note
}

func (a *analyte) fitsSex(s *subject, sex string) ([]*reference, string) {
	needsAge := false
	for i := range a.references {
		r := &a.references[i]
		if r.Pregnant || r.Sex != "any" && r.Sex != sex {
			continue
		}
		if r.HighByAge != nil && s.Age == nil {
			needsAge = true
			continue
		}
		switch both(s.years(r.AgeMin, r.AgeMax), s.days(r.DayMin, r.DayMax)) {
		case yes:
			return []*reference{r}, r.Note
		case unknown:
			if s.Age != nil {
				return nil, a.texts.Say("range_needs_months")
			}
			return []*reference{r}, a.texts.Say("range_adults")
		}
	}
	if needsAge {
		return nil, a.texts.Say("range_needs_age")
	}
	return nil, a.texts.Say("range_no_age")
}

func shownEnd(u *unit, v *big.Rat) string {
	if v == nil {
		return ""
	}
	if same(u) {
		return exactly(v)
	}
	return rounded(u.from(v), 3)
}

// printed is an end as shownEnd writes it, brought back into the analyte's unit: the 20
// ng/mL that stand for 50 nmol/L. nil stays nil.
func (u *unit) printed(v *big.Rat) *big.Rat {
	if v == nil {
		return nil
	}
	return u.to(number(Exact, shownEnd(u, v)).value)
}

// exactly writes a short decimal with all its digits.
func exactly(v *big.Rat) string {
	f, _ := v.Float64()
	return decimalText(f)
}

func (a *analyte) rangeWords(u *unit, r interval) string {
	low, high := shownEnd(u, r.low), shownEnd(u, r.high)
	switch {
	case low == "":
		return a.texts.Say("range_to", "n", high)
	case high == "":
		return a.texts.Say("limit_from", "n", low)
	}
	return a.texts.Say("limit_between", "low", low, "n", high)
}

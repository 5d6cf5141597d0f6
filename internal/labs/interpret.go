package labs

import (
	"fmt"
	"math/big"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

// MostResults bounds one request.
const MostResults = 200

// Interpret reads results about one person. What else is known of the person decides
// for whom a threshold holds. Errors are errs.Invalid and name the field of the result:
// an analyte the knowledge base lacks, or a value that is no number. Everything that a
// person can settle by a look at the report is a question of the reading instead.
func (x *Interpreter) Interpret(p clinical.Person, ev clinical.Evidence, results []Result) (*Interpretation, error) {
	if len(results) > MostResults {
		return nil, errs.Field("results", "has %d entries; at most %d are read", len(results), MostResults)
	}
	subjects := make([]*subject, len(results))
	out := &Interpretation{Readings: make([]Reading, len(results))}
	for i, r := range results {
		s := &subject{p, ev, x.patterns}
		if r.Age != nil {
			s.Age = r.Age
		}
		subjects[i] = s
		if err := x.read(s, r, &out.Readings[i]); err != nil {
			err.Field = fmt.Sprintf("results[%d].%s", i, err.Field)
			return nil, err
		}
	}
	known := latest(out.Readings)
	for i := range out.Readings {
		r := &out.Readings[i]
		if !r.usable {
			continue
		}
		a := x.byID[r.Analyte]
		a.mean(subjects[i], r, known)
		a.caution(subjects[i], r, known)
		for _, answered := range r.Evidence {
			out.Settled = append(out.Settled, Settled{answered.Finding, answered.Presence, i})
		}
	}
	for i := range out.Readings {
		if c := out.Readings[i].Critical; c != nil {
			out.Floor = max(out.Floor, c.Level)
		}
	}
	return out, nil
}

// latest finds the last usable value of each analyte.
func latest(rs []Reading) map[string]measured {
	out := make(map[string]measured, len(rs))
	for i := range rs {
		if rs[i].usable {
			out[rs[i].Analyte] = rs[i].measured
		}
	}
	return out
}

// read fills a reading with all that needs no other result.
func (x *Interpreter) read(s *subject, in Result, out *Reading) *errs.Error {
	a := x.byID[in.Analyte]
	if a == nil {
		return &errs.Error{Kind: errs.Invalid, Field: "analyte", Message: "is not an analyte of the knowledge base; GET /api/v1/knowledge/analytes lists them"}
	}
	given, err := ParseNumber(in.Value)
	if err != nil {
		return &errs.Error{Kind: errs.Invalid, Field: "value", Message: err.Error()}
	}
	*out = Reading{Analyte: a.ID, Name: a.Name, Value: given.String(), Unit: in.Unit, StandardUnit: a.Unit, UCUM: a.UCUM, Flag: Indeterminate,
		Meaning: a.Meaning, Questions: []Question{}, ForLegs: []ForLegs{}, Caveats: []Note{}, Ask: []string{}, Evidence: []Answered{},
		Sources: a.Sources, Reviewed: a.Reviewed != nil, Reference: Reference{Basis: NoInterval}}
	own, fault := a.ownInterval(in)
	if fault != nil {
		return fault
	}
	if !in.Confirmed {
		out.Questions = append(out.Questions, in.Doubts...)
	}
	u := a.settle(in, &given, out)
	if u == nil || len(in.Doubts) > 0 && !in.Confirmed {
		a.weigh(s, a.ways(in, given), out)
		return nil
	}
	out.usable, out.exact = true, given
	out.Value, out.Unit = given.String(), u.name
	out.measured, out.in = u.measure(given), u
	out.Standard = string(given.Bound) + a.standard(u, given)
	a.refer(s, own, u, in, out)
	out.Accepted = len(out.Questions) == 0
	a.flag(s, out)
	x.answer(a, s, out)
	return nil
}

// standard writes a number given in u in the analyte's own unit. Without a conversion its
// digits stay as they are; with one it gets one digit more, so that it converts back to
// what was given.
func (a *analyte) standard(u *unit, n Number) string {
	if same(u) {
		return n.Text
	}
	return rounded(u.to(n.value), digitsOf(n.Text)+1)
}

// same reports that values in u need no conversion.
func same(u *unit) bool { return u.factor.Cmp(one) == 0 && u.offset.Sign() == 0 }

var one = big.NewRat(1, 1)

// settle finds the unit, or asks. It returns nil while the value cannot be used, and may
// choose the reading of a separator.
func (a *analyte) settle(in Result, n *Number, out *Reading) *unit {
	u := a.unit(in.Unit)
	if u != nil {
		n.choose(a, u)
	}
	given := *n
	switch {
	case u == nil && unitKey(in.Unit) == "":
		out.ask(UnitMissing, a.texts.Say("unit_missing"), a.fitting(given, nil))
		return nil
	case u == nil:
		out.ask(UnitUnknown, a.texts.Say("unit_unknown", "name", a.Name), a.fitting(given, nil))
		return nil
	case given.other != "":
		out.ask(Separator, a.texts.Say("separator"), []Suggestion{{given.String(), u.name}, {string(given.Bound) + given.other, u.name}})
		return nil
	case a.possible(u.measure(given)) || in.Confirmed:
		return u
	}
	out.ask(Implausible, a.texts.Say("implausible", "unit", ShowUnit(u.name)), a.fitting(given, u))
	return nil
}

// choose takes the only reading of a separator that is possible in a unit.
func (n *Number) choose(a *analyte, u *unit) {
	var fit []Number
	for _, r := range n.Readings() {
		if a.possible(u.measure(r)) {
			fit = append(fit, r)
		}
	}
	if len(fit) == 1 {
		*n = fit[0]
	}
}

func (r *Reading) ask(kind, text string, s []Suggestion) {
	if s == nil {
		s = []Suggestion{}
	}
	r.Questions = append(r.Questions, Question{kind, text, s})
}

// fitting lists the units in which the number is a possible value, but for one.
func (a *analyte) fitting(n Number, but *unit) (out []Suggestion) {
	for _, u := range a.units {
		if u == but || but != nil && u.factor.Cmp(but.factor) == 0 && u.offset.Cmp(but.offset) == 0 {
			continue
		}
		for _, r := range n.Readings() {
			if a.possible(u.measure(r)) {
				out = append(out, Suggestion{r.String(), u.name})
			}
		}
	}
	return out
}

// answer lists the findings that the value settles. Where no interval fits the person, as
// in pregnancy, or one that is made for children, the limits of findings do not either.
func (x *Interpreter) answer(a *analyte, s *subject, out *Reading) {
	if out.Reference.Basis == NoInterval || out.childs {
		return
	}
	for _, f := range a.settles {
		presence := clinical.Absent
		switch out.measured.is(f.op, f.value) {
		case unknown:
			continue
		case yes:
			presence = clinical.Present
		}
		out.Evidence = append(out.Evidence, Answered{f.finding, presence, x.base.Finding(f.finding).Name()})
	}
}

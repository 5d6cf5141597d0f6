package labs

import (
	"math/big"
	"strings"
)

// result puts the pieces of a line together; false when it holds no value.
func (l *line) result() (Result, bool) {
	value, rest, doubt, ok := l.choose()
	if !ok {
		return Result{}, false
	}
	r := Result{Analyte: l.analyte.ID, Unit: l.unit}
	if value.unit != "" {
		r.Unit = value.unit
	}
	r.Value = string(value.bound) + l.resolve(value.text, r.Unit)
	r.Low, r.High = l.resolve(l.low, r.Unit), l.resolve(l.high, r.Unit)
	if _, err := ParseNumber(r.Value); err != nil {
		return Result{}, false
	}
	if l.muddled || !readable(r.Low) || !readable(r.High) {
		r.Low, r.High = "", ""
		doubt = true
	}
	if doubt || l.strange {
		q := Question{SeveralValues, l.analyte.texts.Say("several_readings"), []Suggestion{}}
		for _, n := range append([]amount{value}, rest...) {
			q.Suggestions = append(q.Suggestions, Suggestion{string(n.bound) + l.resolve(n.text, ""), r.Unit})
		}
		r.Doubts = append(r.Doubts, q)
	}
	if l.contradicts(r) {
		r.Doubts = append(r.Doubts, Question{FlagDisagrees, l.analyte.texts.Say("flag_disagrees"), []Suggestion{}})
	}
	return r, true
}

func readable(end string) bool {
	_, err := ParseNumber(end)
	return end == "" || err == nil
}

// choose picks the value among the numbers: the only one, or several that say the same in
// two units. A number with a comparator is the value when there is no other.
func (l *line) choose() (value amount, rest []amount, doubt, ok bool) {
	if len(l.numbers) == 0 {
		switch len(l.bounds) {
		case 0:
			return value, nil, false, false
		case 1:
			return l.bounds[0], nil, false, true
		}
		return l.bounds[0], l.bounds[1:], true, true
	}
	value, rest = l.numbers[0], l.numbers[1:]
	if l.twoCells(rest) {
		l.low, l.high, l.ranged, rest = rest[0].text, rest[1].text, true, nil
	}
	for _, n := range rest {
		if !l.agree(value, n) {
			doubt = true
		}
	}
	for _, b := range l.bounds {
		if l.ranged || b.unit != "" && l.analyte.unit(b.unit) == nil {
			doubt = true
			continue
		}
		l.end(b)
	}
	if !doubt && l.analyte.unit(value.unit) == nil && len(rest) > 0 { // 5.6 (38 mmol/mol)
		doubt = true
	}
	return value, rest, doubt, true
}

// twoCells reports that two numbers in cells of their own are the ends of an interval: they
// must be close to those of the knowledge base, for they could be earlier results too.
func (l *line) twoCells(rest []amount) bool {
	if l.ranged || len(l.bounds) > 0 || len(rest) != 2 || !rest[0].cell || !rest[1].cell {
		return false
	}
	u := l.analyte.unit(l.unit)
	low, err1 := ParseNumber(l.resolve(rest[0].text, l.unit))
	high, err2 := ParseNumber(l.resolve(rest[1].text, l.unit))
	if u == nil || err1 != nil || err2 != nil || low.value.Cmp(high.value) >= 0 {
		return false
	}
	return l.analyte.like(interval{u.to(low.value), u.to(high.value)})
}

// closeEnough is how far two values of one result, rounded in two units, may be apart: a
// rule of reading.
var closeEnough = big.NewRat(3, 100)

// agree reports that two numbers with their units are one value.
func (l *line) agree(a, b amount) bool {
	u, v := l.analyte.unit(a.unit), l.analyte.unit(b.unit)
	x, err1 := ParseNumber(l.resolve(a.text, a.unit))
	y, err2 := ParseNumber(l.resolve(b.text, b.unit))
	if a.unit == "" || b.unit == "" || u == nil || v == nil || u == v || err1 != nil || err2 != nil {
		return false
	}
	p, q := u.to(x.value), v.to(y.value)
	gap := new(big.Rat).Sub(p, q)
	return gap.Abs(gap).Cmp(new(big.Rat).Mul(p, closeEnough)) <= 0
}

// resolve writes a number of the report without a separator that can be read in two ways,
// where the other numbers of the report or the unit show which it is.
func (l *line) resolve(text, unit string) string {
	i := strings.IndexAny(text, ".,")
	if i < 1 || strings.Count(text, ".")+strings.Count(text, ",") != 1 || len(text)-i-1 != 3 || i > 3 || text[0] == '0' {
		return text
	}
	joined, decimal := text[:i]+text[i+1:], text[:i]+"."+text[i+1:]
	if text[i] == '.' && !l.style.comma {
		return text // a point is a point unless the report writes commas
	}
	if u := l.analyte.unit(unit); u != nil {
		many, few := l.analyte.possible(u.measure(number(Exact, joined))), l.analyte.possible(u.measure(number(Exact, decimal)))
		switch {
		case many && !few:
			return joined
		case few && !many:
			return decimal
		}
	}
	switch {
	case text[i] == ',' && l.style.point && !l.style.comma, text[i] == '.' && l.style.comma && !l.style.point:
		return joined
	case text[i] == ',' && l.style.comma && !l.style.point:
		return decimal
	}
	return strings.Replace(text, ".", ",", 1) // read as a comma, it is asked about
}

// contradicts holds the mark of the report against its interval.
func (l *line) contradicts(r Result) bool {
	if l.flag == 0 || r.Low == "" && r.High == "" {
		return false
	}
	v, err := ParseNumber(r.Value)
	w, fault := l.analyte.ownInterval(r)
	if err != nil || fault != nil {
		return true
	}
	in := interval{}
	if w.low != nil {
		in.low = w.low.value
	}
	if w.high != nil {
		in.high = w.high.value
	}
	at, known := measured{bound: v.Bound, value: v.value}.place(in)
	if !known {
		return false
	}
	switch l.flag {
	case 'h':
		return at <= 0
	case 'l':
		return at >= 0
	case 'n':
		return at != 0
	}
	return at == 0
}

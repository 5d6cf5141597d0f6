package labs

import "math/big"

// truth is yes, no, or not known.
type truth int8

const (
	no truth = iota - 1
	unknown
	yes
)

func both(a, b truth) truth   { return min(a, b) }
func either(a, b truth) truth { return max(a, b) }

func sure(b bool) truth {
	if b {
		return yes
	}
	return no
}

// measured is a value in the analyte's unit, with what its comparator leaves open.
type measured struct {
	bound     Bound
	value     *big.Rat
	converted bool // was given in another unit
}

// reaches is like is, but kind to conversions: limits are published rounded in every unit
// (126 mg/dL and 7.0 mmol/L of glucose are the same limit, though exactly 126 mg/dL are
// 6.993 mmol/L), so a converted value that is one with the limit when rounded to its digits
// reaches it too. Never less than is: rounding adds, it takes nothing away.
func (m measured) reaches(op string, limit *big.Rat) truth {
	exact := m.is(op, limit)
	if exact == yes || !m.converted {
		return exact
	}
	return either(exact, m.roundedTo(limit).is(op, limit))
}

// within is reaches for an interval whose ends are published rounded: of 3.0 to 3.4, 3.43
// is part.
func (m measured) within(op string, low, high *big.Rat) truth {
	finest := low
	if places(high) > places(low) {
		finest = high
	}
	round := m.roundedTo(finest)
	from := round.is(">=", low)
	if op == "over_to" { // goes on where the threshold at its lower end stops
		from = m.reaches(">", low)
	}
	return both(from, round.is("<=", high))
}

// roundedTo rounds to as many digits behind the point as the limit has.
func (m measured) roundedTo(limit *big.Rat) measured {
	v, ok := new(big.Rat).SetString(m.value.FloatString(places(limit)))
	if !ok {
		panic("labs: a rounded number is no number")
	}
	return measured{m.bound, v, m.converted}
}

// places counts the digits behind the point with which a limit is published: those it has,
// and at least two digits in all, for 7 stands for 7.0 mmol/L.
func places(limit *big.Rat) int {
	n, exact := limit.FloatPrec()
	if !exact {
		return 6
	}
	switch {
	case limit.Cmp(one) < 0:
		return max(n, 2)
	case limit.Cmp(ten) < 0:
		return max(n, 1)
	}
	return n
}

var ten = big.NewRat(10, 1)

// is compares the value with a limit: yes or no where every value that the report allows
// agrees, otherwise unknown.
func (m measured) is(op string, limit *big.Rat) truth {
	switch op {
	case "<":
		return m.below(limit, false)
	case "<=":
		return m.below(limit, true)
	case ">":
		return -m.below(limit, true)
	case ">=":
		return -m.below(limit, false)
	}
	panic("labs: comparison " + op)
}

// below is m < limit, or m <= limit with equal.
func (m measured) below(limit *big.Rat, equal bool) truth {
	c := m.value.Cmp(limit)
	switch m.bound {
	case Exact:
		return sure(c < 0 || equal && c == 0)
	case Below: // anything under value
		if c <= 0 {
			return yes
		}
	case AtMost:
		if c < 0 || equal && c == 0 {
			return yes
		}
	case Above: // anything over value
		if c >= 0 {
			return no
		}
	case AtLeast:
		if c > 0 || !equal && c == 0 {
			return no
		}
	}
	return unknown
}

// interval is closed; a nil end is open.
type interval struct{ low, high *big.Rat }

// place says where the value lies: -1 below, 0 inside, 1 above; false when the report
// leaves it open.
func (m measured) place(r interval) (int, bool) {
	under, over := no, no
	if r.low != nil {
		under = m.is("<", r.low)
	}
	if r.high != nil {
		over = m.is(">", r.high)
	}
	switch {
	case under == yes:
		return -1, true
	case over == yes:
		return 1, true
	case under == no && over == no:
		return 0, true
	}
	return 0, false
}

// leans says on which side of the interval an open value starts: ">6" above 5 leans up.
func (m measured) leans(r interval) int {
	switch {
	case (m.bound == Above || m.bound == AtLeast) && r.high != nil && m.value.Cmp(r.high) >= 0:
		return 1
	case (m.bound == Below || m.bound == AtMost) && r.low != nil && m.value.Cmp(r.low) <= 0:
		return -1
	}
	return 0
}

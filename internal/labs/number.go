package labs

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
)

// Bound says how a number stands to the value that was measured.
type Bound string

// A report that says "<0.1" knows only that the value is below; it has no lower end.
const (
	Exact   Bound = ""
	Below   Bound = "<"
	AtMost  Bound = "<="
	Above   Bound = ">"
	AtLeast Bound = ">="
)

// Number is a decimal as it was written, exact, perhaps with a comparator.
type Number struct {
	Bound Bound
	Text  string // digits with a point, as many as were written; no comparator
	value *big.Rat
	other string // the second reading of a comma or point that may mean two things, or empty
}

// maxDigits bounds the digits on either side of the point.
const maxDigits = 12

var errNumber = errors.New("must be a number such as 18, 4.5 or <0.1")

// ParseNumber reads a number with an optional comparator: 18, 4.5, 4,5, <0.1, ≥ 90,
// 1,250.5. A lone comma with three digits behind it may be a point or group thousands;
// then both readings are kept, see Number.Readings. Numbers below zero are refused.
func ParseNumber(s string) (Number, error) {
	bound, s := cutBound(strings.TrimSpace(s))
	first, second, ok := readings(s)
	if !ok {
		return Number{}, errNumber
	}
	n := number(bound, first)
	n.other = second
	return n, nil
}

// number makes a Number of plain digits with at most one point.
func number(b Bound, digits string) Number {
	v, ok := new(big.Rat).SetString(digits)
	if !ok {
		panic("labs: not a decimal: " + digits)
	}
	return Number{Bound: b, Text: digits, value: v}
}

var bounds = []struct {
	text  string
	bound Bound
}{{"<=", AtMost}, {">=", AtLeast}, {"=<", AtMost}, {"=>", AtLeast}, {"≤", AtMost}, {"≥", AtLeast}, {"<", Below}, {">", Above}}

// cutBound takes a comparator off the front.
func cutBound(s string) (Bound, string) {
	for _, b := range bounds {
		if rest, ok := strings.CutPrefix(s, b.text); ok {
			return b.bound, strings.TrimSpace(rest)
		}
	}
	return Exact, s
}

// readings gives the digits of a number with a point in the place of its comma, and the
// other way to read it when there is one.
func readings(s string) (first, second string, ok bool) {
	points, commas := strings.Count(s, "."), strings.Count(s, ",")
	switch {
	case commas == 0 && points <= 1:
		return s, "", isDecimal(s)
	case points == 0 && commas == 1:
		whole, part, _ := strings.Cut(s, ",")
		decimal := whole + "." + part
		if len(part) == 3 && len(whole) <= 3 && whole != "" && whole[0] != '0' {
			return decimal, whole + part, isDecimal(decimal)
		}
		return decimal, "", isDecimal(decimal)
	case commas > 0 && points <= 1 && strings.LastIndexByte(s, ',') < strings.IndexByte(s+".", '.'):
		return grouped(s, ",")
	case points > 0 && commas <= 1 && strings.LastIndexByte(s, '.') < strings.IndexByte(s+",", ','):
		first, second, ok = grouped(strings.Map(swapped, s), ",")
		return first, second, ok
	}
	return "", "", false
}

func swapped(r rune) rune {
	switch r {
	case '.':
		return ','
	case ',':
		return '.'
	}
	return r
}

// grouped reads 1,250.5: groups of three digits behind the first.
func grouped(s, sep string) (first, second string, ok bool) {
	whole, part, _ := strings.Cut(s, ".")
	groups := strings.Split(whole, sep)
	for i, g := range groups {
		if i > 0 && len(g) != 3 || i == 0 && (len(g) == 0 || len(g) > 3) {
			return "", "", false
		}
	}
	digits := strings.Join(groups, "")
	if part != "" {
		digits += "." + part
	}
	return digits, "", isDecimal(digits) && !strings.HasSuffix(s, ".")
}

// isDecimal reports digits with at most one point and digits on both sides of it.
func isDecimal(s string) bool {
	whole, part, point := strings.Cut(s, ".")
	if len(whole) == 0 || len(whole) > maxDigits || point && (len(part) == 0 || len(part) > maxDigits) {
		return false
	}
	for _, r := range whole + part {
		if r < '0' || r > '9' {
			return false
		}
	}
	return true
}

// Readings lists what the number may be: one, or two when its separator is not clear.
func (n Number) Readings() []Number {
	if n.other == "" {
		return []Number{{n.Bound, n.Text, n.value, ""}}
	}
	return []Number{{n.Bound, n.Text, n.value, ""}, number(n.Bound, n.other)}
}

// Known reports whether there is a number at all.
func (n Number) Known() bool { return n.value != nil }

// Float is the nearest float64, for charts.
func (n Number) Float() float64 {
	if n.value == nil {
		return 0
	}
	f, _ := n.value.Float64()
	return f
}

// String is the comparator with the digits.
func (n Number) String() string { return string(n.Bound) + n.Text }

// decimals is the exact value of a number of the knowledge base: the decimal that stands
// in the file, not the binary fraction nearest to it.
func decimals(f float64) *big.Rat {
	v, ok := new(big.Rat).SetString(strconv.FormatFloat(f, 'f', -1, 64))
	if !ok {
		panic("labs: not a number in the knowledge base")
	}
	return v
}

// digitsOf counts the significant digits of a written decimal.
func digitsOf(text string) int {
	digits := strings.TrimLeft(strings.Replace(text, ".", "", 1), "0")
	return max(1, len(digits))
}

// rounded writes a value with so many significant digits, without needless zeros.
func rounded(v *big.Rat, digits int) string {
	if v.Sign() == 0 {
		return "0"
	}
	f, _ := v.Float64()
	exponent, _ := strconv.Atoi(after(strconv.FormatFloat(f, 'e', 6, 64), "e"))
	text := v.FloatString(max(0, digits-1-exponent))
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

func after(s, sep string) string {
	_, rest, _ := strings.Cut(s, sep)
	return rest
}

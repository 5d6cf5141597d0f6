package labs

import (
	"math/big"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// unit is one way to write an analyte's values: value in the analyte's unit = value in
// this unit × factor + offset.
type unit struct {
	name           string // as the knowledge base writes it
	factor, offset *big.Rat
}

// to converts into the analyte's unit.
func (u *unit) to(v *big.Rat) *big.Rat {
	out := new(big.Rat).Mul(v, u.factor)
	return out.Add(out, u.offset)
}

// from converts out of the analyte's unit.
func (u *unit) from(v *big.Rat) *big.Rat {
	out := new(big.Rat).Sub(v, u.offset)
	return out.Quo(out, u.factor)
}

// measure brings a number into the analyte's unit.
func (u *unit) measure(n Number) measured { return measured{n.Bound, u.to(n.value), !same(u)} }

// unitsOf lists the units of an analyte, its own first, and finds them by key.
func unitsOf(a *kb.Analyte) (list []*unit, byKey map[string]*unit) {
	own := &unit{a.Unit, big.NewRat(1, 1), new(big.Rat)}
	list, byKey = []*unit{own}, map[string]*unit{unitKey(a.Unit): own, unitKey(a.UCUM): own}
	for _, c := range a.Conversions {
		u := &unit{c.From, decimals(c.Factor), decimals(c.Offset)}
		list = append(list, u)
		if key := unitKey(c.From); byKey[key] == nil {
			byKey[key] = u
		}
	}
	if strings.Trim(a.UCUM, "{}") == "ratio" { // has no unit, and reports write none
		byKey[""] = own
	}
	return list, byKey
}

// spelled brings the ways in which reports write units into one.
var spelled = strings.NewReplacer(
	"µ", "u", "μ", "u", "mcg", "ug", "mikrog", "ug", "microgram", "ug", "micromol", "umol", "nanogram", "ng", "milligram", "mg",
	"gm/", "g/", "grams", "g", "gram", "g", "femtolitre", "fl", "femtoliter", "fl",
	" ", "", "\u00a0", "", "^", "", "*", "", "×", "", "[", "", "]", "", "{", "", "}", "", "(", "", ")", "", "_", "", "·", "",
	"⁹", "9", "³", "3", "²", "2", ",", ".", "\\", "/", "percent", "%", "per", "/", "litre", "l", "liter", "l", "ltr", "l",
	"units", "u", "unit", "u", "iu", "u", "cumm", "mm3", "kg h2o", "kg", "osmol", "osm", "mval", "meq",
	"1st hour", "h", "1st hr", "h", "1st h", "h", "hour", "h", "hr", "h",
	"thousand", "k", "thous", "k", "thou", "k", "tsd", "k", "cells/", "/", "x10e", "10", "10e", "10", "x10", "10", "giga", "g",
)

// unitKey is the same for all spellings of one unit: µmol/l, umol/L, micromol / L.
func unitKey(s string) string {
	key := spelled.Replace(strings.ToLower(s))
	if rest, ok := strings.CutPrefix(key, "x"); ok && strings.HasPrefix(rest, "10") {
		key = rest
	}
	return strings.TrimSuffix(key, ".")
}

// ShowUnit writes a unit as people read it behind a number: µmol/L, ×10⁹/L.
func ShowUnit(s string) string {
	return shown.Replace(s)
}

var shown = strings.NewReplacer("umol", "µmol", "ug/", "µg/", "/uL", "/µL", "uIU", "µIU", "ukat", "µkat", "ug ", "µg ", "x 10^9", "×10⁹", "x10^9", "×10⁹", "10*9", "×10⁹", "10^9", "×10⁹", "10^3", "×10³", "m2", "m²", "mm3", "mm³")

// Units lists the units in which an analyte can be given, its own first. nil for an
// analyte that the knowledge base lacks.
func (x *Interpreter) Units(analyte string) []string {
	a := x.byID[analyte]
	if a == nil {
		return nil
	}
	var out []string
	for _, u := range a.units {
		if !slices.ContainsFunc(out, func(s string) bool { return unitKey(s) == unitKey(u.name) }) {
			out = append(out, u.name)
		}
	}
	return out
}

// SameUnit reports that two spellings mean one unit.
func SameUnit(a, b string) bool { return unitKey(a) == unitKey(b) }

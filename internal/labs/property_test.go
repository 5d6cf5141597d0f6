package labs_test

import (
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/labs"
)

// TestConversionsRoundTrip converts every analyte's units there and back: what comes back
// is the number that was given, within its last digit.
func TestConversionsRoundTrip(t *testing.T) {
	x := interpreter(t)
	for _, a := range analytes(t) {
		for _, c := range a.Conversions {
			for _, text := range []string{"1", "9.99", "0.101", "47.3", "123456", "5.60", "99.95"} {
				got := one(t, clinical.Person{}, nil, labs.Result{Analyte: a.ID, Value: text, Unit: c.From, Confirmed: true})
				back := new(big.Rat).Quo(new(big.Rat).Sub(rat(got.Standard), decimal(c.Offset)), decimal(c.Factor))
				last := big.NewRat(1, 1)
				if _, part, ok := strings.Cut(text, "."); ok {
					last = new(big.Rat).Inv(new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(len(part))), nil)))
				}
				gap := new(big.Rat).Sub(back, rat(text))
				slack := new(big.Rat).Mul(last, big.NewRat(1, 1))
				if c.Offset != 0 { // an offset takes digits away
					slack.Add(slack, big.NewRat(1, 100))
				}
				if gap.Abs(gap).Cmp(slack) > 0 {
					t.Errorf("%s: %s %s is %s %s, which is %s back", a.ID, text, c.From, got.Standard, a.Unit, back.FloatString(6))
				}
			}
		}
		if len(x.Units(a.ID)) == 0 || x.Units(a.ID)[0] != a.Unit {
			t.Errorf("%s: units %v do not begin with its own", a.ID, x.Units(a.ID))
		}
	}
}

func rat(s string) *big.Rat {
	v, ok := new(big.Rat).SetString(s)
	if !ok {
		panic(s)
	}
	return v
}

func decimal(f float64) *big.Rat { return rat(fmt.Sprint(f)) }

// TestKnowledgeIsComplete wants of every analyte what the interpreter needs to question a value.
func TestKnowledgeIsComplete(t *testing.T) {
	for _, a := range analytes(t) {
		if a.Plausible == nil || len(a.Ask) == 0 {
			t.Errorf("%s has no plausible bounds, or nothing to ask", a.ID)
			continue
		}
		for _, c := range a.Critical { // a critical value must be one that is taken without asking
			if c.RelativeTo == "" && (c.Value < a.Plausible.Low || c.Value > a.Plausible.High) {
				t.Errorf("%s: the critical value %g is not plausible", a.ID, c.Value)
			}
		}
		for _, r := range a.Reference {
			if r.Low != nil && *r.Low < a.Plausible.Low || r.High != nil && *r.High > a.Plausible.High {
				t.Errorf("%s: a reference interval is not plausible", a.ID)
			}
		}
	}
}

// TestCriticalIgnoresAllElse draws values and whatever may stand beside them: the floor is
// the same with and without, and never lower for a worse value.
func TestCriticalIgnoresAllElse(t *testing.T) {
	x := interpreter(t)
	list := analytes(t)
	rapid.Check(t, func(t *rapid.T) {
		a := list[rapid.IntRange(0, len(list)-1).Draw(t, "analyte")]
		v := a.Plausible.Low + (a.Plausible.High-a.Plausible.Low)*math.Pow(rapid.Float64Range(0, 1).Draw(t, "place"), 3)
		in := labs.Result{Analyte: a.ID, Value: fmt.Sprintf("%.3f", v), Unit: a.Unit, Confirmed: true}
		who := person(float64(rapid.IntRange(16, 100).Draw(t, "age")), clinical.Female)
		plain := floor(t, x, who, nil, in)
		in.Low, in.High = fmt.Sprintf("%.3f", v/2), fmt.Sprintf("%.3f", v*2+1)
		in.Confirmed = rapid.Bool().Draw(t, "confirmed")
		ev := clinical.Evidence{"urge_to_move_legs": clinical.No, "on_dialysis": clinical.Yes}
		if got := floor(t, x, who, ev, in); got < plain {
			t.Fatalf("%s %s: floor %v beside a range that calls it normal, %v without", a.ID, in.Value, got, plain)
		}
	})
}

func floor(t *rapid.T, x *labs.Interpreter, who clinical.Person, ev clinical.Evidence, in labs.Result) clinical.Urgency {
	out, err := x.Interpret(who, ev, []labs.Result{in})
	if err != nil {
		t.Fatal(err)
	}
	return out.Floor
}

// atAnEnd reports a value so close to an end of the interval that the end, printed in
// another unit with three digits, may lie on its other side.
func atAnEnd(v *big.Rat, r labs.Reference) bool {
	for _, end := range []string{r.Low, r.High} {
		if end == "" {
			continue
		}
		gap := new(big.Rat).Sub(v, rat(end))
		if gap.Abs(gap).Cmp(new(big.Rat).Mul(rat(end), big.NewRat(1, 200))) <= 0 {
			return true
		}
	}
	return false
}

// TestUnitsAgree draws a value and says it in every unit: flag and critical level agree
// with the value in the analyte's own unit, but for what rounding adds.
func TestUnitsAgree(t *testing.T) {
	x := interpreter(t)
	list := analytes(t)
	rapid.Check(t, func(t *rapid.T) {
		a := list[rapid.IntRange(0, len(list)-1).Draw(t, "analyte")]
		if len(a.Conversions) == 0 {
			t.Skip()
		}
		c := a.Conversions[rapid.IntRange(0, len(a.Conversions)-1).Draw(t, "unit")]
		v := a.Plausible.Low + (a.Plausible.High-a.Plausible.Low)*math.Pow(rapid.Float64Range(0.001, 1).Draw(t, "place"), 4)
		given := fmt.Sprintf("%.6f", (v-c.Offset)/c.Factor)
		if strings.HasPrefix(given, "-") || len(given) > 15 {
			t.Skip()
		}
		who := person(50, clinical.Male)
		there, err1 := x.Interpret(who, nil, []labs.Result{{Analyte: a.ID, Value: given, Unit: c.From, Confirmed: true}})
		exact := new(big.Rat).Add(new(big.Rat).Mul(rat(given), decimal(c.Factor)), decimal(c.Offset))
		own, err2 := x.Interpret(who, nil, []labs.Result{{Analyte: a.ID, Value: exact.FloatString(11), Unit: a.Unit, Confirmed: true}})
		if err1 != nil || err2 != nil {
			t.Skip() // more digits than a number may have
		}
		if there.Floor < own.Floor {
			t.Fatalf("%s %s %s: floor %v, in %s %v", a.ID, given, c.From, there.Floor, a.Unit, own.Floor)
		}
		if f, g := there.Readings[0].Flag, own.Readings[0].Flag; f != g && there.Floor == own.Floor && !atAnEnd(exact, own.Readings[0].Reference) {
			t.Fatalf("%s %s %s: flag %s, in %s %s", a.ID, given, c.From, f, a.Unit, g)
		}
	})
}

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]string{
		"18": "18", "4.10": "4.10", "4,1": "4.1", "0,125": "0.125", "1,250.5": "1250.5", "1.250,5": "1250.5", "1,250,000": "1250000",
		"<0.1": "<0.1", "≤ 5": "<=5", ">=90": ">=90", "=> 3": ">=3", " 7 ": "7", "0": "0",
	} {
		n, err := labs.ParseNumber(text)
		if err != nil || n.String() != want {
			t.Errorf("%q: %v, %v, want %s", text, n, err, want)
		}
	}
	for _, text := range []string{"", "<", "-1", "1e5", "0x1", ".5", "5.", "1..2", "1,2,3", "12,34,567", "½", "1/2", "NaN", "Inf", "١٢", "1 2", strings.Repeat("9", 13)} {
		if n, err := labs.ParseNumber(text); err == nil {
			t.Errorf("%q was read as %v", text, n)
		}
	}
	if n, _ := labs.ParseNumber("1,250"); len(n.Readings()) != 2 {
		t.Error("1,250 has one reading, want two")
	}
}

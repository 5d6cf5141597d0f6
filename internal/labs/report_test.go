package labs_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
)

// told is one result as a report prints it; the truth of a generated snippet.
type told struct {
	analyte, name, value, unit, low, high, flag string
}

// layouts are ways in which reports print one result.
var layouts = map[string]func(told) string{
	"spaces": func(r told) string { return r.name + " " + r.value + " " + r.unit + " (" + r.low + "-" + r.high + ")" },
	"colon": func(r told) string {
		return r.name + ": " + r.value + " " + r.unit + " [" + r.low + " - " + r.high + "] " + r.flag
	},
	"columns": func(r told) string {
		return fmt.Sprintf("%-34s%-10s%-6s%-16s%s", r.name, r.value, r.flag, r.low+" - "+r.high, r.unit)
	},
	"tabs": func(r told) string {
		return strings.Join([]string{r.name, r.value, r.unit, r.low + "-" + r.high, r.flag}, "\t")
	},
	"unit first": func(r told) string {
		return strings.Join([]string{r.name, r.unit, r.value, r.low + " - " + r.high}, "\t")
	},
	"range first": func(r told) string {
		return strings.Join([]string{r.name, r.low + " – " + r.high, r.unit, r.value}, "\t")
	},
	"pipes": func(r told) string {
		return "| " + strings.Join([]string{r.name, r.value, r.unit, r.low + " - " + r.high}, " | ") + " |"
	},
	"reference words": func(r told) string {
		return r.name + " " + r.value + " " + r.unit + "  Reference range: " + r.low + " to " + r.high
	},
	"next line": func(r told) string {
		return r.name + "\n" + r.value + " " + r.unit + "\nRef. interval: " + r.low + " - " + r.high
	},
	"each line": func(r told) string { return r.name + "\n" + r.value + "\n" + r.unit + "\n" + r.low + " - " + r.high },
	"glued":     func(r told) string { return r.name + " " + r.value + r.unit + ", " },
	"sentence": func(r told) string {
		return "Your " + r.name + " was " + r.value + " " + r.unit + " (normal " + r.low + "-" + r.high + ")."
	},
	"equals": func(r told) string { return r.name + " = " + r.value + " " + r.unit },
	"flag before": func(r told) string {
		return r.name + "   " + r.value + " " + r.flag + "   " + r.unit + "   " + r.low + "-" + r.high
	},
	"star": func(r told) string {
		return r.name + " ..... " + r.value + " " + r.unit + "   (" + r.low + " to " + r.high + ")"
	},
	"dated": func(r told) string {
		return "12/03/2026 08:15 " + r.name + " " + r.value + " " + r.unit + " " + r.low + "-" + r.high
	},
	"dated behind": func(r told) string {
		return r.name + " (3 Mar 2026) " + r.value + " " + r.unit + " " + r.low + "-" + r.high
	},
	"quoted": func(r told) string {
		return `"` + r.name + `","` + r.value + `","` + r.unit + `","` + r.low + "-" + r.high + `"`
	},
	"serum": func(r told) string { return "Serum " + strings.ToLower(r.name) + " level " + r.value + " " + r.unit },
	"upper case": func(r told) string {
		return strings.ToUpper(r.name) + "  " + r.value + "  " + strings.ToUpper(r.unit) + "  " + r.low + " - " + r.high
	},
	"unit in name": func(r told) string { return r.name + " (" + r.unit + ")   " + r.value + "   " + r.low + "-" + r.high },
	"semicolons":   func(r told) string { return strings.Join([]string{r.name, r.value, r.unit, r.low, r.high}, ";") },
}

// unitSpellings vary how a unit is written.
var unitSpellings = []func(string) string{
	func(s string) string { return s },
	func(s string) string { return strings.ReplaceAll(s, "u", "µ") },
	func(s string) string { return strings.ReplaceAll(s, "L", "l") },
	func(s string) string { return strings.ReplaceAll(strings.ReplaceAll(s, "ug", "mcg"), "10*9", "10^9") },
	func(s string) string {
		return strings.ReplaceAll(strings.ReplaceAll(s, "10*9", "x10^9"), "1.73 m2", "1.73m²")
	},
}

// draw makes a result near the reference interval in a unit the analyte knows.
func draw(r *rand.Rand, x *labs.Interpreter, a *kb.Analyte) told {
	units := x.Units(a.ID)
	unit := units[r.IntN(len(units))]
	factor, offset := 1.0, 0.0
	for _, c := range a.Conversions {
		if c.From == unit {
			factor, offset = c.Factor, c.Offset
		}
	}
	low, high := 0.0, 0.0
	ref := a.Reference[0]
	if ref.Low != nil {
		low = *ref.Low
	}
	switch {
	case ref.High != nil:
		high = *ref.High
	case ref.HighByAge != nil:
		high = 30
	default:
		high = low * 2
	}
	if low == 0 {
		low = high / 5
	}
	back := func(v float64) float64 { return (v - offset) / factor }
	at := low + (high-low)*(r.Float64()*1.4-0.1)
	if at <= 0 {
		at = low
	}
	return told{analyte: a.ID, name: a.Names[r.IntN(len(a.Names))], value: digits(back(at)), unit: unitSpellings[r.IntN(len(unitSpellings))](unit), low: digits(back(low)), high: digits(back(high))}
}

// digits writes three significant digits.
func digits(v float64) string {
	switch {
	case v >= 100:
		return strconv.FormatFloat(v, 'f', 0, 64)
	case v >= 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// mark sets the flag that agrees with the interval.
func (r *told) mark() {
	v, _ := strconv.ParseFloat(r.value, 64)
	low, _ := strconv.ParseFloat(r.low, 64)
	high, _ := strconv.ParseFloat(r.high, 64)
	switch {
	case v < low:
		r.flag = "L"
	case v > high:
		r.flag = "H"
	}
}

func sortedLayouts() (names []string) {
	for name := range layouts {
		names = append(names, name)
	}
	for i := range names { // insertion sort keeps this file without another import
		for k := i; k > 0 && names[k] < names[k-1]; k-- {
			names[k], names[k-1] = names[k-1], names[k]
		}
	}
	return names
}

// TestReportSnippets wants 95 of 100 results of generated reports read rightly and none
// wrongly without a question.
func TestReportSnippets(t *testing.T) {
	x := interpreter(t)
	r := rand.New(rand.NewPCG(6, 2026))
	list := analytes(t)
	total, right := 0, 0
	for round := range 16 {
		for _, layout := range sortedLayouts() {
			truth := draw(r, x, list[r.IntN(len(list))])
			truth.mark()
			if round%4 == 3 && layout != "quoted" { // decimal commas
				truth.value, truth.low, truth.high = comma(truth.value), comma(truth.low), comma(truth.high)
			}
			text := layouts[layout](truth)
			if round%2 == 1 { // among others
				text = "Patient: A. Example  Born 04.05.1961\n" + text + "\nZinc 12.1 umol/L (9.0-18.0)\nGamma GT 31 U/L\n"
			}
			total++
			switch verdict := judge(t, x, text, truth); verdict {
			case "":
				right++
			case "asked":
				t.Logf("%s: asked about %q", layout, text)
			default:
				t.Errorf("%s: %s\n%s\nwant %+v", layout, verdict, text, truth)
			}
		}
	}
	t.Logf("%d of %d snippets read rightly", right, total)
	if total < 300 || float64(right) < 0.95*float64(total) {
		t.Errorf("%d of %d snippets were read rightly, want 95 %% of at least 300", right, total)
	}
}

func comma(s string) string { return strings.Replace(s, ".", ",", 1) }

// judge compares what was read with the truth: "" right, "asked" not accepted without a
// person, otherwise what was taken wrongly and silently.
func judge(t *testing.T, x *labs.Interpreter, text string, truth told) string {
	t.Helper()
	report := x.ReadReport(text)
	verdict := "asked"
	for _, f := range report.Found {
		out, err := x.Interpret(clinical.Person{}, nil, []labs.Result{f.Result})
		if err != nil {
			return "cannot be interpreted: " + err.Error()
		}
		got := out.Readings[0]
		same := f.Analyte == truth.analyte && equal(got.Value, truth.value) && sameUnit(x, f.Analyte, got.Unit, truth.unit) &&
			(f.Low == "" && f.High == "" || equal(f.Low, truth.low) && equal(f.High, truth.high))
		switch {
		case same && got.Accepted:
			verdict = ""
		case !same && got.Accepted:
			return fmt.Sprintf("took %s %s %s (%s-%s)", f.Analyte, f.Value, f.Unit, f.Low, f.High)
		}
	}
	return verdict
}

func equal(got, want string) bool {
	a, err1 := labs.ParseNumber(got)
	b, err2 := labs.ParseNumber(want)
	return err1 == nil && err2 == nil && a.Float() == b.Float()
}

// sameUnit compares through the values: units of one factor are the same for a result.
func sameUnit(x *labs.Interpreter, analyte, a, b string) bool {
	r := func(unit string) string {
		out, err := x.Interpret(clinical.Person{}, nil, []labs.Result{{Analyte: analyte, Value: "33", Unit: unit, Confirmed: true}})
		if err != nil {
			return err.Error()
		}
		return out.Readings[0].Standard
	}
	return r(a) != "" && r(a) == r(b)
}

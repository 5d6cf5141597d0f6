package labs_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/labs"
)

func FuzzReadReport(f *testing.F) {
	for _, s := range []string{"Ferritin 18 ug/L (15-150)", "K 4,1 mmol/l [3,5 - 5,1] H", "25(OH)D\t45\tnmol/L", "Ferritin\n18\nug/L", "((((", "TSH <", "Ca 2.1 (", "HbA1c 38 mmol/mol (5.6 %)", "\xff\xfe Na 1"} {
		f.Add(s)
	}
	x := interpreter(f)
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > labs.MostText {
			return
		}
		r := x.ReadReport(text)
		n := utf8.RuneCountInString(text)
		for _, found := range r.Found {
			if found.Start < 0 || found.End > n || found.Start >= found.End {
				t.Fatalf("place %d-%d of %d", found.Start, found.End, n)
			}
			if _, err := x.Interpret(clinical.Person{}, nil, []labs.Result{found.Result}); err != nil {
				t.Fatalf("%+v was read and cannot be interpreted: %v", found.Result, err)
			}
		}
	})
}

func FuzzReadCSV(f *testing.F) {
	f.Add("test,value,unit,low,high\nferritin,18,ug/L,15,150\n")
	f.Add("Name;Ergebnis\n")
	f.Add("test;value;range\nTSH;\"4,1\";0.4-4.5\n\"")
	x := interpreter(f)
	f.Fuzz(func(t *testing.T, text string) {
		rows, err := x.ReadCSV(text)
		if err != nil && rows != nil {
			t.Fatal("rows beside an error")
		}
		for _, r := range rows {
			if r.Fault != "" {
				continue
			}
			if _, err := x.Interpret(clinical.Person{}, nil, []labs.Result{r.Result}); err != nil {
				t.Fatalf("%+v was read and cannot be interpreted: %v", r.Result, err)
			}
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"18", "<0.1", "1,250.5", "≥ 90", "1.234,5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := labs.ParseNumber(text)
		if err != nil {
			return
		}
		for _, r := range n.Readings() {
			again, err := labs.ParseNumber(r.String())
			if err != nil || again.Text != r.Text && len(again.Readings()) == 1 || again.Bound != r.Bound {
				t.Fatalf("%q is read as %q, which is read as %q (%v)", text, r, again, err)
			}
		}
	})
}

// BenchmarkReadReportOfBrackets reads the longest report that is taken, of brackets that
// never close.
func BenchmarkReadReportOfBrackets(b *testing.B) {
	x := interpreter(b)
	text := "K " + strings.Repeat("(", labs.MostText-2)
	for b.Loop() {
		x.ReadReport(text)
	}
}

// BenchmarkInterpret30 interprets thirty values at once.
func BenchmarkInterpret30(b *testing.B) {
	x := interpreter(b)
	var in []labs.Result
	for _, a := range analytes(b) {
		r := labs.Result{Analyte: a.ID, Value: "42.5", Unit: a.Unit, Confirmed: true}
		if len(a.Conversions) > 0 {
			r.Unit = a.Conversions[0].From
		}
		in = append(in, r)
	}
	in = in[:30]
	who := person(50, clinical.Female)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Interpret(who, nil, in); err != nil {
			b.Fatal(err)
		}
	}
}

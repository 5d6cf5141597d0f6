package labs_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/labs"
)

// line says what was read in one string, a doubtful result with a question mark.
func lines(r *labs.Report) []string {
	out := []string{}
	for _, f := range r.Found {
		s := strings.TrimSpace(strings.Join([]string{f.Analyte, f.Value, f.Unit}, " "))
		if f.Low != "" || f.High != "" {
			s += " (" + f.Low + "-" + f.High + ")"
		}
		if len(f.Doubts) > 0 {
			s += " ?"
		}
		out = append(out, s)
	}
	return out
}

func TestReadReport(t *testing.T) {
	for _, c := range []struct {
		text   string
		want   []string
		unread int
	}{
		{"Ferritin 18 ug/L (15-150), TSH 2.1 mIU/L and zinc 12 umol/L", []string{"ferritin 18 ug/L (15-150)", "tsh 2.1 mIU/L"}, 0},
		{"K 4.1 mmol/L  Na 139 mmol/L  Ca 2.31 mmol/L", []string{"potassium 4.1 mmol/L", "sodium 139 mmol/L", "calcium_adjusted 2.31 mmol/L"}, 0},
		{"HbA1c 38 mmol/mol (5.6 %)", []string{"hba1c 38 mmol/mol"}, 0},
		{"HbA1c 38 mmol/mol (7.9 %)", []string{"hba1c 38 mmol/mol ?"}, 0},
		{"eGFR (CKD-EPI 2021) 75 mL/min/1.73m2 (>60)", []string{"egfr 75 mL/min/1.73m2 (60-)"}, 0},
		{"12/03/2026 08:15 K 4.76 mmol/L 3.5-5.0", []string{"potassium 4.76 mmol/L (3.5-5.0)"}, 0},
		{"Leukocyte count (/µL) 10330 4000-11000", []string{"white_cells 10330 /µL (4000-11000)"}, 0},
		{"Serum calcium (albumin-adjusted) 2.23 mmol/L", []string{"calcium_adjusted 2.23 mmol/L"}, 0},
		{"CRP <5 mg/L", []string{"crp <5 mg/L"}, 0},
		{"D-dimer 0.35 mg/L FEU (<0.50)", []string{"d_dimer 0.35 mg/L FEU (-0.50)"}, 0},
		{"CK 1,250 U/L (40-320) H", []string{"ck 1250 U/L (40-320)"}, 0},
		{"Potassium 4,1 mmol/l (3,5-5,1)\nPlatelets 250.000 /uL", []string{"potassium 4,1 mmol/l (3,5-5,1)", "platelets 250000 /uL"}, 0},
		{"White blood cells 6.2 x 10^9/L", []string{"white_cells 6.2 x 10^9/L"}, 0},
		{"Vitamin D (25-OH) 45 nmol/L", []string{"vitamin_d_25oh 45 nmol/L"}, 0},
		{"Thyroid stimulating hormone (TSH): <0.01 mU/L [0.35 - 5.5] L", []string{"tsh <0.01 mU/L (0.35-5.5)"}, 0},
		// what must not be taken, or not without a question
		{"Ferritin 18 22 ug/L 15-150", []string{"ferritin 18 ug/L (15-150) ?"}, 0},
		{"Ferritin;18;22;30", []string{"ferritin 18 ?"}, 0},
		{"Ferritin 12 - 15-150 ug/L", []string{"ferritin 150 ug/L ?"}, 0},
		{"Ferritin and zinc 12 umol/L", []string{"ferritin 12 umol/L ?"}, 0},
		{"Ferritin 18 ng/mL 15-150 H", []string{"ferritin 18 ng/mL (15-150) ?"}, 0},
		{"Ferritin\n  Jan 2026  18 ug/L\n  Jun 2026  40 ug/L", []string{"ferritin 18 ug/L ?"}, 1},
		{"Urine creatinine 12 mmol/L", []string{}, 1},
		{"Creatinine, urine 12 mmol/L", []string{}, 1},
		{"Albumin/creatinine ratio 2.1 mg/mmol", []string{}, 1},
		{"Ionised calcium 1.2 mmol/L", []string{}, 1},
		{"MCH 29 pg", []string{}, 1},
		{"Mean corpuscular haemoglobin 29 pg", []string{}, 1},
		{"Vitamin K 1.2 ug/L", []string{}, 1},
		{"CK-MB 12 U/L", []string{}, 1},
		{"1,25-dihydroxyvitamin D 120 pmol/L", []string{}, 1},
		{"Direct bilirubin 3 umol/L", []string{}, 1},
		{"Ferritin: pending", []string{}, 0},
		{"Ferritin: see comment of 12/03/2026", []string{}, 0},
		{"I take magnesium 300 mg", []string{"magnesium 300"}, 0}, // no unit of the test: asked for
		{"Potassium was fine, call 555 1234", []string{"potassium 555 ?"}, 0},
		{"Collected 2026-11-02 08:30 Ref 12345", []string{}, 0},
	} {
		t.Run(c.text, func(t *testing.T) {
			r := interpreter(t).ReadReport(c.text)
			if diff := cmp.Diff(c.want, lines(r)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if len(r.Unread) != c.unread {
				t.Errorf("not read: %+v, want %d lines", r.Unread, c.unread)
			}
		})
	}
}

func TestReadReportSaysWhere(t *testing.T) {
	text := "Größe 1,80 m\nFerritin  18 µg/L\nZinc 12 umol/L"
	r := interpreter(t).ReadReport(text)
	if len(r.Found) != 1 || len(r.Unread) != 1 {
		t.Fatalf("found %+v, unread %+v", r.Found, r.Unread)
	}
	runes := []rune(text)
	if got := string(runes[r.Found[0].Start:r.Found[0].End]); got != "Ferritin  18 µg/L" {
		t.Errorf("the place of ferritin holds %q", got)
	}
	if got := string(runes[r.Unread[0].Start:r.Unread[0].End]); got != "Zinc 12 umol/L" || got != r.Unread[0].Text {
		t.Errorf("the place of zinc holds %q", got)
	}
}

func TestReadCSV(t *testing.T) {
	x := interpreter(t)
	rows, err := x.ReadCSV("\ufeffTest;Result;Units;Reference range;Date\r\nSerum ferritin;18;µg/l;15-150;2026-03-01\r\nPotassium;4,1;mmol/L;3,5 - 5,1;\r\nCRP;<5;mg/L;<5;\r\n;;;;\r\nZinc;3;umol/L;;\r\nTSH;abc;mIU/L;;\r\n")
	if err != nil {
		t.Fatal(err)
	}
	want := []labs.Row{
		{Line: 2, Result: labs.Result{Analyte: "ferritin", Value: "18", Unit: "µg/l", Low: "15", High: "150"}, Day: "2026-03-01"},
		{Line: 3, Result: labs.Result{Analyte: "potassium", Value: "4,1", Unit: "mmol/L", Low: "3,5", High: "5,1"}},
		{Line: 4, Result: labs.Result{Analyte: "crp", Value: "<5", Unit: "mg/L", High: "5"}},
		{Line: 6, Result: labs.Result{Value: "3", Unit: "umol/L"}, Fault: "is a test we do not know"},
		{Line: 7, Result: labs.Result{Analyte: "tsh", Value: "abc", Unit: "mIU/L"}, Fault: "has a value that is no number"},
	}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if rows, err = x.ReadCSV("loinc,value,unit,low,high\n2276-4,18,ug/L,15,150\n"); err != nil || len(rows) != 1 || rows[0].Result.Analyte != "ferritin" {
		t.Errorf("by LOINC: %+v, %v", rows, err)
	}
	for name, text := range map[string]string{
		"empty": "", "no header": "ferritin,18,ug/L\n", "no value": "test,unit\nferritin,ug/L\n", "no UTF-8": "test,value\n\xff,1\n",
		"large": "test,value\n" + strings.Repeat("x", labs.MostFile), "many": "test,value\n" + strings.Repeat("ferritin,1\n", labs.MostResults+1),
	} {
		if rows, err := x.ReadCSV(text); err == nil || rows != nil {
			t.Errorf("%s: %d rows, error %v", name, len(rows), err)
		}
	}
}

func TestUnitsInAllSpellings(t *testing.T) {
	for analyte, spellings := range map[string][]string{
		"ferritin": {"ug/L", "µg/l", "μg/L", "mcg/L", "ng/mL", "NG/ML", "microgram/L", "ug / L"}, "creatinine": {"µmol/L", "umol/l", "micromol/L"},
		"white_cells": {"10*9/L", "x10^9/L", "10⁹/L", "x 10e9/L", "K/uL", "thou/uL", "10^3/µL", "G/L"}, "tsh": {"mIU/L", "mU/l", "µIU/mL", "uU/mL", "m[IU]/L"},
		"egfr": {"mL/min/1.73 m2", "ml/min/1.73m²", "mL/min/1,73m2", "mL/min"}, "esr": {"mm/h", "mm/hr", "mm/1st hr", "mm"}, "haemoglobin": {"g/L", "gm/L", "grams/L"},
		"hba1c": {"mmol/mol"}, "transferrin_saturation": {"%", "percent"}, "potassium": {"mmol/L", "mEq/L", "mval/l"}, "serum_osmolality": {"mOsm/kg", "mosmol/kg", "mOsm/kg H2O"},
	} {
		first := one(t, person(40, "female"), nil, labs.Result{Analyte: analyte, Value: "42", Unit: spellings[0], Confirmed: true})
		for _, u := range spellings {
			got := one(t, person(40, "female"), nil, labs.Result{Analyte: analyte, Value: "42", Unit: u, Confirmed: true})
			if got.Standard != first.Standard || got.Standard == "" {
				t.Errorf("%s: %q gives %q %+v, want %s", analyte, u, got.Standard, got.Questions, first.Standard)
			}
		}
	}
}

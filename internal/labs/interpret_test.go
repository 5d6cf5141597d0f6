package labs_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
)

func TestFlag(t *testing.T) {
	woman, man, child := person(40, clinical.Female), person(40, clinical.Male), person(9, clinical.Male)
	pregnant := woman
	pregnant.Pregnant = new(bool)
	*pregnant.Pregnant = true
	nobody := clinical.Person{Sex: clinical.Unknown}
	for _, c := range []struct {
		name string
		who  clinical.Person
		in   labs.Result
		flag string
		base string
	}{
		{"within the knowledge's range", woman, labs.Result{Analyte: "ferritin", Value: "40", Unit: "ug/L"}, labs.Normal, labs.FromKnowledge},
		{"the own laboratory's range wins", woman, labs.Result{Analyte: "ferritin", Value: "40", Unit: "ug/L", Low: "50", High: "150"}, labs.Low, labs.OwnLaboratory},
		{"the end belongs to the range", woman, labs.Result{Analyte: "ferritin", Value: "15.0", Unit: "ug/L", Low: "15", High: "150"}, labs.Normal, labs.OwnLaboratory},
		{"women and men differ", man, labs.Result{Analyte: "ferritin", Value: "20", Unit: "ug/L"}, labs.Low, labs.FromKnowledge},
		{"sex not known and it matters", nobody, labs.Result{Analyte: "ferritin", Value: "20", Unit: "ug/L"}, labs.Indeterminate, labs.FromKnowledge},
		{"sex not known and it does not matter", nobody, labs.Result{Analyte: "ferritin", Value: "10", Unit: "ug/L"}, labs.Low, labs.FromKnowledge},
		{"no range for a child", child, labs.Result{Analyte: "ck", Value: "120", Unit: "U/L"}, labs.Indeterminate, labs.NoInterval},
		{"a child with a range of the report", child, labs.Result{Analyte: "ferritin", Value: "20", Unit: "ug/L", Low: "10", High: "60"}, labs.Normal, labs.OwnLaboratory},
		{"no range for pregnancy", pregnant, labs.Result{Analyte: "ferritin", Value: "20", Unit: "ug/L"}, labs.Indeterminate, labs.NoInterval},
		{"a range made for pregnancy", pregnant, labs.Result{Analyte: "haemoglobin", Value: "112", Unit: "g/L"}, labs.Normal, labs.FromKnowledge},
		{"open upwards, inside", woman, labs.Result{Analyte: "egfr", Value: ">90", Unit: "mL/min/1.73 m2"}, labs.Normal, labs.FromKnowledge},
		{"open upwards, not clear", woman, labs.Result{Analyte: "egfr", Value: ">60", Unit: "mL/min/1.73 m2"}, labs.Indeterminate, labs.FromKnowledge},
		{"open downwards, low", woman, labs.Result{Analyte: "tsh", Value: "<0.1", Unit: "mIU/L"}, labs.Low, labs.FromKnowledge},
		{"open downwards, not clear", woman, labs.Result{Analyte: "potassium", Value: "<5", Unit: "mmol/L"}, labs.Indeterminate, labs.FromKnowledge},
		{"open and over", woman, labs.Result{Analyte: "esr", Value: ">=30.1", Unit: "mm/h"}, labs.High, labs.FromKnowledge},
		{"another unit", woman, labs.Result{Analyte: "haemoglobin", Value: "11.4", Unit: "g/dl"}, labs.Low, labs.FromKnowledge},
		{"the printed end of a converted range belongs to it", woman, labs.Result{Analyte: "vitamin_d_25oh", Value: "20", Unit: "ng/mL"}, labs.Normal, labs.FromKnowledge},
		{"so does an upper end", man, labs.Result{Analyte: "creatinine", Value: "1.18", Unit: "mg/dL"}, labs.Normal, labs.FromKnowledge},
		{"right under the printed end", woman, labs.Result{Analyte: "b12", Value: "202", Unit: "pg/mL"}, labs.Low, labs.FromKnowledge},
		{"a range with groups of thousands", woman, labs.Result{Analyte: "platelets", Value: "250,000", Unit: "/uL", Low: "150,000", High: "450,000"}, labs.Normal, labs.OwnLaboratory},
		{"under an end that needs no rounding", woman, labs.Result{Analyte: "haemoglobin", Value: "11.46", Unit: "g/dL"}, labs.Low, labs.FromKnowledge},
		{"a range that grows with age", person(80, clinical.Male), labs.Result{Analyte: "esr", Value: "39", Unit: "mm/hr"}, labs.Normal, labs.FromKnowledge},
		{"critical low", woman, labs.Result{Analyte: "potassium", Value: "2.5", Unit: "mmol/L"}, labs.CriticalLow, labs.FromKnowledge},
		{"critical high", woman, labs.Result{Analyte: "potassium", Value: "6.5", Unit: "mmol/L"}, labs.CriticalHigh, labs.FromKnowledge},
		{"critical by its upper limit", woman, labs.Result{Analyte: "alt", Value: "700", Unit: "U/L"}, labs.CriticalHigh, labs.FromKnowledge},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := one(t, c.who, nil, c.in)
			if got.Flag != c.flag || got.Reference.Basis != c.base || !got.Accepted {
				t.Errorf("flag %s, basis %s, accepted %v %v, want %s, %s, true", got.Flag, got.Reference.Basis, got.Accepted, got.Questions, c.flag, c.base)
			}
		})
	}
}

func TestCriticalCannotBeExplainedAway(t *testing.T) {
	who := person(50, clinical.Female)
	for _, c := range []struct {
		name  string
		in    labs.Result
		level clinical.Urgency
	}{
		{"a range that calls it normal", labs.Result{Analyte: "potassium", Value: "6.6", Unit: "mmol/L", Low: "3.5", High: "7.5"}, clinical.Emergency},
		{"a confirmed range that calls it normal", labs.Result{Analyte: "potassium", Value: "6.6", Unit: "mmol/L", Low: "3.5", High: "9", Confirmed: true}, clinical.Emergency},
		{"an upper limit set beyond it", labs.Result{Analyte: "alt", Value: "700", Unit: "U/L", High: "5000", Confirmed: true}, clinical.SameDay},
		{"no unit, and every unit says so", labs.Result{Analyte: "potassium", Value: "6.6"}, clinical.Emergency},
		{"a range that makes no sense", labs.Result{Analyte: "sodium", Value: "118", Unit: "mmol/L", Low: "145", High: "135"}, clinical.Emergency},
		{"a comparator that leaves it possible", labs.Result{Analyte: "ck", Value: ">1000", Unit: "U/L"}, clinical.Emergency},
		{"four of creatinine in mg/dL, published as 354", labs.Result{Analyte: "creatinine", Value: "4.0", Unit: "mg/dL"}, clinical.Emergency},
		{"a microkatal is sixty units", labs.Result{Analyte: "ck", Value: "83.4", Unit: "µkat/L"}, clinical.Emergency},
		{"a doubt of the reader", labs.Result{Analyte: "potassium", Value: "6.9", Unit: "mmol/L", Doubts: []labs.Question{{Kind: labs.FlagDisagrees}}}, clinical.Emergency},
	} {
		t.Run(c.name, func(t *testing.T) {
			out, err := interpreter(t).Interpret(who, nil, []labs.Result{c.in, {Analyte: "crp", Value: "2", Unit: "mg/L"}})
			if err != nil {
				t.Fatal(err)
			}
			if out.Floor != c.level || out.Readings[0].Critical == nil {
				t.Errorf("floor %v, critical %+v, want %v", out.Floor, out.Readings[0].Critical, c.level)
			}
		})
	}
}

// A limit that is surely reached does not displace a more urgent one that is left open.
func TestTheMoreUrgentLimitStands(t *testing.T) {
	x := labs.New(&kb.Base{Analytes: []*kb.Analyte{{ID: "a", Name: "A", Unit: "U/L", UCUM: "U/L", Critical: []kb.CriticalValue{
		{Op: ">=", Value: 100, Level: "emergency"}, {Op: ">=", Value: 50, Level: "same_day"}}}}})
	out, err := x.Interpret(clinical.Person{}, nil, []labs.Result{{Analyte: "a", Value: ">60", Unit: "U/L"}})
	if err != nil || out.Floor != clinical.Emergency {
		t.Errorf("floor %v, %v", out.Floor, err)
	}
}

func TestNotCritical(t *testing.T) {
	for _, in := range []labs.Result{
		{Analyte: "potassium", Value: "2.6", Unit: "mmol/L"}, {Analyte: "potassium", Value: "6.4", Unit: "mmol/L"},
		{Analyte: "potassium", Value: "<10", Unit: "mmol/L"}, {Analyte: "egfr", Value: ">60", Unit: "mL/min"}, {Analyte: "haemoglobin", Value: "70", Unit: "g/L"},
		{Analyte: "sodium", Value: "125", Unit: "mmol/L"},
	} {
		if got := one(t, person(50, clinical.Female), nil, in); got.Critical != nil {
			t.Errorf("%+v is critical: %+v", in, got.Critical)
		}
	}
	if got := one(t, person(10, clinical.Female), nil, labs.Result{Analyte: "sodium", Value: "125", Unit: "mmol/L"}); got.Critical == nil {
		t.Error("a sodium of 125 in a child is not critical")
	}
}

func TestQuestions(t *testing.T) {
	for _, c := range []struct {
		name  string
		in    labs.Result
		kind  string
		other labs.Suggestion // one of the suggestions
		if_   bool
	}{
		{"glucose in mg/dL", labs.Result{Analyte: "glucose_fasting", Value: "95", Unit: "mmol/L"}, labs.Implausible, labs.Suggestion{Value: "95", Unit: "mg/dL"}, true},
		{"glucose in mmol/L", labs.Result{Analyte: "glucose_fasting", Value: "5.4", Unit: "mg/dL"}, labs.Implausible, labs.Suggestion{Value: "5.4", Unit: "mmol/L"}, true},
		{"calcium in mg/dL", labs.Result{Analyte: "calcium_adjusted", Value: "9.4", Unit: "mmol/L"}, labs.Implausible, labs.Suggestion{Value: "9.4", Unit: "mg/dL"}, true},
		{"magnesium in mg/dL", labs.Result{Analyte: "magnesium", Value: "2.0", Unit: "mmol/L"}, labs.Implausible, labs.Suggestion{Value: "2.0", Unit: "mg/dL"}, false},
		{"creatinine in mg/dL", labs.Result{Analyte: "creatinine", Value: "0.9", Unit: "umol/L"}, labs.Implausible, labs.Suggestion{Value: "0.9", Unit: "mg/dL"}, false},
		{"haemoglobin in g/dL", labs.Result{Analyte: "haemoglobin", Value: "13.5", Unit: "g/L"}, labs.Implausible, labs.Suggestion{Value: "13.5", Unit: "g/dL"}, true},
		{"HbA1c in percent", labs.Result{Analyte: "hba1c", Value: "5.6", Unit: "mmol/mol"}, labs.Implausible, labs.Suggestion{Value: "5.6", Unit: "%"}, false},
		{"no unit", labs.Result{Analyte: "ferritin", Value: "18"}, labs.UnitMissing, labs.Suggestion{Value: "18", Unit: "ug/L"}, false},
		{"a unit of another test", labs.Result{Analyte: "ferritin", Value: "18", Unit: "mmol/L"}, labs.UnitUnknown, labs.Suggestion{Value: "18", Unit: "ug/L"}, false},
		{"D-dimer without its kind", labs.Result{Analyte: "d_dimer", Value: "350", Unit: "ng/mL"}, labs.UnitUnknown, labs.Suggestion{Value: "350", Unit: "ng/mL DDU"}, false},
		{"a comma that can be two things", labs.Result{Analyte: "ferritin", Value: "1,250", Unit: "ug/L"}, labs.Separator, labs.Suggestion{Value: "1250", Unit: "ug/L"}, false},
		{"a range upside down", labs.Result{Analyte: "ferritin", Value: "18", Unit: "ug/L", Low: "150", High: "15"}, labs.IntervalBroken, labs.Suggestion{}, false},
		{"a range whose comma can be two things", labs.Result{Analyte: "ferritin", Value: "40", Unit: "ug/L", High: "1,000"}, labs.IntervalBroken, labs.Suggestion{}, false},
		{"a range of another unit", labs.Result{Analyte: "magnesium", Value: "0.85", Unit: "mmol/L", Low: "1.7", High: "2.4"}, labs.IntervalUnit, labs.Suggestion{}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := one(t, person(40, clinical.Male), nil, c.in)
			if got.Accepted || len(got.Questions) != 1 || got.Questions[0].Kind != c.kind {
				t.Fatalf("accepted %v, questions %+v, want one of kind %s", got.Accepted, got.Questions, c.kind)
			}
			found := c.other == labs.Suggestion{}
			for _, s := range got.Questions[0].Suggestions {
				found = found || s == c.other
			}
			if !found {
				t.Errorf("suggestions %v do not hold %v", got.Questions[0].Suggestions, c.other)
			}
			if (got.IfRight != nil) != c.if_ || got.Critical != nil {
				t.Errorf("if right %+v, critical %+v, want if right: %v", got.IfRight, got.Critical, c.if_)
			}
			if len(got.Evidence) > 0 && c.kind != labs.IntervalBroken && c.kind != labs.IntervalUnit {
				t.Errorf("a value in question answers findings: %v", got.Evidence)
			}
		})
	}
}

func TestConfirmed(t *testing.T) {
	got := one(t, person(40, clinical.Male), nil, labs.Result{Analyte: "glucose_fasting", Value: "95", Unit: "mmol/L", Confirmed: true})
	if !got.Accepted || got.Flag != labs.CriticalHigh {
		t.Errorf("confirmed: accepted %v, flag %s, want true and critical_high", got.Accepted, got.Flag)
	}
	got = one(t, person(40, clinical.Male), nil, labs.Result{Analyte: "ferritin", Value: "18", Confirmed: true})
	if got.Accepted {
		t.Error("a missing unit was settled by confirming")
	}
}

func TestForLegs(t *testing.T) {
	restless := clinical.Evidence{"urge_to_move_legs": clinical.Yes, "worse_at_rest": clinical.Yes, "worse_evening_night": clinical.Yes}
	holds := func(r labs.Reading) map[string]string {
		out := map[string]string{}
		for _, f := range r.ForLegs {
			out[f.Limit] = f.Holds
		}
		return out
	}
	adult, child := person(52, clinical.Female), person(9, clinical.Female)
	for _, c := range []struct {
		name string
		who  clinical.Person
		ev   clinical.Evidence
		in   labs.Result
		want map[string]string
	}{
		{"restless legs known", adult, restless, labs.Result{Analyte: "ferritin", Value: "60", Unit: "ug/L"}, map[string]string{"75 µg/L or less": labs.Holds, "under 200 µg/L": labs.HoldsIf}},
		{"restless legs not known", adult, nil, labs.Result{Analyte: "ferritin", Value: "60", Unit: "ug/L"}, map[string]string{"75 µg/L or less": labs.HoldsIf, "under 200 µg/L": labs.HoldsIf}},
		{"at the limit one line holds", adult, restless, labs.Result{Analyte: "ferritin", Value: "75", Unit: "ug/L"}, map[string]string{"75 µg/L or less": labs.Holds, "under 200 µg/L": labs.HoldsIf}},
		{"over the limit the next", adult, restless, labs.Result{Analyte: "ferritin", Value: "75.1", Unit: "ug/L"}, map[string]string{"over 75, up to 100 µg/L": labs.Holds, "under 200 µg/L": labs.HoldsIf}},
		{"no urge to move", adult, clinical.Evidence{"urge_to_move_legs": clinical.No}, labs.Result{Analyte: "ferritin", Value: "60", Unit: "ug/L"}, map[string]string{}},
		{"a child", child, restless, labs.Result{Analyte: "ferritin", Value: "40", Unit: "ug/L", Low: "10", High: "60"}, map[string]string{"under 50 µg/L": labs.Holds, "under 200 µg/L": labs.HoldsIf}},
		{"converted and rounded like the limit", adult, nil, labs.Result{Analyte: "glucose_fasting", Value: "126", Unit: "mg/dL"}, map[string]string{"7 mmol/L or more": labs.HoldsIf}},
		{"in the gap of a rounded interval", adult, nil, labs.Result{Analyte: "glucose_fasting", Value: "125", Unit: "mg/dL"}, map[string]string{"5.6 to 6.9 mmol/L": labs.Holds}},
		{"pregnancy", pregnancy(), nil, labs.Result{Analyte: "haemoglobin", Value: "108", Unit: "g/L"}, map[string]string{"under 110 g/L": labs.Holds}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, holds(one(t, c.who, c.ev, c.in))); diff != "" {
				t.Errorf("thresholds (-want +got):\n%s", diff)
			}
		})
	}
}

// Children and infants have ranges of their own, and where there is none nothing is made up.
func TestBloodCountsOfChildren(t *testing.T) {
	units := map[string]string{"white_cells": "10*9/L", "platelets": "10*9/L", "haemoglobin": "g/L", "mcv": "fL", "ferritin": "ug/L", "alp": "U/L", "ck": "U/L"}
	for _, c := range []struct {
		analyte, value string
		age            float64
		want           string
	}{
		{"white_cells", "15.5", 1.9, labs.Normal}, {"white_cells", "15.5", 2, labs.High}, {"white_cells", "14.5", 5.9, labs.Normal}, {"white_cells", "14.5", 6, labs.High},
		{"white_cells", "4.5", 12, labs.Low}, {"white_cells", "4.5", 18, labs.Normal}, {"white_cells", "12", 18, labs.High}, {"white_cells", "12", 0.5, labs.Normal},
		{"white_cells", "25", 0.05, labs.Normal}, {"white_cells", "25", 0.09, labs.High}, {"white_cells", "8", 0.05, labs.Low}, {"white_cells", "18", 0.2, labs.Normal}, {"white_cells", "18", 0.3, labs.High},
		{"white_cells", "5.5", 0.2, labs.Normal}, {"white_cells", "5.5", 0.999, labs.Low}, {"white_cells", "12", 0, labs.Indeterminate},
		{"platelets", "520", 1, labs.Normal}, {"platelets", "520", 3, labs.High}, {"platelets", "460", 3, labs.Normal}, {"platelets", "460", 9, labs.High},
		{"platelets", "160", 9, labs.Low}, {"platelets", "160", 14, labs.Normal}, {"platelets", "130", 0.01, labs.Normal}, {"platelets", "700", 0.1, labs.Normal}, {"platelets", "700", 0.2, labs.High}, {"platelets", "200", 0.2, labs.Low}, {"platelets", "600", 0.2, labs.Normal},
		{"platelets", "600", 0.4, labs.High}, {"platelets", "500", 0.4, labs.Normal}, {"platelets", "500", 0.9, labs.High}, {"platelets", "300", 0, labs.Indeterminate},
		{"haemoglobin", "140", 0.05, labs.Normal}, {"haemoglobin", "140", 30, labs.Normal}, {"haemoglobin", "180", 0.05, labs.Normal}, {"haemoglobin", "180", 0.1, labs.High},
		{"haemoglobin", "95", 0.2, labs.Normal}, {"haemoglobin", "95", 0.7, labs.Low}, {"haemoglobin", "112", 1, labs.Normal}, {"haemoglobin", "112", 9, labs.Low}, {"haemoglobin", "118", 9, labs.Normal}, {"haemoglobin", "118", 13, labs.Low},
		{"mcv", "110", 0.02, labs.Normal}, {"mcv", "72", 0.7, labs.Normal}, {"mcv", "72", 3, labs.Low}, {"mcv", "79", 3, labs.Normal}, {"mcv", "79", 20, labs.Low}, {"mcv", "110", 0.9, labs.High},
		{"ferritin", "13", 3, labs.Normal}, {"ferritin", "13", 7, labs.Low}, {"alp", "400", 0.05, labs.Normal}, {"alp", "400", 8, labs.Normal}, {"alp", "400", 40, labs.High}, {"alp", "400", 15, labs.Indeterminate}, {"ck", "300", 5, labs.Indeterminate},
	} {
		r := one(t, person(c.age, clinical.Female), nil, labs.Result{Analyte: c.analyte, Value: c.value, Unit: units[c.analyte]})
		if r.Flag != c.want {
			t.Errorf("%s %s at %g years: %s against %s to %s, want %s", c.analyte, c.value, c.age, r.Flag, r.Reference.Low, r.Reference.High, c.want)
		}
	}
	if r := one(t, clinical.Person{}, nil, labs.Result{Analyte: "platelets", Value: "300", Unit: "10*9/L"}); r.Flag != labs.Normal || r.Reference.Note != "This range is for adults." {
		t.Errorf("at an unknown age: %s, %q", r.Flag, r.Reference.Note)
	}
}

// A bare 0 is a baby of whom only the year is told: that the months are missing is said.
func TestABabyNeedsMonths(t *testing.T) {
	r := one(t, person(0, clinical.Female), nil, labs.Result{Analyte: "haemoglobin", Value: "140", Unit: "g/L"})
	if r.Flag != labs.Indeterminate || !strings.Contains(r.Reference.Note, "six months") {
		t.Errorf("%s, %q", r.Flag, r.Reference.Note)
	}
}

// The age on the day of the sample counts, not that of today.
func TestTheAgeOfTheSampleCounts(t *testing.T) {
	then := 0.05
	in := labs.Result{Analyte: "white_cells", Value: "25", Unit: "10*9/L"}
	if r := one(t, person(1.5, clinical.Male), nil, in); r.Flag != labs.High {
		t.Errorf("today: %s", r.Flag)
	}
	in.Age = &then
	if r := one(t, person(1.5, clinical.Male), nil, in); r.Flag != labs.Normal {
		t.Errorf("then: %s", r.Flag)
	}
}

// What a value of an adult means is not said of a child.
func TestWhatHoldsForAdultsIsNotSaidOfChildren(t *testing.T) {
	for analyte, value := range map[string]string{"mcv": "110", "ferritin": "20"} {
		unit := map[string]string{"mcv": "fL", "ferritin": "ug/L"}[analyte]
		in := labs.Result{Analyte: analyte, Value: value, Unit: unit}
		if r := one(t, person(30, clinical.Male), nil, in); !slices.ContainsFunc(r.ForLegs, func(x labs.ForLegs) bool { return x.AppliesTo == "adults" && x.Holds == labs.Holds }) {
			t.Errorf("%s %s means nothing in an adult: %+v", analyte, value, r.ForLegs)
		}
		for _, x := range one(t, person(0.05, clinical.Male), nil, in).ForLegs {
			if strings.Contains(x.AppliesTo, "adult") {
				t.Errorf("%s %s of a newborn means %q", analyte, value, x.Text)
			}
		}
	}
}

func pregnancy() clinical.Person {
	p, expecting := person(30, clinical.Female), true
	p.Pregnant = &expecting
	return p
}

func TestBesideOtherResults(t *testing.T) {
	out, err := interpreter(t).Interpret(person(52, clinical.Female), nil, []labs.Result{
		{Analyte: "ferritin", Value: "90", Unit: "ug/L"}, {Analyte: "transferrin_saturation", Value: "14", Unit: "%"}, {Analyte: "crp", Value: "22", Unit: "mg/L"}})
	if err != nil {
		t.Fatal(err)
	}
	if c := out.Readings[0].Caveats; len(c) == 0 || c[0].Holds != labs.Holds || c[0].Source == "" {
		t.Errorf("inflammation is not told beside ferritin first: %+v", c)
	}
	found := false
	for _, f := range out.Readings[1].ForLegs {
		found = found || f.AppliesTo == "ferritin of 30 or more" && f.Holds == labs.Holds
	}
	if !found {
		t.Errorf("functional iron deficiency is not told: %+v", out.Readings[1].ForLegs)
	}
}

func TestEvidence(t *testing.T) {
	got := one(t, person(52, clinical.Female), nil, labs.Result{Analyte: "potassium", Value: "3.1", Unit: "mmol/L"})
	want := map[string]clinical.Presence{"potassium_low": clinical.Present, "potassium_high": clinical.Absent}
	have := map[string]clinical.Presence{}
	for _, e := range got.Evidence {
		have[e.Finding] = e.Presence
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got = one(t, person(52, clinical.Female), nil, labs.Result{Analyte: "potassium", Value: "<5", Unit: "mmol/L"}); len(got.Evidence) != 1 || got.Evidence[0].Finding != "potassium_high" {
		t.Errorf("<5 answers %v, want only that it is not high", got.Evidence)
	}
	if got = one(t, person(6, clinical.Female), nil, labs.Result{Analyte: "haemoglobin", Value: "112", Unit: "g/L"}); len(got.Evidence) != 0 {
		t.Errorf("adult limits answered for a child: %v", got.Evidence)
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct {
		in    labs.Result
		field string
	}{
		{labs.Result{Analyte: "zinc", Value: "12", Unit: "umol/L"}, "results[0].analyte"},
		{labs.Result{Analyte: "ferritin", Value: "positive", Unit: "ug/L"}, "results[0].value"},
		{labs.Result{Analyte: "ferritin", Value: "-3", Unit: "ug/L"}, "results[0].value"},
		{labs.Result{Analyte: "ferritin", Value: "", Unit: "ug/L"}, "results[0].value"},
		{labs.Result{Analyte: "ferritin", Value: "18", Unit: "ug/L", Low: "x"}, "results[0].low"},
		{labs.Result{Analyte: "ferritin", Value: "18", Unit: "ug/L", High: "1e9"}, "results[0].high"},
	} {
		_, err := interpreter(t).Interpret(clinical.Person{}, nil, []labs.Result{c.in})
		e, ok := err.(*errs.Error)
		if !ok || e.Kind != errs.Invalid || e.Field != c.field {
			t.Errorf("%+v: error %v, want field %s", c.in, err, c.field)
		}
	}
	if _, err := interpreter(t).Interpret(clinical.Person{}, nil, make([]labs.Result, labs.MostResults+1)); errs.KindOf(err) != errs.Invalid {
		t.Errorf("too many results: %v", err)
	}
}

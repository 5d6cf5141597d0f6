package kb

import "math"

// Analyte is one laboratory test (or measured index): units, reference intervals, thresholds
// that matter for legs, and critical values, which are never overruled.
// The interval printed on the person's own report goes before those here.
type Analyte struct {
	ID            string              `yaml:"id" json:"id,omitempty"`
	Name          string              `yaml:"name" json:"name,omitempty"`
	Names         []string            `yaml:"names" json:"names,omitempty"` // as written in reports and by lay people; case is ignored
	LOINC         []LOINC             `yaml:"loinc" json:"loinc,omitempty"`
	Unit          string              `yaml:"unit" json:"unit,omitempty"`               // all numbers below are in it
	UCUM          string              `yaml:"ucum" json:"ucum,omitempty"`               // the same unit in UCUM
	Conversions   []Conversion        `yaml:"conversions" json:"conversions,omitempty"` // other units in use
	Reference     []ReferenceInterval `yaml:"reference" json:"reference,omitempty"`     // the first that fits sex and age counts; later ones are other laboratories'
	LegThresholds []Threshold         `yaml:"leg_thresholds" json:"leg_thresholds,omitempty"`
	Critical      []CriticalValue     `yaml:"critical" json:"critical,omitempty"`
	Plausible     *Plausible          `yaml:"plausible,omitempty" json:"plausible,omitempty"`     // outside it a value is questioned
	OtherTests    []string            `yaml:"other_tests,omitempty" json:"other_tests,omitempty"` // names that hold one of Names and mean another test
	Caveats       []Caveat            `yaml:"caveats,omitempty" json:"caveats,omitempty"`
	Ask           []string            `yaml:"ask,omitempty" json:"ask,omitempty"` // what to ask a clinician when it is out of range
	Meaning       string              `yaml:"meaning" json:"meaning,omitempty"`   // plain words
	SampleNote    string              `yaml:"sample_note,omitempty" json:"sample_note,omitempty"`
	Remarks       []string            `yaml:"remarks,omitempty" json:"remarks,omitempty"` // rules that cannot be computed
	Sources       []string            `yaml:"sources" json:"sources,omitempty"`
	Reviewed      *Review             `yaml:"reviewed" json:"reviewed"`
}

// LOINC is a code with what it measures.
type LOINC struct {
	Code      string `yaml:"code" json:"code,omitempty"`
	Describes string `yaml:"describes" json:"describes,omitempty"`
	Status    string `yaml:"status" json:"status,omitempty"`
}

// Conversion gives value in the analyte's unit = value × Factor + Offset.
type Conversion struct {
	From   string  `yaml:"from" json:"from,omitempty"`
	Factor float64 `yaml:"factor" json:"factor,omitempty"`           // above 0
	Offset float64 `yaml:"offset,omitempty" json:"offset,omitempty"` // in the analyte's unit
}

// ReferenceInterval is closed; a nil end is open.
type ReferenceInterval struct {
	Sex       string   `yaml:"sex" json:"sex,omitempty"`                   // female, male or any
	AgeMin    *int     `yaml:"age_min,omitempty" json:"age_min,omitempty"` // years, inclusive
	AgeMax    *int     `yaml:"age_max,omitempty" json:"age_max,omitempty"` // years, inclusive
	DayMin    *int     `yaml:"day_min,omitempty" json:"day_min,omitempty"` // days of life, inclusive, in the first year, in place of years
	DayMax    *int     `yaml:"day_max,omitempty" json:"day_max,omitempty"`
	Pregnant  bool     `yaml:"pregnant,omitempty" json:"pregnant,omitempty"` // made for pregnancy; the others are not
	Low       *float64 `yaml:"low" json:"low,omitempty"`
	High      *float64 `yaml:"high" json:"high,omitempty"`
	HighByAge *Line    `yaml:"high_by_age,omitempty" json:"high_by_age,omitempty"` // upper limit as a function of age, instead of High
	Source    string   `yaml:"source" json:"source,omitempty"`
	Status    string   `yaml:"status" json:"status,omitempty"`
	Note      string   `yaml:"note,omitempty" json:"note,omitempty"`
}

// Line is PerYear × age in years + Plus.
type Line struct {
	PerYear float64 `yaml:"per_year" json:"per_year"`
	Plus    float64 `yaml:"plus" json:"plus"`
}

// Threshold is a value that means something for leg trouble. With AppliesTo it holds only for
// the people named there, in words. Several may hold at once.
type Threshold struct {
	Op         string   `yaml:"op" json:"op,omitempty"`                             // <, <=, >, >=, between (both ends included) or over_to (the upper end only)
	Value      float64  `yaml:"value" json:"value"`                                 // lower end of two
	ValueHigh  *float64 `yaml:"value_high,omitempty" json:"value_high,omitempty"`   // only with two ends
	RelativeTo string   `yaml:"relative_to,omitempty" json:"relative_to,omitempty"` // Value is a multiple of upper_limit or of age_years
	AppliesTo  string   `yaml:"applies_to,omitempty" json:"applies_to,omitempty"`
	// AppliesTo as far as it can be worked out; what is left open makes the threshold an "if".
	Sex      string       `yaml:"sex,omitempty" json:"sex,omitempty"`           // female or male
	Pregnant *bool        `yaml:"pregnant,omitempty" json:"pregnant,omitempty"` // true only in, false only outside pregnancy
	When     *Expr        `yaml:"when,omitempty" json:"when,omitempty"`
	With     []OtherValue `yaml:"with,omitempty" json:"with,omitempty"`       // all must hold
	AgeMin   *int         `yaml:"age_min,omitempty" json:"age_min,omitempty"` // years
	Means    string       `yaml:"means" json:"means,omitempty"`
	Source   string       `yaml:"source" json:"source,omitempty"`
	Status   string       `yaml:"status" json:"status,omitempty"`
}

// CriticalValue calls for care whatever else is known.
type CriticalValue struct {
	Op         string  `yaml:"op" json:"op,omitempty"` // <, <=, > or >=
	Value      float64 `yaml:"value" json:"value"`
	RelativeTo string  `yaml:"relative_to,omitempty" json:"relative_to,omitempty"` // upper_limit or empty
	AgeMin     *int    `yaml:"age_min,omitempty" json:"age_min,omitempty"`         // years
	AgeMax     *int    `yaml:"age_max,omitempty" json:"age_max,omitempty"`         // years
	Action     string  `yaml:"action" json:"action,omitempty"`
	Level      string  `yaml:"level" json:"level,omitempty"` // emergency or same_day
	Source     string  `yaml:"source" json:"source,omitempty"`
	Status     string  `yaml:"status" json:"status,omitempty"`
}

func (a *Analyte) check(p problems) {
	a.Reviewed.check(p)
	required(p, "id", a.ID)
	required(p, "name", a.Name)
	required(p, "unit", a.Unit)
	required(p, "ucum", a.UCUM)
	required(p, "meaning", a.Meaning)
	if len(a.Names) == 0 {
		p.add("names", "is empty")
	}
	if len(a.Reference) == 0 {
		p.add("reference", "is empty")
	}
	if len(a.Sources) == 0 {
		p.add("sources", "is empty")
	}
	for i, l := range a.LOINC {
		field := at("loinc", i)
		if !loincDigitOK(l.Code) {
			p.add(field+".code", "%q has a wrong check digit", l.Code)
		}
		checkStatus(p, field, l.Status)
	}
	for i, c := range a.Conversions {
		if c.From == "" || c.From == a.Unit || c.Factor <= 0 || math.IsInf(c.Factor, 0) || math.IsNaN(c.Factor) {
			p.add(at("conversions", i), "needs another unit and a factor above 0")
		}
	}
	for i := range a.Reference {
		a.Reference[i].check(p, at("reference", i))
	}
	for i := range a.LegThresholds {
		a.LegThresholds[i].check(p, at("leg_thresholds", i))
	}
	for i := range a.Critical {
		a.Critical[i].check(p, at("critical", i))
	}
	a.Plausible.check(p)
	for i := range a.Caveats {
		a.Caveats[i].check(p, at("caveats", i))
	}
}

func (r *ReferenceInterval) check(p problems, field string) {
	oneOf(p, field+".sex", r.Sex, "female", "male", "any")
	if r.Low == nil && r.High == nil && r.HighByAge == nil {
		p.add(field, "has no limit")
	}
	if r.Low != nil && r.High != nil && *r.Low >= *r.High {
		p.add(field, "low %g is not below high %g", *r.Low, *r.High)
	}
	if r.High != nil && r.HighByAge != nil {
		p.add(field, "high and high_by_age exclude each other")
	}
	checkAges(p, field, r.AgeMin, r.AgeMax)
	r.checkDays(p, field)
	checkStatus(p, field, r.Status)
}

// checkDays keeps days of life to the first year, with both ends.
func (r *ReferenceInterval) checkDays(p problems, field string) {
	switch {
	case r.DayMin == nil && r.DayMax == nil:
	case r.DayMin == nil || r.DayMax == nil:
		p.add(field, "day_min and day_max belong together")
	case *r.DayMin < 0 || *r.DayMax > 365 || *r.DayMin > *r.DayMax:
		p.add(field, "day_min and day_max are days from 0 to 365, in this order")
	case r.AgeMin != nil || r.AgeMax != nil:
		p.add(field, "days of life stand in place of years")
	}
}

// Ranged reports a threshold with two ends.
func (t *Threshold) Ranged() bool { return t.Op == "between" || t.Op == "over_to" }

func (t *Threshold) check(p problems, field string) {
	oneOf(p, field+".op", t.Op, "<", "<=", ">", ">=", "between", "over_to")
	if t.Ranged() != (t.ValueHigh != nil) {
		p.add(field+".value_high", "belongs to between and over_to, and only there")
	}
	if t.ValueHigh != nil && *t.ValueHigh <= t.Value {
		p.add(field+".value_high", "%g is not above %g", *t.ValueHigh, t.Value)
	}
	oneOf(p, field+".relative_to", t.RelativeTo, "", "upper_limit", "age_years")
	if t.Means == "" {
		p.add(field+".means", "is missing")
	}
	oneOf(p, field+".sex", t.Sex, "", "female", "male")
	if t.When != nil {
		t.When.check(p, field+".when")
	}
	for i := range t.With {
		t.With[i].check(p, at(field+".with", i))
	}
	checkAges(p, field, t.AgeMin, nil)
	checkStatus(p, field, t.Status)
}

func (c *CriticalValue) check(p problems, field string) {
	oneOf(p, field+".op", c.Op, "<", "<=", ">", ">=")
	oneOf(p, field+".relative_to", c.RelativeTo, "", "upper_limit")
	oneOf(p, field+".level", c.Level, "emergency", "same_day")
	if c.Action == "" {
		p.add(field+".action", "is missing")
	}
	checkAges(p, field, c.AgeMin, c.AgeMax)
	checkStatus(p, field, c.Status)
}

func checkStatus(p problems, field, status string) {
	oneOf(p, field+".status", status, Statuses...)
}

func checkAges(p problems, field string, low, high *int) {
	for _, age := range []*int{low, high} {
		if age != nil && (*age < 0 || *age > 120) {
			p.add(field, "age %d is outside 0-120 years", *age)
		}
	}
	if low != nil && high != nil && *low > *high {
		p.add(field, "age_min %d is above age_max %d", *low, *high)
	}
}

// loincDigitOK reports whether code is digits, a hyphen and their mod-10 (Luhn) check digit.
func loincDigitOK(code string) bool {
	n := len(code)
	if n < 3 || code[n-2] != '-' {
		return false
	}
	sum := 0
	for i := n - 3; i >= 0; i-- {
		d := int(code[i] - '0')
		if d < 0 || d > 9 {
			return false
		}
		if (n-3-i)%2 == 0 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return (10-sum%10)%10 == int(code[n-1]-'0')
}

func (a *Analyte) refer(p problems, refs references) {
	refs.sources(p, "sources", a.Sources...)
	for i, r := range a.Reference {
		refs.sources(p, at("reference", i)+".source", r.Source)
	}
	for i, t := range a.LegThresholds {
		refs.sources(p, at("leg_thresholds", i)+".source", t.Source)
		if t.When != nil {
			refs.expr(p, at("leg_thresholds", i)+".when", t.When)
		}
		refs.others(p, at("leg_thresholds", i)+".with", t.With)
	}
	for i, c := range a.Critical {
		refs.sources(p, at("critical", i)+".source", c.Source)
	}
	for i, c := range a.Caveats {
		if c.Source != "" {
			refs.sources(p, at("caveats", i)+".source", c.Source)
		}
		refs.others(p, at("caveats", i)+".with", c.With)
	}
}

package fhirmap

import (
	"strings"

	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/kb"
)

// ucum is UCUM's code for units as laboratories print them. Capital letters count only
// in the first group, where they tell grams from thousands of millions.
var ucumExact = map[string]string{"G/L": "10*9/L", "K/uL": "10*3/uL", "g/L": "g/L"}

var ucum = map[string]string{
	"%": "%", "ratio": "{ratio}", "fraction": "1",
	"pg/ml": "pg/mL", "ng/ml": "ng/mL", "ug/ml": "ug/mL", "mg/ml": "mg/mL", "ng/dl": "ng/dL", "ug/dl": "ug/dL", "mg/dl": "mg/dL", "g/dl": "g/dL", "g%": "g/dL",
	"ng/l": "ng/L", "ug/l": "ug/L", "microgram/l": "ug/L", "mcg/l": "ug/L", "mg/l": "mg/L",
	"pmol/l": "pmol/L", "nmol/l": "nmol/L", "umol/l": "umol/L", "mmol/l": "mmol/L", "mmol/mol": "mmol/mol", "mmol/kg": "mmol/kg", "meq/l": "meq/L",
	"mosm/kg": "mosm/kg", "mosm/l": "mosm/L",
	"u/l": "U/L", "iu/l": "[IU]/L", "[iu]/l": "[IU]/L", "ukat/l": "ukat/L", "miu/l": "m[IU]/L", "m[iu]/l": "m[IU]/L", "uiu/ml": "u[IU]/mL", "u[iu]/ml": "u[IU]/mL", "mu/l": "mU/L",
	"10*9/l": "10*9/L", "x10^9/l": "10*9/L", "10^9/l": "10*9/L", "10*3/ul": "10*3/uL", "10^3/ul": "10*3/uL", "10^3/mm3": "10*3/mm3", "/ul": "/uL", "/mm3": "/mm3", "lakh/mm3": "10*5/mm3",
	"fl": "fL", "um3": "um3", "mm": "mm", "mm/h": "mm/h", "ml/min": "mL/min",
	"ml/min/1.73": "mL/min/{1.73_m2}", "ml/min/1.73m2": "mL/min/{1.73_m2}", "ml/min/{1.73_m2}": "mL/min/{1.73_m2}",
	"ug/lfeu": "ug/L{FEU}", "mg/lfeu": "mg/L{FEU}", "ng/mlfeu": "ng/mL{FEU}", "ug/mlfeu": "ug/mL{FEU}",
	"ug/lddu": "ug/L{DDU}", "mg/lddu": "mg/L{DDU}", "ng/mlddu": "ng/mL{DDU}", "ug/mlddu": "ug/mL{DDU}",
	"ug/l{feu}": "ug/L{FEU}", "mg/l{feu}": "mg/L{FEU}", "ng/ml{feu}": "ng/mL{FEU}", "ug/ml{feu}": "ug/mL{FEU}",
	"ug/l{ddu}": "ug/L{DDU}", "mg/l{ddu}": "mg/L{DDU}", "ng/ml{ddu}": "ng/mL{DDU}", "ug/ml{ddu}": "ug/mL{DDU}",
}

// ucumOf finds UCUM's code for a unit of an analyte, or empty where it is not sure.
func ucumOf(a *kb.Analyte, written string) string {
	written = strings.NewReplacer("µ", "u", "μ", "u", " ", "").Replace(strings.TrimSpace(written))
	if a != nil && (written == strings.ReplaceAll(a.Unit, " ", "") || written == a.UCUM) {
		return a.UCUM
	}
	if code := ucumExact[written]; code != "" {
		return code
	}
	if code := ucum[strings.ToLower(written)]; code != "" {
		return code
	}
	if isUCUM[written] {
		return written
	}
	return ""
}

// isUCUM has the codes that the tables lead to.
var isUCUM = map[string]bool{}

func init() {
	for _, code := range ucum {
		isUCUM[code] = true
	}
}

// unitOf finds the analyte's own spelling of a unit; empty when it is not one of its
// units.
func unitOf(a *kb.Analyte, written string) string {
	code := ucumOf(a, written)
	if code == "" {
		return ""
	}
	if code == a.UCUM {
		return a.Unit
	}
	for _, c := range a.Conversions {
		if ucumOf(a, c.From) == code {
			return c.From
		}
	}
	return ""
}

// findingUnits is UCUM's code for the units of findings that are numbers.
var findingUnits = map[string]string{
	"/min": "/min", "0-10": "{score}", "1-8": "{score}", "C": "Cel", "UK units": "{units}", "cm": "cm", "cups": "{cups}", "days": "d", "hours": "h",
	"kg/m2": "kg/m2", "metres": "m", "minutes": "min", "per week": "/wk", "years": "a",
}

// measured is a value in the unit of a finding.
func measured(f *kb.Finding, v float64) *fhir.Quantity {
	code := findingUnits[f.Unit]
	if code == "" {
		code = "1"
	}
	return counted(v, f.Unit, code)
}

// counted is a value with its unit in words and in UCUM.
func counted(v float64, unit, code string) *fhir.Quantity {
	return &fhir.Quantity{Value: decimal(v), Unit: clean(unit), System: fhir.UCUM, Code: fhir.Code(code)}
}

package fhirmap

import (
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/kb"
)

// The addresses of our own codes and questionnaire. They are names, not pages.
const (
	home          = "https://github.com/legible-health/legible/fhir/"
	FindingSystem = home + "CodeSystem/finding"
	Canonical     = home + "Questionnaire/check"
)

// vitals are the LOINC codes that the standard wants in the category vital-signs.
var vitals = []string{"8867-4", "8310-5", "39156-5"}

// findingCode is a finding by name, by our id, and by every code that is sure.
func (m *Mapper) findingCode(f *kb.Finding) *fhir.CodeableConcept {
	c := &fhir.CodeableConcept{Text: clean(f.Name())}
	for _, x := range f.Codes {
		switch {
		case x.System == "LOINC":
			c.Coding = append(c.Coding, fhir.Coding{System: fhir.LOINC, Code: fhir.Code(x.Code)})
		case x.System == "HPO" && x.Status == "seen":
			c.Coding = append(c.Coding, fhir.Coding{System: fhir.HPO, Code: fhir.Code(x.Code)})
		}
	}
	c.Coding = append(c.Coding, fhir.Coding{System: FindingSystem, Code: fhir.Code(f.ID), Display: c.Text})
	return c
}

// conditionCode is a condition by name, with its ICD-10 code once that has been seen.
func conditionCode(c *kb.Condition) *fhir.CodeableConcept {
	out := words(c.PlainName)
	if c.Name != c.PlainName {
		out.Text += " (" + clean(c.Name) + ")"
	}
	if c.ICD10From == "seen" && !strings.ContainsAny(c.ICD10, " ;(") {
		out.Coding = []fhir.Coding{{System: fhir.ICD10, Code: fhir.Code(c.ICD10)}}
	}
	return out
}

// analyteCode is an analyte by name, with the LOINC code that fits the unit.
func analyteCode(a *kb.Analyte, ucum string) *fhir.CodeableConcept {
	out := words(a.Name)
	if code := loincFor(a, ucum); code != "" {
		out.Coding = []fhir.Coding{{System: fhir.LOINC, Code: fhir.Code(code)}}
	}
	return out
}

// loincFor finds the code of an analyte whose property fits the unit: a code for a mass
// says nothing about moles. Of several the last one is the most particular.
func loincFor(a *kb.Analyte, ucum string) string {
	for _, l := range slices.Backward(a.LOINC) {
		if fits(l, ucum) {
			return l.Code
		}
	}
	return ""
}

// fits reports whether a code and a unit measure the same sort of thing.
func fits(l kb.LOINC, ucum string) bool {
	says := strings.ToLower(l.Describes)
	for _, mark := range []string{"feu", "ddu"} {
		if strings.Contains(says, mark) != strings.Contains(strings.ToLower(ucum), mark) {
			return false
		}
	}
	switch sortOf(ucum) {
	case "mass":
		return strings.Contains(says, "mass") && !strings.Contains(says, "fraction")
	case "moles":
		return strings.Contains(says, "mol")
	case "units":
		return strings.Contains(says, "units") || strings.Contains(says, "catalytic")
	case "catalytic":
		return strings.Contains(says, "catalytic")
	}
	return strings.Contains(says, "fraction") || !strings.Contains(says, "mass") && !strings.Contains(says, "mol/") &&
		!strings.Contains(says, "moles") && !strings.Contains(says, "units") && !strings.Contains(says, "catalytic")
}

// sortOf is what a UCUM unit counts: mass, moles, units, catalytic or other.
func sortOf(ucum string) string {
	top, _, _ := strings.Cut(ucum, "/")
	switch {
	case strings.HasSuffix(top, "mol"), strings.HasSuffix(top, "eq"):
		return "moles"
	case strings.HasSuffix(top, "[IU]"):
		return "units"
	case strings.HasSuffix(top, "U"), strings.HasSuffix(top, "kat"):
		return "catalytic"
	case strings.HasSuffix(top, "g") && len(top) <= 2:
		return "mass"
	}
	return "other"
}

package fhirmap

import (
	"strings"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/kb"
)

// observation maps one finding that was said: present, absent, a value, or not known.
func (m *Mapper) observation(f *kb.Finding, s Said, patient *fhir.Reference) *fhir.Observation {
	o := &fhir.Observation{Status: "final", Category: category("survey", "Survey"), Code: m.findingCode(f), Subject: patient}
	if patient != nil {
		o.Performer = []fhir.Reference{*patient}
	}
	for _, c := range o.Code.Coding {
		for _, v := range vitals {
			if c.System == fhir.LOINC && string(c.Code) == v {
				o.Category = append(category("vital-signs", "Vital Signs"), o.Category...)
			}
		}
	}
	if s.Quote != "" {
		o.Method = words("Understood from the person's own words")
		o.Note = note("In their own words: “" + clean(s.Quote) + "”")
	}
	switch a := s.Answer; {
	case a.Value != nil:
		o.ValueQuantity = measured(f, *a.Value)
	case a.Option != "":
		o.ValueCodeableConcept = words(strings.ReplaceAll(a.Option, "_", " "))
	case a.Presence == clinical.Present:
		o.ValueCodeableConcept = coded(fhir.YesNo, "Y", "Yes", "present")
	case a.Presence == clinical.Absent:
		o.ValueCodeableConcept = coded(fhir.YesNo, "N", "No", "absent")
	default:
		o.DataAbsentReason = coded(fhir.AbsentReason, "asked-unknown", "Asked But Unknown", "asked; the person does not know")
	}
	return o
}

// line says a finding in words.
func line(f *kb.Finding, s Said) string {
	a := s.Answer
	switch {
	case a.Value != nil:
		if f.Unit == "" || f.Unit[0] >= '0' && f.Unit[0] <= '9' { // a scale, which the name tells
			return f.Name() + ": " + string(decimal(*a.Value))
		}
		return f.Name() + ": " + string(decimal(*a.Value)) + " " + f.Unit
	case a.Option != "":
		return f.Name() + ": " + strings.ReplaceAll(a.Option, "_", " ")
	case a.Presence == clinical.Present:
		return f.Name() + ": yes"
	case a.Presence == clinical.Absent:
		return f.Name() + ": no"
	}
	return f.Name() + ": not known"
}

// answer is what was said as an answer of a QuestionnaireResponse.
func answer(s Said) fhir.Answer {
	a := s.Answer
	switch {
	case a.Value != nil:
		return fhir.Answer{ValueDecimal: decimal(*a.Value)}
	case a.Option != "":
		return fhir.Answer{ValueCoding: option(a.Option)}
	case a.Presence == clinical.Present:
		return fhir.Answer{ValueCoding: codingYes()}
	case a.Presence == clinical.Absent:
		return fhir.Answer{ValueCoding: codingNo()}
	}
	return fhir.Answer{ValueCoding: codingUnknown()}
}

func codingYes() *fhir.Coding { return &fhir.Coding{System: fhir.YesNo, Code: "Y", Display: "Yes"} }
func codingNo() *fhir.Coding  { return &fhir.Coding{System: fhir.YesNo, Code: "N", Display: "No"} }
func codingUnknown() *fhir.Coding {
	return &fhir.Coding{System: fhir.AbsentReason, Code: "asked-unknown", Display: "Asked But Unknown"}
}

// OptionSystem holds the answers of questions with a choice.
const OptionSystem = home + "CodeSystem/option"

func option(o string) *fhir.Coding {
	return &fhir.Coding{System: OptionSystem, Code: fhir.Code(o), Display: strings.ReplaceAll(o, "_", " ")}
}

// Sex of the person as FHIR writes the gender that an office would note.
func gender(s clinical.Sex) fhir.Code {
	switch s {
	case clinical.Female, clinical.Male:
		return fhir.Code(s)
	case clinical.Intersex:
		return "other"
	}
	return "unknown"
}

// Patient maps the person. Of somebody of whom only the age is known there is no date of
// birth: the age is said beside it.
func Patient(p Person, id string) *fhir.Patient {
	out := &fhir.Patient{Base: fhir.Of("Patient", id), Gender: gender(p.Sex), BirthDate: fhir.Date(p.BirthDate)}
	if name := clean(p.Name); name != "" {
		out.Name = []fhir.HumanName{{Text: name}}
	}
	if p.BirthDate == "" {
		out.BirthDateExt = &fhir.Element{Extension: fhir.Extensions{fhir.DataAbsent("unknown")}}
	}
	return out
}

package fhirmap

import (
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/kb"
)

// Incoming is what a resource becomes in a diary. It has no id yet.
type Incoming struct {
	Day  diary.Date
	At   *time.Time // nil when only the day is known
	Data diary.Data // *diary.Lab or *diary.Medicine
}

// Import reads a laboratory Observation or a MedicationStatement. today is for a medicine
// without a date; zone says to which day a moment belongs. The error is fhir.Faults.
func (m *Mapper) Import(r fhir.Resource, today diary.Date, zone *time.Location) (*Incoming, error) {
	switch r := r.(type) {
	case *fhir.Observation:
		return m.importLab(r, zone)
	case *fhir.MedicationStatement:
		return importMedicine(r, today, zone)
	}
	return nil, refuse("not-supported", r.Head().ResourceType, "is not taken; send an Observation of a laboratory or a MedicationStatement")
}

func refuse(code, path, text string) error {
	return fhir.Faults{{Code: fhir.Code(code), Path: path, Text: text}}
}

// importLab reads a result by its LOINC code, in one of the units of the analyte. The
// digits stay as they are.
func (m *Mapper) importLab(o *fhir.Observation, zone *time.Location) (*Incoming, error) {
	if !slices.Contains([]fhir.Code{"final", "amended", "corrected", "preliminary"}, o.Status) {
		return nil, refuse("value", "Observation.status", "must be final, amended, corrected or preliminary; nothing else is a result")
	}
	a, l := m.analyteOf(o.Code.CodeOf(fhir.LOINC))
	if a == nil {
		return nil, refuse("not-supported", "Observation.code", "needs a LOINC code of an analyte that is known here; GET /api/v1/knowledge/analytes lists them")
	}
	q := o.ValueQuantity
	if q == nil || q.Value == "" {
		return nil, refuse("required", "Observation.valueQuantity", "is missing: a result needs a number with its unit")
	}
	code, unit := unitOfQuantity(a, q)
	switch {
	case unit == "":
		return nil, refuse("value", "Observation.valueQuantity.code", "is no unit of this analyte in UCUM")
	case !fits(l, code):
		return nil, refuse("value", "Observation.valueQuantity.code", "does not fit the LOINC code, which is for another sort of unit")
	case !slices.Contains([]fhir.Code{"", "<", "<=", ">", ">="}, q.Comparator):
		return nil, refuse("value", "Observation.valueQuantity.comparator", "must be <, <=, > or >=")
	}
	if strings.ContainsAny(string(q.Value), "eE") {
		return nil, refuse("value", "Observation.valueQuantity.value", "must be written without an exponent")
	}
	in := &Incoming{}
	if err := in.dated(zone, "Observation.effectiveDateTime", o.EffectiveDateTime, fhir.DateTime(o.EffectiveInstant), periodStart(o.EffectivePeriod)); err != nil {
		return nil, err
	}
	lab := &diary.Lab{Analyte: a.ID, Value: diary.Decimal(string(q.Comparator) + string(q.Value)), Unit: unit, Preliminary: o.Status == "preliminary"}
	lab.Low, lab.High = interval(a, o, unit)
	in.Data = lab
	return in, nil
}

// analyteOf finds the analyte of a LOINC code.
func (m *Mapper) analyteOf(loinc string) (*kb.Analyte, kb.LOINC) {
	for _, a := range m.base.Analytes {
		for _, l := range a.LOINC {
			if loinc != "" && l.Code == loinc {
				return a, l
			}
		}
	}
	return nil, kb.LOINC{}
}

// unitOfQuantity finds the analyte's unit by the UCUM code, or by the unit as printed.
func unitOfQuantity(a *kb.Analyte, q *fhir.Quantity) (code, unit string) {
	written := q.Unit
	if q.System == fhir.UCUM && q.Code != "" {
		written = string(q.Code)
	}
	if unit = unitOf(a, written); unit == "" {
		return "", ""
	}
	return ucumOf(a, unit), unit
}

// interval is the laboratory's own, in the unit of the value; only the first is for
// everybody.
func interval(a *kb.Analyte, o *fhir.Observation, unit string) (low, high diary.Decimal) {
	if len(o.ReferenceRange) != 1 {
		return "", ""
	}
	end := func(q *fhir.Quantity) diary.Decimal {
		if q == nil || q.Comparator != "" || strings.ContainsAny(string(q.Value), "eE") {
			return ""
		}
		if _, u := unitOfQuantity(a, q); u != unit && (q.Unit != "" || q.Code != "") {
			return ""
		}
		return diary.Decimal(q.Value)
	}
	return end(o.ReferenceRange[0].Low), end(o.ReferenceRange[0].High)
}

func periodStart(p *fhir.Period) fhir.DateTime {
	if p == nil {
		return ""
	}
	return p.Start
}

// dated takes the first moment that is given. It needs at least a day.
func (in *Incoming) dated(zone *time.Location, path string, moments ...fhir.DateTime) error {
	for _, m := range moments {
		if m == "" {
			continue
		}
		if t, err := time.Parse(time.RFC3339Nano, string(m)); err == nil {
			t = t.UTC()
			in.At = &t
			in.Day = diary.DateOf(t.In(zone).Date())
			return nil
		}
		day, err := diary.ParseDate(string(m))
		if err != nil {
			return refuse("value", path, "must say the day, not only the month or the year")
		}
		in.Day = day
		return nil
	}
	return refuse("required", path, "is missing: without its day a result cannot be kept")
}

// changes says what a status means in a diary.
var changes = map[fhir.Code]string{"active": "taken", "completed": "stopped", "stopped": "stopped", "on-hold": "stopped"}

func importMedicine(s *fhir.MedicationStatement, today diary.Date, zone *time.Location) (*Incoming, error) {
	change, ok := changes[s.Status]
	if !ok {
		return nil, refuse("value", "MedicationStatement.status", "must be active, completed, stopped or on-hold; nothing else says that it is or was taken")
	}
	name := clean(s.MedicationCodeableConcept.Words())
	if name == "" && s.MedicationReference != nil {
		name = clean(s.MedicationReference.Display)
	}
	if name == "" {
		return nil, refuse("required", "MedicationStatement.medicationCodeableConcept.text", "is missing: the medicine needs a name")
	}
	in := &Incoming{Day: today, Data: &diary.Medicine{Name: name, Change: change}}
	moments := []fhir.DateTime{s.EffectiveDateTime, periodStart(s.EffectivePeriod), s.DateAsserted}
	if change == "stopped" && s.EffectivePeriod != nil && s.EffectivePeriod.End != "" {
		moments = []fhir.DateTime{s.EffectivePeriod.End}
	} else if change == "stopped" { // the day it began says nothing of its end
		moments = []fhir.DateTime{s.EffectiveDateTime, s.DateAsserted}
	}
	if slices.ContainsFunc(moments, func(d fhir.DateTime) bool { return d != "" }) {
		if err := in.dated(zone, "MedicationStatement.effectiveDateTime", moments...); err != nil {
			return nil, err
		}
	}
	return in, nil
}

package fhirmap

import (
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/fhir"
)

// Terminology and profiles of the International Patient Summary.
const (
	ips             = "http://hl7.org/fhir/uv/ips/StructureDefinition/"
	absentUnknown   = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
	clinicalStatus  = "http://terminology.hl7.org/CodeSystem/condition-clinical"
	verification    = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
	conditionKinds  = "http://terminology.hl7.org/CodeSystem/condition-category"
	allergyClinical = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
)

// Summary makes an International Patient Summary. It needs a name: errs.Invalid without
// one. Legible asks for no allergies, and the summary says that nothing is known of them.
func (m *Mapper) Summary(r *Record) (*fhir.Bundle, error) {
	if clean(r.Person.Name) == "" {
		return nil, errs.Field("Patient.name", "is not known, and a patient summary must not go out without one; give the person a name first")
	}
	b, err := m.builder(r, "summary")
	if err != nil {
		return nil, err
	}
	sections := []*fhir.Section{b.medicinesOrNone(), b.allergies(), b.problems()}
	if s := b.results(); s != nil {
		sections = append(sections, s)
	}
	out := b.bundle(docSummary, "Patient summary, by the person", sections)
	out.Meta = profile("Bundle")
	for _, e := range out.Entry {
		switch h := e.Resource.Head(); h.ResourceType {
		case "Composition", "Patient", "MedicationStatement", "AllergyIntolerance", "Condition":
			h.Meta = profile(h.ResourceType)
		}
	}
	return out, nil
}

func profile(of string) *fhir.Meta {
	return &fhir.Meta{Profile: []string{ips + of + "-uv-ips"}}
}

func (b *builder) medicinesOrNone() *fhir.Section {
	if s := b.medicines(); s != nil {
		return s
	}
	none := &fhir.MedicationStatement{
		Base: b.head("MedicationStatement", "none"), Status: "unknown", Subject: b.patient,
		MedicationCodeableConcept: coded(absentUnknown, "no-medication-info", "No information about medications", "No information about medicines"),
		EffectiveDateTimeExt:      &fhir.Element{Extension: fhir.Extensions{fhir.DataAbsent("unknown")}},
	}
	return section("Medicines", secMedicines, []string{"Nothing is known about medicines."}, b.add(none))
}

func (b *builder) allergies() *fhir.Section {
	none := &fhir.AllergyIntolerance{
		Base: b.head("AllergyIntolerance", "none"), Patient: b.patient, ClinicalStatus: coded(allergyClinical, "active", "Active", ""),
		Code: coded(absentUnknown, "no-allergy-info", "No information about allergies", "No information about allergies"),
	}
	return section("Allergies", secAllergies, []string{"Legible does not ask about allergies: nothing is known."}, b.add(none))
}

// problems are what the person said about standing problems of health, never confirmed.
func (b *builder) problems() *fhir.Section {
	var lines []string
	var entries []fhir.Reference
	for _, s := range b.r.Said {
		f := b.base.Finding(s.Finding)
		if f == nil || s.Answer.Presence != clinical.Present || !f.Problem {
			continue
		}
		entries = append(entries, b.add(&fhir.Condition{
			Base: b.head("Condition", "problem "+f.ID), Subject: b.patient, Asserter: b.patient, RecordedDate: b.at(),
			ClinicalStatus: coded(clinicalStatus, "active", "Active", ""), VerificationStatus: coded(verification, "unconfirmed", "Unconfirmed", ""),
			Category: []fhir.CodeableConcept{*coded(conditionKinds, "problem-list-item", "Problem List Item", "")}, Code: b.findingCode(f),
		}))
		lines = append(lines, "- "+f.Name())
	}
	if entries == nil {
		none := &fhir.Condition{
			Base: b.head("Condition", "none"), Subject: b.patient, ClinicalStatus: coded(clinicalStatus, "active", "Active", ""),
			Category: []fhir.CodeableConcept{*coded(conditionKinds, "problem-list-item", "Problem List Item", "")},
			Code:     coded(absentUnknown, "no-problem-info", "No information about problems", "No information about problems"),
		}
		return section("Problems", secProblems, []string{"Nothing is known about other problems of health."}, b.add(none))
	}
	return section("Problems", secProblems, append([]string{"Said by the person; not confirmed."}, lines...), entries...)
}

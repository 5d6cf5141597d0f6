// Package fhir holds the part of HL7 FHIR R4 (4.0.1) that we write and read: plain structs
// in the standard's own words, and a reader that is strict about what it is given. It
// knows nothing of Legible and decides nothing about health.
//
// Invariants: a decimal keeps the digits it was written with; an extension is kept as it
// came; what the structs have no place for is named in the notes of Read and never
// silently lost; a modifierExtension or implicitRules, which may turn the meaning round,
// is refused. Faults say where and what to send, and never repeat a value.
package fhir

// Version is the version of the standard.
const Version = "4.0.1"

// MediaType is what resources are sent as.
const MediaType = "application/fhir+json"

// The terminologies whose codes we write.
const (
	LOINC          = "http://loinc.org"
	UCUM           = "http://unitsofmeasure.org"
	ICD10          = "http://hl7.org/fhir/sid/icd-10"
	HPO            = "http://human-phenotype-ontology.org"
	ATC            = "http://www.whocc.no/atc"
	YesNo          = "http://terminology.hl7.org/CodeSystem/v2-0136"
	AbsentReason   = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
	Interpretation = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
	Categories     = "http://terminology.hl7.org/CodeSystem/observation-category"
)

// Package fhirmap turns what Legible knows about a person into FHIR R4, and laboratory
// results and medicines that others send as FHIR into diary entries. It decides nothing
// about health: what a document says was said or computed before.
//
// Three kinds of statement stay apart. What the person said names the Patient as its
// performer, what the program computed names the Device, and a laboratory result names
// the report it was copied from. A possible cause is a prediction of a RiskAssessment and
// never a Condition.
//
// A code goes out only where it is sure: UCUM always; LOINC, whose check digit the
// knowledge base tests and which must fit the unit; ICD-10 and HPO once somebody has seen
// the code at its source (status seen). Text always. The same record gives the same bytes.
package fhirmap

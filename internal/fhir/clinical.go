package fhir

// Patient is the person it is about.
type Patient struct {
	Base
	Identifier   []Identifier `json:"identifier,omitempty"`
	Active       *bool        `json:"active,omitempty"`
	Name         []HumanName  `json:"name,omitempty"`
	Gender       Code         `json:"gender,omitempty"` // male, female, other, unknown
	BirthDate    Date         `json:"birthDate,omitempty"`
	BirthDateExt *Element     `json:"_birthDate,omitempty"`
}

// Device is the program that computed something.
type Device struct {
	Base
	Manufacturer string           `json:"manufacturer,omitempty"`
	DeviceName   []DeviceName     `json:"deviceName,omitempty"`
	Type         *CodeableConcept `json:"type,omitempty"`
	Version      []DeviceVersion  `json:"version,omitempty"`
	Note         []Annotation     `json:"note,omitempty"`
}

// DeviceName is what a device is called.
type DeviceName struct {
	Name string `json:"name"`
	Type Code   `json:"type"`
}

// DeviceVersion is the version of a device or of a part of it.
type DeviceVersion struct {
	Type  *CodeableConcept `json:"type,omitempty"`
	Value string           `json:"value"`
}

// Observation is a finding, a measurement or a laboratory result.
type Observation struct {
	Base
	Identifier           []Identifier           `json:"identifier,omitempty"`
	Status               Code                   `json:"status"`
	Category             []CodeableConcept      `json:"category,omitempty"`
	Code                 *CodeableConcept       `json:"code"`
	Subject              *Reference             `json:"subject,omitempty"`
	EffectiveDateTime    DateTime               `json:"effectiveDateTime,omitempty"`
	EffectivePeriod      *Period                `json:"effectivePeriod,omitempty"`
	EffectiveInstant     Instant                `json:"effectiveInstant,omitempty"`
	EffectiveDateTimeExt *Element               `json:"_effectiveDateTime,omitempty"`
	Issued               Instant                `json:"issued,omitempty"`
	Performer            []Reference            `json:"performer,omitempty"`
	ValueQuantity        *Quantity              `json:"valueQuantity,omitempty"`
	ValueCodeableConcept *CodeableConcept       `json:"valueCodeableConcept,omitempty"`
	ValueString          string                 `json:"valueString,omitempty"`
	ValueBoolean         *bool                  `json:"valueBoolean,omitempty"`
	ValueInteger         *int                   `json:"valueInteger,omitempty"`
	DataAbsentReason     *CodeableConcept       `json:"dataAbsentReason,omitempty"`
	Interpretation       []CodeableConcept      `json:"interpretation,omitempty"`
	Note                 []Annotation           `json:"note,omitempty"`
	Method               *CodeableConcept       `json:"method,omitempty"`
	ReferenceRange       []ReferenceRange       `json:"referenceRange,omitempty"`
	DerivedFrom          []Reference            `json:"derivedFrom,omitempty"`
	Component            []ObservationComponent `json:"component,omitempty"`
}

// ReferenceRange is what is usual, as the laboratory says.
type ReferenceRange struct {
	Low  *Quantity        `json:"low,omitempty"`
	High *Quantity        `json:"high,omitempty"`
	Type *CodeableConcept `json:"type,omitempty"`
	Text string           `json:"text,omitempty"`
}

// ObservationComponent is a part of an observation.
type ObservationComponent struct {
	Code                 *CodeableConcept `json:"code"`
	ValueQuantity        *Quantity        `json:"valueQuantity,omitempty"`
	ValueCodeableConcept *CodeableConcept `json:"valueCodeableConcept,omitempty"`
	ValueString          string           `json:"valueString,omitempty"`
	ValueBoolean         *bool            `json:"valueBoolean,omitempty"`
	ValueInteger         *int             `json:"valueInteger,omitempty"`
	DataAbsentReason     *CodeableConcept `json:"dataAbsentReason,omitempty"`
}

// DiagnosticReport holds results together.
type DiagnosticReport struct {
	Base
	Status            Code              `json:"status"`
	Category          []CodeableConcept `json:"category,omitempty"`
	Code              *CodeableConcept  `json:"code"`
	Subject           *Reference        `json:"subject,omitempty"`
	EffectiveDateTime DateTime          `json:"effectiveDateTime,omitempty"`
	Issued            Instant           `json:"issued,omitempty"`
	Performer         []Reference       `json:"performer,omitempty"`
	Result            []Reference       `json:"result,omitempty"`
	Conclusion        string            `json:"conclusion,omitempty"`
}

// RiskAssessment is what may be, with how likely it is.
type RiskAssessment struct {
	Base
	Status             Code              `json:"status"`
	Method             *CodeableConcept  `json:"method,omitempty"`
	Code               *CodeableConcept  `json:"code,omitempty"`
	Subject            *Reference        `json:"subject"`
	OccurrenceDateTime DateTime          `json:"occurrenceDateTime,omitempty"`
	Performer          *Reference        `json:"performer,omitempty"`
	Basis              []Reference       `json:"basis,omitempty"`
	Prediction         []Prediction      `json:"prediction,omitempty"`
	Mitigation         string            `json:"mitigation,omitempty"`
	Note               []Annotation      `json:"note,omitempty"`
	ReasonCode         []CodeableConcept `json:"reasonCode,omitempty"`
}

// Prediction is one possible outcome. Probabilities are percentages from 0 to 100 or
// decimals from 0 to 1; ours are decimals.
type Prediction struct {
	Outcome            *CodeableConcept `json:"outcome,omitempty"`
	ProbabilityDecimal Decimal          `json:"probabilityDecimal,omitempty"`
	ProbabilityRange   *Range           `json:"probabilityRange,omitempty"`
	QualitativeRisk    *CodeableConcept `json:"qualitativeRisk,omitempty"`
	Rationale          string           `json:"rationale,omitempty"`
}

// CarePlan is what to do.
type CarePlan struct {
	Base
	Status      Code               `json:"status"`
	Intent      Code               `json:"intent"`
	Category    []CodeableConcept  `json:"category,omitempty"`
	Title       string             `json:"title,omitempty"`
	Description string             `json:"description,omitempty"`
	Subject     *Reference         `json:"subject"`
	Created     DateTime           `json:"created,omitempty"`
	Author      *Reference         `json:"author,omitempty"`
	Activity    []CarePlanActivity `json:"activity,omitempty"`
	Note        []Annotation       `json:"note,omitempty"`
}

// CarePlanActivity is one thing to do.
type CarePlanActivity struct {
	Detail *CarePlanDetail `json:"detail,omitempty"`
}

// CarePlanDetail says what, how often and where things stand.
type CarePlanDetail struct {
	Code            *CodeableConcept  `json:"code,omitempty"`
	ReasonCode      []CodeableConcept `json:"reasonCode,omitempty"`
	Status          Code              `json:"status"`
	DoNotPerform    *bool             `json:"doNotPerform,omitempty"`
	ScheduledString string            `json:"scheduledString,omitempty"`
	Description     string            `json:"description,omitempty"`
}

// MedicationStatement says that a medicine is or was taken.
type MedicationStatement struct {
	Base
	Identifier                []Identifier      `json:"identifier,omitempty"`
	Status                    Code              `json:"status"` // active, completed, entered-in-error, intended, stopped, on-hold, unknown, not-taken
	Category                  *CodeableConcept  `json:"category,omitempty"`
	MedicationCodeableConcept *CodeableConcept  `json:"medicationCodeableConcept,omitempty"`
	MedicationReference       *Reference        `json:"medicationReference,omitempty"`
	Subject                   *Reference        `json:"subject"`
	EffectiveDateTime         DateTime          `json:"effectiveDateTime,omitempty"`
	EffectiveDateTimeExt      *Element          `json:"_effectiveDateTime,omitempty"`
	EffectivePeriod           *Period           `json:"effectivePeriod,omitempty"`
	DateAsserted              DateTime          `json:"dateAsserted,omitempty"`
	InformationSource         *Reference        `json:"informationSource,omitempty"`
	ReasonCode                []CodeableConcept `json:"reasonCode,omitempty"`
	Note                      []Annotation      `json:"note,omitempty"`
}

// Condition is a problem that a person has or may have.
type Condition struct {
	Base
	ClinicalStatus     *CodeableConcept  `json:"clinicalStatus,omitempty"`
	VerificationStatus *CodeableConcept  `json:"verificationStatus,omitempty"`
	Category           []CodeableConcept `json:"category,omitempty"`
	Code               *CodeableConcept  `json:"code,omitempty"`
	Subject            *Reference        `json:"subject"`
	OnsetDateTime      DateTime          `json:"onsetDateTime,omitempty"`
	RecordedDate       DateTime          `json:"recordedDate,omitempty"`
	Asserter           *Reference        `json:"asserter,omitempty"`
	Note               []Annotation      `json:"note,omitempty"`
}

// AllergyIntolerance is an allergy, or that nothing is known of one.
type AllergyIntolerance struct {
	Base
	ClinicalStatus     *CodeableConcept `json:"clinicalStatus,omitempty"`
	VerificationStatus *CodeableConcept `json:"verificationStatus,omitempty"`
	Code               *CodeableConcept `json:"code,omitempty"`
	Patient            *Reference       `json:"patient"`
}

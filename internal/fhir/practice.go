package fhir

// Practitioner is a professional.
type Practitioner struct {
	Base
	Identifier    []Identifier                `json:"identifier,omitempty"`
	Active        *bool                       `json:"active,omitempty"`
	Name          []HumanName                 `json:"name,omitempty"`
	Qualification []PractitionerQualification `json:"qualification,omitempty"`
	Communication []CodeableConcept           `json:"communication,omitempty"`
}

// PractitionerQualification is a licence or certificate.
type PractitionerQualification struct {
	Extension  Extensions       `json:"extension,omitempty"`
	Identifier []Identifier     `json:"identifier,omitempty"`
	Code       *CodeableConcept `json:"code"`
	Period     *Period          `json:"period,omitempty"`
	Issuer     *Reference       `json:"issuer,omitempty"`
}

// PractitionerRole is what a practitioner does.
type PractitionerRole struct {
	Base
	Active        *bool             `json:"active,omitempty"`
	Practitioner  *Reference        `json:"practitioner,omitempty"`
	Code          []CodeableConcept `json:"code,omitempty"`
	Specialty     []CodeableConcept `json:"specialty,omitempty"`
	AvailableTime []AvailableTime   `json:"availableTime,omitempty"`
}

// AvailableTime is when somebody works, in the practitioner's own time zone.
type AvailableTime struct {
	DaysOfWeek         []Code `json:"daysOfWeek,omitempty"` // mon, tue, …
	AvailableStartTime string `json:"availableStartTime,omitempty"`
	AvailableEndTime   string `json:"availableEndTime,omitempty"`
}

// Schedule holds slots of one actor for one service.
type Schedule struct {
	Base
	Active          *bool             `json:"active,omitempty"`
	ServiceType     []CodeableConcept `json:"serviceType,omitempty"`
	Actor           []Reference       `json:"actor"`
	PlanningHorizon *Period           `json:"planningHorizon,omitempty"`
	Comment         string            `json:"comment,omitempty"`
}

// Slot is a time that can be booked, or is taken.
type Slot struct {
	Base
	ServiceType []CodeableConcept `json:"serviceType,omitempty"`
	Schedule    *Reference        `json:"schedule"`
	Status      Code              `json:"status"` // free, busy, busy-unavailable, busy-tentative
	Start       Instant           `json:"start"`
	End         Instant           `json:"end"`
}

// Appointment is a booking.
type Appointment struct {
	Base
	Status             Code                     `json:"status"` // booked, cancelled, fulfilled, noshow, …
	CancelationReason  *CodeableConcept         `json:"cancelationReason,omitempty"`
	ServiceType        []CodeableConcept        `json:"serviceType,omitempty"`
	Description        string                   `json:"description,omitempty"`
	Start              Instant                  `json:"start,omitempty"`
	End                Instant                  `json:"end,omitempty"`
	MinutesDuration    int                      `json:"minutesDuration,omitempty"`
	Slot               []Reference              `json:"slot,omitempty"`
	Created            DateTime                 `json:"created,omitempty"`
	PatientInstruction string                   `json:"patientInstruction,omitempty"`
	Participant        []AppointmentParticipant `json:"participant"`
}

// AppointmentParticipant is who takes part.
type AppointmentParticipant struct {
	Actor    *Reference `json:"actor,omitempty"`
	Required Code       `json:"required,omitempty"`
	Status   Code       `json:"status"` // accepted, declined, tentative, needs-action
}

// Consent says who may do what with a patient's data, and until when.
type Consent struct {
	Base
	Status     Code              `json:"status"` // active, inactive, …
	Scope      *CodeableConcept  `json:"scope"`
	Category   []CodeableConcept `json:"category"`
	Patient    *Reference        `json:"patient,omitempty"`
	DateTime   DateTime          `json:"dateTime,omitempty"`
	PolicyRule *CodeableConcept  `json:"policyRule,omitempty"`
	Provision  *ConsentProvision `json:"provision,omitempty"`
}

// ConsentProvision is what a consent allows.
type ConsentProvision struct {
	Type   Code              `json:"type,omitempty"` // permit, deny
	Period *Period           `json:"period,omitempty"`
	Actor  []ConsentActor    `json:"actor,omitempty"`
	Action []CodeableConcept `json:"action,omitempty"`
	Data   []ConsentData     `json:"data,omitempty"`
}

// ConsentActor is whom a provision is about.
type ConsentActor struct {
	Role      *CodeableConcept `json:"role"`
	Reference *Reference       `json:"reference"`
}

// ConsentData is what a provision is about.
type ConsentData struct {
	Meaning   Code       `json:"meaning"` // instance, related, …
	Reference *Reference `json:"reference"`
}

// Provenance says who made something, and carries the signature.
type Provenance struct {
	Base
	Target           []Reference        `json:"target"`
	OccurredDateTime DateTime           `json:"occurredDateTime,omitempty"`
	Recorded         Instant            `json:"recorded"`
	Activity         *CodeableConcept   `json:"activity,omitempty"`
	Agent            []ProvenanceAgent  `json:"agent"`
	Entity           []ProvenanceEntity `json:"entity,omitempty"`
	Signature        []Signature        `json:"signature,omitempty"`
}

// ProvenanceAgent is who took part.
type ProvenanceAgent struct {
	Type *CodeableConcept `json:"type,omitempty"`
	Who  *Reference       `json:"who"`
}

// ProvenanceEntity is what something was made from.
type ProvenanceEntity struct {
	Role Code       `json:"role"` // derivation, revision, quotation, source, removal
	What *Reference `json:"what"`
}

// Signature is a signature on what a Provenance is about.
type Signature struct {
	Type         []Coding   `json:"type"`
	When         Instant    `json:"when"`
	Who          *Reference `json:"who"`
	TargetFormat Code       `json:"targetFormat,omitempty"`
	SigFormat    Code       `json:"sigFormat,omitempty"`
	Data         string     `json:"data,omitempty"` // base64
}

// AuditEvent is one line of who did what.
type AuditEvent struct {
	Base
	Type     *Coding       `json:"type"`
	Subtype  []Coding      `json:"subtype,omitempty"`
	Action   Code          `json:"action,omitempty"` // C, R, U, D, E
	Recorded Instant       `json:"recorded"`
	Outcome  Code          `json:"outcome,omitempty"` // 0 success, 4 minor failure, …
	Agent    []AuditAgent  `json:"agent"`
	Source   *AuditSource  `json:"source"`
	Entity   []AuditEntity `json:"entity,omitempty"`
}

// AuditAgent is who did it.
type AuditAgent struct {
	Type      *CodeableConcept `json:"type,omitempty"`
	Who       *Reference       `json:"who,omitempty"`
	Name      string           `json:"name,omitempty"`
	Requestor bool             `json:"requestor"`
}

// AuditSource is who noted it.
type AuditSource struct {
	Site     string     `json:"site,omitempty"`
	Observer *Reference `json:"observer"`
}

// AuditEntity is what it was done with.
type AuditEntity struct {
	What *Reference `json:"what,omitempty"`
	Type *Coding    `json:"type,omitempty"`
	Role *Coding    `json:"role,omitempty"`
}

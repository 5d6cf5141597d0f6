package fhirmap

import (
	"cmp"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/fhir"
)

// The terminologies of consents, signatures and the audit.
const (
	ActionSystem       = home + "CodeSystem/action"
	ConsultationSystem = home + "NamingSystem/consultation"
	consentScope       = "http://terminology.hl7.org/CodeSystem/consentscope"
	consentAction      = "http://terminology.hl7.org/CodeSystem/consentaction"
	actCode            = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
	participation      = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
	provenanceAgent    = "http://terminology.hl7.org/CodeSystem/provenance-participant-type"
	signatureType      = "urn:iso-astm:E1762-95:2013"
	dicom              = "http://dicom.nema.org/resources/ontology/DCM"
	objectType         = "http://terminology.hl7.org/CodeSystem/audit-entity-type"
	objectRole         = "http://terminology.hl7.org/CodeSystem/object-role"
)

// Consent is what is mapped of a consent.
type Consent struct {
	ID               string
	Person           string // empty where it is not told
	Practitioner     string // account; empty while nobody has taken it
	PractitionerName string // may be empty
	Kind, About      string // consultation or appointment, and its id
	GrantedAt        time.Time
	Until            time.Time // or when it was ended
	Open             bool      // now
}

// FHIR maps a consent. One that nobody has taken yet is proposed: it permits nothing.
func (c *Consent) FHIR() *fhir.Consent {
	x := &fhir.Consent{Base: fhir.Of("Consent", c.ID), Status: "inactive", Scope: coded(consentScope, "patient-privacy", "", "Privacy"),
		Category: []fhir.CodeableConcept{*coded(fhir.LOINC, "59284-0", "", "Consent")}, DateTime: fhir.DateTime(instant(c.GrantedAt)), PolicyRule: coded(actCode, "OPTIN", "", "Nobody may read it without this consent")}
	switch {
	case c.Open && c.Practitioner == "":
		x.Status = "proposed"
	case c.Open:
		x.Status = "active"
	}
	if c.Person != "" {
		x.Patient = &fhir.Reference{Reference: "Patient/" + c.Person}
	}
	about := scope(c.Kind, c.About)
	x.Provision = &fhir.ConsentProvision{Type: "permit", Period: &fhir.Period{Start: fhir.DateTime(instant(c.GrantedAt)), End: fhir.DateTime(instant(c.Until))},
		Action: []fhir.CodeableConcept{*coded(consentAction, "access", "", "Read")}, Data: []fhir.ConsentData{{Meaning: "instance", Reference: &about}}}
	if c.Practitioner != "" {
		x.Provision.Actor = []fhir.ConsentActor{{Role: coded(participation, "IRCP", "", "Who may read"), Reference: practitioner(c.Practitioner, c.PractitionerName)}}
	}
	return x
}

// Signed is what is mapped of a signed opinion.
type Signed struct {
	Consultation     string
	Second           bool // a second opinion
	At               time.Time
	Practitioner     string // account; empty for one who has left
	PractitionerName string // may be empty
	Detached         string // base64 of the JWS without its payload; empty where it is not told
}

// FHIR maps who signed an opinion. The opinion itself is a file, which it names.
func (s *Signed) FHIR() *fhir.Provenance {
	what := "A signed opinion"
	if s.Second {
		what = "A signed second opinion"
	}
	who := &fhir.Reference{Type: "Practitioner", Display: cmp.Or(clean(s.PractitionerName), "A practitioner who has left")}
	if s.Practitioner != "" {
		who = practitioner(s.Practitioner, s.PractitionerName)
	}
	at := instant(s.At)
	return &fhir.Provenance{Base: fhir.Of("Provenance", s.Consultation), Target: []fhir.Reference{{Type: "DocumentReference", Identifier: &fhir.Identifier{System: ConsultationSystem, Value: s.Consultation}, Display: what}},
		OccurredDateTime: fhir.DateTime(at), Recorded: at, Agent: []fhir.ProvenanceAgent{{Type: coded(provenanceAgent, "author", "", "Author"), Who: who}},
		Signature: []fhir.Signature{{Type: []fhir.Coding{{System: signatureType, Code: "1.2.840.10065.1.12.1.1", Display: "Author's Signature"}}, When: at, Who: who,
			TargetFormat: "application/json", SigFormat: "application/jose", Data: s.Detached}}}
}

// Access is what is mapped of a line of the audit.
type Access struct {
	ID, Person       string
	At               time.Time
	Action           string // consultation.read, …
	Practitioner     string // account of a practitioner; empty for others
	PractitionerName string
	Who              string // in words, for others
	Kind, About      string // consultation or appointment, and its id; empty for neither
}

// verbs are the last parts of actions, as the standard groups them; others are E, execute.
var verbs = map[string]fhir.Code{"read": "R", "report": "R", "add": "C", "grant": "C", "create": "C", "request": "C", "book": "C", "revoke": "U", "move": "U", "cancel": "U", "lock": "U", "erase": "D"}

// FHIR maps a line of the audit.
func (a *Access) FHIR() *fhir.AuditEvent {
	action := fhir.Code("E")
	if c := verbs[a.Action[strings.LastIndex(a.Action, ".")+1:]]; c != "" {
		action = c
	}
	agent := fhir.AuditAgent{Name: clean(a.Who), Requestor: true}
	if a.Practitioner != "" {
		agent = fhir.AuditAgent{Who: practitioner(a.Practitioner, a.PractitionerName), Requestor: true}
	}
	out := &fhir.AuditEvent{Base: fhir.Of("AuditEvent", a.ID), Type: &fhir.Coding{System: dicom, Code: "110110", Display: "Patient Record"}, Subtype: []fhir.Coding{{System: ActionSystem, Code: fhir.Code(a.Action)}},
		Action: action, Recorded: instant(a.At), Outcome: "0", Agent: []fhir.AuditAgent{agent}, Source: &fhir.AuditSource{Observer: &fhir.Reference{Type: "Device", Display: "Legible"}},
		Entity: []fhir.AuditEntity{{What: &fhir.Reference{Reference: "Patient/" + a.Person}, Type: &fhir.Coding{System: objectType, Code: "1"}, Role: &fhir.Coding{System: objectRole, Code: "1"}}}}
	if a.Kind != "" {
		about := scope(a.Kind, a.About)
		out.Entity = append(out.Entity, fhir.AuditEntity{What: &about, Type: &fhir.Coding{System: objectType, Code: "2"}, Role: &fhir.Coding{System: objectRole, Code: "4"}})
	}
	return out
}

// scope is what a consent is for.
func scope(kind, id string) fhir.Reference {
	if kind == "appointment" {
		return fhir.Reference{Reference: "Appointment/" + id}
	}
	return fhir.Reference{Identifier: &fhir.Identifier{System: ConsultationSystem, Value: id}, Display: "The report sent for a consultation"}
}

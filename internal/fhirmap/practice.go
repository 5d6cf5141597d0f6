package fhirmap

import (
	"strings"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/fhir"
)

// The terminologies of what persons and practitioners do together.
const (
	ProfessionSystem = home + "CodeSystem/profession"
	SpecialitySystem = home + "CodeSystem/speciality"
	roleSystem       = "http://terminology.hl7.org/CodeSystem/practitioner-role"
	languageSystem   = "urn:ietf:bcp:47"
	cancelSystem     = "http://terminology.hl7.org/CodeSystem/appointment-cancellation-reason"
)

// standardRoles are the professions that the standard has a code for.
var standardRoles = map[string]string{"physician": "doctor", "nurse": "nurse", "pharmacist": "pharmacist"}

// plain makes words of an id.
func plain(id string) string { return strings.ReplaceAll(id, "_", " ") }

// Practitioner maps a profile with the qualifications that are valid.
func Practitioner(id string, p *consult.Practitioner, standing []consult.Qualification, active bool) *fhir.Practitioner {
	x := &fhir.Practitioner{Base: fhir.Of("Practitioner", id), Active: &active, Name: []fhir.HumanName{{Text: clean(p.Name)}}}
	for _, q := range standing {
		x.Qualification = append(x.Qualification, qualification(&q))
	}
	for _, l := range p.Languages {
		x.Communication = append(x.Communication, fhir.CodeableConcept{Coding: []fhir.Coding{{System: languageSystem, Code: fhir.Code(l)}}})
	}
	x.Text = narrative(p.Name, plain(p.Profession))
	return x
}

// qualification maps what the operator has checked. The period is unknown but for its end.
func qualification(q *consult.Qualification) fhir.PractitionerQualification {
	x := fhir.PractitionerQualification{Code: words(q.Title), Issuer: &fhir.Reference{Display: clean(q.Register)}}
	if q.Number != "" {
		x.Identifier = []fhir.Identifier{{Value: clean(q.Number)}}
	}
	if q.ValidUntil != "" {
		x.Period = &fhir.Period{End: fhir.DateTime(q.ValidUntil)}
	}
	return x
}

// Role maps what a practitioner does.
func Role(id string, p *consult.Practitioner, active bool) *fhir.PractitionerRole {
	profession := coded(ProfessionSystem, p.Profession, plain(p.Profession), plain(p.Profession))
	if code := standardRoles[p.Profession]; code != "" {
		profession.Coding = append(profession.Coding, fhir.Coding{System: roleSystem, Code: fhir.Code(code)})
	}
	x := &fhir.PractitionerRole{Base: fhir.Of("PractitionerRole", id), Active: &active, Practitioner: practitioner(id, p.Name), Code: []fhir.CodeableConcept{*profession}}
	for _, s := range p.Specialities {
		x.Specialty = append(x.Specialty, *coded(SpecialitySystem, s, plain(s), plain(s)))
	}
	x.Text = narrative(p.Name, plain(p.Profession))
	return x
}

func practitioner(id, name string) *fhir.Reference {
	return &fhir.Reference{Reference: "Practitioner/" + id, Display: clean(name)}
}

// Schedule maps a service of a practitioner; days are those that can be booked.
func Schedule(s *consult.Service, by, name string, days consult.Span) *fhir.Schedule {
	offered := s.Offered
	return &fhir.Schedule{Base: fhir.Of("Schedule", s.ID), Active: &offered, ServiceType: []fhir.CodeableConcept{*words(s.Name)}, Actor: []fhir.Reference{*practitioner(by, name)},
		PlanningHorizon: &fhir.Period{Start: fhir.DateTime(instant(days.From)), End: fhir.DateTime(instant(days.To))}, Comment: "An appointment is booked on the pages of this program, which ask first what speaks against it."}
}

func instant(t time.Time) fhir.Instant { return fhir.Instant(t.UTC().Format(time.RFC3339)) }

// Slot maps a time of a service. status is free or busy.
func Slot(id string, s *consult.Service, start, end time.Time, status string) *fhir.Slot {
	return &fhir.Slot{Base: fhir.Of("Slot", id), ServiceType: []fhir.CodeableConcept{*words(s.Name)}, Schedule: &fhir.Reference{Reference: "Schedule/" + s.ID}, Status: fhir.Code(status), Start: instant(start), End: instant(end)}
}

// Appointment is what is mapped of an appointment.
type Appointment struct {
	ID               string
	Person           string // empty where it is not told
	Practitioner     string // account
	PractitionerName string // may be empty
	Service          *consult.Service
	Start, End       time.Time
	CreatedAt        time.Time
	Cancelled        bool
	ByPractitioner   bool // who cancelled
}

// FHIR maps an appointment.
func (a *Appointment) FHIR() *fhir.Appointment {
	x := &fhir.Appointment{Base: fhir.Of("Appointment", a.ID), Status: "booked", ServiceType: []fhir.CodeableConcept{*words(a.Service.Name)}, Start: instant(a.Start), End: instant(a.End),
		MinutesDuration: int(a.End.Sub(a.Start) / time.Minute), Created: fhir.DateTime(instant(a.CreatedAt))}
	patient := fhir.AppointmentParticipant{Actor: &fhir.Reference{Type: "Patient", Display: "The person for whom it was booked"}, Required: "required", Status: "accepted"}
	if a.Person != "" {
		patient.Actor = &fhir.Reference{Reference: "Patient/" + a.Person}
	}
	other := fhir.AppointmentParticipant{Actor: practitioner(a.Practitioner, a.PractitionerName), Required: "required", Status: "accepted"}
	if a.Cancelled {
		x.Status = "cancelled"
		if a.ByPractitioner {
			x.CancelationReason, other.Status = coded(cancelSystem, "prov", "", "Cancelled by the practitioner"), "declined"
		} else {
			x.CancelationReason, patient.Status = coded(cancelSystem, "pat", "", "Cancelled by the person"), "declined"
		}
	} else {
		x.Slot = []fhir.Reference{{Reference: "Slot/" + a.ID}}
	}
	x.Participant = []fhir.AppointmentParticipant{patient, other}
	return x
}

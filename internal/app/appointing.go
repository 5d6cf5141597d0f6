package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/seal"
)

// KeptPractice is when a practitioner can be booked.
type KeptPractice struct {
	Practitioner string // account
	Version      int64  // 1, 2, …; each change adds one
	Schedule     consult.Schedule
	UpdatedAt    time.Time
}

// KeptService is a service with whose it is.
type KeptService struct {
	consult.Service
	Practitioner string // account
	CreatedAt    time.Time
}

// AppointmentState is whether an appointment is to take place.
type AppointmentState string

// The states.
const (
	Booked    AppointmentState = "booked"
	Cancelled AppointmentState = "cancelled"
)

// Who cancelled an appointment.
const (
	ByPerson       = "person"
	ByPractitioner = "practitioner"
)

// KeptAppointment is an appointment as the store keeps it. Times and ids are plain; what
// the person wrote is not.
type KeptAppointment struct {
	ID              string // UUIDv7
	TokenHash       string // SHA-256 of the secret in its link, hexadecimal; unique
	Account, Person string // who booked, and for whom
	Practitioner    string // account
	Service         string // id
	Start, End      time.Time
	Taken           consult.Span // with the buffers
	State           AppointmentState
	CancelledBy     string // ByPerson or ByPractitioner; empty while booked
	Late            bool   // cancelled after the limit
	Sequence        int64  // how often it was changed
	Payload         []byte // sealed with the person's key
	Report          []byte // sealed likewise; nil for none, and in lists
	Attached        bool   // there is a report
	Guest           bool   // the account was made for this appointment alone
	CreatedAt       time.Time
	UpdatedAt       time.Time
}

// Label is the place the payload is sealed for.
func (a *KeptAppointment) Label() seal.Label {
	return seal.Label{Record: a.ID, Kind: "appointment", Version: 1}
}

// ReportLabel is the place the report is sealed for.
func (a *KeptAppointment) ReportLabel() seal.Label {
	return seal.Label{Record: a.ID, Kind: "appointment.report", Version: 1}
}

// AppointmentChange moves or cancels an appointment.
type AppointmentChange struct {
	ID          string
	Sequence    int64 // of the appointment as it is before
	Start, End  time.Time
	Taken       consult.Span // left free when State is Cancelled
	State       AppointmentState
	CancelledBy string
	Late        bool
	At          time.Time
	Until       time.Time // when the consent for it ends
	Add         []Job     // what is to be told; an id that is there already is left as it is
	By          Audit
}

// NewGuest is who books without an account: an account that nobody can sign in to, with
// one person, both for one appointment.
type NewGuest struct {
	Account  Account
	Person   KeptPerson
	Reminder *KeptReminder // where messages go; nil for none
}

// GuestRelation is that of a guest's account to its person. No other account has it.
const GuestRelation = "guest"

// Adoption takes a guest's appointment into an account.
type Adoption struct {
	ID              string
	Sequence        int64 // of the appointment as it is
	Guest           KeptAppointment
	Account, Person string // who takes it, and for whom
	Payload         []byte // sealed anew
	Most            int    // open ones of the account for the person
	Add             []Job
	By              Audit
}

// KeptWaiting is somebody who wants to be told when a time becomes free.
type KeptWaiting struct {
	ID                    string // UUIDv7
	Account, Person       string
	Practitioner, Service string
	Until                 time.Time // not told after it
	CreatedAt             time.Time
}

// Appointing keeps practices, services, appointments and the waiting list. That no two
// booked appointments of a practitioner share five minutes is kept by the database
// itself, however many programs write at once.
type Appointing interface {
	// Practice returns a practitioner's practice. errs.NotFound.
	Practice(ctx context.Context, practitioner string) (KeptPractice, error)
	// SavePractice adds a practice of version 1, or replaces the version before.
	// errs.Conflict when that is not the stored one; errs.NotFound when the account is no
	// practitioner.
	SavePractice(ctx context.Context, p KeptPractice, by Audit) error
	// AddService adds a service. errs.Conflict when there are most; errs.NotFound when the
	// account is no practitioner. ReplaceService replaces one of its practitioner.
	AddService(ctx context.Context, s KeptService, most int, by Audit) error
	ReplaceService(ctx context.Context, s KeptService, by Audit) error
	// ServicesOf lists the services of a practitioner, offered or not, oldest first;
	// Service returns one. errs.NotFound.
	ServicesOf(ctx context.Context, practitioner string) ([]KeptService, error)
	Service(ctx context.Context, id string) (KeptService, error)

	// Taken lists what booked appointments of a practitioner take up that meets a span,
	// but for one of them.
	Taken(ctx context.Context, practitioner string, in consult.Span, but string) ([]consult.Span, error)
	// AddAppointment books: the appointment, the consent for the practitioner, and what is
	// to be told, all or nothing; the account's place on the waiting list for the service
	// is given up. errs.Conflict when the time is taken; errs.TooMany when the account has
	// most open ones for the person after now; errs.NotFound when the account may not
	// reach the person, or the practitioner has no practice.
	AddAppointment(ctx context.Context, a KeptAppointment, c Consent, jobs []Job, most int, by Audit) error
	// AddGuestAppointment is AddAppointment for somebody without an account: the account and
	// the person are made for it, all or nothing.
	AddGuestAppointment(ctx context.Context, g NewGuest, a KeptAppointment, c Consent, jobs []Job, by Audit) error
	// AdoptAppointment gives the appointment of a guest, its consent and what the audit says of
	// it to another account and person, and removes the guest's account; the guest's person
	// is left to be erased. errs.Gone when the appointment is no guest's or was changed;
	// errs.TooMany; errs.NotFound when the account may not reach the person.
	AdoptAppointment(ctx context.Context, x Adoption) error
	// ChangeAppointment moves or cancels a booked appointment. errs.Conflict when the time
	// is taken; errs.Gone when the sequence is another or it is cancelled; errs.NotFound.
	ChangeAppointment(ctx context.Context, c AppointmentChange) error
	// AttachReport sets or removes the report of a booked appointment. errs.NotFound.
	AttachReport(ctx context.Context, account, id string, report []byte, by Audit) error
	// Appointment returns an appointment, AppointmentByToken by the hash of its link's
	// secret while the account is not disabled and reaches the person. errs.NotFound.
	Appointment(ctx context.Context, id string) (KeptAppointment, error)
	AppointmentByToken(ctx context.Context, hash string) (KeptAppointment, error)
	// AppointmentsOf lists what an account has for a person, latest first, at most limit.
	// AppointmentsWith lists those of a practitioner that begin in a span, by beginning.
	// Neither has the report itself in it.
	AppointmentsOf(ctx context.Context, account, person string, limit int) ([]KeptAppointment, error)
	AppointmentsWith(ctx context.Context, practitioner string, in consult.Span) ([]KeptAppointment, error)

	// AddWaiting adds or renews a place on a waiting list. errs.NotFound when the account
	// may not reach the person. DropWaiting gives one up. errs.NotFound.
	AddWaiting(ctx context.Context, w KeptWaiting) error
	DropWaiting(ctx context.Context, account, person, id string) error
	// WaitingOf lists the places of an account for a person, WaitingFor those for the
	// services of a practitioner, oldest first; both leave out what is over at now.
	WaitingOf(ctx context.Context, account, person string, now time.Time) ([]KeptWaiting, error)
	WaitingFor(ctx context.Context, practitioner string, now time.Time) ([]KeptWaiting, error)
}

package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/seal"
)

// KeptConsultation is a consultation as the store keeps it. What decides the next step is
// in the clear; what anybody wrote is sealed with the person's key.
type KeptConsultation struct {
	ID      string // UUIDv7
	Account string // who asked, which is consult.Consultation.Owner
	Person  string
	consult.Consultation
	First     string // of a second opinion: the id of the first consultation; empty for others
	Version   int64  // 1, 2, …; each step adds one
	Written   int64  // 1, 2, …; each change of the payload adds one
	CreatedAt time.Time
	ChangedAt time.Time
	Payload   []byte // sealed: what was written, the opinion, the signed file
	Snapshot  []byte // sealed: the report as it was sent; nil in lists
}

// Label is the place the payload is sealed for.
func (c *KeptConsultation) Label() seal.Label {
	return seal.Label{Record: c.ID, Kind: "consultation", Version: c.Written}
}

// SnapshotLabel is the place the report is sealed for. It never changes.
func (c *KeptConsultation) SnapshotLabel() seal.Label {
	return seal.Label{Record: c.ID, Kind: "consultation.report", Version: 1}
}

// Scope is that of its consents.
func (c *KeptConsultation) Scope() string { return ConsentScope("consultation", c.ID) }

// KeptSigningKey is the public half of a practitioner's signing key. The private half is a
// KeptSecret until the key is retired, and then nowhere.
type KeptSigningKey struct {
	ID           string // thumbprint
	Practitioner string // account
	Public       []byte // 32 bytes
	CreatedAt    time.Time
	RetiredAt    *time.Time // nil while it signs; what it has signed stays valid
}

// SecretName is the name under which the private half is kept.
func (s *KeptSigningKey) SecretName() string { return "signing." + s.ID }

// Sides of a comparison that is counted.
const (
	FirstAndSecond      = "first_second"      // two practitioners, the second blind
	ProgramAndSignature = "program_signature" // the program and whoever signed a validation
)

// OpinionCount is how often two sides gave a pair of levels. It names nobody and no day.
type OpinionCount struct {
	Sides string // FirstAndSecond or ProgramAndSignature
	consult.Pair
	N int
}

// ConsultationChange is one step of a consultation. All of it is kept or nothing.
type ConsultationChange struct {
	Consultation KeptConsultation // its version is one above the one it replaces
	Change       consult.Change
	NewConsent   string // id of the consent that Change.Grant may need
	Count        []OpinionCount
	Add          []Job // what is to be told and done; an id that is there already is left as it is
	By           Audit
}

// Consulting keeps consultations, signing keys and how often opinions agreed.
type Consulting interface {
	// AddConsultation adds a consultation with the consent it rests on and what is to be
	// told and done, all or nothing. errs.NotFound when
	// the account may not reach the person, the person is erased, or who is asked is no
	// practitioner who may work; errs.Conflict when there are most open ones of the person.
	AddConsultation(ctx context.Context, c KeptConsultation, consent Consent, most int, by Audit, jobs ...Job) error
	// Consultation returns a consultation, whoever asks. errs.NotFound.
	Consultation(ctx context.Context, id string) (KeptConsultation, error)
	// ConsultationsOf lists those of a person, newest first, without snapshots.
	ConsultationsOf(ctx context.Context, person string) ([]KeptConsultation, error)
	// ConsultationsFor lists those that a practitioner was asked for, holds or is handed,
	// and open requests to anybody, oldest first, without snapshots and payloads.
	ConsultationsFor(ctx context.Context, practitioner string) ([]KeptConsultation, error)
	// StandingConsent reports whether a consent of a consultation is open, whomever it names.
	StandingConsent(ctx context.Context, person, scope string, now time.Time) (bool, error)
	// ChangeConsultation writes a step. errs.Conflict when the version is not the one it
	// replaces; errs.NotFound when the consultation, or the consent that Change needs, is
	// not there (any more).
	ChangeConsultation(ctx context.Context, c ConsultationChange) error

	// AddSigningKey adds the key of a practitioner and retires the one before. errs.NotFound
	// when the account is no practitioner.
	AddSigningKey(ctx context.Context, key KeptSigningKey, secret KeptSecret, by Audit) error
	// SigningKeys lists all keys, oldest first, those of practitioners who left too.
	SigningKeys(ctx context.Context) ([]KeptSigningKey, error)
	// SigningKeyOf returns the key that a practitioner signs with. errs.NotFound.
	SigningKeyOf(ctx context.Context, practitioner string) (KeptSigningKey, error)
	// OpinionCounts lists all counts, sorted by sides and levels.
	OpinionCounts(ctx context.Context) ([]OpinionCount, error)
}

// pairOf is a pair of levels as a count.
func pairOf(sides string, a, b clinical.Urgency) OpinionCount {
	return OpinionCount{Sides: sides, Pair: consult.Pair{A: a, B: b}, N: 1}
}

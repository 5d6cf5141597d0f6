package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/consult"
)

// KeptPractitioner is an account of role practitioner with what it says of itself and what
// the operator has checked.
type KeptPractitioner struct {
	Account        Account
	Profile        *consult.Practitioner   // nil while there is none
	Photo          string                  // SHA-256 of the photo, hexadecimal; empty for none
	Qualifications []consult.Qualification // checked last first, those that were ended too
}

// Practicing keeps practitioners. All of it but ToCheck is for everybody to read and
// stands in the store as it is.
type Practicing interface {
	// SaveProfile adds or replaces the profile of an account. errs.Conflict when another
	// has the slug; errs.NotFound when the account is no practitioner.
	SaveProfile(ctx context.Context, account string, p consult.Practitioner, at time.Time, by Audit) error
	// Practitioner returns a practitioner by account, PractitionerBySlug by the profile's
	// slug, disabled or not. errs.NotFound, also for accounts of other roles.
	Practitioner(ctx context.Context, account string) (KeptPractitioner, error)
	PractitionerBySlug(ctx context.Context, slug string) (KeptPractitioner, error)
	// Practitioners lists all accounts of role practitioner by age.
	Practitioners(ctx context.Context) ([]KeptPractitioner, error)
	// SetPhoto keeps the photo of a profile, a JPEG, with its SHA-256, or removes it when
	// it is nil. errs.NotFound without a profile.
	SetPhoto(ctx context.Context, account string, photo []byte, sum string, by Audit) error
	// Photo returns the photo of a profile. errs.NotFound.
	Photo(ctx context.Context, account string) ([]byte, error)
	// AddQualification adds what was checked. errs.Conflict when the practitioner has most
	// already; errs.NotFound when the account is no practitioner.
	AddQualification(ctx context.Context, account string, q consult.Qualification, most int, by Audit) error
	// EndQualification takes one back; again changes nothing. errs.NotFound.
	EndQualification(ctx context.Context, account, id string, at time.Time, by Audit) error
}

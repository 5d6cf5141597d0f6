package app

import (
	"context"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Consent lets a practitioner read what a person has sent for one purpose, and nothing
// else of the person's.
type Consent struct {
	ID           string // UUIDv7
	Account      string // who agreed
	Person       string
	Practitioner string // account; empty while open to whoever takes the consultation: it opens nothing then
	Scope        string // consultation:ID or appointment:ID
	GrantedAt    time.Time
	Until        time.Time  // no longer open at this moment
	RevokedAt    *time.Time // nil while not ended by hand
}

// Open reports whether the consent holds at a time.
func (c *Consent) Open(now time.Time) bool { return c.RevokedAt == nil && now.Before(c.Until) }

// ConsentScope names what a consent is for: kind is consultation or appointment.
func ConsentScope(kind, id string) string { return kind + ":" + id }

// SplitScope undoes ConsentScope.
func SplitScope(scope string) (kind, id string) {
	kind, id, _ = strings.Cut(scope, ":")
	return kind, id
}

// AuditQuery selects lines of the audit about one person.
type AuditQuery struct {
	Person string
	// Before continues behind a line of an earlier page; the zero time begins.
	Before   time.Time
	BeforeID string
	Limit    int // at least 1
}

// KeptConsents keeps consents and tells what the audit holds about a person.
type KeptConsents interface {
	// AddConsent adds a consent. errs.NotFound when the account may not reach the person,
	// the person is erased, or the practitioner is none who may work, or the account itself.
	AddConsent(ctx context.Context, c Consent, by Audit) error
	// ConsentFor finds an open consent, the one that lasts longest. errs.NotFound.
	ConsentFor(ctx context.Context, person, practitioner, scope string, now time.Time) (Consent, error)
	// UseConsent returns the person of a consent that is open at by.At and notes by with
	// the scope, both or nothing. errs.NotFound without a consent that is open; also when the practitioner
	// is none any more or disabled, or who agreed is disabled or no longer reaches the
	// person, or the person is erased.
	UseConsent(ctx context.Context, practitioner, person, scope string, by Audit) (KeptPerson, error)
	// ConsentsOf lists all consents about a person, newest first.
	ConsentsOf(ctx context.Context, person string) ([]Consent, error)
	// ConsentsTo lists the latest consents to a practitioner, newest first.
	ConsentsTo(ctx context.Context, practitioner string, limit int) ([]Consent, error)
	// RevokeConsent ends a consent about a person whom the account may reach, whoever
	// agreed, and notes by with its scope and what is to be told; again changes nothing.
	// errs.NotFound.
	RevokeConsent(ctx context.Context, account, person, id string, by Audit, jobs ...Job) error
	// AuditsOf lists what was done with a person's data, newest first.
	AuditsOf(ctx context.Context, q AuditQuery) ([]Audit, error)
}

// reachByConsent opens a person for a practitioner to whom they agreed, for one scope,
// and notes the action for the person to see. It is the only way by which a practitioner
// gets at a person's key. errs.NotFound alike without consent and for persons who never
// were. Where the note cannot be written nothing is opened.
func (k *Keeper) reachByConsent(ctx context.Context, practitioner Account, person, scope, action string) (KeptPerson, *seal.Person, error) {
	if practitioner.Role != string(account.Practitioner) || practitioner.DisabledAt != nil {
		return KeptPerson{}, nil, errs.New(errs.NotFound, "There is no such person.")
	}
	by, err := k.audit(practitioner.ID, person, action)
	if err != nil {
		return KeptPerson{}, nil, err
	}
	p, err := k.store.UseConsent(ctx, practitioner.ID, person, scope, by)
	if err != nil {
		return KeptPerson{}, nil, err
	}
	key, err := k.open(ctx, p)
	return p, key, err
}

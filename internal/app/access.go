package app

import (
	"context"
	"time"
)

// Access keeps how accounts get in: passwords, passkeys, recovery codes and the browsers
// that are signed in. Of secrets only hashes are kept.
type Access interface {
	// AddUser adds an account with its first person and its first way in, all or nothing,
	// and notes it in the audit. errs.Conflict for a taken name or a known passkey.
	AddUser(ctx context.Context, u NewUser, by ...Audit) error
	// Login finds an account and its password by name in any case. errs.NotFound.
	Login(ctx context.Context, name string) (Account, string, error)
	// AccountByID returns an account and its password. errs.NotFound.
	AccountByID(ctx context.Context, id string) (Account, string, error)
	// SetPassword replaces the password and ends all sessions but one. errs.NotFound.
	SetPassword(ctx context.Context, account, password, keep string, by Audit) error
	// Rehash replaces the PHC string of an unchanged password.
	Rehash(ctx context.Context, account, password string) error
	// EraseAccount removes an account with all that hangs on it. Its persons stay.
	EraseAccount(ctx context.Context, account string, by Audit) error
	// AddAudit notes what was done.
	AddAudit(ctx context.Context, by Audit) error

	// RenamePerson sets the relation, the sealed name and the time zone of a person whom
	// the account may reach. errs.NotFound.
	RenamePerson(ctx context.Context, account string, l Link, zone string) error
	// ReachedBy counts the accounts that may reach a person.
	ReachedBy(ctx context.Context, person string) (int, error)

	Sessions
	Credentials
	SecondFactors
	// Attempt counts one more attempt and returns how many there were in the span. Spans
	// of the key that are over are forgotten.
	Attempt(ctx context.Context, key, span string) (int64, error)
	// TokensOf lists the tokens of an account, oldest first; DropToken removes one of them.
	TokensOf(ctx context.Context, account string) ([]Token, error)
	DropToken(ctx context.Context, account, hash string) error
}

// NewUser is an account as it is made.
type NewUser struct {
	Account  Account
	Password string      // PHC string; empty for none
	Passkey  *Credential // nil for none
	Person   KeptPerson
	Link     Link
}

// Session is a browser that is signed in.
type Session struct {
	Hash      string // of the cookie's value
	Account   string
	Label     string // what sort of browser, in words; no version, no address
	Person    string // whose pages are open; empty for the account's holder
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

// Sessions keeps the browsers that are signed in.
type Sessions interface {
	// AddSession adds a session, forgets those of the account that are over, and notes it.
	AddSession(ctx context.Context, s Session, by Audit) error
	// SessionOf finds a session that is not over, of an account that is not disabled.
	// errs.NotFound.
	SessionOf(ctx context.Context, hash string, now time.Time) (Session, Account, error)
	// SeeSession notes a visit; ChoosePerson whose pages are open.
	SeeSession(ctx context.Context, hash string, seen, expires time.Time) error
	ChoosePerson(ctx context.Context, hash, person string) error
	// SessionsOf lists the sessions of an account that are not over, last seen first.
	SessionsOf(ctx context.Context, account string, now time.Time) ([]Session, error)
	// EndSession ends one session of an account; EndOthers all but one.
	EndSession(ctx context.Context, account, hash string) error
	EndOthers(ctx context.Context, account, keep string) error
}

// Credential is a passkey: its public half.
type Credential struct {
	ID        string // of the key, base64url
	Account   string
	Label     string
	Data      string // as Passkeys wrote it
	CreatedAt time.Time
	UsedAt    *time.Time // nil while never used to sign in
}

// Credentials keeps passkeys, recovery codes and passkey ceremonies under way.
type Credentials interface {
	// AddCredential adds a passkey. errs.Conflict for one that is known.
	AddCredential(ctx context.Context, c Credential, by Audit) error
	// Credential finds a passkey. errs.NotFound.
	Credential(ctx context.Context, id string) (Credential, error)
	CredentialsOf(ctx context.Context, account string) ([]Credential, error)
	// UseCredential notes that a passkey was used, with its new state.
	UseCredential(ctx context.Context, id, data string, at time.Time) error
	DropCredential(ctx context.Context, account, id string, by Audit) error

	// SetRecoveryCodes replaces all codes by those with the hashes given.
	SetRecoveryCodes(ctx context.Context, account string, hashes []string, by Audit) error
	// UseRecoveryCode marks a code as used; once only. errs.NotFound when it is not there
	// or was used.
	UseRecoveryCode(ctx context.Context, account, hash string, at time.Time) error
	// CodesLeft counts the codes that were not used.
	CodesLeft(ctx context.Context, account string) (int, error)

	// AddCeremony keeps what a passkey ceremony has asked; TakeCeremony gives it back,
	// once only. errs.NotFound when it is over, was taken, or never was.
	AddCeremony(ctx context.Context, hash, data string, expires time.Time) error
	TakeCeremony(ctx context.Context, hash string, now time.Time) (string, error)
}

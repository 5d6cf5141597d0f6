package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/seal"
)

// What the use cases need from a store. internal/store implements it on two databases;
// storetest says what both must do. All errors have a kind: errs.NotFound, errs.Conflict
// or errs.Unavailable where that is said; a write that returned nil survives a crash,
// and of a write that returned an error nothing is kept.
type Store interface {
	Persons
	Records
	Accounts
	Tokens
	Access
	Remindings
	Sharings
	KeptConsents
	Practicing
	Consulting
	Appointing
	Counting
	Secrets
	Upkeeps
}

// KeptPerson is a person as the store keeps them: an id, a wrapped key, and no name.
type KeptPerson struct {
	ID        string // UUIDv7
	Key       seal.Wrapped
	TimeZone  string // IANA name; a night belongs to its evening's date there
	CreatedAt time.Time
	ErasedAt  *time.Time // nil while not erased; an erased person has no Key.Data
}

// Link says that an account may reach a person.
type Link struct {
	Person     string
	Relation   string // self, child, parent, partner, other
	NameSealed []byte // what the account calls the person, sealed with the person's key; nil for none
}

// Reached is a person with the link of the account that may reach them.
type Reached struct {
	KeptPerson
	Link Link
}

// Persons keeps persons and which accounts may reach them.
type Persons interface {
	// AddPerson adds a person whom an account may reach. errs.Conflict for a taken id.
	AddPerson(ctx context.Context, account string, p KeptPerson, l Link) error
	// Person returns a person, erased or not. errs.NotFound.
	Person(ctx context.Context, id string) (KeptPerson, error)
	// PersonOf returns a person the account may reach. errs.NotFound otherwise.
	PersonOf(ctx context.Context, account, id string) (KeptPerson, error)
	// PersonsOf lists the persons an account may reach, erased ones left out, sorted by id.
	PersonsOf(ctx context.Context, account string) ([]Reached, error)
	// ErasePerson destroys the wrapped key and all records of a person and notes it in
	// the audit. The key id stays until FinishErasure. Erasing again changes nothing.
	ErasePerson(ctx context.Context, id string, by Audit) error
	// Unfinished lists erased persons whose leaf may still be in the key ring.
	Unfinished(ctx context.Context) ([]string, error)
	// FinishErasure notes that the key ring no longer opens the person.
	FinishErasure(ctx context.Context, id string) error
	// Rewrap replaces the wrapped keys of all persons not wrapped by the key current, in
	// one transaction, and returns how many.
	Rewrap(ctx context.Context, current string, wrap func(KeptPerson) (seal.Wrapped, error)) (int, error)
	// KeysInUse lists the ids of instance keys that wrap some person, sorted.
	KeysInUse(ctx context.Context) ([]string, error)
}

// Record is one sealed record.
type Record struct {
	Person, ID string // together the primary key
	Kind       string
	Day        string // YYYY-MM-DD
	Version    int64  // 1, 2, …; each change adds one
	Payload    []byte // sealed with the person's key under kind, day and version
	UpdatedAt  time.Time
	Deleted    bool // a tombstone, kept so that a late copy of the record is not taken for new
}

// Label is the place the payload is sealed for.
func (r *Record) Label() seal.Label {
	return seal.Label{Record: r.ID, Kind: r.Kind, Day: r.Day, Version: r.Version}
}

// RecordQuery selects records of one person.
type RecordQuery struct {
	Person   string
	Kind     string // empty for all
	From, To string // days, both included; empty for no bound
	// After continues behind a record of an earlier page, in the order asked for.
	AfterDay, AfterID string
	Newest            bool // newest day first; otherwise oldest first; ties by id the same way
	Limit             int  // records at most; at least 1
}

// Records keeps sealed records.
type Records interface {
	// AddRecord adds a record. errs.Conflict when the id is taken, also by a tombstone.
	AddRecord(ctx context.Context, r Record) error
	// Record returns a record or its tombstone. errs.NotFound.
	Record(ctx context.Context, person, id string) (Record, error)
	// ReplaceRecord writes r, whose version is one above the one it replaces.
	// errs.Conflict when that is not the stored version; errs.NotFound.
	ReplaceRecord(ctx context.Context, r Record) error
	// Records lists records without tombstones.
	Records(ctx context.Context, q RecordQuery) ([]Record, error)
}

// Account is who may sign in or hold a token.
type Account struct {
	ID         string // UUIDv7
	Name       string // unique without regard to case
	Role       string // person, practitioner, editor, operator
	CreatedAt  time.Time
	DisabledAt *time.Time // nil while it may be used
}

// Accounts keeps accounts.
type Accounts interface {
	// AddAccount adds an account with its first person. errs.Conflict for a taken name.
	AddAccount(ctx context.Context, a Account, p KeptPerson, l Link) error
	// AccountNamed finds an account by name in any case. errs.NotFound.
	AccountNamed(ctx context.Context, name string) (Account, error)
	// AllAccounts lists the accounts by name; those made for one booking are left out.
	AllAccounts(ctx context.Context) ([]Account, error)
	// SetDisabled shuts an account from a time on, with its sessions and tokens ended, or
	// opens it again with nil. errs.NotFound.
	SetDisabled(ctx context.Context, account string, from *time.Time, by Audit) error
}

// Token is a bearer token of the API. The token itself is not kept.
type Token struct {
	Hash      string // SHA-256 of the token, hexadecimal
	Account   string
	Label     string // what it is for
	CreatedAt time.Time
	ExpiresAt *time.Time // nil for never
}

// Tokens keeps bearer tokens.
type Tokens interface {
	AddToken(ctx context.Context, t Token) error
	// AccountOfToken finds whose token it is. errs.NotFound for an unknown or expired
	// token and for a disabled account.
	AccountOfToken(ctx context.Context, hash string, now time.Time) (Account, error)
}

// Audit is one line of what was done to whose data. It holds no health data.
type Audit struct {
	ID      string // UUIDv7
	At      time.Time
	Account string // empty for the operator at the command line
	Person  string
	Action  string // person.erase, …
	Outcome string // done, refused
	Scope   string // as of a consent: which consultation or appointment; empty for what is about none
}

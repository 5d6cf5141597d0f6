package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/seal"
)

// KeptReminder is what an account wants to be reminded of for a person, as the store
// keeps it.
type KeptReminder struct {
	Account, Person string // together the primary key
	Version         int64  // 1, 2, …; each change adds one
	Payload         []byte // sealed with the person's key
	TokenHash       string // SHA-256 of the token in messages, hexadecimal; unique
	FeedHash        string // of the calendar feed's token; empty for no feed; unique
	UpdatedAt       time.Time
}

// Label is the place the payload is sealed for.
func (r *KeptReminder) Label() seal.Label {
	return seal.Label{Record: r.Account, Kind: "reminder", Version: r.Version}
}

// Job is work to be done later, for a person.
type Job struct {
	ID, Kind, Person string
	RunAt            time.Time  // when it was due at first
	NextAt           time.Time  // when it is due (again)
	LeaseUntil       *time.Time // while a program has taken it; nil otherwise
	// Attempts counts how often it was taken since it was last given back in order. More
	// than 1 means that a program stopped halfway.
	Attempts int64
	DoneAt   *time.Time // nil while open
	Payload  []byte     // sealed with the person's key
}

// Label is the place the payload is sealed for.
func (j *Job) Label() seal.Label { return seal.Label{Record: j.ID, Kind: "job." + j.Kind, Version: 1} }

// Claim asks for jobs to do.
type Claim struct {
	Now   time.Time
	Until time.Time // when the lease ends
	// Far is later than anything is ever planned for: a job beyond it was planned by a clock
	// that ran wild, and is given out. So is one whose lease ends after LeaseFar.
	Far, LeaseFar time.Time
	Forget        time.Time // jobs done before are removed
	Limit         int
}

// ReminderChange is written whole or not at all.
type ReminderChange struct {
	// Reminder is added when its version is 1 and otherwise replaces the version before;
	// nil leaves it as it is.
	Reminder *KeptReminder
	// Taken is a job that ClaimJobs gave out. With DoneAt it is done, otherwise given back
	// for NextAt. The change is refused when the lease is no longer ours.
	Taken *Job
	// Plan is added, or written over the job of its id, whoever has taken that. An open one
	// that is due earlier stays due then: what it waited for may not have been done yet.
	Plan *Job
	Add  []Job // added; an id that is there already, open or done, is left as it is
}

// Remindings keeps reminders and the jobs that come of them.
type Remindings interface {
	// Reminder returns what an account has for a person it may reach. errs.NotFound.
	Reminder(ctx context.Context, account, person string) (KeptReminder, error)
	// ReminderOfToken and ReminderOfFeed find it by a hash, while the account is not
	// disabled, may reach the person, and the person is not erased. errs.NotFound.
	ReminderOfToken(ctx context.Context, hash string) (KeptReminder, error)
	ReminderOfFeed(ctx context.Context, hash string) (KeptReminder, error)
	// RemindersOf lists what all accounts have for a person, sorted by account.
	RemindersOf(ctx context.Context, person string) ([]KeptReminder, error)
	// ChangeReminder writes a change. errs.Conflict when the stored version is another;
	// errs.Gone when Taken is no longer ours; errs.NotFound when the account may not reach
	// the person or the person is erased.
	ChangeReminder(ctx context.Context, c ReminderChange) error

	// OpenJobs returns when the first and the last open job are due; nil without one.
	OpenJobs(ctx context.Context) (first, last *time.Time, err error)
	// ClaimJobs gives out open jobs that are due and not taken, or whose lease is over:
	// each to one program only. Sorted by NextAt, then id.
	ClaimJobs(ctx context.Context, c Claim) ([]Job, error)
}

// KeptSecret is a secret of the instance.
type KeptSecret struct {
	Name    string
	Key     seal.Wrapped // of a key of its own
	Payload []byte       // sealed with that key
}

// Owner is whose key wraps it, in the place of a person.
func (s *KeptSecret) Owner() string { return "secret " + s.Name }

// Secrets keeps secrets of the instance. Rewrap and KeysInUse reach them too.
type Secrets interface {
	// InstanceSecret returns a secret. errs.NotFound.
	InstanceSecret(ctx context.Context, name string) (KeptSecret, error)
	// AddInstanceSecret adds one. errs.Conflict when there is one of the name.
	AddInstanceSecret(ctx context.Context, s KeptSecret) error
}

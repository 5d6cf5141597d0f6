package app

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/errs"
)

// Task is work that the program does for the instance, on one node at a time.
type Task struct {
	Name   string
	NextAt time.Time // when it is due
	// LeaseUntil is until when a node has it; nil for none.
	LeaseUntil *time.Time
	RanAt      *time.Time // when it was last begun; nil for never
	OKAt       *time.Time // when it last ended well; nil for never
	Note       string     // what went wrong the last time; empty when it went well. No health data.
}

// BackupTask is the name of the task that writes backups.
const BackupTask = "backup"

// Incident is trouble that an operator tells everybody about.
type Incident struct {
	ID      string // UUIDv7
	BeganAt time.Time
	EndedAt *time.Time // nil while it lasts
	Text    string     // at most MaxIncident characters
}

// MaxIncident bounds what is told of an incident, in characters.
const MaxIncident = 500

// Upkeeps keeps tasks and incidents.
type Upkeeps interface {
	// ClaimTask gives a task to whoever asks first, until a time, when it is due and nobody
	// holds it; one that is not there yet is made, due now. A lease that ends after far, and
	// a next time after it, were written by a clock that ran wild and count for nothing.
	// errs.NotFound when it is not due, or held.
	ClaimTask(ctx context.Context, name string, now, until, far time.Time) (Task, error)
	// EndTask gives a task back, as it is to stand, when the lease is still the one given.
	// errs.Gone otherwise.
	EndTask(ctx context.Context, t Task) error
	// Tasks lists all tasks by name.
	Tasks(ctx context.Context) ([]Task, error)

	AddIncident(ctx context.Context, x Incident) error
	// EndIncident ends an incident that lasts. errs.NotFound.
	EndIncident(ctx context.Context, id string, at time.Time) error
	// Incidents lists those that last or ended after a time, newest first.
	Incidents(ctx context.Context, after time.Time) ([]Incident, error)
}

// Upkeep holds the use cases of whoever runs an instance. Safe for concurrent use.
type Upkeep struct {
	k       *Keeper
	started time.Time
}

// NewUpkeep makes the use cases over a keeper; the program counts as started now.
func NewUpkeep(k *Keeper) *Upkeep { return &Upkeep{k: k, started: k.now()} }

// Condition is how an instance fares, for everybody to see.
type Condition struct {
	Now, Started time.Time
	Database     error      // nil while it answers
	Backup       *Task      // nil while none was ever planned
	Incidents    []Incident // of the last 90 days, newest first
}

// incidentDays is for how long what is over is told.
const incidentDays = 90

// Condition looks how the instance fares. It never fails: what cannot be read is left
// out, and Database says why.
func (u *Upkeep) Condition(ctx context.Context) Condition {
	c := Condition{Now: u.k.now(), Started: u.started}
	tasks, err := u.k.store.Tasks(ctx)
	if c.Database = err; err != nil {
		return c
	}
	for _, t := range tasks {
		if t.Name == BackupTask {
			c.Backup = &t
		}
	}
	c.Incidents, c.Database = u.k.store.Incidents(ctx, c.Now.AddDate(0, 0, -incidentDays))
	return c
}

// Ready reports whether requests can be answered: the database answers and the keys are
// there. errs.Unavailable or errs.Sealed.
func (u *Upkeep) Ready(ctx context.Context) error {
	if _, err := u.k.store.Tasks(ctx); err != nil {
		return err
	}
	_, err := u.k.keys.Ring(ctx)
	return err
}

// Began tells of trouble that begins now. errs.Invalid for a text that is empty or too
// long.
func (u *Upkeep) Began(ctx context.Context, text string) (Incident, error) {
	text = strings.Join(strings.Fields(text), " ")
	if n := utf8.RuneCountInString(text); n == 0 || n > MaxIncident || !utf8.ValidString(text) {
		return Incident{}, errs.Field("text", "must have 1 to %d characters", MaxIncident)
	}
	id, err := u.k.newID()
	if err != nil {
		return Incident{}, err
	}
	x := Incident{ID: id, BeganAt: u.k.now(), Text: text}
	return x, u.k.store.AddIncident(ctx, x)
}

// Ended tells that trouble is over. errs.NotFound.
func (u *Upkeep) Ended(ctx context.Context, id string) error {
	return u.k.store.EndIncident(ctx, id, u.k.now())
}

// leaseTask is for how long a node may be busy with a task before another takes it.
const leaseTask = time.Hour

// Work is what a task does. Its error goes to the note as its kind says, never as it is.
type Work func(ctx context.Context) error

// Do does a task when it is due, and plans it again: every after it went well, sooner
// after it did not. It reports whether it did anything.
func (u *Upkeep) Do(ctx context.Context, name string, every time.Duration, work Work) (bool, error) {
	now := u.k.now()
	t, err := u.k.store.ClaimTask(ctx, name, now, now.Add(leaseTask), now.Add(every+leaseTask))
	if errs.KindOf(err) == errs.NotFound {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	failed := work(ctx)
	t.RanAt = &now
	if t.NextAt = now.Add(every); failed != nil {
		t.NextAt, t.Note = now.Add(min(every, retryTask)), noteOf(failed)
	} else {
		t.OKAt, t.Note = &now, ""
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTask)
	defer cancel()
	if err := u.k.store.EndTask(end, t); err != nil {
		return true, err
	}
	return true, failed
}

// How soon a task that failed is tried again, and for how long writing that may take.
const (
	retryTask = 15 * time.Minute
	endTask   = 10 * time.Second
)

// noteOf words an error for the note: errors with a kind are made for people to read.
func noteOf(err error) string {
	if k := errs.KindOf(err); k == errs.Internal {
		return "it failed; the log says why"
	}
	text := err.Error()
	if r := []rune(text); len(r) > MaxIncident {
		text = string(r[:MaxIncident])
	}
	return text
}

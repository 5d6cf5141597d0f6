package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
	"github.com/legible-health/legible/internal/seal"
)

// keptReminder is what is sealed: settings, where reminders go, and how that does. Its
// tokens are secrets; beside it stand their hashes alone.
type keptReminder struct {
	Settings  remind.Settings `json:"settings"`
	SavedAt   *time.Time      `json:"saved_at,omitempty"`
	StoppedAt *time.Time      `json:"stopped_at,omitempty"`
	Snooze    remind.Snooze   `json:"snooze"`
	Token     string          `json:"token"` // in every message
	Feed      FeedState       `json:"feed"`
	Mail      *keptMail       `json:"mail,omitempty"`
	Devices   []keptDevice    `json:"devices,omitempty"` // oldest first
	Lost      []LostDevice    `json:"lost,omitempty"`    // newest first
	Last      remind.Kind     `json:"last,omitempty"`    // what was due last, for a snooze
	LastAt    time.Time       `json:"last_at,omitzero"`  // and when
	MissedAt  *time.Time      `json:"missed_at,omitempty"`
	Guest     bool            `json:"guest,omitempty"` // for one appointment alone
}

type keptMail struct {
	Address     string     `json:"address"`
	ConfirmedAt *time.Time `json:"confirmed_at,omitempty"`
	Code        string     `json:"code,omitempty"` // while it waits for one
	CodeAt      time.Time  `json:"code_at,omitzero"`
	Tries       int        `json:"tries,omitempty"` // of the code
	Health      Health     `json:"health"`
}

type keptDevice struct {
	ID           string       `json:"id"`
	Label        string       `json:"label"`
	Subscription Subscription `json:"subscription"`
	AddedAt      time.Time    `json:"added_at"`
	Health       Health       `json:"health"`
}

// device finds a browser by its id or its endpoint; -1 for none.
func (x *keptReminder) device(name string) int {
	return slices.IndexFunc(x.Devices, func(d keptDevice) bool { return d.ID == name || d.Subscription.Endpoint == name })
}

// openedReminder is a reminder read for one change of it.
type openedReminder struct {
	keptReminder
	k       *Keeper
	account string
	person  string
	version int64 // 0 before it is kept
	key     *seal.Person
	zone    *time.Location

	taken  *Job  // written together with the change
	add    []Job // likewise
	replan bool  // what comes next may have changed
}

// readReminder opens the reminder of an account for a person. errs.NotFound when there is
// none or the account may not reach the person.
func (k *Keeper) readReminder(ctx context.Context, account, person string) (*openedReminder, error) {
	x, err := k.orFreshReminder(ctx, account, person)
	if err == nil && x.version == 0 {
		err = errs.New(errs.NotFound, "there is no such reminder")
	}
	return x, err
}

// orFreshReminder is readReminder that makes one when there is none.
func (k *Keeper) orFreshReminder(ctx context.Context, account, person string) (*openedReminder, error) {
	p, key, err := k.reach(ctx, Account{ID: account}, person)
	if err != nil {
		return nil, err
	}
	zone, err := k.zone(p.TimeZone)
	if err != nil {
		return nil, err
	}
	x := &openedReminder{k: k, account: account, person: person, key: key, zone: zone}
	kept, err := k.store.Reminder(ctx, account, person)
	if err != nil {
		if errs.KindOf(err) == errs.NotFound {
			return x, x.begin()
		}
		return nil, err
	}
	x.version = kept.Version
	plain, err := key.Open(kept.Label(), kept.Payload)
	if err == nil && json.Unmarshal(plain, &x.keptReminder) != nil {
		err = errs.New(errs.Internal, "a stored reminder cannot be read by this program")
	}
	return x, err
}

// begin fills in a reminder that is not kept yet.
func (x *openedReminder) begin() (err error) {
	x.Settings = remind.Default()
	x.Token, err = account.NewSecret(x.k.rand)
	return err
}

// changeReminder reads, changes and writes a reminder, and does so again when somebody
// else was faster. fn may be called several times and must not send.
func (k *Keeper) changeReminder(ctx context.Context, account, person string, fn func(*openedReminder) error) error {
	return k.change(ctx, func() (*openedReminder, error) { return k.readReminder(ctx, account, person) }, fn)
}

// change is changeReminder for what read opens.
func (k *Keeper) change(ctx context.Context, read func() (*openedReminder, error), fn func(*openedReminder) error) error {
	for range tries {
		x, err := read()
		if err != nil {
			return err
		}
		if err := fn(x); err != nil {
			return err
		}
		if err := x.write(ctx); err == nil || errs.KindOf(err) != errs.Conflict {
			return err
		}
	}
	return errs.New(errs.Unavailable, "the reminders are being changed by others; try again")
}

// write keeps the reminder as its next version, with the jobs that belong to the change.
func (x *openedReminder) write(ctx context.Context) error {
	r, err := x.sealed()
	if err != nil {
		return err
	}
	c := ReminderChange{Reminder: r, Taken: x.taken, Add: x.add}
	if x.replan {
		if c.Plan, err = x.plan(); err != nil {
			return err
		}
	}
	return x.k.store.ChangeReminder(ctx, c)
}

// sealed is the reminder as its next version.
func (x *openedReminder) sealed() (*KeptReminder, error) {
	plain, err := json.Marshal(x.keptReminder)
	if err != nil {
		return nil, err
	}
	r := &KeptReminder{Account: x.account, Person: x.person, Version: x.version + 1,
		TokenHash: account.HashSecret(x.Token), UpdatedAt: x.k.now().UTC().Truncate(time.Microsecond)}
	if x.Feed.Token != "" {
		r.FeedHash = account.HashSecret(x.Feed.Token)
	}
	r.Payload, err = x.key.Seal(x.k.rand, r.Label(), plain)
	return r, err
}

// Kinds of jobs.
const (
	planKind = "reminder.plan" // find out what is due, and then when the next is
	sendKind = "reminder.send" // one reminder to one target
)

// sending is what a job holds.
type sending struct {
	Account string      `json:"account"`
	Target  string      `json:"target,omitempty"` // the id of a device; empty for mail
	Kind    remind.Kind `json:"kind,omitempty"`
	Notice  *Notice     `json:"notice,omitempty"` // in the place of a reminder
}

// job makes a job of the person.
func (x *openedReminder) job(id, kind string, at time.Time, s sending) (Job, error) {
	s.Account = x.account
	j := Job{ID: id, Kind: kind, Person: x.person, RunAt: at, NextAt: at}
	plain, err := json.Marshal(s)
	if err == nil {
		j.Payload, err = x.key.Seal(x.k.rand, j.Label(), plain)
	}
	return j, err
}

// sent is what can be sent: reminders that go to a target which is there.
func (x *openedReminder) sent() remind.Settings {
	if x.StoppedAt != nil {
		return remind.Settings{}
	}
	return x.Settings.Only(func(b remind.By) bool { return len(x.targets(b)) > 0 })
}

// targets lists where a reminder goes: devices by id, then mail as the empty text.
func (x *openedReminder) targets(b remind.By) (list []string) {
	if b.Push {
		for _, d := range x.Devices {
			list = append(list, d.ID)
		}
	}
	if b.Mail && x.Mail != nil && x.Mail.ConfirmedAt != nil {
		list = append(list, "")
	}
	return list
}

// plan makes the job that waits for the next reminder; done, when there is none. What is
// due in this moment is not lost: a plan that is due already stays due.
func (x *openedReminder) plan() (*Job, error) {
	now := x.k.now()
	j, err := x.job(diary.DerivedID(x.Token, planKind), planKind, now, sending{})
	if next := x.sent().Next(now, x.zone, x.Snooze); len(next) > 0 {
		j.RunAt, j.NextAt = next[0].At, next[0].At
	} else {
		j.DoneAt = &now
	}
	return &j, err
}

// replan plans all reminders for a person anew, after a change of the time zone.
func (k *Keeper) replan(ctx context.Context, person string) error {
	list, err := k.store.RemindersOf(ctx, person)
	for _, r := range list {
		if err := k.changeReminder(ctx, r.Account, person, func(x *openedReminder) error {
			x.replan = true
			return nil
		}); err != nil && errs.KindOf(err) != errs.NotFound {
			return err
		}
	}
	return err
}

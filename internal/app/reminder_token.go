package app

import (
	"context"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
)

// Pause is how long reminders are put off.
type Pause string

// The pauses. The short ones say the last reminder again at their end, if it was due not
// long before they began.
const (
	PauseQuarter  Pause = "15m"
	PauseHour     Pause = "1h"
	PauseTomorrow Pause = "tomorrow" // till four in the morning
	PauseWeek     Pause = "week"     // till four in the morning, seven days on
)

// Pauses lists all, shortest first.
var Pauses = []Pause{PauseQuarter, PauseHour, PauseTomorrow, PauseWeek}

// stillMeant is how long after it was due a reminder is taken for the one that a short
// pause puts off.
const stillMeant = 4 * time.Hour

// dayStart is when a day begins for who is put off till tomorrow, as in package diary.
const dayStart = 4

// snooze is what a pause that begins now does. again is said at the end of a short one.
func (p Pause) snooze(now time.Time, zone *time.Location, again remind.Kind) remind.Snooze {
	morning := func(days int) remind.Snooze {
		y, m, d := diary.DayOf(now, zone).Time().Date()
		return remind.Snooze{Until: time.Date(y, m, d+days, dayStart, 0, 0, 0, zone).UTC()}
	}
	in := func(d time.Duration) remind.Snooze {
		return remind.Snooze{Until: now.Add(d + time.Minute - time.Nanosecond).UTC().Truncate(time.Minute), Again: again}
	}
	switch p {
	case PauseQuarter:
		return in(15 * time.Minute)
	case PauseHour:
		return in(time.Hour)
	case PauseTomorrow:
		return morning(1)
	case PauseWeek:
		return morning(7)
	}
	return remind.Snooze{}
}

// TokenView is what whoever holds a message's token may see: no account, no person, no
// kind.
type TokenView struct {
	Stopped bool
	Until   *time.Time     // put off till then; nil when not
	Zone    *time.Location // to show times in
	Guest   bool           // it is of one appointment that was booked without an account
}

// byHash opens the reminder that a store has found by a hash.
func (r *Reminders) byHash(ctx context.Context, secret string, find func(context.Context, string) (KeptReminder, error)) (*openedReminder, error) {
	if len(secret) < 20 || len(secret) > 100 {
		return nil, errs.New(errs.NotFound, "there is no such reminder")
	}
	kept, err := find(ctx, account.HashSecret(secret))
	if err != nil {
		return nil, err
	}
	return r.k.readReminder(ctx, kept.Account, kept.Person)
}

// changeByToken changes the reminder that a message's token belongs to.
func (r *Reminders) changeByToken(ctx context.Context, token string, fn func(*openedReminder) error) error {
	defer r.k.wake()
	return r.k.change(ctx, func() (*openedReminder, error) { return r.byHash(ctx, token, r.k.store.ReminderOfToken) }, func(x *openedReminder) error {
		x.replan = true
		return fn(x)
	})
}

// ByToken looks at the reminders that a message's token belongs to, and changes nothing.
// errs.NotFound for a token that is none or no longer.
func (r *Reminders) ByToken(ctx context.Context, token string) (TokenView, error) {
	x, err := r.byHash(ctx, token, r.k.store.ReminderOfToken)
	if err != nil {
		return TokenView{}, err
	}
	v := TokenView{Stopped: x.StoppedAt != nil, Zone: x.zone, Guest: x.Guest}
	if x.Snooze.Until.After(r.k.now()) {
		v.Until = &x.Snooze.Until
	}
	return v, nil
}

// StopByToken is Stop for who holds a message. Stopping again is fine. errs.NotFound.
func (r *Reminders) StopByToken(ctx context.Context, token string) error {
	return r.changeByToken(ctx, token, r.stopped)
}

// SnoozeByToken puts reminders off; about is what the message was about, to be said again
// after a short pause: the last reminder where it is no kind. errs.Invalid with the field
// pause; errs.NotFound; errs.Conflict when they are stopped.
func (r *Reminders) SnoozeByToken(ctx context.Context, token string, p Pause, about remind.Kind) error {
	if err := p.check(); err != nil {
		return err
	}
	return r.changeByToken(ctx, token, func(x *openedReminder) error { return x.putOff(p, about) })
}

// Snooze is SnoozeByToken for who is signed in; an empty pause ends one.
func (r *Reminders) Snooze(ctx context.Context, a Account, person string, p Pause) error {
	if p != "" {
		if err := p.check(); err != nil {
			return err
		}
	}
	return r.change(ctx, a, person, func(x *openedReminder) error { return x.putOff(p, "") })
}

func (p Pause) check() error {
	if !slices.Contains(Pauses, p) {
		return errs.Field("pause", "is none of those offered")
	}
	return nil
}

func (x *openedReminder) putOff(p Pause, about remind.Kind) error {
	if x.StoppedAt != nil {
		return errs.New(errs.Conflict, "these reminders are stopped")
	}
	now := x.k.now()
	if !about.Valid() {
		about = ""
		if now.Sub(x.LastAt) <= stillMeant {
			about = x.Last
		}
	}
	x.Snooze = p.snooze(now, x.zone, about)
	return nil
}

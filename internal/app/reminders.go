package app

import (
	"context"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
)

// Reminders holds the use cases of reminders: what somebody wants to be reminded of,
// where it goes, putting it off and stopping it, and the sending itself. Safe for
// concurrent use, also by several programs on one database.
type Reminders struct {
	k        *Keeper
	channels map[string]Channel
	announce map[string]Announcer
}

// NewReminders makes the use cases over a keeper. channels are those that this program
// can send through, by name; others are not offered.
func NewReminders(k *Keeper, channels map[string]Channel) *Reminders {
	consultation := NewConsultations(k, nil).announce // needs no content
	return &Reminders{k: k, channels: channels,
		announce: map[string]Announcer{toPerson: consultation, toPractitioner: consultation}}
}

// Offers reports whether messages can be sent through a channel.
func (r *Reminders) Offers(channel string) bool { return r.channels[channel] != nil }

// change changes the reminders of an account for a person, plans anew and wakes Run.
// errs.NotFound for a person the account may not reach.
func (r *Reminders) change(ctx context.Context, a Account, person string, fn func(*openedReminder) error) error {
	defer r.k.wake()
	return r.k.change(ctx, func() (*openedReminder, error) { return r.k.orFreshReminder(ctx, a.ID, person) }, func(x *openedReminder) error {
		x.replan = true
		return fn(x)
	})
}

// Of returns the reminders of an account for a person. errs.NotFound for a person the
// account may not reach.
func (r *Reminders) Of(ctx context.Context, a Account, person string) (ReminderView, error) {
	x, err := r.k.orFreshReminder(ctx, a.ID, person)
	if err != nil {
		return ReminderView{}, err
	}
	return x.view(r.k.now()), nil
}

// Save keeps settings; reminders that were stopped run again. remind.Faults for settings
// that cannot be used, errs.NotFound.
func (r *Reminders) Save(ctx context.Context, a Account, person string, s remind.Settings) error {
	if err := s.Check(); err != nil {
		return err
	}
	return r.change(ctx, a, person, func(x *openedReminder) error {
		now := r.k.now()
		x.Settings, x.SavedAt, x.StoppedAt = s, &now, nil
		return nil
	})
}

// Stop ends all reminders of the account for a person on every channel; the feed is then
// empty. The settings stay. errs.NotFound.
func (r *Reminders) Stop(ctx context.Context, a Account, person string) error {
	return r.change(ctx, a, person, r.stopped)
}

func (r *Reminders) stopped(x *openedReminder) error {
	if x.StoppedAt == nil {
		now := r.k.now()
		x.StoppedAt, x.Snooze = &now, remind.Snooze{}
	}
	return nil
}

// Subscribe adds a browser, or gives one that is known its new keys and label. errs.Invalid
// with the field endpoint, p256dh or auth; errs.Conflict when there are MaxDevices or
// this program does not push.
func (r *Reminders) Subscribe(ctx context.Context, a Account, person string, s Subscription, label string) error {
	if err := r.check(PushChannel, Target{Push: s}); err != nil {
		return err
	}
	id, err := r.k.newID()
	if err != nil {
		return err
	}
	label = account.CleanName(label)
	return r.change(ctx, a, person, func(x *openedReminder) error {
		if i := x.device(s.Endpoint); i >= 0 {
			x.Devices[i].Subscription, x.Devices[i].Label = s, label
			return nil
		}
		if len(x.Devices) >= MaxDevices {
			return errs.New(errs.Conflict, "%d devices at most can be reminded; remove one first", MaxDevices)
		}
		x.Devices = append(x.Devices, keptDevice{ID: id, Label: label, Subscription: s, AddedAt: r.k.now()})
		return nil
	})
}

// check asks a channel about a target. errs.Conflict when the channel is not offered.
func (r *Reminders) check(channel string, to Target) error {
	c := r.channels[channel]
	if c == nil {
		return errs.New(errs.Conflict, "this program is not set up to send this way")
	}
	return c.Check(to)
}

// Unsubscribe removes a browser by its id or its endpoint; one that is not there is fine.
func (r *Reminders) Unsubscribe(ctx context.Context, a Account, person, device string) error {
	return r.change(ctx, a, person, func(x *openedReminder) error {
		if i := x.device(device); i >= 0 {
			x.Devices = append(x.Devices[:i:i], x.Devices[i+1:]...)
		}
		return nil
	})
}

// DismissLost forgets the browsers that were lost and the reminder that was missed.
func (r *Reminders) DismissLost(ctx context.Context, a Account, person string) error {
	return r.change(ctx, a, person, func(x *openedReminder) error {
		x.Lost, x.MissedAt = nil, nil
		return nil
	})
}

// SetFeed makes a calendar feed with a fresh token, whatever was before; off ends it.
func (r *Reminders) SetFeed(ctx context.Context, a Account, person string, on bool) error {
	return r.change(ctx, a, person, func(x *openedReminder) (err error) {
		x.Feed = FeedState{}
		if on {
			x.Feed.MadeAt = r.k.now()
			x.Feed.Token, err = account.NewSecret(r.k.rand)
		}
		return err
	})
}

// Test sends a test now: to the address when device is empty, otherwise to the browser of
// that id. A *SendError says why it was not taken; the page's Health says so too.
// errs.NotFound, TooMany.
func (r *Reminders) Test(ctx context.Context, a Account, person, device string) error {
	x, err := r.k.readReminder(ctx, a.ID, person)
	if err != nil {
		return err
	}
	to, channel, ok := x.target(device)
	if !ok || device == "" && x.Mail.ConfirmedAt == nil {
		return errs.New(errs.NotFound, "there is nothing to send a test to")
	}
	if err := r.k.attempt(ctx, account.TestByAccount, a.ID); err != nil {
		return err
	}
	id, err := r.k.newID()
	if err != nil {
		return err
	}
	now := r.k.now()
	outcome := r.hand(ctx, channel, to, Message{Sort: TestMessage, Key: messageKey(diary.DerivedID(id)), Token: x.Token, At: now, Until: now.Add(testWorth)})
	return r.noted(ctx, a, person, device, outcome)
}

// noted writes how a message went that somebody waits for, and returns that.
func (r *Reminders) noted(ctx context.Context, a Account, person, target string, outcome *SendError) error {
	if err := r.change(ctx, a, person, func(x *openedReminder) error {
		x.outcome(target, outcome, r.k.now())
		return nil
	}); err != nil || outcome == nil {
		return err
	}
	return outcome
}

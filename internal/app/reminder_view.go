package app

import (
	"context"
	"encoding/json"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
)

// MaxDevices bounds how many browsers are pushed to for one account and person.
const MaxDevices = 10

// ReminderView is everything about the reminders of one account for one person, for its page.
type ReminderView struct {
	Settings remind.Settings // remind.Default before anything was saved
	Saved    bool            // something was saved before
	Zone     *time.Location  // the person's
	Stopped  *time.Time      // since when nothing is said; nil while reminders run
	Snooze   remind.Snooze   // zero when none or over
	Next     []remind.Occurrence

	Mail    *MailView
	Devices []DeviceView // oldest first
	Lost    []LostDevice // removed because they were gone; newest first, shown until DismissLost
	Feed    FeedState
	// Missed is the newest reminder that nobody was there to send; nil for none in the
	// last week.
	Missed *time.Time
}

// MailView is the address that reminders go to.
type MailView struct {
	Address   string
	Confirmed bool
	Health    Health
}

// DeviceView is a browser that is pushed to.
type DeviceView struct {
	ID       string // names it in forms
	Label    string // what sort of browser, in words
	Endpoint string // by which the browser finds itself in the list; never in a link
	AddedAt  time.Time
	Health   Health
}

// LostDevice is a browser that could no longer be reached.
type LostDevice struct {
	Label  string    `json:"label"`
	LostAt time.Time `json:"lost_at"`
}

// FeedState is the calendar feed.
type FeedState struct {
	Token     string     `json:"token,omitempty"`      // in the path /calendar/TOKEN.ics; empty while there is no feed
	MadeAt    time.Time  `json:"made_at,omitzero"`     // zero while there is no feed
	FetchedAt *time.Time `json:"fetched_at,omitempty"` // when a calendar last asked, to the hour; nil for never
}

// Health is how a channel does.
type Health struct {
	SentAt *time.Time `json:"sent_at,omitempty"` // last taken by the other side; nil for never
	// Failure is what went wrong since; nil while all is well.
	Failure *Failure `json:"failure,omitempty"`
}

// Failing reports whether there is something to show.
func (h Health) Failing() bool { return h.Failure != nil }

// Failure is a channel that does not work.
type Failure struct {
	Trouble Trouble    `json:"trouble"`
	Code    int        `json:"code,omitempty"` // SMTP or HTTP status; 0 for none
	Since   time.Time  `json:"since"`          // of the first of the failures in a row
	At      time.Time  `json:"at"`             // of the last
	Times   int        `json:"times"`          // in a row
	Retry   *time.Time `json:"retry,omitempty"`
	// Skipped counts reminders that were not sent because the channel was paused until
	// Retry, or was not mended while they were worth sending.
	Skipped int `json:"skipped,omitempty"`
}

// shownMissed is how long a missed reminder is shown.
const shownMissed = 7 * 24 * time.Hour

// view shows a reminder to those whose it is.
func (x *openedReminder) view(now time.Time) ReminderView {
	v := ReminderView{Settings: x.Settings, Saved: x.SavedAt != nil, Zone: x.zone, Stopped: x.StoppedAt, Lost: x.Lost, Feed: x.Feed}
	if x.Snooze.Until.After(now) {
		v.Snooze = x.Snooze
	}
	if x.StoppedAt == nil {
		v.Next = x.Settings.Next(now, x.zone, x.Snooze)
	}
	if m := x.Mail; m != nil {
		v.Mail = &MailView{Address: m.Address, Confirmed: m.ConfirmedAt != nil, Health: m.Health}
	}
	for _, d := range x.Devices {
		v.Devices = append(v.Devices, DeviceView{ID: d.ID, Label: d.Label, Endpoint: d.Subscription.Endpoint, AddedAt: d.AddedAt, Health: d.Health})
	}
	if x.MissedAt != nil && now.Sub(*x.MissedAt) < shownMissed {
		v.Missed = x.MissedAt
	}
	return v
}

// exportedReminder is what somebody takes out of their reminders; keys and tokens, which
// open something, are left out. Null when nothing was ever set.
func (k *Keeper) exportedReminder(ctx context.Context, a Account, person string) (json.RawMessage, error) {
	x, err := k.readReminder(ctx, a.ID, person)
	if err != nil {
		if errs.KindOf(err) == errs.NotFound {
			return json.RawMessage("null"), nil
		}
		return nil, err
	}
	type device struct {
		Label   string    `json:"label"`
		AddedAt time.Time `json:"added_at"`
	}
	out := struct {
		Settings  remind.Settings `json:"settings"`
		StoppedAt *time.Time      `json:"stopped_at,omitempty"`
		Mail      string          `json:"mail,omitempty"`
		Devices   []device        `json:"devices"`
		Feed      bool            `json:"calendar_feed"`
	}{Settings: x.Settings, StoppedAt: x.StoppedAt, Devices: []device{}, Feed: x.Feed.Token != ""}
	if x.Mail != nil {
		out.Mail = x.Mail.Address
	}
	for _, d := range x.Devices {
		out.Devices = append(out.Devices, device{d.Label, d.AddedAt})
	}
	return json.Marshal(out)
}

package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/consult"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/remind"
)

// What a calendar is given around the present.
const (
	feedBack  = 24 * time.Hour
	feedAhead = 4 * 7 * 24 * time.Hour
	// feedNoted is how long it is not noted again that a calendar asked.
	feedNoted = time.Hour
)

// Feed is what a calendar is given.
type Feed struct {
	Zone *time.Location
	// Occurrences of the kinds that go to the calendar, from a day ago to four weeks
	// ahead, sorted; none while stopped.
	Occurrences []remind.Occurrence
	UpdatedAt   time.Time // when the settings were saved or, if that was later, the feed was made
	// Appointments are those that the account has booked for the person, and those with the
	// account itself where it is a practitioner's, from a month ago on. They are there also
	// while reminders are stopped.
	Appointments []Event

	token string
}

// UID names an occurrence for as long as the feed lives, and tells nothing about it.
func (f Feed) UID(o remind.Occurrence) string { return diary.DerivedID(f.token, "event", o.Key) }

// FeedByToken returns what a calendar that knows the token is to show. errs.NotFound.
func (r *Reminders) FeedByToken(ctx context.Context, token string) (Feed, error) {
	x, err := r.byHash(ctx, token, r.k.store.ReminderOfFeed)
	if err != nil {
		return Feed{}, err
	}
	now := r.k.now()
	f := Feed{Zone: x.zone, token: token, UpdatedAt: x.Feed.MadeAt}
	if x.SavedAt != nil && x.SavedAt.After(f.UpdatedAt) {
		f.UpdatedAt = *x.SavedAt
	}
	if x.StoppedAt == nil {
		settings := x.Settings.Only(func(b remind.By) bool { return b.Calendar })
		f.Occurrences = settings.Between(now.Add(-feedBack), now.Add(feedAhead), x.zone, remind.Snooze{Until: x.Snooze.Until})
	}
	if f.Appointments, err = r.k.events(ctx, x.account, x.person, now); err != nil {
		return Feed{}, err
	}
	if x.Feed.FetchedAt == nil || now.Sub(*x.Feed.FetchedAt) >= feedNoted {
		// A feed that cannot be noted as fetched is still served: the disk may be full.
		_ = r.k.changeReminder(ctx, x.account, x.person, func(x *openedReminder) error {
			x.Feed.FetchedAt = &now
			return nil
		})
	}
	return f, nil
}

// eventsBack and eventsAhead are around the present, for appointments in a feed.
const (
	eventsBack  = 30 * 24 * time.Hour
	eventsAhead = 400 * 24 * time.Hour
)

// events are the booked appointments for the calendar of an account and a person.
func (k *Keeper) events(ctx context.Context, account, person string, now time.Time) (out []Event, err error) {
	span := consult.Span{From: now.Add(-eventsBack), To: now.Add(eventsAhead)}
	list, err := k.store.AppointmentsOf(ctx, account, person, listed)
	if err != nil {
		return nil, err
	}
	for _, a := range list {
		if a.State == Booked && a.Start.After(span.From) {
			out = append(out, a.event())
		}
	}
	if k.ownPerson(ctx, account) != person {
		return out, nil
	}
	with, err := k.store.AppointmentsWith(ctx, account, span)
	for _, a := range with {
		if a.State == Booked {
			out = append(out, a.practiceEvent())
		}
	}
	return out, err
}

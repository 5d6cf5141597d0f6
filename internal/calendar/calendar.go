// Package calendar writes reminders as an iCalendar feed (RFC 5545) that calendar
// programs subscribe to. It says when and in a few words what, and nothing about anybody's
// health: a feed is fetched by programs of others and shown on shared screens.
//
// Every event stands alone with its time in UTC: rules of time zones, quiet hours and
// nights that are an hour longer are applied before, in one place, and no calendar
// program works them out again in its own way. The same feed gives the same bytes.
package calendar

import (
	"bytes"
	"fmt"
	"time"

	ics "github.com/arran4/golang-ical"
)

// MediaType is what a feed is served as.
const MediaType = "text/calendar; charset=utf-8"

// refresh is how often a calendar program is asked to look again.
const refresh = "PT6H"

// Feed is a calendar of reminders.
type Feed struct {
	Name    string    // of the calendar, as people see it
	Changed time.Time // when the settings were last changed; stamps every event
	Events  []Event   // in any order; empty gives an empty calendar
}

// Event is one reminder.
type Event struct {
	// UID names this reminder at this time for good and is unique in the feed, so that a
	// calendar program knows it again. It should tell nothing.
	UID   string
	Title string
	Link  string // absolute; may be empty
	Start time.Time
	// Lasts is how long the event takes up in the calendar; at least a minute is written.
	Lasts time.Duration
	// Busy says that nothing else can be done then; it rings an hour before.
	Busy     bool
	Sequence int // counts changes of an event that keeps its UID
}

// Bytes is the feed as a file: lines end in CRLF and are at most 75 octets long. It fails
// for an event without UID, title or time, and when a UID stands twice.
func (f Feed) Bytes() ([]byte, error) {
	c := ics.NewCalendar()
	c.SetProductId("-//Legible//Reminders//EN")
	c.SetName(f.Name)
	c.SetRefreshInterval(refresh)
	c.SetXPublishedTTL(refresh)
	seen := map[string]bool{}
	for _, e := range f.Events {
		switch {
		case e.UID == "" || e.Title == "" || e.Start.IsZero():
			return nil, fmt.Errorf("calendar: an event lacks its id, title or time")
		case seen[e.UID]:
			return nil, fmt.Errorf("calendar: two events have the same id")
		}
		seen[e.UID] = true
		f.add(c, e)
	}
	var b bytes.Buffer
	err := c.SerializeTo(&b, ics.WithNewLine("\r\n"))
	return b.Bytes(), err
}

// add writes one event, which rings when it begins and does not make anybody busy, unless
// it is an appointment.
func (f Feed) add(c *ics.Calendar, e Event) {
	v := c.AddEvent(e.UID)
	v.SetDtStampTime(f.Changed)
	v.SetStartAt(e.Start)
	v.SetEndAt(e.Start.Add(max(e.Lasts, time.Minute)))
	v.SetSummary(e.Title)
	if e.Link != "" {
		v.SetURL(e.Link)
	}
	v.SetClass(ics.ClassificationPrivate)
	shows, rings := ics.TransparencyTransparent, "PT0S"
	if e.Busy {
		shows, rings = ics.TransparencyOpaque, "-PT1H"
		v.SetSequence(e.Sequence)
	}
	v.SetTimeTransparency(shows)
	alarm := v.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger(rings)
	alarm.SetDescription(e.Title)
}

package calendar

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"
)

// Methods of an Invitation (RFC 5546).
const (
	Publish = "PUBLISH" // a file that somebody saves
	Request = "REQUEST" // by mail, from an organizer to an attendee
	Cancel  = "CANCEL"  // takes it back
)

// Invitation is one appointment, for a calendar to add, change or remove: a later one with
// the same UID and a higher Sequence replaces it.
type Invitation struct {
	Method              string
	UID                 string
	Sequence            int
	Title               string
	Text                string // may be empty
	Link                string // absolute; may be empty
	Start, End          time.Time
	Changed             time.Time
	Organizer, Attendee string // mail addresses; only REQUEST needs an attendee
}

// Media is what the file is served and sent as.
func (i *Invitation) Media() string { return MediaType + "; method=" + i.Method }

// Bytes is the file: lines end in CRLF and are at most 75 octets long. It fails when
// something is missing or the end is not after the beginning.
func (i *Invitation) Bytes() ([]byte, error) {
	if i.UID == "" || i.Title == "" || i.Start.IsZero() || !i.End.After(i.Start) || i.Sequence < 0 {
		return nil, fmt.Errorf("calendar: an invitation lacks its id, title or times")
	}
	if i.Organizer == "" || i.Method == Request && i.Attendee == "" {
		return nil, fmt.Errorf("calendar: an invitation by mail lacks an address")
	}
	c := ics.NewCalendar()
	c.SetProductId("-//Legible//Appointments//EN")
	c.SetMethod(ics.Method(i.Method))
	v := c.AddEvent(i.UID)
	v.SetDtStampTime(i.Changed)
	v.SetLastModifiedAt(i.Changed)
	v.SetSequence(i.Sequence)
	v.SetStartAt(i.Start)
	v.SetEndAt(i.End)
	v.SetSummary(i.Title)
	if i.Text != "" {
		v.SetDescription(i.Text)
	}
	if i.Link != "" {
		v.SetURL(i.Link)
	}
	v.SetClass(ics.ClassificationPrivate)
	i.sides(v)
	i.state(v)
	var b bytes.Buffer
	err := c.SerializeTo(&b, ics.WithNewLine("\r\n"))
	return b.Bytes(), err
}

// sides names who invites whom.
func (i *Invitation) sides(v *ics.VEvent) {
	if i.Organizer != "" {
		v.SetOrganizer("mailto:" + i.Organizer)
	}
	if i.Attendee != "" {
		v.AddAttendee("mailto:"+strings.TrimPrefix(i.Attendee, "mailto:"), ics.ParticipationRoleReqParticipant, ics.ParticipationStatusAccepted)
	}
}

// state says whether it takes place; what does rings an hour before.
func (i *Invitation) state(v *ics.VEvent) {
	if i.Method == Cancel {
		v.SetStatus(ics.ObjectStatusCancelled)
		return
	}
	v.SetStatus(ics.ObjectStatusConfirmed)
	v.SetTimeTransparency(ics.TransparencyOpaque)
	alarm := v.AddAlarm()
	alarm.SetAction(ics.ActionDisplay)
	alarm.SetTrigger("-PT1H")
	alarm.SetDescription(i.Title)
}

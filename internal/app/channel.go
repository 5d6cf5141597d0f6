package app

import (
	"context"
	"fmt"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/remind"
)

// Names of the channels that messages are sent through. The calendar feed is fetched, so
// it is none.
const (
	PushChannel = "push"
	MailChannel = "mail"
)

// Channel sends messages. internal/mail and internal/webpush are two.
type Channel interface {
	// Check reports a target that nothing can be sent to: errs.Invalid with the field mail,
	// endpoint, p256dh or auth, and without repeating it. It asks nobody.
	Check(to Target) error
	// Send hands one message over. It returns nil only when the other side has taken it,
	// and a *SendError otherwise; any other error counts as Unsure. It never tries twice
	// and gives up when ctx ends.
	Send(ctx context.Context, to Target, m Message) error
}

// Target is where a message goes.
type Target struct {
	Mail string       // an address; for MailChannel
	Push Subscription // for PushChannel
}

// Subscription is what a browser hands over to be pushed to.
type Subscription struct {
	Endpoint string `json:"endpoint"` // https address at the browser's push service
	P256DH   string `json:"p256dh"`   // the browser's public key, base64url
	Auth     string `json:"auth"`     // shared secret, base64url
}

// Sort is why a message is sent.
type Sort string

// The sorts of messages.
const (
	ReminderMessage Sort = "reminder"
	TestMessage     Sort = "test"    // asked for on the page
	ConfirmMessage  Sort = "confirm" // with a code that shows that the address is read by who gave it
	NoticeMessage   Sort = "notice"  // that something happened or is near
)

// Message is what a channel sends. It holds no health data and no name: Kind says only
// which of the fixed texts it is.
type Message struct {
	Sort Sort
	Kind remind.Kind // of a reminder; empty otherwise
	Code string      // of a ConfirmMessage: six digits
	// Key is the same for the same occurrence and target, however often it is tried, and
	// tells nothing: for Message-ID and the Topic header. 32 hexadecimal digits.
	Key string
	// Token opens /r/{token}, where reminders are put off and stopped; empty in a
	// ConfirmMessage.
	Token string
	At    time.Time // when it was due
	Until time.Time // when it is worth nothing any more: the time to live of a push

	// Of a NoticeMessage: which of the fixed texts it is, the path of the page that tells
	// more, the time it speaks of on which wall, and an event for calendars; the last two
	// may be missing.
	Notice string
	Link   string
	When   time.Time
	Zone   *time.Location
	Event  *Event
	Guest  bool // it goes to an address that nobody has confirmed
}

// Event is an appointment as calendar programs are told of it.
type Event struct {
	UID        string // the same for good; tells nothing
	Sequence   int    // counts changes
	Start, End time.Time
	Cancelled  bool
	Changed    time.Time
}

// Trouble is what went wrong in sending, in a word that pages translate.
type Trouble string

// The troubles.
const (
	Gone        Trouble = "gone"        // the subscription is no longer valid: it is removed, and that is shown
	Refused     Trouble = "refused"     // the other side said no for good: not tried again for this occurrence
	Busy        Trouble = "busy"        // the other side said: later. Tried again while it is worth it
	Unreachable Trouble = "unreachable" // nobody answered, nothing was handed over. Tried again likewise
	Unsure      Trouble = "unsure"      // it may have arrived: not tried again
	NotSetUp    Trouble = "not_set_up"  // refused because of the operator's settings (sign-in, certificate, sender). Tried again
	Interrupted Trouble = "interrupted" // the program stopped while sending; it may have arrived. Set by this package only
)

// SendError is why a message was not taken. Code is the other side's own number (SMTP or
// HTTP), 0 without one; nothing else it said is kept.
type SendError struct {
	Trouble Trouble
	Code    int
	// After is how long the other side asks to wait; 0 for nothing said.
	After time.Duration
}

func (e *SendError) Error() string {
	if e.Code == 0 {
		return fmt.Sprintf("not sent: %s", e.Trouble)
	}
	return fmt.Sprintf("not sent: %s (%d)", e.Trouble, e.Code)
}

// Unwrap gives the error its kind.
func (e *SendError) Unwrap() error {
	return errs.New(errs.Unavailable, "the message was not taken")
}

package account

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"time"
)

// Limit bounds attempts of one sort within a span of time. Spans lie side by side and
// begin at multiples of their length since 1970, so that any number of nodes count alike.
type Limit struct {
	Sort string // what is attempted and by whom it is counted
	Most int64
	Span time.Duration
}

// The limits. Those by name protect an account against guessing from many addresses and
// keep out its owner for a quarter of an hour at most; those by address protect all
// accounts against one guesser, and leave room for a clinic behind one address.
var (
	SignInByName    = Limit{"sign-in name", 10, 15 * time.Minute}
	SignInByAddress = Limit{"sign-in address", 50, 15 * time.Minute}
	CodeByName      = Limit{"recovery name", 5, time.Hour}
	CodeByAccount   = Limit{"second factor account", 8, time.Hour}
	SignUpByAddress = Limit{"sign-up address", 20, time.Hour}
	KeyByAddress    = Limit{"passkey address", 200, 15 * time.Minute}

	// Messages that somebody asks for now. Codes are counted by account and by the address
	// they go to, so that nobody has strangers mailed.
	MailCodeByAccount = Limit{"mail code account", 6, time.Hour}
	MailCodeByAddress = Limit{"mail code address", 4, time.Hour}
	TestByAccount     = Limit{"reminder test account", 12, time.Hour}

	// Reports sent to practitioners.
	ConsultByAccount = Limit{"consultation account", 20, time.Hour}

	// Links to shared files: making them, and asking for them.
	ShareByAccount = Limit{"share account", 30, time.Hour}
	ShareByAddress = Limit{"share address", 200, 15 * time.Minute}
	ShareByLink    = Limit{"share link", 200, 15 * time.Minute}

	// Photos of practitioners: reading one takes seconds and much memory.
	PhotoByAccount = Limit{"photo account", 30, time.Hour}

	// Bookings, and changes of them.
	BookByAccount = Limit{"book account", 40, time.Hour}
	// Bookings without an account: by the address that asks, by the address that is mailed,
	// so that nobody has strangers mailed, and by practitioner, so that nobody fills a calendar.
	GuestByAddress  = Limit{"guest address", 10, time.Hour}
	GuestByMail     = Limit{"guest mail", 4, 24 * time.Hour}
	GuestByPractice = Limit{"guest practice", 60, time.Hour}
)

// Span names the span that a time lies in, as text that sorts by age.
func (l Limit) SpanOf(t time.Time) string {
	return t.UTC().Truncate(l.Span).Format(time.RFC3339)
}

// Wait is how long it takes until the next span begins.
func (l Limit) Wait(t time.Time) time.Duration {
	return t.UTC().Truncate(l.Span).Add(l.Span).Sub(t)
}

// Key is what attempts are counted under. Names and addresses are hashed together with
// the span, so that the table tells nothing that outlives it.
func (l Limit) Key(whom string, t time.Time) string {
	sum := sha256.Sum256([]byte(l.Sort + "\x00" + strconv.FormatInt(t.UTC().Truncate(l.Span).Unix(), 10) + "\x00" + whom))
	return hex.EncodeToString(sum[:12])
}

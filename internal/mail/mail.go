// Package mail hands messages to the operator's mail server (SMTP). It implements
// app.Channel. Letters are plain text, a few lines long, and hold nothing about anybody's
// health: whoever carries them on the way can read them.
//
// Every letter that comes again and again says how to stop, in its text and in the header
// that mail programs turn into a button (RFC 8058). Errors hold a trouble and the server's
// number, never its words: servers like to repeat the address.
package mail

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/mail"
	"net/url"
	"strings"
	"time"

	smtp "github.com/wneessen/go-mail"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/calendar"
	"github.com/legible-health/legible/internal/errs"
)

// How the way to the mail server is encrypted.
const (
	StartTLS = "starttls" // begins in the clear and must then be encrypted; port 587
	TLS      = "tls"      // encrypted from the first byte; port 465
	None     = "none"     // port 25; for a server on the same machine
)

// Options are an operator's settings.
type Options struct {
	Host     string
	Port     int    // 0 for the usual one
	TLS      string // StartTLS when empty
	User     string // empty: the server asks for none
	Password string
	From     string // "name@host" or "Legible <name@host>"
	BaseURL  string // of the pages, without a slash at the end
	// Words make subject and text of a letter; base is BaseURL. Lines end in \n.
	Words func(m app.Message, base string) (subject, text string)
	// Title is what an event is called in calendars; nil sends no calendar files.
	Title func(m app.Message) string

	Roots *x509.CertPool   // whom to trust; nil for the system's
	Now   func() time.Time // nil for the clock
}

// patience is how long the mail server may take for an answer.
const patience = 20 * time.Second

// Channel sends letters. Safe for concurrent use; every letter has a connection of its own.
type Channel struct {
	opts Options
	from *mail.Address
	host string // after the @ of message ids
}

var _ app.Channel = (*Channel)(nil)

// New fails when a setting cannot be used. It does not ask the server.
func New(opts Options) (*Channel, error) {
	from, err := mail.ParseAddress(opts.From)
	if err != nil {
		return nil, errors.New("mail: the sender is no e-mail address")
	}
	base, err := url.Parse(opts.BaseURL)
	if err != nil || base.Host == "" || opts.Words == nil {
		return nil, errors.New("mail: the address of the pages is missing; letters could not say how to stop")
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	c := &Channel{opts: opts, from: from, host: base.Hostname()}
	_, err = c.dialler()
	return c, err
}

// maxAddress is the longest address that RFC 5321 lets through, in bytes.
const maxAddress = 254

// Check reports an address that nothing can be sent to: errs.Invalid with the field mail.
func (c *Channel) Check(to app.Target) error {
	a, err := mail.ParseAddress(to.Mail)
	if err != nil || a.Address != to.Mail || len(to.Mail) > maxAddress {
		return errs.Field("mail", "this is no e-mail address")
	}
	if _, domain, _ := strings.Cut(to.Mail, "@"); !strings.Contains(domain, ".") {
		return errs.Field("mail", "what stands after the @ is not complete")
	}
	return nil
}

// Greet connects and signs in as Send would, and sends nothing: for operators who want to
// know whether their settings are right. The error is a *app.SendError.
func (c *Channel) Greet(ctx context.Context) error {
	d, err := c.dialler()
	if err != nil {
		return &app.SendError{Trouble: app.NotSetUp}
	}
	defer d.hangUp()
	server, err := d.DialToSMTPClientWithContext(ctx)
	if err != nil {
		return greeted(err)
	}
	_ = d.CloseWithSMTPClient(server) // it has said all we wanted to know
	return nil
}

// Send hands a letter over. A letter that the server took is sent, even when it hangs up
// rudely.
func (c *Channel) Send(ctx context.Context, to app.Target, m app.Message) error {
	if err := c.Check(to); err != nil {
		return &app.SendError{Trouble: app.Refused}
	}
	letter := c.write(to.Mail, m)
	d, err := c.dialler()
	if err != nil {
		return &app.SendError{Trouble: app.NotSetUp}
	}
	defer d.hangUp()
	server, err := d.DialToSMTPClientWithContext(ctx)
	if err != nil {
		e := greeted(err)
		if e.Trouble == app.NotSetUp { // what is wrong is the operator's to mend, and names nobody
			slog.Warn("mail server refuses the sign-in", "code", e.Code, "error", err)
		}
		return e
	}
	if err := d.SendWithSMTPClient(server, letter); err != nil && !letter.IsDelivered() {
		return answered(letter.SendError())
	}
	_ = d.CloseWithSMTPClient(server) // the letter is on its way whatever comes now
	return nil
}

// write makes the message.
func (c *Channel) write(to string, m app.Message) *smtp.Msg {
	subject, text := c.opts.Words(m, c.opts.BaseURL)
	letter := smtp.NewMsg(smtp.WithNoDefaultUserAgent())
	letter.FromMailAddress(c.from)
	letter.ToMailAddress(&mail.Address{Address: to})
	letter.Subject(subject)
	letter.SetDateWithValue(c.opts.Now())
	letter.SetMessageIDWithValue(m.Key + "@" + c.host)
	letter.SetGenHeader("Auto-Submitted", "auto-generated") // so that nobody's holiday note answers
	if m.Token != "" {
		stop := c.opts.BaseURL + "/r/" + url.PathEscape(m.Token)
		letter.SetListUnsubscribe(stop)
		if strings.HasPrefix(stop, "https:") {
			letter.SetListUnsubscribePost()
		}
	}
	letter.SetBodyString(smtp.TypeTextPlain, text)
	if m.Event != nil && c.opts.Title != nil {
		c.invite(letter, to, m)
	}
	return letter
}

// invite adds what calendar programs read of a letter about an appointment. A letter
// without it still says when it is.
func (c *Channel) invite(letter *smtp.Msg, to string, m app.Message) {
	e := m.Event
	i := calendar.Invitation{Method: calendar.Request, UID: e.UID, Sequence: e.Sequence, Title: c.opts.Title(m), Link: c.opts.BaseURL + m.Link,
		Start: e.Start, End: e.End, Changed: e.Changed, Organizer: c.from.Address, Attendee: to}
	if e.Cancelled {
		i.Method = calendar.Cancel
	}
	if file, err := i.Bytes(); err == nil {
		letter.AddAlternativeString(smtp.ContentType("text/calendar; method="+i.Method), string(file))
	}
}

func unknown(security string) error {
	return fmt.Errorf("mail: the encryption is starttls, tls or none, not %q", security)
}

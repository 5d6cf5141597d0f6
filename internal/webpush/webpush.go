// Package webpush hands a notification to the push service of a person's browser
// (RFC 8030), encrypted for that browser alone (RFC 8291) and signed with this instance's
// keys (RFC 8292). It implements app.Channel. The push service learns that something was
// sent, and nothing else: every message is padded to the same length.
//
// The address of a subscription comes from a browser and so from a stranger. Unless the
// operator runs a push service of their own, only HTTPS to public addresses is let out,
// and no redirect is followed; otherwise anybody could make this server knock at doors
// inside its network. Errors never hold the address, which is a secret of the browser.
package webpush

import (
	"cmp"
	"context"
	"crypto/ecdh"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"strings"
	"time"

	push "github.com/SherClockHolmes/webpush-go"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// Options are an operator's settings.
type Options struct {
	BaseURL string // of the pages
	// Subject is a https: or mailto: address of the operator, whom a push service may want
	// to reach. Empty for BaseURL.
	Subject string
	// AllowPrivate lets push services be on this machine and on private networks and speak
	// plain HTTP, for those who run one of their own.
	AllowPrivate bool
	// Words are what the service worker gets; at most MaxText bytes.
	Words func(app.Message) []byte

	Now func() time.Time // nil for the clock
}

// Channel sends to push services. Safe for concurrent use.
type Channel struct {
	opts   Options
	keys   Keys
	client *http.Client
}

var _ app.Channel = (*Channel)(nil)

// New takes the instance's keys, and makes them at the first time. It fails when a setting
// cannot be used.
func New(ctx context.Context, secrets Secrets, opts Options) (*Channel, error) {
	opts.Subject = cmp.Or(opts.Subject, opts.BaseURL)
	u, err := url.Parse(opts.Subject)
	if err != nil || u.Scheme != "https" && u.Scheme != "mailto" || u.Host+u.Opaque == "" {
		return nil, errors.New("web push: push services want a https: or mailto: address of whoever runs this")
	}
	if opts.Words == nil {
		return nil, errors.New("web push: no words")
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	keys, err := keysOf(ctx, secrets)
	if err != nil {
		return nil, err
	}
	return &Channel{opts, keys, outward(opts.AllowPrivate)}, nil
}

// PublicKey is what a browser needs to subscribe.
func (c *Channel) PublicKey() string { return c.keys.Public }

// maxEndpoint bounds the address of a subscription in bytes.
const maxEndpoint = 2000

// Check reports a subscription that nothing can be sent to: errs.Invalid with the field
// endpoint, p256dh or auth.
func (c *Channel) Check(to app.Target) error {
	u, err := url.Parse(to.Push.Endpoint)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || len(to.Push.Endpoint) > maxEndpoint:
		return errs.Field("endpoint", "this is no address of a push service")
	case u.Scheme != "https" && (u.Scheme != "http" || !c.opts.AllowPrivate):
		return errs.Field("endpoint", "the push service must use HTTPS")
	}
	if at, err := netip.ParseAddr(u.Hostname()); err == nil && !c.opts.AllowPrivate && !public(at) {
		return errs.Field("endpoint", "the push service must have a public address")
	}
	key, err := decode(to.Push.P256DH)
	if err == nil {
		_, err = ecdh.P256().NewPublicKey(key)
	}
	if err != nil {
		return errs.Field("p256dh", "this is no key of a browser")
	}
	if secret, err := decode(to.Push.Auth); err != nil || len(secret) != 16 {
		return errs.Field("auth", "this is no secret of a browser")
	}
	return nil
}

// decode reads base64url with or without padding.
func decode(s string) ([]byte, error) {
	return base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
}

// MaxText bounds what one notification can carry, in bytes: every push service takes a
// message of 4096, of which the encryption needs 103.
const MaxText = 3993

// Send hands a notification over.
func (c *Channel) Send(ctx context.Context, to app.Target, m app.Message) error {
	text := c.opts.Words(m)
	if c.Check(to) != nil || len(text) > MaxText {
		return &app.SendError{Trouble: app.Refused}
	}
	connected := false
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { connected = true }})
	answer, err := push.SendNotificationWithContext(ctx, text,
		&push.Subscription{Endpoint: to.Push.Endpoint, Keys: push.Keys{P256dh: to.Push.P256DH, Auth: to.Push.Auth}},
		&push.Options{
			HTTPClient: c.client, Subscriber: strings.TrimPrefix(c.opts.Subject, "mailto:"), TTL: c.lasts(m), Topic: m.Key,
			Urgency: push.UrgencyNormal, VAPIDPublicKey: c.keys.Public, VAPIDPrivateKey: c.keys.Private,
		})
	switch {
	case err != nil && connected:
		return &app.SendError{Trouble: app.Unsure}
	case err != nil:
		return &app.SendError{Trouble: app.Unreachable}
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, 4<<10)) // so that the connection can be used again
	return trouble(answer, c.opts.Now())
}

// lasts is how long the push service may keep a message for a browser that is off, in
// seconds.
func (c *Channel) lasts(m app.Message) int {
	return max(0, int(m.Until.Sub(c.opts.Now()).Seconds()))
}

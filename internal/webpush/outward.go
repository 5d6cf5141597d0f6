package webpush

import (
	"errors"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"

	"github.com/legible-health/legible/internal/app"
)

// trouble maps a push service's answer; nil when it took the message.
func trouble(answer *http.Response, now time.Time) error {
	e := &app.SendError{Code: answer.StatusCode}
	switch status := answer.StatusCode; {
	case status >= 200 && status < 300:
		return nil
	case status == http.StatusNotFound || status == http.StatusGone:
		e.Trouble = app.Gone
	case status == http.StatusUnauthorized || status == http.StatusForbidden:
		e.Trouble = app.NotSetUp
	case status == http.StatusTooManyRequests || status == http.StatusRequestTimeout || status >= 500:
		e.Trouble, e.After = app.Busy, wait(answer.Header.Get("Retry-After"), now)
	default:
		e.Trouble = app.Refused
	}
	return e
}

// wait reads a Retry-After of RFC 9110, in seconds or as a date; 0 for none.
func wait(after string, now time.Time) time.Duration {
	if n, err := strconv.Atoi(after); err == nil {
		return time.Duration(min(max(n, 0), 24*3600)) * time.Second
	}
	if at, err := http.ParseTime(after); err == nil {
		return min(max(at.Sub(now), 0), 24*time.Hour)
	}
	return 0
}

// patience is how long a push service may take for everything.
const patience = 15 * time.Second

// outward is a client that follows no redirect and, unless private, reaches public
// addresses only: the address is looked at when it is dialled, after the name was
// resolved, so that a name cannot point inside later.
func outward(private bool) *http.Client {
	dialer := &net.Dialer{Timeout: patience}
	transport := &http.Transport{DialContext: dialer.DialContext, ForceAttemptHTTP2: true, MaxIdleConns: 8, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: patience}
	if private {
		transport.Proxy = http.ProxyFromEnvironment
	} else {
		dialer.Control = func(_, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || !public(at.Addr()) {
				return errors.New("the push service is not at a public address")
			}
			return nil
		}
	}
	return &http.Client{
		Transport: transport, Timeout: patience,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// shared are networks that look public to netip and are not.
var shared = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"),
	netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("240.0.0.0/4"),
	netip.MustParsePrefix("2001::/32"), netip.MustParsePrefix("2002::/16"),
}

// global is all of IPv6 that is given out on the open internet (RFC 4291).
var global = netip.MustParsePrefix("2000::/3")

// translated are addresses of IPv4 as a network without IPv4 writes them.
var translated = netip.MustParsePrefix("64:ff9b::/96")

// public reports an address on the open internet.
func public(a netip.Addr) bool {
	a = a.Unmap()
	if translated.Contains(a) {
		b := a.As16()
		return public(netip.AddrFrom4([4]byte(b[12:])))
	}
	if !a.IsGlobalUnicast() || a.IsPrivate() || a.Is6() && !global.Contains(a) {
		return false
	}
	return !slices.ContainsFunc(shared, func(p netip.Prefix) bool { return p.Contains(a) })
}

package web

import (
	"net/http/httptest"
	"testing"
)

// Whose attempts are counted together: a proxy nearby is believed about the last address
// it names, and nobody else about any.
func TestTheAddressThatLimitsCount(t *testing.T) {
	for name, x := range map[string]struct {
		remote string
		said   []string // X-Forwarded-For, a header each
		want   string
	}{
		"nobody in between":             {"203.0.113.7:1", nil, "203.0.113.7"},
		"a stranger claims another":     {"203.0.113.7:1", []string{"198.51.100.1"}, "203.0.113.7"},
		"a proxy on this machine":       {"127.0.0.1:1", []string{"198.51.100.1"}, "198.51.100.1"},
		"a proxy on the network":        {"10.0.0.2:1", []string{"198.51.100.1"}, "198.51.100.1"},
		"what the sender put before":    {"127.0.0.1:1", []string{"192.0.2.99, 198.51.100.1"}, "198.51.100.1"},
		"what stands in another header": {"127.0.0.1:1", []string{"192.0.2.99", "198.51.100.1"}, "198.51.100.1"},
		"a proxy that says nothing":     {"127.0.0.1:1", nil, "127.0.0.1"},
		"a proxy that says nonsense":    {"127.0.0.1:1", []string{"unknown"}, "127.0.0.1"},
		"the network of an IPv6":        {"[2001:db8:1:2:3::4]:1", nil, "2001:db8:1:2::"},
		"IPv4 within IPv6":              {"[::ffff:203.0.113.7]:1", nil, "203.0.113.7"},
		"no address":                    {"pipe", nil, ""},
	} {
		r := httptest.NewRequest("POST", "/account", nil)
		r.RemoteAddr = x.remote
		for _, line := range x.said {
			r.Header.Add("X-Forwarded-For", line)
		}
		if got := Address(r); got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

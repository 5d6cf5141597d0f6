package server

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/legible-health/legible/internal/api"
	"github.com/legible-health/legible/internal/fhirapi"
	"github.com/legible-health/legible/internal/web"
)

// How many requests that write or work something out come from one address in a span. It
// leaves room for a clinic behind one address and for programs that bring in a diary entry
// by entry; what needs narrower limits (guesses, mails, links) counts for itself, in the
// database. This one is counted here alone: it keeps a program from being worn down, and
// need not agree with other programs about it.
const (
	paceMost  = 1200
	paceSpan  = time.Minute
	paceKnown = 1 << 16 // addresses counted in a span; a flood from more is for a proxy to stop
)

// pacer counts requests by address. Addresses are forgotten with the span.
type pacer struct {
	now func() time.Time

	mu    sync.Mutex
	begun time.Time
	seen  map[string]int
}

// wait is how long an address has to wait; 0 when it need not.
func (p *pacer) wait(address string) time.Duration {
	now := p.now()
	begun := now.Truncate(paceSpan)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen == nil || !begun.Equal(p.begun) {
		p.begun, p.seen = begun, map[string]int{}
	}
	if _, known := p.seen[address]; !known && len(p.seen) >= paceKnown {
		return 0
	}
	if p.seen[address] >= paceMost {
		return begun.Add(paceSpan).Sub(now)
	}
	p.seen[address]++
	return 0
}

// pace refuses what comes too fast from one address. Reading is not counted, nor is this
// machine itself, where nobody else sends anything.
func pace(next http.Handler, now func() time.Time) http.Handler {
	if now == nil {
		now = time.Now
	}
	p := &pacer{now: now}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet, http.MethodHead, http.MethodOptions:
			next.ServeHTTP(w, r)
			return
		}
		if onThisMachine(r) {
			next.ServeHTTP(w, r)
			return
		}
		if wait := p.wait(web.Address(r)); wait > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
			tooFast(w, r)
			return
		}
		next.ServeHTTP(w, r)
	})
}

const tooFastText = "Too many requests came from this address. Please wait a minute and send it again; nothing of it was kept."

// tooFast answers as the part that was asked would.
func tooFast(w http.ResponseWriter, r *http.Request) {
	switch {
	case strings.HasPrefix(r.URL.Path, "/api/"):
		api.WriteProblem(w, http.StatusTooManyRequests, tooFastText)
	case r.URL.Path == fhirapi.Root, strings.HasPrefix(r.URL.Path, fhirapi.Root+"/"):
		fhirapi.WriteTooFast(w, tooFastText)
	default:
		w.Header().Set("Cache-Control", "no-store")
		http.Error(w, tooFastText, http.StatusTooManyRequests)
	}
}

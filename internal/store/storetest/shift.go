package storetest

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
)

// Shift is what people do with one account while programs are replaced: round after round
// an entry is written and changed, a browser signs in, and a report is sent. It remembers
// what was acknowledged. One goroutine works at a time.
type Shift struct {
	name, person, practitioner string
	records                    []app.Record // as acknowledged last
	sessions, requests         []string
	began                      int    // rounds
	doubt                      string // the entry of the first round that failed; it may have been kept
}

// NewShift adds the account, its person, and a practitioner.
func NewShift(t *testing.T, s app.Store, name string) *Shift {
	t.Helper()
	x := &Shift{name: name, person: "person of " + name}
	household(t, s, name, x.person)
	x.practitioner = practice(t, s, "practitioner for "+name)
	return x
}

// Round works through one program and reads back through another. The error is of what
// was refused first.
func (x *Shift) Round(ctx context.Context, through, back app.Store) error {
	n := x.began
	x.began++
	err := x.round(ctx, n, through, back)
	if err != nil && x.doubt == "" {
		x.doubt = fmt.Sprint("r", n)
	}
	return err
}

func (x *Shift) round(ctx context.Context, n int, through, back app.Store) error {
	r := app.Record{Person: x.person, ID: fmt.Sprint("r", n), Kind: "night", Day: "2026-11-21", Version: 1, Payload: []byte{1, 0, 255}, UpdatedAt: now}
	if err := through.AddRecord(ctx, r); err != nil {
		return err
	}
	x.records = append(x.records, r)
	r.Version, r.Payload = 2, []byte{2, 0, 255}
	if err := back.ReplaceRecord(ctx, r); err != nil {
		return err
	}
	x.records[len(x.records)-1] = r
	hash := fmt.Sprint("session ", x.name, n)
	if err := through.AddSession(ctx, session(hash, x.name, now, now.Add(time.Hour)), audit("of "+hash, "signin.password")); err != nil {
		return err
	}
	x.sessions = append(x.sessions, hash)
	if _, _, err := back.SessionOf(ctx, hash, now); err != nil {
		return err
	}
	c := consultation(fmt.Sprint("c", x.name, n), x.name, x.person, x.practitioner)
	if err := through.AddConsultation(ctx, c, consentOf(c), 1<<30, note("request "+c.ID, c.Account, c.Person, "consultation.request", now)); err != nil {
		return err
	}
	x.requests = append(x.requests, c.ID)
	_, err := back.UseConsent(ctx, c.To, c.Person, c.Scope(), note("use "+c.ID, c.To, c.Person, "consultation.read", now))
	return err
}

// Rounds is how many were begun.
func (x *Shift) Rounds() int { return x.began }

// Check reads everything anew: what was acknowledged is there, of the round that failed
// each write is there as a whole or not at all, and there is nothing else.
func (x *Shift) Check(t *testing.T, s app.Store) {
	t.Helper()
	for _, want := range x.records {
		got, err := s.Record(t.Context(), x.person, want.ID)
		ok(t, err)
		if got.Version == want.Version+1 && want.ID == x.doubt {
			want.Version, want.Payload = 2, []byte{2, 0, 255} // changed, and the answer was lost
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("an entry (-want +got):\n%s", d)
		}
	}
	for _, hash := range x.sessions {
		if _, _, err := s.SessionOf(t.Context(), hash, now); err != nil {
			t.Errorf("a session: %v", err)
		}
	}
	kept, err := s.ConsultationsOf(t.Context(), x.person)
	ok(t, err)
	consents, err := s.ConsentsOf(t.Context(), x.person)
	ok(t, err)
	if len(kept) != len(consents) {
		t.Errorf("%d consultations with %d consents: one was half kept", len(kept), len(consents))
	}
	ids := idsOf(kept)
	for _, id := range x.requests {
		if !slices.Contains(ids, id) {
			t.Errorf("consultation %s is lost", id)
		}
	}
	if n := len(x.requests); len(kept) < n || len(kept) > n+1 {
		t.Errorf("%d consultations, of %d that were acknowledged", len(kept), n)
	}
	list, err := s.Records(t.Context(), app.RecordQuery{Person: x.person, Limit: x.began + 1})
	ok(t, err)
	if n := len(x.records); len(list) < n || len(list) > n+1 {
		t.Errorf("%d entries, of %d that were acknowledged", len(list), n)
	}
}

package storetest

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/consult"
)

// practiceCounts: what was asked for and booked from a moment on, by what became of it.
func practiceCounts(t *testing.T, s app.Store) {
	bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	lee := account("lee").ID
	for i, stage := range []consult.Stage{consult.Requested, consult.Accepted, consult.Asked, consult.Answered, consult.HandedOver, consult.Signed, consult.Signed,
		consult.Declined, consult.Withdrawn, consult.Expired, consult.Expired} {
		c := consultation(fmt.Sprintf("c%02d", i), "anna", "p1", lee)
		ok(t, s.AddConsultation(t.Context(), c, consentOf(c), 50, note("request "+c.ID, c.Account, c.Person, "consultation.request", now)))
		if stage == consult.Requested {
			continue
		}
		ok(t, s.ChangeConsultation(t.Context(), step(&c, c.ID, consult.Change{}, func(next *app.KeptConsultation) {
			next.Stage, next.ChangedAt = stage, now.Add(time.Duration(i)*time.Hour)
			if stage != consult.Expired {
				next.Holder = lee
			}
		})))
		took := note("accept "+c.ID, lee, "p1", "consultation.accept", now.Add(time.Duration(i)*time.Minute))
		took.Scope = c.Scope()
		switch i {
		case 2: // before it was noted which one
			took.Scope = ""
			ok(t, s.AddAudit(t.Context(), took))
		case 3: // given back, and taken again
			ok(t, s.AddAudit(t.Context(), took))
			took.ID, took.At = "again "+c.ID, now.Add(time.Hour)
			ok(t, s.AddAudit(t.Context(), took))
		case 4, 5:
			ok(t, s.AddAudit(t.Context(), took))
		case 6: // something else that was done about it
			took.Action = "consultation.read"
			ok(t, s.AddAudit(t.Context(), took))
		}
	}
	old := consultation("old", "anna", "p1", lee)
	old.CreatedAt = now.Add(-time.Hour)
	ok(t, s.AddConsultation(t.Context(), old, consentOf(old), 50, note("request old", old.Account, old.Person, "consultation.request", now)))
	for i := range 5 {
		a := visit(fmt.Sprintf("a%d", i), i*12)
		ok(t, book(s, a, t))
		switch i {
		case 3:
			ok(t, s.ChangeAppointment(t.Context(), cancelledBy(a, app.ByPerson)))
		case 4:
			ok(t, s.ChangeAppointment(t.Context(), cancelledBy(a, app.ByPractitioner)))
		}
	}
	later := morning.Add(90 * time.Minute) // the second is over at half past nine
	got, err := s.PracticeCounts(t.Context(), now, later)
	ok(t, err)
	slices.Sort(got.ToAcceptance)
	slices.Sort(got.ToSignature)
	slices.Sort(got.ToAppointment)
	first := morning.Sub(now)
	want := app.PracticeCounts{Asked: 11, Accepted: 8, Signed: 2, Open: 5, Declined: 1, Withdrawn: 1, Expired: 2, ToSignature: []time.Duration{5 * time.Hour, 6 * time.Hour},
		ToAcceptance: []time.Duration{3 * time.Minute, 4 * time.Minute, 5 * time.Minute},
		Appointments: 5, Ahead: 1, Held: 2, CancelledByPerson: 1, CancelledByOther: 1, Late: 1, ToAppointment: []time.Duration{first, first + time.Hour, first + 2*time.Hour}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	none, err := s.PracticeCounts(t.Context(), now.Add(time.Hour), later)
	ok(t, err)
	if d := cmp.Diff(app.PracticeCounts{}, none); d != "" {
		t.Errorf("of nothing (-want +got):\n%s", d)
	}
}

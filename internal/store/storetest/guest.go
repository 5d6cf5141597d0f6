package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// guestVisit is a visit of somebody without an account.
func guestVisit(id string, at int) (app.NewGuest, app.KeptAppointment) {
	a := visit(id, at)
	g := app.NewGuest{Account: account("guest " + id), Person: person("person of " + id)}
	a.Account, a.Person, a.Guest = g.Account.ID, g.Person.ID, true
	return g, a
}

func bookGuest(s app.Store, id string, at int, t testing.TB) (app.KeptAppointment, error) {
	g, a := guestVisit(id, at)
	g.Reminder = &app.KeptReminder{Account: a.Account, Person: a.Person, Version: 1, Payload: []byte{1}, TokenHash: "reminder of " + id, UpdatedAt: now}
	j := app.Job{ID: "job of " + id, Kind: "k", Person: a.Person, RunAt: now, NextAt: now, Payload: []byte{1}}
	return a, s.AddGuestAppointment(t.Context(), g, a, consentTo(a), []app.Job{j}, by("audit of "+id, "appointment.book"))
}

func guests(t *testing.T, s app.Store) {
	lee, _ := bookable(t, s, "lee")
	household(t, s, "anna", "p1")
	a, err := bookGuest(s, "g1", 0, t)
	ok(t, err)
	got, err := s.AppointmentByToken(t.Context(), a.TokenHash)
	ok(t, err)
	if d := cmp.Diff(a, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if _, err := s.ReminderOfToken(t.Context(), "reminder of g1"); err != nil {
		t.Error("where messages go is not kept:", err)
	}
	if _, err := s.ConsentFor(t.Context(), a.Person, lee, "appointment:g1", now); err != nil {
		t.Error("the consent is not there:", err)
	}
	all, err := s.AllAccounts(t.Context())
	ok(t, err)
	for _, x := range all {
		if x.ID == a.Account {
			t.Error("a guest stands among the accounts")
		}
	}
	_, err = bookGuest(s, "g2", 2, t)
	wantKind(t, "a taken time", err, errs.Conflict)
	if _, _, err := s.AccountByID(t.Context(), "id of guest g2"); errs.KindOf(err) != errs.NotFound {
		t.Error("a refused booking left its account:", err)
	}
	if _, err := s.Person(t.Context(), "person of g2"); errs.KindOf(err) != errs.NotFound {
		t.Error("a refused booking left its person:", err)
	}

	x := app.Adoption{ID: "g1", Guest: a, Account: account("anna").ID, Person: "p1", Payload: []byte("sealed anew"), Most: 1, By: by("adopt", "appointment.adopt")}
	stranger := x
	stranger.Person = "person of lee"
	wantKind(t, "for a person of others", s.AdoptAppointment(t.Context(), stranger), errs.NotFound)
	old := x
	old.Sequence = 7
	wantKind(t, "of another state", s.AdoptAppointment(t.Context(), old), errs.Gone)
	full := x
	full.Most = 0
	wantKind(t, "one too many", s.AdoptAppointment(t.Context(), full), errs.TooMany)
	anna := visit("a1", 40)
	ok(t, book(s, anna, t))
	others := app.Adoption{ID: "a1", Guest: anna, Account: account("anna").ID, Person: "p1", Most: 9, By: by("adopt another", "appointment.adopt")}
	wantKind(t, "one of an account", s.AdoptAppointment(t.Context(), others), errs.Gone)
	x.Most = 2
	ok(t, s.AdoptAppointment(t.Context(), x))
	again := x
	again.By = by("adopt again", "appointment.adopt")
	again.Most = 9
	wantKind(t, "again", s.AdoptAppointment(t.Context(), again), errs.Gone)
	got, err = s.Appointment(t.Context(), "g1")
	ok(t, err)
	if got.Account != x.Account || got.Person != "p1" || string(got.Payload) != "sealed anew" || got.Guest || got.Sequence != 1 {
		t.Errorf("taken over: %+v", got)
	}
	if c, err := s.ConsentFor(t.Context(), "p1", lee, "appointment:g1", now); err != nil || c.Account != x.Account {
		t.Errorf("the consent: %+v, %v", c, err)
	}
	ok(t, s.ErasePerson(t.Context(), a.Person, app.Audit{ID: "e1", At: now.Add(time.Minute), Person: a.Person, Action: "person.erase", Outcome: "done"}))
	if _, err := s.Appointment(t.Context(), "g1"); err != nil {
		t.Error("it went with the guest:", err)
	}
}

// oneGuest: however many guests want one time at once, one has it, and nothing is left of
// the others.
func oneGuest(t *testing.T, s app.Store) {
	bookable(t, s, "lee")
	var all sync.WaitGroup
	outcomes := make([]error, 60)
	for i := range outcomes {
		all.Go(func() { _, outcomes[i] = bookGuest(s, fmt.Sprintf("g%03d", i), i%3, t) })
	}
	all.Wait()
	won, kept := 0, 0
	for i, err := range outcomes {
		if err == nil {
			won++
		} else if errs.KindOf(err) != errs.Conflict {
			t.Errorf("attempt %d: %v", i, err)
		}
		if _, err := s.Person(t.Context(), fmt.Sprintf("person of g%03d", i)); err == nil {
			kept++
		}
	}
	if won != 1 || kept != 1 {
		t.Errorf("%d attempts won and %d guests are kept, want one", won, kept)
	}
}

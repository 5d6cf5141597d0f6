package app_test

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// surgery is a home with two practitioners.
type surgery struct {
	*home
	*app.Consents
	doctor, colleague app.Account
	consents          int
}

func newSurgery(t *testing.T) *surgery {
	t.Helper()
	s := &surgery{home: newHome(t)}
	s.Consents = app.NewConsents(s.Keeper)
	s.doctor, s.colleague = s.practitioner("doctor"), s.practitioner("colleague")
	return s
}

func (s *surgery) practitioner(name string) app.Account {
	s.t.Helper()
	a, _, err := s.AddAccount(s.t.Context(), name, "practitioner", "Europe/London")
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// agree adds a consent of anna to a practitioner, or to whoever takes it, for an hour.
func (s *surgery) agree(practitioner app.Account, scope string) app.Consent {
	s.t.Helper()
	s.consents++
	c := app.Consent{ID: fmt.Sprintf("consent %d", s.consents), Account: s.anna.ID, Person: s.annas, Practitioner: practitioner.ID, Scope: scope, GrantedAt: s.now, Until: s.now.Add(time.Hour)}
	by := app.Audit{ID: "audit of " + c.ID, At: s.now, Account: s.anna.ID, Person: s.annas, Action: "consent.grant", Outcome: "done"}
	if err := s.store.AddConsent(s.t.Context(), c, by); err != nil {
		s.t.Fatal(err)
	}
	return c
}

func (s *surgery) reads(who app.Account, scope string) error {
	key, err := s.ReachByConsent(s.t.Context(), who, s.annas, scope, "consultation.read")
	if (err == nil) != (key != nil) {
		s.t.Errorf("a key %v with error %v", key != nil, err)
	}
	return err
}

func wantNotFound(t *testing.T, doing string, err error) {
	t.Helper()
	if err == nil || errs.KindOf(err) != errs.NotFound {
		t.Errorf("%s: %v, want not found", doing, err)
	}
}

func TestAConsentOpensItsScopeForItsPractitioner(t *testing.T) {
	s := newSurgery(t)
	c := s.agree(s.doctor, "consultation:1")
	s.agree(app.Account{}, "consultation:2")
	if err := s.reads(s.doctor, "consultation:1"); err != nil {
		t.Fatal(err)
	}
	disabled, operator, at := s.doctor, s.doctor, s.now
	disabled.DisabledAt = &at
	operator.Role = "operator"
	for doing, err := range map[string]error{
		"another practitioner":            s.reads(s.colleague, "consultation:1"),
		"another scope":                   s.reads(s.doctor, "appointment:1"),
		"a consultation nobody has taken": s.reads(s.doctor, "consultation:2"),
		"the holder by this door":         s.reads(s.anna, "consultation:1"),
		"a disabled account":              s.reads(disabled, "consultation:1"),
		"another role":                    s.reads(operator, "consultation:1"),
	} {
		wantNotFound(t, doing, err)
	}
	s.now = c.Until
	wantNotFound(t, "when the time is over", s.reads(s.doctor, "consultation:1"))
}

// A consent opens neither entries nor items: the practitioner does not reach the person.
func TestAConsentOpensNothingElse(t *testing.T) {
	s := newSurgery(t)
	s.add(entry(someID, 3, 0))
	s.agree(s.doctor, "consultation:1")
	_, err := s.Entry(t.Context(), s.doctor, s.annas, someID)
	wantNotFound(t, "an entry", err)
	_, err = s.Book(t.Context(), s.doctor, s.annas)
	wantNotFound(t, "the book", err)
	_, err = s.Erase(t.Context(), s.doctor, s.annas)
	wantNotFound(t, "erasing", err)
	_, err = s.Of(t.Context(), s.doctor, s.annas)
	wantNotFound(t, "the consents", err)
	wantNotFound(t, "ending a consent", s.Revoke(t.Context(), s.doctor, s.annas, "consent 1"))
}

func TestWhatTheDatabaseKnowsStandsAboveTheSession(t *testing.T) {
	for name, change := range map[string]string{
		"the practitioner is disabled":   `UPDATE account SET disabled_at = '2026-11-22T06:00:00.000000Z' WHERE name = 'doctor'`,
		"the practitioner is none":       `UPDATE account SET role = 'person' WHERE name = 'doctor'`,
		"who agreed is disabled":         `UPDATE account SET disabled_at = '2026-11-22T06:00:00.000000Z' WHERE name = 'anna'`,
		"who agreed reaches nobody":      `DELETE FROM account_person WHERE account = (SELECT id FROM account WHERE name = 'anna')`,
		"the practitioner has gone":      `DELETE FROM account WHERE name = 'doctor'`,
		"the consent is for another now": `UPDATE consent SET practitioner = (SELECT id FROM account WHERE name = 'colleague')`,
	} {
		t.Run(name, func(t *testing.T) {
			s := newSurgery(t)
			s.agree(s.doctor, "consultation:1")
			if err := s.reads(s.doctor, "consultation:1"); err != nil {
				t.Fatal(err)
			}
			s.alter(change)
			wantNotFound(t, name, s.reads(s.doctor, "consultation:1"))
		})
	}
}

// alter changes the database behind the program's back.
func (s *surgery) alter(statement string) {
	s.t.Helper()
	db, err := sql.Open("sqlite", "file:"+s.path+"?_pragma=busy_timeout(10000)&_pragma=foreign_keys(1)")
	if err != nil {
		s.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		s.t.Fatal(err)
	}
}

func TestEveryAccessIsListedForThePerson(t *testing.T) {
	s := newSurgery(t)
	s.agree(s.doctor, "consultation:1")
	gone := s.practitioner("gone")
	s.agree(gone, "consultation:2")
	for i, who := range []app.Account{s.doctor, gone, s.doctor} {
		s.now = s.now.Add(time.Minute)
		if err := s.reads(who, fmt.Sprintf("consultation:%d", i%2+1)); err != nil {
			t.Fatal(err)
		}
	}
	wantNotFound(t, "without consent", s.reads(s.colleague, "consultation:1"))
	s.now = s.now.Add(time.Minute)
	if err := s.Revoke(t.Context(), s.anna, s.annas, "consent 1"); err != nil {
		t.Fatal(err)
	}
	s.alter(`DELETE FROM account WHERE name = 'gone'`)
	var got []string
	for after, n := new(app.AccessCursor), 0; after != nil; n++ {
		var page []app.AccessView
		var err error
		if page, after, err = s.Accesses(t.Context(), s.anna, s.annas, *after, 2); err != nil || len(page) == 0 || n > 9 {
			t.Fatalf("page %d: %v, %v", n, page, err)
		}
		for _, a := range page {
			got = append(got, fmt.Sprintf("%s %s%s", a.Action, a.Who, a.Name))
		}
	}
	want := []string{"consent.revoke self", "consultation.read practitionerdoctor", "consultation.read gone", "consultation.read practitionerdoctor", "consent.grant self", "consent.grant self"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if _, _, err := s.Accesses(t.Context(), s.ben, s.annas, app.AccessCursor{}, 2); errs.KindOf(err) != errs.NotFound {
		t.Errorf("somebody else sees the accesses: %v", err)
	}
}

// Whatever is agreed, taken back and waited for: a practitioner reads when a consent of
// theirs for that scope is open, and at no other time; each reading is one line.
func TestConsentsAgainstAModel(t *testing.T) {
	s := newSurgery(t)
	round, reads := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		round++
		type agreed struct {
			app.Consent
			ended bool
		}
		var all []agreed
		who := rapid.SampledFrom([]app.Account{s.doctor, s.colleague})
		scopes := rapid.SampledFrom([]string{fmt.Sprint("consultation:", round), fmt.Sprint("appointment:", round)})
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch rapid.IntRange(0, 4).Draw(rt, "step") {
			case 0:
				all = append(all, agreed{Consent: s.agree(who.Draw(rt, "to"), scopes.Draw(rt, "scope"))})
			case 1:
				if len(all) > 0 {
					i := rapid.IntRange(0, len(all)-1).Draw(rt, "which")
					if err := s.Revoke(t.Context(), s.anna, s.annas, all[i].ID); err != nil {
						rt.Fatal(err)
					}
					all[i].ended = true
				}
			case 2:
				s.now = s.now.Add(time.Duration(rapid.IntRange(1, 40).Draw(rt, "minutes")) * time.Minute)
			default:
				a, scope, open := who.Draw(rt, "reader"), scopes.Draw(rt, "what"), false
				for _, c := range all {
					open = open || c.Practitioner == a.ID && c.Scope == scope && !c.ended && s.now.Before(c.Until)
				}
				err := s.reads(a, scope)
				if open != (err == nil) || err != nil && errs.KindOf(err) != errs.NotFound {
					rt.Fatalf("a consent is open: %v, and reading gives %v", open, err)
				}
				if open {
					reads++
				}
			}
		}
	})
	list, err := s.store.AuditsOf(t.Context(), app.AuditQuery{Person: s.annas, Limit: 1 << 20})
	n := 0
	for _, a := range list {
		if a.Action == "consultation.read" {
			n++
		}
	}
	if err != nil || n != reads || n == 0 {
		t.Errorf("%d readings are listed of %d, %v", n, reads, err)
	}
}

// Once Revoke has returned nobody gets in any more, however many try at once.
func TestNobodyIsLetInAfterAConsentHasEnded(t *testing.T) {
	s := newSurgery(t)
	c := s.agree(s.doctor, "consultation:1")
	ended := make(chan struct{})
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 10 {
				var over bool
				select {
				case <-ended:
					over = true
				default:
				}
				if _, err := s.ReachByConsent(context.Background(), s.doctor, s.annas, "consultation:1", "consultation.read"); over && errs.KindOf(err) != errs.NotFound {
					t.Errorf("after the end: %v", err)
				}
			}
		})
	}
	if err := s.Revoke(t.Context(), s.anna, s.annas, c.ID); err != nil {
		t.Error(err)
	}
	close(ended)
	all.Wait()
	wantNotFound(t, "after the end", s.reads(s.doctor, "consultation:1"))
}

func TestConsentsAsThePersonSeesThem(t *testing.T) {
	s := newSurgery(t)
	first := s.agree(s.doctor, "consultation:1")
	s.now = s.now.Add(30 * time.Minute)
	open, waiting := s.agree(s.colleague, "appointment:2"), s.agree(app.Account{}, "consultation:3")
	for range 2 { // again changes nothing
		if err := s.Revoke(t.Context(), s.anna, s.annas, first.ID); err != nil {
			t.Fatal(err)
		}
	}
	ended := s.now
	got, err := s.Of(t.Context(), s.anna, s.annas)
	if err != nil {
		t.Fatal(err)
	}
	want := []app.ConsentView{
		{ID: waiting.ID, Kind: "consultation", About: "3", State: app.ConsentWaiting, GrantedAt: waiting.GrantedAt, Until: waiting.Until},
		{ID: open.ID, Kind: "appointment", About: "2", Practitioner: "colleague", State: app.ConsentOpen, GrantedAt: open.GrantedAt, Until: open.Until},
		{ID: first.ID, Kind: "consultation", About: "1", Practitioner: "doctor", State: app.ConsentRevoked, GrantedAt: first.GrantedAt, Until: first.Until, RevokedAt: &ended},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantNotFound(t, "somebody else ends it", s.Revoke(t.Context(), s.ben, s.annas, open.ID))
	wantNotFound(t, "under another person", s.Revoke(t.Context(), s.ben, s.bens, open.ID))
	s.now = open.Until
	if got, err = s.Of(t.Context(), s.anna, s.annas); err != nil || got[0].State != app.ConsentExpired || got[1].State != app.ConsentExpired {
		t.Errorf("after the time: %+v, %v", got, err)
	}
}

// Package storetest says what every store must do, as tests that each store runs.
package storetest

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Run tests the stores that open makes, each of them empty.
func Run(t *testing.T, open func(t *testing.T) app.Store) {
	for name, test := range map[string]func(*testing.T, app.Store){
		"accounts":                              accounts,
		"tokens":                                tokens,
		"shut accounts":                         shutAccounts,
		"persons":                               persons,
		"records":                               records,
		"versions":                              versions,
		"lists":                                 lists,
		"pages":                                 pages,
		"erasure":                               erasure,
		"erased meanwhile":                      erasedMeanwhile,
		"rewrap":                                rewrap,
		"together":                              together,
		"one winner":                            oneWinner,
		"refused beside taken":                  refusedBesideTaken,
		"cancelled":                             cancelled,
		"users":                                 users,
		"users by passkey":                      usersByPasskey,
		"renames":                               renames,
		"sessions":                              sessions,
		"credentials":                           credentials,
		"recovery codes":                        recoveryCodes,
		"ceremonies":                            ceremonies,
		"second factors":                        secondFactors,
		"one code":                              oneCode,
		"second factors end":                    secondFactorsEnd,
		"attempts":                              attempts,
		"own tokens":                            ownTokens,
		"gone":                                  gone,
		"reminders":                             reminders,
		"reminders end":                         remindersEnd,
		"jobs":                                  jobs,
		"plans":                                 plans,
		"whole changes":                         wholeChanges,
		"wild clocks":                           wildClocks,
		"one taker":                             oneTaker,
		"secrets":                               secrets,
		"shares":                                shares,
		"share openings":                        shareOpenings,
		"share tries":                           shareTries,
		"shares end":                            sharesEnd,
		"consents":                              consents,
		"consents in use":                       consentsInUse,
		"consents end":                          consentsEnd,
		"practice counts":                       practiceCounts,
		"consultations":                         consultations,
		"consultation steps":                    consultationSteps,
		"what a consultation leaves to be done": consultationJobs,
		"signing keys":                          signingKeys,
		"opinion counts":                        opinionCounts,
		"consultations end":                     consultationsEnd,
		"tasks":                                 tasks,
		"one task":                              oneTask,
		"incidents":                             incidents,
		"practitioners":                         practitioners,
		"photos":                                photos,
		"qualifications":                        qualifications,
		"qualifications at once":                qualificationsAtOnce,
		"practitioners end":                     practitionersEnd,
		"practices":                             practices,
		"appointments":                          appointments,
		"appointments move":                     appointmentsMove,
		"appointments end":                      appointmentsEnd,
		"waiting lists":                         waitingLists,
		"guests":                                guests,
		"one guest at a time":                   oneGuest,
		"one booking":                           oneBooking,
		"swaps":                                 swaps,
		"booking model":                         bookingModel,
	} {
		t.Run(name, func(t *testing.T) { test(t, open(t)) })
	}
}

// now has more digits than a store keeps.
var now = time.Date(2026, 11, 22, 7, 30, 0, 123456000, time.UTC)

func wantKind(t *testing.T, doing string, err error, want errs.Kind) {
	t.Helper()
	if err == nil || errs.KindOf(err) != want {
		t.Errorf("%s: error %v (kind %d), want kind %d", doing, err, errs.KindOf(err), want)
	}
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// person and account make rows that differ by a name.
func person(id string) app.KeptPerson {
	return app.KeptPerson{ID: id, Key: seal.Wrapped{KeyID: "k1", Data: []byte("wrapped " + id)}, TimeZone: "Europe/London", CreatedAt: now}
}

func account(name string) app.Account {
	return app.Account{ID: "id of " + name, Name: name, Role: "person", CreatedAt: now}
}

// household adds an account with one person.
func household(t *testing.T, s app.Store, name, personID string) {
	t.Helper()
	ok(t, s.AddAccount(t.Context(), account(name), person(personID), app.Link{Person: personID, Relation: "self", NameSealed: []byte{0, 1, 255}}))
}

func record(personID, id, kind, day string) app.Record {
	return app.Record{Person: personID, ID: id, Kind: kind, Day: day, Version: 1, Payload: []byte{0, 255, 'x'}, UpdatedAt: now}
}

func accounts(t *testing.T, s app.Store) {
	household(t, s, "Änne", "p1")
	got, err := s.AccountNamed(t.Context(), "ÄNNE")
	ok(t, err)
	if d := cmp.Diff(account("Änne"), got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	_, err = s.AccountNamed(t.Context(), "Anne")
	wantKind(t, "an unknown name", err, errs.NotFound)
	twin := account("änne")
	twin.ID = "another"
	err = s.AddAccount(t.Context(), twin, person("p2"), app.Link{Person: "p2", Relation: "self"})
	wantKind(t, "a taken name", err, errs.Conflict)
	_, err = s.Person(t.Context(), "p2")
	wantKind(t, "the person of a refused account", err, errs.NotFound)
}

// shutAccounts: who is shut out is out at once, and comes back with nothing that was open.
func shutAccounts(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "Ben", "p2")
	anna := account("anna").ID
	ok(t, s.AddToken(t.Context(), app.Token{Hash: "h1", Account: anna, CreatedAt: now}))
	ok(t, s.AddSession(t.Context(), app.Session{Hash: "s1", Account: anna, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(time.Hour)}, by("a1", "signin")))
	ok(t, s.SetDisabled(t.Context(), anna, &now, by("a2", "account.lock")))
	list, err := s.AllAccounts(t.Context())
	ok(t, err)
	shut := account("anna")
	shut.DisabledAt = &now
	if d := cmp.Diff([]app.Account{shut, account("Ben")}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	ok(t, s.SetDisabled(t.Context(), anna, nil, by("a3", "account.unlock")))
	_, err = s.AccountOfToken(t.Context(), "h1", now)
	wantKind(t, "a token from before", err, errs.NotFound)
	_, _, err = s.SessionOf(t.Context(), "s1", now)
	wantKind(t, "a session from before", err, errs.NotFound)
	wantKind(t, "nobody", s.SetDisabled(t.Context(), "nobody", &now, by("a4", "account.lock")), errs.NotFound)
}

func tokens(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	later := now.Add(time.Hour)
	ok(t, s.AddToken(t.Context(), app.Token{Hash: "h1", Account: account("anna").ID, Label: "watch", CreatedAt: now}))
	ok(t, s.AddToken(t.Context(), app.Token{Hash: "h2", Account: account("anna").ID, CreatedAt: now, ExpiresAt: &later}))
	for hash, until := range map[string]time.Time{"h1": now.AddDate(50, 0, 0), "h2": now.Add(59 * time.Minute)} {
		got, err := s.AccountOfToken(t.Context(), hash, until)
		ok(t, err)
		if d := cmp.Diff(account("anna"), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", hash, d)
		}
	}
	_, err := s.AccountOfToken(t.Context(), "h2", later)
	wantKind(t, "an expired token", err, errs.NotFound)
	_, err = s.AccountOfToken(t.Context(), "h3", now)
	wantKind(t, "an unknown token", err, errs.NotFound)
	err = s.AddToken(t.Context(), app.Token{Hash: "h1", Account: account("anna").ID, CreatedAt: now})
	wantKind(t, "a taken token", err, errs.Conflict)
	err = s.AddToken(t.Context(), app.Token{Hash: "h4", Account: "nobody", CreatedAt: now})
	wantKind(t, "a token of nobody", err, errs.NotFound)

	off := account("ben")
	off.DisabledAt = &later
	ok(t, s.AddAccount(t.Context(), off, person("p2"), app.Link{Person: "p2", Relation: "self"}))
	ok(t, s.AddToken(t.Context(), app.Token{Hash: "h5", Account: off.ID, CreatedAt: now}))
	_, err = s.AccountOfToken(t.Context(), "h5", now)
	wantKind(t, "a token of a disabled account", err, errs.NotFound)
}

func persons(t *testing.T, s app.Store) {
	household(t, s, "anna", "p2")
	household(t, s, "ben", "p3")
	ok(t, s.AddPerson(t.Context(), account("anna").ID, person("p1"), app.Link{Person: "p1", Relation: "child"}))
	got, err := s.Person(t.Context(), "p1")
	ok(t, err)
	if d := cmp.Diff(person("p1"), got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	_, err = s.PersonOf(t.Context(), account("anna").ID, "p2")
	ok(t, err)
	_, err = s.PersonOf(t.Context(), account("ben").ID, "p2")
	wantKind(t, "another's person", err, errs.NotFound)
	_, err = s.PersonOf(t.Context(), account("ben").ID, "p9")
	wantKind(t, "an unknown person", err, errs.NotFound)
	list, err := s.PersonsOf(t.Context(), account("anna").ID)
	ok(t, err)
	want := []app.Reached{
		{KeptPerson: person("p1"), Link: app.Link{Person: "p1", Relation: "child"}},
		{KeptPerson: person("p2"), Link: app.Link{Person: "p2", Relation: "self", NameSealed: []byte{0, 1, 255}}},
	}
	if d := cmp.Diff(want, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	err = s.AddPerson(t.Context(), account("ben").ID, person("p1"), app.Link{Person: "p1", Relation: "self"})
	wantKind(t, "a taken id", err, errs.Conflict)
	err = s.AddPerson(t.Context(), "nobody", person("p5"), app.Link{Person: "p5", Relation: "self"})
	wantKind(t, "a person of nobody", err, errs.NotFound)
	_, err = s.Person(t.Context(), "p5")
	wantKind(t, "the refused person", err, errs.NotFound)
}

func records(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	ok(t, s.AddRecord(t.Context(), record("p1", "r1", "night", "2026-11-21")))
	ok(t, s.AddRecord(t.Context(), record("p2", "r1", "note", "2026-11-20"))) // ids are a person's own
	got, err := s.Record(t.Context(), "p1", "r1")
	ok(t, err)
	if d := cmp.Diff(record("p1", "r1", "night", "2026-11-21"), got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	err = s.AddRecord(t.Context(), record("p1", "r1", "note", "2026-11-20"))
	wantKind(t, "a taken id", err, errs.Conflict)
	err = s.AddRecord(t.Context(), record("p9", "r1", "note", "2026-11-20"))
	wantKind(t, "a record of nobody", err, errs.NotFound)
	_, err = s.Record(t.Context(), "p1", "r2")
	wantKind(t, "an unknown record", err, errs.NotFound)
}

func versions(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	r := record("p1", "r1", "night", "2026-11-21")
	ok(t, s.AddRecord(t.Context(), r))
	r.Version, r.Day, r.Payload, r.UpdatedAt = 2, "2026-11-20", []byte("second"), now.Add(time.Minute)
	ok(t, s.ReplaceRecord(t.Context(), r))
	err := s.ReplaceRecord(t.Context(), r)
	wantKind(t, "the same change again", err, errs.Conflict)
	skip := r
	skip.Version = 4
	err = s.ReplaceRecord(t.Context(), skip)
	wantKind(t, "a version skipped", err, errs.Conflict)
	got, err := s.Record(t.Context(), "p1", "r1")
	ok(t, err)
	if d := cmp.Diff(r, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	unknown := r
	unknown.ID = "r9"
	err = s.ReplaceRecord(t.Context(), unknown)
	wantKind(t, "an unknown record", err, errs.NotFound)

	r.Version, r.Deleted, r.Payload = 3, true, []byte("tombstone")
	ok(t, s.ReplaceRecord(t.Context(), r))
	if got, err = s.Record(t.Context(), "p1", "r1"); err != nil || !got.Deleted {
		t.Errorf("tombstone %+v, %v", got, err)
	}
	list, err := s.Records(t.Context(), app.RecordQuery{Person: "p1", Limit: 10})
	if ok(t, err); len(list) != 0 {
		t.Errorf("a tombstone is listed: %+v", list)
	}
	err = s.AddRecord(t.Context(), record("p1", "r1", "night", "2026-11-21"))
	wantKind(t, "the id of a tombstone", err, errs.Conflict)
}

// fill adds records of two persons: days 1–9 of November, night and note by turns, the
// ids running against the days.
func fill(t *testing.T, s app.Store) {
	t.Helper()
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	for i := 1; i <= 9; i++ {
		kind := []string{"night", "note"}[i%2]
		day := fmt.Sprintf("2026-11-%02d", (i+1)/2)
		ok(t, s.AddRecord(t.Context(), record("p1", fmt.Sprintf("r%d", 10-i), kind, day)))
		ok(t, s.AddRecord(t.Context(), record("p2", fmt.Sprintf("x%d", i), kind, day)))
	}
}

func ids(t *testing.T, s app.Store, q app.RecordQuery) (out []string) {
	t.Helper()
	q.Person = "p1"
	list, err := s.Records(t.Context(), q)
	ok(t, err)
	for _, r := range list {
		out = append(out, r.ID)
	}
	return out
}

func lists(t *testing.T, s app.Store) {
	fill(t, s)
	for name, x := range map[string]struct {
		query app.RecordQuery
		want  []string
	}{
		"all":          {app.RecordQuery{Limit: 20}, []string{"r8", "r9", "r6", "r7", "r4", "r5", "r2", "r3", "r1"}},
		"newest first": {app.RecordQuery{Limit: 20, Newest: true}, []string{"r1", "r3", "r2", "r5", "r4", "r7", "r6", "r9", "r8"}},
		"a kind":       {app.RecordQuery{Limit: 20, Kind: "night"}, []string{"r8", "r6", "r4", "r2"}},
		"days":         {app.RecordQuery{Limit: 20, From: "2026-11-02", To: "2026-11-03"}, []string{"r6", "r7", "r4", "r5"}},
		"kind on days": {app.RecordQuery{Limit: 20, Kind: "note", From: "2026-11-02", To: "2026-11-03", Newest: true}, []string{"r5", "r7"}},
		"limited":      {app.RecordQuery{Limit: 2}, []string{"r8", "r9"}},
		"continued":    {app.RecordQuery{Limit: 3, AfterDay: "2026-11-02", AfterID: "r6"}, []string{"r7", "r4", "r5"}},
		"none":         {app.RecordQuery{Limit: 3, From: "2027-01-01"}, nil},
	} {
		if d := cmp.Diff(x.want, ids(t, s, x.query)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// pages walks pages of every size both ways: nothing twice, nothing missing.
func pages(t *testing.T, s app.Store) {
	fill(t, s)
	for _, newest := range []bool{false, true} {
		whole := ids(t, s, app.RecordQuery{Limit: 20, Newest: newest})
		for size := 1; size <= 5; size++ {
			var got []string
			q := app.RecordQuery{Person: "p1", Limit: size, Newest: newest}
			for {
				list, err := s.Records(t.Context(), q)
				if ok(t, err); len(list) == 0 {
					break
				}
				for _, r := range list {
					got = append(got, r.ID)
				}
				q.AfterDay, q.AfterID = list[len(list)-1].Day, list[len(list)-1].ID
			}
			if d := cmp.Diff(whole, got); d != "" {
				t.Errorf("pages of %d, newest %v (-want +got):\n%s", size, newest, d)
			}
		}
	}
}

func erasure(t *testing.T, s app.Store) {
	fill(t, s)
	by := app.Audit{ID: "a1", At: now.Add(time.Hour), Person: "p1", Action: "person.erase", Outcome: "done"}
	ok(t, s.ErasePerson(t.Context(), "p1", by))
	ok(t, s.ErasePerson(t.Context(), "p1", by)) // again: no second line in the audit, whose id would be taken
	p, err := s.Person(t.Context(), "p1")
	ok(t, err)
	if p.ErasedAt == nil || !p.ErasedAt.Equal(by.At) || p.Key.Data != nil || p.Key.KeyID != "k1" {
		t.Errorf("erased person %+v", p)
	}
	if list := ids(t, s, app.RecordQuery{Limit: 20}); list != nil {
		t.Errorf("records left: %v", list)
	}
	if list, err := s.Records(t.Context(), app.RecordQuery{Person: "p2", Limit: 20}); err != nil || len(list) != 9 {
		t.Errorf("%d records of the other person, %v", len(list), err)
	}
	list, err := s.PersonsOf(t.Context(), account("anna").ID)
	if ok(t, err); len(list) != 0 {
		t.Errorf("persons %+v", list)
	}
	err = s.AddRecord(t.Context(), record("p1", "late", "note", "2026-11-20"))
	wantKind(t, "a late record", err, errs.NotFound)
	err = s.ErasePerson(t.Context(), "p9", by)
	wantKind(t, "an unknown person", err, errs.NotFound)

	open, err := s.Unfinished(t.Context())
	if ok(t, err); !cmp.Equal(open, []string{"p1"}) {
		t.Errorf("unfinished %v, want p1", open)
	}
	ok(t, s.FinishErasure(t.Context(), "p1"))
	ok(t, s.FinishErasure(t.Context(), "p2")) // not erased: nothing happens
	if open, err = s.Unfinished(t.Context()); err != nil || len(open) != 0 {
		t.Errorf("unfinished %v, %v", open, err)
	}
	keys, err := s.KeysInUse(t.Context())
	if ok(t, err); !cmp.Equal(keys, []string{"k1"}) {
		t.Errorf("keys %v, want that of p2", keys)
	}
}

// erasedMeanwhile erases persons while others write for them: whatever came first,
// nothing of theirs stays.
func erasedMeanwhile(t *testing.T, s app.Store) {
	const persons, writers, each = 12, 6, 4
	for p := range persons {
		id := fmt.Sprintf("p%d", p)
		household(t, s, id, id)
		taken, done := make(chan bool, writers*each), make(chan error)
		for w := range writers {
			go func() {
				var all error
				for i := range each {
					err := s.AddRecord(context.Background(), record(id, fmt.Sprintf("r%d-%d", w, i), "night", "2026-11-21"))
					if err != nil && errs.KindOf(err) != errs.NotFound {
						all = errors.Join(all, err)
					}
					taken <- true
				}
				if w == 0 {
					all = errors.Join(all, remindMeanwhile(s, id))
				}
				link := app.Link{Person: id, Relation: "self", NameSealed: []byte{1}}
				if err := s.RenamePerson(context.Background(), account(id).ID, link, "UTC"); err != nil && errs.KindOf(err) != errs.NotFound {
					all = errors.Join(all, err)
				}
				done <- all
			}()
		}
		for range p % 4 * writers { // in some rounds early, in others late
			<-taken
		}
		ok(t, s.ErasePerson(t.Context(), id, app.Audit{ID: "erase " + id, At: now, Person: id, Action: "person.erase", Outcome: "done"}))
		for range writers {
			ok(t, <-done)
		}
		if list, err := s.Records(t.Context(), app.RecordQuery{Person: id, Limit: 100}); err != nil || len(list) != 0 {
			t.Errorf("%s: %d records are left of an erased person, %v", id, len(list), err)
		}
		if list, err := s.RemindersOf(t.Context(), id); err != nil || len(list) != 0 {
			t.Errorf("%s: %d reminders are left of an erased person, %v", id, len(list), err)
		}
		if left := claimed(t, s, now.Add(time.Hour), 100); len(left) != 0 {
			t.Errorf("%s: jobs %v are left of an erased person", id, left)
		}
	}
}

// remindMeanwhile adds a reminder and then jobs, as long as there is the person.
func remindMeanwhile(s app.Store, id string) error {
	r := reminder(id, id, 1)
	changes := []app.ReminderChange{{Reminder: &r}}
	for i := range 8 {
		j := job(fmt.Sprintf("job %d of %s", i, id), id, now)
		changes = append(changes, app.ReminderChange{Plan: &j})
	}
	for _, c := range changes {
		if err := s.ChangeReminder(context.Background(), c); err != nil && errs.KindOf(err) != errs.NotFound {
			return err
		}
	}
	return nil
}

func rewrap(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	household(t, s, "cem", "p3")
	ok(t, s.ErasePerson(t.Context(), "p3", app.Audit{ID: "a1", At: now, Person: "p3", Action: "person.erase", Outcome: "done"}))
	refuse := errors.New("refused")
	if _, err := s.Rewrap(t.Context(), "k2", func(p app.KeptPerson) (seal.Wrapped, error) {
		if p.ID == "p2" {
			return seal.Wrapped{}, refuse
		}
		return seal.Wrapped{KeyID: "k2", Data: []byte("new")}, nil
	}); !errors.Is(err, refuse) {
		t.Fatalf("rewrap that fails halfway: %v", err)
	}
	if p, err := s.Person(t.Context(), "p1"); err != nil || p.Key.KeyID != "k1" {
		t.Errorf("half rewrapped: %+v, %v", p, err)
	}
	again := func(p app.KeptPerson) (seal.Wrapped, error) {
		return seal.Wrapped{KeyID: "k2", Data: append([]byte("k2 of "), p.Key.Data...)}, nil
	}
	for _, want := range []int{2, 0} {
		n, err := s.Rewrap(t.Context(), "k2", again)
		if ok(t, err); n != want {
			t.Errorf("rewrapped %d, want %d", n, want)
		}
	}
	if p, err := s.Person(t.Context(), "p2"); err != nil || string(p.Key.Data) != "k2 of wrapped p2" {
		t.Errorf("%+v, %v", p, err)
	}
}

// together writes from many goroutines at once; everything is there afterwards.
func together(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	done := make(chan error)
	const writers, each = 16, 12
	for w := range writers {
		go func() {
			var all error
			for i := range each {
				all = errors.Join(all, s.AddRecord(context.Background(), record("p1", fmt.Sprintf("r%02d-%02d", w, i), "night", "2026-11-21")))
			}
			done <- all
		}()
	}
	for range writers {
		ok(t, <-done)
	}
	if n := len(ids(t, s, app.RecordQuery{Limit: 1000})); n != writers*each {
		t.Errorf("%d records, want %d", n, writers*each)
	}
}

// oneWinner changes one version from many goroutines: one does, the others conflict.
func oneWinner(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	ok(t, s.AddRecord(t.Context(), record("p1", "r1", "night", "2026-11-21")))
	done := make(chan error)
	const writers = 12
	for w := range writers {
		go func() {
			r := record("p1", "r1", "night", "2026-11-21")
			r.Version, r.Payload = 2, []byte{byte(w)}
			done <- s.ReplaceRecord(context.Background(), r)
		}()
	}
	won := 0
	for range writers {
		if err := <-done; err == nil {
			won++
		} else {
			wantKind(t, "a loser", err, errs.Conflict)
		}
	}
	if won != 1 {
		t.Errorf("%d changes of one version were taken, want 1", won)
	}
}

// refusedBesideTaken mixes writes that must fail with writes that must not: neither
// undoes the other.
func refusedBesideTaken(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	ok(t, s.AddRecord(t.Context(), record("p1", "taken", "night", "2026-11-21")))
	good, bad := make(chan error), make(chan error)
	const n = 40
	for i := range n {
		go func() {
			good <- s.AddRecord(context.Background(), record("p1", fmt.Sprintf("r%02d", i), "note", "2026-11-21"))
		}()
		go func() { bad <- s.AddRecord(context.Background(), record("p1", "taken", "note", "2026-11-21")) }()
	}
	for range n {
		ok(t, <-good)
		wantKind(t, "a taken id", <-bad, errs.Conflict)
	}
	if got := len(ids(t, s, app.RecordQuery{Limit: 1000, Kind: "note"})); got != n {
		t.Errorf("%d records, want %d", got, n)
	}
}

func cancelled(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.AddRecord(ctx, record("p1", "r1", "night", "2026-11-21")); !errors.Is(err, context.Canceled) {
		t.Errorf("a write nobody waits for: %v", err)
	}
	_, err := s.Record(t.Context(), "p1", "r1")
	wantKind(t, "the record nobody waited for", err, errs.NotFound)
}

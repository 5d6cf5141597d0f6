package storetest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

func reminder(name, personID string, version int64) app.KeptReminder {
	return app.KeptReminder{Account: account(name).ID, Person: personID, Version: version, Payload: []byte{0, 255, byte(version)},
		TokenHash: "token of " + name + personID, FeedHash: "feed of " + name + personID, UpdatedAt: now}
}

func change(t *testing.T, s app.Store, c app.ReminderChange) {
	t.Helper()
	ok(t, s.ChangeReminder(t.Context(), c))
}

func reminders(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	first := reminder("anna", "p1", 1)
	change(t, s, app.ReminderChange{Reminder: &first})
	for name, find := range map[string]func() (app.KeptReminder, error){
		"by account and person": func() (app.KeptReminder, error) { return s.Reminder(t.Context(), first.Account, "p1") },
		"by token":              func() (app.KeptReminder, error) { return s.ReminderOfToken(t.Context(), first.TokenHash) },
		"by feed":               func() (app.KeptReminder, error) { return s.ReminderOfFeed(t.Context(), first.FeedHash) },
	} {
		got, err := find()
		ok(t, err)
		if d := cmp.Diff(first, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
	_, err := s.Reminder(t.Context(), account("ben").ID, "p1")
	wantKind(t, "another's", err, errs.NotFound)
	_, err = s.ReminderOfToken(t.Context(), first.FeedHash)
	wantKind(t, "a feed's hash as a token", err, errs.NotFound)
	_, err = s.ReminderOfFeed(t.Context(), "")
	wantKind(t, "no feed", err, errs.NotFound)

	wantKind(t, "the same again", s.ChangeReminder(t.Context(), app.ReminderChange{Reminder: &first}), errs.Conflict)
	skip := reminder("anna", "p1", 3)
	wantKind(t, "a version skipped", s.ChangeReminder(t.Context(), app.ReminderChange{Reminder: &skip}), errs.Conflict)
	second := reminder("anna", "p1", 2)
	second.FeedHash, second.UpdatedAt = "", now.Add(time.Minute)
	change(t, s, app.ReminderChange{Reminder: &second})
	_, err = s.ReminderOfFeed(t.Context(), first.FeedHash)
	wantKind(t, "a feed that was ended", err, errs.NotFound)
	list, err := s.RemindersOf(t.Context(), "p1")
	ok(t, err)
	if d := cmp.Diff([]app.KeptReminder{second}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	strange := reminder("ben", "p1", 1)
	wantKind(t, "for a person of others", s.ChangeReminder(t.Context(), app.ReminderChange{Reminder: &strange}), errs.NotFound)
	unknown := reminder("ben", "p2", 2)
	wantKind(t, "one that never was", s.ChangeReminder(t.Context(), app.ReminderChange{Reminder: &unknown}), errs.NotFound)
}

// remindersEnd: an erased person's go with all jobs, an erased account's go alone.
func remindersEnd(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	for _, r := range []app.KeptReminder{reminder("anna", "p1", 1), reminder("ben", "p2", 1)} {
		plan := job("plan "+r.Person, r.Person, now)
		change(t, s, app.ReminderChange{Reminder: &r, Plan: &plan, Add: []app.Job{job("send "+r.Person, r.Person, now)}})
	}
	ok(t, s.ErasePerson(t.Context(), "p1", app.Audit{ID: "a1", At: now, Person: "p1", Action: "person.erase", Outcome: "done"}))
	_, err := s.Reminder(t.Context(), account("anna").ID, "p1")
	wantKind(t, "of an erased person", err, errs.NotFound)
	late := job("late", "p1", now)
	change(t, s, app.ReminderChange{Add: []app.Job{late}})
	if got := claimed(t, s, now, 10); !slices.Equal(got, []string{"plan p2", "send p2"}) {
		t.Errorf("jobs after the erasure: %v", got)
	}
	again := reminder("anna", "p1", 1)
	wantKind(t, "for an erased person", s.ChangeReminder(t.Context(), app.ReminderChange{Reminder: &again}), errs.NotFound)
	ok(t, s.EraseAccount(t.Context(), account("ben").ID, app.Audit{ID: "a2", At: now, Action: "account.erase", Outcome: "done"}))
	_, err = s.Reminder(t.Context(), account("ben").ID, "p2")
	wantKind(t, "of an erased account", err, errs.NotFound)
}

const minute = time.Minute

func job(id, personID string, at time.Time) app.Job {
	return app.Job{ID: id, Kind: "test", Person: personID, RunAt: at, NextAt: at, Payload: []byte("job " + id)}
}

// claim takes jobs as a program would whose clock shows at.
func claim(t *testing.T, s app.Store, at time.Time, limit int) []app.Job {
	t.Helper()
	list, err := s.ClaimJobs(context.WithoutCancel(t.Context()), app.Claim{Now: at, Until: at.Add(3 * minute), Far: at.AddDate(0, 0, 30), LeaseFar: at.Add(time.Hour),
		Forget: at.AddDate(0, 0, -3), Limit: limit})
	ok(t, err)
	return list
}

func claimed(t *testing.T, s app.Store, at time.Time, limit int) (ids []string) {
	t.Helper()
	for _, j := range claim(t, s, at, limit) {
		ids = append(ids, j.ID)
	}
	return ids
}

func jobs(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	if first, last, err := s.OpenJobs(t.Context()); err != nil || first != nil || last != nil {
		t.Errorf("open without jobs: %v, %v, %v", first, last, err)
	}
	change(t, s, app.ReminderChange{Add: []app.Job{job("j2", "p1", now.Add(minute)), job("j1", "p1", now), job("j3", "p1", now.Add(time.Hour))}})
	first, last, err := s.OpenJobs(t.Context())
	if ok(t, err); !first.Equal(now) || !last.Equal(now.Add(time.Hour)) {
		t.Errorf("open from %v to %v", first, last)
	}
	if got := claimed(t, s, now.Add(-minute), 5); got != nil {
		t.Errorf("before it is due: %v", got)
	}
	got := claim(t, s, now.Add(2*minute), 5)
	want := []app.Job{job("j1", "p1", now), job("j2", "p1", now.Add(minute))}
	until := now.Add(5 * minute)
	for i := range want {
		want[i].LeaseUntil, want[i].Attempts = &until, 1
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Fatalf("(-want +got):\n%s", d)
	}
	if got := claimed(t, s, now.Add(3*minute), 5); got != nil {
		t.Errorf("while they are taken: %v", got)
	}

	done, later := got[0], got[1]
	at := now.Add(3 * minute)
	done.DoneAt, later.NextAt = &at, now.Add(10*minute)
	change(t, s, app.ReminderChange{Taken: &done})
	change(t, s, app.ReminderChange{Taken: &later})
	wantKind(t, "given back twice", s.ChangeReminder(t.Context(), app.ReminderChange{Taken: &later}), errs.Gone)
	change(t, s, app.ReminderChange{Add: []app.Job{job("j1", "p1", now)}}) // done: left as it is
	if got := claimed(t, s, now.Add(9*minute), 5); got != nil {
		t.Errorf("done, or not due yet: %v", got)
	}
	again := claim(t, s, now.Add(10*minute), 5)
	if len(again) != 1 || again[0].ID != "j2" || again[0].Attempts != 1 {
		t.Fatalf("due again: %+v", again)
	}
	// nobody gives it back: the next to take it can tell
	interrupted := claim(t, s, now.Add(13*minute), 5)
	if len(interrupted) != 1 || interrupted[0].Attempts != 2 {
		t.Fatalf("after the lease: %+v", interrupted)
	}
	wantKind(t, "given back after the lease", s.ChangeReminder(t.Context(), app.ReminderChange{Taken: &again[0]}), errs.Gone)
	if got := claimed(t, s, now.AddDate(0, 0, 4), 5); !slices.Equal(got, []string{"j2", "j3"}) {
		t.Errorf("days later: %v", got)
	}
	change(t, s, app.ReminderChange{Add: []app.Job{job("j1", "p1", now)}}) // done so long ago that it is forgotten
	if got := claimed(t, s, now.AddDate(0, 0, 4), 5); !slices.Equal(got, []string{"j1"}) {
		t.Errorf("a forgotten id: %v", got)
	}
}

// plans: a plan is written over, whoever has it, and one that is due already stays due.
func plans(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	plan := func(at time.Time) { p := job("plan", "p1", at); change(t, s, app.ReminderChange{Plan: &p}) }
	plan(now.Add(time.Hour))
	plan(now)
	taken := claim(t, s, now, 1)
	if len(taken) != 1 {
		t.Fatalf("an earlier plan: %v", taken)
	}
	plan(now.Add(2 * time.Hour))
	taken[0].NextAt = now.Add(30 * minute)
	wantKind(t, "who had the plan before", s.ChangeReminder(t.Context(), app.ReminderChange{Taken: &taken[0]}), errs.Gone)
	taken = claim(t, s, now, 1)
	if len(taken) != 1 || taken[0].Attempts != 1 {
		t.Fatalf("what the plan waited for is lost: %+v", taken)
	}
	p := job("plan", "p1", now)
	p.DoneAt = &now
	change(t, s, app.ReminderChange{Plan: &p})
	if got := claimed(t, s, now.Add(time.Hour), 1); got != nil {
		t.Errorf("nothing is planned, and yet: %v", got)
	}
	plan(now.Add(time.Hour))
	if got := claimed(t, s, now.Add(time.Hour), 1); len(got) != 1 {
		t.Errorf("planned again: %v", got)
	}
}

// wholeChanges: when one part of a change is refused nothing of it is kept.
func wholeChanges(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	first := reminder("anna", "p1", 1)
	change(t, s, app.ReminderChange{Reminder: &first, Add: []app.Job{job("j1", "p1", now)}})
	lost := claim(t, s, now, 1)[0]
	wrong := now.Add(time.Hour)
	lost.LeaseUntil = &wrong
	second := reminder("anna", "p1", 2)
	plan := job("plan", "p1", now)
	err := s.ChangeReminder(t.Context(), app.ReminderChange{Reminder: &second, Taken: &lost, Plan: &plan, Add: []app.Job{job("j2", "p1", now)}})
	wantKind(t, "a lease of others", err, errs.Gone)
	if r, err := s.Reminder(t.Context(), first.Account, "p1"); err != nil || r.Version != 1 {
		t.Errorf("half changed: %+v, %v", r, err)
	}
	if got := claimed(t, s, now, 5); got != nil {
		t.Errorf("half added: %v", got)
	}
}

// wildClocks: what a clock that ran ahead has planned or taken is given out again.
func wildClocks(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	ahead := now.AddDate(4, 0, 0)
	change(t, s, app.ReminderChange{Add: []app.Job{job("planned", "p1", ahead), job("taken", "p1", now), job("soon", "p1", now.AddDate(0, 0, 29))}})
	if got := claimed(t, s, ahead, 1); !slices.Equal(got, []string{"taken"}) {
		t.Fatalf("%v", got)
	}
	if got := claimed(t, s, now, 5); !slices.Equal(got, []string{"taken", "planned"}) {
		t.Errorf("with the clock put right: %v", got)
	}
}

// oneTaker lets many programs take jobs at once: each job goes to one of them.
func oneTaker(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	const all, takers = 60, 12
	var add []app.Job
	for i := range all {
		add = append(add, job(fmt.Sprintf("j%02d", i), "p1", now))
	}
	change(t, s, app.ReminderChange{Add: add})
	type result struct {
		ids []string
		err error
	}
	done := make(chan result)
	for range takers {
		go func() {
			var r result
			for {
				list, err := s.ClaimJobs(context.Background(), app.Claim{Now: now, Until: now.Add(minute), Far: now.AddDate(0, 0, 30),
					LeaseFar: now.Add(time.Hour), Forget: now.AddDate(0, 0, -3), Limit: 3})
				for _, j := range list {
					r.ids = append(r.ids, j.ID)
				}
				if r.err = errors.Join(r.err, err); err != nil || len(list) == 0 {
					done <- r
					return
				}
			}
		}()
	}
	seen := map[string]int{}
	for range takers {
		r := <-done
		ok(t, r.err)
		for _, id := range r.ids {
			seen[id]++
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s was taken %d times", id, n)
		}
	}
	// Whoever finds all that is due in the hands of others goes away empty-handed, so some
	// may be left when all have gone; they are still there.
	left := len(claimed(t, s, now, all))
	if len(seen)+left != all {
		t.Errorf("%d taken and %d left, want %d", len(seen), left, all)
	}
}

func secrets(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	x := app.KeptSecret{Name: "push", Key: seal.Wrapped{KeyID: "k0", Data: []byte("wrapped")}, Payload: []byte{0, 1, 255}}
	_, err := s.InstanceSecret(t.Context(), "push")
	wantKind(t, "before it is there", err, errs.NotFound)
	ok(t, s.AddInstanceSecret(t.Context(), x))
	wantKind(t, "a second one", s.AddInstanceSecret(t.Context(), x), errs.Conflict)
	got, err := s.InstanceSecret(t.Context(), "push")
	ok(t, err)
	if d := cmp.Diff(x, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	keys, err := s.KeysInUse(t.Context())
	if ok(t, err); !slices.Equal(keys, []string{"k0", "k1"}) {
		t.Errorf("keys in use %v", keys)
	}
	var owners []string
	n, err := s.Rewrap(t.Context(), "k2", func(p app.KeptPerson) (seal.Wrapped, error) {
		owners = append(owners, p.ID)
		return seal.Wrapped{KeyID: "k2", Data: append([]byte("new "), p.Key.Data...)}, nil
	})
	if ok(t, err); n != 1 || !slices.Equal(owners, []string{"p1", x.Owner()}) {
		t.Errorf("%d persons, rewrapped %v", n, owners)
	}
	if got, err = s.InstanceSecret(t.Context(), "push"); err != nil || string(got.Key.Data) != "new wrapped" || got.Key.KeyID != "k2" {
		t.Errorf("rewrapped %+v, %v", got, err)
	}
}

package web

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

func TestStatus(t *testing.T) {
	k := keptSite(t)
	b, u := k.client(), app.NewUpkeep(k.keeper)
	b.get("/status").want(200, "Everything works", "Running since", "Backups are not made by this program", "None was reported").checkPage()

	backup := func(err error) {
		t.Helper()
		if done, got := u.Do(t.Context(), app.BackupTask, 24*time.Hour, func(context.Context) error { return err }); !done || got != err {
			t.Fatalf("backup: %v, %v", done, got)
		}
	}
	backup(errs.New(errs.Unavailable, "the folder /var/x is full"))
	d := b.get("/status").want(200, "Something is not as it should be", "None has worked yet")
	if strings.Contains(d.Raw, "/var/x") {
		t.Error("the page tells everybody what only the operator should see")
	}
	k.clock.add(time.Hour)
	backup(nil)
	b.get("/status").want(200, "Everything works", "read back and is whole")
	k.clock.add(72 * time.Hour)
	b.get("/status").want(200, "Something is not as it should be", "A newer one should be there", "That is 3 days")
	k.clock.add(-72 * time.Hour)

	x, err := u.Began(t.Context(), "Mails  are <b>late</b>.")
	if err != nil {
		t.Fatal(err)
	}
	b.get("/status").want(200, "Something is not as it should be", "Mails are <b>late</b>.", "not over yet").checkPage()
	k.clock.add(time.Minute)
	if err := u.Ended(t.Context(), x.ID); err != nil {
		t.Fatal(err)
	}
	b.get("/status").want(200, "Everything works", "09:30 to Sun 22 Nov, 09:31")
	k.clock.add(91 * 24 * time.Hour)
	backup(nil)
	b.get("/status").want(200, "None was reported")
}

// Late is what should have been there, however often backups are made: one a week is not
// late after five days, and one that failed is at once.
func TestStatusTellsOfALateBackup(t *testing.T) {
	const week = 7 * 24 * time.Hour
	k := keptSite(t)
	b, u := k.client(), app.NewUpkeep(k.keeper)
	backup := func(err error) {
		t.Helper()
		if done, got := u.Do(t.Context(), app.BackupTask, week, func(context.Context) error { return err }); !done || got != err {
			t.Fatalf("backup: %v, %v", done, got)
		}
	}
	backup(nil)
	k.clock.add(5 * 24 * time.Hour)
	b.get("/status").want(200, "Everything works")
	k.clock.add(2*24*time.Hour + time.Minute)
	backup(errs.New(errs.Unavailable, "the folder is gone"))
	b.get("/status").want(200, "Something is not as it should be", "A newer one should be there")
	k.clock.add(time.Hour)
	backup(nil)
	b.get("/status").want(200, "Everything works")
}

func TestStatusWithoutADatabase(t *testing.T) {
	k := keptSite(t)
	if err := k.store.Close(); err != nil {
		t.Fatal(err)
	}
	k.client().get("/status").want(200, "It cannot be reached now", "Something is not as it should be").checkPage()
}

func TestStatusWhereNothingIsKept(t *testing.T) {
	h, _ := testSite(t)
	get(t, h, "/status").want(200, "This instance keeps nothing").checkPage()
}

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

func link(name, personID, id string) app.KeptShare {
	return app.KeptShare{ID: id, LinkHash: "hash of " + id, Account: account(name).ID, Person: personID, Payload: []byte{0, 255, 's'},
		CreatedAt: now, ExpiresAt: now.Add(time.Hour)}
}

func by(id, action string) app.Audit {
	return app.Audit{ID: id, At: now, Action: action, Outcome: "done"}
}

func addLink(t *testing.T, s app.Store, x app.KeptShare, files ...string) {
	t.Helper()
	raw := make([][]byte, len(files))
	for i, f := range files {
		raw[i] = []byte(f)
	}
	ok(t, s.AddShare(t.Context(), x, raw, 5, by("audit of "+x.ID, "share.create")))
}

// wantFiles are the files of a link.
func wantFiles(t *testing.T, s app.Store, doing, id string, want ...string) {
	t.Helper()
	list, err := s.ShareFiles(t.Context(), id)
	ok(t, err)
	var got []string
	for _, b := range list {
		got = append(got, string(b))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", doing, d)
	}
}

func shares(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	first, second := link("anna", "p1", "s1"), link("anna", "p1", "s2")
	second.CreatedAt = now.Add(time.Minute)
	addLink(t, s, first, "one", "two")
	addLink(t, s, second, "three")
	got, err := s.ShareByLink(t.Context(), first.LinkHash)
	ok(t, err)
	if d := cmp.Diff(first, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantFiles(t, s, "files", "s1", "one", "two")
	list, err := s.SharesOf(t.Context(), first.Account, "p1")
	ok(t, err)
	if d := cmp.Diff([]app.KeptShare{second, first}, list); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	_, err = s.ShareByLink(t.Context(), "s1")
	wantKind(t, "an id as a hash", err, errs.NotFound)
	twin := link("anna", "p1", "s3")
	twin.LinkHash = first.LinkHash
	wantKind(t, "a taken hash", s.AddShare(t.Context(), twin, nil, 5, by("a3", "share.create")), errs.Conflict)
	wantKind(t, "one too many", s.AddShare(t.Context(), link("anna", "p1", "s4"), nil, 2, by("a4", "share.create")), errs.Conflict)
	wantKind(t, "for a person of others", s.AddShare(t.Context(), link("anna", "p2", "s5"), nil, 5, by("a5", "share.create")), errs.NotFound)

	strange := account("ben").ID
	wantKind(t, "another's, to revoke", s.RevokeShare(t.Context(), strange, "p1", "s1", by("a6", "share.revoke")), errs.NotFound)
	wantKind(t, "another's, to drop", s.DropShare(t.Context(), strange, "p1", "s1"), errs.NotFound)
	end := by("a7", "share.revoke")
	end.At = now.Add(2 * time.Minute)
	ok(t, s.RevokeShare(t.Context(), first.Account, "p1", "s1", end))
	ok(t, s.RevokeShare(t.Context(), first.Account, "p1", "s1", by("a8", "share.revoke")))
	wantFiles(t, s, "files of a revoked link", "s1")
	wantFiles(t, s, "files of the other link", "s2", "three")
	first.RevokedAt = &end.At
	got, err = s.ShareByLink(t.Context(), first.LinkHash)
	ok(t, err)
	if d := cmp.Diff(first, got); d != "" {
		t.Errorf("revoked (-want +got):\n%s", d)
	}
	wantKind(t, "opening a revoked link", s.OpenShare(t.Context(), app.KeptOpening{ID: "o1", Share: "s1", Person: "p1", At: now}, false), errs.Gone)

	ok(t, s.ExpireShares(t.Context(), second.ExpiresAt.Add(-time.Second)))
	wantFiles(t, s, "a second before the end", "s2", "three")
	ok(t, s.ExpireShares(t.Context(), second.ExpiresAt))
	wantFiles(t, s, "at the end", "s2")
	wantKind(t, "opening a link that is over", s.OpenShare(t.Context(), app.KeptOpening{ID: "o2", Share: "s2", Person: "p1", At: second.ExpiresAt}, false), errs.Gone)
	ok(t, s.DropShare(t.Context(), first.Account, "p1", "s2"))
	_, err = s.ShareByLink(t.Context(), second.LinkHash)
	wantKind(t, "a dropped link", err, errs.NotFound)
}

func shareOpenings(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	x := link("anna", "p1", "s1")
	addLink(t, s, x, "one")
	for i := range app.MostOpenings + 3 {
		ok(t, s.OpenShare(t.Context(), app.KeptOpening{ID: fmt.Sprintf("o%03d", i), Share: "s1", Person: "p1", At: now.Add(time.Duration(i) * time.Second), Payload: []byte{byte(i)}}, false))
	}
	list, err := s.OpeningsOf(t.Context(), x.Account, "p1")
	ok(t, err)
	if len(list) != app.MostOpenings || list[0].ID != fmt.Sprintf("o%03d", app.MostOpenings+2) || !list[0].At.Equal(now.Add(time.Duration(app.MostOpenings+2)*time.Second)) {
		t.Errorf("%d openings, the latest %+v", len(list), list[0])
	}
	got, err := s.ShareByLink(t.Context(), x.LinkHash)
	ok(t, err)
	if got.Openings != app.MostOpenings+3 {
		t.Errorf("%d openings are counted", got.Openings)
	}
	wantKind(t, "a link that never was", s.OpenShare(t.Context(), app.KeptOpening{ID: "o", Share: "s9", Person: "p1", At: now}, false), errs.Gone)
}

// shareTries: however many try at once, no more than the most are let through.
func shareTries(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	x := link("anna", "p1", "s1")
	addLink(t, s, x, "one")
	n, err := s.TryShare(t.Context(), "s1", 10)
	ok(t, err)
	if n != 1 {
		t.Errorf("the first try is number %d", n)
	}
	ok(t, s.OpenShare(t.Context(), app.KeptOpening{ID: "o1", Share: "s1", Person: "p1", At: now, Payload: []byte{1}}, true))
	var mu sync.Mutex
	var all sync.WaitGroup
	through := map[int64]int{}
	for range 25 {
		all.Go(func() {
			n, err := s.TryShare(t.Context(), "s1", 10)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				through[n]++
			} else if errs.KindOf(err) != errs.Gone {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for n := int64(1); n <= 10; n++ {
		if through[n] != 1 {
			t.Errorf("try %d was given out %d times", n, through[n])
		}
	}
	if len(through) != 10 {
		t.Errorf("tries %v went through", through)
	}
	ok(t, s.LockShare(t.Context(), "s1", by("a1", "share.lock")))
	wantFiles(t, s, "a locked link", "s1")
}

// sharesEnd: links go with the person and with the account.
func sharesEnd(t *testing.T, s app.Store) {
	household(t, s, "anna", "p1")
	household(t, s, "ben", "p2")
	for _, x := range []app.KeptShare{link("anna", "p1", "s1"), link("ben", "p2", "s2")} {
		addLink(t, s, x, "one")
		ok(t, s.OpenShare(t.Context(), app.KeptOpening{ID: "o of " + x.ID, Share: x.ID, Person: x.Person, At: now, Payload: []byte{1}}, false))
	}
	ok(t, s.ErasePerson(t.Context(), "p1", app.Audit{ID: "a1", At: now, Person: "p1", Action: "person.erase", Outcome: "done"}))
	_, err := s.ShareByLink(t.Context(), "hash of s1")
	wantKind(t, "of an erased person", err, errs.NotFound)
	wantFiles(t, s, "of an erased person", "s1")
	wantKind(t, "for an erased person", s.AddShare(t.Context(), link("anna", "p1", "s3"), nil, 5, by("a2", "share.create")), errs.NotFound)
	wantFiles(t, s, "of somebody else", "s2", "one")
	ok(t, s.EraseAccount(t.Context(), account("ben").ID, app.Audit{ID: "a3", At: now, Action: "account.erase", Outcome: "done"}))
	_, err = s.ShareByLink(t.Context(), "hash of s2")
	wantKind(t, "of an erased account", err, errs.NotFound)
	wantFiles(t, s, "of an erased account", "s2")
}

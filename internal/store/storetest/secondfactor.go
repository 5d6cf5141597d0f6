package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// factor is a second factor with its secret.
func factor(name, text string) (app.KeptSecondFactor, app.KeptSecret) {
	f := app.KeptSecondFactor{Account: account(name).ID, CreatedAt: now}
	return f, app.KeptSecret{Name: f.SecretName(), Key: seal.Wrapped{KeyID: "k1", Data: []byte("wrapped")}, Payload: []byte(text)}
}

func secondFactors(t *testing.T, s app.Store) {
	user(t, s, "anna", "p1")
	user(t, s, "ben", "p2")
	anna := account("anna").ID
	strong := func(want bool) {
		t.Helper()
		if is, err := s.Strong(t.Context(), anna); err != nil || is != want {
			t.Errorf("strong: %v, %v, want %v", is, err, want)
		}
	}
	strong(false)
	_, err := s.SecondFactor(t.Context(), anna)
	wantKind(t, "a second factor that is not there", err, errs.NotFound)
	wantKind(t, "confirming none", s.ConfirmSecondFactor(t.Context(), anna, 5, now, audit("a1", "second.add")), errs.NotFound)

	f, secret := factor("anna", "one")
	ok(t, s.BeginSecondFactor(t.Context(), f, secret))
	wantKind(t, "a code before the first", s.UseSecondFactor(t.Context(), anna, 5), errs.NotFound)
	strong(false)
	f, secret = factor("anna", "two")
	f.CreatedAt = now.Add(time.Minute)
	ok(t, s.BeginSecondFactor(t.Context(), f, secret)) // begun again
	kept, err := s.InstanceSecret(t.Context(), f.SecretName())
	ok(t, err)
	if d := cmp.Diff(secret, kept); d != "" {
		t.Errorf("the secret (-want +got):\n%s", d)
	}
	ok(t, s.ConfirmSecondFactor(t.Context(), anna, 5, now, audit("a2", "second.add")))
	wantKind(t, "confirming again", s.ConfirmSecondFactor(t.Context(), anna, 6, now, audit("a3", "second.add")), errs.NotFound)
	strong(true)
	want, at := f, now
	want.LastStep, want.ConfirmedAt = 5, &at
	got, err := s.SecondFactor(t.Context(), anna)
	ok(t, err)
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	wantKind(t, "another in its place", s.BeginSecondFactor(t.Context(), f, secret), errs.Conflict)

	wantKind(t, "the first code again", s.UseSecondFactor(t.Context(), anna, 5), errs.NotFound)
	ok(t, s.UseSecondFactor(t.Context(), anna, 7))
	wantKind(t, "an earlier code", s.UseSecondFactor(t.Context(), anna, 6), errs.NotFound)
	wantKind(t, "somebody else's", s.UseSecondFactor(t.Context(), account("ben").ID, 9), errs.NotFound)

	ok(t, s.DropSecondFactor(t.Context(), anna, audit("a4", "second.drop")))
	strong(false)
	_, err = s.InstanceSecret(t.Context(), f.SecretName())
	wantKind(t, "the secret of one that was dropped", err, errs.NotFound)
	wantKind(t, "dropping none", s.DropSecondFactor(t.Context(), anna, audit("a5", "second.drop")), errs.NotFound)
	ok(t, s.AddCredential(t.Context(), app.Credential{ID: "key", Account: anna, CreatedAt: now}, audit("a6", "passkey.add")))
	strong(true)
}

// Of many that come with one code, one gets in.
func oneCode(t *testing.T, s app.Store) {
	user(t, s, "anna", "p1")
	f, secret := factor("anna", "one")
	ok(t, s.BeginSecondFactor(t.Context(), f, secret))
	ok(t, s.ConfirmSecondFactor(t.Context(), f.Account, 5, now, audit("a1", "second.add")))
	var all sync.WaitGroup
	in := make(chan error, 8)
	for range cap(in) {
		all.Go(func() { in <- s.UseSecondFactor(t.Context(), f.Account, 6) })
	}
	all.Wait()
	close(in)
	taken := 0
	for err := range in {
		if err == nil {
			taken++
		} else if errs.KindOf(err) != errs.NotFound {
			t.Error(err)
		}
	}
	if taken != 1 {
		t.Errorf("a code was taken %d times", taken)
	}
}

// A second factor goes with its account.
func secondFactorsEnd(t *testing.T, s app.Store) {
	for i, name := range []string{"anna", "ben"} {
		user(t, s, name, fmt.Sprint("p", i))
		f, secret := factor(name, name)
		ok(t, s.BeginSecondFactor(t.Context(), f, secret))
	}
	f, _ := factor("anna", "")
	ok(t, s.EraseAccount(t.Context(), f.Account, audit("a1", "account.erase")))
	_, err := s.SecondFactor(t.Context(), f.Account)
	wantKind(t, "of an erased account", err, errs.NotFound)
	_, err = s.InstanceSecret(t.Context(), f.SecretName())
	wantKind(t, "the secret of an erased account", err, errs.NotFound)
	ben, _ := factor("ben", "")
	_, err = s.InstanceSecret(t.Context(), ben.SecretName())
	ok(t, err)
}

package app_test

import (
	"encoding/base32"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// authenticator is the app on somebody's phone.
type authenticator struct{ secret []byte }

func (a authenticator) code(t *testing.T, at time.Time) string {
	t.Helper()
	code, err := account.OneTimeCode(a.secret, at)
	if err != nil {
		t.Fatal(err)
	}
	return code
}

// pair gives an account a second factor, as its page does.
func (h *house) pair(t *testing.T, v *app.Visit) authenticator {
	t.Helper()
	if err := h.BeginSecondFactor(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	x, err := h.SecondFactor(t.Context(), v, "Legible")
	if err != nil {
		t.Fatal(err)
	}
	secret, err := base32.StdEncoding.WithPadding(base32.NoPadding).DecodeString(strings.ReplaceAll(x.Text, " ", ""))
	if err != nil || !strings.HasPrefix(x.Address, "otpauth://totp/Legible:") {
		t.Fatalf("%+v: %v", x, err)
	}
	a := authenticator{secret}
	if err := h.ConfirmSecondFactor(t.Context(), v, a.code(t, h.now)); err != nil {
		t.Fatal(err)
	}
	return a
}

// half signs in by password and returns what asks for the code.
func (h *house) half(t *testing.T, name string) string {
	t.Helper()
	secret, err := h.SignIn(t.Context(), name, password, from)
	var more app.CodeNeeded
	if !errors.As(err, &more) || secret != "" || errs.KindOf(err) != errs.Unauthorized || more.Wrong {
		t.Fatalf("signing in gave %q, %v; want that a code is needed", secret, err)
	}
	return more.Ceremony
}

func TestAPasswordAndACode(t *testing.T) {
	h := newHouse(t, little)
	v := h.join(t, "anna", "")
	phone := h.pair(t, v)
	used := phone.code(t, h.now)
	if x, err := h.SecondFactor(t.Context(), v, "Legible"); err != nil || x.Kept == nil || x.Text != "" || x.Address != "" {
		t.Errorf("once it is confirmed, the secret is not shown again: %+v, %v", x, err)
	}
	wantKind(t, "another in its place", h.BeginSecondFactor(t.Context(), v), errs.Conflict)

	again := func(ceremony, code string) string { // a code that is refused, and what asks anew
		t.Helper()
		_, err := h.SignInByCode(t.Context(), ceremony, code, from)
		var more app.CodeNeeded
		if !errors.As(err, &more) || !more.Wrong {
			t.Fatalf("the code %s: %v, want that it is wrong", code, err)
		}
		return more.Ceremony
	}
	ceremony := again(h.half(t, "anna"), "000000")
	ceremony = again(ceremony, used) // it confirmed the app
	h.now = h.now.Add(2 * account.OneTimeSpan)
	code := phone.code(t, h.now)
	secret, err := h.SignInByCode(t.Context(), ceremony, code, from)
	if err != nil {
		t.Fatal(err)
	}
	if in, err := h.Visit(t.Context(), secret); err != nil || in.Account.Name != "anna" {
		t.Errorf("%+v, %v", in, err)
	}
	_, err = h.SignInByCode(t.Context(), ceremony, phone.code(t, h.now.Add(account.OneTimeSpan)), from)
	wantKind(t, "the same question again", err, errs.Unauthorized)
	again(h.half(t, "anna"), code) // somebody who saw it

	h.now = h.now.Add(time.Hour) // the attempts begin anew
	late := h.half(t, "anna")
	h.now = h.now.Add(6 * time.Minute)
	_, err = h.SignInByCode(t.Context(), late, phone.code(t, h.now), from)
	wantKind(t, "after six minutes", err, errs.Unauthorized)
	for _, wrong := range []string{"", "x", strings.Repeat("a", 5000), ceremony} {
		_, err := h.SignInByCode(t.Context(), wrong, "123456", from)
		wantKind(t, "a question that was never asked", err, errs.Unauthorized)
	}
}

func TestCodesOfAnAppCannotBeGuessed(t *testing.T) {
	h := newHouse(t, little)
	phone := h.pair(t, h.join(t, "anna", ""))
	h.now = h.now.Add(time.Hour)
	ceremony := h.half(t, "anna")
	var many app.TooMany
	for n := int64(0); ; n++ {
		_, err := h.SignInByCode(t.Context(), ceremony, "00000x", from)
		var more app.CodeNeeded
		if errors.As(err, &more) {
			ceremony = more.Ceremony
			continue
		}
		if !errors.As(err, &many) || n != account.CodeByAccount.Most {
			t.Fatalf("after %d codes: %v", n, err)
		}
		break
	}
	h.now = h.now.Add(many.Wait)
	if _, err := h.SignInByCode(t.Context(), h.half(t, "anna"), phone.code(t, h.now), from); err != nil {
		t.Errorf("when the time is over: %v", err)
	}
}

func TestWhoIsAskedForMoreThanAPassword(t *testing.T) {
	h := newHouse(t, little)
	var err error
	h.Users, err = app.NewUsers(h.keeper, nil, app.UserOptions{Cost: little, Strong: []account.Role{account.Practitioner}})
	if err != nil {
		t.Fatal(err)
	}
	if v := h.join(t, "anna", ""); v.Unprotected {
		t.Error("a person must have a second factor")
	}
	v := h.practitioner(t, "naef")
	if !v.Unprotected {
		t.Error("a practitioner may do without")
	}
	_, err = h.AddToken(t.Context(), v, "a program")
	wantKind(t, "a token without a second factor", err, errs.Forbidden)
	phone := h.pair(t, v)
	h.now = h.now.Add(time.Minute)
	secret, err := h.SignInByCode(t.Context(), h.half(t, "naef"), phone.code(t, h.now), from)
	if err != nil {
		t.Fatal(err)
	}
	if v, err = h.Visit(t.Context(), secret); err != nil || v.Unprotected {
		t.Fatalf("with a second factor: %+v, %v", v, err)
	}
	wantKind(t, "removing what is asked for", h.DropSecondFactor(t.Context(), v), errs.Conflict)
	if err := h.db.AddCredential(t.Context(), app.Credential{ID: "key", Account: v.Account.ID, Data: "{}", CreatedAt: h.now}, app.Audit{ID: "a1", At: h.now, Action: "passkey.add", Outcome: "done"}); err != nil {
		t.Fatal(err)
	}
	if err := h.DropSecondFactor(t.Context(), v); err != nil {
		t.Errorf("removing it beside a passkey: %v", err)
	}
	wantKind(t, "then the passkey", h.DropPasskey(t.Context(), v, "key"), errs.Conflict)
	if _, err := h.SignIn(t.Context(), "naef", password, from); !errors.Is(err, app.ErrPasskeyNeeded) || errs.KindOf(err) != errs.Unauthorized {
		t.Errorf("a password beside a passkey: %v", err)
	}
	_, err = h.SignIn(t.Context(), "naef", "a wrong password", from)
	if errors.Is(err, app.ErrPasskeyNeeded) {
		t.Error("a wrong password tells that there is a passkey")
	}
}

// practitioner signs one in by a recovery code and gives them a password.
func (h *house) practitioner(t *testing.T, name string) *app.Visit {
	t.Helper()
	if _, _, err := h.keeper.AddAccount(t.Context(), name, string(account.Practitioner), "UTC"); err != nil {
		t.Fatal(err)
	}
	codes, err := h.keeper.IssueCodes(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := h.Recover(t.Context(), name, codes[0], from)
	if err != nil {
		t.Fatal(err)
	}
	v, err := h.Visit(t.Context(), secret)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.SetPassword(t.Context(), v, password); err != nil {
		t.Fatal(err)
	}
	return v
}

// The secret stands nowhere as it is, and a rotation of the keys keeps it readable.
func TestTheSecretOfASecondFactorIsSealed(t *testing.T) {
	h := newHouse(t, little)
	v := h.join(t, "anna", "")
	phone := h.pair(t, v)
	kept, err := h.db.InstanceSecret(t.Context(), "second-factor."+v.Account.ID)
	if err != nil || len(kept.Payload) <= len(phone.secret) || strings.Contains(string(kept.Payload), string(phone.secret)) {
		t.Errorf("%d bytes, %v", len(kept.Payload), err)
	}
	if _, _, err := h.keeper.Rotate(t.Context()); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(time.Minute)
	if _, err := h.SignInByCode(t.Context(), h.half(t, "anna"), phone.code(t, h.now), from); err != nil {
		t.Errorf("after a rotation: %v", err)
	}
}

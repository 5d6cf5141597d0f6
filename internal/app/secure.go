package app

import (
	"context"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// Ways are the ways into an account, for its page.
type Ways struct {
	Password  bool
	Passkeys  []Credential
	Second    *KeptSecondFactor // nil for none; codes are asked for once it is confirmed
	CodesLeft int
	Sessions  []Session
	Tokens    []Token
	OnlyKey   bool // the one passkey cannot be removed
}

// Safe reports that losing one thing does not lock the person out: a passkey and codes,
// or a password and codes.
func (w Ways) Safe() bool { return w.CodesLeft > 0 && (w.Password || len(w.Passkeys) > 0) }

// Ways lists them.
func (u *Users) Ways(ctx context.Context, v *Visit) (w Ways, err error) {
	id, st := v.Account.ID, u.k.store
	_, phc, err := st.AccountByID(ctx, id)
	if err != nil {
		return w, err
	}
	w.Password = phc != ""
	if w.Passkeys, err = st.CredentialsOf(ctx, id); err != nil {
		return w, err
	}
	if f, err := st.SecondFactor(ctx, id); err == nil {
		w.Second = &f
	} else if unlessMissing(err) != nil {
		return w, err
	}
	if w.CodesLeft, err = st.CodesLeft(ctx, id); err != nil {
		return w, err
	}
	if w.Sessions, err = st.SessionsOf(ctx, id, u.k.now()); err != nil {
		return w, err
	}
	w.OnlyKey = u.onlyKey(v, w)
	w.Tokens, err = st.TokensOf(ctx, id)
	return w, err
}

// SetPassword gives the account a password, new or first, and signs every other browser
// out. errs.Invalid for the field password, errs.Forbidden without a recent sign-in.
func (u *Users) SetPassword(ctx context.Context, v *Visit, password string) error {
	if err := orFirst(v.recent(), account.CheckPassword(v.Account.Name, password)); err != nil {
		return err
	}
	phc, err := u.hash(ctx, password)
	if err != nil {
		return err
	}
	by, err := u.k.audit(v.Account.ID, "", "password.set")
	if err != nil {
		return err
	}
	return u.k.store.SetPassword(ctx, v.Account.ID, phc, v.Session, by)
}

// RecoveryCodes makes a new set; the old codes work no more. They are shown once: only
// hashes are kept. errs.Forbidden without a recent sign-in.
func (u *Users) RecoveryCodes(ctx context.Context, v *Visit) ([]string, error) {
	if err := v.recent(); err != nil {
		return nil, err
	}
	return u.k.newCodes(ctx, v.Account, "recovery.set")
}

// IssueCodes makes a new set for the operator to hand to somebody who cannot get in, or
// whose account the operator has made. errs.NotFound for an unknown name.
func (k *Keeper) IssueCodes(ctx context.Context, name string) ([]string, error) {
	a, err := k.store.AccountNamed(ctx, account.CleanName(name))
	if err != nil {
		return nil, err
	}
	return k.newCodes(ctx, a, "recovery.issue")
}

func (k *Keeper) newCodes(ctx context.Context, a Account, action string) ([]string, error) {
	codes, err := account.NewRecoveryCodes(k.rand)
	if err != nil {
		return nil, err
	}
	hashes := make([]string, len(codes))
	for i, c := range codes {
		hashes[i] = account.HashRecoveryCode(a.ID, c)
	}
	by, err := k.audit(a.ID, "", action)
	if err != nil {
		return nil, err
	}
	return codes, k.store.SetRecoveryCodes(ctx, a.ID, hashes, by)
}

// EndSession signs a browser of the account out; an empty hash all but this one.
func (u *Users) EndSession(ctx context.Context, v *Visit, hash string) error {
	if hash == "" {
		return u.k.store.EndOthers(ctx, v.Account.ID, v.Session)
	}
	return u.k.store.EndSession(ctx, v.Account.ID, hash)
}

// DropPasskey removes a passkey of the account. errs.Conflict when nothing else would be
// left to get in with, or nothing strong enough for the role; errs.Forbidden without a
// recent sign-in.
func (u *Users) DropPasskey(ctx context.Context, v *Visit, id string) error {
	if err := v.recent(); err != nil {
		return err
	}
	w, err := u.Ways(ctx, v)
	if err != nil {
		return err
	}
	if w.OnlyKey {
		return errs.New(errs.Conflict, "this is the only way into the account; set a password or add another passkey first")
	}
	by, err := u.k.audit(v.Account.ID, "", "passkey.drop")
	if err != nil {
		return err
	}
	return u.k.store.DropCredential(ctx, v.Account.ID, id, by)
}

// onlyKey reports that the account has one passkey and cannot do without it.
func (u *Users) onlyKey(v *Visit, w Ways) bool {
	second := w.Second != nil && w.Second.ConfirmedAt != nil
	return len(w.Passkeys) < 2 && (!w.Password || u.Requires(v.Account.Role) && !second)
}

// AddToken makes a bearer token for programs; it is shown once. errs.Forbidden without a
// recent sign-in, or while the account lacks what its role asks for.
func (u *Users) AddToken(ctx context.Context, v *Visit, label string) (string, error) {
	if err := v.recent(); err != nil {
		return "", err
	}
	if v.Unprotected {
		return "", errs.New(errs.Forbidden, "add a passkey or a second factor first")
	}
	return u.k.AddToken(ctx, v.Account.Name, label, nil)
}

// DropToken ends a token of the account.
func (u *Users) DropToken(ctx context.Context, v *Visit, hash string) error {
	return u.k.store.DropToken(ctx, v.Account.ID, hash)
}

package app

import (
	"context"
	"encoding/json"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// Passkeys speaks WebAuthn with browsers; internal/passkey implements it. state is what
// it must be given back, unchanged and once only, with the browser's answer. Errors are
// errs.Invalid for an answer that does not hold.
type Passkeys interface {
	// Create asks a browser to make a passkey for a user; have are the data of those the
	// user has already.
	Create(site Site, user PasskeyUser, have []string) (options, state []byte, err error)
	// Created checks the answer and returns the id and the data to keep.
	Created(site Site, user PasskeyUser, state, answer []byte) (id, data string, err error)
	// Ask asks a browser for any passkey of this site.
	Ask(site Site) (options, state []byte, err error)
	// Answered checks the answer. find returns the kept data of a passkey by its id and
	// the user's id. The data to keep from now on comes back.
	Answered(site Site, state, answer []byte, find func(id, user string) (data string, err error)) (id, data string, err error)
}

// Site is the address that a browser sees, which passkeys belong to.
type Site struct {
	Host    string   // without a port
	Origins []string // with scheme and port
}

// PasskeyUser is whom a passkey is for.
type PasskeyUser struct {
	ID   string // of the account
	Name string // shown by the browser when it offers its passkeys
}

// ceremonyTime is how long a browser may take to answer.
const ceremonyTime = 5 * time.Minute

// ceremony is what is kept meanwhile.
type ceremony struct {
	Kind    string          `json:"kind"` // signup, add, signin, again
	Account string          `json:"account,omitempty"`
	Name    string          `json:"name,omitempty"`
	State   json.RawMessage `json:"state"`
}

// Asked is what goes to the browser: the options of WebAuthn, and a secret that must
// come back with the answer.
type Asked struct {
	Options  json.RawMessage `json:"options"`
	Ceremony string          `json:"ceremony"`
}

func (u *Users) begin(ctx context.Context, c ceremony, options, state []byte) (Asked, error) {
	secret, err := account.NewSecret(u.k.rand)
	if err != nil {
		return Asked{}, err
	}
	c.State = state
	text, err := json.Marshal(c)
	if err != nil {
		return Asked{}, err
	}
	err = u.k.store.AddCeremony(ctx, account.HashSecret(secret), string(text), u.k.now().Add(ceremonyTime))
	return Asked{options, secret}, err
}

// take finds the ceremony that an answer belongs to; it can be answered once.
func (u *Users) take(ctx context.Context, secret, kind string) (c ceremony, err error) {
	text, err := u.k.store.TakeCeremony(ctx, account.HashSecret(secret), u.k.now())
	switch {
	case err != nil && errs.KindOf(err) == errs.NotFound:
		return c, errs.Field("passkey", "took too long; try again")
	case err != nil:
		return c, err
	}
	if err := json.Unmarshal([]byte(text), &c); err != nil || c.Kind != kind {
		return c, errs.Field("passkey", "does not fit here; try again")
	}
	return c, nil
}

func (u *Users) needPasskeys() error {
	if u.passkeys == nil {
		return errs.New(errs.NotFound, "passkeys are not offered here")
	}
	return nil
}

// AskNewUser begins to sign up by passkey. The errors of SignUp, but for the password.
func (u *Users) AskNewUser(ctx context.Context, site Site, in SignUp, b Browser) (Asked, error) {
	if err := orFirst(u.needPasskeys(), u.mayJoin(ctx, b)); err != nil {
		return Asked{}, err
	}
	if err := in.check(); err != nil {
		return Asked{}, err
	}
	if _, _, err := u.k.store.Login(ctx, in.Name); err == nil {
		return Asked{}, errs.New(errs.Conflict, "the name is taken")
	} else if errs.KindOf(err) != errs.NotFound {
		return Asked{}, err
	}
	id, err := u.k.newID()
	if err != nil {
		return Asked{}, err
	}
	options, state, err := u.passkeys.Create(site, PasskeyUser{id, in.Name}, nil)
	if err != nil {
		return Asked{}, err
	}
	return u.begin(ctx, ceremony{Kind: "signup", Account: id, Name: in.Name}, options, state)
}

// JoinByPasskey ends it: the account is made with the passkey, and the browser is signed
// in. The name is that of AskNewUser.
func (u *Users) JoinByPasskey(ctx context.Context, site Site, secret string, answer []byte, in SignUp, b Browser) (string, error) {
	c, err := u.take(ctx, secret, "signup")
	if err != nil {
		return "", err
	}
	in.Name = c.Name
	if err := in.check(); err != nil {
		return "", err
	}
	key, data, err := u.passkeys.Created(site, PasskeyUser{c.Account, c.Name}, c.State, answer)
	if err != nil {
		return "", err
	}
	a, err := u.add(ctx, c.Account, in, "", u.credential(c.Account, key, data, b))
	if err != nil {
		return "", err
	}
	return u.start(ctx, a, b, "signup")
}

// credential is a passkey that has just been made.
func (u *Users) credential(accountID, key, data string, b Browser) *Credential {
	return &Credential{ID: key, Account: accountID, Label: b.Label, Data: data, CreatedAt: u.k.now()}
}

// AskPasskey begins to add a passkey to the account of a visit. errs.Forbidden when it
// did not sign in recently.
func (u *Users) AskPasskey(ctx context.Context, site Site, v *Visit) (Asked, error) {
	if err := orFirst(u.needPasskeys(), v.recent()); err != nil {
		return Asked{}, err
	}
	known, err := u.k.store.CredentialsOf(ctx, v.Account.ID)
	if err != nil {
		return Asked{}, err
	}
	have := make([]string, len(known))
	for i, c := range known {
		have[i] = c.Data
	}
	options, state, err := u.passkeys.Create(site, PasskeyUser{v.Account.ID, v.Account.Name}, have)
	if err != nil {
		return Asked{}, err
	}
	return u.begin(ctx, ceremony{Kind: "add", Account: v.Account.ID}, options, state)
}

// AddPasskey ends it.
func (u *Users) AddPasskey(ctx context.Context, site Site, v *Visit, secret string, answer []byte, b Browser) error {
	c, err := u.take(ctx, secret, "add")
	if err != nil {
		return err
	}
	if c.Account != v.Account.ID {
		return errs.Field("passkey", "does not fit here; try again")
	}
	key, data, err := u.passkeys.Created(site, PasskeyUser{v.Account.ID, v.Account.Name}, c.State, answer)
	if err != nil {
		return err
	}
	by, err := u.k.audit(v.Account.ID, "", "passkey.add")
	if err != nil {
		return err
	}
	return u.k.store.AddCredential(ctx, *u.credential(v.Account.ID, key, data, b), by)
}

// AskSignIn begins to sign in by passkey; nothing has to be typed. errs.TooMany.
func (u *Users) AskSignIn(ctx context.Context, site Site, b Browser) (Asked, error) {
	if err := u.needPasskeys(); err != nil {
		return Asked{}, err
	}
	if err := u.attempt(ctx, account.KeyByAddress, b.Address); err != nil {
		return Asked{}, err
	}
	options, state, err := u.passkeys.Ask(site)
	if err != nil {
		return Asked{}, err
	}
	return u.begin(ctx, ceremony{Kind: "signin"}, options, state)
}

// SignInByPasskey ends it and returns the value of the cookie. With a visit it signs the
// same account in anew, as Again does; otherwise v is nil. errs.Unauthorized for a
// passkey that is not known or not this account's.
func (u *Users) SignInByPasskey(ctx context.Context, site Site, secret string, answer []byte, v *Visit, b Browser) (string, error) {
	c, err := u.take(ctx, secret, "signin")
	if err != nil {
		return "", err
	}
	var kept Credential
	key, data, err := u.passkeys.Answered(site, c.State, answer, func(id, user string) (string, error) {
		if kept, err = u.k.store.Credential(ctx, id); err != nil {
			return "", err
		}
		if kept.Account != user {
			return "", refused()
		}
		return kept.Data, nil
	})
	if err != nil {
		if kind := errs.KindOf(err); kind == errs.Unavailable {
			return "", err
		}
		return "", orFirst(u.k.note(ctx, kept.Account, "", "signin.passkey", "refused"), refused())
	}
	a, _, err := u.k.store.AccountByID(ctx, kept.Account)
	if err != nil || a.DisabledAt != nil {
		return "", orFirst(unlessMissing(err), refused())
	}
	if err := u.k.store.UseCredential(ctx, key, data, u.k.now()); err != nil {
		return "", err
	}
	if v == nil {
		return u.start(ctx, a, b, "passkey")
	}
	if v.Account.ID != a.ID {
		return "", refused()
	}
	return u.renew(ctx, v, b, "passkey")
}

// unlessMissing drops errs.NotFound.
func unlessMissing(err error) error {
	if err != nil && errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}

// recent refuses what needs a recent sign-in. errs.Forbidden.
func (v *Visit) recent() error {
	if !v.Recent {
		return errs.New(errs.Forbidden, "sign in again first")
	}
	return nil
}

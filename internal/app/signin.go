package app

import (
	"context"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// SignUp is what a new user says.
type SignUp struct {
	Name       string
	Password   string // empty where a passkey takes its place
	PersonName string // what to call the account's own person; may be empty
	TimeZone   string // IANA name
}

// check cleans the answers and reports the first that cannot be used.
func (in *SignUp) check() error {
	in.Name, in.PersonName = account.CleanName(in.Name), account.CleanName(in.PersonName)
	if err := account.CheckName(in.Name); err != nil {
		return err
	}
	return account.CheckPersonName(in.PersonName)
}

// SignUp makes an account with a password and signs the browser in. The value of the
// cookie comes back. errs.Invalid with the field name, password, person_name or
// time_zone; errs.Conflict for a taken name; errs.TooMany; errs.Forbidden when only the
// operator adds accounts.
func (u *Users) SignUp(ctx context.Context, in SignUp, b Browser) (string, error) {
	if err := u.mayJoin(ctx, b); err != nil {
		return "", err
	}
	if err := in.check(); err != nil {
		return "", err
	}
	if err := account.CheckPassword(in.Name, in.Password); err != nil {
		return "", err
	}
	phc, err := u.hash(ctx, in.Password)
	if err != nil {
		return "", err
	}
	id, err := u.k.newID()
	if err != nil {
		return "", err
	}
	a, err := u.add(ctx, id, in, phc, nil)
	if err != nil {
		return "", err
	}
	return u.start(ctx, a, b, "signup")
}

func (u *Users) mayJoin(ctx context.Context, b Browser) error {
	if u.opts.Closed {
		return errs.New(errs.Forbidden, "the operator adds accounts here")
	}
	return u.attempt(ctx, account.SignUpByAddress, b.Address)
}

// add makes the account with its first person and its first way in, all or nothing.
func (u *Users) add(ctx context.Context, id string, in SignUp, phc string, passkey *Credential) (Account, error) {
	p, err := u.k.newPerson(ctx, in.TimeZone)
	if err != nil {
		return Account{}, err
	}
	l := Link{Person: p.ID, Relation: "self"}
	if l.NameSealed, err = u.k.sealName(ctx, id, p, in.PersonName); err != nil {
		return Account{}, err
	}
	by := make([]Audit, 1, 2)
	if by[0], err = u.k.audit(id, p.ID, "account.add"); err != nil {
		return Account{}, err
	}
	if passkey != nil {
		added, err := u.k.audit(id, "", "passkey.add")
		if err != nil {
			return Account{}, err
		}
		by = append(by, added)
	}
	a := Account{ID: id, Name: in.Name, Role: string(account.Person), CreatedAt: p.CreatedAt}
	return a, u.k.store.AddUser(ctx, NewUser{Account: a, Password: phc, Passkey: passkey, Person: p, Link: l}, by...)
}

// sealName seals what an account calls a person; nil for no name.
func (k *Keeper) sealName(ctx context.Context, account string, p KeptPerson, name string) ([]byte, error) {
	if name == "" {
		return nil, nil
	}
	key, err := k.open(ctx, p)
	if err != nil {
		return nil, err
	}
	return key.Seal(k.rand, nameLabel(account), []byte(name))
}

// refused is the one answer to every wrong name, password or code.
func refused() error {
	return errs.New(errs.Unauthorized, "the name and the secret do not belong together")
}

// SignIn signs a browser in by password. An unknown name costs as much time as a wrong
// password and gives the same error, errs.Unauthorized. errs.TooMany. CodeNeeded or
// ErrPasskeyNeeded when the password was right and is not enough.
func (u *Users) SignIn(ctx context.Context, name, password string, b Browser) (string, error) {
	a, err := u.byPassword(ctx, name, password, b)
	if err != nil {
		return "", err
	}
	return u.afterPassword(ctx, a, b)
}

func (u *Users) byPassword(ctx context.Context, name, password string, b Browser) (Account, error) {
	name = account.CleanName(name)
	if err := u.attempts(ctx, account.SignInByName, name, b); err != nil {
		return Account{}, err
	}
	a, phc, err := u.k.store.Login(ctx, name)
	known := err == nil && phc != ""
	switch {
	case err != nil && errs.KindOf(err) != errs.NotFound:
		return Account{}, err
	case !known:
		phc = u.decoy
	}
	if len(password) > 4*account.MaxPassword {
		password = ""
	}
	ok, stale, err := u.verify(ctx, phc, password)
	if err != nil {
		return Account{}, err
	}
	if !ok || !known || a.DisabledAt != nil {
		// Which account it was stands in the audit; which name was typed does not: it may
		// have been a password.
		return Account{}, orFirst(u.k.note(ctx, a.ID, "", "signin.password", "refused"), refused())
	}
	if stale {
		u.rehash(ctx, a, password)
	}
	return a, nil
}

// attempts counts one attempt by address and one by name.
func (u *Users) attempts(ctx context.Context, byName account.Limit, name string, b Browser) error {
	if err := u.attempt(ctx, account.SignInByAddress, b.Address); err != nil {
		return err
	}
	return u.attempt(ctx, byName, folded(name))
}

// orFirst is the first of two errors that is one.
func orFirst(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// rehash keeps a password at the usual cost from now on. When that fails, the old string
// still works.
func (u *Users) rehash(ctx context.Context, a Account, password string) {
	if u.opts.Cost != account.Usual {
		return
	}
	if phc, err := u.hash(ctx, password); err == nil {
		_ = u.k.store.Rehash(ctx, a.ID, phc)
	}
}

// Recover signs a browser in by a recovery code, which then works no more. The same
// errors as SignIn.
func (u *Users) Recover(ctx context.Context, name, typed string, b Browser) (string, error) {
	name = account.CleanName(name)
	if err := u.attempts(ctx, account.CodeByName, name, b); err != nil {
		return "", err
	}
	a, _, err := u.k.store.Login(ctx, name)
	if err != nil && errs.KindOf(err) != errs.NotFound {
		return "", err
	}
	code, ok := account.ReadRecoveryCode(typed)
	if !ok || a.DisabledAt != nil {
		code = ""
	}
	err = u.k.store.UseRecoveryCode(ctx, a.ID, account.HashRecoveryCode(a.ID, code), u.k.now())
	switch {
	case errs.KindOf(err) == errs.NotFound && err != nil:
		return "", orFirst(u.k.note(ctx, a.ID, "", "signin.recovery", "refused"), refused())
	case err != nil:
		return "", err
	}
	return u.start(ctx, a, b, "recovery")
}

// Again signs the same account in anew by password and ends the session it had, so that
// what needs a recent sign-in can be done. errs.Unauthorized for a wrong password.
func (u *Users) Again(ctx context.Context, v *Visit, password string, b Browser) (string, error) {
	a, err := u.byPassword(ctx, v.Account.Name, password, b)
	if err != nil {
		return "", err
	}
	if a.ID != v.Account.ID {
		return "", refused()
	}
	return u.renew(ctx, v, b, "password")
}

// renew replaces the session of a visit; the person whose pages are open stays.
func (u *Users) renew(ctx context.Context, v *Visit, b Browser, how string) (string, error) {
	secret, err := u.start(ctx, v.Account, b, how)
	if err != nil {
		return "", err
	}
	if v.Chosen.ID != "" {
		if err := u.k.store.ChoosePerson(ctx, account.HashSecret(secret), v.Chosen.ID); err != nil {
			return "", err
		}
	}
	return secret, u.SignOut(ctx, v)
}

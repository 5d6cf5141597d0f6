package app

import (
	"context"
	"errors"
	"slices"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// CodeNeeded is an errs.Unauthorized that asks for a code of the app: the password was
// right. Sign what comes next with Ceremony.
type CodeNeeded struct {
	error
	Ceremony string
	Wrong    bool // a code came, and was not the right one or was taken before
}

// Unwrap gives the error its kind.
func (c CodeNeeded) Unwrap() error { return c.error }

// ErrPasskeyNeeded answers a right password where the operator asks for more than one
// factor and the account has a passkey: the password alone lets nobody in.
var ErrPasskeyNeeded = errs.New(errs.Unauthorized, "this account gets in with its passkey, or with a recovery code")

// Requires reports whether accounts of a role must have a passkey or a second factor.
func (u *Users) Requires(role string) bool {
	return slices.Contains(u.opts.Strong, account.Role(role))
}

// unprotected reports an account that must have a passkey or a second factor and has none.
func (u *Users) unprotected(ctx context.Context, a Account) (bool, error) {
	if !u.Requires(a.Role) {
		return false, nil
	}
	strong, err := u.k.store.Strong(ctx, a.ID)
	return !strong, err
}

// afterPassword signs a browser in whose password was right, or says what else is needed:
// CodeNeeded, or ErrPasskeyNeeded.
func (u *Users) afterPassword(ctx context.Context, a Account, b Browser) (string, error) {
	f, err := u.k.store.SecondFactor(ctx, a.ID)
	switch {
	case err == nil && f.ConfirmedAt != nil:
		return "", u.askCode(ctx, a, false)
	case unlessMissing(err) != nil:
		return "", err
	}
	if u.Requires(a.Role) {
		keys, err := u.k.store.CredentialsOf(ctx, a.ID)
		if err != nil {
			return "", err
		}
		if len(keys) > 0 {
			return "", orFirst(u.k.note(ctx, a.ID, "", "signin.password", "refused"), ErrPasskeyNeeded)
		}
	}
	return u.start(ctx, a, b, "password")
}

// askCode asks for a code; the answer has as much time as that of a passkey.
func (u *Users) askCode(ctx context.Context, a Account, wrong bool) error {
	asked, err := u.begin(ctx, ceremony{Kind: "code", Account: a.ID}, nil, []byte("null"))
	if err != nil {
		return err
	}
	return CodeNeeded{errs.New(errs.Unauthorized, "a code of the app is needed"), asked.Ceremony, wrong}
}

// SignInByCode ends what SignIn began with CodeNeeded. A wrong code gives CodeNeeded
// anew; errs.TooMany after some of them, errs.Unauthorized when it took too long.
func (u *Users) SignInByCode(ctx context.Context, secret, code string, b Browser) (string, error) {
	if err := u.attempt(ctx, account.SignInByAddress, b.Address); err != nil {
		return "", err
	}
	c, err := u.take(ctx, secret, "code")
	if err != nil {
		if errs.KindOf(err) == errs.Invalid {
			err = refused()
		}
		return "", err
	}
	a, _, err := u.k.store.AccountByID(ctx, c.Account)
	if err != nil || a.DisabledAt != nil {
		return "", orFirst(unlessMissing(err), refused())
	}
	if err := u.attempt(ctx, account.CodeByAccount, a.ID); err != nil {
		return "", err
	}
	switch err := u.takeCode(ctx, a, code); {
	case errors.Is(err, errWrongCode):
		return "", orFirst(u.k.note(ctx, a.ID, "", "signin.code", "refused"), u.askCode(ctx, a, true))
	case err != nil:
		return "", err
	}
	return u.start(ctx, a, b, "code")
}

// errWrongCode is about a code that is wrong, or was taken before.
var errWrongCode = errs.Field("code", "is not the code that the app shows now")

// takeCode takes a code of a confirmed second factor, once. errWrongCode.
func (u *Users) takeCode(ctx context.Context, a Account, typed string) error {
	step, err := u.stepOf(ctx, a, typed)
	if err != nil {
		return err
	}
	if err := u.k.store.UseSecondFactor(ctx, a.ID, step); err != nil {
		if errs.KindOf(err) == errs.NotFound {
			err = errWrongCode
		}
		return err
	}
	return nil
}

// stepOf finds the span of time that a code is for. errWrongCode.
func (u *Users) stepOf(ctx context.Context, a Account, typed string) (int64, error) {
	secret, err := u.k.secret(ctx, (&KeptSecondFactor{Account: a.ID}).SecretName())
	if err != nil {
		return 0, err
	}
	step, ok := account.OneTimeStep(secret, typed, u.k.now())
	if !ok {
		return 0, errWrongCode
	}
	return step, nil
}

// SecondFactor is what an account's page shows of it.
type SecondFactor struct {
	Kept     *KeptSecondFactor // nil when there is none
	Text     string            // the secret to be typed, only until it is confirmed
	Address  string            // the same for a QR code
	Required bool              // the operator asks for it, or for a passkey
	Only     bool              // and there is no passkey, so it cannot be removed
}

// SecondFactor returns it. issuer is what the app will call this program.
func (u *Users) SecondFactor(ctx context.Context, v *Visit, issuer string) (x SecondFactor, err error) {
	x.Required = u.Requires(v.Account.Role)
	f, err := u.k.store.SecondFactor(ctx, v.Account.ID)
	if err != nil {
		return x, unlessMissing(err)
	}
	x.Kept = &f
	if f.ConfirmedAt == nil {
		secret, err := u.k.secret(ctx, f.SecretName())
		if err != nil {
			return x, err
		}
		x.Text, x.Address = account.OneTimeText(secret), account.OneTimeAddress(issuer, v.Account.Name, secret)
		return x, nil
	}
	keys, err := u.k.store.CredentialsOf(ctx, v.Account.ID)
	x.Only = x.Required && len(keys) == 0
	return x, err
}

// BeginSecondFactor makes a secret, or another one while none is confirmed.
// errs.Conflict when one is; errs.Forbidden without a recent sign-in.
func (u *Users) BeginSecondFactor(ctx context.Context, v *Visit) error {
	if err := v.recent(); err != nil {
		return err
	}
	plain, err := account.NewOneTimeSecret(u.k.rand)
	if err != nil {
		return err
	}
	f := KeptSecondFactor{Account: v.Account.ID, CreatedAt: u.k.now()}
	secret, err := u.k.sealSecret(ctx, f.SecretName(), plain)
	if err != nil {
		return err
	}
	return u.k.store.BeginSecondFactor(ctx, f, secret)
}

// ConfirmSecondFactor takes the first code; from now on one is asked for after the
// password. errs.Invalid for the field code; errs.NotFound when none waits;
// errs.Forbidden without a recent sign-in; errs.TooMany.
func (u *Users) ConfirmSecondFactor(ctx context.Context, v *Visit, typed string) error {
	if err := orFirst(v.recent(), u.attempt(ctx, account.CodeByAccount, v.Account.ID)); err != nil {
		return err
	}
	if f, err := u.k.store.SecondFactor(ctx, v.Account.ID); err != nil {
		return err
	} else if f.ConfirmedAt != nil {
		return errs.New(errs.NotFound, "it is confirmed already")
	}
	step, err := u.stepOf(ctx, v.Account, typed)
	if err != nil {
		return err
	}
	by, err := u.k.audit(v.Account.ID, "", "second-factor.add")
	if err != nil {
		return err
	}
	return u.k.store.ConfirmSecondFactor(ctx, v.Account.ID, step, u.k.now(), by)
}

// DropSecondFactor removes it, or gives up making one. errs.Conflict when the operator
// asks for one and there is no passkey; errs.Forbidden without a recent sign-in.
func (u *Users) DropSecondFactor(ctx context.Context, v *Visit) error {
	if err := v.recent(); err != nil {
		return err
	}
	x, err := u.SecondFactor(ctx, v, "")
	if err != nil {
		return err
	}
	if x.Only {
		return errs.New(errs.Conflict, "this account must have a second factor or a passkey; add a passkey first")
	}
	by, err := u.k.audit(v.Account.ID, "", "second-factor.drop")
	if err != nil {
		return err
	}
	return u.k.store.DropSecondFactor(ctx, v.Account.ID, by)
}

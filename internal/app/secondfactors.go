package app

import (
	"context"
	"time"
)

// KeptSecondFactor says that codes of an app are asked for beside the password. The
// secret of the codes is a KeptSecret of its own.
type KeptSecondFactor struct {
	Account     string
	LastStep    int64 // span of time of the newest code that was taken; 0 before the first
	CreatedAt   time.Time
	ConfirmedAt *time.Time // nil until the first code was right; until then nothing is asked
}

// SecretName is where the secret is kept.
func (f *KeptSecondFactor) SecretName() string { return "second-factor." + f.Account }

// SecondFactors keeps the second factors of accounts.
type SecondFactors interface {
	// BeginSecondFactor keeps one that is not confirmed, with its secret, in the place of
	// another that was not. errs.Conflict when the account has a confirmed one.
	BeginSecondFactor(ctx context.Context, f KeptSecondFactor, secret KeptSecret) error
	// SecondFactor returns that of an account. errs.NotFound.
	SecondFactor(ctx context.Context, account string) (KeptSecondFactor, error)
	// ConfirmSecondFactor takes the first code. errs.NotFound when there is none that waits
	// for it.
	ConfirmSecondFactor(ctx context.Context, account string, step int64, at time.Time, by Audit) error
	// UseSecondFactor takes a code of a confirmed one; of several that come at once with
	// the same code, one. errs.NotFound when it, or a later one, was taken before.
	UseSecondFactor(ctx context.Context, account string, step int64) error
	// DropSecondFactor removes it with its secret. errs.NotFound.
	DropSecondFactor(ctx context.Context, account string, by Audit) error
	// Strong reports whether an account has a passkey or a confirmed second factor.
	Strong(ctx context.Context, account string) (bool, error)
}

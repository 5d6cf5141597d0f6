package app

import (
	"context"
	"fmt"
	"time"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// Users holds the use cases of those who sign in: getting in, the persons they keep a
// diary for, and leaving. Safe for concurrent use.
type Users struct {
	k        *Keeper
	passkeys Passkeys
	opts     UserOptions
	gate     chan struct{} // bounds how many passwords are hashed at once
	decoy    string        // the PHC string that unknown names are checked against
}

// UserOptions are an operator's settings of accounts.
type UserOptions struct {
	// Closed lets nobody sign up by themselves; the operator adds accounts.
	Closed bool
	// Cost of passwords; zero for account.Usual.
	Cost account.Cost
	// Strong are the roles whose accounts must have a passkey or a second factor; nil for
	// none.
	Strong []account.Role
	// Invented says that nobody here is real; what is taken out says so too.
	Invented bool
}

// hashing is how many passwords are hashed at once: each takes 19 MiB for about 30 ms, and
// a flood of guesses must not take the memory of the diary.
const hashing = 1

// NewUsers makes the use cases over a keeper. passkeys may be nil; then only passwords
// and recovery codes get in.
func NewUsers(k *Keeper, passkeys Passkeys, opts UserOptions) (*Users, error) {
	if opts.Cost == (account.Cost{}) {
		opts.Cost = account.Usual
	}
	secret, err := account.NewSecret(k.rand)
	if err != nil {
		return nil, err
	}
	decoy, err := account.Hash(k.rand, secret, opts.Cost)
	return &Users{k: k, passkeys: passkeys, opts: opts, gate: make(chan struct{}, hashing), decoy: decoy}, err
}

// Closed reports whether only the operator adds accounts.
func (u *Users) Closed() bool { return u.opts.Closed }

// HasPasskeys reports whether passkeys are offered.
func (u *Users) HasPasskeys() bool { return u.passkeys != nil }

// Browser is what is known of whoever asks.
type Browser struct {
	Address string // for limits only, never kept as it is
	Label   string // what sort of browser, in words
}

// TooMany is an errs.TooMany that says how long to wait.
type TooMany struct {
	error
	Wait time.Duration
}

// Unwrap gives the error its kind.
func (t TooMany) Unwrap() error { return t.error }

// attempt counts an attempt and refuses one too many.
func (u *Users) attempt(ctx context.Context, l account.Limit, whom string) error {
	return u.k.attempt(ctx, l, whom)
}

// attempt counts an attempt and refuses one too many. A counter that cannot be written
// lets nobody in: errs.Unavailable.
func (k *Keeper) attempt(ctx context.Context, l account.Limit, whom string) error {
	now := k.now()
	n, err := k.store.Attempt(ctx, l.Key(whom, now), l.SpanOf(now))
	if err != nil {
		return err
	}
	if n > l.Most {
		return TooMany{errs.New(errs.TooMany, "too many attempts; wait and try again"), l.Wait(now)}
	}
	return nil
}

// folded is a name as limits count it, so that case does not give more attempts.
func folded(name string) string { return cases.Fold().String(norm.NFKC.String(name)) }

// hash makes the PHC string of a new password, a few at a time.
func (u *Users) hash(ctx context.Context, password string) (string, error) {
	done, err := u.turn(ctx)
	if err != nil {
		return "", err
	}
	defer done()
	return account.Hash(u.k.rand, password, u.opts.Cost)
}

// verify checks a password against a PHC string, a few at a time.
func (u *Users) verify(ctx context.Context, phc, password string) (ok, stale bool, err error) {
	done, err := u.turn(ctx)
	if err != nil {
		return false, false, err
	}
	defer done()
	return account.Verify(phc, password)
}

func (u *Users) turn(ctx context.Context) (done func(), err error) {
	select {
	case u.gate <- struct{}{}:
		return func() { <-u.gate }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// audit makes a line of the audit. It fails with the source of chance only.
func (k *Keeper) audit(account, person, action string) (Audit, error) {
	id, err := k.newID()
	return Audit{ID: id, At: k.now(), Account: account, Person: person, Action: action, Outcome: "done"}, err
}

// note writes a line of the audit.
func (k *Keeper) note(ctx context.Context, account, person, action, outcome string) error {
	by, err := k.audit(account, person, action)
	if err != nil {
		return err
	}
	by.Outcome = outcome
	return k.store.AddAudit(ctx, by)
}

// start signs a browser in and returns the value of its cookie.
func (u *Users) start(ctx context.Context, a Account, b Browser, how string) (string, error) {
	secret, err := account.NewSecret(u.k.rand)
	if err != nil {
		return "", err
	}
	by, err := u.k.audit(a.ID, "", "signin."+how)
	if err != nil {
		return "", err
	}
	now := u.k.now()
	s := Session{Hash: account.HashSecret(secret), Account: a.ID, Label: b.Label, CreatedAt: now, SeenAt: now, ExpiresAt: account.Expires(account.Role(a.Role), now, now)}
	if err := u.k.store.AddSession(ctx, s, by); err != nil {
		return "", fmt.Errorf("sign in: %w", err)
	}
	return secret, nil
}

// SignOut ends the session of a cookie's value; one that is over already is fine.
func (u *Users) SignOut(ctx context.Context, v *Visit) error {
	err := u.k.store.EndSession(ctx, v.Account.ID, v.Session)
	if errs.KindOf(err) == errs.NotFound {
		return nil
	}
	return err
}

package app

import (
	"context"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// Accounts lists the accounts by name, for an operator.
func (k *Keeper) Accounts(ctx context.Context) ([]Account, error) { return k.store.AllAccounts(ctx) }

// Lock shuts an account out at once, with its browsers and tokens, or lets it in again.
// Nothing of what it keeps is lost. errs.NotFound for an unknown name.
func (k *Keeper) Lock(ctx context.Context, name string, shut bool) error {
	a, err := k.store.AccountNamed(ctx, name)
	if err != nil {
		return err
	}
	action, from := "account.unlock", (*time.Time)(nil)
	if shut {
		now := k.now()
		action, from = "account.lock", &now
	}
	by, err := k.audit(a.ID, "", action)
	if err != nil {
		return err
	}
	return k.store.SetDisabled(ctx, a.ID, from, by)
}

// tokenPrefix lets people and scanners see what a leaked token is.
const tokenPrefix = "legible_"

// AddAccount makes an account with a person of its own, who is the account's holder.
// errs.Invalid for a name, role or zone that cannot be used, errs.Conflict for a name
// that is taken.
func (k *Keeper) AddAccount(ctx context.Context, name, role, zone string) (Account, KeptPerson, error) {
	if name != account.CleanName(name) { // signing in cleans what is typed, and would not find it
		return Account{}, KeptPerson{}, errs.Field("name", "must not begin or end with a space, or have two in a row")
	}
	if err := account.CheckName(name); err != nil {
		return Account{}, KeptPerson{}, err
	}
	if !account.Role(role).Valid() {
		return Account{}, KeptPerson{}, errs.Field("role", "use %s", account.RoleList())
	}
	p, err := k.newPerson(ctx, zone)
	if err != nil {
		return Account{}, KeptPerson{}, err
	}
	id, err := k.newID()
	if err != nil {
		return Account{}, KeptPerson{}, err
	}
	a := Account{ID: id, Name: name, Role: role, CreatedAt: p.CreatedAt}
	err = k.store.AddAccount(ctx, a, p, Link{Person: p.ID, Relation: "self"})
	if errs.KindOf(err) == errs.Conflict && err != nil {
		err = errs.New(errs.Conflict, "there is an account of that name already; choose another name")
	}
	return a, p, err
}

// AddToken makes a bearer token for an account and returns it; only its hash is kept.
// expires may be nil for never. errs.NotFound for an unknown name.
func (k *Keeper) AddToken(ctx context.Context, name, label string, expires *time.Time) (string, error) {
	label = account.CleanName(label)
	if err := account.CheckLabel(label); err != nil {
		return "", err
	}
	a, err := k.store.AccountNamed(ctx, name)
	if err != nil {
		return "", err
	}
	secret, err := account.NewSecret(k.rand)
	if err != nil {
		return "", err
	}
	token := tokenPrefix + secret
	return token, k.store.AddToken(ctx, Token{Hash: account.HashSecret(token), Account: a.ID, Label: label, CreatedAt: k.now(), ExpiresAt: expires})
}

// AccountOf finds whose token it is. errs.Unauthorized when it is nobody's or no longer.
func (k *Keeper) AccountOf(ctx context.Context, token string) (Account, error) {
	if !strings.HasPrefix(token, tokenPrefix) || len(token) > 100 {
		return Account{}, unauthorized()
	}
	a, err := k.store.AccountOfToken(ctx, account.HashSecret(token), k.now())
	if err != nil && errs.KindOf(err) == errs.NotFound {
		err = unauthorized()
	}
	return a, err
}

func unauthorized() error {
	return errs.New(errs.Unauthorized, "Send a valid token in the header Authorization: Bearer TOKEN. The command \"legible token NAME\" makes one.")
}

// PersonView is a person as an account sees them.
type PersonView struct {
	ID       string `json:"id"`
	Relation string `json:"relation"`
	TimeZone string `json:"time_zone"`
}

// PersonsOf lists the persons an account may reach, sorted by id; never nil.
func (k *Keeper) PersonsOf(ctx context.Context, a Account) ([]PersonView, error) {
	list, err := k.store.PersonsOf(ctx, a.ID)
	out := make([]PersonView, 0, len(list))
	for _, p := range list {
		out = append(out, PersonView{ID: p.ID, Relation: p.Link.Relation, TimeZone: p.TimeZone})
	}
	return out, err
}

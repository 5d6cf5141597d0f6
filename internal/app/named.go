package app

import (
	"context"
	"strings"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// Named lists the persons an account may reach with the names it calls them, the
// account's own holder first; never nil.
func (k *Keeper) Named(ctx context.Context, a Account) ([]Member, error) { return k.members(ctx, a) }

// FindPerson finds a person of the account of a name, for whoever runs the program and
// holds its keys: by id, or by what the account calls them in any case of letters; the
// account's own holder when person is empty. The audit says that it was done. errs.NotFound.
func (k *Keeper) FindPerson(ctx context.Context, name, person string) (Account, Member, error) {
	a, err := k.store.AccountNamed(ctx, account.CleanName(name))
	if err != nil {
		return a, Member{}, err
	}
	list, err := k.members(ctx, a)
	if err != nil {
		return a, Member{}, err
	}
	var found []Member
	for _, m := range list {
		if m.ID == person || person == "" && m.Relation == "self" || person != "" && strings.EqualFold(m.Name, person) {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 0:
		return a, Member{}, errs.Field("person", "is none of this account's persons")
	case 1:
		return a, found[0], k.note(ctx, a.ID, found[0].ID, "person.find", "done")
	}
	return a, Member{}, errs.Field("person", "has several of this name; give the id")
}

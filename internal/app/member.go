package app

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
)

// MaxMembers bounds how many persons an account keeps.
const MaxMembers = 20

// AddMember adds a person whom the account keeps a diary for and opens their pages.
// errs.Invalid with the field relation, person_name or time_zone; errs.Conflict when
// there are MaxMembers.
func (u *Users) AddMember(ctx context.Context, v *Visit, m Member) (Member, error) {
	if err := m.check(); err != nil {
		return m, err
	}
	if len(v.Persons) >= MaxMembers {
		return m, errs.New(errs.Conflict, "an account keeps %d persons at most", MaxMembers)
	}
	p, err := u.k.newPerson(ctx, m.TimeZone)
	if err != nil {
		return m, err
	}
	m.ID = p.ID
	l := Link{Person: p.ID, Relation: m.Relation}
	if l.NameSealed, err = u.k.sealName(ctx, v.Account.ID, p, m.Name); err != nil {
		return m, err
	}
	if err := u.k.store.AddPerson(ctx, v.Account.ID, p, l); err != nil {
		return m, err
	}
	return m, u.k.store.ChoosePerson(ctx, v.Session, p.ID)
}

func (m *Member) check() error {
	m.Name = account.CleanName(m.Name)
	if !slices.Contains(account.Relations, m.Relation) {
		return errs.Field("relation", "is none of those offered")
	}
	return account.CheckPersonName(m.Name)
}

// ChangeMember changes what the account calls a person, the relation and the time zone,
// in which nights are counted from then on. errs.NotFound for a person of others.
func (u *Users) ChangeMember(ctx context.Context, v *Visit, m Member) error {
	if err := m.check(); err != nil {
		return err
	}
	if _, err := u.k.zone(m.TimeZone); err != nil {
		return err
	}
	p, _, err := u.k.reach(ctx, v.Account, m.ID)
	if err != nil {
		return err
	}
	l := Link{Person: m.ID, Relation: m.Relation}
	if l.NameSealed, err = u.k.sealName(ctx, v.Account.ID, p, m.Name); err != nil {
		return err
	}
	if err := u.k.store.RenamePerson(ctx, v.Account.ID, l, m.TimeZone); err != nil || m.TimeZone == p.TimeZone {
		return err
	}
	return u.k.replan(ctx, m.ID) // whoever is reminded for the person
}

// Choose opens the pages of a person in this browser. errs.NotFound for a person of
// others.
func (u *Users) Choose(ctx context.Context, v *Visit, person string) error {
	if _, ok := v.Person(person); !ok {
		return errs.New(errs.NotFound, "there is no such person")
	}
	return u.k.store.ChoosePerson(ctx, v.Session, person)
}

// EraseMember erases a person for good. errs.NotFound for a person of others,
// errs.Forbidden without a recent sign-in.
func (u *Users) EraseMember(ctx context.Context, v *Visit, person string) (Receipt, error) {
	if err := v.recent(); err != nil {
		return Receipt{}, err
	}
	return u.k.Erase(ctx, v.Account, person)
}

// AccountReceipt says what erasing an account did.
type AccountReceipt struct {
	Number   string    `json:"number"` // of the line in the audit, by which the operator can find it
	ErasedAt time.Time `json:"erased_at"`
	Persons  []Receipt `json:"persons"`
	// Kept counts persons whom another account reaches too; they were not erased.
	Kept int `json:"kept"`
}

// EraseAccount erases the account with every person whom nobody else reaches. It cannot
// be undone. When it fails halfway the account is still there, and it can be asked for
// again. errs.Forbidden without a recent sign-in.
func (u *Users) EraseAccount(ctx context.Context, v *Visit) (AccountReceipt, error) {
	if err := v.recent(); err != nil {
		return AccountReceipt{}, err
	}
	by, err := u.k.audit(v.Account.ID, "", "account.erase")
	if err != nil {
		return AccountReceipt{}, err
	}
	out := AccountReceipt{Number: by.ID, ErasedAt: by.At}
	for _, m := range v.Persons {
		n, err := u.k.store.ReachedBy(ctx, m.ID)
		if err != nil {
			return out, err
		}
		if n > 1 {
			out.Kept++
			continue
		}
		r, err := u.k.Erase(ctx, v.Account, m.ID)
		if err != nil {
			return out, fmt.Errorf("erase a person of the account: %w", err)
		}
		out.Persons = append(out.Persons, r)
	}
	return out, u.k.store.EraseAccount(ctx, v.Account.ID, by)
}

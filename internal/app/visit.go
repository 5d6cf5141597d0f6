package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/account"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Member is a person as the account sees them that may reach the person.
type Member struct {
	ID       string
	Relation string // self, child, parent, partner, other
	Name     string // what the account calls the person; may be empty
	TimeZone string // IANA name
}

// Visit is a signed-in browser: whose account it is, and whose pages are open.
type Visit struct {
	Account     Account
	Session     string    // hash of the cookie's value; never shown
	Since       time.Time // of signing in
	Unprotected bool      // the role asks for a passkey or a second factor, and there is none
	Recent      bool      // signed in so shortly ago that it may change how to get in, and erase
	Persons     []Member  // the account's holder first, then by id, which is by age; may be empty after an erasure
	Chosen      Member    // the person whose pages are open; ID is empty when there is none
}

// Person returns one of the persons whom the account may reach.
func (v *Visit) Person(id string) (Member, bool) {
	i := slices.IndexFunc(v.Persons, func(m Member) bool { return m.ID == id })
	if i < 0 {
		return Member{}, false
	}
	return v.Persons[i], true
}

// Visit finds who signed in with a cookie's value. errs.Unauthorized when nobody did, or
// it is over.
func (u *Users) Visit(ctx context.Context, secret string) (*Visit, error) {
	if len(secret) < 20 || len(secret) > 100 {
		return nil, signedOut()
	}
	now := u.k.now()
	session, a, err := u.k.store.SessionOf(ctx, account.HashSecret(secret), now)
	if err != nil {
		if errs.KindOf(err) == errs.NotFound {
			err = signedOut()
		}
		return nil, err
	}
	if now.Sub(session.SeenAt) >= account.SeenEvery {
		// A visit that cannot be noted is still a visit: the disk may be full.
		_ = u.k.store.SeeSession(ctx, session.Hash, now, account.Expires(account.Role(a.Role), session.CreatedAt, now))
	}
	v := &Visit{Account: a, Session: session.Hash, Since: session.CreatedAt, Recent: now.Sub(session.CreatedAt) < account.RecentFor}
	if v.Persons, err = u.k.members(ctx, a); err != nil {
		return nil, err
	}
	if v.Unprotected, err = u.unprotected(ctx, a); err != nil {
		return nil, err
	}
	if m, ok := v.Person(session.Person); ok {
		v.Chosen = m
	} else if len(v.Persons) > 0 {
		v.Chosen = v.Persons[0]
	}
	return v, nil
}

func signedOut() error { return errs.New(errs.Unauthorized, "nobody is signed in") }

// members lists the persons of an account with their names.
func (k *Keeper) members(ctx context.Context, a Account) ([]Member, error) {
	list, err := k.store.PersonsOf(ctx, a.ID)
	if err != nil {
		return nil, err
	}
	out := make([]Member, 0, len(list))
	for _, p := range list {
		m := Member{ID: p.ID, Relation: p.Link.Relation, TimeZone: p.TimeZone}
		if m.Name, err = k.openName(ctx, a, p); err != nil {
			return nil, err
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b Member) int {
		if (a.Relation == "self") != (b.Relation == "self") {
			if a.Relation == "self" {
				return -1
			}
			return 1
		}
		return strings.Compare(a.ID, b.ID)
	})
	return out, nil
}

// openName is what the account calls the person; empty for no name.
func (k *Keeper) openName(ctx context.Context, a Account, p Reached) (string, error) {
	if len(p.Link.NameSealed) == 0 {
		return "", nil
	}
	key, err := k.open(ctx, p.KeptPerson)
	if err != nil {
		return "", err
	}
	name, err := key.Open(nameLabel(a.ID), p.Link.NameSealed)
	return string(name), err
}

// nameLabel is the place of what an account calls a person.
func nameLabel(account string) seal.Label {
	return seal.Label{Record: account, Kind: "account_person.name", Version: 1}
}

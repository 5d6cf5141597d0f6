package app

import (
	"context"
	"errors"
	"time"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Receipt says what an erasure did, without a word of what was erased.
type Receipt struct {
	Person   string    `json:"person"`
	ErasedAt time.Time `json:"erased_at"`
	// Backups is true when older backups cannot be opened for this person either with
	// the key file as it is now. False when the keys come from the environment.
	Backups bool `json:"backups"`
}

// Erase destroys the key and all records of a person whom the account may reach.
// errs.NotFound otherwise. It cannot be undone.
func (k *Keeper) Erase(ctx context.Context, a Account, person string) (Receipt, error) {
	if _, err := k.store.PersonOf(ctx, a.ID, person); err != nil {
		return Receipt{}, err
	}
	return k.erase(ctx, a.ID, person)
}

// EraseAny is Erase for the operator at the command line.
func (k *Keeper) EraseAny(ctx context.Context, person string) (Receipt, error) {
	return k.erase(ctx, "", person)
}

// erase goes in steps that a crash may part: first the database forgets, then the key
// ring, then the database notes that the ring has. FinishErasures does what is left.
func (k *Keeper) erase(ctx context.Context, account, person string) (Receipt, error) {
	by, err := k.audit(account, person, "person.erase")
	if err != nil {
		return Receipt{}, err
	}
	if err := k.store.ErasePerson(ctx, person, by); err != nil {
		return Receipt{}, err
	}
	k.mu.Lock()
	delete(k.opened, person)
	k.mu.Unlock()
	backups, err := k.forget(ctx, person)
	if err != nil {
		return Receipt{}, err
	}
	p, err := k.store.Person(ctx, person)
	if err != nil {
		return Receipt{}, err
	}
	return Receipt{Person: person, ErasedAt: *p.ErasedAt, Backups: backups}, nil
}

// forget takes a person out of the key ring; false when the ring cannot be changed.
func (k *Keeper) forget(ctx context.Context, person string) (bool, error) {
	err := k.keys.Update(ctx, func(r *seal.Ring) (*seal.Ring, error) { return r.Erased(person), nil })
	if err != nil {
		if errs.KindOf(err) == errs.Conflict {
			return false, nil
		}
		return false, err
	}
	return true, k.store.FinishErasure(ctx, person)
}

// FinishErasures does what a crash has left of erasures under way.
func (k *Keeper) FinishErasures(ctx context.Context) error {
	open, err := k.store.Unfinished(ctx)
	for _, person := range open {
		_, failed := k.forget(ctx, person)
		err = errors.Join(err, failed)
	}
	return err
}

// Rotate adds a fresh instance key and wraps every person's key with it. The older keys
// stay in the ring, because backups need them. It returns the new key's id and how many
// persons it now wraps; after a crash halfway, rotating again mends it.
func (k *Keeper) Rotate(ctx context.Context) (id string, persons int, err error) {
	if err := k.Check(ctx); err != nil {
		return "", 0, err
	}
	if err := k.keys.Update(ctx, func(r *seal.Ring) (*seal.Ring, error) { return r.Rotated(k.rand) }); err != nil {
		return "", 0, err
	}
	ring, err := k.keys.Ring(ctx)
	if err != nil {
		return "", 0, err
	}
	persons, err = k.store.Rewrap(ctx, ring.Current(), func(p KeptPerson) (seal.Wrapped, error) {
		key, err := ring.Unwrap(p.ID, p.Key)
		if err != nil {
			return seal.Wrapped{}, err
		}
		return ring.Wrap(k.rand, key)
	})
	return ring.Current(), persons, err
}

// DropKeys removes from the ring every key that wraps nobody. Backups made before the
// rotation cannot be opened any more. It returns how many were dropped.
func (k *Keeper) DropKeys(ctx context.Context) (dropped int, err error) {
	err = k.keys.Update(ctx, func(r *seal.Ring) (*seal.Ring, error) {
		used, err := k.store.KeysInUse(ctx)
		if err != nil {
			return nil, err
		}
		needed := map[string]bool{r.Current(): true}
		for _, id := range used {
			needed[id] = true
		}
		dropped = 0
		for _, id := range r.IDs() {
			if needed[id] {
				continue
			}
			if r, err = r.Without(id); err != nil {
				return nil, err
			}
			dropped++
		}
		return r, nil
	})
	return dropped, err
}

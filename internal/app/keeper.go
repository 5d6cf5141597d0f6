package app

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Keys is where the instance's keys are; keyfile.File is one.
type Keys interface {
	// Ring returns the keys as they are now.
	Ring(ctx context.Context) (*seal.Ring, error)
	// Update changes the keys and has them on disk when it returns. errs.Conflict when
	// they come from where this program cannot write.
	Update(ctx context.Context, change func(*seal.Ring) (*seal.Ring, error)) error
}

// Keeper joins the store with the keys: whatever is kept for a person goes through it.
// Safe for concurrent use.
type Keeper struct {
	store Store
	keys  Keys
	now   func() time.Time
	rand  io.Reader
	woken chan struct{} // tells Reminders.Run that there may be something to do

	mu     sync.Mutex
	opened map[string]openedKey // by person
	zones  map[string]*time.Location
}

// openedKey is a person's key and the wrapping it was opened from, which a rotation or
// an erasure changes.
type openedKey struct {
	wrapped seal.Wrapped
	key     *seal.Person
}

// mostOpened bounds the keys held in memory, about 300 bytes each.
const mostOpened = 4096

// NewKeeper joins a store with its keys. now is the clock; rand is for keys, nonces and
// ids and must be fit for cryptography.
func NewKeeper(store Store, keys Keys, now func() time.Time, rand io.Reader) *Keeper {
	return &Keeper{store: store, keys: keys, now: now, rand: rand, woken: make(chan struct{}, 1), opened: map[string]openedKey{}, zones: map[string]*time.Location{}}
}

// wake lets what sends messages look at once whether there is something to do, in this
// program; others look within a minute.
func (k *Keeper) wake() {
	select {
	case k.woken <- struct{}{}:
	default: // it is awake
	}
}

// Check reports whether the keys belong to the data: errs.Sealed, naming the key, when
// one is missing that wraps a person.
func (k *Keeper) Check(ctx context.Context) error {
	ring, err := k.keys.Ring(ctx)
	if err != nil {
		return err
	}
	used, err := k.store.KeysInUse(ctx)
	if err != nil {
		return err
	}
	for _, id := range used {
		if !ring.Has(id) {
			return errs.New(errs.Sealed, "the data is sealed with instance key %q, which is not in the key file: put the key file back that belongs to this data", id)
		}
	}
	return nil
}

// newPerson makes a person with a key of their own.
func (k *Keeper) newPerson(ctx context.Context, zone string) (KeptPerson, error) {
	if _, err := k.zone(zone); err != nil {
		return KeptPerson{}, err
	}
	id, err := k.newID()
	if err != nil {
		return KeptPerson{}, err
	}
	ring, err := k.keys.Ring(ctx)
	if err != nil {
		return KeptPerson{}, err
	}
	_, wrapped, err := ring.NewPerson(k.rand, id)
	return KeptPerson{ID: id, Key: wrapped, TimeZone: zone, CreatedAt: k.now()}, err
}

// open returns the key of a person. errs.NotFound for an erased one.
func (k *Keeper) open(ctx context.Context, p KeptPerson) (*seal.Person, error) {
	if p.ErasedAt != nil {
		return nil, errs.New(errs.NotFound, "there is no such person")
	}
	k.mu.Lock()
	have, ok := k.opened[p.ID]
	k.mu.Unlock()
	if ok && have.wrapped.KeyID == p.Key.KeyID && bytes.Equal(have.wrapped.Data, p.Key.Data) {
		return have.key, nil
	}
	ring, err := k.keys.Ring(ctx)
	if err != nil {
		return nil, err
	}
	key, err := ring.Unwrap(p.ID, p.Key)
	if err != nil {
		return nil, err
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if len(k.opened) >= mostOpened {
		clear(k.opened)
	}
	k.opened[p.ID] = openedKey{p.Key, key}
	return key, nil
}

// reach opens a person for an account. errs.NotFound alike for persons of others, for
// erased ones and for those who never were: an answer tells nothing about them.
func (k *Keeper) reach(ctx context.Context, a Account, person string) (KeptPerson, *seal.Person, error) {
	p, err := k.store.PersonOf(ctx, a.ID, person)
	if err != nil {
		return p, nil, err
	}
	key, err := k.open(ctx, p)
	return p, key, err
}

// zone finds a time zone by its IANA name; each is read from disk once.
func (k *Keeper) zone(name string) (*time.Location, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if z := k.zones[name]; z != nil {
		return z, nil
	}
	z, err := diary.ParseZone(name, time.LoadLocation)
	if err == nil {
		k.zones[name] = z
	}
	return z, err
}

// newID makes a UUIDv7: the time in milliseconds, then chance, so that ids sort by age.
func (k *Keeper) newID() (string, error) {
	var b [16]byte
	if _, err := io.ReadFull(k.rand, b[6:]); err != nil {
		return "", fmt.Errorf("make an id: %w", err)
	}
	ms := k.now().UnixMilli()
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6], b[8] = b[6]&0x0f|0x70, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:]), nil
}

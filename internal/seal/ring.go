package seal

import (
	"crypto/hmac"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"slices"

	"golang.org/x/crypto/chacha20poly1305"

	"github.com/legible-health/legible/internal/errs"
)

// Ring holds the keys of an instance: one that wraps new persons' keys and older ones
// that still open. It does not change: Rotated, Without and Erased return new rings.
// Safe for concurrent use.
type Ring struct {
	current string
	trees   map[string]tree
}

// NewRing makes a ring with one fresh key.
func NewRing(rand io.Reader) (*Ring, error) { return (&Ring{}).Rotated(rand) }

// Current is the id of the key that wraps new persons' keys.
func (r *Ring) Current() string { return r.current }

// IDs lists the keys of the ring, sorted.
func (r *Ring) IDs() []string { return slices.Sorted(maps.Keys(r.trees)) }

// Has reports whether the ring holds a key.
func (r *Ring) Has(id string) bool { return r.trees[id] != nil }

// Rotated returns the ring with a fresh current key; the older ones stay and open.
func (r *Ring) Rotated(rand io.Reader) (*Ring, error) {
	var root node
	var id [4]byte
	if _, err := io.ReadFull(rand, root.secret[:]); err != nil {
		return nil, fmt.Errorf("make an instance key: %w", err)
	}
	if _, err := io.ReadFull(rand, id[:]); err != nil {
		return nil, fmt.Errorf("make an instance key: %w", err)
	}
	next := r.clone()
	next.current = "k" + hex.EncodeToString(id[:])
	if next.Has(next.current) {
		return nil, errs.New(errs.Internal, "make an instance key: the id is taken; try again")
	}
	next.trees[next.current] = tree{root}
	return next, nil
}

// Without returns the ring without an older key. Whatever only that key wraps, in the
// database or in a backup, is lost for good. errs.Conflict for the current key.
func (r *Ring) Without(id string) (*Ring, error) {
	if id == r.current {
		return nil, errs.New(errs.Conflict, "key %s is the current one; rotate first", id)
	}
	next := r.clone()
	delete(next.trees, id)
	return next, nil
}

// Erased returns the ring without a person's leaf in any of its keys: no copy of the
// person's wrapped key, however old, can be opened with it.
func (r *Ring) Erased(person string) *Ring {
	next := r.clone()
	for id, t := range next.trees {
		next.trees[id] = t.puncture(leafOf(person))
	}
	return next
}

// IsErased reports whether no key of the ring has the person's leaf.
func (r *Ring) IsErased(person string) bool {
	leaf := leafOf(person)
	for _, t := range r.trees {
		if slices.ContainsFunc(t, func(n node) bool { return n.covers(leaf) }) {
			return false
		}
	}
	return true
}

func (r *Ring) clone() *Ring {
	next := &Ring{current: r.current, trees: maps.Clone(r.trees)}
	if next.trees == nil {
		next.trees = map[string]tree{}
	}
	return next
}

// Wrapped is a person's key as the database keeps it.
type Wrapped struct {
	KeyID string // which key of the ring wrapped it
	Data  []byte // format byte, nonce, ciphertext
}

// NewPerson makes a key for a person and wraps it.
func (r *Ring) NewPerson(rand io.Reader, person string) (*Person, Wrapped, error) {
	var key [chacha20poly1305.KeySize]byte
	if _, err := io.ReadFull(rand, key[:]); err != nil {
		return nil, Wrapped{}, fmt.Errorf("make a person's key: %w", err)
	}
	p := newPerson(person, key)
	w, err := r.Wrap(rand, p)
	return p, w, err
}

// Wrap wraps a person's key with the current key, for a new person or after a rotation.
// errs.Gone when the person was erased.
func (r *Ring) Wrap(rand io.Reader, p *Person) (Wrapped, error) {
	leaf, ok := r.trees[r.current].leaf(leafOf(p.id))
	if !ok {
		return Wrapped{}, erased()
	}
	data, err := encrypt(rand, leaf[:], p.key[:], wrapContext(p.id, r.current))
	return Wrapped{KeyID: r.current, Data: data}, err
}

// Unwrap opens a person's key. errs.Sealed when the ring does not hold the key that
// wrapped it, or holds another under its name; errs.Gone when the person was erased.
func (r *Ring) Unwrap(person string, w Wrapped) (*Person, error) {
	t, ok := r.trees[w.KeyID]
	if !ok {
		return nil, errs.New(errs.Sealed, "the instance key %q is not in the key file; put the key file back that belongs to this data", w.KeyID)
	}
	leaf, ok := t.leaf(leafOf(person))
	if !ok {
		return nil, erased()
	}
	plain, err := decrypt(leaf[:], w.Data, wrapContext(person, w.KeyID))
	if err != nil || len(plain) != chacha20poly1305.KeySize {
		return nil, errs.New(errs.Sealed, "a person's key does not open with instance key %q: the key file is not the one that belongs to this data, or the data was changed", w.KeyID)
	}
	return newPerson(person, [chacha20poly1305.KeySize]byte(plain)), nil
}

// Equal reports whether two rings hold the same keys.
func (r *Ring) Equal(other *Ring) bool {
	return hmac.Equal(r.Marshal(), other.Marshal())
}

func erased() error {
	return errs.New(errs.Gone, "this person was erased; nothing of them can be read any more")
}

func wrapContext(person, key string) []byte { return context("legible.wrap.v1", person, key) }

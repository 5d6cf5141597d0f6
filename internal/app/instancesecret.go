package app

import (
	"context"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Secret returns a secret of the instance, such as the key that signs web pushes, and
// makes it when there is none yet; of several programs that do at once, all get the same.
// It is stored sealed and outlives rotations of the instance's keys.
func (k *Keeper) Secret(ctx context.Context, name string, create func() ([]byte, error)) ([]byte, error) {
	plain, err := k.secret(ctx, name)
	if err == nil || errs.KindOf(err) != errs.NotFound {
		return plain, err
	}
	if plain, err = create(); err != nil {
		return nil, err
	}
	s, err := k.sealSecret(ctx, name, plain)
	if err != nil {
		return nil, err
	}
	if err := k.store.AddInstanceSecret(ctx, s); err != nil && errs.KindOf(err) != errs.Conflict {
		return nil, err
	}
	return k.secret(ctx, name)
}

// sealSecret seals a secret with a key of its own.
func (k *Keeper) sealSecret(ctx context.Context, name string, plain []byte) (KeptSecret, error) {
	s := KeptSecret{Name: name}
	ring, err := k.keys.Ring(ctx)
	if err != nil {
		return s, err
	}
	key, wrapped, err := ring.NewPerson(k.rand, s.Owner())
	if err != nil {
		return s, err
	}
	s.Key = wrapped
	s.Payload, err = key.Seal(k.rand, s.Label(), plain)
	return s, err
}

func (k *Keeper) secret(ctx context.Context, name string) ([]byte, error) {
	s, err := k.store.InstanceSecret(ctx, name)
	if err != nil {
		return nil, err
	}
	ring, err := k.keys.Ring(ctx)
	if err != nil {
		return nil, err
	}
	key, err := ring.Unwrap(s.Owner(), s.Key)
	if err != nil {
		return nil, err
	}
	return key.Open(s.Label(), s.Payload)
}

// Label is the place the payload is sealed for.
func (s *KeptSecret) Label() seal.Label {
	return seal.Label{Record: s.Name, Kind: "instance secret", Version: 1}
}

package app

import (
	"context"

	"github.com/legible-health/legible/internal/seal"
)

// ReachByConsent is the door of practitioners, for tests.
func (k *Keeper) ReachByConsent(ctx context.Context, practitioner Account, person, scope, action string) (*seal.Person, error) {
	_, key, err := k.reachByConsent(ctx, practitioner, person, scope, action)
	return key, err
}

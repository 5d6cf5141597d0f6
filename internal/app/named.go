package app

import "context"

// Named lists the persons an account may reach with the names it calls them, the
// account's own holder first; never nil.
func (k *Keeper) Named(ctx context.Context, a Account) ([]Member, error) { return k.members(ctx, a) }

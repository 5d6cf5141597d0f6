package postgres

import (
	"context"

	"github.com/legible-health/legible/internal/store/tables"
)

// Write runs fn as a write.
func (s *Store) Write(ctx context.Context, fn func(context.Context, tables.DB) error) error {
	return classify(dialect{s.db}.Write(ctx, fn))
}

// Classify gives an error of the driver its kind.
func Classify(err error) error { return classify(err) }

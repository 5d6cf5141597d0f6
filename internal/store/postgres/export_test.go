package postgres

import (
	"context"
	"io/fs"

	"github.com/legible-health/legible/internal/store/tables"
)

// OpenWith opens what a program opens that has other migrations.
func OpenWith(ctx context.Context, where string, migrations fs.FS) (*Store, error) {
	return open(ctx, where, migrations)
}

// Migrations are those of this program.
func Migrations() fs.FS {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		panic(err)
	}
	return files
}

// Write runs fn as a write.
func (s *Store) Write(ctx context.Context, fn func(context.Context, tables.DB) error) error {
	return classify(dialect{s.db}.Write(ctx, fn))
}

// Classify gives an error of the driver its kind.
func Classify(err error) error { return classify(err) }

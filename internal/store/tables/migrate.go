package tables

import (
	"context"
	"fmt"

	"github.com/pressly/goose/v3"

	"github.com/legible-health/legible/internal/errs"
)

// Migrate brings a database up to date and returns the number of the newest migration
// that the program knows. A database that a newer program has changed stays as it is; it
// may be served if the migrations that are not known only added something. errs.Outdated
// when they did more.
func Migrate(ctx context.Context, p *goose.Provider, db DB) (knows int64, err error) {
	has, knows, err := p.GetVersions(ctx)
	switch {
	case err != nil:
		return 0, err
	case has > knows:
		return knows, Serves(ctx, db, knows)
	}
	_, err = p.Up(ctx)
	return knows, err
}

// Serves is nil while a program that knows migrations up to a number may serve the
// database; errs.Outdated otherwise. Whether it still may is asked anew by every
// connection of PostgreSQL and every transaction of SQLite.
func Serves(ctx context.Context, db DB, knows int64) error {
	var needs int64
	if err := db.QueryRowContext(ctx, `SELECT needs FROM compatibility`).Scan(&needs); err != nil {
		return fmt.Errorf("see which programs the database is for: %w", err)
	}
	return Outdated(knows, needs)
}

// Outdated is nil for a program that knows the migration which is needed.
func Outdated(knows, needs int64) error {
	if knows >= needs {
		return nil
	}
	return errs.New(errs.Outdated, "the database has been changed for programs that know migration %d, and this one knows up to %d: use the newer program; nothing was kept", needs, knows)
}

package tables

import (
	"context"

	"github.com/pressly/goose/v3"

	"github.com/legible-health/legible/internal/errs"
)

// Migrate brings a database up to date. errs.Conflict when it is newer than the program,
// which would not know what it holds.
func Migrate(ctx context.Context, p *goose.Provider) error {
	has, knows, err := p.GetVersions(ctx)
	if err != nil {
		return err
	}
	if has > knows {
		return errs.New(errs.Conflict, "the database is at version %d and this program knows up to %d: use the newer program", has, knows)
	}
	_, err = p.Up(ctx)
	return err
}

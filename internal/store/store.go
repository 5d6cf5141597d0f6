// Package store opens the database that an operator has chosen: a file in a folder, or
// PostgreSQL. What a store must do is declared in internal/app and tested by storetest.
package store

import (
	"context"
	"path/filepath"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/postgres"
	"github.com/legible-health/legible/internal/store/sqlite"
	"github.com/legible-health/legible/internal/store/tables"
)

// File is the name of the database in the data folder.
const File = "legible.db"

// Options say where the data is. Exactly one of them is set.
type Options struct {
	Data     string // a folder, made when missing, for the embedded database
	Database string // postgres:// address
}

// Store is an app.Store with what an operator does to one as a whole.
type Store interface {
	app.Store
	// Dump gives all rows as of one moment; Load takes them into an empty database.
	Dump(ctx context.Context, fn func(tables.Table, tables.Row) error) error
	Load(ctx context.Context, next func() (tables.Table, tables.Row, bool, error)) error
	// Ping is nil while reads work; Version is the newest migration applied.
	Ping(ctx context.Context) error
	Version(ctx context.Context) (int64, error)
	// Size is how much room the database takes, in bytes.
	Size(ctx context.Context) (int64, error)
	// Intact is nil when the database finds itself whole.
	Intact(ctx context.Context) error
	Close() error
}

// Open opens the database and brings it up to date. errs.Usage for options that name
// none or two, or an address of another database.
func Open(ctx context.Context, o Options) (Store, error) {
	switch {
	case (o.Data == "") == (o.Database == ""):
		return nil, errs.New(errs.Usage, "give --data or --database, not both")
	case o.Data != "":
		return opened(sqlite.Open(ctx, filepath.Join(o.Data, File)))
	case strings.HasPrefix(o.Database, "postgres://") || strings.HasPrefix(o.Database, "postgresql://"):
		return opened(postgres.Open(ctx, o.Database))
	}
	return nil, errs.New(errs.Usage, "--database takes a postgres:// address; --data takes a folder")
}

// opened keeps a nil pointer from becoming a store that is not nil.
func opened[S Store](s S, err error) (Store, error) {
	if err != nil {
		return nil, err
	}
	return s, nil
}

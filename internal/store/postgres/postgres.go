// Package postgres keeps everything in PostgreSQL, for a clinic: any number of programs
// may stand in front of one database. Every write is a transaction of its own; the
// server groups their commits.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/tables"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Schema is the commented truth that the migrations arrive at.
//
//go:embed schema.sql
var Schema string

// Limits of the pool. A clinic's server has a hundred connections for all its programs.
const (
	connections = 16
	idle        = 8
	lifetime    = 30 * time.Minute
)

// Store is an app.Store in PostgreSQL.
type Store struct {
	*tables.Store
	db *sql.DB
}

// Open connects to the database at a postgres:// address and brings it up to date; of
// several programs that start at once, one does. errs.Invalid for an address that cannot
// be used, errs.Unavailable when no server answers, errs.Outdated when a newer program
// has changed it so that this one would misread it. No error repeats the address, which
// may hold a password.
func Open(ctx context.Context, address string) (*Store, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return open(ctx, address, files)
}

func open(ctx context.Context, address string, migrations fs.FS) (*Store, error) {
	config, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, errs.New(errs.Invalid, "the database address cannot be used; write postgres://USER:PASSWORD@HOST/NAME")
	}
	patience(config)
	knows, err := migrate(ctx, *config, migrations)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", classify(err))
	}
	config.RuntimeParams["application_name"] = fmt.Sprintf("legible/%d", knows)
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(greet(knows)))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(idle)
	db.SetConnMaxLifetime(lifetime)
	return &Store{Store: tables.New(dialect{db}), db: db}, nil
}

// patience bounds what a request can wait for, where the address does not say otherwise.
func patience(config *pgx.ConnConfig) {
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = 10 * time.Second
	}
	if _, set := config.RuntimeParams["lock_timeout"]; !set {
		config.RuntimeParams["lock_timeout"] = "10s"
	}
}

// greet asks on each new connection whether a program that knows migrations up to a
// number may serve the database. A migration that older programs would not understand
// ends their connections by the name that they have, application_name, and holds up this
// question until it is over: see migrations/0010_compatibility.sql.
func greet(knows int64) func(context.Context, *pgx.Conn) error {
	return func(ctx context.Context, conn *pgx.Conn) error {
		var needs int64
		err := conn.QueryRow(ctx, `SELECT needs FROM compatibility`, pgx.QueryExecModeExec).Scan(&needs)
		if err == nil {
			err = tables.Outdated(knows, needs)
		}
		if err != nil {
			_ = conn.Close(ctx) // the pool does not know of it
		}
		return err
	}
}

// Close closes the connections.
func (s *Store) Close() error { return s.db.Close() }

// Ping reports whether the database answers.
func (s *Store) Ping(ctx context.Context) error { return classify(s.db.PingContext(ctx)) }

// Version is the number of the newest migration the database has had.
func (s *Store) Version(ctx context.Context) (version int64, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version`).Scan(&version)
	return version, classify(err)
}

// Size is how much room the database takes, in bytes.
func (s *Store) Size(ctx context.Context) (n int64, err error) {
	err = s.db.QueryRowContext(ctx, `SELECT pg_database_size(current_database())`).Scan(&n)
	return n, classify(err)
}

// Intact is nil while the database answers: a server checks its files itself.
func (s *Store) Intact(ctx context.Context) error { return s.Ping(ctx) }

// migrate runs what of the migrations is missing, on connections of its own, and returns
// the number of the newest.
func migrate(ctx context.Context, config pgx.ConnConfig, migrations fs.FS) (knows int64, err error) {
	db := stdlib.OpenDB(config)
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := db.PingContext(ctx); err != nil {
		return 0, err
	}
	p, err := goose.NewProvider(goose.DialectPostgres, db, migrations)
	if err != nil {
		return 0, err
	}
	err = alone(ctx, db, func() (err error) {
		knows, err = tables.Migrate(ctx, p, db)
		return err
	})
	return knows, err
}

// migrating is the number of the advisory lock that one migrating program holds.
const migrating = 0x6c656769626c65 // "legible"

// alone runs fn while no other program does. goose's own lock asks every five seconds;
// this one waits and is gone with its connection.
func alone(ctx context.Context, db *sql.DB, fn func() error) error {
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	if _, err := conn.ExecContext(ctx, `SELECT pg_advisory_lock($1)`, migrating); err != nil {
		return errors.Join(err, conn.Close())
	}
	err = fn()
	_, unlock := conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock($1)`, migrating)
	return errors.Join(err, unlock, conn.Close())
}

// dialect implements tables.Dialect.
type dialect struct{ db *sql.DB }

// Reader implements tables.Dialect.
func (d dialect) Reader() tables.DB { return d.db }

// Write implements tables.Dialect. Once begun it is not interrupted, so that a client
// that leaves cannot leave the outcome open.
func (d dialect) Write(ctx context.Context, fn func(context.Context, tables.DB) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	ctx = context.WithoutCancel(ctx)
	tx, err := d.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it does nothing
	if err := fn(ctx, tx); err != nil {
		return err
	}
	return tx.Commit()
}

// Hold implements tables.Dialect.
func (d dialect) Hold() string { return " FOR SHARE" }

// Snapshot implements tables.Dialect.
func (d dialect) Snapshot(ctx context.Context, fn func(context.Context, tables.DB) error) error {
	tx, err := d.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return fn(ctx, tx)
}

// SkipLocked implements tables.Dialect.
func (d dialect) SkipLocked() string { return " FOR UPDATE SKIP LOCKED" }

// Classify implements tables.Dialect.
func (d dialect) Classify(err error) error { return classify(err) }

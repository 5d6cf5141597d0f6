// Package sqlite keeps everything in one file beside the program: the default, for a
// person, a household or a small practice.
//
// One goroutine writes. It commits the writes that wait together, so that many writers
// share one fsync, each under its own savepoint, so that one refused write does not undo
// the others. Synchronous is FULL: what was acknowledged is on disk. Readers have
// connections of their own and never wait for the writer (write-ahead log).
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/tables"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Schema is the commented truth that the migrations arrive at.
//
//go:embed schema.sql
var Schema string

// readers is how many reads may run at once: one for each processor, and one that a backup
// may hold.
var readers = min(max(runtime.GOMAXPROCS(0), 2)+1, 8)

// What connections keep of the file in memory, in KiB; it takes twice as much, because of
// how the memory is handed out. The writer's pages stay good from one transaction to the
// next: these are the upper levels of the trees, and four times as many made writing into
// 10,000 diaries no faster. A reader's are worth nothing once something was written, and
// the system has the file in its own cache.
const (
	writerCache = 512
	readerCache = 128
)

// Store is an app.Store in one file. Close it to leave the file whole and tidy; a crash
// costs nothing that was acknowledged.
type Store struct {
	*tables.Store
	dialect *dialect
	closing sync.Once
	closed  error
}

// dialect implements tables.Dialect.
type dialect struct {
	readers *prepared
	pool    *sql.DB // of the readers
	writing *sql.DB
	writer  *writer
	knows   int64 // the newest migration
}

// Open opens the file at path, which is made when it is missing, readable by its owner
// only, and brings it up to date. errs.Unavailable when the file cannot be used;
// errs.Outdated when a newer program has changed it so that this one would misread it.
func Open(ctx context.Context, path string) (*Store, error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	return open(ctx, path, files)
}

func open(ctx context.Context, path string, migrations fs.FS) (*Store, error) {
	if err := create(path); err != nil {
		return nil, err
	}
	writing, err := sql.Open("sqlite", dsn(path, writerCache, "_txlock=immediate"))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	writing.SetMaxOpenConns(1)
	knows, err := migrate(ctx, writing, migrations)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, classify(err)), writing.Close())
	}
	pool, err := sql.Open("sqlite", dsn(path, readerCache, "_pragma=query_only(1)"))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, err), writing.Close())
	}
	pool.SetMaxOpenConns(readers)
	pool.SetMaxIdleConns(readers)
	w, err := startWriter(ctx, writing, knows)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", path, classify(err)), writing.Close(), pool.Close())
	}
	d := &dialect{readers: newPrepared(pool), pool: pool, writing: writing, writer: w, knows: knows}
	return &Store{Store: tables.New(d), dialect: d}, nil
}

// Close lets the writes under way finish and closes the file. Closing again does nothing.
func (s *Store) Close() error {
	s.closing.Do(func() {
		s.closed = errors.Join(s.dialect.writer.stop(), s.dialect.readers.close(), s.dialect.pool.Close(), s.dialect.writing.Close())
	})
	return s.closed
}

// Ping reports whether the file can be read, and is still one for this program.
func (s *Store) Ping(ctx context.Context) error {
	return classify(tables.Serves(ctx, s.dialect.pool, s.dialect.knows))
}

// Size is how much room the file takes, in bytes, without its write-ahead log.
func (s *Store) Size(ctx context.Context) (n int64, err error) {
	err = s.dialect.pool.QueryRowContext(ctx, "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()").Scan(&n)
	return n, classify(err)
}

// Intact reads the whole file and is nil when it finds itself whole; errs.Unavailable
// otherwise.
func (s *Store) Intact(ctx context.Context) error {
	var found string
	if err := s.dialect.pool.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&found); err != nil {
		return classify(err)
	}
	if found != "ok" {
		return errs.New(errs.Unavailable, "the database file is damaged")
	}
	return nil
}

// create makes an empty file, so that SQLite does not choose its mode.
func create(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return errs.New(errs.Unavailable, "make the data folder: %v", err)
	}
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return errs.New(errs.Unavailable, "open the database: %v", err)
	}
	return f.Close()
}

// dsn names the file and what every connection is set to. The write-ahead log goes into
// the file when it has 4,000 pages, 16 MB: then one write in some six hundred waits for
// that and not one in 150, and a page that was changed often is written once. A log that
// has grown beyond, because a read went on for long, shrinks back. cache is in KiB.
func dsn(path string, cache int, more string) string {
	return (&url.URL{Scheme: "file", Opaque: (&url.URL{Path: path}).EscapedPath()}).String() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)" +
		fmt.Sprintf("&_pragma=wal_autocheckpoint(4000)&_pragma=journal_size_limit(16777216)&_pragma=cache_size(%d)&", -cache) + more
}

// migrate returns the number of the newest of the migrations; nothing is printed.
func migrate(ctx context.Context, db *sql.DB, migrations fs.FS) (int64, error) {
	p, err := goose.NewProvider(goose.DialectSQLite3, db, migrations)
	if err != nil {
		return 0, err
	}
	return tables.Migrate(ctx, p, db)
}

// Version is the number of the newest migration the file has had.
func (s *Store) Version(ctx context.Context) (version int64, err error) {
	err = s.dialect.pool.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version`).Scan(&version)
	return version, classify(err)
}

// Reader implements tables.Dialect.
func (d *dialect) Reader() tables.DB { return d.readers }

// Write implements tables.Dialect.
func (d *dialect) Write(ctx context.Context, fn func(ctx context.Context, db tables.DB) error) error {
	return d.writer.write(ctx, fn)
}

// Hold implements tables.Dialect: there is one writer.
func (d *dialect) Hold() string { return "" }

// Snapshot implements tables.Dialect: a read transaction of the write-ahead log.
func (d *dialect) Snapshot(ctx context.Context, fn func(ctx context.Context, db tables.DB) error) error {
	tx, err := d.pool.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // nothing was written
	return fn(ctx, tx)
}

// SkipLocked implements tables.Dialect: there is one writer.
func (d *dialect) SkipLocked() string { return "" }

// Classify implements tables.Dialect.
func (d *dialect) Classify(err error) error { return classify(err) }

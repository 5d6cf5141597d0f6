// Package tables holds the SQL that both databases run, one statement a function. The
// statements use what SQLite and PostgreSQL share: numbered parameters, ids and days as
// text, no stored procedures. What differs (opening, transactions, the reading of
// errors) is in the packages sqlite and postgres, which embed a Store.
package tables

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
)

// DB runs statements: a pool, or the transaction of a write.
type DB interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Dialect is what a database does in its own way.
type Dialect interface {
	// Reader runs single reads; each sees what was committed before it.
	Reader() DB
	// Write runs fn in a transaction that is on disk when Write returns nil and has left
	// nothing when it returns an error. fn may be run on another goroutine but has ended
	// when Write returns.
	Write(ctx context.Context, fn func(ctx context.Context, db DB) error) error
	// Hold is what ends a SELECT of a write whose rows must stay as they are until the
	// write is over; empty where one write follows another.
	Hold() string
	// Snapshot runs fn in a read-only transaction that sees one moment throughout.
	Snapshot(ctx context.Context, fn func(ctx context.Context, db DB) error) error
	// SkipLocked ends a selection so that it passes over rows that another transaction is
	// changing; empty where only one writes.
	SkipLocked() string
	// Classify gives an error of the driver its kind; others it returns unchanged.
	Classify(err error) error
}

// Store implements app.Store on a dialect.
type Store struct{ d Dialect }

var _ app.Store = (*Store)(nil)

// New returns the store on a dialect.
func New(d Dialect) *Store { return &Store{d} }

// fail adds what was being done and gives the error its kind.
func (s *Store) fail(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, s.d.Classify(err))
}

// write runs fn in a transaction.
func (s *Store) write(ctx context.Context, doing string, fn func(ctx context.Context, db DB) error) error {
	return s.fail(doing, s.d.Write(ctx, fn))
}

// found turns "no rows" into errs.NotFound.
func found(what string, err error) error {
	if errors.Is(err, sql.ErrNoRows) {
		return errs.New(errs.NotFound, "There is no such %s.", what)
	}
	return err
}

// exec runs a statement and returns how many rows it changed.
func exec(ctx context.Context, db DB, query string, args ...any) (int64, error) {
	r, err := db.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// collect reads all rows of a query.
func collect[T any](ctx context.Context, db DB, scan func(*sql.Rows, *T) error, query string, args ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		out = append(out, *new(T)) // read in its place
		if err := scan(rows, &out[len(out)-1]); err != nil {
			return nil, err
		}
	}
	return out, rows.Err()
}

func scanText(rows *sql.Rows, s *string) error { return rows.Scan(s) }

// parameters writes $1, $2, … up to n.
func parameters(n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	return b.String()
}

func parameter(n int) string { return "$" + strconv.Itoa(n) }

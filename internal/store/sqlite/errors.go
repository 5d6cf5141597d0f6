package sqlite

import (
	"errors"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/legible-health/legible/internal/errs"
)

// classify gives the driver's errors their kind. The driver's text, which never holds
// values, stays behind the kind for the operator.
func classify(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return errs.New(errs.Conflict, "it is there already")
	case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
		return errs.New(errs.NotFound, "what it belongs to is not there")
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return errs.New(errs.Unavailable, "the disk is full; nothing was kept")
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return errs.New(errs.Unavailable, "the database is busy; nothing was kept, try again")
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_PERM:
		return errs.New(errs.Unavailable, "the database cannot be read or written (%v); nothing was kept", e)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return errs.New(errs.Unavailable, "the database file is damaged (%v); restore a backup", e)
	}
	return err
}

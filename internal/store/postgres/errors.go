package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/legible-health/legible/internal/errs"
)

// classify gives the driver's errors their kind. The server's details, which can hold
// values, are left out: only its five-character code is told.
func classify(err error) error {
	var server *pgconn.PgError
	switch {
	case err == nil || errors.Is(err, context.Canceled) || errors.Is(err, sql.ErrNoRows):
		return err
	case errors.As(err, &server):
		return classifyCode(server.Code)
	case errors.As(err, new(*pgconn.ConnectError)), errors.As(err, new(net.Error)), pgconn.Timeout(err),
		errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, net.ErrClosed),
		errors.Is(err, driver.ErrBadConn), errors.Is(err, sql.ErrConnDone), errors.Is(err, sql.ErrTxDone),
		pgconn.SafeToRetry(err): // nothing was sent, because the connection was lost before
		return errs.New(errs.Unavailable, "the database does not answer; nothing is known to be kept, try again")
	}
	return err
}

func classifyCode(code string) error {
	switch code {
	case "23505": // unique_violation
		return errs.New(errs.Conflict, "it is there already")
	case "23503": // foreign_key_violation
		return errs.New(errs.NotFound, "what it belongs to is not there")
	case "53100": // disk_full
		return errs.New(errs.Unavailable, "the database's disk is full; nothing was kept")
	}
	switch code[:2] {
	case "08", "25", "28", "3D", "40", "53", "55", "57", "58": // connection, read-only, sign-in, no such database, deadlock, resources, in use, stopping, system
		return errs.New(errs.Unavailable, "the database cannot take it now (SQLSTATE %s); nothing was kept", code)
	}
	return errs.New(errs.Internal, "the database refused a statement (SQLSTATE %s)", code)
}

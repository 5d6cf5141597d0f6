// Package errs sorts errors into kinds. The edges map a kind once, here, to an
// HTTP status and an exit code. Messages carry no health data and no names.
package errs

import (
	"errors"
	"fmt"
)

// Kind is what sort of thing went wrong.
type Kind int

// The kinds. Internal is everything that was not foreseen.
const (
	Internal Kind = iota
	Invalid       // the caller sent something unusable; Field says where
	NotFound
	Usage // wrong command line
	TooLarge
	Unauthorized // nobody said who is asking, or the token is not valid
	Forbidden    // known, and not allowed
	Conflict     // someone else changed it first, or the id is taken
	Gone         // was there and has been erased for good
	Unavailable  // the store cannot take it now: disk full, database gone; nothing was kept
	TooMany      // attempts; later it will be taken again
	Sealed       // a record or key cannot be opened: the instance's key is wrong or lost
	Outdated     // the program is older than the database and would misread it; nothing was kept
)

// Error is an error with a kind and, for Invalid, the field that is wrong.
type Error struct {
	Kind    Kind
	Field   string // dotted path, e.g. "person.age"; may be empty
	Message string // what is wrong and what to do
}

func (e *Error) Error() string {
	if e.Field == "" {
		return e.Message
	}
	return e.Field + ": " + e.Message
}

// Field returns an Invalid error about one field.
func Field(field, format string, args ...any) error {
	return &Error{Kind: Invalid, Field: field, Message: fmt.Sprintf(format, args...)}
}

// New returns an error of the given kind.
func New(k Kind, format string, args ...any) error {
	return &Error{Kind: k, Message: fmt.Sprintf(format, args...)}
}

// KindOf finds the kind of the first Error in the chain; Internal without one.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Status maps a kind to its HTTP status.
func (k Kind) Status() int {
	switch k {
	case Invalid:
		return 422
	case NotFound:
		return 404
	case Usage:
		return 400
	case TooLarge:
		return 413
	case Unauthorized:
		return 401
	case Forbidden:
		return 403
	case Conflict:
		return 409
	case Gone:
		return 410
	case TooMany:
		return 429
	case Unavailable, Sealed, Outdated:
		return 503
	}
	return 500
}

// ExitCode maps a kind to the program's exit status: 2 for bad usage, else 1.
func (k Kind) ExitCode() int {
	if k == Usage {
		return 2
	}
	return 1
}

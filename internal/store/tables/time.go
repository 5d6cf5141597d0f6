package tables

import (
	"fmt"
	"time"
)

// layout has a fixed width, so that times sort as text; six decimals are what
// PostgreSQL keeps.
const layout = "2006-01-02T15:04:05.000000Z"

// instant reads and writes a time in both databases: text in SQLite, timestamptz in
// PostgreSQL, which also takes the text. A nil pointer inside is null.
type instant struct{ t **time.Time }

// at writes a time.
func at(t time.Time) string { return t.UTC().Format(layout) }

// maybeAt writes a time or null.
func maybeAt(t *time.Time) any {
	if t == nil {
		return nil
	}
	return at(*t)
}

// into reads a time that is never null.
func into(t *time.Time) *instant { return &instant{t: &t} }

// maybeInto reads a time or null.
func maybeInto(t **time.Time) *instant { return &instant{t: t} }

// Scan implements sql.Scanner.
func (x *instant) Scan(value any) error {
	var t time.Time
	switch v := value.(type) {
	case nil:
		*x.t = nil
		return nil
	case time.Time:
		t = v
	case string:
		var err error
		if t, err = time.Parse(layout, v); err != nil {
			return fmt.Errorf("a time in the database is not written as %s", layout)
		}
	default:
		return fmt.Errorf("a time in the database is a %T", value)
	}
	t = t.UTC()
	if *x.t == nil {
		*x.t = &t
	} else {
		**x.t = t
	}
	return nil
}

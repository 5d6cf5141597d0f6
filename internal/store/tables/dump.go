package tables

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Type is what a column holds, in words that both databases and JSON can carry.
type Type int

// The types. Each may be null.
const (
	Text Type = iota
	Whole
	Flag    // true or false
	Instant // UTC, RFC 3339 with six decimals
	Opaque  // bytes, base64 in JSON
)

// Moment writes a time as rows have it.
func Moment(t time.Time) string { return at(t) }

// Column is a column of a table.
type Column struct {
	Name string
	Type Type
}

// Table is a table that backups contain.
type Table struct {
	Name    string
	Columns []Column
	Order   string // the primary key, by which rows are written
}

// All lists the tables of a backup, each after those it refers to; rate, ceremony, task
// and share_file are left out: they are worth nothing tomorrow, and files that somebody
// shares for a while have no place in an archive. So is compatibility, which is of the
// tables and not of what is in them.
var All = []Table{
	table("person", "id", "id", "wrapped_key:b", "key_id", "time_zone", "created_at:m", "erased_at:m"),
	table("record", "person, id", "person", "id", "kind", "day", "version:i", "payload:b", "updated_at:m", "deleted:f"),
	table("account", "id", "id", "name", "name_folded", "role", "password", "created_at:m", "disabled_at:m"),
	table("account_person", "account, person", "account", "person", "relation", "name_sealed:b"),
	table("credential", "id", "id", "account", "label", "data", "created_at:m", "used_at:m"),
	table("recovery_code", "account, hash", "account", "hash", "used_at:m"),
	table("session", "hash", "hash", "account", "label", "created_at:m", "seen_at:m", "expires_at:m", "person"),
	table("token", "hash", "hash", "account", "label", "created_at:m", "expires_at:m"),
	table("reminder", "account, person", "account", "person", "version:i", "payload:b", "token_hash", "feed_hash", "updated_at:m"),
	table("share", "id", "id", "link_hash", "account", "person", "payload:b", "tries:i", "openings:i", "created_at:m", "expires_at:m", "revoked_at:m"),
	table("share_opening", "id", "id", "share", "person", "at:m", "payload:b"),
	table("consent", "id", "id", "account", "person", "practitioner", "scope", "granted_at:m", "until:m", "revoked_at:m"),
	table("practitioner", "account", "account", "slug", "name", "profession", "specialities", "country", "languages", "since:i", "about", "services",
		"time_zone", "listed:f", "to_check", "photo_sum", "photo:b", "updated_at:m"),
	table("qualification", "id", "id", "practitioner", "title", "holder", "register", "number", "country", "way", "checked_by", "checked_at:m", "valid_until", "ended_at:m"),
	table("consultation", "id", "id", "account", "person", "sort", "stage", "asked", "refused", "holder", "next", "agreed:f", "due_at:m", "until:m", "first",
		"version:i", "written:i", "created_at:m", "changed_at:m", "payload:b", "snapshot:b"),
	table("signing_key", "id", "id", "practitioner", "public:b", "created_at:m", "retired_at:m"),
	table("opinion_count", "sides, level_a, level_b", "sides", "level_a", "level_b", "times:i"),
	table("practice", "practitioner", "practitioner", "version:i", "schedule", "changes:i", "updated_at:m"),
	table("service", "id", "id", "practitioner", "kind", "name", "minutes:i", "before:i", "after:i", "way", "place", "offered:f", "created_at:m"),
	table("appointment", "id", "id", "token_hash", "account", "person", "practitioner", "service", "starts_at:m", "ends_at:m", "taken_from:m", "taken_to:m",
		"state", "cancelled_by", "late:f", "sequence:i", "payload:b", "report:b", "created_at:m", "updated_at:m"),
	table("appointment_cell", "practitioner, cell", "practitioner", "cell:i", "appointment"),
	table("waiting", "id", "id", "account", "person", "practitioner", "service", "until:m", "created_at:m"),
	table("secret", "name", "name", "wrapped_key:b", "key_id", "payload:b"),
	table("second_factor", "account", "account", "last_step:i", "created_at:m", "confirmed_at:m"),
	table("incident", "id", "id", "began_at:m", "ended_at:m", "text"),
	table("audit", "id", "id", "at:m", "account", "person", "action", "outcome", "scope"),
	table("job", "id", "id", "kind", "person", "run_at:m", "next_at:m", "lease_until:m", "attempts:i", "done_at:m", "payload:b"),
}

func table(name, order string, columns ...string) Table {
	t := Table{Name: name, Order: order}
	types := map[string]Type{"": Text, "i": Whole, "f": Flag, "m": Instant, "b": Opaque}
	for _, c := range columns {
		column, letter, _ := strings.Cut(c, ":")
		t.Columns = append(t.Columns, Column{column, types[letter]})
	}
	return t
}

// Named finds a table of All.
func Named(name string) (Table, bool) {
	for _, t := range All {
		if t.Name == name {
			return t, true
		}
	}
	return Table{}, false
}

// Names lists the columns of a row, in its order.
func (t Table) Names() []string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return names
}

func (t Table) list() string { return strings.Join(t.Names(), ", ") }

// Row is one row: string, int64, bool, []byte or nil for each column; an Instant is a
// string.
type Row []any

// Dump gives every row of every table to fn, all as of one moment, while others write.
func (s *Store) Dump(ctx context.Context, fn func(Table, Row) error) error {
	return s.fail("dump", s.d.Snapshot(ctx, func(ctx context.Context, db DB) error {
		for _, t := range All {
			if err := t.dump(ctx, db, fn); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (t Table) dump(ctx context.Context, db DB, fn func(Table, Row) error) error {
	rows, err := db.QueryContext(ctx, `SELECT `+t.list()+` FROM `+t.Name+` ORDER BY `+t.Order)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		row, err := t.scan(rows)
		if err != nil {
			return err
		}
		if err := fn(t, row); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (t Table) scan(rows *sql.Rows) (Row, error) {
	into := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		switch c.Type {
		case Text:
			into[i] = new(sql.NullString)
		case Whole:
			into[i] = new(sql.NullInt64)
		case Flag:
			into[i] = new(sql.NullBool)
		case Instant:
			into[i] = maybeInto(new(*time.Time))
		case Opaque:
			into[i] = new([]byte)
		}
	}
	if err := rows.Scan(into...); err != nil {
		return nil, err
	}
	row := make(Row, len(into))
	for i, x := range into {
		row[i] = plain(x)
	}
	return row, nil
}

// plain takes a scanned value out of its box.
func plain(x any) any {
	switch v := x.(type) {
	case *sql.NullString:
		if v.Valid {
			return v.String
		}
	case *sql.NullInt64:
		if v.Valid {
			return v.Int64
		}
	case *sql.NullBool:
		if v.Valid {
			return v.Bool
		}
	case *instant:
		if *v.t != nil {
			return at(**v.t)
		}
	case *[]byte:
		if *v != nil {
			return *v
		}
	}
	return nil
}

// Read turns values decoded from JSON into a row. errs.Invalid when they do not fit.
func (t Table) Read(values []any) (Row, error) {
	if len(values) != len(t.Columns) {
		return nil, errs.New(errs.Invalid, "a row of %s has %d columns, not %d", t.Name, len(values), len(t.Columns))
	}
	row := make(Row, len(values))
	for i, v := range values {
		var err error
		if row[i], err = t.Columns[i].read(v); err != nil {
			return nil, errs.New(errs.Invalid, "a row of %s has a %s that does not fit", t.Name, t.Columns[i].Name)
		}
	}
	return row, nil
}

func (c Column) read(v any) (any, error) {
	switch x := v.(type) {
	case nil:
		return nil, nil
	case bool:
		if c.Type == Flag {
			return x, nil
		}
	case float64:
		if n := int64(x); c.Type == Whole && float64(n) == x {
			return n, nil
		}
	case string:
		switch c.Type {
		case Text:
			return x, nil
		case Instant:
			_, err := time.Parse(layout, x)
			return x, err
		case Opaque:
			return base64.StdEncoding.DecodeString(x)
		}
	}
	return nil, fmt.Errorf("a %T", v)
}

// Load writes rows into an empty database, all or nothing: next gives them one by one,
// in the order of Dump, and says false at the end. errs.Conflict when the database holds
// anything.
func (s *Store) Load(ctx context.Context, next func() (Table, Row, bool, error)) error {
	return s.write(ctx, "load", func(ctx context.Context, db DB) error {
		for _, t := range All {
			var n int64
			if err := db.QueryRowContext(ctx, `SELECT count(*) FROM `+t.Name).Scan(&n); err != nil {
				return err
			}
			if n > 0 {
				return errs.New(errs.Conflict, "the database is not empty; restore into a new one")
			}
		}
		for {
			t, row, more, err := next()
			if err != nil || !more {
				return err
			}
			if _, err := exec(ctx, db, `INSERT INTO `+t.Name+` (`+t.list()+`) VALUES (`+parameters(len(t.Columns))+`)`, row...); err != nil {
				return err
			}
		}
	})
}

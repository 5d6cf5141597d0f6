// Package backup writes everything a store holds into one encrypted file and reads it
// back, into either database.
//
// The file is an age file (age-encryption.org), for a passphrase or for recipients; the
// tool age opens it too. Inside is gzip, inside that one JSON value a line: a heading,
// for each table its name and columns followed by its rows, and an end with the number of
// rows. What persons wrote stays sealed in it, and the key file is not part of it: who
// has the backup and its passphrase but not the key file reads nothing of a person, and
// an erased person stays erased.
package backup

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"filippo.io/age"

	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/store/tables"
)

// format is the version of the file's inside.
const format = 1

// heading is the first line.
type heading struct {
	Legible string    `json:"legible"` // "backup"
	Format  int       `json:"format"`
	At      time.Time `json:"at"`
	Schema  int64     `json:"schema"` // migration of the database it was taken from
}

// mark stands before a table's rows, or at the end.
type mark struct {
	Table   string   `json:"table,omitempty"`
	Columns []string `json:"columns,omitempty"`
	Rows    *int     `json:"rows,omitempty"` // at the end: all rows together
}

// Source is what a backup is taken from; a store is one.
type Source interface {
	Dump(ctx context.Context, fn func(tables.Table, tables.Row) error) error
	Version(ctx context.Context) (int64, error)
}

// Write writes a backup of one moment, while others go on writing to the store. It
// returns the number of rows.
func Write(ctx context.Context, w io.Writer, from Source, now time.Time, recipients ...age.Recipient) (rows int, err error) {
	version, err := from.Version(ctx)
	if err != nil {
		return 0, err
	}
	sealed, err := age.Encrypt(w, recipients...)
	if err != nil {
		return 0, fmt.Errorf("encrypt the backup: %w", err)
	}
	packed := gzip.NewWriter(sealed)
	lines := json.NewEncoder(packed)
	err = lines.Encode(heading{"backup", format, now.UTC().Truncate(time.Second), version})
	current := ""
	if err == nil {
		err = from.Dump(ctx, func(t tables.Table, r tables.Row) error {
			if t.Name != current {
				current = t.Name
				if err := lines.Encode(mark{Table: t.Name, Columns: t.Names()}); err != nil {
					return err
				}
			}
			rows++
			return lines.Encode(r)
		})
	}
	if err == nil {
		err = lines.Encode(mark{Rows: &rows})
	}
	if err := errors.Join(err, packed.Close(), sealed.Close()); err != nil {
		return rows, fmt.Errorf("write the backup: %w", err)
	}
	return rows, nil
}

// Reader reads a backup row by row. Nothing of it may be relied on before Next has
// reported the end: only then is the file known to be whole.
type Reader struct {
	At     time.Time // when it was taken
	Schema int64

	lines *bufio.Reader
	table tables.Table
	order []int // place in the file → place in the table
	rows  int
}

// longest bounds a line: a record is at most 256 KiB of JSON, sealed and in base64.
const longest = 4 << 20

// Open begins to read a backup. errs.Sealed when none of the identities opens it,
// errs.Invalid when it is no backup of this program.
func Open(r io.Reader, identities ...age.Identity) (*Reader, error) {
	plain, err := age.Decrypt(r, identities...)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return nil, errs.New(errs.Sealed, "the backup does not open: wrong passphrase or identity")
	case err != nil:
		return nil, errs.New(errs.Invalid, "this is not a backup: %v", err)
	}
	packed, err := gzip.NewReader(plain)
	if err != nil {
		return nil, damaged(err)
	}
	b := &Reader{lines: bufio.NewReaderSize(packed, 64<<10)}
	var h heading
	if err := b.line(&h); err != nil {
		return nil, err
	}
	if h.Legible != "backup" || h.Format != format {
		return nil, errs.New(errs.Invalid, "this is not a backup that this program can read; it may be of a newer one")
	}
	b.At, b.Schema = h.At, h.Schema
	return b, nil
}

// Next returns the next row, and false at the end of a whole backup.
func (b *Reader) Next() (tables.Table, tables.Row, bool, error) {
	for {
		var raw json.RawMessage
		if err := b.line(&raw); err != nil {
			return b.table, nil, false, err
		}
		if raw[0] == '[' {
			row, err := b.row(raw)
			b.rows++
			return b.table, row, err == nil, err
		}
		var m mark
		if err := json.Unmarshal(raw, &m); err != nil {
			return b.table, nil, false, damaged(err)
		}
		if m.Rows != nil {
			return b.table, nil, false, b.end(*m.Rows)
		}
		if err := b.begin(m); err != nil {
			return b.table, nil, false, err
		}
	}
}

// begin turns to a table. Columns are matched by name: an older backup may lack some.
func (b *Reader) begin(m mark) error {
	t, ok := tables.Named(m.Table)
	if !ok {
		return errs.New(errs.Invalid, "the backup has a table %q, which this program does not know; use a newer one", m.Table)
	}
	names := t.Names()
	b.table, b.order = t, nil
	for _, name := range m.Columns {
		i := slices.Index(names, name)
		if i < 0 {
			return errs.New(errs.Invalid, "the backup has a column %q in %s, which this program does not know; use a newer one", name, m.Table)
		}
		b.order = append(b.order, i)
	}
	return nil
}

func (b *Reader) row(raw []byte) (tables.Row, error) {
	var values []any
	if err := json.Unmarshal(raw, &values); err != nil || len(values) != len(b.order) {
		return nil, errs.New(errs.Invalid, "the backup is damaged: a row does not fit its table")
	}
	sorted := make([]any, len(b.table.Columns))
	for i, v := range values {
		sorted[b.order[i]] = v
	}
	return b.table.Read(sorted)
}

// end reads on to the end of the encryption, whose last piece proves that nothing is
// missing.
func (b *Reader) end(rows int) error {
	if rows != b.rows {
		return errs.New(errs.Invalid, "the backup is damaged: %d rows where there should be %d", b.rows, rows)
	}
	if _, err := b.lines.ReadByte(); !errors.Is(err, io.EOF) {
		return damaged(errors.Join(err, errors.New("there is more behind its end")))
	}
	return nil
}

func (b *Reader) line(into any) error {
	var line []byte
	for {
		part, err := b.lines.ReadSlice('\n')
		line = append(line, part...)
		switch {
		case err == nil:
			if err := json.Unmarshal(line, into); err != nil {
				return damaged(err)
			}
			return nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return damaged(err)
		case len(line) > longest:
			return damaged(errors.New("a line is too long"))
		}
	}
}

func damaged(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errs.New(errs.Invalid, "the backup is cut off; nothing of it was used")
	}
	return errs.New(errs.Invalid, "the backup is damaged (%v); nothing of it was used", err)
}

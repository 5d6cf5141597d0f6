package backup

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
	"github.com/legible-health/legible/internal/store/tables"
)

// Report says what a backup held.
type Report struct {
	At      time.Time      `json:"at"`      // when it was taken
	Rows    map[string]int `json:"rows"`    // by table
	Opened  int            `json:"opened"`  // records that the keys open
	Erased  int            `json:"erased"`  // persons erased since, who stay erased
	Dropped int            `json:"dropped"` // their records, left out
}

// Target takes a backup; a store is one.
type Target interface {
	Load(ctx context.Context, next func() (tables.Table, tables.Row, bool, error)) error
}

// Restore reads a backup into an empty database, all or nothing. Every person's key and
// every record must open with the ring: errs.Sealed when one does not, and nothing is
// restored. Persons erased since the backup was taken stay erased.
func Restore(ctx context.Context, b *Reader, into Target, ring *seal.Ring, now time.Time) (Report, error) {
	c := newChecker(b, ring, now)
	err := into.Load(ctx, c.next)
	return c.report, err
}

// Check reads a whole backup as Restore would, and keeps nothing.
func Check(b *Reader, ring *seal.Ring, now time.Time) (Report, error) {
	c := newChecker(b, ring, now)
	for {
		if _, _, more, err := c.next(); err != nil || !more {
			return c.report, err
		}
	}
}

// checker passes rows on and looks at each.
type checker struct {
	from    *Reader
	ring    *seal.Ring
	now     time.Time
	persons map[string]*seal.Person // nil for an erased one
	booked  map[string]bool         // appointments that are kept
	report  Report
}

func newChecker(b *Reader, ring *seal.Ring, now time.Time) *checker {
	return &checker{from: b, ring: ring, now: now, persons: map[string]*seal.Person{}, booked: map[string]bool{}, report: Report{At: b.At, Rows: map[string]int{}}}
}

func (c *checker) next() (tables.Table, tables.Row, bool, error) {
	for {
		t, row, more, err := c.from.Next()
		if err != nil || !more {
			return t, row, more, err
		}
		keep, err := c.look(t, row)
		if err != nil {
			return t, nil, false, err
		}
		if keep {
			c.report.Rows[t.Name]++
			return t, row, true, nil
		}
		c.report.Dropped++
	}
}

// look checks a row, changes that of an erased person, and says whether to keep it.
func (c *checker) look(t tables.Table, row tables.Row) (keep bool, err error) {
	switch t.Name {
	case "person":
		return true, c.person(t, row)
	case "record":
		return c.record(t, row)
	case "reminder":
		return c.reminder(t, row)
	case "share":
		return c.share(t, row)
	case "consultation":
		return c.consultation(t, row)
	case "appointment":
		return c.appointment(t, row)
	case "consent":
		return c.consent(t, row), nil
	case "share_opening":
		o := app.KeptOpening{ID: text(t, row, "id")}
		return c.opens(t, row, o.Label())
	case "secret":
		return true, c.secret(t, row)
	case "session": // some ended since the backup was made; signing in again is the safe way
		return false, nil
	case "appointment_cell":
		return c.booked[text(t, row, "appointment")], nil
	case "job", "waiting":
		return c.persons[text(t, row, "person")] != nil, nil
	case "account_person":
		if c.persons[text(t, row, "person")] == nil {
			set(t, row, "name_sealed", nil)
		}
	}
	return true, nil
}

func (c *checker) person(t tables.Table, row tables.Row) error {
	id := text(t, row, "id")
	wrapped, _ := get(t, row, "wrapped_key").([]byte)
	if wrapped == nil {
		c.persons[id] = nil
		return nil
	}
	key, err := c.ring.Unwrap(id, seal.Wrapped{KeyID: text(t, row, "key_id"), Data: wrapped})
	if err != nil && errs.KindOf(err) == errs.Gone {
		c.report.Erased++
		c.persons[id] = nil
		set(t, row, "wrapped_key", nil)
		set(t, row, "key_id", "")
		set(t, row, "erased_at", tables.Moment(c.now)) // when exactly is not known here
		return nil
	}
	c.persons[id] = key
	return err
}

func (c *checker) record(t tables.Table, row tables.Row) (keep bool, err error) {
	key := c.persons[text(t, row, "person")]
	if key == nil {
		return false, nil
	}
	version, _ := get(t, row, "version").(int64)
	payload, _ := get(t, row, "payload").([]byte)
	r := app.Record{ID: text(t, row, "id"), Kind: text(t, row, "kind"), Day: text(t, row, "day"), Version: version}
	if _, err := key.Open(r.Label(), payload); err != nil {
		return false, err
	}
	c.report.Opened++
	return true, nil
}

func (c *checker) reminder(t tables.Table, row tables.Row) (keep bool, err error) {
	key := c.persons[text(t, row, "person")]
	if key == nil {
		return false, nil
	}
	version, _ := get(t, row, "version").(int64)
	payload, _ := get(t, row, "payload").([]byte)
	r := app.KeptReminder{Account: text(t, row, "account"), Version: version}
	_, err = key.Open(r.Label(), payload)
	return true, err
}

// share keeps what is known of a link and ends it: its files are not in the backup, and
// it may have been revoked since.
func (c *checker) share(t tables.Table, row tables.Row) (keep bool, err error) {
	if get(t, row, "revoked_at") == nil {
		set(t, row, "revoked_at", tables.Moment(c.now))
	}
	s := app.KeptShare{ID: text(t, row, "id")}
	return c.opens(t, row, s.Label())
}

// consent keeps that somebody agreed and ends it: it may have been ended since the backup.
func (c *checker) consent(t tables.Table, row tables.Row) (keep bool) {
	if get(t, row, "revoked_at") == nil {
		set(t, row, "revoked_at", tables.Moment(c.now))
	}
	return c.persons[text(t, row, "person")] != nil
}

// appointment tries the payload and the report.
func (c *checker) appointment(t tables.Table, row tables.Row) (keep bool, err error) {
	x := app.KeptAppointment{ID: text(t, row, "id")}
	if keep, err = c.opens(t, row, x.Label()); err != nil || !keep {
		return keep, err
	}
	if report, _ := get(t, row, "report").([]byte); report != nil {
		_, err = c.persons[text(t, row, "person")].Open(x.ReportLabel(), report)
	}
	c.booked[x.ID] = true
	return true, err
}

// consultation tries both payloads.
func (c *checker) consultation(t tables.Table, row tables.Row) (keep bool, err error) {
	written, _ := get(t, row, "written").(int64)
	x := app.KeptConsultation{ID: text(t, row, "id"), Written: written}
	if keep, err = c.opens(t, row, x.Label()); err != nil || !keep {
		return keep, err
	}
	snapshot, _ := get(t, row, "snapshot").([]byte)
	_, err = c.persons[text(t, row, "person")].Open(x.SnapshotLabel(), snapshot)
	return true, err
}

// opens tries the payload of a row with the key of its person; false for an erased one.
func (c *checker) opens(t tables.Table, row tables.Row, at seal.Label) (keep bool, err error) {
	key := c.persons[text(t, row, "person")]
	if key == nil {
		return false, nil
	}
	payload, _ := get(t, row, "payload").([]byte)
	_, err = key.Open(at, payload)
	return true, err
}

func (c *checker) secret(t tables.Table, row tables.Row) error {
	wrapped, _ := get(t, row, "wrapped_key").([]byte)
	payload, _ := get(t, row, "payload").([]byte)
	s := app.KeptSecret{Name: text(t, row, "name")}
	key, err := c.ring.Unwrap(s.Owner(), seal.Wrapped{KeyID: text(t, row, "key_id"), Data: wrapped})
	if err == nil {
		_, err = key.Open(s.Label(), payload)
	}
	return err
}

func place(t tables.Table, column string) int {
	for i, c := range t.Columns {
		if c.Name == column {
			return i
		}
	}
	panic("backup: no column " + column + " in " + t.Name)
}

func get(t tables.Table, row tables.Row, column string) any { return row[place(t, column)] }

func set(t tables.Table, row tables.Row, column string, v any) { row[place(t, column)] = v }

func text(t tables.Table, row tables.Row, column string) string {
	s, _ := get(t, row, column).(string)
	return s
}

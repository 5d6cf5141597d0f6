package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// keptState is an entry as stored, with the marks of all its versions.
type keptState struct {
	KeptEntry
	Deleted bool
	marks   []string // of the versions, oldest first
}

// read returns the state of an id. errs.NotFound when it never was.
func (d *Book) read(ctx context.Context, id string) (keptState, error) {
	r, err := d.k.store.Record(ctx, d.person, id)
	if err != nil {
		return keptState{}, err
	}
	if !diary.Kind(r.Kind).Valid() {
		return keptState{}, errs.New(errs.NotFound, "there is no such entry")
	}
	return d.opened(r)
}

// The sealed payload is the entry's canonical JSON (nothing, for a tombstone), a line
// break, and the marks of its versions separated by spaces.
func (d *Book) opened(r Record) (keptState, error) {
	plain, err := d.key.Open(r.Label(), r.Payload)
	if err != nil {
		return keptState{}, err
	}
	text, marks, _ := bytes.Cut(plain, []byte("\n"))
	e := diary.Entry{ID: r.ID, Kind: diary.Kind(r.Kind)}
	if r.Deleted {
		e.Day, err = diary.ParseDate(r.Day)
	} else {
		e, err = diary.Parse(text)
	}
	if err != nil {
		return keptState{}, errs.New(errs.Internal, "a stored entry cannot be read by this program")
	}
	e.Version = int(r.Version)
	return keptState{KeptEntry{e, r.UpdatedAt}, r.Deleted, strings.Fields(string(marks))}, nil
}

// seal makes the record of an entry.
func (d *Book) seal(e diary.Entry, deleted bool, marks []string) (Record, error) {
	r := Record{Person: d.person, ID: e.ID, Kind: string(e.Kind), Day: e.Day.String(), Version: int64(e.Version),
		UpdatedAt: d.k.now().UTC().Truncate(time.Microsecond), Deleted: deleted}
	var plain []byte
	if !deleted { // nothing of what was written stays in a tombstone
		plain = e.Encode()
		marks = append(slices.Clone(marks), mark(e))
	}
	if len(marks) > mostMarks {
		marks = marks[len(marks)-mostMarks:]
	}
	plain = append(plain, "\n"+strings.Join(marks, " ")...)
	var err error
	r.Payload, err = d.key.Seal(d.k.rand, r.Label(), plain)
	return r, err
}

// mostMarks is how many versions back a late repeat of a change is known for one.
const mostMarks = 32

// mark stands for the content of one version.
func mark(e diary.Entry) string {
	sum := sha256.Sum256(e.Encode())
	return hex.EncodeToString(sum[:8])
}

// tries bounds how often a change is decided anew because another came between.
const tries = 8

// apply decides what becomes of a change, writes it, and decides again when somebody
// else was faster.
func (d *Book) apply(ctx context.Context, c diary.Change, both bool) (out EntryChange, err error) {
	for range tries {
		if out, err = d.once(ctx, c, both); errs.KindOf(err) != errs.Conflict || err == nil || isFinal(err) {
			return out, err
		}
	}
	return out, errs.New(errs.Unavailable, "the entry is being changed by others; try again")
}

// final is a conflict that trying again does not mend.
type final struct{ error }

func (f final) Unwrap() error { return f.error }

func isFinal(err error) bool { _, ok := err.(final); return ok }

func conflict(format string, args ...any) error {
	return final{errs.New(errs.Conflict, format, args...)}
}

func (d *Book) once(ctx context.Context, c diary.Change, both bool) (EntryChange, error) {
	now, err := d.read(ctx, c.Entry.ID)
	var stored *diary.Stored
	switch {
	case err == nil:
		stored = &diary.Stored{Entry: now.Entry, Deleted: now.Deleted}
	case errs.KindOf(err) != errs.NotFound:
		return EntryChange{}, err
	}
	if stored != nil && now.repeats(c) {
		if now.Deleted && !both {
			return EntryChange{}, conflict("This entry was deleted since. Add it under a new id to have it back.")
		}
		return EntryChange{now.KeptEntry, diary.Unchanged}, nil
	}
	m := diary.Merge(stored, c)
	switch m.Decision {
	case diary.Unchanged:
		return EntryChange{now.KeptEntry, m.Decision}, nil
	case diary.Refuse:
		return EntryChange{}, conflict("The entry has version %d; somebody changed it since. Read it again before you delete it.", now.Version)
	case diary.KeepBoth:
		if !both {
			return EntryChange{}, conflict("The entry has version %d and other content. Read it again, then send your change with that version.", now.Version)
		}
		return d.keepBoth(ctx, m.Write)
	}
	return d.write(ctx, m, now.marks)
}

// repeats reports whether c is a change that was made already, however often the entry
// has been changed since: a device sends again what it got no answer to.
func (s *keptState) repeats(c diary.Change) bool {
	return !c.Delete && c.Base < s.Version && slices.Contains(s.marks, mark(c.Entry))
}

// keepBoth writes an edit as an entry of its own; its id comes from its content, so that
// a second try finds it there.
func (d *Book) keepBoth(ctx context.Context, e diary.Entry) (EntryChange, error) {
	if now, err := d.read(ctx, e.ID); err == nil || errs.KindOf(err) != errs.NotFound {
		return EntryChange{now.KeptEntry, diary.KeepBoth}, err
	}
	return d.write(ctx, diary.Merged{Decision: diary.KeepBoth, Write: e}, nil)
}

func (d *Book) write(ctx context.Context, m diary.Merged, marks []string) (EntryChange, error) {
	r, err := d.seal(m.Write, m.Decision == diary.Remove, marks)
	if err != nil {
		return EntryChange{}, err
	}
	if m.Write.Version == 1 {
		err = d.k.store.AddRecord(ctx, r)
	} else {
		err = d.k.store.ReplaceRecord(ctx, r)
	}
	return EntryChange{KeptEntry{m.Write, r.UpdatedAt}, m.Decision}, err
}

// withID gives an entry without an id a fresh one. What is no object is left for the
// reader to refuse.
func (k *Keeper) withID(raw []byte) ([]byte, error) {
	if hasID(raw) {
		return raw, nil
	}
	id, err := k.newID()
	return insertID(raw, id), err
}

func setID(raw []byte, id string) []byte {
	if hasID(raw) {
		return raw
	}
	return insertID(raw, id)
}

func hasID(raw []byte) bool {
	var fields map[string]json.RawMessage
	if json.Unmarshal(raw, &fields) != nil || fields == nil {
		return true // broken: nothing to add to
	}
	_, ok := fields["id"]
	return ok
}

// insertID puts an id first in a JSON object.
func insertID(raw []byte, id string) []byte {
	before, after, _ := bytes.Cut(raw, []byte("{"))
	comma := ","
	if t := bytes.TrimLeft(after, " \t\r\n"); len(t) > 0 && t[0] == '}' {
		comma = ""
	}
	return slices.Concat(before, []byte(`{"id":"`+id+`"`+comma), after)
}

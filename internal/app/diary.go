package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// KeptEntry is a diary entry as the store has it.
type KeptEntry struct {
	diary.Entry
	UpdatedAt time.Time `json:"updated_at"`
}

// EntryChange is what became of a change to an entry.
type EntryChange struct {
	Entry    KeptEntry
	Decision diary.Decision
}

// AddEntry keeps a new entry. raw is its JSON; an id is made when it has none. The same
// entry again is diary.Unchanged, also when it has been edited since: what is returned
// is the entry as it is now. errs.Conflict when the id belongs to another entry or to a
// deleted one; diary.Faults for what cannot be used; errs.NotFound for a person the
// account may not reach.
func (k *Keeper) AddEntry(ctx context.Context, a Account, person string, raw []byte) (EntryChange, error) {
	d, err := k.Book(ctx, a, person)
	if err != nil {
		return EntryChange{}, err
	}
	return d.add(ctx, raw)
}

func (d *Book) add(ctx context.Context, raw []byte) (EntryChange, error) {
	raw, err := d.k.withID(raw)
	if err != nil {
		return EntryChange{}, err
	}
	e, err := diary.Decode(raw, d.k.now(), d.zone)
	if err != nil {
		return EntryChange{}, err
	}
	return d.apply(ctx, diary.Change{Entry: e}, false)
}

// ReplaceEntry writes a new version of an entry. raw holds the version it replaces;
// its id may be left out and must otherwise be id. errs.Conflict when the stored version
// is another, errs.NotFound when there is no such entry.
func (k *Keeper) ReplaceEntry(ctx context.Context, a Account, person, id string, raw []byte) (EntryChange, error) {
	d, err := k.Book(ctx, a, person)
	if err != nil {
		return EntryChange{}, err
	}
	e, err := diary.Decode(setID(raw, id), k.now(), d.zone)
	if err != nil {
		return EntryChange{}, err
	}
	switch {
	case e.ID != id:
		return EntryChange{}, errs.Field("id", "differs from the one in the path; leave it out")
	case e.Version < 1:
		return EntryChange{}, errs.Field("version", "is missing: send the version that this change replaces")
	}
	now, err := d.read(ctx, id)
	if err != nil {
		return EntryChange{}, err
	}
	if now.Kind != e.Kind {
		return EntryChange{}, errs.Field("kind", "cannot be changed; delete the entry and add another")
	}
	return d.apply(ctx, diary.Change{Entry: e, Base: e.Version}, false)
}

// RemoveEntry deletes an entry of the version given; a deleted one again is
// diary.Unchanged. errs.Conflict when somebody changed it since, errs.NotFound when it
// never was.
func (k *Keeper) RemoveEntry(ctx context.Context, a Account, person, id string, version int) (EntryChange, error) {
	d, err := k.Book(ctx, a, person)
	if err != nil {
		return EntryChange{}, err
	}
	if _, err := d.read(ctx, id); err != nil {
		return EntryChange{}, err
	}
	return d.apply(ctx, diary.Change{Entry: diary.Entry{ID: id}, Base: version, Delete: true}, false)
}

// Entry returns one entry. errs.NotFound also for a deleted one.
func (k *Keeper) Entry(ctx context.Context, a Account, person, id string) (KeptEntry, error) {
	d, err := k.Book(ctx, a, person)
	if err != nil {
		return KeptEntry{}, err
	}
	return d.live(ctx, id)
}

// EntryQuery selects entries of one person. Days are YYYY-MM-DD, empty for no bound.
type EntryQuery struct {
	Kind     string
	From, To string
	Cursor   EntryCursor // where the page before ended; zero for the first
	Oldest   bool        // oldest day first; otherwise newest first
	Limit    int
}

// EntryCursor is the place of an entry in a list.
type EntryCursor struct{ Day, ID string }

// Entries lists entries; next is where the list goes on, nil at its end. A page may hold
// fewer than Limit: other things are kept for a person too, and pages count them.
func (k *Keeper) Entries(ctx context.Context, a Account, person string, q EntryQuery) (list []KeptEntry, next *EntryCursor, err error) {
	d, records, next, err := k.entryPage(ctx, a, person, q)
	if err != nil {
		return nil, nil, err
	}
	list = make([]KeptEntry, 0, len(records))
	for _, r := range records {
		s, err := d.opened(r)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, s.KeptEntry)
	}
	return list, next, nil
}

// exportPage is how many entries an export holds in memory.
const exportPage = 200

// EachEntry gives all entries to fn, oldest first.
func (k *Keeper) EachEntry(ctx context.Context, a Account, person string, fn func(KeptEntry) error) error {
	q := EntryQuery{Oldest: true, Limit: exportPage}
	for {
		list, next, err := k.Entries(ctx, a, person, q)
		if err != nil {
			return err
		}
		for _, e := range list {
			if err := fn(e); err != nil {
				return err
			}
		}
		if next == nil {
			return nil
		}
		q.Cursor = *next
	}
}

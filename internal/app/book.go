package app

import (
	"context"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/seal"
)

// Book is everything kept for one person, opened for an account that may reach them. It
// is for one request: an erasure or a rotation is not seen by a book that is open.
type Book struct {
	k      *Keeper
	person string
	key    *seal.Person
	zone   *time.Location
}

// Book opens a person's records. errs.NotFound alike for persons of others, for erased
// ones and for those who never were.
func (k *Keeper) Book(ctx context.Context, a Account, person string) (*Book, error) {
	p, key, err := k.reach(ctx, a, person)
	if err != nil {
		return nil, err
	}
	zone, err := k.zone(p.TimeZone)
	return &Book{k, person, key, zone}, err
}

// Person is whose book it is.
func (d *Book) Person() string { return d.person }

// Zone is the person's time zone.
func (d *Book) Zone() *time.Location { return d.zone }

// Entries returns the diary entries of the days from and to and those between, in the
// order of diary.Sort.
func (d *Book) Entries(ctx context.Context, from, to diary.Date) ([]diary.Entry, error) {
	var all []diary.Entry
	q := RecordQuery{Person: d.person, From: from.String(), To: to.String(), Limit: exportPage}
	for {
		records, err := d.k.store.Records(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			q.AfterDay, q.AfterID = r.Day, r.ID
			if !diary.Kind(r.Kind).Valid() {
				continue
			}
			s, err := d.opened(r)
			if err != nil {
				return nil, err
			}
			all = append(all, s.Entry)
		}
		if len(records) < q.Limit {
			diary.Sort(all)
			return all, nil
		}
	}
}

// Entry returns one entry. errs.NotFound also for a deleted one.
func (d *Book) Entry(ctx context.Context, id string) (diary.Entry, error) {
	e, err := d.live(ctx, id)
	return e.Entry, err
}

func (d *Book) live(ctx context.Context, id string) (KeptEntry, error) {
	s, err := d.read(ctx, id)
	if err == nil && s.Deleted {
		err = errs.New(errs.NotFound, "There is no such entry; it was deleted.")
	}
	return s.KeptEntry, err
}

// Change writes changes in order, each as diary.Merge decides; an edit of an older
// version is kept beside the newer one. What was decided before an error stays written.
// A deletion of a version that somebody has changed since is diary.Refuse and no error.
func (d *Book) Change(ctx context.Context, changes ...diary.Change) ([]diary.Merged, error) {
	out := make([]diary.Merged, 0, len(changes))
	for _, c := range changes {
		if !c.Delete {
			if err := c.Entry.Check(d.k.now(), d.zone); err != nil {
				return out, err
			}
		}
		done, err := d.apply(ctx, c, true)
		if err != nil && isFinal(err) {
			done, err = EntryChange{Decision: diary.Refuse}, nil
		}
		if err != nil {
			return out, err
		}
		out = append(out, diary.Merged{Decision: done.Decision, Write: done.Entry.Entry})
	}
	return out, nil
}

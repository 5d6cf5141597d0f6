package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// Kinds of items that pages keep on request.
const (
	CheckItem = "check" // the answers of a check
	PlanItem  = "plan"  // what a plan was made from
)

// MaxItem bounds the data of an item that a page keeps, in bytes.
const MaxItem = 256 << 10

// Item is something kept for a person that is no diary entry, such as the protocol of
// an experiment. Data is sealed like an entry.
type Item struct {
	ID        string // UUID
	Kind      string // none of diary.Kinds
	Day       string // YYYY-MM-DD
	Version   int
	Data      []byte
	UpdatedAt time.Time
}

// Keep writes an item as the version it has: 1 adds it, more replaces the version
// before. An empty ID gets one. errs.Conflict when the stored version is another.
func (d *Book) Keep(ctx context.Context, x Item) (Item, error) {
	if diary.Kind(x.Kind).Valid() || x.Kind == "" || x.Version < 1 {
		return x, errs.New(errs.Internal, "an item needs a kind of its own and a version")
	}
	var err error
	if x.ID == "" {
		if x.ID, err = d.k.newID(); err != nil {
			return x, err
		}
	}
	x.UpdatedAt = d.k.now().UTC().Truncate(time.Microsecond)
	r := Record{Person: d.person, ID: x.ID, Kind: x.Kind, Day: x.Day, Version: int64(x.Version), UpdatedAt: x.UpdatedAt}
	if r.Payload, err = d.key.Seal(d.k.rand, r.Label(), x.Data); err != nil {
		return x, err
	}
	if x.Version == 1 {
		return x, d.k.store.AddRecord(ctx, r)
	}
	return x, d.k.store.ReplaceRecord(ctx, r)
}

// Items lists the items of a kind, or all without one, oldest day first.
func (d *Book) Items(ctx context.Context, kind string) ([]Item, error) {
	var all []Item
	q := RecordQuery{Person: d.person, Kind: kind, Limit: exportPage}
	for {
		records, err := d.k.store.Records(ctx, q)
		if err != nil {
			return nil, err
		}
		for _, r := range records {
			q.AfterDay, q.AfterID = r.Day, r.ID
			if diary.Kind(r.Kind).Valid() {
				continue
			}
			plain, err := d.key.Open(r.Label(), r.Payload)
			if err != nil {
				return nil, err
			}
			all = append(all, Item{r.ID, r.Kind, r.Day, int(r.Version), plain, r.UpdatedAt})
		}
		if len(records) < q.Limit {
			return all, nil
		}
	}
}

// KeepOnce keeps an item of the present day whose id comes from what it holds, so that
// keeping the same twice keeps it once. One that was dropped comes back.
func (d *Book) KeepOnce(ctx context.Context, kind string, data []byte) (Item, error) {
	if !slices.Contains([]string{CheckItem, PlanItem}, kind) || len(data) > MaxItem || !json.Valid(data) {
		return Item{}, errs.Field("item", "cannot be kept in this form")
	}
	x := Item{ID: diary.DerivedID(d.person, kind, string(data)), Kind: kind, Day: diary.DayOf(d.k.now(), d.zone).String(), Version: 1, Data: data}
	kept, err := d.Keep(ctx, x)
	if err == nil || errs.KindOf(err) != errs.Conflict {
		return kept, err
	}
	was, err := d.k.store.Record(ctx, d.person, x.ID)
	if err != nil {
		return x, err
	}
	if !was.Deleted {
		x.Day, x.Version, x.UpdatedAt = was.Day, int(was.Version), was.UpdatedAt
		return x, nil
	}
	x.Version = int(was.Version) + 1
	return d.Keep(ctx, x)
}

// Item returns one item of a kind. errs.NotFound also for a dropped one.
func (d *Book) Item(ctx context.Context, kind, id string) (Item, error) {
	r, err := d.k.store.Record(ctx, d.person, id)
	if err != nil {
		return Item{}, err
	}
	if r.Deleted || r.Kind != kind {
		return Item{}, errs.New(errs.NotFound, "there is no such item")
	}
	data, err := d.key.Open(r.Label(), r.Payload)
	return Item{r.ID, r.Kind, r.Day, int(r.Version), data, r.UpdatedAt}, err
}

// Drop removes an item; what it held is written over. errs.NotFound.
func (d *Book) Drop(ctx context.Context, kind, id string) error {
	x, err := d.Item(ctx, kind, id)
	if err != nil {
		return err
	}
	r := Record{Person: d.person, ID: x.ID, Kind: x.Kind, Day: x.Day, Version: int64(x.Version) + 1,
		UpdatedAt: d.k.now().UTC().Truncate(time.Microsecond), Deleted: true}
	if r.Payload, err = d.key.Seal(d.k.rand, r.Label(), nil); err != nil {
		return err
	}
	return d.k.store.ReplaceRecord(ctx, r)
}

package app

import (
	"bytes"
	"context"
	"encoding/json"
	"strconv"
	"time"

	"github.com/legible-health/legible/internal/diary"
)

// EntryTexts is Entries with each entry as the JSON of a KeptEntry. What was sealed is
// that JSON but for version and time, so it is not read and written again, which would
// take most of the time of a list.
func (k *Keeper) EntryTexts(ctx context.Context, a Account, person string, q EntryQuery) (list [][]byte, next *EntryCursor, err error) {
	d, records, next, err := k.entryPage(ctx, a, person, q)
	if err != nil {
		return nil, nil, err
	}
	list = make([][]byte, 0, len(records))
	for _, r := range records {
		text, err := d.text(r)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, text)
	}
	return list, next, nil
}

// text opens an entry's record and sets version and time into its canonical JSON, which
// begins {"id":"…","kind":"…","day":"…". One that does not is read and written again.
func (d *Book) text(r Record) ([]byte, error) {
	plain, err := d.key.Open(r.Label(), r.Payload)
	if err != nil {
		return nil, err
	}
	text, _, _ := bytes.Cut(plain, []byte("\n"))
	head := `{"id":"` + r.ID + `","kind":"` + r.Kind + `","day":"` + r.Day + `"`
	rest, ok := bytes.CutPrefix(text, []byte(head))
	if !ok || !bytes.HasSuffix(rest, []byte("}")) {
		s, err := d.opened(r)
		if err != nil {
			return nil, err
		}
		return json.Marshal(s.KeptEntry)
	}
	out := make([]byte, 0, len(text)+80)
	out = append(append(out, head...), `,"version":`...)
	out = strconv.AppendInt(out, r.Version, 10)
	out = append(append(out, rest[:len(rest)-1]...), `,"updated_at":"`...)
	out = r.UpdatedAt.AppendFormat(out, time.RFC3339Nano)
	return append(out, `"}`...), nil
}

// entryPage reads the records of a page of entries.
func (k *Keeper) entryPage(ctx context.Context, a Account, person string, q EntryQuery) (d *Book, page []Record, next *EntryCursor, err error) {
	if d, err = k.Book(ctx, a, person); err != nil {
		return nil, nil, nil, err
	}
	records, err := k.store.Records(ctx, RecordQuery{Person: person, Kind: q.Kind, From: q.From, To: q.To,
		AfterDay: q.Cursor.Day, AfterID: q.Cursor.ID, Newest: !q.Oldest, Limit: q.Limit + 1})
	if err != nil {
		return nil, nil, nil, err
	}
	if len(records) > q.Limit {
		records = records[:q.Limit]
		last := records[q.Limit-1]
		next = &EntryCursor{last.Day, last.ID}
	}
	page = records[:0]
	for _, r := range records {
		if diary.Kind(r.Kind).Valid() {
			page = append(page, r)
		}
	}
	return d, page, next, nil
}

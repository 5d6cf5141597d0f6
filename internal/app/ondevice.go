package app

import (
	"context"
	"encoding/json"
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
)

// OnDevice is what a browser kept while nobody was signed in and the person wants in
// the diary.
type OnDevice struct {
	Cramps   []TimedCramp    `json:"cramps"`
	Sessions []PlayedRoutine `json:"sessions"`
}

// TimedCramp is a cramp that was timed on the device.
type TimedCramp struct {
	At      string `json:"at"` // RFC 3339, when it began
	Muscle  string `json:"muscle"`
	Seconds int    `json:"seconds"`
}

// PlayedRoutine is a routine that was played on the device.
type PlayedRoutine struct {
	At      string `json:"at"` // RFC 3339
	Routine string `json:"routine"`
	Seconds int    `json:"seconds"`
}

// mostOnDevice bounds what is taken at once.
const mostOnDevice = 2000

// KeepOnDevice puts it into the person's diary. The same again changes nothing. What the
// diary cannot take, such as a time in the future, is counted in refused and left out;
// other errors end it, and what was taken stays.
func (k *Keeper) KeepOnDevice(ctx context.Context, a Account, person string, on OnDevice) (taken, refused int, err error) {
	if len(on.Cramps)+len(on.Sessions) > mostOnDevice {
		return 0, 0, errs.New(errs.TooLarge, "at most %d things are taken at once", mostOnDevice)
	}
	entries := make([]deviceEntry, 0, len(on.Cramps)+len(on.Sessions))
	for _, c := range on.Cramps {
		entries = append(entries, deviceEntry{ID: diary.DerivedID(person, "cramp", c.At, c.Muscle), Kind: "episode", At: whole(c.At),
			Data: map[string]any{"sort": "cramp", "muscle": c.Muscle, "seconds": c.Seconds}})
	}
	for _, s := range on.Sessions {
		entries = append(entries, deviceEntry{ID: diary.DerivedID(person, "routine", s.At, s.Routine), Kind: "routine", At: whole(s.At),
			Data: map[string]any{"routine": s.Routine, "seconds": s.Seconds}})
	}
	book, err := k.Book(ctx, a, person)
	if err != nil {
		return 0, 0, err
	}
	for _, e := range entries {
		raw, err := json.Marshal(e)
		if err != nil {
			return taken, refused, err
		}
		switch _, err = book.add(ctx, raw); {
		case err == nil:
			taken++
		case errs.KindOf(err) == errs.Invalid || errs.KindOf(err) == errs.Conflict: // or deleted since
			refused++
		default:
			return taken, refused, err
		}
	}
	return taken, refused, nil
}

type deviceEntry struct {
	ID   string         `json:"id"`
	Kind string         `json:"kind"`
	At   string         `json:"at"`
	Data map[string]any `json:"data"`
}

// whole drops parts of a second, which browsers write and the diary does not keep. What
// is no time stays as it is, to be refused.
func whole(at string) string {
	t, err := time.Parse(time.RFC3339Nano, at)
	if err != nil {
		return at
	}
	return t.Truncate(time.Second).Format(time.RFC3339)
}

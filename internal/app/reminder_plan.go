package app

import (
	"time"

	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/remind"
)

// fall plans: what has fallen due since the job's time becomes a job for each target, and
// the job itself moves to the next time. All of it is one write.
func (x *openedReminder) fall(j Job) error {
	now := x.k.now()
	settings := x.sent()
	from := j.NextAt.Add(-time.Nanosecond)
	if oldest := now.Add(-lookBack); from.Before(oldest) {
		from = oldest
	}
	for _, o := range settings.Between(from, now, x.zone, x.Snooze) {
		if now.After(o.At.Add(o.Kind.Worth())) || settings.QuietAt(now, x.zone) {
			x.MissedAt = &o.At
			continue
		}
		x.Last, x.LastAt = o.Kind, o.At
		if err := x.sendAt(o, now); err != nil {
			return err
		}
	}
	if next := settings.Next(now, x.zone, x.Snooze); len(next) > 0 {
		j.RunAt, j.NextAt = next[0].At, next[0].At
	} else {
		j.DoneAt = &now
	}
	x.taken = &j
	return nil
}

// sendAt adds a job for each target of an occurrence, later where a target is paused, and
// none where the pause is longer than the reminder is worth sending.
func (x *openedReminder) sendAt(o remind.Occurrence, now time.Time) error {
	for _, target := range x.targets(x.Settings.By(o.Kind)) {
		j, err := x.job(diary.DerivedID(x.Token, sendKind, target, o.Key), sendKind, o.At, sending{Target: target, Kind: o.Kind})
		if err != nil {
			return err
		}
		if f := x.health(target).Failure; f != nil && f.Retry != nil && f.Retry.After(now) {
			if f.Retry.After(o.At.Add(o.Kind.Worth())) {
				f.Skipped++
				continue
			}
			j.NextAt = *f.Retry
		}
		x.add = append(x.add, j)
	}
	return nil
}

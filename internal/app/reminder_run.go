package app

import (
	"context"
	"time"
)

// poll is how long Run sleeps at most: other programs may have changed what is due, and
// the clock may have been set or the machine have slept.
const poll = time.Minute

// held is how long Run waits when what is due is in the hands of another program.
const held = 10 * time.Second

// Run does what is due until ctx ends, and returns when the messages under way have had
// their outcome. after is time.After; errors, which hold no health data, go to report.
func (r *Reminders) Run(ctx context.Context, after func(time.Duration) <-chan time.Time, report func(error)) {
	for ctx.Err() == nil {
		wait, err := r.turn(ctx)
		if err != nil && ctx.Err() == nil {
			report(err)
		}
		if wait <= 0 {
			continue
		}
		select {
		case <-ctx.Done():
		case <-after(wait):
		case <-r.k.woken:
		}
	}
}

// turn does what is due and says how long to wait for more.
func (r *Reminders) turn(ctx context.Context) (time.Duration, error) {
	first, last, err := r.k.store.OpenJobs(ctx)
	if err != nil || first == nil {
		return poll, err
	}
	now := r.k.now()
	if first.After(now) && !last.After(now.Add(planFar)) {
		return min(first.Sub(now), poll), nil
	}
	n, err := r.Due(ctx)
	switch {
	case err != nil:
		return poll, err
	case n == 0:
		return held, nil
	}
	return 0, nil
}

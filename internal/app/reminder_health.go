package app

import "time"

// Pauses of a channel that fails: they double from the first to the last.
const (
	firstPause = time.Minute
	lastPause  = 6 * time.Hour
	mostPause  = 24 * time.Hour // also when the other side asks for more
)

// mostLost bounds how many lost browsers are shown.
const mostLost = MaxDevices

// health is that of a target; nil when it is there no more.
func (x *openedReminder) health(target string) *Health {
	if target == "" && x.Mail != nil {
		return &x.Mail.Health
	}
	if i := x.device(target); target != "" && i >= 0 {
		return &x.Devices[i].Health
	}
	return nil
}

// outcome notes how a message went; nil is well. It returns when the same message is to be
// tried again, zero for never: only what the other side has clearly not taken is.
func (x *openedReminder) outcome(target string, e *SendError, now time.Time) (retry time.Time) {
	h := x.health(target)
	if h == nil {
		return time.Time{}
	}
	if e == nil {
		*h = Health{SentAt: &now}
		return time.Time{}
	}
	if i := x.device(target); e.Trouble == Gone && target != "" && i >= 0 {
		x.lose(i, now)
		return time.Time{}
	}
	h.fail(e, now)
	switch e.Trouble {
	case Busy, Unreachable, NotSetUp:
		return *h.Failure.Retry
	}
	return time.Time{}
}

// lose removes a browser that can no longer be reached, and keeps that to be shown.
func (x *openedReminder) lose(i int, now time.Time) {
	x.Lost = append([]LostDevice{{x.Devices[i].Label, now}}, x.Lost...)
	x.Lost = x.Lost[:min(len(x.Lost), mostLost)]
	x.Devices = append(x.Devices[:i:i], x.Devices[i+1:]...)
}

// fail notes a failure and, unless it was this program's own, pauses the channel. Messages
// that fail side by side are one failure.
func (h *Health) fail(e *SendError, now time.Time) {
	if h.Failure == nil {
		h.Failure = &Failure{Since: now}
	}
	f := h.Failure
	f.Trouble, f.Code, f.At = e.Trouble, e.Code, now
	if f.Retry != nil && f.Retry.After(now) {
		return
	}
	f.Retry = nil
	f.Times++
	if e.Trouble == Interrupted {
		return
	}
	pause := lastPause
	if doublings := f.Times - 1; doublings < 9 {
		pause = min(firstPause<<doublings, lastPause)
	}
	retry := now.Add(min(max(pause, e.After), mostPause))
	f.Retry = &retry
}

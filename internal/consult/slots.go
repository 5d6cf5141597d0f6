package consult

import (
	"slices"
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Span is the time from From up to To, which is not part of it.
type Span struct{ From, To time.Time }

// Overlaps reports whether two spans share a moment.
func (s Span) Overlaps(t Span) bool { return s.From.Before(t.To) && t.From.Before(s.To) }

func (s Span) within(t Span) bool { return !s.From.Before(t.From) && !s.To.After(t.To) }

// Cells numbers the five minutes that a span touches: two spans overlap when they have
// one in common.
func (s Span) Cells() []int64 {
	size := int64(Grid / time.Second)
	var out []int64
	for n := s.From.Unix() / size; n*size < s.To.Unix(); n++ {
		out = append(out, n)
	}
	return out
}

// Slot is a free time for an appointment, in UTC.
type Slot struct{ Start, End time.Time }

// MostDays bounds the days that are looked at together.
const MostDays = 42

// Open lists the times on the days from first to last at which appointments can be,
// sorted, apart from each other. What touches the days is not cut off at midnight.
func (s *Schedule) Open(zone *time.Location, first, last Date) []Span {
	var open, closed []Span
	for d := first.Plus(-1); !last.Plus(1).Before(d); d = d.Plus(1) {
		open = append(open, s.windows(zone, d)...)
		for _, e := range s.Exceptions {
			if e.Date == d && !e.Open {
				closed = append(closed, span(zone, d, e.From, e.To))
			}
		}
	}
	return without(merged(open), closed)
}

// windows are the hours of one day before anything is closed.
func (s *Schedule) windows(zone *time.Location, d Date) (out []Span) {
	for _, h := range s.Week {
		if h.Day == d.Weekday() {
			out = append(out, span(zone, d, h.From, h.To))
		}
	}
	for _, e := range s.Exceptions {
		if e.Date == d && e.Open {
			out = append(out, span(zone, d, e.From, e.To))
		}
	}
	return out
}

func span(zone *time.Location, d Date, from, to Clock) Span {
	return Span{d.at(from, zone), d.at(to, zone)}
}

// merged joins spans that touch; empty ones are left out.
func merged(list []Span) (out []Span) {
	slices.SortFunc(list, func(a, b Span) int { return a.From.Compare(b.From) })
	for _, s := range list {
		switch n := len(out) - 1; {
		case !s.From.Before(s.To):
		case n >= 0 && !s.From.After(out[n].To):
			if s.To.After(out[n].To) {
				out[n].To = s.To
			}
		default:
			out = append(out, s)
		}
	}
	return out
}

// without cuts closed times out of open ones.
func without(open, closed []Span) []Span {
	for _, c := range closed {
		var left []Span
		for _, o := range open {
			if !o.Overlaps(c) {
				left = append(left, o)
				continue
			}
			if o.From.Before(c.From) {
				left = append(left, Span{o.From, c.From})
			}
			if c.To.Before(o.To) {
				left = append(left, Span{c.To, o.To})
			}
		}
		open = left
	}
	return open
}

// Free lists the slots of a service that begin on the days from first to last, MostDays at
// most: inside the hours with their buffers, apart from what is taken (buffers included),
// not before the notice and not too far ahead. Sorted.
func (s *Schedule) Free(x *Service, zone *time.Location, now time.Time, first, last Date, taken []Span) []Slot {
	if most := first.Plus(MostDays - 1); most.Before(last) {
		last = most
	}
	open := s.Open(zone, first, last)
	earliest := now.Add(time.Duration(s.Notice) * time.Hour)
	until := DateOf(now, zone).Plus(s.Ahead + 1).Begin(zone)
	out := []Slot{}
	for d := first; !last.Before(d); d = d.Plus(1) {
		for _, start := range s.begins(x, zone, d) {
			all := x.Occupies(start)
			if start.Before(earliest) || !start.Before(until) || !start.After(now) || !slices.ContainsFunc(open, all.within) || slices.ContainsFunc(taken, all.Overlaps) {
				continue
			}
			out = append(out, Slot{start.UTC(), x.End(start).UTC()})
		}
	}
	return out
}

// begins lists when an appointment could begin in the hours of a day, sorted, each once.
func (s *Schedule) begins(x *Service, zone *time.Location, d Date) (out []time.Time) {
	for _, w := range s.windows(zone, d) {
		for t := w.From.Add(time.Duration(x.Before) * time.Minute); t.Before(w.To); t = t.Add(time.Duration(s.Step) * time.Minute) {
			if DateOf(t, zone) == d {
				out = append(out, t)
			}
		}
	}
	slices.SortFunc(out, time.Time.Compare)
	return slices.CompactFunc(out, time.Time.Equal)
}

// Fits reports whether a slot that begins at start can still be had: errs.Invalid with the
// field start for what was never offered, errs.Conflict for what is taken or over.
func (s *Schedule) Fits(x *Service, zone *time.Location, now, start time.Time, taken []Span) error {
	d := DateOf(start, zone)
	has := func(list []Slot) bool {
		return slices.ContainsFunc(list, func(f Slot) bool { return f.Start.Equal(start) })
	}
	switch {
	case !start.After(now):
		return errs.Field("start", "is over; choose a later time")
	case !has(s.Free(x, zone, now, d, d, nil)):
		return errs.Field("start", "is none of the times offered; choose one of the list")
	case !has(s.Free(x, zone, now, d, d, taken)):
		return errs.New(errs.Conflict, "this time was just taken; choose another")
	}
	return nil
}

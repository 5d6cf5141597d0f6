package remind

import (
	"slices"
	"time"
)

// Occurrence is one reminder at one moment.
type Occurrence struct {
	Kind Kind
	At   time.Time // UTC, whole minutes
	// Key names the occurrence among all of one person and account: kind, day and the
	// time of the wall clock that was chosen, such as "morning 2026-11-22 08:00". It
	// stays the same whatever the clocks do.
	Key string
}

// Snooze holds reminders back. The zero value holds nothing back.
type Snooze struct {
	Until time.Time `json:"until,omitzero"` // nothing comes before; whole minutes
	// Again is said once at Until, unless that lies in the quiet hours or the kind is off;
	// empty for nothing.
	Again Kind `json:"again,omitempty"`
}

// Horizon is how far ahead of its moment, or of the end of a snooze, Next looks. A
// reminder of one day a week comes within seven days; once a year it may be lost to a gap
// in the clocks that ends in the quiet hours.
const Horizon = 16 * oneDay

// Next returns what comes first after a moment: all occurrences of that one moment,
// sorted as Kinds; nil when nothing comes.
func (s Settings) Next(after time.Time, zone *time.Location, z Snooze) []Occurrence {
	from := after
	if z.Until.After(from) {
		from = z.Until
	}
	for d, last := dateOf(from, zone).Add(-oneDay), dateOf(from.Add(Horizon), zone); !d.After(last); d = d.Add(oneDay) {
		// what a gap has moved to the next day comes before that day's own
		list := within(s.days(d, d.Add(oneDay), zone, z), after, z.Until, from.Add(Horizon))
		if len(list) == 0 {
			continue
		}
		rest := slices.IndexFunc(list, func(o Occurrence) bool { return !o.At.Equal(list[0].At) })
		if rest < 0 {
			return list
		}
		return list[:rest]
	}
	return nil
}

// Between returns the occurrences after from up to and including to, sorted by time,
// then as Kinds.
func (s Settings) Between(from, to time.Time, zone *time.Location, z Snooze) []Occurrence {
	return within(s.days(dateOf(from, zone).Add(-oneDay), dateOf(to, zone), zone, z), from, z.Until, to)
}

// within keeps what comes after a moment, not before another, and not after a third.
func within(list []Occurrence, after, notBefore, to time.Time) []Occurrence {
	return slices.DeleteFunc(list, func(o Occurrence) bool {
		return !o.At.After(after) || o.At.Before(notBefore) || o.At.After(to)
	})
}

// days returns all occurrences whose chosen times are on the days from first to last,
// and the one that a snooze ends with, sorted.
func (s Settings) days(first, last date, zone *time.Location, z Snooze) []Occurrence {
	var all []Occurrence
	for d := first; !d.After(last); d = d.Add(oneDay) {
		for _, k := range Kinds {
			for _, c := range s.clocks(k, d.Weekday()) {
				all = append(all, Occurrence{k, moment(d, c, zone), string(k) + " " + d.Format(time.DateOnly) + " " + c.String()})
			}
		}
	}
	if s.On(z.Again) {
		all = append(all, Occurrence{z.Again, z.Until.UTC(), string(z.Again) + " again " + z.Until.UTC().Format(time.RFC3339)})
	}
	all = slices.DeleteFunc(all, func(o Occurrence) bool { return s.QuietAt(o.At, zone) })
	slices.SortStableFunc(all, func(a, b Occurrence) int {
		if c := a.At.Compare(b.At); c != 0 {
			return c
		}
		return slices.Index(Kinds, a.Kind) - slices.Index(Kinds, b.Kind)
	})
	return slices.CompactFunc(all, func(a, b Occurrence) bool { return a.Kind == b.Kind && a.At.Equal(b.At) })
}

// clocks are the chosen times of a kind on a day of the week.
func (s Settings) clocks(k Kind, day time.Weekday) []Clock {
	switch k {
	case Morning:
		return s.Morning.clocks(day)
	case Movement:
		return s.Movement.clocks(day)
	case Drink:
		return s.Drink.clocks(day)
	case Bedtime:
		return s.Bedtime.clocks(day)
	}
	return nil
}

func (r Daily) clocks(day time.Weekday) []Clock {
	if !r.On || !r.Days.Has(day) {
		return nil
	}
	return []Clock{r.At}
}

func (r Hourly) clocks(day time.Weekday) (list []Clock) {
	if !r.On || !r.Days.Has(day) || r.Every <= 0 {
		return nil
	}
	for c := r.From; c <= r.To; c += Clock(r.Every) {
		list = append(list, c)
	}
	return list
}

// QuietAt reports whether a moment lies in the quiet hours.
func (s Settings) QuietAt(t time.Time, zone *time.Location) bool {
	local := t.In(zone)
	return s.Quiet.Covers(At(local.Hour(), local.Minute()))
}

package remind

import "time"

// date is a day of the calendar, as midnight UTC.
type date = time.Time

const oneDay = 24 * time.Hour

// dateOf is the day of the calendar at a moment.
func dateOf(t time.Time, zone *time.Location) date {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// moment is when a time of the wall clock comes on a day: the first time when the clocks
// go back and it comes twice, and right after the gap when they go forward and leave it
// out. time.Date promises neither.
func moment(d date, c Clock, zone *time.Location) time.Time {
	wall := d.Add(time.Duration(c) * time.Minute) // what the wall shows, as if it were UTC
	// A day is more than any offset, so a change of the clocks near the reading lies
	// between these two.
	before, after := offset(wall.Add(-oneDay), zone), offset(wall.Add(oneDay), zone)
	early, late := wall.Add(-max(before, after)), wall.Add(-min(before, after))
	for _, t := range []time.Time{early, late} {
		if offset(t, zone) == wall.Sub(t) {
			return t
		}
	}
	gap, _ := late.In(zone).ZoneBounds() // late lies beyond the gap that leaves the reading out
	return gap.UTC()
}

// offset is how far the wall clock is ahead of UTC.
func offset(t time.Time, zone *time.Location) time.Duration {
	_, seconds := t.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}

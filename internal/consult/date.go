package consult

import (
	"fmt"
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Date is a day of the calendar, whatever the time zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// dateLayout is how dates are written.
const dateLayout = "2006-01-02"

// DateOf is the day on the wall of a time zone.
func DateOf(t time.Time, zone *time.Location) Date {
	y, m, d := t.In(zone).Date()
	return Date{y, m, d}
}

// ParseDate reads YYYY-MM-DD.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(dateLayout, s)
	if err != nil {
		return Date{}, errs.New(errs.Invalid, "write a day as YYYY-MM-DD")
	}
	return DateOf(t, time.UTC), nil
}

func (d Date) String() string { return d.utc().Format(dateLayout) }

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD.
func (d *Date) UnmarshalText(b []byte) (err error) {
	*d, err = ParseDate(string(b))
	return err
}

func (d Date) utc() time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// Plus is so many days later.
func (d Date) Plus(days int) Date { return DateOf(d.utc().AddDate(0, 0, days), time.UTC) }

// Before reports an earlier day.
func (d Date) Before(e Date) bool { return d.utc().Before(e.utc()) }

// Weekday is the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// DaysTo counts the days to a later date.
func (d Date) DaysTo(e Date) int { return int(e.utc().Sub(d.utc()).Hours() / 24) }

// Begin is the first moment of the day in a time zone.
func (d Date) Begin(zone *time.Location) time.Time { return d.at(0, zone) }

// at is the first moment at which the wall shows a time of the day. A time that is skipped
// when the clocks go forward is the moment after the gap; of one that comes twice it is
// the first.
func (d Date) at(c Clock, zone *time.Location) time.Time {
	wall := d.utc().Add(time.Duration(c) * time.Minute)
	_, before := wall.Add(-day).In(zone).Zone()
	_, after := wall.Add(day).In(zone).Zone()
	first, second := wall.Add(-time.Duration(before)*time.Second), wall.Add(-time.Duration(after)*time.Second)
	if second.Before(first) {
		first, second = second, first
	}
	for _, t := range []time.Time{first, second} {
		if shows(t, wall, zone) {
			return t
		}
	}
	start, _ := second.In(zone).ZoneBounds()
	return start.UTC()
}

const day = 24 * time.Hour

// shows reports whether the wall of a zone shows a time, which is given as if of UTC.
func shows(t, wall time.Time, zone *time.Location) bool {
	_, offset := t.In(zone).Zone()
	return t.Add(time.Duration(offset) * time.Second).Equal(wall)
}

// Clock is a time of day on the wall, in minutes after midnight, 0–1440.
type Clock int

// midnight is the end of a day.
const midnight Clock = 24 * 60

// ParseClock reads HH:MM; 24:00 is the end of the day.
func ParseClock(s string) (Clock, error) {
	if s == "24:00" {
		return midnight, nil
	}
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != 5 {
		return 0, errs.New(errs.Invalid, "write a time of day as HH:MM")
	}
	return Clock(t.Hour()*60 + t.Minute()), nil
}

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c/60, c%60) }

// MarshalText writes HH:MM.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads HH:MM.
func (c *Clock) UnmarshalText(b []byte) (err error) {
	*c, err = ParseClock(string(b))
	return err
}

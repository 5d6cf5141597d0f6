package diary

import (
	"errors"
	"time"
)

// Date is a calendar day: days since 1970-01-01. The zero value is that day. d+1 is the
// day after d. As text it is YYYY-MM-DD.
type Date int32

const secondsPerDay = 24 * 60 * 60

var errDate = errors.New("is not a date; write YYYY-MM-DD")

// DateOf returns the day; a day beyond the end of its month runs into the next one.
func DateOf(year int, month time.Month, day int) Date {
	return Date(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsPerDay)
}

// ParseDate reads YYYY-MM-DD, of the years 1900 to 2999, and nothing else.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil || t.Year() < 1900 || t.Year() > 2999 {
		return 0, errDate
	}
	return DateOf(t.Date()), nil
}

// Time is midnight UTC of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*secondsPerDay, 0).UTC() }

// Weekday is the day of the week; day 0, 1 January 1970, was a Thursday. Permutations ask
// for it millions of times.
func (d Date) Weekday() time.Weekday { return time.Weekday(((int(d)+4)%7 + 7) % 7) }

func (d Date) String() string { return d.Time().Format(time.DateOnly) }

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (d *Date) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDate(string(text))
	return err
}

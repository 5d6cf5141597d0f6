package remind

import (
	"errors"
	"fmt"
	"time"
)

// Clock is a time of the wall clock: minutes since midnight, 0–1439. As text it is
// HH:MM, from 00:00 to 23:59.
type Clock int

const dayMinutes = 24 * 60

// At makes a Clock. It does not check: 25 and 61 make one that is not Valid.
func At(hour, minute int) Clock { return Clock(hour*60 + minute) }

// Valid reports whether c is a time of day.
func (c Clock) Valid() bool { return c >= 0 && c < dayMinutes }

func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", int(c)/60, int(c)%60) }

var errClock = errors.New("is not a time of day; write HH:MM, from 00:00 to 23:59")

// ParseClock reads HH:MM and nothing else.
func ParseClock(s string) (Clock, error) {
	t, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, errClock
	}
	return At(t.Hour(), t.Minute()), nil
}

// MarshalText writes HH:MM.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (c *Clock) UnmarshalText(text []byte) (err error) {
	*c, err = ParseClock(string(text))
	return err
}

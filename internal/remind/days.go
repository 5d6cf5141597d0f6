package remind

import (
	"strings"
	"time"
)

// Days is a set of weekdays: bit 0 Sunday … bit 6 Saturday. As text they are the first
// two letters of their English names from Monday on, with spaces: "mo tu we".
type Days uint8

// Every is all seven days.
const Every Days = 1<<7 - 1

// DaysOf makes a set.
func DaysOf(days ...time.Weekday) (d Days) {
	for _, x := range days {
		d |= 1 << x
	}
	return d
}

// Has reports whether a day is in the set.
func (d Days) Has(day time.Weekday) bool { return d&(1<<day) != 0 }

// week is the order of days in text and on pages.
var week = []struct {
	name string
	day  time.Weekday
}{
	{"mo", time.Monday}, {"tu", time.Tuesday}, {"we", time.Wednesday}, {"th", time.Thursday},
	{"fr", time.Friday}, {"sa", time.Saturday}, {"su", time.Sunday},
}

func (d Days) String() string {
	var out []string
	for _, w := range week {
		if d.Has(w.day) {
			out = append(out, w.name)
		}
	}
	return strings.Join(out, " ")
}

// MarshalText writes the set as String does.
func (d Days) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads names of days in any order; a day twice counts once.
func (d *Days) UnmarshalText(text []byte) error {
	*d = 0
	for name := range strings.FieldsSeq(string(text)) {
		day, ok := dayNamed(name)
		if !ok {
			return errDays
		}
		*d |= DaysOf(day)
	}
	return nil
}

func dayNamed(name string) (time.Weekday, bool) {
	for _, w := range week {
		if w.name == name {
			return w.day, true
		}
	}
	return 0, false
}

package diary

import "time"

// Hours at which one day ends and the next begins, local time. A night runs from noon to
// noon, so that a nap in the afternoon and a late morning fall on either side. A day of
// habits ends at four, so that a drink after midnight counts for the evening it ended.
const (
	nightSwitch = 12
	daySwitch   = 4
)

// NightOf returns the night that t falls into: the date of its evening in the zone.
func NightOf(t time.Time, zone *time.Location) Date { return dayFrom(t, zone, nightSwitch) }

// DayOf returns the day of habits that t falls into; it ends at four in the morning.
func DayOf(t time.Time, zone *time.Location) Date { return dayFrom(t, zone, daySwitch) }

// dayFrom goes by the local clock, so a day that loses or gains an hour is no exception.
func dayFrom(t time.Time, zone *time.Location, hour int) Date {
	local := t.In(zone)
	d := DateOf(local.Date())
	if local.Hour() < hour {
		d--
	}
	return d
}

// DayOf returns the day to which an entry of this kind that happened at t belongs.
func (k Kind) DayOf(t time.Time, zone *time.Location) Date {
	if k.byNight() {
		return NightOf(t, zone)
	}
	return DayOf(t, zone)
}

// NightSpan returns noon of the day and noon of the next: 24 hours, or 23 or 25 when the
// clocks change.
func NightSpan(d Date, zone *time.Location) (from, to time.Time) {
	noon := func(d Date) time.Time {
		y, m, day := d.Time().Date()
		return time.Date(y, m, day, nightSwitch, 0, 0, 0, zone)
	}
	return noon(d), noon(d + 1)
}

// ParseZone finds a time zone by its name, such as Europe/Berlin. load is
// time.LoadLocation. The empty name and Local, which would mean the server's own, are
// refused. The error is a Faults value about time_zone.
func ParseZone(name string, load func(string) (*time.Location, error)) (*time.Location, error) {
	bad := Faults{{Field: "time_zone", Message: "is not a known time zone; write one such as Europe/Berlin"}}
	if name == "" || name == "Local" || len(name) > 64 {
		return nil, bad
	}
	zone, err := load(name)
	if err != nil {
		return nil, bad
	}
	return zone, nil
}

package consult

import (
	"fmt"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Limits of a schedule.
const (
	MaxHours       = 42 // six a day
	MaxExceptions  = 200
	MaxNotice      = 14 * 24 // hours
	MaxAhead       = 180     // days
	MaxCancel      = 7 * 24  // hours
	maxStep        = 240     // minutes
	exceptionAhead = 2 * 366 // days
)

// Hours is a part of a weekday in which appointments can be. One that goes on after
// midnight is written as two.
type Hours struct {
	Day  time.Weekday `json:"day"` // 0 is Sunday
	From Clock        `json:"from"`
	To   Clock        `json:"to"` // later than From; 24:00 at most
}

// Exception changes one day: closed between From and To, or open then beside the usual
// hours.
type Exception struct {
	Date Date  `json:"date"`
	Open bool  `json:"open,omitempty"`
	From Clock `json:"from"`
	To   Clock `json:"to"`
}

// Schedule is when a practitioner can be booked.
type Schedule struct {
	Zone       string      `json:"zone"` // IANA name; all times of day are of its wall
	Week       []Hours     `json:"week"`
	Exceptions []Exception `json:"exceptions"`
	Step       int         `json:"step"`              // minutes between the beginnings offered; a multiple of 5
	Notice     int         `json:"notice"`            // hours before its beginning until which an appointment can be booked
	Ahead      int         `json:"ahead"`             // days into the future that can be booked
	Cancel     int         `json:"cancel"`            // hours before its beginning until which an appointment can be moved, and cancelled without being late
	Members    bool        `json:"members,omitempty"` // booked by those with an account alone
}

// Usual is a schedule before anything was set: no hours.
func Usual(zone string) Schedule {
	return Schedule{Zone: zone, Week: []Hours{}, Exceptions: []Exception{}, Step: 30, Notice: 12, Ahead: 60, Cancel: 24}
}

// Check reports what cannot be used: errs.Invalid with the field week[2].to,
// exceptions[0].date, step and so on. Days before today cannot be excepted.
func (s *Schedule) Check(today Date) error {
	for _, x := range []struct {
		field       string
		n, from, to int
	}{{"step", s.Step, gridMinutes, maxStep}, {"notice", s.Notice, 0, MaxNotice}, {"ahead", s.Ahead, 1, MaxAhead}, {"cancel", s.Cancel, 0, MaxCancel}} {
		if x.n < x.from || x.n > x.to {
			return errs.Field(x.field, "must be %d to %d", x.from, x.to)
		}
	}
	if s.Step%gridMinutes != 0 {
		return errs.Field("step", "must be a multiple of %d", gridMinutes)
	}
	if err := s.checkWeek(); err != nil {
		return err
	}
	return s.checkExceptions(today)
}

func (s *Schedule) checkWeek() error {
	if len(s.Week) > MaxHours {
		return errs.Field("week", "has more than %d parts", MaxHours)
	}
	for i, h := range s.Week {
		at := fmt.Sprintf("week[%d]", i)
		if h.Day < time.Sunday || h.Day > time.Saturday {
			return errs.Field(at+".day", "is no day of the week")
		}
		if err := part(at, h.From, h.To); err != nil {
			return err
		}
		for j, g := range s.Week[:i] {
			if g.Day == h.Day && g.From < h.To && h.From < g.To {
				return errs.Field(at, "overlaps week[%d] on the same day; make them one", j)
			}
		}
	}
	return nil
}

func (s *Schedule) checkExceptions(today Date) error {
	if len(s.Exceptions) > MaxExceptions {
		return errs.Field("exceptions", "has more than %d entries; remove some first", MaxExceptions)
	}
	for i, e := range s.Exceptions {
		at := fmt.Sprintf("exceptions[%d]", i)
		if e.Date.Before(today) {
			return errs.Field(at+".date", "is over")
		}
		if today.Plus(exceptionAhead).Before(e.Date) {
			return errs.Field(at+".date", "is more than two years away")
		}
		if err := part(at, e.From, e.To); err != nil {
			return err
		}
		for j, f := range s.Exceptions[:i] {
			if f.Date == e.Date && f.From < e.To && e.From < f.To {
				return errs.Field(at, "overlaps exceptions[%d] on the same day", j)
			}
		}
	}
	return nil
}

// part checks a part of a day.
func part(at string, from, to Clock) error {
	grid := Clock(gridMinutes)
	switch {
	case from < 0 || from >= midnight || from%grid != 0:
		return errs.Field(at+".from", "must be a time of day, in steps of %d minutes", gridMinutes)
	case to < 0 || to > midnight || to%grid != 0:
		return errs.Field(at+".to", "must be a time of day, in steps of %d minutes", gridMinutes)
	case to <= from:
		return errs.Field(at+".to", "must be later than the beginning; write hours past midnight as two parts")
	}
	return nil
}

// Forget removes the exceptions of days that are over.
func (s *Schedule) Forget(today Date) {
	s.Exceptions = slices.DeleteFunc(slices.Clone(s.Exceptions), func(e Exception) bool { return e.Date.Before(today) })
}

// Late reports whether it is too late to move an appointment, and late to cancel it.
func (s *Schedule) Late(start, now time.Time) bool {
	return start.Add(-time.Duration(s.Cancel) * time.Hour).Before(now)
}

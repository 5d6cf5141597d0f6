package remind

import (
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/errs"
)

// Fault is one thing that is wrong with settings. Message says what is accepted and never
// repeats the value.
type Fault struct {
	Field   string // such as morning.at, as in the JSON of Settings
	Message string
}

// Faults is the error of Check: never empty, in the order of the fields.
type Faults []Fault

func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Field + ": " + f.Message
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives each fault as an errs.Error of kind Invalid.
func (fs Faults) Unwrap() []error {
	out := make([]error, len(fs))
	for i, f := range fs {
		out[i] = &errs.Error{Kind: errs.Invalid, Field: f.Field, Message: f.Message}
	}
	return out
}

func (fs *Faults) add(field, message string) { *fs = append(*fs, Fault{field, message}) }

// Check returns Faults for settings that cannot be kept: values out of their range, and
// what is on but can never be said.
func (s Settings) Check() error {
	var fs Faults
	s.Morning.check(&fs, "morning", s.Quiet)
	s.Movement.check(&fs, "movement", s.Quiet)
	s.Drink.check(&fs, "drink", s.Quiet)
	s.Bedtime.check(&fs, "bedtime", s.Quiet)
	s.Quiet.check(&fs)
	if fs == nil {
		return nil
	}
	return fs
}

const quietFault = "lies in the quiet hours; choose another time, or other quiet hours"

func (r Daily) check(fs *Faults, name string, q Quiet) {
	checkClock(fs, name+".at", r.At)
	if r.On && r.At.Valid() && q.Covers(r.At) {
		fs.add(name+".at", quietFault)
	}
	checkRule(fs, name, r.On, r.Days, r.By)
}

func (r Hourly) check(fs *Faults, name string, q Quiet) {
	checkClock(fs, name+".from", r.From)
	checkClock(fs, name+".to", r.To)
	switch known := slices.Contains(Steps, r.Every); {
	case !known && (r.On || r.Every != 0):
		fs.add(name+".every", "is none of the steps offered")
	case r.On && r.To <= r.From:
		fs.add(name+".to", "must be later than the first time, on the same day")
	case r.On && r.From.Valid() && r.To.Valid() && r.allIn(q):
		fs.add(name+".from", quietFault)
	}
	checkRule(fs, name, r.On, r.Days, r.By)
}

// allIn reports whether every time lies in the quiet hours.
func (r Hourly) allIn(q Quiet) bool {
	for c := r.From; c <= r.To; c += Clock(r.Every) {
		if !q.Covers(c) {
			return false
		}
	}
	return true
}

func (q Quiet) check(fs *Faults) {
	checkClock(fs, "quiet.from", q.From)
	checkClock(fs, "quiet.to", q.To)
	if q.On && q.From == q.To {
		fs.add("quiet.to", "must differ from the beginning: otherwise nothing would ever be said")
	}
}

func checkClock(fs *Faults, field string, c Clock) {
	if !c.Valid() {
		fs.add(field, errClock.Error())
	}
}

func checkRule(fs *Faults, name string, on bool, d Days, b By) {
	switch {
	case d&^Every != 0:
		fs.add(name+".days", errDays.Error())
	case on && d == 0:
		fs.add(name+".days", "choose at least one day")
	}
	if on && b.None() {
		fs.add(name+".by", "choose at least one way to be reminded")
	}
}

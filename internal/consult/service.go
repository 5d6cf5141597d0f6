package consult

import (
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Grid is what times of appointments, their lengths and buffers are multiples of.
const Grid = 5 * time.Minute

// Limits of a service.
const (
	MinMinutes  = 5
	MaxMinutes  = 480
	MaxBuffer   = 120 // minutes, before and after alike
	minName     = 2   // characters, as the next three
	maxName     = 80
	minPlace    = 3
	maxPlace    = 200
	gridMinutes = int(Grid / time.Minute)
)

// Ways of a service.
const (
	AtPlace     = "place"
	ByTelephone = "telephone"
)

// Service is something that can be booked with a practitioner.
type Service struct {
	ID      string
	Kind    string // of the knowledge base: what is asked before, and what must not be the case
	Name    string
	Minutes int // of the appointment itself; a multiple of 5, as the next two
	Before  int // minutes the practitioner needs to prepare
	After   int // and afterwards
	Way     string
	Place   string // where; empty by telephone
	Offered bool   // can be booked now
}

// Clean takes out what people add by accident.
func (s Service) Clean() Service {
	s.Name, s.Place = oneLine(s.Name), oneLine(s.Place)
	return s
}

// Check reports what cannot be used: errs.Invalid with the field name, kind, minutes,
// before, after, way or place.
func (s *Service) Check() error {
	if err := checkText("name", s.Name, minName, maxName, false); err != nil {
		return err
	}
	switch {
	case s.Kind == "":
		return errs.Field("kind", "choose what kind of service it is")
	case s.Minutes < MinMinutes || s.Minutes > MaxMinutes || s.Minutes%gridMinutes != 0:
		return errs.Field("minutes", "must be %d to %d, in steps of %d", MinMinutes, MaxMinutes, gridMinutes)
	case !buffer(s.Before):
		return errs.Field("before", "must be 0 to %d, in steps of %d", MaxBuffer, gridMinutes)
	case !buffer(s.After):
		return errs.Field("after", "must be 0 to %d, in steps of %d", MaxBuffer, gridMinutes)
	}
	switch s.Way {
	case AtPlace:
		return checkText("place", s.Place, minPlace, maxPlace, false)
	case ByTelephone:
		if s.Place != "" {
			return errs.Field("place", "a service by telephone has none")
		}
		return nil
	}
	return errs.Field("way", "use %s or %s", AtPlace, ByTelephone)
}

func buffer(n int) bool { return n >= 0 && n <= MaxBuffer && n%gridMinutes == 0 }

// Occupies is the time that an appointment takes up with its buffers.
func (s *Service) Occupies(start time.Time) Span {
	return Span{start.Add(-time.Duration(s.Before) * time.Minute), s.End(start).Add(time.Duration(s.After) * time.Minute)}
}

// End is when an appointment that begins at start is over.
func (s *Service) End(start time.Time) time.Time {
	return start.Add(time.Duration(s.Minutes) * time.Minute)
}

package clinical

import "fmt"

// Urgency is how soon care is needed; larger is sooner.
type Urgency int

// The five levels. Soon is within two weeks.
const (
	SelfCare Urgency = iota
	Routine
	Soon
	SameDay
	Emergency
)

var urgencyNames = [...]string{"self_care", "routine", "soon", "same_day", "emergency"}

// Urgencies lists the levels from least to most urgent.
func Urgencies() []Urgency { return []Urgency{SelfCare, Routine, Soon, SameDay, Emergency} }

func (u Urgency) String() string {
	if u < SelfCare || u > Emergency {
		return fmt.Sprintf("urgency(%d)", int(u))
	}
	return urgencyNames[u]
}

// ParseUrgency reads the contract's spelling of a level.
func ParseUrgency(s string) (Urgency, error) {
	for i, n := range urgencyNames {
		if n == s {
			return Urgency(i), nil
		}
	}
	return SelfCare, fmt.Errorf("urgency %q: use emergency, same_day, soon, routine or self_care", s)
}

// MarshalText writes the contract's spelling.
func (u Urgency) MarshalText() ([]byte, error) { return []byte(u.String()), nil }

// UnmarshalText reads the contract's spelling.
func (u *Urgency) UnmarshalText(b []byte) error {
	v, err := ParseUrgency(string(b))
	*u = v
	return err
}

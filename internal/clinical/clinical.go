// Package clinical holds the words that every other package shares: the person,
// what was answered about them, and how urgent something is. It decides nothing.
package clinical

import (
	"fmt"
	"math"
)

// Sex is the sex registered at birth, as far as it changes how common a condition is.
type Sex string

// The sexes of the contract. Intersex and Unknown use the mean of both tables.
const (
	Female   Sex = "female"
	Male     Sex = "male"
	Intersex Sex = "intersex"
	Unknown  Sex = "unknown"
)

// ParseSex reads a sex; the empty string is Unknown.
func ParseSex(s string) (Sex, error) {
	switch Sex(s) {
	case Female, Male, Intersex, Unknown:
		return Sex(s), nil
	case "":
		return Unknown, nil
	}
	return Unknown, fmt.Errorf("sex %q: use female, male, intersex or unknown", s)
}

// Limits of a person's age in years.
const (
	MinAge = 0
	MaxAge = 120
)

// Person is whom an assessment is about.
type Person struct {
	Age      *float64 // years, MinAge–MaxAge, decimals under two; nil when unknown
	Sex      Sex
	Pregnant *bool // nil when unknown or when it does not apply
}

// Check reports an age outside MinAge–MaxAge or an unknown sex.
func (p Person) Check() error {
	if p.Age != nil && (math.IsNaN(*p.Age) || *p.Age < MinAge || *p.Age > MaxAge) {
		return fmt.Errorf("age must be between %d and %d years", MinAge, MaxAge)
	}
	_, err := ParseSex(string(p.Sex))
	return err
}

// AgeOver reports whether the age is known and at least years.
func (p Person) AgeOver(years float64) bool { return p.Age != nil && *p.Age >= years }

// AgeUnder reports whether the age is known and below years.
func (p Person) AgeUnder(years float64) bool { return p.Age != nil && *p.Age < years }

// Presence says whether a finding is there.
type Presence string

// Unsaid is the zero value: nothing was answered. "Don't know" is NotKnown; neither is evidence.
const (
	Unsaid   Presence = ""
	Present  Presence = "present"
	Absent   Presence = "absent"
	NotKnown Presence = "unknown"
)

// Answer is what was said about one finding: a presence, a number or an option.
// For a number or an option Presence is Present.
type Answer struct {
	Presence Presence
	Value    *float64 // in the finding's unit; nil unless the finding is a number
	Option   string   // empty unless the finding is a choice
}

// Yes and No are the two plain answers.
var (
	Yes = Answer{Presence: Present}
	No  = Answer{Presence: Absent}
)

// Number is the answer to a measured finding, in the finding's unit.
func Number(v float64) Answer { return Answer{Presence: Present, Value: &v} }

// Evidence maps finding ids to answers. Order never matters.
type Evidence map[string]Answer

// Present reports whether the finding was answered yes.
func (e Evidence) Present(finding string) bool { return e[finding].Presence == Present }

// Absent reports whether the finding was answered no.
func (e Evidence) Absent(finding string) bool { return e[finding].Presence == Absent }

// Number returns the known value of a measured finding.
func (e Evidence) Number(finding string) (v float64, ok bool) {
	a := e[finding]
	if a.Value == nil {
		return 0, false
	}
	return *a.Value, true
}

// Clone returns an independent copy.
func (e Evidence) Clone() Evidence {
	c := make(Evidence, len(e))
	for k, v := range e {
		c[k] = v
	}
	return c
}

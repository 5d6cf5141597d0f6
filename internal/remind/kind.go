package remind

import (
	"slices"
	"time"
)

// Kind is what a reminder is about.
type Kind string

// The kinds.
const (
	Morning  Kind = "morning"  // the question about last night
	Movement Kind = "movement" // a break to stand up and move
	Drink    Kind = "drink"    // something to drink
	Bedtime  Kind = "bedtime"  // the routine before bed
)

// Kinds lists all, in the order in which pages show them and equal times are sorted.
var Kinds = []Kind{Morning, Movement, Drink, Bedtime}

// Valid reports whether k is one of Kinds.
func (k Kind) Valid() bool { return slices.Contains(Kinds, k) }

// worth is how long after its time a reminder is still worth saying: a break of an hour
// ago is not, the question about last night is.
var worth = map[Kind]time.Duration{
	Morning:  3 * time.Hour,
	Movement: 15 * time.Minute,
	Drink:    30 * time.Minute,
	Bedtime:  30 * time.Minute,
}

// Worth is how long after its time a reminder of this kind may still be sent; 0 for an
// unknown kind.
func (k Kind) Worth() time.Duration { return worth[k] }

// Package diary is what a person records: nights, single episodes, what was drunk, done,
// measured or changed. It decides what a valid entry is, to which day it belongs, what
// to keep when two devices changed the same entry, and how entries leave and come back
// as CSV or JSON. It draws no conclusion; package trend does.
//
// A night belongs to the date of its evening, in the person's time zone; see NightOf.
// Nothing is required but what makes an entry what it is: gaps are allowed, and a field
// that is left out means "not said", never "none".
//
// The package is pure: the current time and the time zone are arguments. Its errors are
// Faults, one for each wrong field, and never repeat what was sent.
package diary

// Kind is what sort of entry it is.
type Kind string

// The kinds of entries.
const (
	KindNight    Kind = "night"    // how last night was
	KindEpisode  Kind = "episode"  // one cramp, urge or pain with its length
	KindHabits   Kind = "habits"   // the day as a whole: drinks, hours on the feet, shoes
	KindDrink    Kind = "drink"    // one drink
	KindActivity Kind = "activity" // one relief measure or exercise
	KindRoutine  Kind = "routine"  // a routine that was played
	KindLab      Kind = "lab"      // one laboratory result
	KindMedicine Kind = "medicine" // a change of a medicine, never its dose
	KindNote     Kind = "note"     // free text
	KindFollowed Kind = "followed" // whether an experiment's instruction was followed
)

// kinds in the order to show, each with an empty value.
var kinds = []struct {
	kind  Kind
	empty func() Data
}{
	{KindNight, func() Data { return new(Night) }},
	{KindEpisode, func() Data { return new(Episode) }},
	{KindHabits, func() Data { return new(Habits) }},
	{KindDrink, func() Data { return new(Drink) }},
	{KindActivity, func() Data { return new(Activity) }},
	{KindRoutine, func() Data { return new(Routine) }},
	{KindLab, func() Data { return new(Lab) }},
	{KindMedicine, func() Data { return new(Medicine) }},
	{KindNote, func() Data { return new(Note) }},
	{KindFollowed, func() Data { return new(Followed) }},
}

// Kinds lists all kinds in the order to show.
func Kinds() []Kind {
	out := make([]Kind, len(kinds))
	for i, k := range kinds {
		out[i] = k.kind
	}
	return out
}

// Valid reports whether it is one of Kinds.
func (k Kind) Valid() bool {
	for _, x := range kinds {
		if x.kind == k {
			return true
		}
	}
	return false
}

// OnePerDay reports whether a day has at most one entry of this kind. Two of them, from
// two devices, are a double; see Doubles.
func (k Kind) OnePerDay() bool { return k == KindNight || k == KindHabits }

// byNight reports whether entries of this kind belong to a night rather than a day.
func (k Kind) byNight() bool { return k == KindNight || k == KindEpisode }

// Data is what an entry of one kind holds: a pointer to Night, Episode, Habits, Drink,
// Activity, Routine, Lab, Medicine, Note or Followed.
type Data interface {
	Kind() Kind
	check(*faults)
}

// New returns an empty value of the kind, or nil for an unknown kind.
func New(k Kind) Data {
	for _, x := range kinds {
		if x.kind == k {
			return x.empty()
		}
	}
	return nil
}

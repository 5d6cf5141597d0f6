// Package trend turns diary entries into what a person can see: a raster of nights, a
// calendar, a series with its rolling median, days of the week, before and after a
// change, and what goes along with better or worse nights.
//
// It says how things go together, with counts and intervals, and never that one thing
// caused another: that takes an experiment. Nothing is said about too few nights, chance
// is spoken of in every sentence, and the rate of false discoveries is controlled over
// everything that was looked at. What is not said in the diary is unknown, never zero.
//
// Everything is a pure function of the entries and the rules in the knowledge base; the
// draws of its permutation tests come from a fixed seed, so the same diary always gives
// the same answer.
package trend

import (
	"slices"

	"github.com/legible-health/legible/internal/diary"
)

// Prefixes of the factors that come from activities and routines that were done.
const (
	activityPrefix = "activity:"
	routinePrefix  = "routine:"
)

// Day is what is known of one day and the night that followed.
type Day struct {
	Date    diary.Date
	Night   *diary.Night       // nil when nothing was said
	Factors map[string]float64 // by factor id; yes is 1 and no is 0; what is not known is not there
}

// Days are in order of date, at most one for each date; dates without entries are left out.
type Days []Day

// Of returns the outcome of a night, and whether it is known.
func (d Day) Of(o diary.Outcome) (float64, bool) {
	if d.Night == nil {
		return 0, false
	}
	return o.Of(d.Night)
}

// On returns the day of a date; the zero Day with that date if nothing is known of it.
func (ds Days) On(date diary.Date) Day {
	if i, ok := slices.BinarySearchFunc(ds, date, func(d Day, t diary.Date) int { return int(d.Date - t) }); ok {
		return ds[i]
	}
	return Day{Date: date}
}

// Collect sorts entries into days. Of two nights of one date it takes the one that is no
// conflict, then the first in the order of diary.Sort. Entries are not changed.
func Collect(entries []diary.Entry) Days {
	sorted := slices.Clone(entries)
	diary.Sort(sorted)
	c := collector{at: map[diary.Date]int{}}
	for _, own := range []bool{true, false} { // first what is nobody's other edit
		for _, e := range sorted {
			if (e.ConflictOf == "") == own {
				c.add(e)
			}
		}
	}
	slices.SortFunc(c.days, func(a, b Day) int { return int(a.Date - b.Date) })
	c.deeds()
	return c.days
}

type collector struct {
	days Days
	at   map[diary.Date]int
}

func (c *collector) day(date diary.Date) *Day {
	i, known := c.at[date]
	if !known {
		i = len(c.days)
		c.at[date] = i
		c.days = append(c.days, Day{Date: date, Factors: map[string]float64{}})
	}
	return &c.days[i]
}

func (c *collector) add(e diary.Entry) {
	d := c.day(e.Day)
	switch x := e.Data.(type) {
	case *diary.Night:
		if d.Night == nil {
			d.Night = x
		}
	case *diary.Habits:
		addHabits(d, x)
	case *diary.Drink:
		addDrink(d, x)
	case *diary.Activity:
		d.Factors[activityPrefix+x.Activity] = 1
	case *diary.Routine:
		d.Factors[routinePrefix+x.Routine] = 1
	}
}

// addHabits comes before addDrink because of the order of Sort.
func addHabits(d *Day, h *diary.Habits) {
	set := func(id string, v *float64) {
		if _, known := d.Factors[id]; v != nil && !known {
			d.Factors[id] = *v
		}
	}
	whole := func(id string, v *int) {
		if v != nil {
			f := float64(*v)
			set(id, &f)
		}
	}
	set("caffeine_cups", h.CaffeineCups)
	set("alcohol_units", h.AlcoholUnits)
	set("standing_hours", h.StandingHours)
	set("sitting_hours", h.SittingHours)
	whole("drinks_ml", h.DrinksML)
	whole("exercise_minutes", h.ExerciseMinutes)
	whole("stretch_minutes", h.StretchMinutes)
	if h.CaffeineLate != nil {
		v := 0.0
		if *h.CaffeineLate {
			v = 1
		}
		set("caffeine_late", &v)
	}
}

// A person who notes single drinks need not sum them up: the day's drinks count when the
// habits of the day do not say. The prefix keeps the sum apart while it grows.
const summed = "sum of drinks:"

func addDrink(d *Day, x *diary.Drink) {
	add := func(id string, v float64) {
		_, open := d.Factors[summed+id]
		if _, said := d.Factors[id]; said && !open {
			return
		}
		d.Factors[summed+id] = 1
		d.Factors[id] += v
	}
	cups, units, ml := 0.0, 0.0, 0.0
	if x.Caffeine != nil && *x.Caffeine {
		cups = 1
	}
	if x.AlcoholUnits != nil {
		units = *x.AlcoholUnits
	}
	if x.ML != nil {
		ml = float64(*x.ML)
	}
	add("caffeine_cups", cups)
	add("alcohol_units", units)
	add("drinks_ml", ml)
}

// deeds makes "not done" of silence: from the first day on which a measure was done, a
// day with any entry on which it was not is a day without it.
func (c *collector) deeds() {
	seen := map[string]bool{}
	for i := range c.days {
		f := c.days[i].Factors
		for id := range f {
			switch {
			case isDeed(id):
				seen[id] = true
			case len(id) > len(summed) && id[:len(summed)] == summed:
				delete(f, id)
			}
		}
		for id := range seen {
			if _, done := f[id]; !done {
				f[id] = 0
			}
		}
	}
}

func isDeed(id string) bool {
	return len(id) > len(activityPrefix) && id[:len(activityPrefix)] == activityPrefix ||
		len(id) > len(routinePrefix) && id[:len(routinePrefix)] == routinePrefix
}

package consult

import (
	"cmp"
	"slices"
	"time"
)

// Filter selects practitioners; an empty field selects all.
type Filter struct {
	Profession, Speciality, Country, Language string
}

// Fits reports whether a profile says all that is asked for.
func (f Filter) Fits(p *Practitioner) bool {
	return (f.Profession == "" || f.Profession == p.Profession) &&
		(f.Speciality == "" || slices.Contains(p.Specialities, f.Speciality)) &&
		(f.Country == "" || f.Country == p.Country) &&
		(f.Language == "" || slices.Contains(p.Languages, f.Language))
}

// Orders are in what order practitioners can be listed: by name, by years of work, most
// first, and by the first free time.
var Orders = []string{"name", "experience", "free"}

// Compare puts two practitioners in an order, ties by name as fold has it and then by slug. Who
// has not said since when they work comes last, and so does who has no free time: the zero
// time. By free times needs a and b's.
func Compare(order string, a, b *Practitioner, freeA, freeB time.Time, fold func(string) string) int {
	first := 0
	switch order {
	case "experience":
		first = cmp.Or(emptyLast(a.Since == 0, b.Since == 0), cmp.Compare(a.Since, b.Since))
	case "free":
		first = cmp.Or(emptyLast(freeA.IsZero(), freeB.IsZero()), freeA.Compare(freeB))
	}
	return cmp.Or(first, cmp.Compare(fold(a.Name), fold(b.Name)), cmp.Compare(a.Slug, b.Slug))
}

func emptyLast(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

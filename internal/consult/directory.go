package consult

import "slices"

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

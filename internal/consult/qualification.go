package consult

import (
	"slices"
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Limits of a qualification, in characters.
const (
	MaxTitle    = 120
	MaxRegister = 120
	MaxNumber   = 60
	maxValid    = 50 // years
)

// Ways are how an operator can check a qualification.
var Ways = []string{
	"register", // looked up in the register
	"document", // a certificate was seen
	"issuer",   // whoever gave it confirmed it
}

// Qualification is a licence or certificate that the operator has checked.
type Qualification struct {
	ID         string     `json:"id"`          // UUIDv7
	Title      string     `json:"title"`       // as the register has it
	Holder     string     `json:"holder"`      // whose it is, as the register has the name; a profile may call itself otherwise
	Register   string     `json:"register"`    // who keeps it, or gave the certificate
	Number     string     `json:"number"`      // in the register; may be empty where the way is not register
	Country    string     `json:"country"`     // of the register, ISO 3166-1 alpha-2
	Way        string     `json:"way"`         // of Ways
	CheckedBy  string     `json:"checked_by"`  // who checked it, as everybody reads it
	CheckedAt  time.Time  `json:"checked_at"`  //
	ValidUntil string     `json:"valid_until"` // the last day on which it counts, YYYY-MM-DD; empty for no end
	EndedAt    *time.Time `json:"ended_at"`    // when the operator took it back; nil while it stands
}

// Clean takes out what people add by accident.
func (q Qualification) Clean() Qualification {
	q.Title, q.Holder, q.CheckedBy = oneLine(q.Title), oneLine(q.Holder), oneLine(q.CheckedBy)
	q.Register, q.Number = oneLine(q.Register), oneLine(q.Number)
	return q
}

// Check reports what is wrong with a qualification that is to be added now: errs.Invalid
// with the field title, holder, register, number, country, way, checked_by or valid_until.
func (q *Qualification) Check(now time.Time) error {
	if !slices.Contains(Ways, q.Way) {
		return errs.Field("way", "is none of those offered")
	}
	least := 0
	if q.Way == "register" {
		least = 1
	}
	for _, x := range []struct {
		field, value string
		least, most  int
	}{
		{"title", q.Title, 2, MaxTitle},
		{"holder", q.Holder, MinPractitionerName, MaxPractitionerName},
		{"register", q.Register, 2, MaxRegister},
		{"number", q.Number, least, MaxNumber},
		{"checked_by", q.CheckedBy, MinPractitionerName, MaxPractitionerName},
	} {
		if err := checkText(x.field, x.value, x.least, x.most, false); err != nil {
			return err
		}
	}
	if !isCountry(q.Country) {
		return errs.Field("country", "must be two capital letters, such as GB")
	}
	return checkUntil(q.ValidUntil, now)
}

func checkUntil(day string, now time.Time) error {
	if day == "" {
		return nil
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return errs.Field("valid_until", "must be a day, such as 2030-12-31")
	}
	if day < utcDay(now) || t.After(now.AddDate(maxValid, 0, 0)) {
		return errs.Field("valid_until", "must be today or later, and at most %d years from now", maxValid)
	}
	return nil
}

// Valid reports whether a qualification counts now. Days are those of UTC.
func (q *Qualification) Valid(now time.Time) bool {
	return q.EndedAt == nil && (q.ValidUntil == "" || utcDay(now) <= q.ValidUntil)
}

func utcDay(now time.Time) string { return now.UTC().Format(time.DateOnly) }

// Qualified reports whether one of them counts now.
func Qualified(list []Qualification, now time.Time) bool {
	return slices.ContainsFunc(list, func(q Qualification) bool { return q.Valid(now) })
}

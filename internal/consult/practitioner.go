package consult

import (
	"slices"
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Limits of a profile, in characters unless said otherwise.
const (
	MinPractitionerName = 2
	MaxPractitionerName = 80
	MaxAbout            = 2000
	MaxServices         = 2000
	MaxToCheck          = 1000
	MaxSpecialities     = 6  // of one profile
	MaxLanguages        = 12 // of one profile
	MinSlug             = 3
	MaxSlug             = 60
	maxWorkingYears     = 70
)

// Professions are what a practitioner can be; the pages word them.
var Professions = []string{
	"physician", "nurse", "physiotherapist", "occupational_therapist", "podiatrist", "osteopath", "chiropractor",
	"massage_therapist", "stretch_practitioner", "exercise_professional", "pharmacist", "psychologist", "dietitian", "other",
}

// Specialities are what a practitioner can work on in particular; the pages word them.
var Specialities = []string{
	"assisted_stretching", "cardiology", "endocrinology", "general_practice", "geriatrics", "haematology", "nephrology", "neurology",
	"obstetrics", "orthopaedics", "paediatrics", "pain", "rehabilitation", "rheumatology", "sleep", "sports", "vascular",
}

// Languages are those that can be offered, as ISO 639-1 codes; the pages word them.
var Languages = []string{
	"ar", "bg", "bn", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "ga", "gu", "he", "hi", "hr", "hu", "id", "is", "it",
	"ja", "ko", "ku", "lt", "lv", "ms", "mt", "nb", "nl", "pa", "pl", "ps", "pt", "ro", "ru", "sk", "sl", "so", "sq", "sr", "sv", "sw",
	"ta", "th", "ti", "tl", "tr", "uk", "ur", "vi", "zh",
}

// Practitioner is what a professional says of themselves. All of it but ToCheck is for
// everybody to read; only what the operator has checked is a Qualification.
type Practitioner struct {
	Name         string   `json:"name"`         // as it is to be read, with a title if there is one
	Profession   string   `json:"profession"`   // of Professions
	Specialities []string `json:"specialities"` // of Specialities, sorted, each once; may be empty
	Country      string   `json:"country"`      // where they work, ISO 3166-1 alpha-2
	Languages    []string `json:"languages"`    // of Languages, sorted, each once; at least one
	Since        int      `json:"since"`        // year in which the work began; 0 for not said
	About        string   `json:"about"`        // plain text, paragraphs apart by an empty line
	Services     string   `json:"services"`     // plain text, a service a line
	TimeZone     string   `json:"time_zone"`    // IANA name
	Slug         string   `json:"slug"`         // of the address, unique
	Listed       bool     `json:"listed"`       // wants to stand in the directory
	ToCheck      string   `json:"to_check"`     // what the operator is asked to check; for the operator only
}

// Clean takes out of a profile what people add by accident, sorts its lists, and makes a
// slug of the name where there is none. Check is for what it returns.
func (p Practitioner) Clean() Practitioner {
	p.Name = oneLine(p.Name)
	p.About, p.Services, p.ToCheck = paragraphs(p.About), paragraphs(p.Services), paragraphs(p.ToCheck)
	p.Specialities, p.Languages = sortedOnce(p.Specialities), sortedOnce(p.Languages)
	if p.Slug == "" {
		p.Slug = Slug(p.Name)
	}
	return p
}

func sortedOnce(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// Check reports what is wrong with a profile that was made clean: errs.Invalid with the
// field name, profession, specialities, country, languages, since, about, services,
// to_check or slug. Whether the country and the time zone exist is for the caller.
func (p *Practitioner) Check(now time.Time) error {
	if err := checkText("name", p.Name, MinPractitionerName, MaxPractitionerName, false); err != nil {
		return err
	}
	if !slices.Contains(Professions, p.Profession) {
		return errs.Field("profession", "is none of those offered")
	}
	if err := chosen("specialities", p.Specialities, Specialities, 0, MaxSpecialities); err != nil {
		return err
	}
	if !isCountry(p.Country) {
		return errs.Field("country", "must be two capital letters, such as GB")
	}
	if err := chosen("languages", p.Languages, Languages, 1, MaxLanguages); err != nil {
		return err
	}
	if year := now.Year(); p.Since != 0 && (p.Since > year || p.Since < year-maxWorkingYears) {
		return errs.Field("since", "must be a year from %d to %d", year-maxWorkingYears, year)
	}
	return p.checkTexts()
}

func (p *Practitioner) checkTexts() error {
	if err := checkText("about", p.About, 0, MaxAbout, true); err != nil {
		return err
	}
	if err := checkText("services", p.Services, 0, MaxServices, true); err != nil {
		return err
	}
	if err := checkText("to_check", p.ToCheck, 0, MaxToCheck, true); err != nil {
		return err
	}
	return CheckSlug(p.Slug)
}

// chosen checks that a sorted list has least to most items, all of them offered.
func chosen(field string, list, offered []string, least, most int) error {
	if n := len(list); n < least || n > most {
		return errs.Field(field, "must be %d to %d", least, most)
	}
	for _, x := range list {
		if !slices.Contains(offered, x) {
			return errs.Field(field, "has one that is not offered")
		}
	}
	return nil
}

// Years is how many years a practitioner has worked; 0 where it is not said.
func (p *Practitioner) Years(now time.Time) int {
	if p.Since == 0 {
		return 0
	}
	return max(0, now.Year()-p.Since)
}

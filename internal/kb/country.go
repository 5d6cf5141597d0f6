package kb

import "regexp"

// Country holds the numbers to ring in one country; its file is named by the code in lower case.
type Country struct {
	Code       string   `yaml:"country" json:"country,omitempty"`                   // ISO 3166-1 alpha-2, upper case
	Name       string   `yaml:"name" json:"name,omitempty"`                         // English short name
	Ambulance  string   `yaml:"ambulance" json:"ambulance,omitempty"`               // the number to ring first
	Also       []string `yaml:"also,omitempty" json:"also,omitempty"`               // other numbers that reach an ambulance
	UrgentLine string   `yaml:"urgent_line,omitempty" json:"urgent_line,omitempty"` // health advice, not for emergencies
	Poison     string   `yaml:"poison,omitempty" json:"poison,omitempty"`
	CrisisLine string   `yaml:"crisis_line,omitempty" json:"crisis_line,omitempty"` // emotional crisis, suicide
	Note       string   `yaml:"note,omitempty" json:"note,omitempty"`
	Status     string   `yaml:"status" json:"status,omitempty"` // one of Statuses
	Source     string   `yaml:"source" json:"source,omitempty"`
	Reviewed   *Review  `yaml:"reviewed" json:"reviewed"`
}

var (
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
	phoneNumber = regexp.MustCompile(`^[#+]?[0-9][0-9 -]*$`)
)

func (c *Country) check(p problems) {
	c.Reviewed.check(p)
	if !countryCode.MatchString(c.Code) {
		p.add("country", "%q is not a two-letter code in upper case", c.Code)
	}
	if c.Name == "" {
		p.add("name", "is missing")
	}
	if c.Ambulance == "" {
		p.add("ambulance", "is missing")
	}
	numbers := append([]string{c.Ambulance, c.UrgentLine, c.Poison, c.CrisisLine}, c.Also...)
	for _, n := range numbers {
		if n != "" && !phoneNumber.MatchString(n) {
			p.add("ambulance", "%q is not a telephone number", n)
		}
	}
	if c.Source == "" {
		p.add("source", "is missing")
	}
	oneOf(p, "status", c.Status, Statuses...)
}

func (c *Country) refer(p problems, refs references) { refs.sources(p, "source", c.Source) }

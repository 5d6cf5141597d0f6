package fhir

// The primitives whose form is checked when they are read.
type (
	ID       string // letters, digits, - and ., at most 64
	Code     string // no blanks around it
	Date     string // YYYY, YYYY-MM or YYYY-MM-DD
	DateTime string // a Date, or a moment with its zone
	Instant  string // a moment with seconds and zone
)

// Coding is one code of one terminology.
type Coding struct {
	Extension Extensions `json:"extension,omitempty"`
	System    string     `json:"system,omitempty"`
	Version   string     `json:"version,omitempty"`
	Code      Code       `json:"code,omitempty"`
	Display   string     `json:"display,omitempty"`
}

// CodeableConcept is a thing by codes, by words, or both.
type CodeableConcept struct {
	Extension Extensions `json:"extension,omitempty"`
	Coding    []Coding   `json:"coding,omitempty"`
	Text      string     `json:"text,omitempty"`
}

// CodeOf returns the first code of a terminology, or nothing.
func (c *CodeableConcept) CodeOf(system string) string {
	if c == nil {
		return ""
	}
	for _, x := range c.Coding {
		if x.System == system && x.Code != "" {
			return string(x.Code)
		}
	}
	return ""
}

// Words says it in words: the text, or the first display.
func (c *CodeableConcept) Words() string {
	if c == nil {
		return ""
	}
	if c.Text != "" {
		return c.Text
	}
	for _, x := range c.Coding {
		if x.Display != "" {
			return x.Display
		}
	}
	return ""
}

// Identifier names a thing in somebody's system.
type Identifier struct {
	Extension Extensions `json:"extension,omitempty"`
	Use       Code       `json:"use,omitempty"`
	System    string     `json:"system,omitempty"`
	Value     string     `json:"value,omitempty"`
}

// Reference points to a resource, or names it.
type Reference struct {
	Extension  Extensions  `json:"extension,omitempty"`
	Reference  string      `json:"reference,omitempty"`
	Type       string      `json:"type,omitempty"`
	Identifier *Identifier `json:"identifier,omitempty"`
	Display    string      `json:"display,omitempty"`
}

// Quantity is a measured amount.
type Quantity struct {
	Extension  Extensions `json:"extension,omitempty"`
	Value      Decimal    `json:"value,omitempty"`
	Comparator Code       `json:"comparator,omitempty"` // <, <=, >=, >
	Unit       string     `json:"unit,omitempty"`
	System     string     `json:"system,omitempty"`
	Code       Code       `json:"code,omitempty"`
}

// Range is from Low to High, both included; nil is open.
type Range struct {
	Extension Extensions `json:"extension,omitempty"`
	Low       *Quantity  `json:"low,omitempty"`
	High      *Quantity  `json:"high,omitempty"`
}

// Period is a time between two moments.
type Period struct {
	Extension Extensions `json:"extension,omitempty"`
	Start     DateTime   `json:"start,omitempty"`
	End       DateTime   `json:"end,omitempty"`
}

// Annotation is a note.
type Annotation struct {
	Extension       Extensions `json:"extension,omitempty"`
	AuthorReference *Reference `json:"authorReference,omitempty"`
	AuthorString    string     `json:"authorString,omitempty"`
	Time            DateTime   `json:"time,omitempty"`
	Text            string     `json:"text"`
}

// HumanName is a person's name.
type HumanName struct {
	Extension Extensions `json:"extension,omitempty"`
	Use       Code       `json:"use,omitempty"`
	Text      string     `json:"text,omitempty"`
	Family    string     `json:"family,omitempty"`
	Given     []string   `json:"given,omitempty"`
}

package diary

import "strings"

// Decimal is a number as it was written, with all its digits. JSON may give it as a
// string or as a number.
type Decimal string

// Lab is one laboratory result, as printed on the report.
type Lab struct {
	Analyte string  `json:"analyte"` // analyte id
	Value   Decimal `json:"value"`   // may begin with <, <=, > or >=, as reports print it
	Unit    string  `json:"unit"`
	Low     Decimal `json:"low,omitempty"` // reference interval of the report
	High    Decimal `json:"high,omitempty"`
	Note    string  `json:"note,omitempty"`
	// Preliminary says that the laboratory may still change it.
	Preliminary bool `json:"preliminary,omitempty"`
}

// Kind is KindLab.
func (*Lab) Kind() Kind { return KindLab }

func (l *Lab) check(p *faults) {
	p.needed("analyte", l.Analyte)
	p.id("analyte", l.Analyte)
	p.needed("value", string(l.Value))
	p.decimal("value", l.Value.measured())
	p.needed("unit", l.Unit)
	p.text("unit", l.Unit, 40)
	p.decimal("low", l.Low)
	p.decimal("high", l.High)
	p.note(l.Note)
}

// measured is the number without the comparator of a laboratory.
func (d Decimal) measured() Decimal {
	for _, c := range []string{"<=", ">=", "<", ">"} {
		if rest, ok := strings.CutPrefix(string(d), c); ok && rest != "" {
			return Decimal(rest)
		}
	}
	return d
}

// Medicine is a change of a medicine. There is no field for a dose.
type Medicine struct {
	Name   string `json:"name"`   // as the person calls it, at most 200 characters
	Change string `json:"change"` // started, stopped, raised, lowered, switched, taken
	Note   string `json:"note,omitempty"`
}

// Kind is KindMedicine.
func (*Medicine) Kind() Kind { return KindMedicine }

func (m *Medicine) check(p *faults) {
	p.needed("name", m.Name)
	p.text("name", m.Name, maxName)
	p.needed("change", m.Change)
	p.oneOf("change", m.Change, "started", "stopped", "raised", "lowered", "switched", "taken")
	p.note(m.Note)
}

// Note is free text.
type Note struct {
	Text string `json:"text"` // at most MaxNote characters
}

// Kind is KindNote.
func (*Note) Kind() Kind { return KindNote }

func (n *Note) check(p *faults) {
	p.needed("text", n.Text)
	p.text("text", n.Text, MaxNote)
}

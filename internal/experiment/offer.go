package experiment

import (
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Offer is a measure that a person may try, or may not and why.
type Offer struct {
	Measure    *kb.Measure
	LeftOut    []string // contraindications that hold: it must not be tried; empty otherwise
	CheckFirst []string // contraindications nobody has asked about: "not for you if …"
	Cautions   []string // to be shown beside it
}

// Allowed reports whether it may be tried once CheckFirst has been read.
func (o Offer) Allowed() bool { return len(o.LeftOut) == 0 }

// Offers lists all measures in the order of the knowledge base, weighed against what is
// known of the person. It does not know how urgent things are: over a red flag nothing
// is to be offered at all.
func Offers(base *kb.Base, evidence clinical.Evidence) []Offer {
	var out []Offer
	for i := range base.Experiments.Measures {
		m := &base.Experiments.Measures[i]
		o := Offer{Measure: m}
		if a := base.Measure(m.Activity); a != nil {
			for _, c := range a.Contraindications {
				o.weigh(c, evidence)
			}
		}
		out = append(out, o)
	}
	return out
}

func (o *Offer) weigh(c kb.Contraindication, evidence clinical.Evidence) {
	present, open := false, len(c.When) == 0
	for _, finding := range c.When {
		present = present || evidence.Present(finding)
		open = open || !evidence.Absent(finding)
	}
	switch {
	case c.Caution && (present || open):
		o.Cautions = append(o.Cautions, c.Text)
	case c.Caution:
	case present:
		o.LeftOut = append(o.LeftOut, c.Text)
	case open:
		o.CheckFirst = append(o.CheckFirst, c.Text)
	}
}

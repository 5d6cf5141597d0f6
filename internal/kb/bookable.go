package kb

import (
	"slices"

	"github.com/legible-health/legible/internal/clinical"
)

// Precheck is a group of signs that somebody is asked about before they book.
type Precheck struct {
	ID       string   `yaml:"id" json:"id"`
	Title    string   `yaml:"title" json:"title"`
	Findings []string `yaml:"findings" json:"findings"` // yes_no findings, in the order to ask
}

// Bookable is a kind of service that a practitioner can offer for booking.
type Bookable struct {
	ID       string           `yaml:"id" json:"id"`
	Name     string           `yaml:"name" json:"name"`
	Activity string           `yaml:"activity,omitempty" json:"activity,omitempty"` // whose contraindications hold; empty for talk alone
	From     clinical.Urgency `yaml:"from" json:"from"`                             // from this urgency on there is better care than waiting for it
	Asks     []string         `yaml:"asks" json:"asks"`                             // precheck ids, in the order to ask
}

func (c *Care) checkBookable(p problems) {
	seen, groups := map[string]bool{}, map[string]bool{}
	for i, g := range c.Prechecks {
		field := at("prechecks", i)
		required(p, field+".id", g.ID)
		required(p, field+".title", g.Title)
		unique(p, field+".id", g.ID, groups)
		for _, f := range g.Findings {
			unique(p, field+".findings", f, seen)
		}
		if len(g.Findings) == 0 {
			p.add(field+".findings", "asks nothing: add findings or remove the group")
		}
	}
	seen = map[string]bool{}
	for i, b := range c.Bookable {
		field := at("bookable", i)
		required(p, field+".id", b.ID)
		required(p, field+".name", b.Name)
		unique(p, field+".id", b.ID, seen)
		if b.From < clinical.Routine {
			p.add(field+".from", "would never let anybody book: use routine or above")
		}
		if len(b.Asks) == 0 {
			p.add(field+".asks", "nothing is asked before booking: name prechecks")
		}
		for _, id := range b.Asks {
			if !groups[id] {
				p.add(field+".asks", "%q is no precheck", id)
			}
		}
	}
}

func (c *Care) referBookable(p problems, refs references) {
	for i, g := range c.Prechecks {
		field := at("prechecks", i) + ".findings"
		refs.findings(p, field, g.Findings)
		for _, id := range g.Findings {
			if f := refs.base.Finding(id); f != nil && f.Kind != "yes_no" {
				p.add(field, "%q cannot be ticked: use yes_no findings", id)
			}
		}
	}
	for i, b := range c.Bookable {
		if b.Activity == "" {
			continue
		}
		field := at("bookable", i)
		refs.ids(p, field+".activity", "activity", "activities", []string{b.Activity})
		for _, id := range refs.base.unasked(c, b) {
			p.add(field+".asks", "%q is a contraindication of %s and is not asked: add it to a precheck", id, b.Activity)
		}
	}
}

// unasked lists what speaks against the activity of a service and no precheck asks.
func (b *Base) unasked(c *Care, x Bookable) (out []string) {
	asked := map[string]bool{}
	for _, g := range c.Prechecks {
		if slices.Contains(x.Asks, g.ID) {
			for _, id := range g.Findings {
				asked[id] = true
			}
		}
	}
	for _, a := range b.Activities {
		if a.ID != x.Activity {
			continue
		}
		for _, contra := range a.Contraindications {
			for _, id := range contra.When {
				if f := b.Finding(id); f != nil && f.Kind == "yes_no" && !asked[id] && !slices.Contains(out, id) {
					out = append(out, id)
				}
			}
		}
	}
	return out
}

// Bookable finds a kind of service; nil for none.
func (b *Base) Bookable(id string) *Bookable {
	for i := range b.Care.Bookable {
		if b.Care.Bookable[i].ID == id {
			return &b.Care.Bookable[i]
		}
	}
	return nil
}

// Prechecks lists what is asked before a kind of service, in order.
func (b *Base) Prechecks(x *Bookable) (out []Precheck) {
	for _, id := range x.Asks {
		for _, g := range b.Care.Prechecks {
			if g.ID == id {
				out = append(out, g)
			}
		}
	}
	return out
}

package kb

// Plausible bounds what a living person's result can be, generously, in the analyte's unit.
// A value outside is most often one in another unit; it is asked about before it is used.
type Plausible struct {
	Low      float64 `yaml:"low" json:"low"`
	High     float64 `yaml:"high" json:"high"`
	Estimate bool    `yaml:"estimate" json:"estimate"` // must be true: no source gives such bounds
}

// Caveat is what can make a value mislead. With With it counts only beside such other
// results; where they are missing it is said as "if".
type Caveat struct {
	Text     string       `yaml:"text" json:"text"`
	With     []OtherValue `yaml:"with,omitempty" json:"with,omitempty"`
	Estimate bool         `yaml:"estimate,omitempty" json:"estimate,omitempty"` // advice of ours
	Source   string       `yaml:"source,omitempty" json:"source,omitempty"`
	Status   string       `yaml:"status,omitempty" json:"status,omitempty"`
}

// OtherValue is a condition on another result.
type OtherValue struct {
	Analyte string  `yaml:"analyte" json:"analyte"`
	Op      string  `yaml:"op" json:"op"` // <, <=, > or >=
	Value   float64 `yaml:"value" json:"value"`
}

func (b *Plausible) check(p problems) {
	switch {
	case b == nil:
	case b.Low < 0 || b.High <= b.Low:
		p.add("plausible", "high must be above low, and low not below 0")
	case !b.Estimate:
		p.add("plausible.estimate", "must be true: these bounds are ours")
	}
}

func (c *Caveat) check(p problems, field string) {
	required(p, field+".text", c.Text)
	provenance(p, field, c.Estimate, c.Source, c.Status)
	for i := range c.With {
		c.With[i].check(p, at(field+".with", i))
	}
}

func (o *OtherValue) check(p problems, field string) {
	oneOf(p, field+".op", o.Op, "<", "<=", ">", ">=")
}

func (r references) others(p problems, field string, list []OtherValue) {
	for i, o := range list {
		r.ids(p, at(field, i)+".analyte", "analyte", "labs", []string{o.Analyte})
	}
}

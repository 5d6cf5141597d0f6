package kb

// Cramps hold what to do about a cramp right now. They stand in one file,
// knowledge/cramp.yaml.
type Cramps struct {
	Muscles []CrampMuscle `yaml:"muscles" json:"muscles"` // in the order to show
	After   []string      `yaml:"after" json:"after"`     // activity or exercise ids for when it has eased
	Help    CrampHelp     `yaml:"help" json:"help"`
}

// CrampMuscle is one place a cramp can be.
type CrampMuscle struct {
	ID       string   `yaml:"id" json:"id"`
	Name     string   `yaml:"name" json:"name"`
	Exercise string   `yaml:"exercise" json:"exercise"` // exercise id with the steps
	Helper   []string `yaml:"helper" json:"helper"`     // what somebody else does
}

// CrampHelp says when a cramp is no longer to be treated alone.
type CrampHelp struct {
	AfterMinutes int    `yaml:"after_minutes" json:"after_minutes"` // without relief
	Text         string `yaml:"text" json:"text"`
	Estimate     bool   `yaml:"estimate,omitempty" json:"estimate,omitempty"`
	Source       string `yaml:"source,omitempty" json:"source,omitempty"`
	Status       string `yaml:"status,omitempty" json:"status,omitempty"`
}

func (c *Cramps) check(p problems) {
	seen := map[string]bool{}
	for i, m := range c.Muscles {
		field := at("muscles", i)
		required(p, field+".id", m.ID)
		required(p, field+".name", m.Name)
		if len(m.Helper) == 0 {
			p.add(field+".helper", "is empty")
		}
		unique(p, field+".id", m.ID, seen)
	}
	if len(c.Muscles) == 0 {
		p.add("muscles", "is empty")
	}
	required(p, "help.text", c.Help.Text)
	if c.Help.AfterMinutes < 1 || c.Help.AfterMinutes > 60 {
		p.add("help.after_minutes", "%d is outside 1-60", c.Help.AfterMinutes)
	}
	provenance(p, "help", c.Help.Estimate, c.Help.Source, c.Help.Status)
}

func (c *Cramps) refer(p problems, refs references) {
	for i, m := range c.Muscles {
		refs.ids(p, at("muscles", i)+".exercise", "exercise", "exercises", []string{m.Exercise})
	}
	refs.measures(p, "after", c.After)
	refs.sources(p, "help.source", c.Help.Source)
}

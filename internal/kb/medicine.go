package kb

// Medicine is a class of medicines: what it may do to the legs and which findings taking it
// makes present. It never holds a dose and never advises to stop a medicine.
type Medicine struct {
	ID        string   `yaml:"id" json:"id,omitempty"`
	Name      string   `yaml:"name" json:"name,omitempty"`
	ATCClass  []string `yaml:"atc_class" json:"atc_class,omitempty"`   // ATC prefixes of the class; single drugs may lie outside
	ATCStatus string   `yaml:"atc_status" json:"atc_status,omitempty"` // one of Statuses; holds for the drugs' codes too
	Drugs     []Drug   `yaml:"drugs" json:"drugs,omitempty"`
	Findings  []string `yaml:"findings" json:"findings,omitempty"`   // present in everyone who takes the class
	Asks      []string `yaml:"asks,omitempty" json:"asks,omitempty"` // worth asking next, not implied
	// TakenWhen is the finding that says a person takes the class; empty when none does.
	TakenWhen  string           `yaml:"taken_when,omitempty" json:"taken_when,omitempty"`
	Effects    []MedicineEffect `yaml:"effects" json:"effects,omitempty"`         // wanted and unwanted effects on the legs
	TellPerson string           `yaml:"tell_person" json:"tell_person,omitempty"` // plain words, shown to the person
	UrgentIf   string           `yaml:"urgent_if,omitempty" json:"urgent_if,omitempty"`
	Note       string           `yaml:"note,omitempty" json:"note,omitempty"`
	Reviewed   *Review          `yaml:"reviewed" json:"reviewed"`
}

// Drug is one substance or fixed combination of a class.
type Drug struct {
	Name     string   `yaml:"name" json:"name,omitempty"`                   // international name
	ATC      string   `yaml:"atc,omitempty" json:"atc,omitempty"`           // empty if not sure
	Brands   []string `yaml:"brands,omitempty" json:"brands,omitempty"`     // common brand names, any country
	Findings []string `yaml:"findings,omitempty" json:"findings,omitempty"` // present besides those of the class
	Asks     []string `yaml:"asks,omitempty" json:"asks,omitempty"`
}

// MedicineEffect is one effect with the strength of its evidence: A consistent trials,
// B good observational or placebo-controlled label data, C weak observational, D mechanism or opinion.
type MedicineEffect struct {
	Effect   string `yaml:"effect" json:"effect,omitempty"` // id in Effects
	Strength string `yaml:"strength" json:"strength,omitempty"`
	Value    string `yaml:"value,omitempty" json:"value,omitempty"` // figures or limits in words
	Source   string `yaml:"source" json:"source,omitempty"`
	Status   string `yaml:"status" json:"status,omitempty"` // one of Statuses
}

func (m *Medicine) check(p problems) {
	m.Reviewed.check(p)
	required(p, "id", m.ID)
	required(p, "name", m.Name)
	required(p, "tell_person", m.TellPerson)
	if len(m.ATCClass) == 0 {
		p.add("atc_class", "is missing")
	}
	oneOf(p, "atc_status", m.ATCStatus, Statuses...)
	if len(m.Drugs) == 0 {
		p.add("drugs", "is empty")
	}
	for i, d := range m.Drugs {
		if d.Name == "" {
			p.add(at("drugs", i)+".name", "is missing")
		}
		if n := len(d.ATC); n != 0 && n != 5 && n != 7 {
			p.add(at("drugs", i)+".atc", "%q is not an ATC code of 5 or 7 characters", d.ATC)
		}
	}
	if len(m.Effects) == 0 {
		p.add("effects", "is empty")
	}
	for i, e := range m.Effects {
		field := at("effects", i)
		if e.Effect == "" || e.Source == "" {
			p.add(field, "effect and source are required")
		}
		oneOf(p, field+".strength", e.Strength, Grades...)
		oneOf(p, field+".status", e.Status, Statuses...)
	}
}

func (m *Medicine) refer(p problems, refs references) {
	refs.yesNo(p, "findings", m.Findings)
	refs.findings(p, "asks", m.Asks)
	if m.TakenWhen != "" {
		refs.yesNo(p, "taken_when", []string{m.TakenWhen})
	}
	for i, d := range m.Drugs {
		refs.yesNo(p, at("drugs", i)+".findings", d.Findings)
		refs.findings(p, at("drugs", i)+".asks", d.Asks)
	}
	for i, e := range m.Effects {
		field := at("effects", i)
		if e.Effect != "" && refs.base.Effects[e.Effect] == "" {
			p.add(field+".effect", "%q has no words: add it to effects.yaml or correct the id", e.Effect)
		}
		refs.sources(p, field+".source", e.Source)
	}
}

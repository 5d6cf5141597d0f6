package kb

// Dose is how long and how often an exercise is done in one preset of a routine.
type Dose struct {
	Preset      string `yaml:"preset" json:"preset"`                                 // one of Presets
	HoldSeconds Span   `yaml:"hold_seconds" json:"hold_seconds"`                     // of one repeat: held, or moving when the exercise holds nothing
	Repeats     Span   `yaml:"repeats" json:"repeats"`                               // per side, or with both
	RestSeconds int    `yaml:"rest_seconds,omitempty" json:"rest_seconds,omitempty"` // between repeats; 0 is the pace of care.yaml
	Estimate    bool   `yaml:"estimate,omitempty" json:"estimate,omitempty"`
	Source      string `yaml:"source,omitempty" json:"source,omitempty"`
	Status      string `yaml:"status,omitempty" json:"status,omitempty"`
}

func (d Dose) check(p problems, field string) {
	oneOf(p, field+".preset", d.Preset, Presets...)
	d.HoldSeconds.check(field+".hold_seconds", 1, 120, p)
	d.Repeats.check(field+".repeats", 1, 50, p)
	if d.RestSeconds < 0 || d.RestSeconds > 120 {
		p.add(field+".rest_seconds", "%d is outside 0-120", d.RestSeconds)
	}
	provenance(p, field, d.Estimate, d.Source, d.Status)
}

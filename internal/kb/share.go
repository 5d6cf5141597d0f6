package kb

// Shares are pretest probabilities: the share of users of an age and sex in whom
// the condition causes or adds to the complaint.
type Shares struct {
	AgeBands        []float64 `yaml:"age_bands" json:"age_bands"` // lower bounds, years, rising from 0
	Female          []float64 `yaml:"female" json:"female"`       // as long as AgeBands, each in (0, 1)
	Male            []float64 `yaml:"male" json:"male"`
	PregnancyFactor float64   `yaml:"pregnancy_factor,omitempty" json:"pregnancy_factor,omitempty"` // multiplies the share in pregnancy; 0: no change
	RangeFactor     float64   `yaml:"range_factor" json:"range_factor"`                             // the truth is believed within share/f – share·f
	Estimate        bool      `yaml:"estimate,omitempty" json:"estimate,omitempty"`
	Source          string    `yaml:"source,omitempty" json:"source,omitempty"`
	Status          string    `yaml:"status,omitempty" json:"status,omitempty"`
}

func (s Shares) check(p problems) {
	n := len(s.AgeBands)
	if n == 0 || s.AgeBands[0] != 0 {
		p.add("shares.age_bands", "list the lower bounds of the age bands in years, from 0")
	}
	for i := 1; i < n; i++ {
		if s.AgeBands[i] <= s.AgeBands[i-1] {
			p.add("shares.age_bands", "%v does not rise above %v", s.AgeBands[i], s.AgeBands[i-1])
		}
	}
	for _, t := range []struct {
		name string
		v    []float64
	}{{"female", s.Female}, {"male", s.Male}} {
		if len(t.v) != n {
			p.add("shares."+t.name, "%d values for %d age bands", len(t.v), n)
		}
		for _, v := range t.v {
			if !(v > 0 && v < 1) {
				p.add("shares."+t.name, "share %v is outside (0, 1); use a small number such as 0.00001 for never", v)
			}
		}
	}
	if s.PregnancyFactor < 0 {
		p.add("shares.pregnancy_factor", "%v: must not be negative", s.PregnancyFactor)
	}
	if s.RangeFactor < 1 {
		p.add("shares.range_factor", "%v: must be 1 or more", s.RangeFactor)
	}
	provenance(p, "shares", s.Estimate, s.Source, s.Status)
}

// Duration is how many days people have had the complaint when they ask.
type Duration struct {
	P10      float64 `yaml:"p10" json:"p10"`
	Median   float64 `yaml:"median" json:"median"`
	P90      float64 `yaml:"p90" json:"p90"`
	Estimate bool    `yaml:"estimate,omitempty" json:"estimate,omitempty"`
	Source   string  `yaml:"source,omitempty" json:"source,omitempty"`
	Status   string  `yaml:"status,omitempty" json:"status,omitempty"`
}

func (d Duration) check(p problems, field string) {
	if !(d.P10 > 0 && d.P10 <= d.Median && d.Median <= d.P90) {
		p.add(field, "p10 %v, median %v, p90 %v: need 0 < p10 <= median <= p90, in days", d.P10, d.Median, d.P90)
	}
	provenance(p, field, d.Estimate, d.Source, d.Status)
}

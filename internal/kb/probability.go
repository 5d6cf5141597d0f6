package kb

// Probability is a P(yes) in (0, 1) with its range and where it comes from: a
// source with a status (seen, recalled), or an estimate.
type Probability struct {
	P        float64 `yaml:"p" json:"p"`
	Low      float64 `yaml:"low" json:"low"`
	High     float64 `yaml:"high" json:"high"`
	Estimate bool    `yaml:"estimate,omitempty" json:"estimate,omitempty"`
	Source   string  `yaml:"source,omitempty" json:"source,omitempty"`
	Status   string  `yaml:"status,omitempty" json:"status,omitempty"`
	// FromOddsRatio marks a value computed from an odds ratio and the background.
	FromOddsRatio bool `yaml:"from_odds_ratio,omitempty" json:"from_odds_ratio,omitempty"`
}

func (q Probability) check(p problems, field string) {
	if !(q.P > 0 && q.P < 1) {
		p.add(field, "probability %v is outside (0, 1)", q.P)
		return
	}
	if !(q.Low > 0 && q.Low <= q.P && q.P <= q.High && q.High <= 1) {
		p.add(field, "range %v to %v must hold p = %v and lie in (0, 1]", q.Low, q.High, q.P)
	}
	provenance(p, field, q.Estimate, q.Source, q.Status)
}

package kb

// Review says which clinician read an entry and until when that holds; nil means
// nobody has.
type Review struct {
	By          string `yaml:"by" json:"by"`
	Credentials string `yaml:"credentials" json:"credentials"`
	On          string `yaml:"on" json:"on"`       // YYYY-MM-DD
	Until       string `yaml:"until" json:"until"` // YYYY-MM-DD
}

func (r *Review) check(p problems) {
	if r == nil {
		return
	}
	required(p, "reviewed.by", r.By)
	required(p, "reviewed.credentials", r.Credentials)
	date(p, "reviewed.on", r.On)
	date(p, "reviewed.until", r.Until)
	if r.Until <= r.On {
		p.add("reviewed.until", "is not after reviewed.on")
	}
}

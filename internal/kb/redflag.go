package kb

import "github.com/legible-health/legible/internal/clinical"

// RedFlag is a combination of findings that sets a floor under the urgency,
// whatever the probabilities say.
type RedFlag struct {
	ID       string           `yaml:"id" json:"id"`
	Level    clinical.Urgency `yaml:"level" json:"level"`
	When     Expr             `yaml:"when" json:"when"`
	For      []string         `yaml:"for" json:"for"`                                     // condition ids meant
	Tells    string           `yaml:"tells" json:"tells"`                                 // the sentence shown
	Other    string           `yaml:"tells_other,omitempty" json:"tells_other,omitempty"` // about somebody else; empty where tells fits both
	Why      string           `yaml:"why" json:"why"`
	Sources  []string         `yaml:"sources" json:"sources"`
	Basis    string           `yaml:"basis" json:"basis"`         // source or estimate
	NearMiss string           `yaml:"near_miss" json:"near_miss"` // what must not fire it
	Reviewed *Review          `yaml:"reviewed" json:"reviewed"`
}

// Sentence is Tells, or what to say of somebody else.
func (r *RedFlag) Sentence(other bool) string {
	if other && r.Other != "" {
		return r.Other
	}
	return r.Tells
}

func (r *RedFlag) check(p problems) {
	required(p, "tells", r.Tells)
	required(p, "why", r.Why)
	required(p, "near_miss", r.NearMiss)
	oneOf(p, "basis", r.Basis, "source", "estimate")
	if r.Basis == "source" && len(r.Sources) == 0 {
		p.add("sources", "a rule based on sources names at least one; otherwise set basis: estimate")
	}
	if r.Level == clinical.SelfCare {
		p.add("level", "a red flag raises the urgency: use routine, soon, same_day or emergency")
	}
	r.When.check(p, "when")
	r.Reviewed.check(p)
}

func (r *RedFlag) refer(p problems, refs references) {
	refs.expr(p, "when", &r.When)
	refs.conditions(p, "for", r.For)
	refs.sources(p, "sources", r.Sources...)
}

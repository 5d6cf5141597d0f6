package kb

import (
	"cmp"

	"github.com/legible-health/legible/internal/clinical"
)

// Action is what a person is told to do at one level of urgency.
type Action struct {
	Level  clinical.Urgency `yaml:"level" json:"level"`
	Advice `yaml:",inline"`
	Other  Advice `yaml:"other,omitempty" json:"other"` // when it is about somebody else; what is empty is said as above
}

// Advice is the wording of an action.
type Advice struct {
	Action    string `yaml:"action,omitempty" json:"action,omitempty"`       // who and how soon, first sentence of the result
	Meanwhile string `yaml:"meanwhile,omitempty" json:"meanwhile,omitempty"` // until then
	SoonerIf  string `yaml:"sooner_if,omitempty" json:"sooner_if,omitempty"` // when to go faster
}

// For is what to tell about oneself or somebody else.
func (a *Action) For(other bool) Advice {
	if !other {
		return a.Advice
	}
	return Advice{
		Action:    cmp.Or(a.Other.Action, a.Action),
		Meanwhile: cmp.Or(a.Other.Meanwhile, a.Meanwhile),
		SoonerIf:  cmp.Or(a.Other.SoonerIf, a.SoonerIf),
	}
}

// checkActions asks for one complete action per level.
func checkActions(p problems, list []*Action) {
	seen := map[clinical.Urgency]bool{}
	for i, a := range list {
		required(p, at("", i)+".action", a.Action)
		required(p, at("", i)+".meanwhile", a.Meanwhile)
		required(p, at("", i)+".sooner_if", a.SoonerIf)
		if seen[a.Level] {
			p.add(at("", i)+".level", "%s stands twice", a.Level)
		}
		seen[a.Level] = true
	}
	for _, u := range clinical.Urgencies() {
		if !seen[u] {
			p.add("", "has no action for level %s", u)
		}
	}
}

// Action returns what to do at a level.
func (b *Base) Action(u clinical.Urgency) *Action {
	for _, a := range b.Actions {
		if a.Level == u {
			return a
		}
	}
	return &Action{Level: u}
}

// Country returns the entry of an ISO 3166-1 alpha-2 code in upper case, or nil.
func (b *Base) Country(code string) *Country {
	for _, c := range b.Countries {
		if c.Code == code {
			return c
		}
	}
	return nil
}

package kb

import "github.com/legible-health/legible/internal/clinical"

// Condition is one possible explanation of a leg complaint.
type Condition struct {
	ID        string `yaml:"id" json:"id"`
	Name      string `yaml:"name" json:"name"`             // clinical name
	PlainName string `yaml:"plain_name" json:"plain_name"` // what a person reads
	ICD10     string `yaml:"icd10" json:"icd10"`
	ICD10From string `yaml:"icd10_status" json:"icd10_status"` // seen or recalled
	// Kind is disease, contributor (an everyday circumstance) or none ("no specific
	// cause found", which never pairs with another).
	Kind string `yaml:"kind" json:"kind"`
	// Feared is set for a danger that people lie awake over: every answer speaks to it.
	Feared   *Danger          `yaml:"feared,omitempty" json:"feared,omitempty"`
	Summary  string           `yaml:"summary" json:"summary"`
	Urgency  ConditionUrgency `yaml:"urgency" json:"urgency"`
	Shares   Shares           `yaml:"shares" json:"shares"`
	Duration Duration         `yaml:"duration_days" json:"duration_days"`
	// OnlyWith lists exposures of which one must be there for this to be possible at all
	// (a statin for statin symptoms); nil when it can befall anyone.
	OnlyWith []string `yaml:"only_with,omitempty" json:"only_with,omitempty"`
	// AgeOfExposure says that age and sex make it rarer only by making the exposures
	// rarer: of young people few take a statin, but those who do get sore muscles too.
	AgeOfExposure bool     `yaml:"age_of_exposure,omitempty" json:"age_of_exposure,omitempty"`
	Defining      []string `yaml:"defining,omitempty" json:"defining,omitempty"` // finding ids
	Opposing      []string `yaml:"opposing,omitempty" json:"opposing,omitempty"` // finding ids
	// Findings are P(yes | this condition) by finding id. Equal ones may be one value in
	// memory: there are tens of thousands and they differ in some hundreds.
	Findings  map[string]*Probability `yaml:"findings" json:"findings"`
	Prevalent []Prevalence            `yaml:"prevalence,omitempty" json:"prevalence,omitempty"`
	Risks     []RiskFactor            `yaml:"risk_factors,omitempty" json:"risk_factors,omitempty"`
	Studies   []Study                 `yaml:"studies,omitempty" json:"studies,omitempty"`
	RedFlags  []string                `yaml:"red_flags,omitempty" json:"red_flags,omitempty"`
	SelfCare  []string                `yaml:"self_care,omitempty" json:"self_care,omitempty"`
	Treatment []string                `yaml:"treatment,omitempty" json:"treatment,omitempty"`
	Tests     []string                `yaml:"tests,omitempty" json:"tests,omitempty"`
	Labs      []string                `yaml:"labs,omitempty" json:"labs,omitempty"` // analyte ids among the tests worth asking for
	DoNot     []string                `yaml:"do_not,omitempty" json:"do_not,omitempty"`
	Mimics    []string                `yaml:"mimics,omitempty" json:"mimics,omitempty"`
	Notes     string                  `yaml:"notes,omitempty" json:"notes,omitempty"`
	Sources   []string                `yaml:"sources,omitempty" json:"sources,omitempty"`
	Reviewed  *Review                 `yaml:"reviewed" json:"reviewed"`
}

// Likelihood is P(yes | this condition) of a finding; the zero value when nothing is known.
func (c *Condition) Likelihood(finding string) Probability {
	if q := c.Findings[finding]; q != nil {
		return *q
	}
	return Probability{}
}

// ConditionUrgency is how soon this condition, if it is the cause, needs care.
type ConditionUrgency struct {
	Level  clinical.Urgency `yaml:"level" json:"level"`
	Reason string           `yaml:"reason" json:"reason"`
}

// Danger is how a feared condition is spoken to, likely or not.
type Danger struct {
	Why string `yaml:"why" json:"why"` // why people fear it
	// LikelyFrom and PossibleFrom are the posttest probabilities from which it is called
	// likely, and possible; below it is unlikely. Both in (0, 1).
	LikelyFrom   float64 `yaml:"likely_from" json:"likely_from"`
	PossibleFrom float64 `yaml:"possible_from" json:"possible_from"`
	Estimate     bool    `yaml:"estimate" json:"estimate"`     // both are ours; must be true until they have a source
	SettledBy    string  `yaml:"settled_by" json:"settled_by"` // what rules it out, one sentence
	WatchFor     string  `yaml:"watch_for" json:"watch_for"`   // when to answer again, one sentence
}

func (d *Danger) check(p problems) {
	if d == nil {
		return
	}
	required(p, "feared.why", d.Why)
	required(p, "feared.settled_by", d.SettledBy)
	required(p, "feared.watch_for", d.WatchFor)
	if !(d.PossibleFrom > 0 && d.PossibleFrom < d.LikelyFrom && d.LikelyFrom < 1) {
		p.add("feared", "possible_from %v and likely_from %v: use 0 < possible_from < likely_from < 1", d.PossibleFrom, d.LikelyFrom)
	}
	if !d.Estimate {
		p.add("feared.estimate", "likely_from and possible_from have no source: say estimate: true")
	}
}

func (c *Condition) check(p problems) {
	required(p, "name", c.Name)
	required(p, "plain_name", c.PlainName)
	required(p, "summary", c.Summary)
	required(p, "urgency.reason", c.Urgency.Reason)
	oneOf(p, "kind", c.Kind, "disease", "contributor", "none")
	if c.AgeOfExposure && len(c.OnlyWith) == 0 {
		p.add("age_of_exposure", "there is no only_with that names the exposures: add it, or remove this")
	}
	c.Feared.check(p)
	c.Shares.check(p)
	c.Duration.check(p, "duration_days")
	for _, id := range sortedKeys(c.Findings) {
		c.Findings[id].check(p, "findings."+id)
	}
	for i, r := range c.Prevalent {
		provenance(p, at("prevalence", i), r.Estimate, r.Source, r.Status)
	}
	for i, r := range c.Risks {
		provenance(p, at("risk_factors", i), r.Estimate, r.Source, r.Status)
	}
	for i, s := range c.Studies {
		provenance(p, at("studies", i), false, s.Source, s.Status)
	}
	c.Reviewed.check(p)
}

func (c *Condition) refer(p problems, refs references) {
	for _, id := range sortedKeys(c.Findings) {
		refs.yesNo(p, "findings."+id, []string{id})
		refs.sources(p, "findings."+id, c.Findings[id].Source)
	}
	refs.yesNo(p, "only_with", c.OnlyWith)
	refs.yesNo(p, "defining", c.Defining)
	refs.yesNo(p, "opposing", c.Opposing)
	refs.conditions(p, "mimics", c.Mimics)
	refs.ids(p, "labs", "analyte", "labs", c.Labs)
	refs.sources(p, "sources", c.Sources...)
	refs.sources(p, "shares.source", c.Shares.Source)
	refs.sources(p, "duration_days.source", c.Duration.Source)
	for i, x := range c.Prevalent {
		refs.sources(p, at("prevalence", i), x.Source)
	}
	for i, x := range c.Risks {
		refs.sources(p, at("risk_factors", i), x.Source)
	}
	for i, x := range c.Studies {
		refs.sources(p, at("studies", i), x.Source)
	}
	if n := len(refs.base.Model.AgeShares); n > 0 && len(c.Shares.AgeBands) != n {
		p.add("shares.age_bands", "%d bands, model.yaml has %d age shares: give as many", len(c.Shares.AgeBands), n)
	}
}

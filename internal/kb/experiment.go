package kb

import "slices"

// Experiments hold what trends and experiments of the diary are made with. They stand in
// one file, knowledge/experiments.yaml.
type Experiments struct {
	Trends   TrendRules      `yaml:"trends" json:"trends"`
	Rules    ExperimentRules `yaml:"rules" json:"rules"`
	Outcomes []OutcomeRule   `yaml:"outcomes" json:"outcomes"` // each of OutcomeIDs, in the order to show
	Factors  []Factor        `yaml:"factors" json:"factors"`   // what a day may hold that a night is compared by
	Measures []Measure       `yaml:"measures" json:"measures"` // what may be tried, in the order to show
	// SafeCategories are those of activities that may be tried without asking anybody.
	SafeCategories []string `yaml:"safe_categories" json:"safe_categories"`
}

// TrendRules say from when something is shown, and how sure it has to be.
type TrendRules struct {
	RollingNights  int     `yaml:"rolling_nights" json:"rolling_nights"`   // nights of the rolling median, odd
	ComparedNights int     `yaml:"compared_nights" json:"compared_nights"` // nights are compared with others of the same stretch of so many
	LeastNights    int     `yaml:"least_nights" json:"least_nights"`       // with outcome and factor known
	LeastEach      int     `yaml:"least_each" json:"least_each"`           // of them with, and without
	LeastWeekday   int     `yaml:"least_weekday" json:"least_weekday"`     // nights of each day of the week
	FalseDiscovery float64 `yaml:"false_discovery" json:"false_discovery"` // rate, in (0, 0.2]
	Interval       float64 `yaml:"interval" json:"interval"`               // share of an interval, in [0.5, 0.99]
	Estimate       bool    `yaml:"estimate" json:"estimate"`
}

// ExperimentRules say how long an experiment lasts and when it may speak.
type ExperimentRules struct {
	ErrorRate     float64 `yaml:"error_rate" json:"error_rate"`         // of all looks together, at most 0.05
	Looks         []Look  `yaml:"looks" json:"looks"`                   // when it may end, with more pairs each time
	Interval      float64 `yaml:"interval" json:"interval"`             // share of the interval, in [0.5, 0.99]
	CarryOver     float64 `yaml:"carry_over" json:"carry_over"`         // level of the carry-over check
	LeastRecorded float64 `yaml:"least_recorded" json:"least_recorded"` // share of pairs with nights of both kinds, for a verdict
	LeastFollowed float64 `yaml:"least_followed" json:"least_followed"` // share of nights with the measure on which it was done; below it the result says so
	HarmErrors    float64 `yaml:"harm_errors" json:"harm_errors"`       // standard errors by which nights with the measure must be worse before it stops
	GraceNights   int     `yaml:"grace_nights" json:"grace_nights"`     // to fill in what is missing before a look, 0–7
	UnknownHarm   string  `yaml:"unknown_harm" json:"unknown_harm"`     // advice when a person says that something went wrong and not what
	WorseNights   string  `yaml:"worse_nights" json:"worse_nights"`     // advice when nights with the measure are worse
	Estimate      bool    `yaml:"estimate" json:"estimate"`
}

// Look is one time at which an experiment may end.
type Look struct {
	Pairs int     `yaml:"pairs" json:"pairs"` // of blocks, 4–20
	Level float64 `yaml:"level" json:"level"` // p-value that decides
}

// OutcomeRule is what is known of one thing a night is measured by.
type OutcomeRule struct {
	ID         string    `yaml:"id" json:"id"`                   // one of OutcomeIDs
	Name       string    `yaml:"name" json:"name"`               // "Cramps"
	Less       string    `yaml:"less" json:"less"`               // after a number: "fewer cramps a night"
	More       string    `yaml:"more" json:"more"`               // after a number: "more cramps a night"
	Unit       string    `yaml:"unit" json:"unit"`               // after a number: "cramps a night"
	PriorSD    float64   `yaml:"prior_sd" json:"prior_sd"`       // what effects of such measures are believed to be, in the outcome's unit
	Harm       float64   `yaml:"harm" json:"harm"`               // an experiment stops when nights with the measure are worse by so much
	HarmNights int       `yaml:"harm_nights" json:"harm_nights"` // after so many of them, and as many without
	Shades     []float64 `yaml:"shades" json:"shades"`           // four steps from good to bad, rising, or falling where more is better
	Estimate   bool      `yaml:"estimate" json:"estimate"`       // of prior, harm and shades
	Matters    Matters   `yaml:"matters" json:"matters"`
}

// Matters is the smallest change that a person notices.
type Matters struct {
	By       float64 `yaml:"by" json:"by"`
	Estimate bool    `yaml:"estimate,omitempty" json:"estimate,omitempty"`
	Source   string  `yaml:"source,omitempty" json:"source,omitempty"`
	Status   string  `yaml:"status,omitempty" json:"status,omitempty"`
}

// Factor is something about a day that the diary knows.
type Factor struct {
	ID   string  `yaml:"id" json:"id"`
	Name string  `yaml:"name" json:"name"` // within a sentence: "caffeine after midday"
	Unit string  `yaml:"unit" json:"unit"` // of one step: "for each hour more"; empty for yes or no
	Step float64 `yaml:"step" json:"step"` // of which effects are told; 0 for yes or no
}

// Measure is a safe measure without medicine that an experiment may try.
type Measure struct {
	ID            string   `yaml:"id" json:"id"`
	Name          string   `yaml:"name" json:"name"`
	Activity      string   `yaml:"activity" json:"activity"`             // activity or exercise id: steps and contraindications
	Outcomes      []string `yaml:"outcomes" json:"outcomes"`             // of OutcomeIDs, the likeliest first
	With          string   `yaml:"with" json:"with"`                     // instruction of a day with the measure
	Without       string   `yaml:"without" json:"without"`               // instruction of a day without
	WashoutNights int      `yaml:"washout_nights" json:"washout_nights"` // at the start of each block, not counted, 0–7
	CountedNights int      `yaml:"counted_nights" json:"counted_nights"` // the rest of each block, 1–14
	Harms         []Harm   `yaml:"harms" json:"harms"`
	Estimate      bool     `yaml:"estimate" json:"estimate"` // of the nights
	Reviewed      *Review  `yaml:"reviewed" json:"reviewed"`
}

// Harm is what may go wrong with a measure.
type Harm struct {
	ID   string `yaml:"id" json:"id"`
	Text string `yaml:"text" json:"text"`
	Stop string `yaml:"stop,omitempty" json:"stop,omitempty"` // ends the experiment, with this advice; empty: it goes on
}

// OutcomeIDs are the fields of a night that can be compared.
var OutcomeIDs = []string{"cramps", "urge", "pain", "sleep_hours", "wakings"}

// neverAlone are categories of activities that no experiment is about, whatever the content
// says: what is swallowed, worn as a device, done by others, or for an emergency.
var neverAlone = []string{"supplement", "device", "professional", "action"}

// Measure returns the measure with that id, or nil.
func (e *Experiments) Measure(id string) *Measure {
	if i := slices.IndexFunc(e.Measures, func(m Measure) bool { return m.ID == id }); i >= 0 {
		return &e.Measures[i]
	}
	return nil
}

// Outcome returns the rule of the outcome, or nil.
func (e *Experiments) Outcome(id string) *OutcomeRule {
	if i := slices.IndexFunc(e.Outcomes, func(o OutcomeRule) bool { return o.ID == id }); i >= 0 {
		return &e.Outcomes[i]
	}
	return nil
}

// review is that of the measure to read next: nil while one has none, otherwise the one
// that ends first.
func (e *Experiments) review() (first *Review) {
	for _, m := range e.Measures {
		if m.Reviewed == nil {
			return nil
		}
		if first == nil || m.Reviewed.Until < first.Until {
			first = m.Reviewed
		}
	}
	return first
}

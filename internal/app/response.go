package app

import "github.com/legible-health/legible/internal/clinical"

// Response is an assessment as the contract writes it.
type Response struct {
	Knowledge    Knowledge    `json:"knowledge"`
	Understood   []Understood `json:"understood"`
	Conflicts    []Conflict   `json:"conflicts"`
	About        string       `json:"about"`  // self or other; as given, or as the text tells
	Person       Person       `json:"person"` // as given, completed from the text
	Urgency      Urgency      `json:"urgency"`
	Differential []Candidate  `json:"differential"`
	Feared       []Feared     `json:"feared"` // dangerous causes people fear, with why they are or are not likely
	Instruments  []Instrument `json:"instruments"`
	Question     *Question    `json:"question"` // null when nothing worth asking is left
	Asked        int          `json:"asked"`
	Budget       int          `json:"budget"`
	Complete     bool         `json:"complete"`
	// Changes are open answers that would change the level or the first candidate,
	// greatest effect first; empty unless the request asks for them.
	Changes []Change `json:"changes"`
}

// Change is an answer not given yet that would change the advice.
type Change struct {
	Finding  string            `json:"finding"`
	Text     string            `json:"text"`  // the question
	Label    string            `json:"label"` // the finding in a few words
	Presence clinical.Presence `json:"presence"`
	// Level is what the urgency would be, First the condition that would come first, Name its plain name.
	Level clinical.Urgency `json:"level"`
	First string           `json:"first"`
	Name  string           `json:"name"`
}

// Knowledge names the content the answer was computed with.
type Knowledge struct {
	Version string `json:"version"`
}

// Understood is a finding read from the own words. Start and End are Unicode code
// points into the text, End exclusive.
type Understood struct {
	Finding  string            `json:"finding"`
	Presence clinical.Presence `json:"presence"`
	Value    *float64          `json:"value,omitempty"`
	Question string            `json:"question"` // the finding in plain words
	Text     string            `json:"text"`
	Start    int               `json:"start"`
	End      int               `json:"end"`
}

// Conflict is a pair of answers that cannot both be right.
type Conflict struct {
	Findings []string `json:"findings"`
	Text     string   `json:"text"`
}

// Urgency is how soon care is needed, why, and what to do.
type Urgency struct {
	Level     clinical.Urgency `json:"level"`
	Reasons   []Reason         `json:"reasons"`        // most urgent first
	Action    string           `json:"action"`         // one sentence: who, how soon
	Meanwhile string           `json:"meanwhile"`      // what to do until then
	SoonerIf  string           `json:"sooner_if"`      // when to go faster
	Call      string           `json:"call,omitempty"` // the country's emergency number, for an emergency
	// Unconfirmed is true while the level rests on an answer whose "new, and now?" is
	// still to be asked; Question then asks it.
	Unconfirmed bool `json:"unconfirmed,omitempty"`
}

// Reason is a red flag that holds, or the expected harm (rule "expected_harm").
type Reason struct {
	Rule     string           `json:"rule"`
	Level    clinical.Urgency `json:"level"`
	Findings []string         `json:"findings"`
	Text     string           `json:"text"`
	Why      string           `json:"why,omitempty"`
	Sources  []string         `json:"sources,omitempty"`
}

// Candidate is a condition of the differential. Pretest odds times the product of all
// likelihood ratios (For, Against and Neutral) are the posttest odds.
type Candidate struct {
	Condition string           `json:"condition"`
	Name      string           `json:"name"`
	Clinical  string           `json:"clinical_name"`
	Summary   string           `json:"summary"`
	Urgency   clinical.Urgency `json:"urgency"`
	Pretest   float64          `json:"pretest"`
	Posttest  float64          `json:"posttest"`
	Low       float64          `json:"low"`
	High      float64          `json:"high"`
	Frequency string           `json:"frequency"` // "of 100 people who answer like you, about 46"
	For       []Term           `json:"for"`
	Against   []Term           `json:"against"`
	Neutral   float64          `json:"neutral_ratio"` // product of the ratios too small to list
	Sources   []string         `json:"sources"`
	Reviewed  bool             `json:"reviewed"` // by a clinician
}

// Term is what one answer did for a candidate.
type Term struct {
	Finding  string            `json:"finding"`
	Presence clinical.Presence `json:"presence"`
	Value    *float64          `json:"value,omitempty"`
	Ratio    float64           `json:"likelihood_ratio"`
	Sources  []string          `json:"sources"` // empty for an estimate
	Estimate bool              `json:"estimate"`
	Text     string            `json:"text"`
}

// Feared says why a dangerous cause is or is not among the likely ones.
type Feared struct {
	Condition string  `json:"condition"`
	Name      string  `json:"name"`
	Posttest  float64 `json:"posttest"`
	Why       string  `json:"why"` // why people fear it
	Text      string  `json:"text"`
	For       []Term  `json:"for"`
	Against   []Term  `json:"against"`
}

// Instrument is a published score or set of criteria that the answers complete.
type Instrument struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Score    float64  `json:"score"`
	Label    string   `json:"label"`
	Meaning  string   `json:"meaning"`
	Answered int      `json:"answered"` // items that were answered, of Items
	Items    int      `json:"items"`
	Sources  []string `json:"sources"`
}

// Question is the next thing worth asking.
type Question struct {
	Finding string   `json:"finding"`
	Text    string   `json:"text"`
	Kind    string   `json:"kind"` // yes_no, choice, multi, number, body_map
	Unit    string   `json:"unit,omitempty"`
	Min     *float64 `json:"min,omitempty"`
	Max     *float64 `json:"max,omitempty"`
	Options []Option `json:"options"`
	Why     string   `json:"why"`
}

// Option is one possible answer.
type Option struct {
	Value string `json:"value"`
	Text  string `json:"text"`
}

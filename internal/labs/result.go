package labs

import (
	"math/big"
	"strings"

	"github.com/legible-health/legible/internal/clinical"
)

// Result is one laboratory result as a person gives it or a report prints it.
type Result struct {
	Analyte string // id
	Value   string // a decimal, perhaps with a comparator
	Unit    string // any spelling; empty when the report has none
	Low     string // reference interval of the report, in Unit; empty is open
	High    string
	// Confirmed says that a person has looked at the questions about this result and it
	// stands as written. It settles no missing unit and silences no critical value.
	Confirmed bool
	// Age is that of the person when the sample was taken, in years; nil for that of today.
	Age *float64
	// Doubts of whoever read the report; they go to the reading until it is confirmed.
	Doubts []Question
}

// Flags of a reading. Indeterminate is what a comparator, a missing interval or an open
// question leaves undecided.
const (
	Low           = "low"
	High          = "high"
	CriticalLow   = "critical_low"
	CriticalHigh  = "critical_high"
	Normal        = "normal"
	Indeterminate = "indeterminate"
)

// Flags lists every flag.
var Flags = []string{Low, High, CriticalLow, CriticalHigh, Normal, Indeterminate}

// Interpretation is what a set of results says together.
type Interpretation struct {
	Readings []Reading
	// Floor is the level below which the urgency must not fall; SelfCare without a critical value.
	Floor clinical.Urgency
	// Settled are findings that the values answer, in the order of the readings; a later
	// reading of the same finding wins.
	Settled []Settled
}

// Settled is a finding that a value answers.
type Settled struct {
	Finding  string
	Presence clinical.Presence
	Reading  int // index
}

// Reading is one result with what it means.
type Reading struct {
	Analyte string `json:"analyte"`
	Name    string `json:"name"`
	Value   string `json:"value"` // as given, with a point and its comparator
	Unit    string `json:"unit"`  // one of the analyte's units; as given when it is not known
	// Standard is the value in StandardUnit, rounded to one digit more than was given; empty
	// while the unit is open.
	Standard     string    `json:"standard"`
	StandardUnit string    `json:"standard_unit"`
	UCUM         string    `json:"ucum"` // of StandardUnit
	Reference    Reference `json:"reference"`
	Flag         string    `json:"flag"`
	Critical     *Critical `json:"critical"` // null without one
	// IfRight is the critical value that an open question leaves possible.
	IfRight   *Critical  `json:"if_right"`
	Accepted  bool       `json:"accepted"` // false while a question is open: do not keep it
	Questions []Question `json:"questions"`
	Meaning   string     `json:"meaning"`
	ForLegs   []ForLegs  `json:"for_legs"` // what holds first, then what may hold
	Caveats   []Note     `json:"caveats"`
	Ask       []string   `json:"ask"`      // for a clinician, when it is out of range or crosses a threshold
	Evidence  []Answered `json:"evidence"` // findings it answers in a check
	Sources   []string   `json:"sources"`
	Reviewed  bool       `json:"reviewed"` // the entry, by a clinician

	measured measured
	in       *unit // that was given
	usable   bool  // the value is sure, whatever its interval
	childs   bool  // its interval is one that is made for children
	ranges   []interval
	exact    Number
}

// Number is the value in the analyte's unit, for charts; false while its unit is open.
func (r *Reading) Number() (Number, bool) {
	if !r.usable {
		return Number{}, false
	}
	return Number{r.measured.bound, strings.TrimPrefix(r.Standard, string(r.measured.bound)), r.measured.value, ""}, true
}

// Limits are the ends of the interval in the analyte's unit, for charts; nil is open, and
// both are nil where it is not one interval.
func (r *Reading) Limits() (low, high *float64) {
	if len(r.ranges) != 1 {
		return nil, nil
	}
	float := func(v *big.Rat) *float64 {
		if v == nil {
			return nil
		}
		f, _ := v.Float64()
		return &f
	}
	return float(r.ranges[0].low), float(r.ranges[0].high)
}

// Answered is a finding with its answer.
type Answered struct {
	Finding  string            `json:"finding"`
	Presence clinical.Presence `json:"presence"`
	Name     string            `json:"name"`
}

// Bases of a reference interval.
const (
	OwnLaboratory = "own"       // printed on the report
	FromKnowledge = "knowledge" // of the knowledge base, for this sex and age
	NoInterval    = "none"
)

// Reference is the interval a value was held against, in the unit that was given.
type Reference struct {
	Basis  string `json:"basis"`
	Low    string `json:"low"` // empty is open
	High   string `json:"high"`
	Source string `json:"source"` // of the knowledge base
	Status string `json:"status"` // seen or recalled
	Note   string `json:"note"`   // for whom it is, or why there is none
}

// Critical is a value that calls for care whatever else is known.
type Critical struct {
	Level    clinical.Urgency `json:"level"`
	Action   string           `json:"action"`
	Limit    string           `json:"limit"` // in words: 6.5 mmol/L or more
	Possible bool             `json:"possible"`
	Source   string           `json:"source"`
	Status   string           `json:"status"`

	up bool
}

// Ways in which a meaning for legs holds.
const (
	Holds   = "yes"
	HoldsIf = "if"  // for the people named in applies_to, which has not been settled
	May     = "may" // the report gives no exact value
)

// ForLegs is a threshold of leg trouble that the value crosses.
type ForLegs struct {
	Text      string `json:"text"`
	Limit     string `json:"limit"`
	AppliesTo string `json:"applies_to"`
	Holds     string `json:"holds"`
	Source    string `json:"source"`
	Status    string `json:"status"`
}

// Note is a caveat.
type Note struct {
	Text   string `json:"text"`
	Holds  string `json:"holds"`  // yes, or if another result would have to be known
	Source string `json:"source"` // empty for advice of ours and for notes of the entry
	Status string `json:"status"`
}

// Kinds of questions. Each but the last two keeps the value from being used.
const (
	UnitMissing    = "unit_missing"
	UnitUnknown    = "unit_unknown"
	Implausible    = "implausible"
	Separator      = "separator"      // a comma or point that may mean two things
	SeveralValues  = "several_values" // a report with more than one number
	FlagDisagrees  = "flag_disagrees" // the report marks it otherwise than its own interval
	IntervalBroken = "interval"       // low is not below high, or a comma may mean two things
	IntervalUnit   = "interval_unit"  // the interval looks like one in another unit
)

// QuestionKinds lists every kind.
var QuestionKinds = []string{UnitMissing, UnitUnknown, Implausible, Separator, SeveralValues, FlagDisagrees, IntervalBroken, IntervalUnit}

// Question is what has to be settled before a result counts.
type Question struct {
	Kind        string       `json:"kind"`
	Text        string       `json:"text"`
	Suggestions []Suggestion `json:"suggestions"`
}

// Suggestion is a reading that would make sense.
type Suggestion struct {
	Value string `json:"value"`
	Unit  string `json:"unit"`
}

package care

import "github.com/legible-health/legible/internal/kb"

// Plan is what a person can do tonight, this week and with a clinician. Lists are in
// the order to show them; none is nil.
type Plan struct {
	Tonight       []Item    `json:"tonight"`
	Week          []Item    `json:"week"`
	WithClinician []Item    `json:"with_a_clinician"` // medicines to discuss, tests, treatment classes, contact with care
	Routine       Routine   `json:"routine"`          // Steps is empty when no stretch is right for this person; Note says why
	Avoid         []Item    `json:"avoid"`            // what is sold or said to help and should be left
	More          []Mention `json:"more"`             // would fit too, beyond what one list can hold
	LeftOut       []LeftOut `json:"left_out"`
}

// The kinds of an item.
const (
	KindActivity  = "activity"
	KindExercise  = "exercise"
	KindMedicine  = "medicine"  // a medicine the person takes that can do this; to discuss, never to stop
	KindTest      = "test"      // worth asking for
	KindTreatment = "treatment" // classes of treatment there are; information only
	KindUrgent    = "urgent"    // getting help, and what to do meanwhile
)

// Item is one thing of a plan.
type Item struct {
	ID        string   `json:"id"` // of the activity, exercise, medicine class, analyte or condition; "urgent"
	Kind      string   `json:"kind"`
	Name      string   `json:"name"`
	Category  string   `json:"category,omitempty"` // kb.ActivityCategories; empty for the other kinds
	Optional  bool     `json:"optional"`           // comfort only: leave it without regret
	Steps     []string `json:"steps"`              // what to do, in order
	Easier    string   `json:"easier_version,omitempty"`
	Variants  []string `json:"variants"` // exercise ids of other positions that are right for this person
	Position  string   `json:"position,omitempty"`
	Equipment []string `json:"equipment"`
	Frequency string   `json:"frequency,omitempty"` // how often
	Duration  string   `json:"duration,omitempty"`
	Why       []Why    `json:"why"`       // most relevant first
	Relevance float64  `json:"relevance"` // sum of the posttest probabilities it serves and the worth of risk factors; ≥ 0

	Grade     string     `json:"grade,omitempty"`      // A–D; empty where no grade applies
	GradeText string     `json:"grade_text,omitempty"` // the letter in plain words
	GradeNote string     `json:"grade_note,omitempty"`
	Results   []string   `json:"results"` // what studies found; a medicine: its effects; a test: what it tells
	Tests     []string   `json:"tests"`   // a treatment: tests and examinations to ask about
	SeedDose  string     `json:"seed_dose,omitempty"`
	TrialDose string     `json:"trial_dose,omitempty"`
	DoseBasis string     `json:"dose_basis,omitempty"` // seed, trial or estimate
	Estimate  bool       `json:"estimate"`             // times and numbers are ours, not yet checked
	Sources   []string   `json:"sources"`
	Reviewed  *kb.Review `json:"reviewed"` // null: not yet reviewed by a clinician

	CheckFirst    []Check        `json:"check_first"` // not for you if …, as far as not asked yet
	Cautions      []string       `json:"cautions"`    // hold for this person or everybody, or have not been ruled out
	StopIf        []string       `json:"stop_if"`
	Disagreements []Disagreement `json:"disagreements"` // where the seed documents and the evidence differ
	Figures       []string       `json:"figures"`       // exercises: <exercise>/start and <exercise>/hold
}

// The kinds of reason for an item.
const (
	WhyWish       = "wish"
	WhyCause      = "cause"
	WhyRiskFactor = "risk_factor"
	WhyComfort    = "comfort" // safe until being seen the same day
)

// Why is one reason for an item.
type Why struct {
	Kind     string  `json:"kind"` // wish, cause, risk_factor or comfort
	ID       string  `json:"id"`   // condition or finding; empty for the others
	Text     string  `json:"text"`
	Posttest float64 `json:"posttest,omitempty"` // of a cause
}

// Check is a contraindication that has not been settled: "not for you if …".
type Check struct {
	Text      string     `json:"text"`
	Questions []Question `json:"questions"` // findings that settle it; empty when nothing Legible asks does
}

// Question is a finding as asked.
type Question struct {
	Finding string `json:"finding"`
	Text    string `json:"text"`
}

// Disagreement says both sides.
type Disagreement struct {
	ID           string   `json:"id"`
	Topic        string   `json:"topic"`
	SeedSays     string   `json:"seed_says"`
	EvidenceSays string   `json:"evidence_says"`
	Stronger     string   `json:"stronger"` // seed, evidence or neither
	GradeNote    string   `json:"grade_note"`
	Sources      []string `json:"sources"`
}

// Mention names an activity or exercise.
type Mention struct {
	ID   string `json:"id"`
	Kind string `json:"kind"`
	Name string `json:"name"`
}

// The kinds of reason to leave something out.
const (
	OutContraindicated = "contraindicated" // Text is the contraindication, Findings what settled it
	OutUrgent          = "urgent"          // being seen comes first
	OutCause           = "possible_cause"  // wrong while a cause that is still likely has not been ruled out; Condition names it
	OutEquipment       = "equipment"
	OutPosition        = "position"
	OutTime            = "time"
	OutNotWanted       = "not_wanted"
	OutNotNeeded       = "not_needed" // a habit the person does not have
)

// LeftOut is an activity that would have been offered but for a reason.
type LeftOut struct {
	ID        string     `json:"id"`
	Kind      string     `json:"kind"`
	Name      string     `json:"name"`
	Reason    string     `json:"reason"` // one of the Out kinds
	Text      string     `json:"text"`
	Findings  []Question `json:"findings"` // present findings that excluded it
	Condition string     `json:"condition,omitempty"`
}

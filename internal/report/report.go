package report

import (
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/experiment"
	"github.com/legible-health/legible/internal/trend"
)

// Report is all that leaves Legible about one person on one day. Lists are in the order
// to show them.
type Report struct {
	Day       diary.Date // on which it was made
	Knowledge string     // version of the content it was computed with
	Name      string     // as the person wants it printed; may be empty
	Person    clinical.Person
	Other     bool // somebody else answered for the person
	Invented  bool `json:",omitempty"` // there is no such person: made for a demonstration

	OwnWords  string   // said
	Questions []string // said: what the person wants answered
	Answers   []Answer // said, by the text of the question

	Checked    bool        // the part below rests on a check; without one it is empty
	Urgency    Urgency     // no Action without a check, unless a laboratory value is critical
	Candidates []Candidate // likeliest first
	Feared     []Feared
	Criteria   []Criteria
	RedFlags   RedFlags
	Medicines  []Medicine // taken, and able to do this
	Tests      []Test     // worth asking about
	Tonight    []string   // names of what the plan offers
	Week       []string
	Suggested  []string // questions worth asking a clinician

	Diary   bool         // the part below rests on a diary
	Nights  Nights       // said
	Changes []Change     // said: medicines that were started, changed or stopped, newest first
	Labs    []Lab        // the newest of each analyte, out of range first
	Tried   []Tried      // said: most often tried first
	Trials  []Experiment // newest first
	Written []Note       // by clinicians, newest first
}

// Answer is one thing that was answered or understood from the own words.
type Answer struct {
	Finding  string
	Label    string // the finding in a few words
	Presence clinical.Presence
	Value    string // number with its unit, or the option; empty for yes and no
}

// Urgency is how soon care is needed.
type Urgency struct {
	Level   clinical.Urgency
	Action  string
	Reasons []string // sentences of the red flags that hold, most urgent first
}

// Candidate is a condition with its arithmetic: pretest odds times every ratio of Terms
// and Rest are the posttest odds.
type Candidate struct {
	Condition string // id
	Name      string // plain
	Clinical  string
	Level     clinical.Urgency // if it is the cause
	Pretest   float64          // in [0, 1], as the next three
	Posttest  float64
	Low, High float64 // 90 % range
	Terms     []Term  // what speaks for it, strongest first, then what speaks against it
	Rest      float64 // product of the ratios too small to list
	Reviewed  bool    // by a clinician
}

// Term is what one answer did.
type Term struct {
	Finding  string
	Label    string
	Presence clinical.Presence
	Value    string
	Ratio    float64 // likelihood ratio
	Estimate bool
}

// Feared is a danger that people fear, likely or not.
type Feared struct {
	Condition string
	Name      string
	Posttest  float64
}

// Criteria are those of a published instrument, or the features that mark a candidate.
type Criteria struct {
	Instrument string // id; empty for the features of a condition
	Condition  string // id; empty for an instrument
	Name       string
	Score      float64 // of an instrument
	Label      string  // of its score
	Scale      bool    // one question with a number; no items
	Items      []Item
}

// Item is one criterion.
type Item struct {
	Finding string
	Label   string
	State   State
}

// State is how a criterion stands.
type State string

// The states. Open is "don't know"; NotAsked is never read as a no.
const (
	Met      State = "met"
	NotMet   State = "not_met"
	Open     State = "open"
	NotAsked State = "not_asked"
)

// RedFlags are the alarm signs by what was said about them: labels of findings, by id.
type RedFlags struct {
	Present []string
	Absent  []string
	Open    []string // "don't know"
	Unasked int      // alarm signs nobody asked about
}

// Medicine is a class the person takes that can bring on such trouble.
type Medicine struct {
	ID      string
	Name    string
	Effects []string
	Grade   string // A–D
}

// Test is a test or examination worth asking about.
type Test struct {
	ID   string // analyte; empty for an examination
	Name string
	Why  string
}

// Nights are the last RasterNights of the diary.
type Nights struct {
	From, To diary.Date
	Known    int // nights with an entry
	Rows     []trend.Row
}

// RasterNights is how many nights the raster of page one has.
const RasterNights = 14

// Change is a medicine that was started, changed or stopped, as the diary has it.
type Change struct {
	Day    diary.Date
	Name   string
	Change string // word of diary.Medicine
}

// Lab is a laboratory result: the value as the person copied it, and its reading.
type Lab struct {
	Day       diary.Date
	Analyte   string
	Name      string
	Value     string // as copied, all digits
	Unit      string
	Low, High string           // interval it was held against; empty is open
	Own       bool             // the interval is the laboratory's own
	Flag      string           // of package labs
	Critical  string           // what to do; empty unless critical
	Possible  bool             // a comparator leaves open whether it is critical
	Level     clinical.Urgency // that a critical value asks for
	ForLegs   []string
	Open      bool // a question about value or unit is unanswered
	// Preliminary says that the laboratory may still change it.
	Preliminary bool
}

// Tried is a measure with how often it was tried and said to help.
type Tried struct {
	ID                        string
	Name                      string
	Times, Yes, No, Uncertain int
}

// Experiment is one that has ended, or that goes on and hides its result.
type Experiment struct {
	Name    string
	Start   diary.Date
	State   experiment.State
	Verdict experiment.Verdict // empty while it goes on
	Less    string             // "fewer cramps a night"
	More    string
	Effect  float64 // with the measure minus without
	Low     float64
	High    float64
	Share   float64 // of the interval
}

// Note is what a clinician wrote.
type Note struct {
	Day  diary.Date
	By   string
	Text string
}

// urgent reports that getting help comes before anything else on the page.
func (r *Report) urgent() bool { return r.Urgency.Level == clinical.Emergency }

// names lists the items of a part of a plan.
func names(items []care.Item) (out []string) {
	for _, x := range items {
		if x.Kind == care.KindActivity || x.Kind == care.KindExercise {
			out = append(out, x.Name)
		}
	}
	return out
}

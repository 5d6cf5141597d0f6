package fhirmap

import (
	"time"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/kb"
)

// Mapper maps with the words and codes of one knowledge base. Safe for concurrent use.
type Mapper struct{ base *kb.Base }

// New prepares a mapper.
func New(base *kb.Base) *Mapper { return &Mapper{base} }

// Record is what a document is made of.
type Record struct {
	Person      Person
	At          time.Time   // when it was put together
	Knowledge   string      // version of the knowledge base
	Words       string      // the person's own
	Questions   []string    `json:",omitempty"` // what the person wants answered
	Suggested   []string    `json:",omitempty"` // worth asking a clinician
	Said        []Said      // in the order to show
	Assessed    bool        // Urgency and Candidates have been computed
	Blind       bool        `json:",omitempty"` // what was computed is kept from whoever reads it
	Urgency     Urgency     // without an assessment that of a critical laboratory value; no Action for none
	Candidates  []Candidate // most probable first
	Instruments []Instrument
	Plan        *care.Plan    // nil for none
	Entries     []diary.Entry // of the diary; any kind, in any order
	Invented    bool          `json:",omitempty"` // there is no such person
}

// Person is whom it is about.
type Person struct {
	ID        string   // UUID; empty for a person of whom nothing is kept
	Name      string   // as the person wants to be called; may be empty
	BirthDate string   // YYYY-MM-DD; empty when not known
	Age       *float64 // years; nil when not known
	Sex       clinical.Sex
	Pregnant  *bool
}

// Said is one finding with its answer.
type Said struct {
	Finding string
	Answer  clinical.Answer
	Quote   string // the own words it was understood from; empty for an answer to a question
}

// Urgency is how soon care is needed, in words.
type Urgency struct {
	Level   clinical.Urgency
	Action  string
	Reasons []string
}

// Candidate is a possible cause.
type Candidate struct {
	Condition           string  // id
	Posttest, Low, High float64 // probabilities
	Frequency           string  // the same as a natural frequency
}

// Instrument is a score or a set of criteria that the answers complete.
type Instrument struct {
	Name, Label, Meaning string
	Score                float64
	Answered, Items      int
}

package consult

import (
	"slices"
	"time"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
)

// Limits of what is written, in characters, and of how much.
const (
	MaxWriting  = 2000
	MaxOpinion  = 4000
	MaxWritings = 60
)

// WritingKind is what somebody wrote.
type WritingKind string

// The kinds. Message and Reply are the person's, the others a practitioner's.
const (
	Message    WritingKind = "message" // with the request
	Question   WritingKind = "question"
	Reply      WritingKind = "reply"
	Comment    WritingKind = "comment"
	Correction WritingKind = "correction" // of something the report says
	Reason     WritingKind = "reason"     // why it was declined or given back
)

// Sections are the parts of a report that a comment or correction may be about; empty for
// the report as a whole. Their words are those of the report.
var Sections = []string{"own_words", "urgency", "candidates", "criteria", "red_flags", "nights", "medicines", "changes", "labs", "tests", "tried", "trials"}

// Writing is one thing that was written about a report. The report itself never changes.
type Writing struct {
	Kind    WritingKind `json:"kind"`
	At      time.Time   `json:"at"`
	By      string      `json:"by,omitempty"`      // name of the practitioner; empty for the person
	Section string      `json:"section,omitempty"` // of Sections
	Text    string      `json:"text"`
}

// Clinical reports that a practitioner wrote it.
func (w Writing) Clinical() bool { return w.Kind != Message && w.Kind != Reply }

// Clean takes out what people add by accident. Check is for what it returns.
func (w Writing) Clean() Writing {
	w.Text = paragraphs(w.Text)
	return w
}

// Check reports what is wrong: errs.Invalid with the field text or section.
func (w *Writing) Check() error {
	if w.Section != "" && !slices.Contains(Sections, w.Section) {
		return errs.Field("section", "is no part of a report")
	}
	least := 1
	if w.Kind == Message || w.Kind == Reason {
		least = 0
	}
	return checkText("text", w.Text, least, MaxWriting, true)
}

// Opinion is what a practitioner concludes.
type Opinion struct {
	Level clinical.Urgency `json:"level"`           // how soon care is needed
	Cause string           `json:"cause,omitempty"` // id of the condition thought likeliest; empty for none or another
	Text  string           `json:"text"`            // in the practitioner's words, for the person to read
}

// Clean takes out what people add by accident. Check is for what it returns.
func (o Opinion) Clean() Opinion {
	o.Text = paragraphs(o.Text)
	return o
}

// Check reports what is wrong: errs.Invalid with the field level, cause or opinion. known
// tells which conditions there are.
func (o *Opinion) Check(known func(string) bool) error {
	if o.Level < clinical.SelfCare || o.Level > clinical.Emergency {
		return errs.Field("level", "use emergency, same_day, soon, routine or self_care")
	}
	if o.Cause != "" && !known(o.Cause) {
		return errs.Field("cause", "is none of those offered")
	}
	return checkText("opinion", o.Text, 1, MaxOpinion, true)
}

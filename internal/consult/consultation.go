package consult

import (
	"time"

	"github.com/legible-health/legible/internal/errs"
)

// Sort is what a consultation is for.
type Sort string

// The sorts. Of a second opinion the practitioner sees what the person said and nothing
// else until they have signed.
const (
	Validation    Sort = "validation"
	SecondOpinion Sort = "second_opinion"
)

// Valid reports whether it is one of the sorts.
func (s Sort) Valid() bool { return s == Validation || s == SecondOpinion }

// Stage is where a consultation stands.
type Stage string

// The stages. The last four are ends: nothing leads out of them.
const (
	Requested  Stage = "requested"   // waits for a practitioner to accept
	Accepted   Stage = "accepted"    // a practitioner has it
	Asked      Stage = "asked"       // the practitioner has asked the person back
	Answered   Stage = "answered"    // the person has answered
	HandedOver Stage = "handed_over" // a colleague has been asked to take it
	Signed     Stage = "signed"
	Declined   Stage = "declined"
	Withdrawn  Stage = "withdrawn"
	Expired    Stage = "expired"
)

// Stages lists all, in the order of a consultation's life.
var Stages = []Stage{Requested, Accepted, Asked, Answered, HandedOver, Signed, Declined, Withdrawn, Expired}

// Open reports that something is still to be done.
func (s Stage) Open() bool {
	switch s {
	case Requested, Accepted, Asked, Answered, HandedOver:
		return true
	}
	return false
}

// Limits of time. What nobody has done at the end of a stage's limit ends the
// consultation; a hand-over that nobody has taken goes back.
const (
	AcceptWithin = 7 * 24 * time.Hour
	AnswerWithin = 14 * 24 * time.Hour // by the person
	SignWithin   = 7 * 24 * time.Hour
	TakeWithin   = 3 * 24 * time.Hour // a hand-over
	// RemindBefore is how long before the end whoever is to act is told so.
	RemindBefore = 2 * 24 * time.Hour
)

func (s Stage) limit() time.Duration {
	switch s {
	case Requested:
		return AcceptWithin
	case Asked:
		return AnswerWithin
	case HandedOver:
		return TakeWithin
	}
	return SignWithin
}

// Consultation is what of a consultation decides which step may follow. It holds no
// health data.
type Consultation struct {
	Sort   Sort
	Stage  Stage
	Owner  string    // account of whoever asked
	To     string    // practitioner who was asked; empty for any who accepts
	Not    string    // of a second opinion: who signed the first and may not take it
	Holder string    // practitioner who has accepted; empty before
	Next   string    // while handed over: the colleague
	Agreed bool      // while handed over: the person lets the colleague have it
	Due    time.Time // end of the stage
	Until  time.Time // end of the person's consent
}

// Request begins a consultation. errs.Invalid names the field: sort, to or until.
func Request(c Consultation, now time.Time) (Consultation, error) {
	switch {
	case !c.Sort.Valid():
		return c, errs.Field("sort", "use validation or second_opinion")
	case c.To != "" && (c.To == c.Owner || c.To == c.Not):
		return c, errs.Field("to", "must be another practitioner")
	case !c.Until.After(now):
		return c, errs.Field("until", "must be in the future")
	}
	return c.at(Requested, now), nil
}

// at enters a stage, whose time begins.
func (c Consultation) at(s Stage, now time.Time) Consultation {
	c.Stage = s
	c.Due = now.Add(s.limit())
	if c.Until.Before(c.Due) {
		c.Due = c.Until
	}
	if s != HandedOver {
		c.Next, c.Agreed = "", false
	}
	return c
}

// Waits is who is to act now.
type Waits string

// Who may be waited for.
const (
	NobodyActs       Waits = ""
	PersonActs       Waits = "person"
	PractitionerActs Waits = "practitioner" // the one asked, the holder, the colleague, or any
)

// Waits says who is to act.
func (c Consultation) Waits() Waits {
	switch {
	case !c.Stage.Open():
		return NobodyActs
	case c.Stage == Asked || c.Stage == HandedOver && !c.Agreed:
		return PersonActs
	}
	return PractitionerActs
}

// Soon reports that the stage ends within RemindBefore.
func (c Consultation) Soon(now time.Time) bool {
	return c.Stage.Open() && !now.Before(c.Due.Add(-RemindBefore))
}

// Validated reports that a practitioner has signed.
func (c Consultation) Validated() bool { return c.Stage == Signed }

// Sight is what of a consultation somebody may see.
type Sight int

// The sights.
const (
	Nothing Sight = iota
	SaidOnly
	Everything
)

// Sight is what a practitioner may see, who has the person's consent or not. Before a
// second opinion is signed, that is what the person said and nothing else.
func (c Consultation) Sight(practitioner string, consent bool) Sight {
	theirs := c.Holder
	if c.Stage == Requested {
		theirs = c.To
	}
	if !consent || practitioner == "" || practitioner != theirs || !c.Stage.Open() && c.Stage != Signed {
		return Nothing
	}
	if c.Sort == SecondOpinion && c.Stage != Signed {
		return SaidOnly
	}
	return Everything
}

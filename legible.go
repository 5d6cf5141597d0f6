package legible

import (
	"encoding/json"
	"io/fs"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/knowledge"
)

// The shapes of a request and of its answer are those of the JSON API.
type (
	Request    = app.Request  // what is known: person, own words, answers
	Person     = app.Person   // whom it is about; nil and empty mean not known
	Answer     = app.Answer   // one entry of evidence; see Yes, No, Unknown and Value
	Assessment = app.Response // the answer
	Understood = app.Understood
	Candidate  = app.Candidate
	Question   = app.Question
	Urgency    = clinical.Urgency // a level; larger is sooner

	// Error is what Assess and Parse return for an unusable request; Field names the
	// part that is wrong, such as person.age.
	Error = errs.Error
)

// The levels of urgency. Soon is within two weeks.
const (
	SelfCare  = clinical.SelfCare
	Routine   = clinical.Routine
	Soon      = clinical.Soon
	SameDay   = clinical.SameDay
	Emergency = clinical.Emergency
)

// Engine answers for one knowledge base. It is safe for concurrent use.
type Engine struct{ service *app.Service }

// Option changes what Open opens.
type Option func(*options)

type options struct{ content fs.FS }

// WithKnowledge uses another folder of medical content than the one inside the program.
// It has the layout of the folder knowledge of this repository.
func WithKnowledge(content fs.FS) Option {
	return func(o *options) { o.content = content }
}

// Open prepares an engine, in a fraction of a second. It fails only when the medical
// content is faulty; the error names the file and the line.
func Open(opts ...Option) (*Engine, error) {
	o := options{content: knowledge.FS}
	for _, apply := range opts {
		apply(&o)
	}
	base, err := kb.Open(o.content)
	if err != nil {
		return nil, err
	}
	service, err := app.New(base)
	if err != nil {
		return nil, err
	}
	return &Engine{service}, nil
}

// Assess computes an assessment. The error is an *Error when the request is unusable;
// nothing is computed on half a request.
func (e *Engine) Assess(r Request) (*Assessment, error) { return e.service.Assess(&r) }

// Parse reads own words, at most 10,000 characters, and returns the findings it
// understood, in the order of the text, without assessing them. The error is an *Error.
func (e *Engine) Parse(text string) ([]Understood, error) { return e.service.Understand(text) }

// Knowledge returns the version of the medical content: the same version, the same
// answers.
func (e *Engine) Knowledge() string { return e.service.Base().Version }

// Yes answers that a finding is present.
func Yes(finding string) Answer {
	return Answer{Finding: finding, Presence: string(clinical.Present)}
}

// No answers that a finding is absent.
func No(finding string) Answer { return Answer{Finding: finding, Presence: string(clinical.Absent)} }

// Unknown answers "I don't know", which is no evidence but keeps the question from
// being asked again.
func Unknown(finding string) Answer {
	return Answer{Finding: finding, Presence: string(clinical.NotKnown)}
}

// Value answers a measured finding with a number in its unit, a choice with one of its
// options, or a question with several answers with the list of those that hold.
func Value[T float64 | string | []string](finding string, value T) Answer {
	raw, err := json.Marshal(value)
	if err != nil { // NaN and infinity; Assess will name the finding
		raw = json.RawMessage(`"not a number"`)
	}
	return Answer{Finding: finding, Value: raw}
}

// Package app holds the use cases: what a person, a program or a page asks for, in
// the shapes of the contract. It joins the parser, the engine and the knowledge base,
// checks what comes in, and words what goes out. It keeps nothing.
package app

import (
	"errors"
	"sync"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/guide"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
	"github.com/legible-health/legible/internal/narrative"
)

// Service answers the use cases for one knowledge base. Safe for concurrent use.
type Service struct {
	base   *kb.Base
	engine *assess.Engine
	parser *narrative.Parser
	fears  []string // feared conditions, in the order of their ids

	planner *care.Planner
	classes map[string][]string // medicine classes by name of a drug or brand in lower case

	reading func() (*guide.Guide, error) // built once, when first asked for
	labs    func() *labs.Interpreter     // likewise

	rephraser Rephraser // nil: passages are quoted only
}

// New prepares a service.
func New(base *kb.Base) (*Service, error) {
	// the reader of own words takes longest to prepare, so the engine is made beside it
	var engine *assess.Engine
	var failed error
	done := make(chan struct{})
	go func() {
		defer close(done)
		engine, failed = assess.New(base)
	}()
	parser, err := narrative.New(base)
	<-done
	if err := errors.Join(failed, err); err != nil {
		return nil, err
	}
	return &Service{base: base, engine: engine, parser: parser, fears: fearedConditions(base),
		planner: care.New(base), classes: medicineClasses(base),
		reading: sync.OnceValues(func() (*guide.Guide, error) { return guide.New(base) }),
		labs:    sync.OnceValue(func() *labs.Interpreter { return labs.New(base) })}, nil
}

// Base returns the knowledge the service answers from.
func (s *Service) Base() *kb.Base { return s.base }

// Engine returns the reasoning, for evaluation and benchmarks.
func (s *Service) Engine() *assess.Engine { return s.engine }

// Parser returns the reader of own words.
func (s *Service) Parser() *narrative.Parser { return s.parser }

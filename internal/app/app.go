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
	base    *kb.Base
	fears   []string // feared conditions, in the order of their ids
	planner *care.Planner
	classes map[string][]string // medicine classes by name of a drug or brand in lower case

	// each is made once, when first asked for
	engine  func() (*assess.Engine, error)
	parser  func() (*narrative.Parser, error)
	reading func() (*guide.Guide, error)
	labs    func() *labs.Interpreter

	rephraser Rephraser // nil: passages are quoted only
}

// New prepares a service for complaints. The error names what in the base cannot be used.
func New(base *kb.Base) (*Service, error) {
	s := Later(base)
	// the reader of own words takes longest to prepare, so the engine is made beside it
	failed := make(chan error)
	go func() {
		_, err := s.engine()
		failed <- err
	}()
	_, err := s.parser()
	if err := errors.Join(<-failed, err); err != nil {
		return nil, err
	}
	return s, nil
}

// Later is New without the reasoning and the reader of own words, which are made when the
// first complaint comes: those who keep a diary need neither, nor the memory they take.
// The base must be one that New accepts.
func Later(base *kb.Base) *Service {
	return &Service{base: base, fears: fearedConditions(base), planner: care.New(base), classes: medicineClasses(base),
		engine:  sync.OnceValues(func() (*assess.Engine, error) { return assess.New(base) }),
		parser:  sync.OnceValues(func() (*narrative.Parser, error) { return narrative.New(base) }),
		reading: sync.OnceValues(func() (*guide.Guide, error) { return guide.New(base) }),
		labs:    sync.OnceValue(func() *labs.Interpreter { return labs.New(base) })}
}

// Base returns the knowledge the service answers from.
func (s *Service) Base() *kb.Base { return s.base }

// Engine returns the reasoning. It panics if the base is one that New refuses.
func (s *Service) Engine() *assess.Engine { return must(s.engine()) }

// Parser returns the reader of own words. It panics if the base is one that New refuses.
func (s *Service) Parser() *narrative.Parser { return must(s.parser()) }

func must[T any](made T, err error) T {
	if err != nil {
		panic(err)
	}
	return made
}

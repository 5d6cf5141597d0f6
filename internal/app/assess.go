package app

import "errors"

// Assess computes an assessment. It is a pure function of the request and the
// knowledge base: the same request gives the same bytes. Errors are errs.Invalid and
// name the field; nothing is computed on half an input.
func (s *Service) Assess(r *Request) (*Response, error) { return nil, errors.New("not written yet") }

// Understand reads own words without assessing them.
func (s *Service) Understand(text string) ([]Understood, error) {
	return nil, errors.New("not written yet")
}

package app

import (
	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/narrative"
)

// input is a request that has been checked and read.
type input struct {
	assess.Case
	mentions []narrative.Mention
	country  *kb.Country // nil when not given or not listed
	other    bool        // the answers are about somebody else
}

// read checks a request and completes the answers by what the own words tell. Errors
// are errs.Invalid and name the field.
func (s *Service) read(r *Request) (*input, error) {
	person, err := r.person()
	if err != nil {
		return nil, err
	}
	if err := checkText(r.Text); err != nil {
		return nil, err
	}
	given, err := r.evidence(s.base)
	if err != nil {
		return nil, err
	}
	in := &input{}
	if in.country, err = s.country(r.Country); err != nil {
		return nil, err
	}
	u := s.Parser().ParseFor(r.Text, person)
	if in.other, err = r.other(u.Other); err != nil {
		return nil, err
	}
	in.mentions = u.Mentions
	in.Case = assess.Case{Person: complete(person, u.Person), Evidence: u.Evidence()}
	for id, a := range given { // what was answered stands above what was understood
		in.Evidence[id] = a
	}
	spread(s.base, in.Evidence)
	return in, nil
}

package app

import (
	"fmt"
	"math"
	"strings"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/narrative"
)

const (
	shown     = 8     // candidates explained and returned
	leastSaid = 0.005 // candidates below this posttest probability are left out, but for the first three
)

// Assess computes an assessment. It is a pure function of the request and the
// knowledge base: the same request gives the same bytes. Errors are errs.Invalid and
// name the field; nothing is computed on half an input.
func (s *Service) Assess(r *Request) (*Response, error) {
	in, err := s.read(r)
	if err != nil {
		return nil, err
	}
	asked := len(r.Evidence)
	if r.Asked != nil {
		if asked = *r.Asked; asked < 0 || asked > MaxEvidence {
			return nil, errs.Field("asked", "must be from 0 to %d", MaxEvidence)
		}
	}
	a := s.Engine().Assess(in.Case, assess.Options{Explain: shown, Also: s.fears, Next: true, Asked: asked, Changes: r.changes()})

	out := &Response{
		Knowledge:   Knowledge{s.base.Version},
		Understood:  s.understood(in.mentions, in.other),
		Conflicts:   s.conflicts(in.Evidence, in.other),
		About:       about(in.other),
		Person:      Person{Age: in.Person.Age, Sex: string(in.Person.Sex), Pregnant: in.Person.Pregnant},
		Urgency:     s.urgency(a, in.country, in.other),
		Instruments: s.instruments(a.Instruments),
		Question:    s.question(a.Question, in.other),
		Asked:       asked,
		Budget:      a.Budget,
		Complete:    a.Complete,
	}
	out.Differential = s.differential(a, in.other)
	out.Feared = s.feared(a, in.other)
	out.Changes = s.changes(a, in.other)
	return out, nil
}

// Understand reads own words without assessing them.
func (s *Service) Understand(text string) ([]Understood, error) {
	if err := checkText(text); err != nil {
		return nil, err
	}
	return s.understood(s.Parser().Parse(text).Mentions, false), nil
}

// complete fills what the request left open from what the text told.
func complete(given, told clinical.Person) clinical.Person {
	if given.Age == nil {
		given.Age = told.Age
	}
	if given.Sex == clinical.Unknown {
		given.Sex = told.Sex
	}
	if given.Pregnant == nil && given.Sex != clinical.Male {
		given.Pregnant = told.Pregnant
	}
	return given
}

func (s *Service) understood(ms []narrative.Mention, other bool) []Understood {
	out := make([]Understood, 0, len(ms))
	for _, m := range ms {
		out = append(out, Understood{Finding: m.Finding, Presence: m.Presence, Value: m.Value,
			Question: s.base.Finding(m.Finding).Ask(other), Text: m.Text, Start: m.Start, End: m.End})
	}
	return out
}

// conflicts lists answers that exclude each other; both count until one is corrected.
func (s *Service) conflicts(ev clinical.Evidence, other bool) []Conflict {
	out := []Conflict{}
	for _, f := range s.base.Findings {
		if len(f.Excludes) == 0 || !ev.Present(f.ID) {
			continue
		}
		for _, id := range f.Excludes {
			mutual := contains(s.base.Finding(id).Excludes, f.ID)
			if ev.Present(id) && (!mutual || f.ID < id) {
				out = append(out, Conflict{[]string{f.ID, id}, "These two answers cannot both be right. Please correct one: “" +
					f.Ask(other) + "” and “" + s.base.Finding(id).Ask(other) + "”"})
			}
		}
	}
	return out
}

func (s *Service) differential(a *assess.Assessment, other bool) []Candidate {
	out := []Candidate{}
	for i, d := range a.Differential {
		if i >= shown || i >= 3 && d.Posttest < leastSaid {
			break
		}
		c := d.Condition
		out = append(out, Candidate{
			Condition: c.ID, Name: c.PlainName, Clinical: c.Name, Summary: c.Summary, Urgency: c.Urgency.Level,
			Pretest: d.Pretest, Posttest: d.Posttest, Low: d.Low, High: d.High, Frequency: frequency(d.Posttest, other),
			For: s.terms(d.For, other), Against: s.terms(d.Against, other), Neutral: d.Rest, Sources: list(c.Sources), Reviewed: c.Reviewed != nil,
		})
	}
	return out
}

// frequency says a probability as a natural frequency.
func frequency(p float64, other bool) string {
	who := "of 100 people who answer like you, "
	if other {
		who = "of 100 people with answers like these, "
	}
	return who + often(p)
}

// often says a probability as a number of 100.
func often(p float64) string {
	switch n := math.Round(p * 100); {
	case n < 1:
		return "fewer than one"
	case n > 99:
		return "more than 99"
	default:
		return fmt.Sprintf("about %.0f", n)
	}
}

func (s *Service) terms(ts []assess.Term, other bool) []Term {
	out := make([]Term, 0, len(ts))
	for _, t := range ts {
		f := s.base.Finding(t.Finding)
		term := Term{Finding: t.Finding, Presence: t.Presence, Value: t.Value, Ratio: t.Ratio, Sources: []string{}, Estimate: t.Source == ""}
		if t.Source != "" {
			term.Sources = []string{t.Source}
		}
		answer := "yes"
		switch {
		case t.Value != nil:
			answer = strings.TrimSpace(fmt.Sprintf("%.4g %s", *t.Value, f.Unit))
		case t.Presence == clinical.Absent:
			answer = "no"
		}
		term.Text = f.Ask(other) + " " + answer
		out = append(out, term)
	}
	return out
}

func (s *Service) instruments(scores []assess.Score) []Instrument {
	out := []Instrument{}
	for _, x := range scores {
		in := Instrument{ID: x.Instrument.ID, Name: x.Instrument.Name, Score: x.Value, Answered: x.Answered, Items: len(x.Instrument.Score), Sources: list(x.Instrument.Sources)}
		if x.Level != nil {
			in.Label, in.Meaning = x.Level.Label, x.Level.Meaning
		}
		out = append(out, in)
	}
	return out
}

func (s *Service) question(q *assess.Question, other bool) *Question {
	if q == nil {
		return nil
	}
	f := q.Finding
	out := &Question{Finding: f.ID, Text: f.Ask(other), Kind: f.Kind, Unit: f.Unit, Min: f.Min, Max: f.Max, Why: f.Why, Options: []Option{}}
	switch f.Kind {
	case "yes_no":
		out.Options = []Option{{"present", "Yes"}, {"absent", "No"}, {"unknown", "I don't know"}}
	case "choice":
		for _, o := range f.Options {
			out.Options = append(out.Options, Option{o, strings.ReplaceAll(o, "_", " ")})
		}
	default:
		for _, m := range q.Members {
			out.Options = append(out.Options, Option{m.ID, m.Name()})
		}
	}
	return out
}

func list(ids []string) []string {
	if ids == nil {
		return []string{}
	}
	return ids
}

package app

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/fhirmap"
)

// Document makes the report as a FHIR document. Errors are those of Record.
func (s *Service) Document(r *ReportRequest, at time.Time) (*fhir.Bundle, error) {
	record, err := s.Record(r, at)
	if err != nil {
		return nil, err
	}
	return fhirmap.New(s.base).Document(record)
}

// Record puts together what FHIR tells of a report: what was said, assessment and plan,
// and the diary. As on the page, nothing is assessed without an answer, and a critical
// laboratory value raises the urgency. Errors are errs.Invalid and name the field.
func (s *Service) Record(r *ReportRequest, at time.Time) (*fhirmap.Record, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	in, err := s.read(&r.Request)
	if err != nil {
		return nil, err
	}
	out := &fhirmap.Record{
		At: at, Knowledge: s.base.Version, Invented: r.Invented, Words: r.Text, Questions: r.Questions, Suggested: r.Suggested, Said: s.said(&r.Request, s.understood(in.mentions, in.other)),
		Person: fhirmap.Person{Name: r.Name, Age: in.Person.Age, Sex: in.Person.Sex, Pregnant: in.Person.Pregnant},
	}
	if len(in.Evidence) > 0 {
		s.recordCheck(in, out)
	}
	if r.Diary != nil {
		out.Entries = r.Diary.Entries
		s.recordCritical(in, diary.DateOf(at.Date()), out)
	}
	return out, nil
}

// recordCheck adds what rests on a check.
func (s *Service) recordCheck(in *input, out *fhirmap.Record) {
	a := s.Engine().Assess(in.Case, assess.Options{Explain: shown, Also: s.fears})
	out.Assessed = true
	out.Plan = s.planner.Plan(&care.Case{Person: in.Person, Assessment: a, Medicines: s.named(in.mentions), Other: in.other})
	urgency := s.urgency(a, in.country, in.other)
	out.Urgency = fhirmap.Urgency{Level: urgency.Level, Action: urgency.Action}
	for _, x := range urgency.Reasons {
		out.Urgency.Reasons = append(out.Urgency.Reasons, x.Text)
	}
	for _, c := range s.differential(a, in.other) {
		out.Candidates = append(out.Candidates, fhirmap.Candidate{Condition: c.Condition, Posttest: c.Posttest, Low: c.Low, High: c.High, Frequency: c.Frequency})
	}
	for _, i := range s.instruments(a.Instruments) {
		out.Instruments = append(out.Instruments, fhirmap.Instrument{Name: i.Name, Label: i.Label, Meaning: i.Meaning, Score: i.Score, Answered: i.Answered, Items: i.Items})
	}
}

// recordCritical lifts the urgency to what the newest results ask for.
func (s *Service) recordCritical(in *input, today diary.Date, out *fhirmap.Record) {
	var reasons []string
	level := out.Urgency.Level
	for _, x := range s.reportLabs(in, today, out.Entries) {
		if c := x.Reading.Critical; c != nil {
			level = max(level, c.Level)
			reasons = append(reasons, s.labReason(&x.Reading).Text)
		}
	}
	if reasons == nil {
		return
	}
	out.Urgency.Level, out.Urgency.Action = level, s.base.Action(level).For(in.other).Action
	out.Urgency.Reasons = slices.Concat(reasons, out.Urgency.Reasons)
}

// said lists what was answered, then what was understood besides. Of a question with
// several answers the members are listed, each with its own.
func (s *Service) said(r *Request, understood []Understood) []fhirmap.Said {
	l := &saidList{seen: map[string]bool{}}
	for _, g := range r.Evidence { // single answers stand above lists
		f := s.base.Finding(g.Finding)
		if len(f.Members) > 0 {
			continue
		}
		if answer, err := ParseAnswer(f, g.Presence, g.Value); err == nil { // Assess has read it
			l.add(f.ID, answer, "")
		}
	}
	for _, g := range r.Evidence {
		f := s.base.Finding(g.Finding)
		var ticked []string
		_ = json.Unmarshal(g.Value, &ticked) // nothing for "don't know"
		for _, id := range ticked {
			l.add(id, clinical.Yes, "")
		}
		if len(f.Members) > 0 && g.Presence == string(clinical.NotKnown) {
			for _, id := range f.Members {
				l.late = append(l.late, fhirmap.Said{Finding: id, Answer: clinical.Answer{Presence: clinical.NotKnown}})
			}
			continue
		}
		for _, id := range f.Members {
			if !slices.Contains(ticked, id) {
				l.late = append(l.late, fhirmap.Said{Finding: id, Answer: clinical.No})
			}
		}
	}
	for _, u := range understood {
		l.add(u.Finding, clinical.Answer{Presence: u.Presence, Value: u.Value}, u.Text)
	}
	for _, x := range l.late { // what was not ticked, unless the own words say it
		l.add(x.Finding, x.Answer, "")
	}
	return l.all
}

// saidList holds each finding once; the first answer stands.
type saidList struct {
	all, late []fhirmap.Said
	seen      map[string]bool
}

func (l *saidList) add(finding string, a clinical.Answer, quote string) {
	if !l.seen[finding] {
		l.seen[finding] = true
		l.all = append(l.all, fhirmap.Said{Finding: finding, Answer: a, Quote: quote})
	}
}

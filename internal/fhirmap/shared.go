package fhirmap

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/fhir"
	"github.com/legible-health/legible/internal/report"
)

// SharedPatient is the id of the Patient of a report that was sent for a consultation. It
// belongs to the consultation and leads to nothing else of the person.
func SharedPatient(consultation string) string { return Name("shared patient", consultation) }

// Shared makes what a practitioner may read of a report that was sent for a consultation:
// its document and the parts of Kept, by type, with the id of the consultation, and the
// results, nights and changes of medicines in it, newest first, whose ids begin with that.
// at is when it was sent. blind says that what was computed has been taken out.
func (m *Mapper) Shared(r *report.Report, consultation string, at time.Time, blind bool) (map[string]fhir.Resource, []fhir.Resource, error) {
	record := m.recordOf(r, consultation, at, blind)
	parts, err := m.Kept(record, consultation)
	if err != nil {
		return nil, nil, err
	}
	var entries []fhir.Resource
	for i, e := range record.Entries {
		e.ID = consultation + "-" + strconv.Itoa(i)
		entries = append(entries, m.Entry(e, &fhir.Reference{Reference: "Patient/" + record.Person.ID}))
	}
	patient := Patient(record.Person, record.Person.ID)
	parts["Patient"] = patient
	if r.Invented {
		for _, x := range parts {
			MarkInvented(x)
		}
		for _, x := range entries {
			MarkInvented(x)
		}
	}
	return parts, entries, nil
}

// recordOf is a report as a record. What a report tells in words only stays out.
func (m *Mapper) recordOf(r *report.Report, consultation string, at time.Time, blind bool) *Record {
	out := &Record{
		Person: Person{ID: SharedPatient(consultation), Name: r.Name, Age: r.Person.Age, Sex: r.Person.Sex, Pregnant: r.Person.Pregnant},
		At:     at, Knowledge: r.Knowledge, Words: r.OwnWords, Questions: r.Questions, Suggested: r.Suggested, Invented: r.Invented,
		Assessed: r.Checked && !blind, Blind: blind,
		Urgency: Urgency{Level: r.Urgency.Level, Action: r.Urgency.Action, Reasons: r.Urgency.Reasons},
		Entries: entriesOf(r, consultation),
	}
	for _, a := range r.Answers {
		if s, ok := m.saidOf(a); ok {
			out.Said = append(out.Said, s)
		}
	}
	for _, c := range r.Candidates {
		out.Candidates = append(out.Candidates, Candidate{Condition: c.Condition, Posttest: c.Posttest, Low: c.Low, High: c.High,
			Frequency: fmt.Sprintf("of 100 people with answers like these, about %.0f", math.Round(c.Posttest*100))})
	}
	for _, c := range r.Criteria {
		if c.Instrument != "" {
			out.Instruments = append(out.Instruments, instrumentOf(c))
		}
	}
	if out.Assessed {
		out.Plan = &care.Plan{Tonight: itemsOf(r.Tonight), Week: itemsOf(r.Week)}
		for _, t := range r.Tests {
			out.Plan.WithClinician = append(out.Plan.WithClinician, care.Item{Name: t.Name})
		}
	}
	return out
}

// saidOf reads an answer of a report back; false for a finding of another version of the
// content.
func (m *Mapper) saidOf(a report.Answer) (Said, bool) {
	f := m.base.Finding(a.Finding)
	if f == nil {
		return Said{}, false
	}
	s := Said{Finding: a.Finding, Answer: clinical.Answer{Presence: a.Presence}}
	if a.Value == "" {
		return s, true
	}
	if f.Kind == "choice" {
		s.Answer.Option = strings.ReplaceAll(a.Value, " ", "_")
		return s, true
	}
	number, _, _ := strings.Cut(a.Value, " ")
	v, err := strconv.ParseFloat(number, 64)
	s.Answer.Value = &v
	return s, err == nil
}

func instrumentOf(c report.Criteria) Instrument {
	x := Instrument{Name: c.Name, Label: c.Label, Score: c.Score, Items: len(c.Items), Meaning: c.Label}
	for _, i := range c.Items {
		if i.State != report.NotAsked {
			x.Answered++
		}
	}
	if c.Scale {
		x.Items, x.Answered = 1, 1
	}
	return x
}

func itemsOf(names []string) (out []care.Item) {
	for _, n := range names {
		out = append(out, care.Item{Name: n})
	}
	return out
}

// entriesOf are the results, nights and changes of medicines of a report as entries,
// newest first.
func entriesOf(r *report.Report, consultation string) (out []diary.Entry) {
	add := func(day diary.Date, data diary.Data) {
		out = append(out, diary.Entry{ID: Name("shared entry", consultation, strconv.Itoa(len(out))), Kind: data.Kind(), Day: day, Data: data})
	}
	for _, l := range r.Labs {
		x := &diary.Lab{Analyte: l.Analyte, Value: diary.Decimal(l.Value), Unit: l.Unit, Preliminary: l.Preliminary}
		if l.Own {
			x.Low, x.High = diary.Decimal(l.Low), diary.Decimal(l.High)
		}
		add(l.Day, x)
	}
	for _, c := range r.Changes {
		add(c.Day, &diary.Medicine{Name: c.Name, Change: c.Change})
	}
	nights := map[diary.Date]*diary.Night{}
	for _, row := range r.Nights.Rows {
		for _, c := range row.Cells {
			if !c.Known {
				continue
			}
			if nights[c.Date] == nil {
				nights[c.Date] = &diary.Night{}
				add(c.Date, nights[c.Date])
			}
			row.Outcome.Set(nights[c.Date], c.Value)
		}
	}
	slices.SortStableFunc(out, func(a, b diary.Entry) int { return int(b.Day - a.Day) })
	return out
}

package app

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/labs"
)

// Findings that carry a critical value into a check, so that no answer and no
// probability can lower its urgency there.
const (
	labEmergency = "lab_result_emergency"
	labSameDay   = "lab_result_same_day"
)

// LabsRequest asks what laboratory results mean. It is the JSON body of POST
// /api/v1/labs/interpret.
type LabsRequest struct {
	Person   Person      `json:"person"`
	Text     string      `json:"text,omitempty"`
	Evidence []Answer    `json:"evidence,omitempty"`
	Locale   string      `json:"locale,omitempty"`
	Country  string      `json:"country,omitempty"`
	About    string      `json:"about,omitempty"` // self or other, as in Request
	Results  []LabResult `json:"results"`
}

// LabResult is one result as the report prints it.
type LabResult struct {
	Analyte   string `json:"analyte"`
	Value     string `json:"value"` // a decimal, perhaps with <, >, <= or >=
	Unit      string `json:"unit"`
	Low       string `json:"low,omitempty"` // interval of the report, in Unit
	High      string `json:"high,omitempty"`
	Confirmed bool   `json:"confirmed,omitempty"` // a person has answered the questions about it
	// Age is that of the person when the sample was taken, in years; null for that of today.
	Age *float64 `json:"age,omitempty"`
}

// LabsResponse is what results say together.
type LabsResponse struct {
	Knowledge Knowledge      `json:"knowledge"`
	Person    Person         `json:"person"`
	Urgency   *Urgency       `json:"urgency"` // null without a critical value: results alone say nothing about how you are
	Results   []labs.Reading `json:"results"` // in the order given
	// Evidence is ready for POST /api/v1/assess: what the accepted values answer.
	Evidence []LabEvidence `json:"evidence"`
}

// LabEvidence is a finding that a value answers.
type LabEvidence struct {
	Finding  string            `json:"finding"`
	Presence clinical.Presence `json:"presence"`
}

// Labs interprets results. It is a pure function of the request and the knowledge base.
// Errors are errs.Invalid and name the field. What needs a look at the report is a
// question of the result instead, and such a result is not accepted.
func (s *Service) Labs(r *LabsRequest) (*LabsResponse, error) {
	in, err := s.read(&Request{Person: r.Person, Text: r.Text, Evidence: r.Evidence, Locale: r.Locale, Country: r.Country, About: r.About})
	if err != nil {
		return nil, err
	}
	results := make([]labs.Result, len(r.Results))
	for i, x := range r.Results {
		results[i] = labs.Result{Analyte: x.Analyte, Value: x.Value, Unit: x.Unit, Low: x.Low, High: x.High, Confirmed: x.Confirmed, Age: x.Age}
		if x.Age != nil && !(*x.Age >= 0 && *x.Age <= clinical.MaxAge) {
			return nil, errs.Field(fmt.Sprintf("results[%d].age", i), "must be years from 0 to %d", clinical.MaxAge)
		}
		if !utf8.ValidString(x.Unit) || utf8.RuneCountInString(x.Unit) > MaxUnit {
			return nil, errs.Field(fmt.Sprintf("results[%d].unit", i), "must be a unit of at most %d characters", MaxUnit)
		}
	}
	found, err := s.labs().Interpret(in.Person, in.Evidence, results)
	if err != nil {
		return nil, err
	}
	out := &LabsResponse{
		Knowledge: Knowledge{s.base.Version},
		Person:    Person{Age: in.Person.Age, Sex: string(in.Person.Sex), Pregnant: in.Person.Pregnant},
		Results:   found.Readings,
		Evidence:  labEvidence(found),
	}
	if found.Floor > clinical.SelfCare {
		out.Urgency = s.labUrgency(found, in)
	}
	return out, nil
}

// MaxUnit bounds a unit in characters.
const MaxUnit = 40

// labEvidence lists each finding once, as its last value answers it, and what a critical
// value carries into a check.
func labEvidence(found *labs.Interpretation) []LabEvidence {
	out, at := []LabEvidence{}, map[string]int{}
	for _, x := range found.Settled {
		if i, again := at[x.Finding]; again {
			out[i].Presence = x.Presence
			continue
		}
		at[x.Finding] = len(out)
		out = append(out, LabEvidence{x.Finding, x.Presence})
	}
	if finding := labFinding(found.Floor); finding != "" {
		out = append(out, LabEvidence{finding, clinical.Present})
	}
	return out
}

// labFinding is the finding that stands for a critical value of a level.
func labFinding(level clinical.Urgency) string {
	switch level {
	case clinical.Emergency:
		return labEmergency
	case clinical.SameDay:
		return labSameDay
	}
	return ""
}

// labUrgency words the floor that critical values set.
func (s *Service) labUrgency(found *labs.Interpretation, in *input) *Urgency {
	do := s.base.Action(found.Floor).For(in.other)
	u := &Urgency{Level: found.Floor, Reasons: []Reason{}, Action: do.Action, Meanwhile: do.Meanwhile, SoonerIf: do.SoonerIf}
	if u.Level == clinical.Emergency && in.country != nil {
		u.Call = in.country.Ambulance
	}
	for level := clinical.Emergency; level >= clinical.SameDay; level-- {
		for i := range found.Readings {
			if c := found.Readings[i].Critical; c != nil && c.Level == level {
				u.Reasons = append(u.Reasons, s.labReason(&found.Readings[i]))
			}
		}
	}
	return u
}

func (s *Service) labReason(r *labs.Reading) Reason {
	c := r.Critical
	name := "critical"
	if c.Possible {
		name = "critical_possible"
	}
	text := s.base.LabTexts.Say(name, "result", strings.TrimSpace(fmt.Sprintf("%s %s %s", r.Name, r.Value, labs.ShowUnit(r.Unit))), "limit", c.Limit)
	if r.Unit == "" || len(r.Questions) > 0 {
		text += " " + s.base.LabTexts.Say("critical_check")
	}
	return Reason{Rule: "lab_critical_value", Level: c.Level, Findings: []string{labFinding(c.Level)}, Text: text,
		Why: s.base.LabTexts.Say("critical_why"), Sources: []string{c.Source}}
}

// LabsReadRequest holds a report to be understood: its text, or a table.
type LabsReadRequest struct {
	Text string `json:"text,omitempty"`
	CSV  string `json:"csv,omitempty"`
}

// LabsRead is what was understood. Nothing of it counts before a person has compared it
// with the report.
type LabsRead struct {
	Results []LabRead `json:"results"`
	Unread  []LabLine `json:"unread"` // lines that look like results and were not understood
}

// LabRead is one result that was read. Start and End are Unicode code points into the
// text, End exclusive; Line is that of a table.
type LabRead struct {
	LabResult
	Start  int             `json:"start,omitempty"`
	End    int             `json:"end,omitempty"`
	Line   int             `json:"line,omitempty"`
	Day    string          `json:"day,omitempty"` // as the table writes it
	Doubts []labs.Question `json:"doubts"`
}

// LabLine is a piece of a report that was not understood.
type LabLine struct {
	Text  string `json:"text"`
	Start int    `json:"start,omitempty"`
	End   int    `json:"end,omitempty"`
	Line  int    `json:"line,omitempty"`
	Why   string `json:"why,omitempty"`
}

// ReadLabs understands a pasted report or a table of results. errs.Invalid names the
// field that cannot be read at all.
func (s *Service) ReadLabs(r *LabsReadRequest) (*LabsRead, error) {
	switch {
	case r.Text != "" && r.CSV != "":
		return nil, errs.Field("csv", "give a text or a table, not both")
	case !utf8.ValidString(r.Text):
		return nil, errs.Field("text", "is not valid UTF-8")
	case utf8.RuneCountInString(r.Text) > labs.MostText:
		return nil, errs.Field("text", "has more than %d characters; send the part with the results", labs.MostText)
	}
	out := &LabsRead{Results: []LabRead{}, Unread: []LabLine{}}
	if r.CSV != "" {
		return out, s.readTable(r.CSV, out)
	}
	report := s.labs().ReadReport(r.Text)
	for _, f := range report.Found {
		if len(out.Results) == labs.MostResults {
			return nil, errs.Field("text", "holds more than %d results; send it in parts", labs.MostResults)
		}
		out.Results = append(out.Results, LabRead{LabResult: labResult(f.Result), Start: f.Start, End: f.End, Doubts: doubts(f.Doubts)})
	}
	for _, u := range report.Unread {
		out.Unread = append(out.Unread, LabLine{Text: u.Text, Start: u.Start, End: u.End})
	}
	return out, nil
}

func (s *Service) readTable(text string, out *LabsRead) error {
	rows, err := s.labs().ReadCSV(text)
	if err != nil {
		return errs.Field("csv", "%v", err)
	}
	for _, row := range rows {
		if row.Fault != "" {
			out.Unread = append(out.Unread, LabLine{Line: row.Line, Why: row.Fault, Text: strings.TrimSpace(row.Result.Value + " " + row.Result.Unit)})
			continue
		}
		out.Results = append(out.Results, LabRead{LabResult: labResult(row.Result), Line: row.Line, Day: row.Day, Doubts: []labs.Question{}})
	}
	return nil
}

func labResult(r labs.Result) LabResult {
	return LabResult{Analyte: r.Analyte, Value: r.Value, Unit: r.Unit, Low: r.Low, High: r.High}
}

func doubts(list []labs.Question) []labs.Question {
	if list == nil {
		return []labs.Question{}
	}
	return list
}

// LabUnits lists the units in which an analyte can be given, its own first.
func (s *Service) LabUnits(analyte string) []string { return s.labs().Units(analyte) }

// AgeAt is the age in years on a day of somebody who is of that age today; nil where that
// makes no difference or no sense.
func AgeAt(age *float64, today, day diary.Date) *float64 {
	if age == nil || day >= today {
		return nil
	}
	then := *age - float64(today-day)/daysAYear
	if then <= 0 {
		return nil
	}
	return &then
}

const daysAYear = 365.25

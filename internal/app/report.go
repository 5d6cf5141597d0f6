package app

import (
	"slices"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/errs"
	"github.com/legible-health/legible/internal/experiment"
	"github.com/legible-health/legible/internal/labs"
	"github.com/legible-health/legible/internal/report"
)

// Limits of a report.
const (
	MaxReportName      = 100 // characters
	MaxReportQuestions = 20
	MaxReportQuestion  = 500 // characters
	// ReportDays is how far back the diary of a report reaches.
	ReportDays = 365
)

// ReportRequest asks for a report. Without answers and own words nothing is computed but
// what rests on the diary.
type ReportRequest struct {
	Request
	Name      string     // as it is to be printed; may be empty
	Questions []string   // what the person wants answered
	Suggested []string   // what the pages think worth asking
	Day       diary.Date // today, for the person
	Diary     *ReportDiary
	Invented  bool // there is no such person, and everything made of it says so
}

// ReportDiary is what the report takes from a diary, of the ReportDays before Day.
type ReportDiary struct {
	Entries   []diary.Entry // in the order of diary.Sort
	Protocols []experiment.Protocol
}

// Report makes the report. It is a pure function of the request and the knowledge base.
// Errors are errs.Invalid and name the field.
func (s *Service) Report(r *ReportRequest) (*report.Report, error) {
	if err := r.check(); err != nil {
		return nil, err
	}
	in, err := s.read(&r.Request)
	if err != nil {
		return nil, err
	}
	out := report.Input{Base: s.base, Day: r.Day, Name: r.Name, Person: in.Person, Other: in.other, Text: r.Text, Questions: r.Questions, Suggested: r.Suggested, Invented: r.Invented}
	if len(in.Evidence) > 0 {
		a := s.Engine().Assess(in.Case, assess.Options{Explain: shown, Also: s.fears})
		out.Said, out.Assessment = in.Evidence, a
		out.Plan = s.planner.Plan(&care.Case{Person: in.Person, Assessment: a, Medicines: s.named(in.mentions), Other: in.other})
	}
	if r.Diary != nil {
		out.Diary, out.Entries, out.Protocols = true, r.Diary.Entries, r.Diary.Protocols
		out.Labs = s.reportLabs(in, r.Day, r.Diary.Entries)
	}
	return report.New(out), nil
}

func (r *ReportRequest) check() error {
	if !utf8.ValidString(r.Name) || utf8.RuneCountInString(r.Name) > MaxReportName {
		return errs.Field("name", "must be at most %d characters", MaxReportName)
	}
	if len(r.Questions) > MaxReportQuestions {
		return errs.Field("questions", "has %d entries; at most %d are printed", len(r.Questions), MaxReportQuestions)
	}
	for _, q := range r.Questions {
		if !utf8.ValidString(q) || utf8.RuneCountInString(q) > MaxReportQuestion {
			return errs.Field("questions", "must be at most %d characters each", MaxReportQuestion)
		}
	}
	return nil
}

// reportLabs reads the newest result of each analyte. One that can no longer be read is
// left out: the diary still shows it.
func (s *Service) reportLabs(in *input, today diary.Date, entries []diary.Entry) (out []report.Result) {
	var results []labs.Result
	var from []diary.Entry
	had := map[string]bool{}
	for _, e := range slices.Backward(entries) {
		l, ok := e.Data.(*diary.Lab)
		if !ok || had[l.Analyte] || len(results) == labs.MostResults {
			continue
		}
		had[l.Analyte] = true
		// what is in the diary was confirmed when it was kept
		x := labs.Result{Analyte: l.Analyte, Value: string(l.Value), Unit: l.Unit, Low: string(l.Low), High: string(l.High), Confirmed: true, Age: AgeAt(in.Person.Age, today, e.Day)}
		if _, err := s.labs().Interpret(in.Person, in.Evidence, []labs.Result{x}); err != nil {
			continue
		}
		results, from = append(results, x), append(from, e)
	}
	found, err := s.labs().Interpret(in.Person, in.Evidence, results)
	if err != nil {
		return nil
	}
	for i, reading := range found.Readings {
		out = append(out, report.Result{Day: from[i].Day, Reading: reading, Preliminary: from[i].Data.(*diary.Lab).Preliminary})
	}
	return out
}

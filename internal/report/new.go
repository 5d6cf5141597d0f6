package report

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/care"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/diary"
	"github.com/legible-health/legible/internal/experiment"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/labs"
)

// Input is what a report is made of. Only Base and Day are needed.
type Input struct {
	Base   *kb.Base
	Day    diary.Date // today, for the person
	Name   string
	Person clinical.Person
	Other  bool
	Text   string
	// Invented says that there is no such person, and so does the report then.
	Invented bool

	Said       clinical.Evidence  // answered, or understood from the text; nothing derived
	Assessment *assess.Assessment // explained; nil without a check
	Plan       *care.Plan         // nil without a check

	Diary     bool // Entries and Protocols are of a diary, which may be empty
	Entries   []diary.Entry
	Protocols []experiment.Protocol
	Labs      []Result
	Questions []string
	Suggested []string
	Written   []Note
}

// Result is a laboratory result of the diary with its reading.
type Result struct {
	Day         diary.Date
	Reading     labs.Reading
	Preliminary bool
}

// mostCandidates are told of at all; page one shows fewer.
const mostCandidates = 6

// New makes the report. It never fails: what is not there is left out.
func New(in Input) *Report {
	r := &Report{
		Day: in.Day, Knowledge: in.Base.Version, Name: strings.TrimSpace(in.Name), Person: in.Person, Other: in.Other, Invented: in.Invented,
		OwnWords: strings.TrimSpace(in.Text), Questions: in.Questions, Suggested: in.Suggested, Written: in.Written, Diary: in.Diary,
	}
	r.Labs = results(in.Labs)
	if in.Assessment != nil {
		r.check(in)
	}
	if in.Diary {
		r.diary(in)
	}
	r.raise(in)
	return r
}

// check fills what rests on a check.
func (r *Report) check(in Input) {
	a := in.Assessment
	r.Checked = true
	r.Answers = answers(in.Base, in.Said)
	r.Urgency = Urgency{Level: a.Urgency.Level, Action: in.Base.Action(a.Urgency.Level).For(in.Other).Action}
	for _, f := range a.Urgency.Fired {
		r.Urgency.Reasons = append(r.Urgency.Reasons, f.Rule.Sentence(in.Other))
	}
	feared := map[string]bool{}
	for _, c := range a.Differential {
		if c.Condition.Feared != nil {
			feared[c.Condition.ID] = true
			r.Feared = append(r.Feared, Feared{c.Condition.ID, c.Condition.PlainName, c.Posttest})
		}
		if len(r.Candidates) < mostCandidates && len(c.For)+len(c.Against) > 0 {
			r.Candidates = append(r.Candidates, candidate(in.Base, c))
		}
	}
	r.Criteria = criteria(in.Base, in.Said, a)
	r.RedFlags = redFlags(in.Base, in.Said)
	if in.Plan != nil {
		r.plan(in)
	}
}

// plan takes over what a clinician is to see of the plan.
func (r *Report) plan(in Input) {
	r.Tonight, r.Week = names(in.Plan.Tonight), names(in.Plan.Week)
	for _, x := range in.Plan.WithClinician {
		switch x.Kind {
		case care.KindMedicine:
			r.Medicines = append(r.Medicines, Medicine{x.ID, x.Name, x.Results, x.Grade})
		case care.KindTest:
			t := Test{ID: x.ID, Name: x.Name}
			if len(x.Why) > 0 {
				t.Why = x.Why[0].Text
			}
			r.Tests = append(r.Tests, t)
		}
	}
}

func candidate(base *kb.Base, c assess.Candidate) Candidate {
	out := Candidate{
		Condition: c.Condition.ID, Name: c.Condition.PlainName, Clinical: c.Condition.Name, Level: c.Condition.Urgency.Level,
		Pretest: c.Pretest, Posttest: c.Posttest, Low: c.Low, High: c.High, Rest: c.Rest, Reviewed: c.Condition.Reviewed != nil,
	}
	for _, t := range slices.Concat(c.For, c.Against) {
		f := base.Finding(t.Finding)
		term := Term{Finding: t.Finding, Label: f.Name(), Presence: t.Presence, Ratio: t.Ratio, Estimate: t.Source == ""}
		if t.Value != nil {
			term.Value = withUnit(*t.Value, f.Unit)
		}
		out.Terms = append(out.Terms, term)
	}
	return out
}

// answers lists what was said, yes first, then numbers and options, then no, then don't
// know, each by its words. Questions with members are told by their members.
func answers(base *kb.Base, said clinical.Evidence) (out []Answer) {
	for id, a := range said {
		f := base.Finding(id)
		if f == nil || len(f.Members) > 0 || a.Presence == clinical.Unsaid {
			continue
		}
		x := Answer{Finding: id, Label: f.Name(), Presence: a.Presence, Value: strings.ReplaceAll(a.Option, "_", " ")}
		if a.Value != nil {
			x.Value = withUnit(*a.Value, f.Unit)
		}
		out = append(out, x)
	}
	rank := func(a Answer) string {
		for i, p := range []clinical.Presence{clinical.Present, clinical.Absent, clinical.NotKnown} {
			if a.Presence == p {
				return fmt.Sprint(i) + a.Label + "\x00" + a.Finding
			}
		}
		return "9" + a.Label + "\x00" + a.Finding
	}
	slices.SortFunc(out, func(a, b Answer) int { return strings.Compare(rank(a), rank(b)) })
	return out
}

// withUnit writes a number as exactly as anybody needs to read it.
func withUnit(v float64, unit string) string {
	if v >= 20 {
		v = math.Round(v)
	}
	return strings.TrimSpace(fmt.Sprintf("%.4g %s", v, unit))
}

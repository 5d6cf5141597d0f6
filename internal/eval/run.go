package eval

import (
	"fmt"
	"math"

	"github.com/legible-health/legible/internal/assess"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
	"github.com/legible-health/legible/internal/narrative"
)

// Mode is what the program is given of a case.
type Mode string

// Text concludes from the text alone; Interview starts from the text and asks; Given
// has all findings at once and no text.
const (
	Text      Mode = "text"
	Interview Mode = "interview"
	Given     Mode = "given"
)

// ParseMode reads a mode.
func ParseMode(s string) (Mode, error) {
	switch Mode(s) {
	case Text, Interview, Given:
		return Mode(s), nil
	}
	return "", fmt.Errorf("mode %q: use text, interview or given", s)
}

// Outcome is what became of one case.
type Outcome struct {
	Case    *Case
	Top     []string // the first five condition ids
	Rank    int      // of the first accepted condition, from 1; 0 when none is covered
	Covered bool
	Urgency clinical.Urgency
	Asked   int
	First   float64 // posttest probability of the first candidate
	Right   bool    // the first candidate is accepted
}

// Runner evaluates cases.
type Runner struct {
	Engine *assess.Engine
	Parser *narrative.Parser
	Map    map[string][]string // diagnosis key → accepted condition ids; nil: the key itself
}

// Run evaluates one case. It is deterministic.
func (r *Runner) Run(c *Case, m Mode) Outcome {
	k := assess.Case{Person: c.Person, Evidence: c.Findings}
	if m != Given {
		k = r.told(c.Text, c.Person)
	}
	o := Outcome{Case: c}
	a := r.Engine.Assess(k, assess.Options{Next: m == Interview})
	for m == Interview && a.Question != nil && o.Asked < a.Budget {
		o.Asked++
		answer(k.Evidence, a.Question, c.Findings)
		a = r.Engine.Assess(k, assess.Options{Next: true, Asked: o.Asked})
	}
	r.judge(&o, a)
	return o
}

// told is what the text of a case says, with age and sex from it where p lacks them.
func (r *Runner) told(text string, p clinical.Person) assess.Case {
	u := r.Parser.ParseFor(text, p)
	if p.Age == nil {
		p.Age = u.Person.Age
	}
	if p.Sex == clinical.Unknown {
		p.Sex = u.Person.Sex
	}
	return assess.Case{Person: p, Evidence: u.Evidence()}
}

// answer replies as the case's findings tell, and "don't know" where they are silent.
func answer(ev clinical.Evidence, q *assess.Question, known clinical.Evidence) {
	reply := func(f *kb.Finding) {
		if a, ok := known[f.ID]; ok {
			ev[f.ID] = a
			return
		}
		ev[f.ID] = clinical.Answer{Presence: clinical.NotKnown}
	}
	reply(q.Finding)
	for _, f := range q.Members {
		reply(f)
	}
}

func (r *Runner) judge(o *Outcome, a *assess.Assessment) {
	right := map[string]bool{}
	ids, mapped := r.Map[o.Case.Truth]
	if !mapped {
		ids = []string{o.Case.Truth}
	}
	for _, id := range ids {
		right[id] = true
		o.Covered = o.Covered || r.Engine.Base().Condition(id) != nil
	}
	for i, d := range a.Differential {
		if i < 5 {
			o.Top = append(o.Top, d.Condition.ID)
		}
		if o.Rank == 0 && right[d.Condition.ID] {
			o.Rank = i + 1
		}
	}
	o.First = a.Differential[0].Posttest
	o.Right = o.Rank == 1
	o.Urgency = a.Urgency.Level
}

// under and over are below all and above all accepted levels.
func (o *Outcome) under() bool { return o.Urgency < o.Case.Accepted[0] }
func (o *Outcome) over() bool  { return o.Urgency > o.Case.Accepted[len(o.Case.Accepted)-1] }

func (o *Outcome) accepted() bool { return has(o.Case.Accepted, o.Urgency) }
func (o *Outcome) strict() bool   { return has(o.Case.Strict, o.Urgency) }

func has(list []clinical.Urgency, u clinical.Urgency) bool {
	for _, x := range list {
		if x == u {
			return true
		}
	}
	return false
}

// Wilson is the 95 % score interval of k of n (Wilson 1927); 0–1 for n = 0.
func Wilson(k, n int) (low, high float64) {
	if n == 0 {
		return 0, 1
	}
	const z = 1.959964
	p, m := float64(k)/float64(n), float64(n)
	mid := (p + z*z/(2*m)) / (1 + z*z/m)
	half := z / (1 + z*z/m) * math.Sqrt(p*(1-p)/m+z*z/(4*m*m))
	return math.Max(0, mid-half), math.Min(1, mid+half)
}

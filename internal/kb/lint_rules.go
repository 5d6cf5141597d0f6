package kb

import (
	"slices"
	"strings"
)

func (l *linter) reviews() {
	for _, e := range l.base.entries() {
		if e.review && e.reviewed != nil && e.reviewed.Until < l.today { // ISO dates sort as text
			l.warn(e.file, "reviewed.until", "the review ended on %s: have it read again", e.reviewed.Until)
		}
	}
	if s := l.base.Standing(); s.Reviewed < s.Entries {
		l.warn("", "", "%d of %d entries are not reviewed by a clinician", s.Entries-s.Reviewed, s.Entries)
	}
}

// estimates tells how much of the reasoning rests on estimates.
func (l *linter) estimates() {
	if s := l.base.Standing(); s.Estimates > 0 {
		l.warn("", "", "%d of %d probabilities (%.1f %%) are estimates", s.Estimates, s.Probabilities, 100*float64(s.Estimates)/float64(s.Probabilities))
	}
}

func (l *linter) sources() {
	for _, s := range l.base.Sources {
		if !l.used["sources/"+s.ID] {
			l.warn("sources/"+s.ID+".yaml", "", "no entry uses this source: use it or remove it")
		}
	}
}

// findings warns of those that change nothing, or that no text can tell.
func (l *linter) findings() {
	var reasoning []entry
	for _, e := range l.base.entries() {
		switch e.value.(type) {
		case *Condition, *RedFlag, *Pattern:
			reasoning = append(reasoning, e)
		}
	}
	used := l.base.uses(reasoning)
	for _, f := range l.base.Findings {
		for _, id := range l.base.derivedFrom(f) {
			used["findings/"+id] = true
		}
	}
	for _, f := range l.base.Findings {
		file := "findings/" + f.ID + ".yaml"
		if f.yesNo() && !used["findings/"+f.ID] {
			l.warn(file, "", "no condition or rule uses this finding: its answer changes nothing")
		}
		if f.Kind == "yes_no" && (f.Phrases == nil || len(f.Phrases.Lay)+len(f.Phrases.Clinical) == 0) {
			l.warn(file, "phrases", "has no phrases: it is never understood from text")
		}
		for _, id := range f.Implies {
			if g := l.base.Finding(id); g != nil && !g.yesNo() {
				l.warn(file, "implies", "implies %q, a %s, which is not present or absent: remove it", id, g.Kind)
			}
		}
	}
}

func (l *linter) questions() {
	for _, f := range l.base.Findings {
		file := "findings/" + f.ID + ".yaml"
		if !f.MayAsk() {
			continue
		}
		if n := len(strings.Fields(f.Question)); n > longQuestion {
			l.warn(file, "question", "%d words: say it in %d or fewer", n, longQuestion)
		}
		if f.Why == "" {
			l.warn(file, "why", "is missing: say what the answer helps to tell apart")
		}
		if secondPerson.MatchString(f.Why) {
			l.warn(file, "why", "says \"you\", and is shown to those who answer for another too: leave the person out")
		}
		if f.Other == "" && secondPerson.MatchString(f.Question) {
			l.warn(file, "question_other", "is missing: word the question for someone who answers for another")
		}
		if f.Other != "" && f.strays() {
			l.warn(file, "question_other", "asks something else than the question: word both alike")
		}
		for _, id := range f.Members {
			if m := l.base.Finding(id); m != nil && m.Label == "" {
				l.warn(file, "members", "%q has no label: a screen with boxes needs a short one", id)
			}
		}
	}
}

func (l *linter) sentences() {
	for _, r := range l.base.RedFlags {
		if r.Other == "" && secondPerson.MatchString(r.Tells) {
			l.warn("redflags/"+r.ID+".yaml", "tells_other", "is missing: word the sentence for someone who answers for another")
		}
	}
}

func (l *linter) conditions() {
	for _, c := range l.base.Conditions {
		file := "conditions/" + c.ID + ".yaml"
		if len(c.Defining) == 0 && c.Kind == "disease" {
			l.warn(file, "defining", "no defining findings: name those the explanation starts with")
		}
		for _, id := range append(c.Defining[:len(c.Defining):len(c.Defining)], c.Opposing...) {
			if _, ok := c.Findings[id]; !ok {
				l.warn(file, "findings", "defining or opposing %q has no probability: it has no effect here", id)
			}
		}
	}
}

// confirmations warns where a rule waits for an answer that is not asked right away.
func (l *linter) confirmations() {
	for _, e := range l.base.entries() {
		var when *Expr
		switch x := e.value.(type) {
		case *RedFlag:
			when = &x.When
		case *Pattern:
			when = &x.When
		default:
			continue
		}
		when.walk("when", func(field string, x *Expr) {
			u := x.Unconfirmed
			if u == nil {
				return
			}
			if f := l.base.Finding(u.Confirm); f != nil && slices.Contains(f.Confirms, u.Finding) {
				return
			}
			l.warn(e.file, field, "%q does not list %q under confirms: it is not asked right after it", u.Confirm, u.Finding)
		})
	}
}

func (l *linter) patterns() {
	for _, x := range l.base.Patterns {
		if !l.used["patterns/"+x.ID] {
			l.warn("patterns/"+x.ID+".yaml", "", "no rule uses this pattern: use it or remove it")
		}
	}
}

// analytes warns of a name that two analytes share: a report cannot be told apart.
func (l *linter) analytes() {
	owner := map[string]string{}
	for _, a := range l.base.Analytes {
		for _, name := range a.Names {
			key := strings.ToLower(name)
			if other, ok := owner[key]; ok && other != a.ID {
				l.warn("labs/"+a.ID+".yaml", "names", "%q is a name of %s too: give each its own", name, other)
			}
			owner[key] = a.ID
		}
	}
}

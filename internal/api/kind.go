package api

import (
	"reflect"
	"strings"
	"sync"

	"github.com/legible-health/legible/internal/kb"
)

// kind is one sort of knowledge entry and its place in the API.
type kind struct {
	name  string // plural, as in the path
	one   string // for descriptions
	about string
	typ   reflect.Type
	list  func() *listing // made once, when first asked for
}

// listing is the entries of a kind.
type listing struct {
	entries []entry // sorted by id
	byID    map[string]*entry
}

// entry is one knowledge entry with what a list shows of it.
type entry struct {
	id, name string
	folded   string // id and name in lower case, for ?q=
	value    any
	reviewed bool // by a clinician
}

func (k *kind) path() string { return Root + "/knowledge/" + k.name }

// kindsOf indexes a knowledge base. The name of an entry is what a person would read:
// a finding's question, a red flag's sentence, a source's title.
func kindsOf(b *kb.Base) []*kind {
	return []*kind{
		newKind("conditions", "condition", "What can explain leg trouble at night, with pretest probabilities and how likely each finding is.",
			b.Conditions, func(c *kb.Condition) entry { return entry{id: c.ID, name: c.PlainName, reviewed: c.Reviewed != nil} }),
		newKind("findings", "finding", "What a person can report, see or measure. These ids are the evidence of an assessment.",
			b.Findings, func(f *kb.Finding) entry { return entry{id: f.ID, name: f.Question, reviewed: f.Reviewed != nil} }),
		newKind("activities", "activity", "What a person can do, or leave, about leg trouble, with grades of evidence and contraindications.",
			b.Activities, func(a *kb.Activity) entry { return entry{id: a.ID, name: a.Name, reviewed: a.Reviewed != nil} }),
		newKind("exercises", "exercise", "Guided stretches and movements with holds, repeats and positions.",
			b.Exercises, func(e *kb.Exercise) entry { return entry{id: e.ID, name: e.Name, reviewed: e.Reviewed != nil} }),
		newKind("analytes", "analyte", "Laboratory tests with units, reference intervals and critical values.",
			b.Analytes, func(a *kb.Analyte) entry { return entry{id: a.ID, name: a.Name, reviewed: a.Reviewed != nil} }),
		newKind("medicines", "medicine class", "Classes of medicines and what they may do to the legs. Never a dose.",
			b.Medicines, func(m *kb.Medicine) entry { return entry{id: m.ID, name: m.Name, reviewed: m.Reviewed != nil} }),
		newKind("instruments", "instrument", "Questionnaires, scores and criteria with their licences; items only where the licence allows.",
			b.Instruments, func(i *kb.Instrument) entry { return entry{id: i.ID, name: i.Name, reviewed: i.Reviewed != nil} }),
		newKind("redflags", "red flag", "Combinations of findings that settle the urgency whatever the probabilities say.",
			b.RedFlags, func(r *kb.RedFlag) entry { return entry{id: r.ID, name: r.Tells, reviewed: r.Reviewed != nil} }),
		newKind("sources", "source", "The publications that numbers and claims come from.",
			b.Sources, func(s *kb.Source) entry { return entry{id: s.ID, name: s.Title} }),
	}
}

func newKind[T any](name, one, about string, list []*T, of func(*T) entry) *kind {
	return &kind{name: name, one: one, about: about, typ: reflect.TypeFor[T](), list: sync.OnceValue(func() *listing {
		l := &listing{entries: make([]entry, len(list)), byID: make(map[string]*entry, len(list))}
		for i, x := range list {
			e := of(x)
			e.folded = strings.ToLower(e.id + " " + e.name)
			e.value = x
			l.entries[i] = e
			l.byID[e.id] = &l.entries[i]
		}
		return l
	})}
}

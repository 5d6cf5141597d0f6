// Package triage holds the red flags: rules over findings that set a floor under
// the urgency. Nothing that is merely probable lowers that floor.
//
// The rules are monotone: expressions have no NOT, so a further present finding can
// only keep or raise the level. The one thing that can take an alarm back is a clear
// no to its own confirming question ("new, and now?"). Verify visits every reachable
// combination of the findings that rules use and proves it.
package triage

import (
	"math"
	"slices"
	"sort"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Fired is a rule that holds, with the findings that make it hold.
type Fired struct {
	Rule     *kb.RedFlag
	Findings []string // sorted, present findings the rule uses
}

// Rules are the compiled red flags of a knowledge base. Safe for concurrent use.
type Rules struct {
	base  *kb.Base
	index map[string]int // finding id → position in a State
	rules []rule
	users [][]int // by finding position: rules that read it, highest level first
}

type rule struct {
	flag  *kb.RedFlag
	when  node
	reads []int // positions of the findings it reads
}

// maternal findings stand behind {pregnant_or_postpartum: true}.
var maternal = []string{"pregnancy_or_postpartum", "pregnant", "recently_gave_birth", "pregnancy_trimester"}

// Compile prepares the red flags of a base for evaluation.
func Compile(base *kb.Base) *Rules {
	r := &Rules{base: base, index: make(map[string]int, len(base.Findings))}
	for i, f := range base.Findings {
		r.index[f.ID] = i
	}
	for _, flag := range base.RedFlags {
		c := rule{flag: flag, when: r.compile(&flag.When)}
		seen := map[int]bool{}
		c.when.walk(func(n *node) {
			for _, i := range n.reads {
				if !seen[i] {
					seen[i] = true
					c.reads = append(c.reads, i)
				}
			}
		})
		sort.Ints(c.reads) // findings are sorted by id, so their ids come out sorted
		r.rules = append(r.rules, c)
	}
	r.users = make([][]int, len(base.Findings))
	for k := range r.rules {
		for _, i := range r.rules[k].reads {
			r.users[i] = append(r.users[i], k)
		}
	}
	for _, list := range r.users {
		slices.SortStableFunc(list, func(a, b int) int { return int(r.rules[b].flag.Level - r.rules[a].flag.Level) })
	}
	return r
}

// Expression compiles another expression over the same findings, for example a
// derived finding.
func (r *Rules) Expression(e *kb.Expr) func(*State) bool {
	n := r.compile(e)
	return n.holds
}

// Fire returns the rules that hold, highest level first, then by id.
func (r *Rules) Fire(s *State) []Fired {
	var out []Fired
	for level := clinical.Emergency; level > clinical.SelfCare; level-- {
		for i := range r.rules {
			c := &r.rules[i]
			if c.flag.Level == level && c.when.holds(s) {
				out = append(out, Fired{Rule: c.flag, Findings: r.present(c, s)})
			}
		}
	}
	return out
}

// Floor is the highest level among the rules that hold; SelfCare without one.
func (r *Rules) Floor(s *State) clinical.Urgency {
	floor := clinical.SelfCare
	for i := range r.rules {
		c := &r.rules[i]
		if c.flag.Level > floor && c.when.holds(s) {
			floor = c.flag.Level
		}
	}
	return floor
}

// Highest is the highest level of the rules that read the i-th finding of the base;
// SelfCare when none does.
func (r *Rules) Highest(i int) clinical.Urgency {
	if len(r.users[i]) == 0 {
		return clinical.SelfCare
	}
	return r.rules[r.users[i][0]].flag.Level
}

// FloorWith is the highest level above above that a yes to the i-th finding of the base
// would set; above itself when it would change nothing.
func (r *Rules) FloorWith(s *State, i int, above clinical.Urgency) clinical.Urgency {
	if s.presence[i] == present {
		return above
	}
	was := s.presence[i]
	s.presence[i] = present
	above = r.raise(s, i, above)
	s.presence[i] = was
	return above
}

// FloorAt is the highest level above above that a value of a measured finding would
// set; above itself when it would change nothing.
func (r *Rules) FloorAt(s *State, finding string, value float64, above clinical.Urgency) clinical.Urgency {
	i, ok := r.index[finding]
	if !ok {
		return above
	}
	was := s.value[i]
	s.value[i] = value
	above = r.raise(s, i, above)
	s.value[i] = was
	return above
}

// raise is the highest level above above among the rules that read finding i and hold.
func (r *Rules) raise(s *State, i int, above clinical.Urgency) clinical.Urgency {
	for _, k := range r.users[i] {
		c := &r.rules[k]
		if c.flag.Level <= above {
			return above
		}
		if c.when.holds(s) {
			return c.flag.Level
		}
	}
	return above
}

// Reads reports whether a rule's expression reads a finding.
func (r *Rules) Reads(rule, finding string) bool {
	i, ok := r.index[finding]
	if !ok {
		return false
	}
	for _, k := range r.users[i] {
		if r.rules[k].flag.ID == rule {
			return true
		}
	}
	return false
}

func (r *Rules) present(c *rule, s *State) []string {
	var ids []string
	for _, i := range c.reads {
		if s.presence[i] == present {
			ids = append(ids, r.base.Findings[i].ID)
		}
	}
	return ids
}

const (
	unsaid int8 = iota
	present
	absent
	notKnown
)

// State is the evidence of one person in the form rules read.
type State struct {
	presence []int8
	value    []float64 // NaN when not a known number
	age      float64   // NaN when unknown
	maternal bool
}

// Unsaid reports that nothing was said of the i-th finding of the base.
func (s *State) Unsaid(i int) bool { return s.presence[i] == unsaid }

// State prepares a person and their evidence. Ids the base does not know are ignored.
func (r *Rules) State(p clinical.Person, e clinical.Evidence) *State { return r.Into(nil, p, e) }

// Into is State in the memory of an earlier state of the same rules, which is lost; nil
// takes new memory.
func (r *Rules) Into(s *State, p clinical.Person, e clinical.Evidence) *State {
	if s == nil {
		s = r.blank()
	} else {
		s.clear()
	}
	if p.Age != nil {
		s.age = *p.Age
	}
	if p.Pregnant != nil && *p.Pregnant {
		s.maternal = true
	}
	for id, a := range e {
		i, ok := r.index[id]
		if !ok {
			continue
		}
		switch a.Presence {
		case clinical.Present:
			s.presence[i] = present
		case clinical.Absent:
			s.presence[i] = absent
		case clinical.NotKnown:
			s.presence[i] = notKnown
		}
		if a.Value != nil {
			s.value[i] = *a.Value
		}
	}
	for _, id := range maternal {
		if e.Present(id) {
			s.maternal = true
		}
	}
	return s
}

func (r *Rules) blank() *State {
	n := len(r.base.Findings)
	s := &State{presence: make([]int8, n), value: make([]float64, n)}
	s.clear()
	return s
}

// clear makes s the state of somebody of whom nothing is known.
func (s *State) clear() {
	clear(s.presence)
	for i := range s.value {
		s.value[i] = math.NaN()
	}
	s.age, s.maternal = math.NaN(), false
}

package triage

import (
	"slices"

	"github.com/legible-health/legible/internal/kb"
)

type op int8

const (
	opFinding op = iota
	opAll
	opAny
	opAtLeast
	opGTE
	opLTE
	opAge
	opMaternal
	opUnconfirmed
)

// node is a compiled expression with its patterns opened.
type node struct {
	op      op
	i, j    int // finding, and the confirming finding
	n       int
	value   float64
	low, hi float64 // age bounds; hi exclusive
	kids    []node
	reads   []int
}

func (r *Rules) compile(e *kb.Expr) node {
	at := func(id string) int { return r.index[id] }
	switch {
	case e.Finding != "":
		i := at(e.Finding)
		return node{op: opFinding, i: i, reads: []int{i}}
	case e.All != nil:
		return node{op: opAll, kids: r.compileAll(e.All)}
	case e.Any != nil:
		return node{op: opAny, kids: r.compileAll(e.Any)}
	case e.AtLeast != nil:
		return node{op: opAtLeast, n: e.AtLeast.N, kids: r.compileAll(e.AtLeast.Of)}
	case e.GTE != nil:
		i := at(e.GTE.Finding)
		return node{op: opGTE, i: i, value: e.GTE.Value, reads: []int{i}}
	case e.LTE != nil:
		i := at(e.LTE.Finding)
		return node{op: opLTE, i: i, value: e.LTE.Value, reads: []int{i}}
	case e.Age != nil:
		n := node{op: opAge, low: -1, hi: 1e9}
		if e.Age.GTE != nil {
			n.low = *e.Age.GTE
		}
		if e.Age.LT != nil {
			n.hi = *e.Age.LT
		}
		return n
	case e.Maternal:
		n := node{op: opMaternal}
		for _, id := range maternal {
			if i, ok := r.index[id]; ok {
				n.reads = append(n.reads, i)
			}
		}
		return n
	case e.Unconfirmed != nil:
		i, j := at(e.Unconfirmed.Finding), at(e.Unconfirmed.Confirm)
		return node{op: opUnconfirmed, i: i, j: j, reads: []int{i, j}}
	}
	// kb.Load guarantees exactly one operator; a pattern is opened.
	return r.compile(&r.base.Pattern(e.Pattern).When)
}

func (r *Rules) compileAll(list []kb.Expr) []node {
	out := make([]node, len(list))
	for i := range list {
		out[i] = r.compile(&list[i])
	}
	slices.SortStableFunc(out, func(a, b node) int { return len(a.kids) - len(b.kids) }) // what is quick to see first
	return out
}

func (n *node) holds(s *State) bool {
	switch n.op {
	case opFinding:
		return s.presence[n.i] == present
	case opAll:
		for i := range n.kids {
			if k := &n.kids[i]; k.op == opFinding && s.presence[k.i] != present || k.op != opFinding && !k.holds(s) {
				return false
			}
		}
		return true
	case opAny:
		for i := range n.kids {
			if k := &n.kids[i]; k.op == opFinding && s.presence[k.i] == present || k.op != opFinding && k.holds(s) {
				return true
			}
		}
		return false
	case opAtLeast:
		held := 0
		for i := range n.kids {
			if n.kids[i].holds(s) {
				if held++; held >= n.n {
					return true
				}
			}
		}
		return false
	case opGTE: // comparisons with NaN are false
		return s.value[n.i] >= n.value
	case opLTE:
		return s.value[n.i] <= n.value
	case opAge:
		return s.age >= n.low && s.age < n.hi
	case opMaternal:
		return s.maternal
	case opUnconfirmed:
		return s.presence[n.i] == present && s.presence[n.j] != absent
	}
	return false
}

func (n *node) walk(f func(*node)) {
	f(n)
	for i := range n.kids {
		n.kids[i].walk(f)
	}
}

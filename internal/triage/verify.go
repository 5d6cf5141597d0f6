package triage

import (
	"fmt"
	"math"
	"sort"
	"strings"
)

// Report is the result of Verify.
type Report struct {
	States     int // combinations visited
	Steps      int // single raises checked: one more present finding, one more known number
	Violations []string
	NeverFired []string // rules that hold in no state
	Whole      int      // rules whose every combination was visited at once
	Composed   int      // rules checked part by part
}

// OK reports that the rules are monotone and all of them can fire.
func (r Report) OK() bool { return len(r.Violations) == 0 && len(r.NeverFired) == 0 }

func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "rules %d: %d visited whole, %d part by part\n", r.Whole+r.Composed, r.Whole, r.Composed)
	fmt.Fprintf(&b, "states visited %d, raises checked %d\n", r.States, r.Steps)
	fmt.Fprintf(&b, "violations %d\n", len(r.Violations))
	for _, v := range r.Violations {
		fmt.Fprintf(&b, "  %s\n", v)
	}
	fmt.Fprintf(&b, "rules never fired %d %s\n", len(r.NeverFired), strings.Join(r.NeverFired, ", "))
	return b.String()
}

// visitLimit bounds the combinations visited at once.
const visitLimit = 1 << 18

// Verify proves that a further present finding never lowers the urgency.
//
// The floor is the highest level among the rules that hold, so it is enough that every
// single rule, once it holds, goes on holding when one more finding becomes present, one
// more number or age becomes known, or a denied finding becomes present. For each rule
// every combination of what it reads is visited: a finding unsaid or present (a
// confirming finding also absent), a number unknown or in each interval that its bounds
// cut, the age likewise, pregnancy unknown or true.
//
// Where a rule reads too much for that, it is taken apart at its top operator: all, any
// and at-least are monotone in the truth of their parts (every combination of these
// truths is visited too), so the rule is monotone if every part is; this holds whether
// or not the parts share findings. Parts are visited whole, or taken apart in turn.
//
// A no to a confirming question is the one answer that may lower a rule, by design, and
// is therefore not a raise.
func (r *Rules) Verify(progress func(done, total int)) Report {
	var rep Report
	for i := range r.rules {
		c := &r.rules[i]
		name := c.flag.ID
		if r.verify(&c.when, name, &rep) {
			rep.Whole++
		} else {
			rep.Composed++
		}
		if !r.canFire(&c.when) {
			rep.NeverFired = append(rep.NeverFired, name)
		}
		if progress != nil {
			progress(i+1, len(r.rules))
		}
	}
	sort.Strings(rep.Violations)
	return rep
}

// verify checks a node, whole if it can; it reports whether it was whole.
func (r *Rules) verify(n *node, name string, rep *Report) bool {
	vars := r.variables(n)
	total := 1
	for _, v := range vars {
		if total *= len(v.values); total > visitLimit {
			break
		}
	}
	if total <= visitLimit {
		r.visit(n, vars, total, name, rep)
		return true
	}
	for i := range n.kids {
		r.verify(&n.kids[i], name, rep)
	}
	checkOperator(n, name, rep)
	return false
}

// variable is one thing a node reads, with the values that can make a difference.
// raises[a] lists the values that a is raised to by a further present answer.
type variable struct {
	set    func(s *State, value float64)
	values []float64
	raises [][]int
	label  string
}

func (r *Rules) variables(n *node) []variable {
	findings, children := map[int]bool{}, map[int]bool{}
	bounds := map[int][]float64{}
	var ages []float64
	mother := false
	n.walk(func(x *node) {
		switch x.op {
		case opFinding:
			findings[x.i] = true
		case opUnconfirmed:
			findings[x.i], children[x.j] = true, true
		case opGTE, opLTE:
			bounds[x.i] = append(bounds[x.i], x.value)
		case opAge:
			ages = append(ages, x.low, x.hi)
		case opMaternal:
			mother = true
		}
	})
	var out []variable
	for i := range r.base.Findings {
		switch {
		case children[i]:
			out = append(out, variable{
				set: func(s *State, v float64) { s.presence[i] = int8(v) }, label: r.base.Findings[i].ID,
				values: []float64{float64(unsaid), float64(present), float64(absent)}, raises: [][]int{{1}, {}, {1}},
			})
		case findings[i]:
			out = append(out, variable{
				set: func(s *State, v float64) { s.presence[i] = int8(v) }, label: r.base.Findings[i].ID,
				values: []float64{float64(unsaid), float64(present)}, raises: [][]int{{1}, {}},
			})
		}
		if b := bounds[i]; b != nil {
			out = append(out, known(func(s *State, v float64) { s.value[i] = v }, b, r.base.Findings[i].ID))
		}
	}
	if ages != nil {
		out = append(out, known(func(s *State, v float64) { s.age = v }, ages, "age"))
	}
	if mother {
		out = append(out, variable{
			set: func(s *State, v float64) { s.maternal = v == 1 }, label: "pregnant_or_postpartum",
			values: []float64{0, 1}, raises: [][]int{{1}, {}},
		})
	}
	return out
}

// known is a number: unknown first, then one value on and one between all bounds.
func known(set func(*State, float64), bounds []float64, label string) variable {
	sort.Float64s(bounds)
	values := []float64{math.NaN()}
	last := math.Inf(-1)
	for _, b := range bounds {
		if b <= last {
			continue
		}
		values = append(values, b-1e-6, b)
		last = b
	}
	values = append(values, last+1)
	all := make([]int, 0, len(values)-1)
	for i := 1; i < len(values); i++ {
		all = append(all, i)
	}
	raises := make([][]int, len(values))
	raises[0] = all
	return variable{set: set, values: values, raises: raises, label: label}
}

// visit evaluates a node in every combination and checks every single raise.
func (r *Rules) visit(n *node, vars []variable, total int, name string, rep *Report) {
	s := r.blank()
	holds := make([]bool, total)
	at := make([]int, len(vars))
	for k := range holds {
		rest := k
		for v := range vars {
			at[v] = rest % len(vars[v].values)
			rest /= len(vars[v].values)
			vars[v].set(s, vars[v].values[at[v]])
		}
		holds[k] = n.holds(s)
	}
	rep.States += total
	for k := range holds {
		rest, stride := k, 1
		for v := range vars {
			size := len(vars[v].values)
			digit := rest % size
			for _, up := range vars[v].raises[digit] {
				rep.Steps++
				if holds[k] && !holds[k+(up-digit)*stride] {
					rep.Violations = append(rep.Violations, fmt.Sprintf("%s: stops holding when %s is raised", name, vars[v].label))
				}
			}
			rest /= size
			stride *= size
		}
	}
}

// checkOperator visits every combination of the truths of a node's parts; long lists
// are checked sixteen parts at a time, since all and any are associative.
func checkOperator(n *node, name string, rep *Report) {
	k := min(len(n.kids), 16)
	truth := func(bits int) bool {
		count := 0
		for i := range k {
			count += bits >> i & 1
		}
		switch n.op {
		case opAll:
			return count == k
		case opAny:
			return count > 0
		}
		return count >= min(n.n, k)
	}
	for bits := range 1 << k {
		rep.States++
		for i := range k {
			if bits>>i&1 == 0 {
				rep.Steps++
				if truth(bits) && !truth(bits|1<<i) {
					rep.Violations = append(rep.Violations, fmt.Sprintf("%s: an operator stops holding when a part begins to", name))
				}
			}
		}
	}
}

// canFire looks for a state that makes a node hold: everything present, numbers and age
// in each of their intervals.
func (r *Rules) canFire(n *node) bool {
	vars := r.variables(n)
	s := r.blank()
	var numbers []variable
	for _, v := range vars {
		if math.IsNaN(v.values[0]) {
			numbers = append(numbers, v)
		} else {
			v.set(s, 1) // present
		}
	}
	var search func(k int) bool
	search = func(k int) bool {
		if k == len(numbers) {
			return n.holds(s)
		}
		for _, x := range numbers[k].values {
			numbers[k].set(s, x)
			if search(k + 1) {
				return true
			}
		}
		return false
	}
	return search(0)
}

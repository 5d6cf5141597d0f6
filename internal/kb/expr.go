package kb

// Expr is a condition over findings. Exactly one field is set. There is no NOT: a
// further present finding can never make a true expression false.
type Expr struct {
	Finding     string       `yaml:"-" json:"f,omitempty"` // present; written as the bare id
	All         []Expr       `yaml:"all,omitempty" json:"all,omitempty"`
	Any         []Expr       `yaml:"any,omitempty" json:"any,omitempty"`
	AtLeast     *AtLeast     `yaml:"atleast,omitempty" json:"atleast,omitempty"`
	GTE         *Compare     `yaml:"gte,omitempty" json:"gte,omitempty"`
	LTE         *Compare     `yaml:"lte,omitempty" json:"lte,omitempty"`
	Age         *AgeRange    `yaml:"age,omitempty" json:"age,omitempty"`
	Maternal    bool         `yaml:"pregnant_or_postpartum,omitempty" json:"pregnant_or_postpartum,omitempty"`
	Pattern     string       `yaml:"pattern,omitempty" json:"pattern,omitempty"`
	Unconfirmed *Unconfirmed `yaml:"unless_absent,omitempty" json:"unless_absent,omitempty"`
}

// AtLeast is true when n of the expressions are.
type AtLeast struct {
	N  int    `yaml:"n" json:"n"`
	Of []Expr `yaml:"of" json:"of"`
}

// Compare holds a known number against a bound, which is included.
type Compare struct {
	Finding string  `yaml:"finding" json:"finding"` // of kind number
	Value   float64 `yaml:"value" json:"value"`     // in the finding's unit
}

// AgeRange is true for a known age with GTE <= age < LT; an unset bound is open.
type AgeRange struct {
	GTE *float64 `yaml:"gte,omitempty" json:"gte,omitempty"` // years
	LT  *float64 `yaml:"lt,omitempty" json:"lt,omitempty"`   // years
}

// Unconfirmed is true when Finding is present and Confirm has not been answered no:
// an alarm holds until the question "new, and now?" is denied.
type Unconfirmed struct {
	Finding string `yaml:"finding" json:"finding"`
	Confirm string `yaml:"confirm" json:"confirm"`
}

// setWord reads a bare finding id.
func (e *Expr) setWord(id string) { e.Finding = id }

// Walk calls f for the expression and every part of it; patterns stay closed.
func (e *Expr) Walk(f func(*Expr)) { e.walk("", func(_ string, x *Expr) { f(x) }) }

// walk also gives the field of every part, below the field of the expression.
func (e *Expr) walk(field string, f func(field string, x *Expr)) {
	f(field, e)
	for i := range e.All {
		e.All[i].walk(at(join(field, "all"), i), f)
	}
	for i := range e.Any {
		e.Any[i].walk(at(join(field, "any"), i), f)
	}
	if e.AtLeast != nil {
		for i := range e.AtLeast.Of {
			e.AtLeast.Of[i].walk(at(join(field, "atleast.of"), i), f)
		}
	}
}

func (e *Expr) operators() (n int) {
	for _, set := range []bool{e.Finding != "", len(e.All) > 0, len(e.Any) > 0, e.AtLeast != nil, e.GTE != nil, e.LTE != nil,
		e.Age != nil, e.Maternal, e.Pattern != "", e.Unconfirmed != nil} {
		if set {
			n++
		}
	}
	return n
}

func (e *Expr) check(p problems, field string) {
	e.walk(field, func(field string, x *Expr) {
		if n := x.operators(); n != 1 {
			p.add(field, "an expression has exactly one operator that is not empty, found %d", n)
		}
		if a := x.AtLeast; a != nil && (a.N < 1 || a.N > len(a.Of)) {
			p.add(field, "atleast %d of %d holds always or never: use a number from 1 to %d", a.N, len(a.Of), len(a.Of))
		}
		if a := x.Age; a != nil && !(a.GTE != nil || a.LT != nil) {
			p.add(field, "age needs gte, lt or both, in years")
		} else if a != nil && a.GTE != nil && a.LT != nil && *a.GTE >= *a.LT {
			p.add(field, "age from %v and below %v holds for nobody", *a.GTE, *a.LT)
		}
	})
}

// findings lists the ids this node itself names.
func (e *Expr) findings() []string {
	switch {
	case e.Finding != "":
		return []string{e.Finding}
	case e.GTE != nil:
		return []string{e.GTE.Finding}
	case e.LTE != nil:
		return []string{e.LTE.Finding}
	case e.Unconfirmed != nil:
		return []string{e.Unconfirmed.Finding, e.Unconfirmed.Confirm}
	}
	return nil
}

// FindingsOf returns the sorted ids of all findings an expression uses, patterns
// opened. Pregnancy stands for itself and is not listed.
func (b *Base) FindingsOf(e *Expr) []string {
	ids := map[string]bool{}
	b.collect(e, ids, map[string]bool{})
	return sortedKeys(ids)
}

func (b *Base) collect(e *Expr, ids, opened map[string]bool) {
	e.Walk(func(x *Expr) {
		for _, id := range x.findings() {
			ids[id] = true
		}
		if q := b.pattern[x.Pattern]; q != nil && !opened[q.ID] {
			opened[q.ID] = true
			b.collect(&q.When, ids, opened)
		}
	})
}

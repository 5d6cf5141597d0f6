package kb

import "strings"

// Pattern is a named expression that rules share, such as fever.
type Pattern struct {
	ID       string `yaml:"id" json:"id"`
	Describe string `yaml:"describe" json:"describe"`
	When     Expr   `yaml:"when" json:"when"`
}

// maxParts bounds an expression with all its patterns opened. Patterns that use
// patterns twice double with every level, so a few small files could grow without end.
const maxParts = 5000

func (x *Pattern) check(p problems) {
	required(p, "describe", x.Describe)
	x.When.check(p, "when")
}

func (x *Pattern) refer(p problems, refs references) {
	refs.expr(p, "when", &x.When)
	if path := reach(x.ID, refs.base.patternsOf); path[x.ID] != nil {
		p.add("when", "the pattern uses itself: %s; break the circle", strings.Join(path[x.ID], " → "))
	}
}

// patternsOf lists the known patterns that a pattern names.
func (b *Base) patternsOf(id string) (ids []string) {
	b.pattern[id].When.Walk(func(e *Expr) {
		if b.pattern[e.Pattern] != nil {
			ids = append(ids, e.Pattern)
		}
	})
	return ids
}

// parts counts the parts of an expression with its patterns opened, to just above
// maxParts. Counts of patterns already opened are in known; a circle counts once.
func (b *Base) parts(e *Expr, known map[string]int) (n int) {
	e.Walk(func(x *Expr) {
		n++
		q := b.pattern[x.Pattern]
		if q == nil {
			return
		}
		if _, ok := known[q.ID]; !ok {
			known[q.ID] = 0
			known[q.ID] = b.parts(&q.When, known)
		}
		n = min(n+known[q.ID], maxParts+1)
	})
	return n
}

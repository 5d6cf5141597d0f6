package kb

// references answers whether an id that one entry uses of another exists. An entry
// whose own file is faulty exists, so that one fault is reported once.
type references struct {
	base  *Base
	files map[string]*file
	used  map[string]bool // "folder/id" of every id asked for; nil unless Lint wants it
}

// checkReferences lets every entry look at the ids it uses.
func (l *loader) checkReferences(b *Base) {
	refs := references{base: b, files: l.files}
	for _, e := range l.entries {
		if r, ok := e.entry.(referring); ok {
			r.refer(e.p, refs)
		}
	}
	refs.relations(l)
}

// ids reports every id without a file in the folder, and ids listed twice.
func (r references) ids(p problems, field, noun, folder string, ids []string) {
	seen := map[string]bool{}
	for _, id := range ids {
		if r.used != nil {
			r.used[folder+"/"+id] = true
		}
		if !r.has(folder, id) {
			p.add(field, "unknown %s %q: add %s/%s%s or correct the id", noun, id, folder, id, Suffix(folder))
		}
		if seen[id] {
			p.add(field, "%s %q is listed twice: remove one", noun, id)
		}
		seen[id] = true
	}
}

func (r references) has(folder, id string) bool { return r.files[folder+"/"+id+Suffix(folder)] != nil }

// sources skips the empty id: whether a source is needed is for the entry to say.
func (r references) sources(p problems, field string, ids ...string) {
	if len(ids) == 1 && ids[0] == "" {
		return
	}
	r.ids(p, field, "source", "sources", ids)
}

func (r references) findings(p problems, field string, ids []string) {
	r.ids(p, field, "finding", "findings", ids)
}

func (r references) conditions(p problems, field string, ids []string) {
	r.ids(p, field, "condition", "conditions", ids)
}

// yesNo wants findings that are present or absent, not numbers or choices.
func (r references) yesNo(p problems, field string, ids []string) {
	r.findings(p, field, ids)
	for _, id := range ids {
		if f := r.base.finding[id]; f != nil && !f.yesNo() {
			p.add(field, "finding %q is a %s: only a yes_no or derived finding can be present", id, f.Kind)
		}
	}
}

// number wants a finding that holds a number.
func (r references) number(p problems, field, id string) {
	r.findings(p, field, []string{id})
	if f := r.base.finding[id]; f != nil && f.Kind != "number" {
		p.add(field, "finding %q is %s: only a number can be compared or multiplied", id, f.Kind)
	}
}

// expr looks at the ids of an expression.
func (r references) expr(p problems, field string, e *Expr) {
	e.walk(field, func(field string, x *Expr) {
		switch {
		case x.GTE != nil:
			r.number(p, field, x.GTE.Finding)
		case x.LTE != nil:
			r.number(p, field, x.LTE.Finding)
		case x.Pattern != "":
			r.ids(p, field, "pattern", "patterns", []string{x.Pattern})
		default:
			r.yesNo(p, field, x.findings())
		}
	})
	if r.base.parts(e, map[string]int{}) > maxParts {
		p.add(field, "opens to more than %d parts: simplify it", maxParts)
	}
}

// reach maps every id that can be reached from start to the way there, start first;
// start itself is in it only when a circle leads back.
func reach(start string, next func(id string) []string) map[string][]string {
	paths := map[string][]string{}
	queue := [][]string{{start}}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		for _, id := range next(path[len(path)-1]) {
			if paths[id] == nil {
				paths[id] = append(path[:len(path):len(path)], id)
				queue = append(queue, paths[id])
			}
		}
	}
	return paths
}

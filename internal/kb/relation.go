package kb

import "strings"

// relations looks at what findings say about one another: an implied finding cannot
// be excluded, and neither implying, confirming nor deriving may run in a circle.
func (r references) relations(l *loader) {
	implies := func(f *Finding) []string { return f.Implies }
	confirms := func(f *Finding) []string { return f.Confirms }
	for _, f := range r.base.Findings {
		file := r.files["findings/"+f.ID+".yaml"]
		if file == nil {
			continue // its id differs from its file name, which is reported
		}
		p := l.in(file)
		for _, rel := range []struct {
			field string
			ids   func(*Finding) []string
		}{{"implies", implies}, {"confirms", confirms}, {"derive", r.base.derivedFrom}} {
			if path := reach(f.ID, r.base.known(rel.ids)); path[f.ID] != nil {
				p.add(rel.field, "runs in a circle: %s; remove one of them", strings.Join(path[f.ID], " → "))
			}
		}
		r.contradictions(p, f, reach(f.ID, r.base.known(implies)))
	}
}

// contradictions reports a finding that could never be present, because something
// that holds with it excludes something else that does. An exclusion holds both ways.
func (r references) contradictions(p problems, f *Finding, implied map[string][]string) {
	holds := map[string]bool{f.ID: true}
	for id := range implied {
		holds[id] = true
	}
	for _, id := range sortedKeys(holds) {
		for _, x := range r.base.finding[id].Excludes {
			switch {
			case !holds[x]:
			case x == id && id == f.ID:
				p.add("excludes", "excludes itself: remove %q", x)
			case id == f.ID:
				p.add("excludes", "%q is implied and excluded: keep one", x)
			default:
				p.add("implies", "implies %q, which excludes %q: both cannot hold", id, x)
			}
		}
	}
}

// known wraps a relation so that it leads to known findings only.
func (b *Base) known(ids func(*Finding) []string) func(string) []string {
	return func(id string) (out []string) {
		for _, x := range ids(b.finding[id]) {
			if b.finding[x] != nil {
				out = append(out, x)
			}
		}
		return out
	}
}

func (b *Base) derivedFrom(f *Finding) []string {
	if f.Derive == nil {
		return nil
	}
	return b.FindingsOf(f.Derive)
}

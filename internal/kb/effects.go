package kb

// Effects are the effects that medicines name, in plain words, by id. They stand in one
// file, knowledge/effects.yaml.
type Effects map[string]string

func (e Effects) check(p problems) {
	for _, id := range sortedKeys(e) {
		required(p, id, e[id])
	}
}

func (e Effects) refer(p problems, refs references) {
	for _, id := range sortedKeys(e) {
		if !refs.base.hasEffect(id) {
			p.add(id, "no medicine has this effect: correct or remove it")
		}
	}
}

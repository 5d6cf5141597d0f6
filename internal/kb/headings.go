package kb

import "slices"

// Headings are those of the pages that the guide makes of entries: by kind of page, then
// by section, which is part of an address. Exercises share those of activities. They
// stand in one file, knowledge/headings.yaml, which must hold all that the guide uses.
type Headings map[string]map[string]string

// headed are the sections of the pages of each kind, which package guide makes.
var headed = map[string][]string{
	"condition":  {"what-it-is", "how-urgent", "what-settles-it", "get-help", "what-may-help", "treatment", "tests", "do-not", "mistaken-for"},
	"activity":   {"how", "how-sure", "studies", "for", "not-for", "stop-if"},
	"medicine":   {"what-to-know", "get-help", "legs", "names"},
	"lab":        {"meaning", "sample", "legs", "remarks"},
	"instrument": {"purpose", "levels"},
}

func (h Headings) check(p problems) {
	for _, kind := range sortedKeys(headed) {
		for _, section := range headed[kind] {
			required(p, kind+"."+section, h[kind][section])
		}
	}
	for _, kind := range sortedKeys(h) {
		for _, section := range sortedKeys(h[kind]) {
			if !slices.Contains(headed[kind], section) {
				p.add(kind+"."+section, "no page has this section: correct or remove it")
			}
		}
	}
}

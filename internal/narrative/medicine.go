package narrative

import (
	"maps"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// pharmacy knows medicines by generic and brand name.
type pharmacy struct {
	names map[string][]medicineName // first word → names, longest first
	spell *speller
}

type medicineName struct {
	words    []string
	findings []string
}

func newPharmacy(base *kb.Base) *pharmacy {
	p := &pharmacy{names: map[string][]medicineName{}}
	targets := map[string]bool{}
	merged := map[string]map[string]bool{}
	add := func(name string, findings ...[]string) {
		var words []string
		for _, t := range tokenize(name, asWritten) {
			if t.mark == 0 {
				words = append(words, t.text)
			}
		}
		if len(words) == 0 || len(words) == 1 && len(words[0]) < 4 {
			return
		}
		key := strings.Join(words, " ")
		if merged[key] == nil {
			merged[key] = map[string]bool{}
		}
		for _, list := range findings {
			for _, f := range list {
				merged[key][f] = true
			}
		}
		if len(words) == 1 {
			targets[words[0]] = true
		}
	}
	for _, m := range base.Medicines {
		for _, d := range m.Drugs {
			add(d.Name, m.Findings, d.Findings)
			for _, b := range d.Brands {
				add(b, m.Findings, d.Findings)
			}
		}
	}
	for key, set := range merged {
		words := strings.Fields(key)
		n := medicineName{words: words, findings: slices.Sorted(maps.Keys(set))}
		p.names[words[0]] = append(p.names[words[0]], n)
	}
	p.spell = newSpeller(targets, nil)
	return p
}

// asWritten stands for stem where names are compared letter by letter.
func asWritten(w string) string { return w }

// find returns the medicine that starts at token i and the token behind it.
func (p *pharmacy) find(ts []token, i int, mend bool) (*medicineName, int) {
	w := ts[i].text
	list := p.names[w]
	if list == nil && mend && len(w) >= 6 {
		if m := p.spell.mend(w); m != "" {
			list = p.names[m]
			w = m
		}
	}
	var best *medicineName
	end := 0
	for k := range list {
		n := &list[k]
		j, ok := i+1, true
		for _, word := range n.words[1:] {
			for j < len(ts) && ts[j].mark == '-' || j < len(ts) && ts[j].mark == '/' {
				j++
			}
			if j >= len(ts) || ts[j].text != word {
				ok = false
				break
			}
			j++
		}
		if ok && (best == nil || len(n.words) > len(best.words)) {
			best, end = n, j
		}
	}
	return best, end
}

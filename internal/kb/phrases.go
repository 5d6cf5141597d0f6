package kb

import "strings"

// phrases looks at the words of phrases: known classes, nothing empty.
func (r references) phrases(p problems, f *Phrases) {
	for _, list := range []struct {
		name    string
		phrases []string
	}{{"lay", f.Lay}, {"clinical", f.Clinical}, {"absent", f.Absent}} {
		for _, text := range list.phrases {
			for _, half := range strings.Split(text, "&") {
				if strings.TrimSpace(strings.ReplaceAll(half, "...", "")) == "" {
					p.add("phrases."+list.name, "%q has an empty part: write words on both sides of &", text)
				}
				for _, word := range strings.FieldsFunc(half, func(c rune) bool { return c == ' ' || c == '|' }) {
					if name, ok := strings.CutPrefix(word, "@"); ok && r.base.Lexicon[name] == nil {
						p.add("phrases."+list.name, "%q uses an unknown word class @%s: add it to lexicon.yaml or correct it", text, name)
					}
				}
			}
		}
	}
}

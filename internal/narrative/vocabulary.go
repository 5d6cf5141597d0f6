package narrative

import (
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// vocabulary collects the words of phrases (what a slip may have meant) and of all
// prose (words that are spelled correctly).
func vocabulary(base *kb.Base) (targets, prose map[string]bool) {
	targets, prose = map[string]bool{}, map[string]bool{}
	collect := func(into map[string]bool, text string) {
		for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
			into[w] = true
		}
	}
	for _, f := range base.Findings {
		collect(prose, f.Question+" "+f.Why)
		if f.Phrases != nil {
			for _, list := range [][]string{f.Phrases.Lay, f.Phrases.Clinical, f.Phrases.Absent} {
				for _, s := range list {
					collect(targets, s)
				}
			}
		}
	}
	for _, words := range base.Lexicon {
		for _, w := range words {
			collect(targets, w)
		}
	}
	for _, c := range base.Conditions {
		collect(prose, strings.Join(append([]string{c.Name, c.PlainName, c.Summary, c.Notes, c.Urgency.Reason}, append(c.SelfCare, append(c.Treatment, c.DoNot...)...)...), " "))
	}
	for _, r := range base.RedFlags {
		collect(prose, r.Tells+" "+r.Why+" "+r.NearMiss)
	}
	for _, a := range base.Activities {
		collect(prose, strings.Join(append([]string{a.Name, a.Note}, append(a.Steps, a.Results...)...), " "))
	}
	for _, m := range base.Medicines {
		collect(prose, m.Name+" "+m.TellPerson)
		for _, d := range m.Drugs {
			collect(prose, d.Name+" "+strings.Join(d.Brands, " "))
		}
	}
	for w := range numberWords {
		prose[w] = true
	}
	for w := range relatives {
		prose[w] = true
	}
	return targets, prose
}

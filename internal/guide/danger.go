package guide

import (
	"slices"

	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Danger is what the phrases of knowledge/ask.yaml find of danger in a question.
type Danger struct {
	Alarms []*kb.AskEmergency // the most urgent first, without those taken back

	all    bool            // every alarm below an emergency is taken back
	calmed map[string]bool // ids of red flags and emergencies that are taken back
}

// TakesBack reports whether the question says something that makes a red flag harmless.
func (d *Danger) TakesBack(f *kb.RedFlag) bool {
	return d.calmed[f.ID] || d.all && f.Level < mostAlarming
}

// mostAlarming is the level of alarms that only what is named beside them takes back.
const mostAlarming = clinical.Emergency

// Within how many sentences in a row something may be told: an alarm that says so, because
// people put what belongs together into short ones, what makes words harmless,
// and what a medicine is asked about.
const (
	spread = 3
	beside = 2
)

// Danger looks for danger in the words of a question, and for what takes it back.
func (g *Guide) Danger(question string) *Danger {
	h := g.hear(question)
	d := &Danger{}
	for _, c := range g.harmless {
		if h.says(c.phrases, beside) && !h.says(c.unless, 1) {
			d.calm(c.entry.Calms)
		}
	}
	for _, a := range g.alarms {
		sentences := 1
		if a.entry.Spread {
			sentences = spread
		}
		if !d.calmed[a.entry.ID] && !(d.all && a.entry.Level < mostAlarming) && h.says(a.phrases, sentences) {
			d.Alarms = append(d.Alarms, a.entry)
		}
	}
	return d
}

func (d *Danger) calm(ids []string) {
	for _, id := range ids {
		if d.calmed == nil {
			d.calmed = map[string]bool{}
		}
		d.calmed[id] = true
		d.all = d.all || id == kb.AllCalmed
	}
}

// alarm is an emergency of knowledge/ask.yaml, harmless what takes alarms back.
type (
	alarm struct {
		entry   *kb.AskEmergency
		phrases []phrase
	}
	harmless struct {
		entry           *kb.Harmless
		phrases, unless []phrase
	}
)

func newAlarms(b *kb.Base, v *vocabulary) (out []alarm) {
	for i := range b.Asking.Emergencies {
		e := &b.Asking.Emergencies[i]
		out = append(out, alarm{e, newPhrases(b, v, e.Phrases)})
	}
	slices.SortStableFunc(out, func(a, b alarm) int { return int(b.entry.Level) - int(a.entry.Level) })
	return out
}

func newHarmless(b *kb.Base, v *vocabulary) (out []harmless) {
	for i := range b.Asking.Harmless {
		e := &b.Asking.Harmless[i]
		out = append(out, harmless{e, newPhrases(b, v, e.Phrases), newPhrases(b, v, e.Unless)})
	}
	return out
}

// Words before what is said not to be: "not swollen", "no chest pain", "no fever or redness".
var (
	deniers = set("no not without isnt arent wasnt werent never nor aint")
	softens = set("any very really that at all even feel chest leg legs calf foot back skin new sudden other")
	chained = set("or nor")
)

// denials marks the words of the class kb.Deniable that a question says not to be. Other
// words are never taken back by a "not" before them: "cannot walk" is no denial.
func (g *Guide) denials(tokens []token, h *heard) []bool {
	out := make([]bool, len(tokens))
	for i, s := range h.stems {
		if !g.deniable[s] {
			continue
		}
		j := i - 1
		for j >= 0 && softens[tokens[j].text] {
			j--
		}
		if j < 0 || h.sentence[j] != h.sentence[i] {
			continue
		}
		denied := deniers[tokens[j].text] || chained[tokens[j].text] && j > 0 && out[j-1]
		for k := j + 1; denied && k <= i; k++ { // "no chest pain" denies the chest too
			out[k] = true
		}
	}
	return out
}

func newDeniable(b *kb.Base, v *vocabulary) map[string]bool {
	out := map[string]bool{}
	for _, w := range b.Asking.Words[kb.Deniable] {
		out[v.stem(apostrophes.Replace(w))] = true
	}
	return out
}

package guide

import (
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// phrase is one phrase of knowledge/ask.yaml in the language of phrases: parts joined
// by &, which may stand in any order; in a part, words in a row, with | between
// alternatives. Small words may stand between; @medicine is any medicine or supplement.
type phrase []part

type part []alternatives

// alternatives are the stems of which one must stand here; nil stands for a medicine.
type alternatives []string

// mostBetween bounds the small words between two words of a part.
const mostBetween = 3

func newPhrases(v *vocabulary, texts []string) []phrase {
	out := make([]phrase, len(texts))
	for i, text := range texts {
		for _, half := range strings.Split(text, "&") {
			var p part
			for _, word := range strings.Fields(half) {
				if word == "@medicine" {
					p = append(p, nil)
					continue
				}
				var alt alternatives
				for _, w := range strings.Split(word, "|") {
					w = apostrophes.Replace(strings.ToLower(w))
					v.other[w] = true // meant as it is written, though no page may have it
					alt = append(alt, v.stem(w))
				}
				p = append(p, alt)
			}
			out[i] = append(out[i], p)
		}
	}
	return out
}

// heard is a question in the form phrases are held against.
type heard struct {
	stems    []string
	small    []bool
	medicine []bool // a medicine or supplement begins here
	sentence []int
}

func (g *Guide) hear(text string) *heard {
	h := &heard{}
	sentence, end := 0, 0
	for _, t := range tokenize(text) {
		if strings.ContainsAny(text[end:t.start], ".!?;\n") {
			sentence++
		}
		end = t.end
		s := g.words.stemOf(t.text)
		if _, known := g.words.term[s]; !known && !small[t.text] {
			if fixed := g.words.mend(t.text); fixed != "" {
				s = g.words.stemOf(fixed)
			}
		}
		h.stems, h.small, h.sentence = append(h.stems, s), append(h.small, small[t.text]), append(h.sentence, sentence)
	}
	h.medicine = make([]bool, len(h.stems))
	for i, s := range h.stems {
		for _, name := range g.medicines[s] {
			if i+len(name) <= len(h.stems) && slices.Equal(h.stems[i:i+len(name)], name) {
				h.medicine[i] = true
			}
		}
	}
	return h
}

// medicineNames lists the names of medicines and supplements as stems, by the first.
func medicineNames(b *kb.Base, v *vocabulary) map[string][][]string {
	names := map[string][][]string{}
	add := func(text string) {
		var stems []string
		for _, t := range tokenize(text) {
			stems = append(stems, v.stem(t.text))
		}
		if len(stems) > 0 {
			names[stems[0]] = append(names[stems[0]], stems)
		}
	}
	for _, w := range b.Asking.Medicines {
		add(w)
	}
	for _, m := range b.Medicines {
		for _, d := range m.Drugs {
			add(d.Name)
			for _, name := range d.Brands {
				add(name)
			}
		}
	}
	return names
}

// says reports whether any phrase is said, all its parts in one sentence.
func (h *heard) says(phrases []phrase) bool {
	for from, to := 0, 0; from < len(h.stems); from = to {
		for to < len(h.stems) && h.sentence[to] == h.sentence[from] {
			to++
		}
		if slices.ContainsFunc(phrases, func(p phrase) bool { return h.inSentence(p, from, to) }) {
			return true
		}
	}
	return false
}

// inSentence reports whether all parts of a phrase begin among the words from..to.
func (h *heard) inSentence(p phrase, from, to int) bool {
	return !slices.ContainsFunc(p, func(x part) bool {
		for i := from; i < to; i++ {
			if h.matches(x, i) {
				return false
			}
		}
		return true
	})
}

// matches reports whether a part is said from word i on.
func (h *heard) matches(p part, i int) bool {
	for k, alt := range p {
		between := 0
		for k > 0 && i < len(h.stems) && !h.is(alt, i) && h.small[i] && between < mostBetween {
			i++
			between++
		}
		if i >= len(h.stems) || !h.is(alt, i) {
			return false
		}
		i++
	}
	return true
}

func (h *heard) is(alt alternatives, i int) bool {
	if alt == nil {
		return h.medicine[i]
	}
	return slices.Contains(alt, h.stems[i])
}

// alarm is an emergency of knowledge/ask.yaml.
type alarm struct {
	entry   *kb.AskEmergency
	phrases []phrase
}

func newAlarms(b *kb.Base, v *vocabulary) (out []alarm) {
	for i := range b.Asking.Emergencies {
		e := &b.Asking.Emergencies[i]
		out = append(out, alarm{e, newPhrases(v, e.Phrases)})
	}
	slices.SortStableFunc(out, func(a, b alarm) int { return int(b.entry.Level) - int(a.entry.Level) })
	return out
}

// Alarms lists the emergencies that the words of a question tell of, the most urgent
// first.
func (g *Guide) Alarms(question string) (out []*kb.AskEmergency) {
	h := g.hear(question)
	for _, a := range g.alarms {
		if h.says(a.phrases) {
			out = append(out, a.entry)
		}
	}
	return out
}

// fixedAnswer is an answer of knowledge/ask.yaml as a passage.
type fixedAnswer struct {
	kind    string
	phrases []phrase
	passage *Passage
}

func newFixed(b *kb.Base, v *vocabulary) (out []fixedAnswer) {
	page := &Page{Kind: kindFixed, ID: "ask", Slug: "ask", URL: "/ask", Title: "Ask", Date: b.Asking.Updated, Reviewed: b.Asking.Reviewed, n: -1}
	for _, a := range b.Asking.Answers {
		p := &Passage{ID: "ask#" + a.ID, Page: page, Anchor: a.ID, Heading: a.Title, Text: strings.TrimSpace(a.Text), Marker: kb.Marker{Grade: kb.MarkAdvice}, n: -1}
		page.Passages = append(page.Passages, p)
		out = append(out, fixedAnswer{a.ID, newPhrases(v, a.Phrases), p})
	}
	return out
}

package guide

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// phrase is one phrase of knowledge/ask.yaml in the language of phrases: parts joined
// by &, which may stand in any order; in a part, words in a row, with | between
// alternatives. Small words may stand between; @leg is any word of that class.
type phrase []part

type part []alternatives

// alternatives are what may stand at one place.
type alternatives struct {
	stems    []string // sorted
	medicine bool     // any medicine or supplement
	many     bool     // a number from tooMany on
}

// mostBetween bounds the small words between two words of a part.
const mostBetween = 3

// tooMany tablets are no dose of anything.
const tooMany = 5

func newPhrases(b *kb.Base, v *vocabulary, texts []string) []phrase {
	out := make([]phrase, len(texts))
	for i, text := range texts {
		for half := range strings.SplitSeq(text, "&") {
			var p part
			for word := range strings.FieldsSeq(half) {
				p = append(p, newAlternatives(b, v, word))
			}
			out[i] = append(out[i], p)
		}
	}
	return out
}

func newAlternatives(b *kb.Base, v *vocabulary, text string) (out alternatives) {
	add := func(w string) {
		w = apostrophes.Replace(strings.ToLower(w))
		v.other[w] = true // meant as it is written, though no page may have it
		out.stems = append(out.stems, v.stem(w))
	}
	for w := range strings.SplitSeq(text, "|") {
		switch name, class := strings.CutPrefix(w, "@"); {
		case !class:
			add(w)
		case name == kb.AnyMedicine:
			out.medicine = true
		case name == kb.ManyOf:
			out.many = true
		default:
			for _, w := range b.Asking.Words[name] {
				add(w)
			}
		}
	}
	slices.Sort(out.stems)
	return out
}

// heard is a question in the form phrases are held against.
type heard struct {
	stems    []string
	small    []bool
	medicine []bool // a medicine or supplement begins here
	many     []bool // a number from tooMany on
	denied   []bool // "not swollen": said not to be
	sentence []int
}

func (g *Guide) hear(text string) *heard {
	text = expecting(text)
	h := &heard{}
	sentence, end := 0, 0
	tokens := tokenize(text)
	for i, t := range tokens {
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
		number, unit := amount(t.text)
		if unit != "" {
			s = unit // "400mg" is said as "400 mg"
		}
		counts := unit == "" && (i+1 == len(tokens) || !notCounted[tokens[i+1].text])
		h.many = append(h.many, counts && number >= tooMany)
		h.stems, h.small, h.sentence = append(h.stems, s), append(h.small, small[t.text]), append(h.sentence, sentence)
	}
	h.denied = g.denials(tokens, h)
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

// units of what is taken.
var units = set("mg mcg ug g ml iu")

// notCounted are words behind a number that is no number of tablets.
var notCounted = set("mg mcg ug g ml iu year years yr yrs month months week weeks day days hour hours minute minutes min mins am pm oclock percent")

// amount reads "12" and "400mg"; 0 is no number, and one without end is a large one.
func amount(word string) (number int, unit string) {
	digits := len(word) - len(strings.TrimLeft(word, "0123456789"))
	if digits == 0 {
		return 0, ""
	}
	number, err := strconv.Atoi(word[:digits])
	switch unit = word[digits:]; {
	case err != nil:
		return math.MaxInt, ""
	case unit == "" || units[unit]:
		return number, unit
	}
	return 0, ""
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

// says reports whether any phrase is said, all its parts within so many sentences in a row.
func (h *heard) says(phrases []phrase, sentences int) bool {
	for from, to := 0, 0; to < len(h.stems); from = h.after(from, 1) {
		to = h.after(from, sentences)
		if slices.ContainsFunc(phrases, func(p phrase) bool { return h.within(p, from, to) }) {
			return true
		}
	}
	return false
}

// after is where the words behind n sentences begin, the first that of word i.
func (h *heard) after(i, n int) int {
	end := h.sentence[i] + n
	for i < len(h.stems) && h.sentence[i] < end {
		i++
	}
	return i
}

// within reports whether all parts of a phrase begin among the words from..to.
func (h *heard) within(p phrase, from, to int) bool {
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
	if alt.medicine && h.medicine[i] || alt.many && h.many[i] {
		return true
	}
	_, said := slices.BinarySearch(alt.stems, h.stems[i])
	return said && !h.denied[i]
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
		out = append(out, fixedAnswer{a.ID, newPhrases(b, v, a.Phrases), p})
	}
	return out
}

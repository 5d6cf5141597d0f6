package guide

import (
	"regexp"
	"slices"
	"strings"
)

// Whether a sentence is supported is decided without any model of language, by comparing
// words in their order. The test is made to refuse: many true paraphrases fail it, and
// few false ones pass. A sentence is supported by one to three whole sentences of a
// passage when
//
//   - every word it has, besides articles, auxiliaries and the like, stands there in the
//     same order, up to singular and plural and a few equal words (equal);
//   - nothing that carries the sense is missing: no negation, condition, degree, preposition
//     of what is kept, comparison or contrast, and none has a new neighbour;
//   - numbers and their signs are the same;
//   - what is left out stands inside, and is at most 30 % of the words;
//   - nothing at all is left out where a medicine, a number or getting help is spoken of;
//   - it tells nobody to do with a medicine what the passage does not tell them to do.

// leastKept is the share of the words of a sentence that must be said again.
const leastKept = 0.7

// mostJoined is how many sentences of a passage one sentence may say.
const mostJoined = 3

// class is what a word does in a sentence.
type class int

const (
	content class = iota
	guard         // carries the sense: must be there, beside the same words
	link          // preposition or person: falls only with the word after it
)

// word is a word that counts.
type word struct {
	text  string // in its plain form, see form
	class class
}

// sentence is a sentence as it is compared.
type sentence struct {
	words     []word
	numbers   []string
	signs     string
	exact     bool // nothing may be left out
	leans     bool // begins or ends with what only the sentence before explains: "It …", "… ends them"
	contrasts bool // takes back some of the sentence before: "But …"
	unusable  bool // a question, or the beginning of a list
	commands  map[string]bool
}

// source is a passage cut into sentences.
type source struct{ units []sentence }

// source prepares a passage. Lists, and passages under a heading that negates, mean nothing
// sentence by sentence and support nothing.
func (g *Guide) source(p *Passage) source {
	heading := g.sentence(p.Heading)
	if len(p.Items) > 0 || heading.negates() {
		return source{}
	}
	var s source
	for _, text := range sentencesOf(p.Text) {
		s.units = append(s.units, g.sentence(text))
	}
	return s
}

// number is a number as written, with ranges, decimals and fractions.
var number = regexp.MustCompile(`[0-9]+(?:[.,:/×–—-][0-9]+)*`)

// sentence reads a sentence.
func (g *Guide) sentence(text string) sentence {
	s := sentence{unusable: strings.HasSuffix(text, "?") || strings.HasSuffix(text, ":"), commands: map[string]bool{}}
	for _, n := range number.FindAllString(text, -1) {
		s.numbers = append(s.numbers, strings.NewReplacer("–", "-", "—", "-").Replace(n))
	}
	s.signs = strings.Map(func(r rune) rune {
		if strings.ContainsRune("%°<>≥≤±+=×~", r) || r > 0x7f && strings.ContainsRune("½¼¾µ", r) {
			return r
		}
		return -1
	}, text)
	tokens := tokenize(text)
	h := g.hear(text)
	starts := true // of a clause
	end := 0
	for i, t := range tokens {
		starts = starts || strings.ContainsAny(text[end:t.start], ",;:–—(")
		end = t.end
		medicine := i < len(h.medicine) && h.medicine[i]
		forms := split(t.text)
		for _, f := range forms {
			if starts && acts[f] {
				s.commands[f] = true
			}
			if glue[f] {
				continue
			}
			w := word{f, classOf(f)}
			s.exact = s.exact || medicine || w.class == guard && help[f]
			s.words = append(s.words, w)
		}
		starts = starts && opening[t.text] || joining[t.text]
	}
	s.exact = s.exact || len(s.numbers) > 0
	if len(tokens) > 0 {
		s.contrasts = contrasting[tokens[0].text]
		points := func(t token) bool { return pointing[t.text] }
		s.leans = s.contrasts || slices.ContainsFunc(tokens[:min(len(tokens), leansWithin)], points) || points(tokens[len(tokens)-1])
	}
	return s
}

// leansWithin is the number of first words among which "it" points back; the last word
// may as well.
const leansWithin = 4

func (s *sentence) negates() bool {
	return slices.ContainsFunc(s.words, func(w word) bool { return negation[w.text] })
}

// support finds the sentences from..to of a source that say what a sentence says.
func (s source) support(said sentence) (from, to int, ok bool) {
	for n := 1; n <= mostJoined; n++ {
		for from := 0; from+n <= len(s.units); from++ {
			if said.restates(s.units[from : from+n]) {
				return from, from + n, true
			}
		}
	}
	return 0, 0, false
}

// restates reports whether a sentence says what some sentences say, taken together.
func (s *sentence) restates(units []sentence) bool {
	var numbers []string
	signs := ""
	commands := map[string]bool{}
	for _, u := range units {
		if u.unusable {
			return false
		}
		numbers, signs = append(numbers, u.numbers...), signs+u.signs
		for c := range u.commands {
			commands[c] = true
		}
	}
	if !slices.Equal(numbers, s.numbers) || signs != s.signs {
		return false
	}
	for c := range s.commands {
		if !commands[c] {
			return false
		}
	}
	rest := s.words
	for _, u := range units {
		kept := make([]bool, len(u.words))
		for i, w := range u.words {
			if len(rest) > 0 && rest[0] == w {
				kept[i], rest = true, rest[1:]
			}
		}
		if !u.enough(kept) {
			return false
		}
	}
	return len(rest) == 0
}

// enough reports whether what was kept of a sentence still says it.
func (s *sentence) enough(kept []bool) bool {
	if len(kept) == 0 {
		return false
	}
	n := 0
	for _, k := range kept {
		if k {
			n++
		}
	}
	if n == len(kept) {
		return true
	}
	last := len(kept) - 1
	if s.exact || float64(n) < leastKept*float64(len(kept)) || !kept[0] || !kept[last] {
		return false
	}
	for i, w := range s.words {
		switch {
		case w.class == guard && (!kept[i] || i > 0 && !kept[i-1] || i < last && !kept[i+1]):
			return false
		case w.class == link && kept[i] != kept[min(i+1, last)]:
			return false
		}
	}
	return true
}

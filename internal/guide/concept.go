package guide

import (
	"slices"
	"strconv"
	"strings"

	"github.com/legible-health/legible/internal/kb"
)

// concepts find words and phrases that mean the same to somebody who searches. Each
// group is one more term, in the texts and in questions, so that either way of saying
// it finds the other.
type concepts struct {
	stem   map[string]int32 // numbers of the stems of sayings, from 1
	step   map[step]int32   // the tree of sayings: from a node by a stem to a node; 0 is the root
	nodes  int32
	ends   map[int32][]saying // sayings that end at a node
	groups int
}

type step struct{ node, stem int32 }

// saying is one way to say a concept. Exact ones hold small words, "legs up", and are
// found word for word; in others small words are passed over.
type saying struct {
	stems []string
	exact bool
	term  int32
	kind  conceptKind
}

// conceptKind says how alike the sayings of a group are.
type conceptKind int

const (
	synonym   conceptKind = iota // of knowledge/ask.yaml, or names of one medicine
	wordClass                    // of the lexicon: pain, ache, sore
	finding                      // phrases of one finding
)

// maxSayings bounds how many ways one phrase with alternatives is written out.
const maxSayings = 24

// newConcepts collects the groups of a base.
func newConcepts(b *kb.Base, v *vocabulary) *concepts {
	c := &concepts{stem: map[string]int32{}, step: map[step]int32{}, ends: map[int32][]saying{}}
	for _, group := range b.Asking.Synonyms {
		c.group(v, synonym, group)
		for _, text := range group {
			for _, t := range tokenize(text) {
				v.other[t.text] = true // no slip, though no page may have it
			}
		}
	}
	for _, m := range b.Medicines {
		for _, d := range m.Drugs {
			c.group(v, synonym, append([]string{d.Name}, d.Brands...))
		}
	}
	for _, a := range b.Analytes {
		c.group(v, synonym, append([]string{a.Name}, a.Names...))
	}
	for _, name := range sortedKeys(b.Lexicon) {
		c.group(v, wordClass, b.Lexicon[name])
	}
	w := writer{v: v, stems: map[string][]string{}}
	for _, f := range b.Findings {
		if f.Phrases == nil {
			continue
		}
		var all []saying
		for _, list := range [][]string{f.Phrases.Lay, f.Phrases.Clinical} {
			for _, text := range list {
				for _, stems := range w.written(text) {
					if len(stems) >= 2 {
						all = append(all, saying{stems: stems, kind: finding})
					}
				}
			}
		}
		c.add(v, all)
	}
	return c
}

// group adds one group of ways to say something; those without a word that carries a
// topic are left out.
func (c *concepts) group(v *vocabulary, kind conceptKind, texts []string) {
	all := make([]saying, 0, len(texts))
	for _, text := range texts {
		if stems, exact := sayingStems(v, text, kind); len(stems) > 0 {
			all = append(all, saying{stems: stems, exact: exact, kind: kind})
		}
	}
	c.add(v, all)
}

// add adds a group, unless all its sayings are the same.
func (c *concepts) add(v *vocabulary, all []saying) {
	if !slices.ContainsFunc(all, func(s saying) bool { return !slices.Equal(s.stems, all[0].stems) }) {
		return
	}
	term := v.number("=" + strconv.Itoa(c.groups))
	c.groups++
	for _, s := range all {
		s.term = term
		c.plant(s)
	}
}

// said is a saying found in a row of stems.
type said struct {
	from, to int // to exclusive
	saying   *saying
}

// line is a text as stems, with the place of each among the words that carry a topic.
type line struct {
	tokens  []token // all of them
	all     []string
	topics  []string
	topic   []int  // of each of all: its place in topics, or where it would stand
	isSmall []bool // numbers count as small: they never say what a question is about
}

func newLine(text string, stemOf func(string) string) *line {
	return lineOf(text, func(w string) (string, bool) { return stemOf(w), small[w] })
}

// lineOf is newLine where a word gives its stem and whether it is small.
func lineOf(text string, read func(word string) (stem string, isSmall bool)) *line {
	l := &line{tokens: tokenize(text)}
	n := len(l.tokens)
	l.all, l.topics, l.topic, l.isSmall = make([]string, n), make([]string, 0, n), make([]int, n), make([]bool, n)
	for i, t := range l.tokens {
		l.all[i], l.isSmall[i] = read(t.text)
		l.topic[i] = len(l.topics)
		l.isSmall[i] = l.isSmall[i] || t.text[0] >= '0' && t.text[0] <= '9'
		if !l.isSmall[i] {
			l.topics = append(l.topics, l.all[i])
		}
	}
	return l
}

// plant puts a saying into the tree.
func (c *concepts) plant(s saying) {
	var node int32
	for _, w := range s.stems {
		n, known := c.stem[w]
		if !known {
			n = int32(len(c.stem)) + 1
			c.stem[w] = n
		}
		next, known := c.step[step{node, n}]
		if !known {
			c.nodes++
			next = c.nodes
			c.step[step{node, n}] = next
		}
		node = next
	}
	if !slices.ContainsFunc(c.ends[node], func(other saying) bool { return other.term == s.term }) {
		c.ends[node] = append(c.ends[node], s)
	}
}

// find lists the sayings in a text with their place among its topics, in order.
func (c *concepts) find(l *line) (out []said) {
	out = c.walk(l.topics, false, func(i int) int { return i }, out)
	return c.walk(l.all, true, func(i int) int {
		if i == len(l.topic) {
			return len(l.topics)
		}
		return l.topic[i]
	}, out)
}

func (c *concepts) walk(stems []string, exact bool, place func(i int) int, out []said) []said {
	numbers := make([]int32, len(stems))
	for i, s := range stems {
		numbers[i] = c.stem[s]
	}
	for i := range numbers {
		var node int32
		for k := i; k < len(numbers) && numbers[k] != 0; k++ {
			next, ok := c.step[step{node, numbers[k]}]
			if !ok {
				break
			}
			node = next
			ends := c.ends[node]
			for j := range ends {
				if from, to := place(i), place(k+1); ends[j].exact == exact && to > from {
					out = append(out, said{from, to, &ends[j]})
				}
			}
		}
	}
	return out
}

// writer writes out phrases with alternatives.
type writer struct {
	v     *vocabulary
	stems map[string][]string // of words between blanks, those that carry a topic
}

// written is a phrase in all its ways, each as the stems of the words that carry a topic;
// none if it uses more of the language of phrases, or has too many ways.
func (w *writer) written(text string) (out [][]string) {
	if strings.ContainsAny(text, "@&") || strings.Contains(text, "...") {
		return nil
	}
	out = [][]string{nil}
	for word := range strings.FieldsSeq(text) {
		n := strings.Count(word, "|") + 1
		if n*len(out) > maxSayings {
			return nil
		}
		next := make([][]string, 0, n*len(out))
		for choice := range strings.SplitSeq(word, "|") {
			for _, start := range out {
				next = append(next, slices.Concat(start, w.word(choice)))
			}
		}
		out = next
	}
	return out
}

func (w *writer) word(text string) []string {
	stems, known := w.stems[text]
	if !known {
		stems = newLine(text, w.v.stem).topics
		w.stems[text] = stems
	}
	return stems
}

// sayingStems are the stems of a saying: all words of a synonym with small words in it,
// the words that carry a topic of others.
func sayingStems(v *vocabulary, text string, kind conceptKind) (stems []string, exact bool) {
	l := newLine(text, v.stem)
	if kind == synonym && len(l.topics) < len(l.all) && len(l.topics) > 0 {
		return l.all, true
	}
	return l.topics, false
}

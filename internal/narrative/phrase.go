package narrative

import (
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/legible-health/legible/internal/kb"
)

// A phrase is one or more parts in any order, each a sequence of elements with or
// without gaps. knowledge/README.md describes the language.
type phrase struct {
	finding string
	absent  bool // the phrase itself says that the finding is absent
	parts   []part
	weight  int // number of elements; longer phrases say more
}

type part []step

type step struct {
	element int32 // index into lexicon.elements
	gap     bool  // up to maxGap words may stand before it
}

const (
	maxFillers = 4  // fillers between two words of a phrase
	maxGap     = 6  // words a "..." may bridge
	maxApart   = 8  // words between two parts of a phrase
	maxReach   = 60 // tokens, fillers included, between two parts of a phrase
	commaCost  = 2  // words a comma between two parts counts for
)

// An element is a set of alternatives, each a sequence of stems; it is known by its number.
// start is one alternative, filed under its first stem; the stems behind it
// are lexicon.rests[from:to]. There are tens of thousands.
type start struct{ element, from, to int32 }

// startsOf lists the alternatives that begin with a stem.
func (l *lexicon) startsOf(id int32) []start { return l.starts[l.first[id]:l.first[id+1]] }

// phrasesOf lists the phrases for which an element is the rarest.
func (l *lexicon) phrasesOf(e int) []int32 { return l.rarest[l.under[e]:l.under[e+1]] }

// lexicon holds every phrase, indexed for one pass over the text.
type lexicon struct {
	elements int              // how many there are
	ids      map[string]int32 // stems that phrases use
	starts   []start          // by stem id; alternatives of one element together
	first    []int32          // stem id → the first of its starts; one more at the end
	rests    []int32
	phrases  []phrase
	rarest   []int32           // phrases by their rarest element
	under    []int32           // element → the first of its phrases in rarest; one more at the end
	stems    map[string]string // stems of the words of the knowledge base
	pool     sync.Pool         // *scratch

	// needed until all is read, and half of what it takes
	filed   [][]start
	classes map[string][][]string
	byKey   map[string]int      // elements by their stems
	byWord  map[string]int      // and by how a phrase writes them: most are written again
	split   map[string][]string // what words made of a text
}

func newLexicon(base *kb.Base) (*lexicon, error) {
	n := 20 * len(base.Findings) // about so many words, so that the maps need not grow
	l := &lexicon{classes: map[string][][]string{}, byKey: make(map[string]int, n), byWord: make(map[string]int, n),
		ids: make(map[string]int32, n/2), stems: make(map[string]string, n), split: make(map[string][]string, n)}
	l.pool.New = func() any { return &scratch{found: make([][]span, l.elements)} }
	for name, words := range base.Lexicon {
		for _, w := range words {
			l.classes[name] = append(l.classes[name], l.words(w))
		}
	}
	for _, f := range base.Findings {
		if f.Phrases == nil {
			continue
		}
		for _, list := range [][]string{f.Phrases.Lay, f.Phrases.Clinical} {
			if err := l.add(f.ID, list, false); err != nil {
				return nil, err
			}
		}
		if err := l.add(f.ID, f.Phrases.Absent, true); err != nil {
			return nil, err
		}
	}
	l.index()
	l.pack()
	l.classes, l.byKey, l.byWord, l.split, l.filed = nil, nil, nil, nil, nil
	return l, nil
}

// pack lays out what was gathered without room to grow, few large pieces for many small.
func (l *lexicon) pack() {
	l.starts = slices.Concat(l.filed...)
	l.first = make([]int32, 1, len(l.filed)+1)
	for _, list := range l.filed {
		l.first = append(l.first, l.first[len(l.first)-1]+int32(len(list)))
	}
	l.rests, l.phrases = slices.Clone(l.rests), slices.Clone(l.phrases)
	l.stems = fitted(l.stems)
	parts, steps := 0, 0
	for _, p := range l.phrases {
		parts += len(p.parts)
		steps += p.weight
	}
	allParts, allSteps := make([]part, 0, parts), make([]step, 0, steps)
	for i := range l.phrases {
		p := &l.phrases[i]
		from := len(allParts)
		for _, one := range p.parts {
			begin := len(allSteps)
			allSteps = append(allSteps, one...)
			allParts = append(allParts, allSteps[begin:len(allSteps):len(allSteps)])
		}
		p.parts = allParts[from:len(allParts):len(allParts)]
	}
}

// fitted is m with no more room than it needs.
func fitted(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	maps.Copy(out, m)
	return out
}

// stem is stem, remembered while the lexicon is built.
func (l *lexicon) stem(w string) string {
	if s, ok := l.stems[w]; ok {
		return s
	}
	return stem(w)
}

// learn remembers the stem of a word that texts are likely to hold.
func (l *lexicon) learn(w string) string {
	s, ok := l.stems[w]
	if !ok {
		s = stem(w)
		l.stems[w] = s
	}
	return s
}

// identify gives the tokens the ids of their stems.
func (l *lexicon) identify(ts []token) {
	for i := range ts {
		if ts[i].mark == 0 {
			ts[i].id = l.id(ts[i].stem)
			ts[i].pluralID = l.id(ts[i].plural)
		}
	}
}

func (l *lexicon) id(s string) int32 {
	if id, ok := l.ids[s]; ok {
		return id
	}
	return unknown
}

func (l *lexicon) words(words string) []string {
	if out, ok := l.split[words]; ok {
		return out
	}
	var out []string
	defer func() { l.split[words] = out }()
	for _, t := range tokenize(words, l.learn) {
		switch {
		case t.plural != "":
			out = append(out, t.plural)
		case t.mark == 0:
			out = append(out, t.stem)
		}
	}
	return out
}

func (l *lexicon) add(finding string, phrases []string, absent bool) error {
	for _, text := range phrases {
		p, err := l.parse(text)
		if err != nil {
			return fmt.Errorf("findings/%s.yaml: phrase %q: %w", finding, text, err)
		}
		if p == nil {
			continue
		}
		p.finding, p.absent = finding, absent
		l.phrases = append(l.phrases, *p)
	}
	return nil
}

// parse reads one phrase; nil when nothing but fillers is left of it.
func (l *lexicon) parse(text string) (*phrase, error) {
	p := &phrase{}
	for _, half := range strings.Split(text, "&") {
		var steps part
		gap := false
		words := strings.Fields(half)
		for i, word := range words {
			lower := strings.ToLower(word)
			if dropped[lower] || particles[lower] && i > 0 && i+1 < len(words) {
				continue
			}
			if word == "..." || word == "…" {
				gap = true
				continue
			}
			e, err := l.element(word)
			if err != nil {
				return nil, err
			}
			if e < 0 {
				continue
			}
			steps = append(steps, step{element: int32(e), gap: gap && len(steps) > 0})
			gap = false
			p.weight++
		}
		if len(steps) > 0 {
			p.parts = append(p.parts, steps)
		}
	}
	if len(p.parts) == 0 {
		return nil, nil
	}
	return p, nil
}

// element interns one word of a phrase: alternatives, classes or a plain word. −1
// when nothing is left of it.
func (l *lexicon) element(word string) (int, error) {
	if i, ok := l.byWord[word]; ok {
		return i, nil
	}
	i, err := l.intern(word)
	if err == nil {
		l.byWord[word] = i
	}
	return i, err
}

func (l *lexicon) intern(word string) (int, error) {
	var alts [][]string
	words := strings.Split(word, "|")
	for _, w := range words {
		if name, ok := strings.CutPrefix(w, "@"); ok {
			class, ok := l.classes[strings.TrimRight(name, ".,")]
			if !ok {
				return 0, fmt.Errorf("unknown word class @%s: add it to lexicon.yaml or correct it", name)
			}
			alts = append(alts, class...)
			continue
		}
		s := l.words(w)
		if len(s) == 0 {
			continue
		}
		alts = append(alts, s)
	}
	if len(alts) == 0 {
		return -1, nil
	}
	keys := make([]string, len(alts))
	for i, a := range alts {
		keys[i] = strings.Join(a, " ")
	}
	sort.Strings(keys)
	key := strings.Join(keys, "|")
	if i, ok := l.byKey[key]; ok {
		return i, nil
	}
	i := l.elements
	l.elements++
	l.byKey[key] = i
	for _, alt := range alts {
		first, from := l.newID(alt[0]), len(l.rests)
		for _, s := range alt[1:] {
			l.rests = append(l.rests, l.newID(s))
		}
		l.filed[first] = append(l.filed[first], start{int32(i), int32(from), int32(len(l.rests))})
	}
	return i, nil
}

// newID is the id of a stem, which it gets when it has none.
func (l *lexicon) newID(s string) int32 {
	id, ok := l.ids[s]
	if !ok {
		id = int32(len(l.filed))
		l.ids[s] = id
		l.filed = append(l.filed, nil)
	}
	return id
}

// index files every phrase under its rarest element, the one fewest phrases use.
func (l *lexicon) index() {
	uses := make([]int, l.elements)
	each := func(p *phrase, f func(int32)) {
		for _, steps := range p.parts {
			for _, s := range steps {
				f(s.element)
			}
		}
	}
	for i := range l.phrases {
		each(&l.phrases[i], func(e int32) { uses[e]++ })
	}
	rarest := make([]int32, len(l.phrases))
	l.under = make([]int32, l.elements+1)
	for i := range l.phrases {
		best := int32(-1)
		each(&l.phrases[i], func(e int32) {
			if best < 0 || uses[e] < uses[best] {
				best = e
			}
		})
		rarest[i] = best
		l.under[best+1]++
	}
	for e := range l.elements {
		l.under[e+1] += l.under[e]
	}
	l.rarest = make([]int32, len(l.phrases))
	next := slices.Clone(l.under)
	for i, e := range rarest {
		l.rarest[next[e]] = int32(i)
		next[e]++
	}
}

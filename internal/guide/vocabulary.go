package guide

import (
	"math/bits"
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/english"
	"github.com/legible-health/legible/internal/slip"
)

// vocabulary numbers the stems of the corpus and knows its words as they are written,
// to mend slips of the keyboard.
type vocabulary struct {
	term  map[string]int32  // of a stem or concept, from 1
	stems map[string]string // of written words, remembered
	count map[string]int    // of written words
	near  map[byte][]target // first letter → words worth mending to, sorted
	words []string          // all written words, sorted
	aims  map[string]bool   // words that show what the guide is about
	other map[string]bool   // words of questions the guide does not answer
}

type target struct {
	word    string
	letters uint32
}

func newVocabulary() *vocabulary {
	return &vocabulary{term: map[string]int32{}, stems: map[string]string{}, count: map[string]int{}, near: map[byte][]target{}, other: map[string]bool{}, aims: map[string]bool{}}
}

// stem remembers: the stemmer is slow and texts repeat themselves.
func (v *vocabulary) stem(w string) string {
	s, ok := v.stems[w]
	if !ok {
		s = stem(w)
		v.stems[w] = s
	}
	return s
}

// number gives a stem its number.
func (v *vocabulary) number(s string) int32 {
	n, ok := v.term[s]
	if !ok {
		n = int32(len(v.term)) + 1
		v.term[s] = n
	}
	return n
}

// close sorts the words once the corpus is read.
func (v *vocabulary) close() {
	for w := range v.count {
		v.words = append(v.words, w)
		if len(w) >= 4 && w[0] < 0x80 {
			v.near[w[0]] = append(v.near[w[0]], target{w, letters(w)})
		}
	}
	for w := range small { // a slip of a small word must not be taken for another word
		if v.count[w] == 0 && len(w) >= 4 {
			v.near[w[0]] = append(v.near[w[0]], target{w, letters(w)})
		}
	}
	slices.Sort(v.words)
	for _, list := range v.near {
		slices.SortFunc(list, func(a, b target) int { return strings.Compare(a.word, b.word) })
	}
}

// maxPrefix bounds the words that a beginning stands for.
const maxPrefix = 24

// startingWith lists written words that begin so, the most frequent first.
func (v *vocabulary) startingWith(prefix string) []string {
	i, _ := slices.BinarySearch(v.words, prefix)
	var out []string
	for ; i < len(v.words) && strings.HasPrefix(v.words[i], prefix); i++ {
		out = append(out, v.words[i])
	}
	slices.SortStableFunc(out, func(a, b string) int { return v.count[b] - v.count[a] })
	return out[:min(len(out), maxPrefix)]
}

// mend returns the word of the corpus that was meant, or "" when the word is known, too
// short, or no word is near. From 4 letters one slip is mended, from 9 two; the first
// letter is taken as right, unless it changed places with the second. Of words as near
// the one written more often is meant.
func (v *vocabulary) mend(w string) string {
	if len(w) < 4 || len(w) > maxWord || v.count[w] > 0 || v.other[w] || english.Known(w) || everyday[w] || everyday[strings.TrimSuffix(w, "s")] || v.term[v.stemOf(w)] != 0 {
		return ""
	}
	limit := 1
	if len(w) >= 9 {
		limit = 2
	}
	best, found := limit+1, ""
	look := func(first byte) {
		own := letters(w)
		for _, t := range v.near[first] {
			if d := len(t.word) - len(w); d > limit || d < -limit || bits.OnesCount32(own^t.letters) > 2*limit {
				continue
			}
			d := slip.Count(w, t.word, best)
			if len(w) == 4 && !swapped(w, t.word) && !v.aims[t.word] {
				continue // most words of four letters are near another
			}
			if d < best || d == best && d <= limit && v.count[t.word] > v.count[found] {
				best, found = d, t.word
			}
		}
	}
	look(w[0])
	if best > limit && w[1] != w[0] && w[1] < 0x80 {
		look(w[1])
		if found != "" && (len(found) < 2 || found[1] != w[0]) {
			return ""
		}
	}
	if best > limit {
		return ""
	}
	return found
}

// swapped reports two words of the same letters, or that differ by a doubled one.
func swapped(a, b string) bool {
	return len(a) == len(b) && letters(a) == letters(b) || undoubled(a) == undoubled(b)
}

// undoubled writes every run of one letter once.
func undoubled(w string) string {
	return string(slices.Compact([]byte(w)))
}

// everyday words have nothing to do with the guide, and are no slips of words that have.
var everyday = set(`suit jumper sweater blouse budgie pet pets hell brush timetable series episode cheapest exam exams calculate shrink bus boiler actor airport album alcove animal apple april argue army artist author baker ball band bank basket battery beach bean bear beat bike bill bird bitcoin
boat book bone boot boss bowl bread bridge brick broken bucket budget burn burger butter button cable cake camera camp candle capital captain card carpet cash castle cattle
chain chair chalk charge cheap cheese chef chess chicken church cinema city clerk clock cloud coach coal coast code coin college comic computer cook cooker cookie
corn couch count country court cousin crash cream credit cricket crime crop crown curtain dance data date deer degree desert design dinner dish divorce dragon drama draw
drawer dream dress drive driver drone duck dust east economy editor egg election engine english essay estate exam factory fair farm farmer fashion fence ferry
field film final finance fire fish fishing flag flat flight flood flour flower forest fork fridge fruit fuel funny game garage garden gate gift glass glove goal goat gold golf
grape grass guitar gun hair hall hamster hammer hat hawk hobby holiday homework honey hotel insect internet island jacket jail job joke journal judge juice jungle kettle
keyboard king kitchen knife ladder lamb lamp land language laptop law lawyer lease lemon lesson letter library lion loan lock lorry lottery lunch magazine mail map market
marry maths meal medal melon menu metal mobile model money monkey moon mortgage mouse movie museum music nail nature news newspaper north novel ocean office onion opera orange
oven owner paint painting palace paper park parrot party passport password pasta patio pencil pepper phone photo piano picture pig pilot pizza planet plant plate player poem
poet police pony pool port post potato pound president price prince printer prize profit queen quiz rabbit race radio rain recipe refund rent rice river road robot rocket roof
room rose salad sale sand school science screen script sea season seed ship shirt shop shower silver singer sink sister ski sky snake snow soap soccer software song soup south
space spider spoon spring stamp star station stock store storm stove street student sugar summer sun table tank task taxi teacher team television tennis tent theatre thief
ticket tiger tile tomato tool tooth tower town toy track tractor traffic train travel tree truck trumpet tune turkey tutor tyre umbrella uncle university vegetable video
village violin visa vote wage wall wallet war wasp watch weather website wedding weekend west wheel wifi wind window winter wolf wood world yard zebra zoo`)

// stemOf is stem without remembering, for words of strangers.
func (v *vocabulary) stemOf(w string) string {
	if s, ok := v.stems[w]; ok {
		return s
	}
	return stem(w)
}

// letters is the set of letters a–z of a word.
func letters(w string) uint32 {
	var m uint32
	for i := 0; i < len(w); i++ {
		if c := w[i]; c >= 'a' && c <= 'z' {
			m |= 1 << (c - 'a')
		}
	}
	return m
}

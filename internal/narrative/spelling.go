package narrative

import (
	"math/bits"
	"sort"

	"github.com/legible-health/legible/internal/english"
	"github.com/legible-health/legible/internal/slip"
)

// speller mends words that are no word of the knowledge base but one slip away from
// exactly one that phrases use.
type speller struct {
	known   map[string]bool     // every word of the knowledge base's prose and phrases
	targets map[string][]target // first letter → words of phrases, sorted
}

type target struct {
	word    string
	letters uint32
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

func newSpeller(targets, prose map[string]bool) *speller {
	s := &speller{known: map[string]bool{}, targets: map[string][]target{}}
	for w := range prose {
		s.known[w] = true
	}
	for w := range targets {
		s.known[w] = true
		if len(w) >= 4 {
			s.targets[w[:1]] = append(s.targets[w[:1]], target{w, letters(w)})
		}
	}
	for _, list := range s.targets {
		sort.Slice(list, func(i, j int) bool { return list[i].word < list[j].word })
	}
	return s
}

// oddHere are ordinary words that are nearly always a slip in a story about legs.
var oddHere = set("crams cramming tinkling tangling braise braised braises braising")

// mend returns the word meant, or "" when the word is known, ordinary English, short or
// ambiguous. A word of 5 letters may hold one slip, of 11 two; the first letter is taken
// as right.
func (s *speller) mend(w string) string {
	if len(w) < 5 || s.known[w] || english.Known(w) && !oddHere[w] || s.inflected(w) {
		return ""
	}
	limit := 1
	if len(w) >= 11 {
		limit = 2
	}
	best, found := limit+1, ""
	own := letters(w)
	for _, tg := range s.targets[w[:1]] {
		t := tg.word
		if d := len(t) - len(w); d > limit || d < -limit || bits.OnesCount32(own^tg.letters) > 2*limit {
			continue // each slip changes at most two letters of the set
		}
		d := slip.Count(w, t, best)
		switch {
		case d < best:
			best, found = d, t
		case d == best && d <= limit && found != "" && undoubled(found) == undoubled(w): // only a double letter missed or added
		case d == best && d <= limit && undoubled(t) == undoubled(w):
			found = t
		case d == best && d <= limit && stem(t) != stem(found):
			found = "" // two words are as near: do not guess
		}
	}
	if best > limit {
		return ""
	}
	return found
}

// undoubled writes every run of one letter once.
func undoubled(w string) string {
	out := make([]byte, 0, len(w))
	for i := 0; i < len(w); i++ {
		if i == 0 || w[i] != w[i-1] {
			out = append(out, w[i])
		}
	}
	return string(out)
}

// inflected reports an ordinary form of a known word.
func (s *speller) inflected(w string) bool {
	for _, suffix := range []string{"s", "es", "ed", "d", "ing", "ly", "er", "r", "ness", "y", "ful"} {
		if n := len(w) - len(suffix); n >= 3 && w[n:] == suffix && (s.known[w[:n]] || s.known[w[:n]+"e"]) {
			return true
		}
	}
	return false
}

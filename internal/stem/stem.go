// Package stem reduces English words to their stems, for all who read words: with the
// Snowball stemmer, and a table of what it keeps apart or joins wrongly. What only one
// reader takes for one word, because of what it reads for, that reader adds.
package stem

import (
	"maps"

	"github.com/kljensen/snowball/english"
)

// Stemmer finds stems. Safe for concurrent use.
type Stemmer struct{ irregular map[string]string }

// With returns a stemmer that also knows the irregular words of its owner: the stem of
// each, by the word in lower case or by what Snowball makes of it. These come before the
// table that all share.
func With(own map[string]string) *Stemmer {
	all := maps.Clone(irregular)
	maps.Copy(all, own)
	return &Stemmer{all}
}

// Of returns the stem of a word in lower case, without apostrophes. Any text is accepted.
func (s *Stemmer) Of(word string) string {
	if t, ok := s.irregular[word]; ok {
		return t
	}
	t := english.Stem(word, false)
	if u, ok := s.irregular[t]; ok {
		return u
	}
	return t
}

// irregular words that Snowball keeps apart although they are one word: plurals and past
// tenses, spellings of two countries, and what people write for them.
var irregular = map[string]string{
	"feet": "foot", "calves": "calf", "calfs": "calf", "teeth": "tooth", "nite": "night", "worse": "worsen",
	"woke": "wake", "woken": "wake", "swollen": "swell", "swelled": "swell", "felt": "feel", "stood": "stand", "sat": "sit", "ran": "run",
	"lying": "lie", "laying": "lie", "lay": "lie", "slept": "sleep",
	"oedema": "edema", "tumour": "tumor", "colour": "color", "anaemia": "anemia", "diarrhoea": "diarrhea", "oestrogen": "estrogen", "fibre": "fiber",
}

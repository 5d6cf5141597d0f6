// Package reading measures how hard an English text is to read, so that tests can hold
// what people see to plain words. It decides nothing about a text but its length of
// sentences and words: a short text can still be unclear, and a test cannot read.
//
// The measure is the Flesch–Kincaid grade level (Kincaid, Fishburne, Rogers and Chissom,
// Derivation of new readability formulas for Navy enlisted personnel, Naval Technical
// Training Command, Research Branch Report 8-75, 1975):
//
//	grade = 0.39 × words/sentences + 11.8 × syllables/words − 15.59
//
// which stands for years of school in the United States. It was derived on passages of
// some hundred words; on a sentence of ten words one long word moves it by a grade, so
// a result is read over many texts and never as a verdict on one.
package reading

import (
	"strings"
	"unicode"
)

// Counts are what the formula needs of a text. They add up over texts.
type Counts struct {
	Words, Sentences, Syllables int
}

// Add joins two counts, as if the texts stood one after the other.
func (c Counts) Add(o Counts) Counts {
	return Counts{c.Words + o.Words, c.Sentences + o.Sentences, c.Syllables + o.Syllables}
}

// Grade is the Flesch–Kincaid grade level; 0 for no words. It can be negative for very
// short words and sentences.
func (c Counts) Grade() float64 {
	if c.Words == 0 || c.Sentences == 0 {
		return 0
	}
	words := float64(c.Words)
	return 0.39*words/float64(c.Sentences) + 11.8*float64(c.Syllables)/words - 15.59
}

// Count counts a text. A sentence ends at a period, question mark or exclamation mark
// that a space follows, at a line break and at the end; colons and semicolons end
// none, which is the stricter reading. A word is a run of letters and figures with the
// apostrophes and full stops inside it; words joined by a hyphen or slash are several.
// A figure is one word of one syllable: the formula is about prose.
func Count(text string) Counts {
	var c Counts
	for _, line := range strings.Split(text, "\n") {
		open := false // a sentence with words in it has begun
		for _, field := range strings.Fields(line) {
			for _, w := range words(field) {
				c.Words++
				c.Syllables += Syllables(w)
				open = true
			}
			if open && ends(field) {
				c.Sentences++
				open = false
			}
		}
		if open {
			c.Sentences++
		}
	}
	return c
}

// words splits what stands between two spaces.
func words(field string) []string {
	parts := strings.FieldsFunc(field, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' && r != '’' && r != '.'
	})
	out := parts[:0]
	for _, p := range parts {
		if p = strings.Trim(p, "'’."); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// ends reports whether a sentence ends here, whatever brackets and quotes follow.
func ends(field string) bool {
	field = strings.TrimRight(field, "”’\"')]")
	return strings.HasSuffix(field, ".") && !abbreviations[strings.ToLower(field)] ||
		strings.HasSuffix(field, "?") || strings.HasSuffix(field, "!") || strings.HasSuffix(field, "…")
}

var abbreviations = map[string]bool{"e.g.": true, "i.e.": true, "dr.": true, "vs.": true, "etc.": true, "no.": true}

// Package english knows the ordinary words of English, so that a word which is spelled
// correctly is never taken for a slip of another.
//
// words.txt holds the lower-case words of four letters and more of SCOWL (Spell Checker
// Oriented Word Lists), American and British, sizes 10 to 35, one a line, sorted;
// LICENCE-SCOWL is their licence.
package english

import (
	_ "embed"
	"strings"
)

//go:embed words.txt
var words string

// Shortest is the length in letters of the shortest word known.
const Shortest = 4

// Known reports that w, in lower case, is an ordinary word. Words shorter than Shortest
// are not known.
func Known(w string) bool {
	if len(w) < Shortest {
		return false
	}
	lo, hi := 0, len(words)
	for lo < hi { // words[lo:hi] starts and ends at a line's ends
		mid := (lo + hi) / 2
		start := lo + strings.LastIndexByte(words[lo:mid], '\n') + 1
		end := start + strings.IndexByte(words[start:hi], '\n')
		switch line := words[start:end]; {
		case line == w:
			return true
		case line < w:
			lo = end + 1
		default:
			hi = start
		}
	}
	return false
}

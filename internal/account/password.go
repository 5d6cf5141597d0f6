package account

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/legible-health/legible/internal/errs"
)

// Limits of a password in characters. Length is what makes guessing hopeless; there are
// no rules about digits or signs, and several plain words are welcome.
const (
	MinPassword = 12
	MaxPassword = 256
	minDistinct = 5 // different characters
)

// common holds the beginnings from which people make passwords that others guess first,
// one a line, in lower case: ours, not a list of stolen ones.
//
//go:embed common.txt
var common string

var commonParts = sync.OnceValue(func() []string { return strings.Fields(common) })

// Normal is the form in which a password is hashed, so that it works on every keyboard.
func Normal(password string) string { return norm.NFKC.String(password) }

// CheckPassword reports why a password cannot be taken for an account of that name. The
// field is "password"; the message is one of few fixed ones.
func CheckPassword(name, password string) error {
	p := Normal(password)
	n := utf8.RuneCountInString(p)
	switch {
	case !utf8.ValidString(p):
		return errs.Field("password", "cannot be read")
	case n < MinPassword:
		return errs.Field("password", "must have at least %d characters", MinPassword)
	case n > MaxPassword:
		return errs.Field("password", "must have at most %d characters", MaxPassword)
	case easy(name, p):
		return errs.Field("password", "is too easy to guess")
	case Published(p):
		return errs.Field("password", "is in lists of stolen passwords")
	}
	return nil
}

// easy reports a password that falls to a short list of guesses: few different
// characters, or nothing left beside the name and common parts.
func easy(name, password string) bool {
	seen := map[rune]bool{}
	for _, r := range password {
		seen[unicode.ToLower(r)] = true
	}
	if len(seen) < minDistinct || sequence(password) {
		return true
	}
	rest := letters(password)
	if n := letters(name); utf8.RuneCountInString(n) >= 3 {
		rest = strings.ReplaceAll(rest, n, "")
	}
	for _, part := range commonParts() {
		rest = strings.ReplaceAll(rest, part, "")
	}
	return utf8.RuneCountInString(rest) < 4
}

// letters keeps letters in lower case. What is no letter at both ends, such as a year,
// is dropped; in between, signs that stand for letters in jokes are read as these.
func letters(s string) string {
	s = strings.TrimFunc(s, func(r rune) bool { return !unicode.IsLetter(r) })
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, asLetters.Replace(s))
}

var asLetters = strings.NewReplacer("@", "a", "4", "a", "3", "e", "0", "o", "$", "s", "5", "s", "!", "i", "1", "i", "7", "t")

// sequence reports that almost every character follows the one before it by the same
// small step, as in 123456789012 or abcdefghijkl.
func sequence(s string) bool {
	runes := []rune(s)
	steps := map[rune]int{}
	for i := 1; i < len(runes); i++ {
		steps[runes[i]-runes[i-1]]++
	}
	for _, step := range []rune{-1, 0, 1} {
		if steps[step]*4 >= (len(runes)-1)*3 {
			return true
		}
	}
	return false
}

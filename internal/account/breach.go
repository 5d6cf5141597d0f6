package account

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"slices"
	"sort"
	"strings"
	"unicode"
)

// breached holds the marks of passwords that thieves have published, sorted, one behind
// the other: of a million often used ones those that are long enough for us, and of the
// first hundred thousand those that digits would make long enough. The program in the folder breached writes the file and says where the list is from.
//
//go:embed breached.bin
var breached []byte

// markBytes is how much of a SHA-256 a mark is. One password in ten million is refused
// by chance, which is no harm.
const markBytes = 5

// BreachMark is what stands in the list for a form of a password.
func BreachMark(form string) []byte {
	sum := sha256.Sum256([]byte(form))
	return sum[:markBytes]
}

// GuessedForms are the forms in which a password is looked for in the list: without
// regard to capitals; without signs put behind or in front; without digits put there.
func GuessedForms(password string) []string {
	whole := strings.Map(unicode.ToLower, Normal(password))
	noSigns := strings.TrimFunc(whole, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	bare := strings.TrimFunc(whole, func(r rune) bool { return !unicode.IsLetter(r) })
	return slices.Compact([]string{whole, noSigns, bare})
}

// Published reports a password that stands in the list, as it is or in another dress.
func Published(password string) bool {
	for _, form := range GuessedForms(password) {
		mark := BreachMark(form)
		n := len(breached) / markBytes
		i := sort.Search(n, func(i int) bool { return bytes.Compare(breached[i*markBytes:(i+1)*markBytes], mark) >= 0 })
		if i < n && bytes.Equal(breached[i*markBytes:(i+1)*markBytes], mark) {
			return true
		}
	}
	return false
}

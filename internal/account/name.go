package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/legible-health/legible/internal/errs"
)

// Limits of names and labels, in characters.
const (
	MinName       = 2
	MaxName       = 60
	MaxPersonName = 60
	MaxLabel      = 100
)

// CleanName takes what people add by accident out of a name: spaces around it and runs
// of spaces inside. It composes letters, so that two keyboards write one name.
func CleanName(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// CheckName reports what is wrong with a cleaned user name. It may be any name that can
// be read and typed again; an e-mail address is not needed.
func CheckName(s string) error {
	if n := utf8.RuneCountInString(s); n < MinName || n > MaxName {
		return errs.Field("name", "must have %d to %d characters", MinName, MaxName)
	}
	return visible("name", s)
}

// CheckPersonName reports what is wrong with the cleaned name of a person; none is fine.
func CheckPersonName(s string) error {
	if utf8.RuneCountInString(s) > MaxPersonName {
		return errs.Field("person_name", "must have at most %d characters", MaxPersonName)
	}
	return visible("person_name", s)
}

// CheckLabel reports what is wrong with the cleaned label of a token.
func CheckLabel(s string) error {
	if n := utf8.RuneCountInString(s); n < 1 || n > MaxLabel {
		return errs.Field("label", "must have 1 to %d characters", MaxLabel)
	}
	return visible("label", s)
}

// visible refuses what cannot be seen on a screen: controls, directions, broken text.
func visible(field, s string) error {
	hidden := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError }
	if !utf8.ValidString(s) || strings.ContainsFunc(s, hidden) {
		return errs.Field(field, "has characters that cannot be seen")
	}
	return nil
}

// Relations are what a person can be to the holder of an account.
var Relations = []string{"self", "child", "parent", "partner", "other"}

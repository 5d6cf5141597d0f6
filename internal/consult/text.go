package consult

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/legible-health/legible/internal/errs"
)

// oneLine takes what people add by accident out of a text of one line.
func oneLine(s string) string { return strings.Join(strings.Fields(norm.NFC.String(s)), " ") }

// paragraphs does so for a text of many: ends of lines are made alike, and there is at
// most one empty line in a row.
func paragraphs(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(norm.NFC.String(s), "\r\n", "\n"), "\r", "\n")
	var out []string
	for l := range strings.SplitSeq(s, "\n") {
		l = oneLine(l)
		if l == "" && (len(out) == 0 || out[len(out)-1] == "") {
			continue
		}
		out = append(out, l)
	}
	return strings.TrimSpace(strings.Join(out, "\n"))
}

// checkText checks the length of a text in characters, and that all of it can be seen.
func checkText(field, s string, least, most int, lines bool) error {
	if n := utf8.RuneCountInString(s); n < least || n > most {
		return errs.Field(field, "must have %d to %d characters", least, most)
	}
	hidden := func(r rune) bool {
		return r == utf8.RuneError || unicode.Is(unicode.Cf, r) || unicode.IsControl(r) && (!lines || r != '\n')
	}
	if !utf8.ValidString(s) || strings.ContainsFunc(s, hidden) {
		return errs.Field(field, "has characters that cannot be seen")
	}
	return nil
}

// Slug makes the part of an address out of a name: lower-case letters and digits, parts
// apart by hyphens; letters that have no plain form are left out. It may come out too
// short for CheckSlug.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(r)
		case r == 'ß':
			b.WriteString("ss")
		case !unicode.Is(unicode.Mn, r):
			gap = true
		}
	}
	s := b.String()
	if len(s) > MaxSlug {
		s = strings.Trim(s[:MaxSlug], "-")
	}
	return s
}

var slugForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// CheckSlug reports what is wrong with the part of an address: errs.Invalid with the field
// slug.
func CheckSlug(s string) error {
	if len(s) < MinSlug || len(s) > MaxSlug || !slugForm.MatchString(s) {
		return errs.Field("slug", "must have %d to %d small letters, digits and single hyphens between them", MinSlug, MaxSlug)
	}
	return nil
}

func isCountry(s string) bool {
	return len(s) == 2 && s[0] >= 'A' && s[0] <= 'Z' && s[1] >= 'A' && s[1] <= 'Z'
}

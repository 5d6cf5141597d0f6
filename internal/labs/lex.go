package labs

import (
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or one other character of a report.
type token struct {
	kind       byte // 'w', 'n' or 's'
	text       string
	start, end int // bytes
	line       int
}

// lex splits a report. A word starts with a letter and may hold digits (B12, HbA1c); a
// number holds points and commas that have a digit behind them. Blanks are left out.
func lex(text string) []token {
	out := make([]token, 0, len(text)/4+1)
	line := 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		start := i
		switch {
		case r == '\n':
			line++
			i += n
			continue
		case unicode.IsSpace(r) || r == '\u200b' || r == '\ufeff':
			i += n
			continue
		case digit(r):
			i = numberEnd(text, i)
			out = append(out, token{'n', text[start:i], start, i, line})
		case unicode.IsLetter(r):
			i = wordEnd(text, i)
			out = append(out, token{'w', text[start:i], start, i, line})
		default:
			i += n
			out = append(out, token{'s', text[start:i], start, i, line})
		}
	}
	return out
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func numberEnd(text string, i int) int {
	for i < len(text) {
		c := rune(text[i])
		if digit(c) || (c == '.' || c == ',') && i+1 < len(text) && digit(rune(text[i+1])) {
			i++
			continue
		}
		break
	}
	return i
}

func wordEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsLetter(r) && !digit(r) {
			break
		}
		i += n
	}
	return i
}

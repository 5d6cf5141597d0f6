package api

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text reads a string and returns it with its quotes. Half a surrogate pair is no
// character; decoders would replace it silently.
func (c *scanner) text() ([]byte, *syntaxError) {
	start := c.pos
	for c.pos++; c.pos < len(c.data); {
		switch b := c.data[c.pos]; {
		case b == '"':
			c.pos++
			return c.data[start:c.pos], nil
		case b < 0x20:
			return nil, c.broken("is not valid JSON at byte %d: escape control characters in strings", c.pos)
		case b == '\\':
			if err := c.escape(); err != nil {
				return nil, err
			}
		default:
			c.pos++
		}
	}
	return nil, c.broken("ends too early: a string is not closed")
}

func (c *scanner) escape() *syntaxError {
	if c.pos+1 == len(c.data) {
		return c.broken("ends too early: a string is not closed")
	}
	switch c.data[c.pos+1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		c.pos += 2
		return nil
	case 'u':
		r := c.hex(c.pos)
		if r < 0 || !utf16.IsSurrogate(r) {
			if r < 0 {
				break
			}
			c.pos += 6
			return nil
		}
		if utf16.DecodeRune(r, c.hex(c.pos+6)) == utf8.RuneError {
			return c.broken("is not valid Unicode at byte %d: half a surrogate pair", c.pos)
		}
		c.pos += 12
		return nil
	}
	return c.broken("is not valid JSON at byte %d: unknown escape in a string", c.pos)
}

// hex reads \uXXXX at i, or returns −1.
func (c *scanner) hex(i int) rune {
	if i+6 > len(c.data) || c.data[i] != '\\' || c.data[i+1] != 'u' {
		return -1
	}
	n, err := strconv.ParseUint(string(c.data[i+2:i+6]), 16, 16)
	if err != nil {
		return -1
	}
	return rune(n)
}

// unquote returns the text of a string that text has checked.
func unquote(raw []byte) string {
	inner := string(raw[1 : len(raw)-1])
	if strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	var s string
	if json.Unmarshal(raw, &s) != nil { // not reached: text checked the escapes
		return inner
	}
	return s
}

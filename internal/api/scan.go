package api

import (
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// Limits of a JSON body, besides its size.
const (
	maxDepth  = 20 // levels of nesting
	maxDigits = 64 // characters of one number
	maxFaults = 20 // faults reported at once
)

// scanner walks a body once, comparing it with a shape. A fault of a field is noted and
// the walk goes on, so that a caller sees all of them; a fault of the syntax ends it.
type scanner struct {
	data   []byte
	pos    int
	path   []step
	faults []FieldError
}

// step is a key or an index on the way to the current value; kept unrendered because
// nearly every request is right.
type step struct {
	key   string
	index int // used when key is empty
}

// syntaxError ends a walk.
type syntaxError struct{ FieldError }

func (e *syntaxError) Error() string { return e.Location + ": " + e.Message }

// decode reads data into v, whose shape is s. It returns the faults; v is only to be
// used when there are none.
func decode(data []byte, s *shape, v any) []FieldError {
	if !utf8.Valid(data) {
		return []FieldError{{"body", "is not valid UTF-8; encode the text as UTF-8"}}
	}
	c := &scanner{data: data}
	if err := c.document(s); err != nil {
		return []FieldError{err.FieldError}
	}
	if len(c.faults) > 0 {
		return c.faults
	}
	if err := json.Unmarshal(data, v); err != nil {
		// The scanner is at least as strict; this is a second lock, not a path.
		return []FieldError{{"body", "does not fit the schema"}}
	}
	return nil
}

func (c *scanner) document(s *shape) *syntaxError {
	if c.space(); c.pos == len(c.data) {
		return c.broken("is empty; send a JSON object")
	}
	if err := c.value(s); err != nil {
		return err
	}
	if c.space(); c.pos < len(c.data) {
		return c.broken("has more data after the JSON value, at byte %d", c.pos)
	}
	return nil
}

// value reads one value. A nil shape accepts anything: what stands under a field that
// is already refused.
func (c *scanner) value(s *shape) *syntaxError {
	if c.pos == len(c.data) {
		return c.broken("ends too early: the JSON is cut off")
	}
	switch b := c.data[c.pos]; {
	case (b == '{' || b == '[') && len(c.path) >= maxDepth:
		return c.broken("is nested deeper than %d levels", maxDepth)
	case b == '{':
		return c.object(c.expect(s, object))
	case b == '[':
		return c.array(c.expect(s, array))
	case b == '"':
		c.expect(s, text)
		_, err := c.text()
		return err
	case b == '-' || '0' <= b && b <= '9':
		return c.number(c.expect(s, number))
	case c.word("true") || c.word("false"):
		c.expect(s, boolean)
		return nil
	case c.word("null"):
		if s != nil && !s.nullable {
			c.fault("must be %s, not null; leave it out when it is not known", s.kind)
		}
		return nil
	}
	return c.broken("is not valid JSON at byte %d", c.pos)
}

// expect notes a fault when a value of kind got stands where s wants another, and then
// returns nil, so that nothing below is compared.
func (c *scanner) expect(s *shape, got kindOfValue) *shape {
	switch {
	case s == nil || s.kind == got:
		return s
	case s.kind == answer && (got == text || got == number || got == array), s.kind == integer && got == number:
		return s
	}
	c.fault("must be %s, not %s", s.kind, got)
	return nil
}

// number checks the grammar and the size. NaN and Infinity are no JSON; 1e999 is, but
// is infinite as a float64 and refused too.
func (c *scanner) number(s *shape) *syntaxError {
	start := c.pos
	for c.pos < len(c.data) && isNumberByte(c.data[c.pos]) {
		c.pos++
	}
	raw := c.data[start:c.pos]
	if !json.Valid(raw) {
		return c.broken("is not valid JSON at byte %d: malformed number", start)
	}
	if len(raw) > maxDigits {
		c.fault("has a number of more than %d characters", maxDigits)
		return nil
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || math.IsInf(f, 0) {
		c.fault("is a number too large to use")
		return nil
	}
	if s != nil && s.kind == integer {
		if _, err := strconv.ParseInt(string(raw), 10, 32); err != nil {
			c.fault("must be a whole number, written without point or exponent")
		}
	}
	return nil
}

func isNumberByte(b byte) bool {
	return '0' <= b && b <= '9' || b == '-' || b == '+' || b == '.' || b == 'e' || b == 'E'
}

func (c *scanner) word(w string) bool {
	if c.pos+len(w) > len(c.data) || string(c.data[c.pos:c.pos+len(w)]) != w {
		return false
	}
	c.pos += len(w)
	return true
}

func (c *scanner) space() {
	for c.pos < len(c.data) {
		switch c.data[c.pos] {
		case ' ', '\t', '\n', '\r':
			c.pos++
		default:
			return
		}
	}
}

// broken describes a fault of the syntax, which belongs to the body as a whole.
func (c *scanner) broken(format string, args ...any) *syntaxError {
	return &syntaxError{FieldError{"body", fmt.Sprintf(format, args...)}}
}

// fault notes a fault of the current field.
func (c *scanner) fault(format string, args ...any) {
	if len(c.faults) < maxFaults {
		c.faults = append(c.faults, FieldError{c.location(), fmt.Sprintf(format, args...)})
	}
}

package api

import (
	"strconv"
	"strings"
)

// object reads { … }. With a shape, keys are compared exactly (no other case, no
// duplicates) and unknown ones refused; without, only the syntax counts.
func (c *scanner) object(s *shape) *syntaxError {
	var seen uint64
	return c.members('}', func() *syntaxError {
		if c.pos == len(c.data) || c.data[c.pos] != '"' {
			return c.broken("is not valid JSON at byte %d: expected a field name in quotes", c.pos)
		}
		raw, err := c.text()
		if err != nil {
			return err
		}
		if c.space(); !c.word(":") {
			return c.broken("is not valid JSON at byte %d: expected a colon", c.pos)
		}
		c.space()
		if s == nil {
			return c.under(step{key: "?"}, nil)
		}
		key := unquote(raw)
		f, known := s.fields[key]
		switch bit := uint64(1) << f.index; {
		case !known:
			c.unknown(key)
			return c.under(step{key: "?"}, nil)
		case seen&bit != 0:
			c.path = append(c.path, step{key: key})
			c.fault("is given twice; keep one")
			c.path = c.path[:len(c.path)-1]
		default:
			seen |= bit
		}
		return c.under(step{key: key}, f.shape)
	})
}

// array reads [ … ].
func (c *scanner) array(s *shape) *syntaxError {
	var elem *shape
	if s != nil {
		elem = s.elem
	}
	i := -1
	return c.members(']', func() *syntaxError {
		i++
		return c.under(step{index: i}, elem)
	})
}

// under reads the value one step further down.
func (c *scanner) under(to step, s *shape) *syntaxError {
	c.path = append(c.path, to)
	err := c.value(s)
	c.path = c.path[:len(c.path)-1]
	return err
}

// members reads what stands between brackets, separated by commas, up to end.
func (c *scanner) members(end byte, one func() *syntaxError) *syntaxError {
	c.pos++
	if c.space(); c.pos < len(c.data) && c.data[c.pos] == end {
		c.pos++
		return nil
	}
	for {
		c.space()
		if err := one(); err != nil {
			return err
		}
		c.space()
		if c.pos == len(c.data) {
			return c.broken("ends too early: the JSON is cut off")
		}
		switch c.data[c.pos] {
		case end:
			c.pos++
			return nil
		case ',':
			c.pos++
		default:
			return c.broken("is not valid JSON at byte %d: expected a comma or %q", c.pos, end)
		}
	}
}

// unknown notes a field the contract does not have. Its name is repeated only when it
// looks like a field name, because free text put in the wrong place is health data.
func (c *scanner) unknown(key string) {
	if !looksLikeName(key) {
		c.fault("has a field with an unusable name, before byte %d; the schema lists the fields", c.pos)
		return
	}
	c.path = append(c.path, step{key: key})
	c.fault("is not a field here; remove it or correct its name")
	c.path = c.path[:len(c.path)-1]
}

func looksLikeName(key string) bool {
	if key == "" || len(key) > 40 {
		return false
	}
	return strings.IndexFunc(key, func(r rune) bool {
		return !(r == '_' || r == '-' || r == '$' || '0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z')
	}) < 0
}

// location renders the path: body.evidence[3].presence.
func (c *scanner) location() string {
	var b strings.Builder
	b.WriteString("body")
	for _, s := range c.path {
		if s.key != "" {
			b.WriteByte('.')
			b.WriteString(s.key)
			continue
		}
		b.WriteByte('[')
		b.WriteString(strconv.Itoa(s.index))
		b.WriteByte(']')
	}
	return b.String()
}

package diary

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"strings"
	"unicode/utf8"
)

// node is one JSON value with its place. The standard decoder alone is too lenient for
// health data: it takes a doubled key, a key in the wrong case, and stops at the first
// fault without saying where.
type node struct {
	start  int    // byte offset
	sort   byte   // '{' '[' '"' '0' 't' (true, false) or 'n' (null)
	text   string // of a string; the digits of a number; true or false
	fields []member
	items  []*node
}

type member struct {
	start int
	name  string
	value *node
}

// deepest nesting read; an entry needs five.
const deepest = 12

var errDeep = errors.New("is nested too deeply")

// treeReader walks the tokens of one text.
type treeReader struct {
	raw []byte
	dec *json.Decoder
}

// parseTree reads one JSON value and nothing after it.
func parseTree(raw []byte) (*node, *Fault) {
	if i := invalidUTF8(raw); i >= 0 {
		return nil, faultAt(raw, i, "is not UTF-8 text")
	}
	r := &treeReader{raw, json.NewDecoder(bytes.NewReader(raw))}
	r.dec.UseNumber()
	root, err := r.value(0)
	if err == nil {
		rest := raw[r.dec.InputOffset():]
		if more := bytes.TrimLeft(rest, " \t\r\n"); len(more) > 0 {
			return nil, faultAt(raw, len(raw)-len(more), "expected nothing more")
		}
		return root, nil
	}
	offset := r.next()
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		offset = max(0, min(int(syntax.Offset)-1, len(raw)))
	}
	if errors.Is(err, errDeep) {
		return nil, faultAt(raw, offset, errDeep.Error())
	}
	return nil, faultAt(raw, offset, "is not valid JSON here")
}

// next is the offset of the next token.
func (r *treeReader) next() int {
	i := int(r.dec.InputOffset())
	for i < len(r.raw) && bytes.IndexByte([]byte(" \t\r\n,:"), r.raw[i]) >= 0 {
		i++
	}
	return i
}

func (r *treeReader) value(depth int) (*node, error) {
	if depth > deepest {
		return nil, errDeep
	}
	n := &node{start: r.next()}
	token, err := r.dec.Token()
	if err != nil {
		return nil, err
	}
	switch t := token.(type) {
	case json.Delim:
		n.sort = byte(t)
		return n, r.members(n, depth)
	case string:
		n.sort, n.text = '"', t
	case json.Number:
		n.sort, n.text = '0', t.String()
	case bool:
		n.sort, n.text = 't', "false"
		if t {
			n.text = "true"
		}
	default:
		n.sort = 'n'
	}
	return n, nil
}

func (r *treeReader) members(n *node, depth int) error {
	for r.dec.More() {
		m := member{start: r.next()}
		if n.sort == '{' {
			token, err := r.dec.Token()
			if err != nil {
				return err
			}
			m.name, _ = token.(string) // the decoder takes nothing else for a key
		}
		value, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		if n.sort == '[' {
			n.items = append(n.items, value)
			continue
		}
		m.value = value
		n.fields = append(n.fields, m)
	}
	_, err := r.dec.Token() // the closing bracket
	return err
}

// get returns the first value of the name, or nil.
func (n *node) get(name string) *node {
	for _, m := range n.fields {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

func invalidUTF8(raw []byte) int {
	for i := 0; i < len(raw); {
		r, size := utf8.DecodeRune(raw[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func faultAt(raw []byte, offset int, message string) *Fault {
	line, column := place(raw, offset)
	return &Fault{Line: line, Column: column, Message: message}
}

// place turns a byte offset into line and column, both from 1, the column in characters.
func place(raw []byte, offset int) (line, column int) {
	before := raw[:min(offset, len(raw))]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf8.RuneCount(before[start:]) + 1
}

// find is the offset of the value at a dotted path, or of the nearest one around it.
func (n *node) find(path string) int {
	for path != "" {
		name, rest, _ := strings.Cut(path, ".")
		name, index, _ := strings.Cut(name, "[")
		next := n.get(name)
		if next == nil {
			break
		}
		if i, err := strconv.Atoi(strings.TrimSuffix(index, "]")); err == nil && i >= 0 && i < len(next.items) {
			next = next.items[i]
		}
		n, path = next, rest
	}
	return n.start
}

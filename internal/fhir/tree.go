package fhir

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"unicode/utf8"
)

// Bounds of what is read.
const (
	MaxSize   = 1 << 20 // bytes
	maxDepth  = 40      // of objects and lists in one another
	maxValues = 60_000  // each takes far more room than its few bytes
)

// node is a value of JSON. sort is one of { [ s n b 0: object, list, string, number,
// boolean, null.
type node struct {
	sort   byte
	text   string // of a string or number
	fields []member
	items  []*node
}

type member struct {
	name  string
	value *node
}

func (n *node) get(name string) *node {
	for _, m := range n.fields {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// Reasons why something is no JSON that can be read.
var (
	errUTF8   = errors.New("is not valid UTF-8")
	errSyntax = errors.New("is not valid JSON")
	errDepth  = errors.New("holds lists and objects too deep in one another")
	errMany   = errors.New("holds too many values; send it in parts")
	errTwice  = errors.New("names an element twice")
	errSize   = errors.New("is larger than 1 MiB")
)

// parseTree reads exactly one value of JSON. Unlike encoding/json it refuses an element
// that is named twice, of which one would be lost.
func parseTree(data []byte) (*node, error) {
	switch {
	case len(data) > MaxSize:
		return nil, errSize
	case !utf8.Valid(data):
		return nil, errUTF8
	case !json.Valid(data): // also bounds the depth, to 10,000
		return nil, errSyntax
	}
	d := &parser{Decoder: json.NewDecoder(bytes.NewReader(data))}
	d.UseNumber()
	n, err := parseValue(d, 0)
	if err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errSyntax
	}
	return n, nil
}

// parser counts the values it has read.
type parser struct {
	*json.Decoder
	values int
}

func parseValue(d *parser, depth int) (*node, error) {
	if d.values++; d.values > maxValues {
		return nil, errMany
	}
	if depth > maxDepth {
		return nil, errDepth
	}
	t, err := d.Token()
	if err != nil {
		return nil, errSyntax
	}
	switch t := t.(type) {
	case json.Delim:
		if t == '{' {
			return parseObject(d, depth)
		}
		return parseList(d, depth)
	case string:
		return &node{sort: 's', text: t}, nil
	case json.Number:
		return &node{sort: 'n', text: t.String()}, nil
	case bool:
		return &node{sort: 'b'}, nil
	}
	return &node{sort: '0'}, nil
}

func parseObject(d *parser, depth int) (*node, error) {
	n, seen := &node{sort: '{'}, map[string]bool{}
	for d.More() {
		t, err := d.Token()
		name, ok := t.(string)
		if err != nil || !ok {
			return nil, errSyntax
		}
		if seen[name] {
			return nil, errTwice
		}
		seen[name] = true
		v, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		n.fields = append(n.fields, member{name, v})
	}
	_, err := d.Token()
	return n, err
}

func parseList(d *parser, depth int) (*node, error) {
	n := &node{sort: '['}
	for d.More() {
		v, err := parseValue(d, depth+1)
		if err != nil {
			return nil, err
		}
		n.items = append(n.items, v)
	}
	_, err := d.Token()
	return n, err
}

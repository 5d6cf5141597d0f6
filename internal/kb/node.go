package kb

import (
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// pairsOf lists the pairs of a mapping, which the parser may give as one bare pair.
func pairsOf(n ast.Node) ([]*ast.MappingValueNode, bool) {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values, true
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}, true
	}
	return nil, false
}

func keyOf(p *ast.MappingValueNode) (string, bool) {
	switch k := p.Key.(type) {
	case *ast.StringNode:
		return k.Value, true
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		return k.GetToken().Value, true
	}
	return "", false
}

func join(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

// lineAt is the line a node starts on; a mapping starts at its first key.
func lineAt(n ast.Node) int {
	if pairs, ok := pairsOf(n); ok && len(pairs) > 0 {
		n = pairs[0].Key
	}
	if t := n.GetToken(); t != nil && t.Position != nil {
		return t.Position.Line
	}
	return 1
}

// line finds the line of a dotted field path, or of its nearest parent.
func (f *file) line(field string) int {
	if f.lines == nil {
		f.lines = map[string]int{"": 1}
		if root, err := parse(f.entry); err == nil {
			f.walk(root, "")
		}
	}
	for {
		if line, ok := f.lines[field]; ok {
			return line
		}
		field = field[:max(0, strings.LastIndexAny(field, ".["))]
	}
}

func (f *file) walk(n ast.Node, field string) {
	if pairs, ok := pairsOf(n); ok {
		for _, p := range pairs {
			if key, ok := keyOf(p); ok {
				name := join(field, key)
				f.lines[name] = lineAt(p)
				f.walk(p.Value, name)
			}
		}
	}
	if seq, ok := n.(*ast.SequenceNode); ok {
		for i, x := range seq.Values {
			name := at(field, i)
			f.lines[name] = lineAt(x)
			f.walk(x, name)
		}
	}
}

// fieldCache keeps the fields of a struct type by their YAML name.
type fieldCache map[reflect.Type]map[string]yamlField

type yamlField struct {
	index    []int
	required bool
}

func (c fieldCache) of(t reflect.Type) map[string]yamlField {
	if fields := c[t]; fields != nil {
		return fields
	}
	fields := map[string]yamlField{}
	for _, f := range reflect.VisibleFields(t) {
		name, option, _ := strings.Cut(f.Tag.Get("yaml"), ",")
		if name != "" && name != "-" {
			fields[name] = yamlField{f.Index, option != "omitempty"}
		}
	}
	c[t] = fields
	return fields
}

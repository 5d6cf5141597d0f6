package kb

import (
	"encoding"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// filler puts YAML values into Go values. It is stricter than the YAML library's own
// strict mode, which takes "0.5" for a number, keeps aliases, cannot tell that a field
// is missing, stops at the first fault and does not say in which field it is.
//
// A field must be written unless its yaml tag says omitempty. null stands for an empty
// list, map, pointer or an unknown whole number.
type filler struct {
	types  fieldCache
	report func(line int, field, msg string)
}

// worded is a value that may also be written as one word.
type worded interface{ setWord(string) }

func fill(root ast.Node, v any, types fieldCache, report func(line int, field, msg string)) {
	(&filler{types, report}).value(root, reflect.ValueOf(v).Elem(), "")
}

func (d *filler) fault(n ast.Node, field, format string, args ...any) {
	d.report(lineAt(n), field, fmt.Sprintf(format, args...))
}

func (d *filler) value(n ast.Node, v reflect.Value, field string) {
	switch n.(type) {
	case *ast.AnchorNode, *ast.AliasNode:
		d.fault(n, field, "anchors and aliases are not allowed: write the value out")
		return
	case *ast.TagNode:
		d.fault(n, field, "tags are not allowed: write the value without one")
		return
	case *ast.NullNode:
		switch v.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			return
		case reflect.Int:
			if _, text := v.Addr().Interface().(encoding.TextUnmarshaler); !text {
				return
			}
		}
		d.fault(n, field, "is empty: write a value or leave the field out")
		return
	}
	if text, ok := textOf(n); ok {
		switch to := v.Addr().Interface().(type) {
		case worded:
			to.setWord(text)
			return
		case encoding.TextUnmarshaler:
			if err := to.UnmarshalText([]byte(text)); err != nil {
				d.fault(n, field, "%v", err)
			}
			return
		}
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), field)
	case reflect.Struct:
		d.structure(n, v, field)
	case reflect.Map:
		d.mapping(n, v, field)
	case reflect.Slice:
		d.list(n, v, field)
	default:
		d.scalar(n, v, field)
	}
}

func (d *filler) scalar(n ast.Node, v reflect.Value, field string) {
	if _, text := v.Addr().Interface().(encoding.TextUnmarshaler); text {
		d.wants(n, field, "a word")
		return
	}
	switch v.Kind() {
	case reflect.String:
		text, ok := textOf(n)
		if !ok {
			d.wants(n, field, "text; put it in quotes if it is")
			return
		}
		v.SetString(text)
	case reflect.Bool:
		if b, ok := n.(*ast.BoolNode); ok {
			v.SetBool(b.Value)
			return
		}
		d.wants(n, field, "true or false")
	case reflect.Int:
		if f, ok := number(n); ok && f == math.Trunc(f) && math.Abs(f) < 1e9 {
			v.SetInt(int64(f))
			return
		}
		d.wants(n, field, "a whole number")
	case reflect.Float64:
		if f, ok := number(n); ok {
			v.SetFloat(f)
			return
		}
		d.wants(n, field, "a number such as 0.05, without quotes")
	default:
		panic("kb: no rule for " + v.Type().String()) // a type of this package, not of a file
	}
}

// textOf reads text, on one line or as a block.
func textOf(n ast.Node) (string, bool) {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	}
	return "", false
}

// number reads a finite number.
func number(n ast.Node) (float64, bool) {
	switch n := n.(type) {
	case *ast.FloatNode:
		return n.Value, !math.IsNaN(n.Value) && !math.IsInf(n.Value, 0)
	case *ast.IntegerNode:
		switch i := n.Value.(type) {
		case int64:
			return float64(i), true
		case uint64:
			return float64(i), true
		}
	}
	return 0, false
}

func (d *filler) wants(n ast.Node, field, what string) {
	d.fault(n, field, "found %s, needs %s", found(n), what)
}

func found(n ast.Node) string {
	switch n.(type) {
	case *ast.MappingNode, *ast.MappingValueNode:
		return "a map of fields"
	case *ast.SequenceNode:
		return "a list"
	}
	text := []rune(n.GetToken().Value)
	if len(text) > 40 {
		text = append(text[:40], '…')
	}
	return fmt.Sprintf("%q", string(text))
}

func (d *filler) list(n ast.Node, v reflect.Value, field string) {
	seq, ok := n.(*ast.SequenceNode)
	if !ok {
		d.wants(n, field, "a list such as [a, b]")
		return
	}
	if len(seq.Values) == 0 {
		return
	}
	list := reflect.MakeSlice(v.Type(), len(seq.Values), len(seq.Values))
	for i, x := range seq.Values {
		elem, name := list.Index(i), at(field, i)
		if _, null := x.(*ast.NullNode); null || x == nil {
			d.fault(n, name, "is empty: write a value or remove the dash")
			continue
		}
		d.value(x, elem, name)
	}
	v.Set(list)
}

func (d *filler) mapping(n ast.Node, v reflect.Value, field string) {
	pairs, ok := pairsOf(n)
	if !ok {
		d.wants(n, field, "a map such as {a: b}")
		return
	}
	if len(pairs) == 0 {
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(pairs)))
	for _, p := range pairs {
		key, ok := d.key(p, field)
		if !ok {
			continue
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		into := elem
		if elem.Kind() == reflect.Pointer { // null is no value of a map
			elem.Set(reflect.New(elem.Type().Elem()))
			into = elem.Elem()
		}
		d.value(p.Value, into, join(field, key))
		v.SetMapIndex(reflect.ValueOf(key), elem)
	}
}

func (d *filler) structure(n ast.Node, v reflect.Value, field string) {
	pairs, ok := pairsOf(n)
	if !ok {
		d.wants(n, field, "a map of fields")
		return
	}
	fields := d.types.of(v.Type())
	written := map[string]bool{}
	for _, p := range pairs {
		key, ok := d.key(p, field)
		if !ok {
			continue
		}
		f, known := fields[key]
		if !known {
			d.fault(p, join(field, key), "unknown field %q: known are %s", key,
				strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
			continue
		}
		written[key] = true
		d.value(p.Value, v.FieldByIndex(f.index), join(field, key))
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if fields[name].required && !written[name] {
			d.fault(n, join(field, name), "is missing")
		}
	}
}

// key reads the name of a pair; it refuses merge keys and anything but a plain word.
func (d *filler) key(p *ast.MappingValueNode, field string) (string, bool) {
	name, ok := keyOf(p)
	if !ok {
		d.fault(p, field, "%s is not a field name", found(p.Key))
	}
	return name, ok
}

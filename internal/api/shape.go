package api

import (
	"encoding/json"
	"reflect"
	"strings"
)

// shape is what a JSON value must look like to fit a Go type. encoding/json alone is
// too kind for medical input: it takes "AGE" for "age", keeps the last of two equal
// keys, drops trailing data and turns broken UTF-8 into question marks. Each of these
// is a way to compute on something other than what the caller meant.
type shape struct {
	kind     kindOfValue
	nullable bool
	fields   map[string]field // object
	elem     *shape           // array
}

type field struct {
	index int // bit in the set of keys seen
	shape *shape
}

type kindOfValue int

const (
	anyValue kindOfValue = iota
	object
	array
	text
	number
	integer
	boolean
	answer // the value of an answer: a number, a string, or a list of strings
)

var kindNames = [...]string{"any value", "an object", "an array", "a string", "a number", "a whole number",
	"true or false", "a number, a string or a list of strings"}

func (k kindOfValue) String() string { return kindNames[k] }

var rawMessage = reflect.TypeFor[json.RawMessage]()

// shapeOf reads the shape off a type by its json tags. It panics on a type that has no
// place in a request, which shows at start-up. Pointers may be null; nothing else may:
// a null answer could be taken for "none of these".
func shapeOf(t reflect.Type) *shape {
	if t == rawMessage {
		return &shape{kind: answer, elem: &shape{kind: text}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		s := shapeOf(t.Elem())
		s.nullable = true
		return s
	case reflect.Struct:
		return structShape(t)
	case reflect.Slice:
		return &shape{kind: array, elem: shapeOf(t.Elem())}
	case reflect.String:
		return &shape{kind: text}
	case reflect.Float64:
		return &shape{kind: number}
	case reflect.Int:
		return &shape{kind: integer}
	case reflect.Bool:
		return &shape{kind: boolean}
	}
	panic("api: no JSON shape for " + t.String())
}

func structShape(t reflect.Type) *shape {
	s := &shape{kind: object, fields: map[string]field{}}
	for i := range t.NumField() {
		name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if name == "" || name == "-" {
			panic("api: " + t.String() + "." + t.Field(i).Name + " has no name in JSON")
		}
		s.fields[name] = field{index: i, shape: shapeOf(t.Field(i).Type)}
	}
	if len(s.fields) > 64 {
		panic("api: " + t.String() + " has more fields than the set of keys seen can hold")
	}
	return s
}

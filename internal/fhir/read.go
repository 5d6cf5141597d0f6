package fhir

import (
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
)

// Fault is one thing of a resource that is wrong, or, among notes, that was not read.
type Fault struct {
	Code Code   // of the standard's issue types: structure, value, required, not-supported, …
	Path string // FHIRPath, e.g. Observation.valueQuantity.value
	Text string // what is wrong and what to send instead
}

// Faults are all that is wrong with a resource, as an error.
type Faults []Fault

func (f Faults) Error() string {
	if len(f) == 0 {
		return "no fault"
	}
	return strings.TrimSpace(f[0].Path + " " + f[0].Text)
}

// Issues words faults for an OperationOutcome.
func (f Faults) Issues(severity Code) []Issue {
	out := make([]Issue, len(f))
	for i, x := range f {
		out[i] = Issue{Severity: severity, Code: x.Code, Diagnostics: strings.TrimSpace(x.Path + " " + x.Text)}
		if x.Path != "" {
			out[i].Expression = []string{x.Path}
		}
	}
	return out
}

// mostFaults bounds the faults, and the notes that are named, of one resource.
const mostFaults = 50

// Read reads one resource. The error is Faults, and then nothing was read. notes name
// what stands in the resource and has no place in the structs: it was left out. Of many
// the first are named, and a last one without a path says that there are more.
func Read(data []byte) (r Resource, notes Faults, err error) {
	root, err := parseTree(data)
	if err != nil {
		return nil, nil, Faults{{"structure", "", "The resource " + err.Error() + "."}}
	}
	w := &walk{}
	w.resource(root, "")
	if len(w.faults) > 0 {
		return nil, nil, w.faults
	}
	var a Any
	if err := json.Unmarshal(data, &a); err != nil { // the walk has seen to it
		return nil, nil, Faults{{"structure", "", "The resource cannot be read as FHIR R4."}}
	}
	return a.Resource, w.notes, nil
}

// walk compares what was sent with the structs.
type walk struct{ faults, notes Faults }

func (w *walk) fault(code Code, path, format string, args ...any) {
	if len(w.faults) < mostFaults {
		w.faults = append(w.faults, Fault{code, path, fmt.Sprintf(format, args...)})
	}
}

// note names what was not read; behind the last that is named stands that there is more.
func (w *walk) note(path, text string) {
	switch {
	case len(w.notes) < mostFaults:
		w.notes = append(w.notes, Fault{"not-supported", path, text})
	case len(w.notes) == mostFaults:
		w.notes = append(w.notes, Fault{"not-supported", "", "More than is named was not read."})
	}
}

var elementName = regexp.MustCompile(`^_?[A-Za-z][A-Za-z0-9]{0,63}$`)

// resource checks an object by its resourceType.
func (w *walk) resource(n *node, path string) {
	if n.sort != '{' {
		w.fault("structure", path, "must be a resource, an object")
		return
	}
	kind := n.get("resourceType")
	if kind == nil || kind.sort != 's' || !elementName.MatchString(kind.text) {
		w.fault("structure", path, "needs a resourceType")
		return
	}
	if path == "" {
		path = kind.text
	}
	t, ok := types[kind.text]
	if !ok {
		w.note(path, "is a resource of a type that is not read here.")
		return
	}
	w.object(n, t, path)
}

// object checks the elements of an object against the fields of a struct.
func (w *walk) object(n *node, t reflect.Type, path string) {
	if n.sort != '{' {
		w.fault("structure", path, "must be an object")
		return
	}
	if len(n.fields) == 0 {
		w.fault("structure", path, "must not be empty")
	}
	fields, required := fieldsOf(t)
	for _, name := range required {
		if n.get(name) == nil {
			w.fault("required", path+"."+name, "is missing")
		}
	}
	for _, m := range n.fields {
		at := path + "." + m.name
		if !elementName.MatchString(m.name) {
			w.fault("structure", path, "holds an element whose name FHIR does not have")
			continue
		}
		switch f, known := fields[m.name]; {
		case known:
			w.value(m.value, f, at)
		case m.name == "modifierExtension" || m.name == "implicitRules":
			w.fault("not-supported", at, "may turn the meaning of the resource round and is not understood here; send it without")
		case misspelt(m.name, fields): // encoding/json would take it
			w.fault("structure", at, "is written with other capital letters in FHIR")
		default:
			w.note(at, "was not read.")
		}
	}
}

// forms are the primitives whose form is checked.
var forms = map[reflect.Type]struct {
	syntax *regexp.Regexp
	text   string
}{
	reflect.TypeFor[ID]():   {regexp.MustCompile(`^[A-Za-z0-9\-.]{1,64}$`), "must be an id: at most 64 letters, digits, - and ."},
	reflect.TypeFor[Code](): {regexp.MustCompile(`^\S+( \S+)*$`), "must be a code, without blanks around it"},
	reflect.TypeFor[Date](): {regexp.MustCompile(`^` + day + `$`), "must be a date: YYYY, YYYY-MM or YYYY-MM-DD"},
	reflect.TypeFor[DateTime](): {regexp.MustCompile(`^(` + day + `|\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])` + clock + `)$`),
		"must be a date, or a moment with its time zone"},
	reflect.TypeFor[Instant](): {regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])` + clock + `$`), "must be a moment with seconds and time zone"},
}

const (
	day   = `\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?`
	clock = `T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-](0\d|1[0-4]):[0-5]\d)`
)

var integer = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,9})$`)

// value checks one value against the Go type that will hold it.
func (w *walk) value(n *node, t reflect.Type, path string) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[Any]():
		w.resource(n, path)
	case t == reflect.TypeFor[Extension]():
		if u := n.get("url"); n.sort != '{' || u == nil || u.sort != 's' || u.text == "" {
			w.fault("structure", path, "must be an extension with a url")
		}
	case t == reflect.TypeFor[Decimal]():
		if _, err := ParseDecimal(n.text); n.sort != 'n' || err != nil {
			w.fault("value", path, "must be a number of at most %d characters", maxDecimal)
		}
	case t.Kind() == reflect.Struct:
		w.object(n, t, path)
	case t.Kind() == reflect.Slice:
		w.list(n, t.Elem(), path)
	case t.Kind() == reflect.String:
		w.text(n, t, path)
	case t.Kind() == reflect.Bool:
		if n.sort != 'b' {
			w.fault("value", path, "must be true or false")
		}
	case t.Kind() == reflect.Int:
		if n.sort != 'n' || !integer.MatchString(n.text) {
			w.fault("value", path, "must be a whole number")
		}
	}
}

func (w *walk) list(n *node, t reflect.Type, path string) {
	if n.sort != '[' || len(n.items) == 0 {
		w.fault("structure", path, "must be a list that is not empty")
		return
	}
	for i, x := range n.items {
		w.value(x, t, fmt.Sprintf("%s[%d]", path, i))
	}
}

func (w *walk) text(n *node, t reflect.Type, path string) {
	if n.sort != 's' || strings.TrimSpace(n.text) == "" {
		w.fault("value", path, "must be a text that is not empty")
		return
	}
	if f, ok := forms[t]; ok && !f.syntax.MatchString(n.text) {
		w.fault("value", path, "%s", f.text)
	}
}

// fieldsOf lists the elements of a struct by name, embedded ones included, and those
// without which the standard has no such thing: they are never left out in writing.
func fieldsOf(t reflect.Type) (all map[string]reflect.Type, required []string) {
	all = map[string]reflect.Type{}
	for _, f := range reflect.VisibleFields(t) {
		name, omit, _ := strings.Cut(f.Tag.Get("json"), ",")
		if name == "" {
			continue
		}
		if all[name] = f.Type; omit == "" {
			required = append(required, name)
		}
	}
	return all, required
}

// misspelt reports whether an element differs from a known one in capital letters only.
func misspelt(name string, fields map[string]reflect.Type) bool {
	for known := range fields {
		if strings.EqualFold(name, known) {
			return true
		}
	}
	return false
}

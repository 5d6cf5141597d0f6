package diary

import (
	"encoding"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// filler puts a JSON tree into a struct by its json tags. null means not said. It knows
// the types of the fields of this package and no others.
type filler struct {
	p *faults
}

func (f filler) fault(n *node, field, format string, args ...any) {
	f.at(n.start, field, format, args...)
}

func (f filler) at(offset int, field, format string, args ...any) {
	f.p.add(field, format, args...)
	f.p.list[len(f.p.list)-1].Line = -offset - 1 // a place, turned into a line by located
}

// located turns offsets into lines and columns, or drops them.
func located(list Faults, raw []byte, wanted bool) {
	for i := range list {
		if list[i].Line < 0 {
			offset := -list[i].Line - 1
			list[i].Line = 0
			if wanted {
				list[i].Line, list[i].Column = place(raw, offset)
			}
		}
	}
}

// structure fills the fields of v, a struct.
func (f filler) structure(n *node, v reflect.Value, field string) {
	if n.sort != '{' {
		f.fault(n, field, "must be an object")
		return
	}
	seen := map[string]bool{}
	for _, m := range n.fields {
		name := join(field, m.name)
		i := fieldNamed(v.Type(), m.name)
		switch {
		case i < 0:
			f.at(m.start, join(field, quoted(m.name)), "is not a field here; known are %s", strings.Join(fieldNames(v.Type()), ", "))
		case seen[m.name]:
			f.at(m.start, name, "stands twice")
		default:
			seen[m.name] = true
			f.value(m.value, v.Field(i), name)
		}
	}
}

func (f filler) value(n *node, v reflect.Value, field string) {
	if n.sort == 'n' {
		return
	}
	if v.Kind() == reflect.Pointer {
		x := reflect.New(v.Type().Elem())
		f.value(n, x.Elem(), field)
		v.Set(x)
		return
	}
	switch to := v.Addr().Interface().(type) {
	case *time.Time:
		f.time(n, to, field)
		return
	case *Decimal:
		if n.sort != '"' && n.sort != '0' {
			f.fault(n, field, "must be a number")
		}
		*to = Decimal(n.text)
		return
	case encoding.TextUnmarshaler:
		if n.sort != '"' {
			f.fault(n, field, "must be text")
		} else if err := to.UnmarshalText([]byte(n.text)); err != nil {
			f.fault(n, field, "%v", err)
		}
		return
	}
	if v.Kind() == reflect.Slice {
		f.list(n, v, field)
		return
	}
	if v.Kind() == reflect.Struct {
		f.structure(n, v, field)
		return
	}
	if message := scalar(n.sort, n.text, v); message != "" {
		f.fault(n, field, "%s", message)
	}
}

func (f filler) list(n *node, v reflect.Value, field string) {
	if n.sort != '[' {
		f.fault(n, field, "must be a list")
		return
	}
	if len(n.items) > maxList {
		f.fault(n, field, "must hold at most %d items", maxList)
		return
	}
	for i, item := range n.items {
		name := fmt.Sprintf("%s[%d]", field, i)
		if item.sort == 'n' {
			f.fault(item, name, "is missing")
			continue
		}
		x := reflect.New(v.Type().Elem()).Elem()
		f.value(item, x, name)
		v.Set(reflect.Append(v, x))
	}
}

// time reads an instant with its offset and keeps it as UTC, in whole milliseconds.
func (f filler) time(n *node, to *time.Time, field string) {
	t, err := time.Parse(time.RFC3339, n.text)
	if n.sort != '"' || err != nil || t.Year() < 1900 || t.Year() > 2999 {
		f.fault(n, field, "must be a time such as 2026-11-21T23:10:00Z")
		return
	}
	*to = t.UTC().Truncate(time.Millisecond)
}

// scalar sets a string, bool, int or float64 from a value of the given sort and returns
// what was wanted if that does not fit.
func scalar(sort byte, text string, v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		if sort != '"' {
			return "must be text"
		}
		v.SetString(clean(text))
	case reflect.Bool:
		if sort != 't' {
			return "must be true or false"
		}
		v.SetBool(text == "true")
	case reflect.Int:
		x, err := strconv.ParseFloat(text, 64)
		if sort != '0' || err != nil || x != float64(int32(x)) {
			return "must be a whole number"
		}
		v.SetInt(int64(x))
	case reflect.Float64:
		x, err := strconv.ParseFloat(text, 64)
		if sort != '0' || err != nil {
			return "must be a number"
		}
		v.SetFloat(x + 0) // -0 becomes 0, so that equal entries have equal bytes
	default:
		panic("diary: no rule for " + v.Type().String()) // a type of this package
	}
	return ""
}

func fieldNamed(t reflect.Type, name string) int {
	for i := range t.NumField() {
		if tagOf(t.Field(i)) == name {
			return i
		}
	}
	return -1
}

func fieldNames(t reflect.Type) []string {
	names := make([]string, t.NumField())
	for i := range names {
		names[i] = tagOf(t.Field(i))
	}
	return names
}

func tagOf(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	return name
}

func join(field, name string) string {
	if field == "" {
		return name
	}
	return field + "." + name
}

// quoted keeps a name that a stranger chose short and printable.
func quoted(name string) string {
	if wordID.MatchString(name) && len(name) <= 40 {
		return name
	}
	return "(a field)"
}

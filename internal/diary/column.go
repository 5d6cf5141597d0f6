package diary

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// The columns of every file that come before those of the kinds.
var entryColumns = []string{"id", "kind", "day", "at", "conflict_of"}

// listSeparator stands between the items of a cell, and helpedSign between a measure
// and whether it helped.
const (
	listSeparator = "|"
	helpedSign    = "="
)

// columns lists the columns of a file: those of the entry, then the fields of all kinds
// in the order of Kinds, each name once.
func columns() []string {
	out := slices.Clone(entryColumns)
	for _, k := range kinds {
		for _, name := range fieldNames(reflect.TypeOf(k.empty()).Elem()) {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// cellOf writes a field as the text of a cell; what is not said is empty.
func cellOf(v reflect.Value) string {
	if v.IsZero() {
		return ""
	}
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	switch x := v.Interface().(type) {
	case bool:
		if x {
			return "yes"
		}
		return "no"
	case int:
		return strconv.Itoa(x)
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	case []string:
		return strings.Join(x, listSeparator)
	case []Tried:
		words := make([]string, len(x))
		for i, t := range x {
			words[i] = t.Measure
			if t.Helped != "" {
				words[i] += helpedSign + t.Helped
			}
		}
		return strings.Join(words, listSeparator)
	}
	return v.String()
}

// setCell reads the text of a cell, not empty, into a field and returns what was wanted
// if it does not fit. comma: a decimal comma is accepted.
func setCell(v reflect.Value, text string, comma bool) string {
	if v.Kind() == reflect.Pointer {
		x := reflect.New(v.Type().Elem())
		message := setCell(x.Elem(), text, comma)
		v.Set(x)
		return message
	}
	switch to := v.Addr().Interface().(type) {
	case *[]string:
		*to = items(text)
		return ""
	case *[]Tried:
		for _, word := range items(text) {
			measure, helped, _ := strings.Cut(word, helpedSign)
			*to = append(*to, Tried{strings.TrimSpace(measure), strings.TrimSpace(helped)})
		}
		return ""
	}
	switch v.Kind() {
	case reflect.Bool:
		b, known := map[string]bool{"yes": true, "true": true, "1": true, "no": false, "false": false, "0": false}[strings.ToLower(text)]
		if !known {
			return "must be yes or no"
		}
		v.SetBool(b)
		return ""
	case reflect.Int, reflect.Float64:
		if comma {
			text = strings.Replace(text, ",", ".", 1)
		}
		if !digits.MatchString(text) {
			text = "" // no 0x10, 1e3 or 1_000
		}
		return scalar('0', text, v)
	}
	return scalar('"', text, v)
}

func items(text string) []string {
	list := strings.Split(text, listSeparator)
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return list
}

// A spreadsheet runs a cell that begins with one of these as a formula, so a quote goes
// before it and is taken off again.
const formulaStarts = "=+-@\t"

func guarded(text string) string {
	if text != "" && strings.ContainsRune(formulaStarts+"'", rune(text[0])) {
		return "'" + text
	}
	return text
}

func unguarded(text string) string {
	if len(text) > 1 && text[0] == '\'' && strings.ContainsRune(formulaStarts+"'", rune(text[1])) {
		return text[1:]
	}
	return text
}

// Package i18n words the pages: one folder of catalogue files a language, read once, and a
// Printer that fills in names and picks plural forms. It decides nothing else.
//
// A catalogue is YAML. Nested keys are joined by dots, list items are numbered from 0.
// A map with the keys "one" and "other" (or other CLDR categories) is a plural; the
// argument "n" chooses its form. Arguments stand in braces: "Question {n} of {max}".
package i18n

import (
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Bundle holds the catalogues of every language. Safe for concurrent use.
type Bundle struct {
	printers []*Printer // the first is the fallback
	matcher  language.Matcher
}

// Printer words messages in one language.
type Printer struct {
	tag      language.Tag
	messages map[string]string            // plain
	plurals  map[string]map[string]string // by CLDR category
	fallback *Printer
}

// Load reads the catalogues of a folder: LANG/*.yaml, where all files of a language are
// one catalogue and a top-level key stands in one of them. English is the fallback and required.
func Load(fsys fs.FS) (*Bundle, error) {
	names, err := fs.Glob(fsys, "*/*.yaml")
	if err != nil {
		return nil, err
	}
	sort.SliceStable(names, func(i, j int) bool { return english(names[i]) && !english(names[j]) })
	if len(names) == 0 || !english(names[0]) {
		return nil, fmt.Errorf("load messages: the folder en is missing or empty")
	}
	b := &Bundle{}
	var tags []language.Tag
	for len(names) > 0 {
		n := 1
		for n < len(names) && path.Dir(names[n]) == path.Dir(names[0]) {
			n++
		}
		p, err := load(fsys, names[:n])
		if err != nil {
			return nil, fmt.Errorf("load messages: %w", err)
		}
		if len(b.printers) > 0 {
			p.fallback = b.printers[0]
		}
		b.printers, tags = append(b.printers, p), append(tags, p.tag)
		names = names[n:]
	}
	b.matcher = language.NewMatcher(tags)
	return b, nil
}

func english(name string) bool { return path.Dir(name) == "en" }

// load reads the files of one language.
func load(fsys fs.FS, names []string) (*Printer, error) {
	tag, err := language.Parse(path.Dir(names[0]))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path.Dir(names[0]), err)
	}
	p := &Printer{tag: tag, messages: map[string]string{}, plurals: map[string]map[string]string{}}
	in := map[string]string{} // file of each top-level key
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		var tree map[string]any
		if err := yaml.Unmarshal(text, &tree); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for key := range tree {
			if other, twice := in[key]; twice {
				return nil, fmt.Errorf("%s: %q stands in %s too: keep one", name, key, other)
			}
			in[key] = name
		}
		if err := p.add("", tree); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return p, nil
}

// add flattens a node of the catalogue under a key.
func (p *Printer) add(key string, node any) error {
	switch v := node.(type) {
	case string:
		p.messages[key] = strings.TrimSpace(v)
	case []any:
		for i, item := range v {
			if err := p.add(join(key, strconv.Itoa(i)), item); err != nil {
				return err
			}
		}
	case map[string]any:
		if forms := pluralForms(v); forms != nil {
			p.plurals[key] = forms
			return nil
		}
		for k, item := range v {
			if err := p.add(join(key, k), item); err != nil {
				return err
			}
		}
	default:
		return fmt.Errorf("%s: write a text in quotes, not %v", key, node)
	}
	return nil
}

func join(key, part string) string {
	if key == "" {
		return part
	}
	return key + "." + part
}

// pluralForms returns the forms of a map with "other" and only category names.
func pluralForms(m map[string]any) map[string]string {
	if _, ok := m["other"].(string); !ok {
		return nil
	}
	forms := map[string]string{}
	for k, v := range m {
		s, ok := v.(string)
		if _, known := categories[k]; !known || !ok {
			return nil
		}
		forms[k] = s
	}
	return forms
}

var categories = map[string]plural.Form{
	"zero": plural.Zero, "one": plural.One, "two": plural.Two,
	"few": plural.Few, "many": plural.Many, "other": plural.Other,
}

// For picks the best language for an Accept-Language header.
func (b *Bundle) For(acceptLanguage string) *Printer {
	_, i := language.MatchStrings(b.matcher, acceptLanguage)
	return b.printers[i]
}

// Languages lists the catalogues, the fallback first.
func (b *Bundle) Languages() []*Printer { return b.printers }

// Lang is the BCP 47 tag for the lang attribute.
func (p *Printer) Lang() string { return p.tag.String() }

// Has reports whether the catalogue, or its fallback, holds a key.
func (p *Printer) Has(key string) bool {
	_, plain := p.messages[key]
	_, forms := p.plurals[key]
	return plain || forms || (p.fallback != nil && p.fallback.Has(key))
}

// Keys lists the keys of this catalogue alone, sorted.
func (p *Printer) Keys() []string {
	var keys []string
	for k := range p.messages {
		keys = append(keys, k)
	}
	for k := range p.plurals {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// T words a message. args are name, value pairs. A missing key comes back in square
// brackets, so that a person sees something and a test sees a fault.
func (p *Printer) T(key string, args ...any) string {
	s, ok := p.messages[key]
	if !ok {
		s, ok = p.plural(key, args)
	}
	switch {
	case !ok && p.fallback != nil:
		return p.fallback.T(key, args...)
	case !ok:
		return "[" + key + "]"
	}
	return fill(s, args)
}

// fill writes values where a message names them. What nobody gave stays as it stands, and
// what looks like a name in a value is none.
func fill(s string, args []any) string {
	if len(args) == 0 || !strings.Contains(s, "{") {
		return s
	}
	var b strings.Builder
	for {
		before, rest, more := strings.Cut(s, "{")
		b.WriteString(before)
		if !more {
			return b.String()
		}
		name, after, closed := strings.Cut(rest, "}")
		i := 0
		for i+1 < len(args) && args[i] != name {
			i += 2
		}
		if !closed || i+1 >= len(args) {
			b.WriteByte('{')
			s = rest
			continue
		}
		switch v := args[i+1].(type) {
		case string:
			b.WriteString(v)
		case int:
			b.WriteString(strconv.Itoa(v))
		default:
			fmt.Fprint(&b, v)
		}
		s = after
	}
}

func (p *Printer) plural(key string, args []any) (string, bool) {
	forms, ok := p.plurals[key]
	if !ok {
		return "", false
	}
	form := plural.Other
	for i := 0; i+1 < len(args); i += 2 {
		if n, isInt := args[i+1].(int); args[i] == "n" && isInt {
			form = plural.Cardinal.MatchPlural(p.tag, n, 0, 0, 0, 0)
		}
	}
	for name, f := range categories {
		if s, has := forms[name]; has && f == form {
			return s, true
		}
	}
	return forms["other"], true
}

// Number writes a whole number as the language groups its digits: "10,732".
func (p *Printer) Number(n int) string { return message.NewPrinter(p.tag).Sprint(n) }

// List returns the items of a list message, in order.
func (p *Printer) List(key string) []string {
	var items []string
	for i := 0; ; i++ {
		k := join(key, strconv.Itoa(i))
		if !p.Has(k) {
			return items
		}
		items = append(items, p.T(k))
	}
}

package kb

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"sort"
	"strings"
)

// Load reads a knowledge folder strictly. The error, if any, is a Problems value or
// an I/O error; the base is nil then.
func Load(fsys fs.FS) (*Base, error) {
	l := &loader{fsys: fsys, files: map[string]*file{}, types: fieldCache{}}
	b := &Base{}
	loadFolder(l, "conditions", &b.Conditions, func(c *Condition) string { return c.ID })
	loadFolder(l, "findings", &b.Findings, func(f *Finding) string { return f.ID })
	loadFolder(l, "redflags", &b.RedFlags, func(r *RedFlag) string { return r.ID })
	loadFolder(l, "patterns", &b.Patterns, func(p *Pattern) string { return p.ID })
	loadFolder(l, "sources", &b.Sources, func(s *Source) string { return s.ID })
	loadFolder(l, "medicines", &b.Medicines, func(m *Medicine) string { return m.ID })
	loadFolder(l, "activities", &b.Activities, func(a *Activity) string { return a.ID })
	loadFolder(l, "exercises", &b.Exercises, func(e *Exercise) string { return e.ID })
	loadFolder(l, "labs", &b.Analytes, func(a *Analyte) string { return a.ID })
	loadFolder(l, "instruments", &b.Instruments, func(i *Instrument) string { return i.ID })
	loadFolder(l, "emergency", &b.Countries, func(c *Country) string { return strings.ToLower(c.Code) })
	loadList(l, "disagreements.yaml", &b.Disagreements, func(d *Disagreement) string { return d.ID })
	loadList(l, "comparisons.yaml", &b.Comparisons, func(c *Comparison) string { return c.ID })
	if f := l.decode("actions.yaml", &b.Actions); f != nil {
		checkActions(l.in(f), b.Actions)
	}
	l.decode("lexicon.yaml", &b.Lexicon)
	if f := l.decode("model.yaml", &b.Model); f != nil {
		b.Model.check(l.in(f))
	}
	loadFile(l, "care.yaml", &b.Care)
	loadFile(l, "cramp.yaml", &b.Cramps)
	loadFile(l, "effects.yaml", &b.Effects)
	loadFile(l, "experiments.yaml", &b.Experiments)
	loadFile(l, "headings.yaml", &b.Headings)
	loadFile(l, "lab_texts.yaml", &b.LabTexts)
	loadFile(l, "ask.yaml", &b.Asking)
	l.loadGuide(b)
	if l.err != nil {
		return nil, l.err
	}
	b.index()
	l.checkReferences(b)
	if len(l.problems) > 0 {
		l.problems.sort()
		return nil, l.problems
	}
	b.Version = l.version()
	return b, nil
}

// loader reads files and collects problems.
type loader struct {
	fsys     fs.FS
	files    map[string]*file // by name, also those that did not decode
	types    fieldCache
	entries  []loaded
	problems Problems
	err      error // the first I/O error
}

type file struct {
	name  string
	text  []byte
	entry []byte         // the YAML in it: all of the text, or the front matter
	lines map[string]int // by field; filled when first asked for
}

// loaded is an entry that came through its own checks' decoding.
type loaded struct {
	entry any
	p     problems
}

// checked is an entry that can look at itself, referring one that uses ids of others.
type (
	checked   interface{ check(problems) }
	referring interface{ refer(problems, references) }
)

func loadFolder[T any](l *loader, dir string, list *[]*T, id func(*T) string) {
	names, err := entries(l.fsys, dir)
	if err != nil {
		l.fail(dir, err)
		return
	}
	if len(names) == 0 {
		l.problem(dir, 0, "", "no entries: the folder is missing or holds no .yaml file")
	}
	for _, name := range names {
		entry := new(T)
		f := l.decode(name, entry)
		if f == nil {
			continue
		}
		p := l.in(f)
		if want := strings.TrimSuffix(path.Base(name), ".yaml"); id(entry) != want {
			p.add("id", "%q differs from the file name %q: ids are unique because file names are; rename one", id(entry), want)
		}
		l.keep(entry, p)
		*list = append(*list, entry)
	}
	sort.SliceStable(*list, func(i, j int) bool { return id((*list)[i]) < id((*list)[j]) })
}

// loadList reads a file that is a list; ids are unique in it.
func loadList[T any](l *loader, name string, list *[]*T, id func(*T) string) {
	f := l.decode(name, list)
	if f == nil {
		return
	}
	first := map[string]int{}
	for i, x := range *list {
		p := element{l.in(f), i}
		if k, ok := first[id(x)]; ok {
			p.add("id", "%q is the id of entry %d too: ids are unique; rename one", id(x), k+1)
		} else {
			first[id(x)] = i
		}
		l.keep(x, p)
	}
}

// loadFile reads a single file with its own checks.
func loadFile(l *loader, name string, v any) {
	if f := l.decode(name, v); f != nil {
		l.keep(v, l.in(f))
	}
}

// keep checks an entry and remembers it for the check of its references.
func (l *loader) keep(entry any, p problems) {
	if c, ok := entry.(checked); ok {
		c.check(p)
	}
	l.entries = append(l.entries, loaded{entry, p})
}

// decode reads one file strictly into v. It returns nil after a problem.
func (l *loader) decode(name string, v any) *file {
	f, ok := l.read(name)
	if !ok || !l.fill(f, v) {
		return nil
	}
	return f
}

// read reads the text of one file, or reports why not.
func (l *loader) read(name string) (*file, bool) {
	text, err := fs.ReadFile(l.fsys, name)
	if errors.Is(err, fs.ErrNotExist) {
		l.problem(name, 0, "", "the file is missing")
		return nil, false
	}
	if err != nil {
		l.fail(name, err)
		return nil, false
	}
	f := &file{name: name, text: text, entry: text}
	l.files[name] = f
	return f, true
}

// fill puts the YAML of a file into v, or reports why not.
func (l *loader) fill(f *file, v any) bool {
	root, err := parse(f.entry)
	if err != nil {
		line, msg := position(err)
		l.problem(f.name, line, "", "%s", msg)
		return false
	}
	before := len(l.problems)
	fill(root, v, l.types, func(line int, field, msg string) { l.problem(f.name, line, field, "%s", msg) })
	return len(l.problems) == before
}

func (l *loader) fail(name string, err error) {
	if l.err == nil {
		l.err = fmt.Errorf("read %s: %w", name, err)
	}
}

func (l *loader) problem(name string, line int, field, format string, args ...any) {
	l.problems = append(l.problems, Problem{File: name, Line: line, Field: field, Message: fmt.Sprintf(format, args...)})
}

// in reports problems of one file, with the line of the field.
func (l *loader) in(f *file) problems { return &inFile{l, f} }

type inFile struct {
	l *loader
	f *file
}

func (p *inFile) add(field, format string, args ...any) {
	p.l.problem(p.f.name, p.f.line(field), field, format, args...)
}

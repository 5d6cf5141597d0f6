package kb

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"
)

// problems collects what is wrong with one entry.
type problems interface {
	add(field, format string, args ...any)
}

// Problem is one fault of a knowledge file: where it is and what to do about it.
type Problem struct {
	File    string // path inside the knowledge folder
	Line    int    // 1-based; 0 when the file as a whole is meant
	Field   string // dotted path inside the entry; may be empty
	Message string
}

func (p Problem) String() string {
	s := p.File
	if p.Line > 0 {
		s += fmt.Sprintf(":%d", p.Line)
	}
	if p.Field != "" {
		s += ": " + p.Field
	}
	return s + ": " + p.Message
}

// Problems is the error of Load: everything that is wrong, sorted by file and line.
type Problems []Problem

func (ps Problems) Error() string {
	var b strings.Builder
	for i, p := range ps {
		if i == 20 {
			fmt.Fprintf(&b, "\n… and %d more", len(ps)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(p.String())
	}
	return b.String()
}

func (ps Problems) sort() {
	sort.SliceStable(ps, func(i, j int) bool {
		if ps[i].File != ps[j].File {
			return ps[i].File < ps[j].File
		}
		if ps[i].Line != ps[j].Line {
			return ps[i].Line < ps[j].Line
		}
		return ps[i].Field+ps[i].Message < ps[j].Field+ps[j].Message
	})
}

func required(p problems, field, value string) {
	if strings.TrimSpace(value) == "" {
		p.add(field, "is missing")
	}
}

func oneOf(p problems, field, value string, allowed ...string) {
	if !slices.Contains(allowed, value) {
		p.add(field, "%q is not one of %s", value, strings.Join(allowed, ", "))
	}
}

func date(p problems, field, value string) {
	if _, err := time.Parse(time.DateOnly, value); err != nil {
		p.add(field, "%q is not a date; write YYYY-MM-DD", value)
	}
}

// provenance asks for a source with its status, or an honest estimate.
func provenance(p problems, field string, estimate bool, source, status string) {
	switch {
	case !estimate && source == "":
		p.add(field, "has no source: name one with its status, or set estimate: true")
	case estimate && source != "":
		p.add(field, "has a source and is an estimate: keep one")
	case source != "" && status != "seen" && status != "recalled":
		p.add(field, "status %q: use seen (read there) or recalled (from memory)", status)
	}
}

func at(field string, i int) string { return fmt.Sprintf("%s[%d]", field, i) }

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

package diary

import (
	"fmt"
	"strings"

	"github.com/legible-health/legible/internal/errs"
)

// Fault is one thing that is wrong with what was sent. Message says what is accepted and
// never repeats the value.
type Fault struct {
	Line, Column int    // 1-based, in imports only; the column of a CSV cell counts cells
	Field        string // dotted path such as data.pain; a column's name in CSV; may be empty
	Message      string
}

func (f Fault) String() string {
	var b strings.Builder
	if f.Line > 0 {
		fmt.Fprintf(&b, "line %d", f.Line)
		if f.Column > 0 {
			fmt.Fprintf(&b, ", column %d", f.Column)
		}
		b.WriteString(": ")
	}
	if f.Field != "" {
		b.WriteString(f.Field + ": ")
	}
	return b.String() + f.Message
}

// Faults is the error of everything that reads entries: never empty, in the order found.
type Faults []Fault

// mostShown bounds the text of the error; the list holds all.
const mostShown = 20

func (fs Faults) Error() string {
	lines := make([]string, 0, min(len(fs), mostShown)+1)
	for i, f := range fs {
		if i == mostShown {
			lines = append(lines, fmt.Sprintf("… and %d more", len(fs)-i))
			break
		}
		lines = append(lines, f.String())
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives each fault as an errs.Error of kind Invalid.
func (fs Faults) Unwrap() []error {
	out := make([]error, len(fs))
	for i, f := range fs {
		out[i] = &errs.Error{Kind: errs.Invalid, Field: f.Field, Message: f.Message}
	}
	return out
}

// faults collects while reading. at, when set, finds the place of a field.
type faults struct {
	list   Faults
	prefix string
	at     func(field string) (line, column int)
}

func (p *faults) add(field, format string, args ...any) {
	f := Fault{Field: strings.TrimSuffix(p.prefix+field, "."), Message: fmt.Sprintf(format, args...)}
	if p.at != nil {
		f.Line, f.Column = p.at(f.Field)
	}
	p.list = append(p.list, f)
}

// err is nil without a fault.
func (p *faults) err() error {
	if len(p.list) == 0 {
		return nil
	}
	return p.list
}

// Package eval measures the program on vignettes: how often the right cause is first
// or among the first three, whether the urgency is one that a careful clinician would
// accept, how many questions it takes, and how well the probabilities are calibrated.
package eval

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"sort"
	"unicode/utf8"

	"github.com/legible-health/legible/internal/app"
	"github.com/legible-health/legible/internal/clinical"
	"github.com/legible-health/legible/internal/kb"
)

// Case is one vignette with its truth.
type Case struct {
	ID       string
	Text     string
	Person   clinical.Person
	Findings clinical.Evidence
	Truth    string             // diagnosis key
	Accepted []clinical.Urgency // levels that count as right, rising
	Strict   []clinical.Urgency // levels of the case's own triage
	// Emergency is true when the case's own triage is emergency.
	Emergency bool
	InScope   bool
}

type caseLine struct {
	ID       string                     `json:"id"`
	Text     string                     `json:"text"`
	Age      *float64                   `json:"age"`
	Sex      string                     `json:"sex"`
	Truth    string                     `json:"diagnosis_key"`
	Triage   string                     `json:"triage"`
	AlsoOK   []string                   `json:"triage_also_ok"`
	InScope  *bool                      `json:"in_scope"`
	Findings map[string]json.RawMessage `json:"findings"`
}

// LineError is a line of a case file that could not be used.
type LineError struct {
	File string
	Line int
	Err  error
}

func (e *LineError) Error() string { return fmt.Sprintf("%s: line %d: %v", e.File, e.Line, e.Err) }

const maxLine = 4 << 20

// Reader reads case files; an id stands once in all of them, or a case would count twice.
type Reader struct {
	base  *kb.Base
	where map[string]string // file and line of every id
}

// NewReader reads cases whose findings are those of a knowledge base.
func NewReader(base *kb.Base) *Reader { return &Reader{base, map[string]string{}} }

// Read reads cases, one JSON object a line; unknown fields are allowed. A bad line is
// reported and the others still count.
func (r *Reader) Read(name string, from io.Reader) (cases []Case, bad []*LineError) {
	sc := bufio.NewScanner(from)
	sc.Buffer(make([]byte, 0, 64<<10), maxLine)
	n := 0
	for sc.Scan() {
		n++
		line := bytes.TrimSpace(sc.Bytes())
		if len(line) == 0 {
			continue
		}
		c, err := parseCase(line, r.base)
		if first := r.where[c.ID]; err == nil && first != "" {
			err = fmt.Errorf("id: is that of %s too; cases need ids of their own", first)
		}
		if err != nil {
			bad = append(bad, &LineError{name, n, err})
			continue
		}
		r.where[c.ID] = fmt.Sprintf("%s, line %d", name, n)
		cases = append(cases, c)
	}
	if err := sc.Err(); err != nil {
		bad = append(bad, &LineError{name, n + 1, err})
	}
	return cases, bad
}

func parseCase(line []byte, base *kb.Base) (Case, error) {
	var l caseLine
	if err := json.Unmarshal(line, &l); err != nil {
		return Case{}, fmt.Errorf("not a JSON object of the case format: %w", err)
	}
	if l.ID == "" {
		return Case{}, fmt.Errorf("id: is missing")
	}
	if n := utf8.RuneCountInString(l.Text); n > app.MaxText {
		return Case{}, fmt.Errorf("text: has %d characters; at most %d are read", n, app.MaxText)
	}
	c := Case{ID: l.ID, Text: l.Text, Truth: l.Truth, InScope: l.InScope == nil || *l.InScope, Findings: clinical.Evidence{}}
	sex, err := clinical.ParseSex(l.Sex)
	if err != nil {
		return c, err
	}
	c.Person = clinical.Person{Age: l.Age, Sex: sex}
	if err := c.Person.Check(); err != nil {
		return c, err
	}
	if c.Strict, err = levels(l.Triage); err != nil {
		return c, fmt.Errorf("triage: %w", err)
	}
	c.Emergency = l.Triage == "emergency"
	c.Accepted = append(c.Accepted, c.Strict...)
	for _, also := range l.AlsoOK {
		more, err := levels(also)
		if err != nil {
			return c, fmt.Errorf("triage_also_ok: %w", err)
		}
		c.Accepted = append(c.Accepted, more...)
	}
	sort.Slice(c.Accepted, func(i, j int) bool { return c.Accepted[i] < c.Accepted[j] })
	for id, raw := range l.Findings {
		if err := c.addFinding(base, id, raw); err != nil {
			return c, fmt.Errorf("findings.%s: %w", id, err)
		}
	}
	return c, nil
}

func (c *Case) addFinding(base *kb.Base, id string, raw json.RawMessage) error {
	f := base.Finding(id)
	if f == nil {
		return fmt.Errorf("unknown finding")
	}
	if f.Kind == "derived" {
		return nil // worked out from the others
	}
	var presence string
	value := raw
	if json.Unmarshal(raw, &presence) == nil && (f.Kind == "yes_no" || presence == "unknown" || presence == "absent") {
		value = nil
	} else {
		presence = ""
	}
	if f.Kind != "yes_no" && presence == "absent" {
		return nil
	}
	a, err := app.ParseAnswer(f, presence, value)
	if err != nil {
		return err
	}
	c.Findings[id] = a
	return nil
}

// levels maps the case files' words: urgent is same day, routine is soon or routine.
func levels(s string) ([]clinical.Urgency, error) {
	switch s {
	case "emergency":
		return []clinical.Urgency{clinical.Emergency}, nil
	case "urgent":
		return []clinical.Urgency{clinical.SameDay}, nil
	case "routine":
		return []clinical.Urgency{clinical.Routine, clinical.Soon}, nil
	case "self_care":
		return []clinical.Urgency{clinical.SelfCare}, nil
	}
	return nil, fmt.Errorf("%q: use emergency, urgent, routine or self_care", s)
}

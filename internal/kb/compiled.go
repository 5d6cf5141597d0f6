package kb

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
)

// CompiledName is the compiled form inside the knowledge folder.
const CompiledName = "compiled.json"

// compiled is a Base as JSON: one line with the findings, one with everything else, so
// that both can be read at once. It is not compressed: opening it up took a third of the time to read it. The probabilities that are plain estimates, nearly
// all, are packed: as objects they took half of the size and of the time.
type compiled struct {
	Base
	Packed []packed `json:"packed"` // one for each condition
}

// Compile writes the base in a form that Decode reads fast. The same base gives the
// same bytes.
func (b *Base) Compile() ([]byte, error) {
	c := compiled{Base: *b, Packed: make([]packed, len(b.Conditions))}
	number := make(map[string]int, len(b.Findings))
	for i, f := range b.Findings {
		number[f.ID] = i
	}
	c.Conditions = make([]*Condition, len(b.Conditions))
	for i, condition := range b.Conditions {
		rest := *condition
		rest.Findings, c.Packed[i] = pack(condition.Findings, number)
		c.Conditions[i] = &rest
	}
	c.Findings = nil
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false) // phrases are full of &, and escapes are slow to read
	for _, line := range []any{b.Findings, &c} {
		if err := enc.Encode(line); err != nil {
			return nil, fmt.Errorf("compile the knowledge base: %w", err)
		}
	}
	return out.Bytes(), nil
}

// Decode reads what Compile wrote. It trusts the content, which Load has checked, but
// returns an error for anything it cannot read.
func Decode(data []byte) (*Base, error) {
	c := &compiled{}
	if err := c.read(data); err != nil {
		return nil, fmt.Errorf("decode the compiled knowledge base: %w", err)
	}
	b := &c.Base
	for i, p := range c.Packed {
		if err := p.into(b.Conditions[i], b.Findings); err != nil {
			return nil, fmt.Errorf("decode the compiled knowledge base: %s: %w", b.Conditions[i].ID, err)
		}
	}
	b.index()
	return b, nil
}

func (c *compiled) read(data []byte) error {
	line, rest, _ := bytes.Cut(data, []byte("\n"))
	var findings []*Finding
	done := make(chan error)
	go func() { done <- json.Unmarshal(line, &findings) }()
	err := json.Unmarshal(rest, c)
	if err := errors.Join(<-done, err); err != nil {
		return err
	}
	c.Findings = findings
	return c.whole()
}

// whole reports a base whose parts do not fit together.
func (c *compiled) whole() error {
	if len(c.Packed) != len(c.Conditions) {
		return errors.New("packed estimates and conditions differ in number")
	}
	if hasNil(c.Conditions) || hasNil(c.Findings) || hasNil(c.RedFlags) || hasNil(c.Patterns) || hasNil(c.Sources) ||
		hasNil(c.Medicines) || hasNil(c.Activities) || hasNil(c.Exercises) || hasNil(c.Analytes) || hasNil(c.Instruments) ||
		hasNil(c.Countries) || hasNil(c.Disagreements) || hasNil(c.Actions) {
		return errors.New("holds an empty entry")
	}
	return nil
}

func hasNil[T any](list []*T) bool {
	for _, x := range list {
		if x == nil {
			return true
		}
	}
	return false
}

// Open returns the compiled base if it belongs to the content beside it, and loads
// the YAML files otherwise: an edited folder is never answered from an old copy.
func Open(fsys fs.FS) (*Base, error) {
	data, err := fs.ReadFile(fsys, CompiledName)
	if errors.Is(err, fs.ErrNotExist) {
		return Load(fsys)
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", CompiledName, err)
	}
	want, err := ContentVersion(fsys)
	if err != nil {
		return Load(fsys) // which names the file
	}
	b, err := Decode(data)
	if err != nil || b.Version != want {
		return Load(fsys)
	}
	return b, nil
}

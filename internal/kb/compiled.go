package kb

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
)

// CompiledName is the compiled form inside the knowledge folder.
const CompiledName = "compiled.zip"

// The parts of the compiled form, and how long one may be when it is opened up, in bytes.
const (
	findingsPart = "findings.json"
	restPart     = "rest.json"
	guidePart    = "guide.json"
	maxPart      = 64 << 20
)

// compiled is a Base as three JSON files of an archive: the findings and everything else,
// about as long, so that both are opened up and read at once, and the articles of the
// guide, which wait until somebody asks for them. The probabilities that are
// plain estimates, nearly all, are packed: as objects they took half of the size and of
// the time.
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
	articles, err := b.Articles()
	if err != nil {
		return nil, fmt.Errorf("compile the knowledge base: %w", err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, part := range []struct {
		name string
		of   any
	}{{findingsPart, b.Findings}, {restPart, &c}, {guidePart, articles}} {
		f, err := w.Create(part.name)
		if err != nil {
			return nil, fmt.Errorf("compile the knowledge base: %w", err)
		}
		enc := json.NewEncoder(f)
		enc.SetEscapeHTML(false) // phrases are full of &, and escapes are slow to read
		if err := enc.Encode(part.of); err != nil {
			return nil, fmt.Errorf("compile the knowledge base: %w", err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("compile the knowledge base: %w", err)
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
	known := estimates{}
	for i, p := range c.Packed {
		if err := p.into(b.Conditions[i], b.Findings, known); err != nil {
			return nil, fmt.Errorf("decode the compiled knowledge base: %s: %w", b.Conditions[i].ID, err)
		}
	}
	b.index()
	return b, nil
}

func (c *compiled) read(data []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	var findings []*Finding
	done := make(chan error)
	go func() { done <- readPart(archive, findingsPart, &findings) }()
	err = readPart(archive, restPart, c)
	if err := errors.Join(<-done, err); err != nil {
		return err
	}
	c.Findings = findings
	if c.guide, err = keepGuide(archive); err != nil {
		return err
	}
	return c.whole()
}

func readPart(archive *zip.Reader, name string, into any) error {
	f, err := archive.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var text bytes.Buffer
	text.Grow(int(min(info.Size(), maxPart)) + bytes.MinRead) // so that it need not grow
	if _, err := text.ReadFrom(io.LimitReader(f, maxPart+1)); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if text.Len() > maxPart {
		return fmt.Errorf("%s: larger than %d bytes", name, maxPart)
	}
	return json.Unmarshal(text.Bytes(), into)
}

// keepGuide takes the part that holds the guide into an archive of its own, packed as it
// is, so that the rest need not stay in memory.
func keepGuide(archive *zip.Reader) (*guide, error) {
	var kept bytes.Buffer
	w := zip.NewWriter(&kept)
	for _, f := range archive.File {
		if f.Name != guidePart {
			continue
		}
		if err := w.Copy(f); err != nil {
			return nil, fmt.Errorf("%s: %w", guidePart, err)
		}
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("%s: %w", guidePart, err)
	}
	return &guide{packed: bytes.Clone(kept.Bytes())}, nil
}

// unpackArticles reads what keepGuide kept.
func unpackArticles(packed []byte) ([]*Article, error) {
	archive, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		return nil, fmt.Errorf("decode the guide: %w", err)
	}
	var articles []*Article
	if err := readPart(archive, guidePart, &articles); err != nil {
		return nil, fmt.Errorf("decode the guide: %w", err)
	}
	if hasNil(articles) {
		return nil, errors.New("decode the guide: holds an empty article")
	}
	return articles, nil
}

// whole reports a base whose parts do not fit together.
func (c *compiled) whole() error {
	if len(c.Packed) != len(c.Conditions) {
		return errors.New("packed estimates and conditions differ in number")
	}
	if hasNil(c.Conditions) || hasNil(c.Findings) || hasNil(c.RedFlags) || hasNil(c.Patterns) || hasNil(c.Sources) ||
		hasNil(c.Medicines) || hasNil(c.Activities) || hasNil(c.Exercises) || hasNil(c.Analytes) || hasNil(c.Instruments) ||
		hasNil(c.Countries) || hasNil(c.Disagreements) || hasNil(c.Comparisons) || hasNil(c.Actions) {
		return errors.New("holds an empty entry")
	}
	for _, condition := range c.Conditions {
		for _, q := range condition.Findings {
			if q == nil {
				return errors.New("holds an empty probability")
			}
		}
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

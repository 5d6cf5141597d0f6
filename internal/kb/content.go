package kb

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// folders hold one entry a file; lists are single files.
var (
	folders = []string{
		"activities", "conditions", "emergency", "exercises", "findings", "instruments", "labs", "medicines", "patterns",
		"redflags", "sources", guideFolder,
	}
	lists = []string{
		"actions.yaml", "ask.yaml", "care.yaml", "comparisons.yaml", "cramp.yaml", "disagreements.yaml", "effects.yaml",
		"experiments.yaml", "headings.yaml", "lab_texts.yaml", "lexicon.yaml", "model.yaml",
	}
)

// Suffix is what the names of the files of a folder end in.
func Suffix(dir string) string {
	if dir == guideFolder {
		return ".md"
	}
	return ".yaml"
}

// entries names the files of a folder that are entries, sorted; none if it is missing.
func entries(fsys fs.FS, dir string) ([]string, error) {
	found, err := fs.ReadDir(fsys, dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var names []string
	for _, e := range found {
		if !e.IsDir() && strings.HasSuffix(e.Name(), Suffix(dir)) {
			names = append(names, path.Join(dir, e.Name()))
		}
	}
	slices.Sort(names)
	return names, err
}

// ContentVersion is the first 12 hexadecimal digits of a SHA-256 over the names and
// texts of all files that Load reads. It reads them without parsing, so it is cheap
// and says nothing about their validity.
func ContentVersion(fsys fs.FS) (string, error) {
	names := slices.Clone(lists)
	for _, dir := range folders {
		more, err := entries(fsys, dir)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", dir, err)
		}
		names = append(names, more...)
	}
	slices.Sort(names)
	h := newVersion()
	var text bytes.Buffer // one for all
	for _, name := range names {
		text.Reset()
		if err := readInto(&text, fsys, name); err != nil {
			return "", fmt.Errorf("read %s: %w", name, err)
		}
		h.add(name, text.Bytes())
	}
	return h.String(), nil
}

func readInto(text *bytes.Buffer, fsys fs.FS, name string) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = text.ReadFrom(f)
	return err
}

// version of what was loaded, so that an edit between two reads cannot mislabel it.
func (l *loader) version() string {
	h := newVersion()
	for _, name := range sortedKeys(l.files) {
		h.add(name, l.files[name].text)
	}
	return h.String()
}

// versionHash takes in the files in the order of their names.
type versionHash struct{ hash.Hash }

func newVersion() versionHash { return versionHash{sha256.New()} }

func (h versionHash) add(name string, text []byte) {
	fmt.Fprintf(h, "%s\x00%d\x00", name, len(text))
	h.Write(text)
}

func (h versionHash) String() string { return hex.EncodeToString(h.Sum(nil))[:12] }

package kb

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
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
		"experiments.yaml", "headings.yaml", "lexicon.yaml", "model.yaml",
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
	texts := make(map[string][]byte, len(names))
	for _, name := range names {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return "", fmt.Errorf("read %s: %w", name, err)
		}
		texts[name] = text
	}
	return version(texts), nil
}

// version of what was loaded, so that an edit between two reads cannot mislabel it.
func (l *loader) version() string {
	texts := make(map[string][]byte, len(l.files))
	for name, f := range l.files {
		texts[name] = f.text
	}
	return version(texts)
}

func version(texts map[string][]byte) string {
	h := sha256.New()
	for _, name := range sortedKeys(texts) {
		fmt.Fprintf(h, "%s\x00%d\x00", name, len(texts[name]))
		h.Write(texts[name])
	}
	return hex.EncodeToString(h.Sum(nil))[:12]
}

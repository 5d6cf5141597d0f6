package importtest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every hazard of the log has a control and tests, and the tests are there.
func TestHazardLog(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "docs", "hazards.md"))
	if err != nil {
		t.Fatal(err)
	}
	there, row := testsIn(t, root), regexp.MustCompile(`^\| H-\d\d \|`)
	seen := map[string]bool{}
	for _, line := range strings.Split(string(text), "\n") {
		if !row.MatchString(line) {
			continue
		}
		cells := strings.Split(strings.Trim(line, "| "), " | ")
		if len(cells) != 6 {
			t.Errorf("%s has %d cells, want 6", cells[0], len(cells))
			continue
		}
		if seen[cells[0]] {
			t.Errorf("%s stands twice", cells[0])
		}
		seen[cells[0]] = true
		for i, cell := range cells {
			if strings.TrimSpace(cell) == "" {
				t.Errorf("%s: cell %d is empty", cells[0], i+1)
			}
		}
		for _, name := range strings.Split(cells[5], ", ") {
			if !there[strings.TrimSpace(name)] {
				t.Errorf("%s names %q, and there is no such test", cells[0], name)
			}
		}
	}
	if len(seen) < 20 {
		t.Errorf("%d hazards were read", len(seen))
	}
}

// testsIn finds the names of all tests of the tree.
func testsIn(t *testing.T, root string) map[string]bool {
	t.Helper()
	names, test := map[string]bool{}, regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range test.FindAllStringSubmatch(string(text), -1) {
			names[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}

package importtest

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// asked is how many requirements of levels 1 and 2 each section of OWASP ASVS 5.0.0 has. In
// each they are numbered from 1; what follows in a section is of level 3.
var asked = map[string]int{
	"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
	"4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3, "6.8": 4,
	"7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2, "8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4,
	"10.1": 2, "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1,
	"12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7,
	"16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3, "17.1": 1, "17.2": 4, "17.3": 2,
}

// Every requirement has one line, which says how it stands and why, and every test and
// file that a line names is there.
func TestASVS(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "docs", "asvs.md"))
	if err != nil {
		t.Fatal(err)
	}
	there, row := testsIn(t, root), regexp.MustCompile(`^\| (\d+\.\d+)\.(\d+)(?:–(\d+))? \|`)
	seen, states := map[string]bool{}, map[string]int{}
	for _, line := range strings.Split(string(text), "\n") {
		m := row.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		cells := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "| "), " |"), " | ")
		if len(cells) != 5 {
			t.Errorf("%s has %d cells, want 5", cells[0], len(cells))
			continue
		}
		first, _ := strconv.Atoi(m[2])
		last := first
		if m[3] != "" {
			last, _ = strconv.Atoi(m[3])
		}
		for n := first; n <= last; n++ {
			id := fmt.Sprintf("%s.%d", m[1], n)
			if seen[id] || n < 1 || n > asked[m[1]] {
				t.Errorf("%s stands twice, or is none of levels 1 and 2", id)
			}
			seen[id] = true
			states[cells[2]]++
		}
		checkLine(t, root, there, cells)
	}
	want := 0
	for section, n := range asked {
		want += n
		for i := 1; i <= n; i++ {
			if id := fmt.Sprintf("%s.%d", section, i); !seen[id] {
				t.Errorf("%s has no line", id)
			}
		}
	}
	sum := fmt.Sprintf("%d requirements: %d met, %d partly, %d not, %d do not apply.", want, states["met"], states["partly"], states["not"], states["n/a"])
	if !strings.Contains(string(text), sum) {
		t.Errorf("the page does not say %q", sum)
	}
}

// checkLine checks the cells of one line: number, what is asked, state, how, shown by.
func checkLine(t *testing.T, root string, there map[string]bool, cells []string) {
	t.Helper()
	for i, cell := range cells {
		if strings.TrimSpace(cell) == "" {
			t.Errorf("%s: cell %d is empty", cells[0], i+1)
		}
	}
	switch state := cells[2]; {
	case state != "met" && state != "partly" && state != "not" && state != "n/a":
		t.Errorf("%s: state %q", cells[0], state)
	case cells[4] == "–" && (state == "met" || state == "partly"):
		t.Errorf("%s is %s, and nothing shows it", cells[0], state)
	case cells[4] == "–":
		return
	}
	for _, name := range strings.Split(cells[4], ", ") {
		path, isFile := strings.CutPrefix(name, "`")
		if !isFile {
			if !there[name] {
				t.Errorf("%s names %q, and there is no such test", cells[0], name)
			}
			continue
		}
		if _, err := os.Stat(filepath.Join(root, filepath.FromSlash(strings.TrimSuffix(path, "`")))); err != nil {
			t.Errorf("%s: %v", cells[0], err)
		}
	}
}

// dangerous are packages that the program does without, but for the named folders: other
// programs, memory without bounds, templates that escape nothing, old chance, weak
// ciphers and hashes, archives, readers of foreign objects.
var dangerous = map[string][]string{
	"C": nil, "unsafe": nil, "plugin": nil, "text/template": nil, "net/http/pprof": nil, "math/rand": nil,
	"crypto/des": nil, "crypto/rc4": nil, "crypto/md5": nil, "crypto/sha1": nil, "crypto/dsa": nil, "archive/tar": nil,
	"os/exec":      {"internal/store/pgtest"}, // starts PostgreSQL for tests
	"encoding/xml": {"internal/web"},          // writes feeds
	"encoding/gob": {"internal/kb"},           // our own content, which is inside the program
	"archive/zip":  {"internal/kb"},           // the same
}

func TestNoDangerousPackages(t *testing.T) {
	root, files := filepath.Join("..", ".."), 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		files++
		at, _ := filepath.Rel(root, filepath.Dir(path))
		for _, spec := range f.Imports {
			name, _ := strconv.Unquote(spec.Path.Value)
			allowed, listed := dangerous[name]
			if listed && !slices.Contains(allowed, filepath.ToSlash(at)) {
				t.Errorf("%s imports %s", path, name)
			}
		}
		return nil
	})
	if err != nil || files < 300 {
		t.Fatalf("%d files, %v", files, err)
	}
}

package importtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every bad day of the operator's manual has tests, and the tests are there.
func TestBadDays(t *testing.T) {
	root := filepath.Join("..", "..")
	text, err := os.ReadFile(filepath.Join(root, "docs", "operate.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Bad days\n")
	section, _, _ = strings.Cut(section, "\n## ")
	there, days := testsIn(t, root), 0
	for _, day := range regexp.MustCompile(`(?m)^\*\*`).Split(section, -1)[1:] {
		what, how, _ := strings.Cut(day, "**")
		days++
		names := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(how, -1)
		if len(names) == 0 {
			t.Errorf("%q has no test", what)
		}
		for _, name := range names {
			if !there[name[1]] {
				t.Errorf("%q: there is no %s", what, name[1])
			}
		}
	}
	if days < 8 {
		t.Errorf("%d bad days were found, want at least 8", days)
	}
}

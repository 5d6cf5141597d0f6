package importtest

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// The data map names every table of the database and no other.
func TestDataMapNamesEveryTable(t *testing.T) {
	names := func(pattern string, path ...string) map[string]bool {
		t.Helper()
		text, err := os.ReadFile(filepath.Join(append([]string{"..", ".."}, path...)...))
		if err != nil {
			t.Fatal(err)
		}
		out := map[string]bool{}
		for _, m := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
			out[m[1]] = true
		}
		return out
	}
	tables, told := names(`(?m)^CREATE TABLE (\w+)`, "internal", "store", "sqlite", "schema.sql"), names(`(?m)^\| ([a-z_]+) \|`, "docs", "data-map.md")
	delete(told, "table") // the heading
	for name := range tables {
		if !told[name] {
			t.Errorf("docs/data-map.md lacks the table %s", name)
		}
	}
	for name := range told {
		if !tables[name] {
			t.Errorf("docs/data-map.md tells of %s, which is no table", name)
		}
	}
}

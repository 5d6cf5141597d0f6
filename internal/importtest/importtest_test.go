// Package importtest keeps the direction of imports and the purity of the packages that
// reason. It reads the import clauses itself: a test that runs "go list" would have its
// pass cached and miss new imports.
package importtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/legible-health/legible"

// layers from the bottom up. A package imports packages of lower layers only, so those
// of one layer, the edges among them, do not know each other.
var layers = [][]string{
	{"knowledge"},
	{"internal/clinical", "internal/errs", "internal/bayes", "internal/fhir", "internal/i18n", "internal/figure", "internal/reading", "internal/stat", "internal/slip", "internal/english", "internal/stem", "internal/calendar"},
	{"internal/kb", "internal/seal", "internal/share", "internal/portrait", "internal/signature"},
	{"internal/triage", "internal/narrative", "internal/labs", "internal/diary", "internal/guide", "internal/consult", "internal/account", "internal/remind"},
	{"internal/assess", "internal/trend", "internal/experiment", "internal/demo"},
	{"internal/care"},
	{"internal/report"},
	{"internal/fhirmap", "internal/report/pdf"},
	{"internal/app", "internal/wholefile"},
	{"", "internal/eval", "internal/passkey", "internal/mail", "internal/webpush", "internal/rephrase", "internal/store/tables", "internal/store/pgtest", "internal/store/storetest", "internal/keyfile", "internal/config",
		"internal/web", "internal/api", "internal/fhirapi"},
	{"internal/store/sqlite", "internal/store/postgres", "internal/backup", "internal/server"},
	{"internal/store"},
	{"internal/cli"},
	{"cmd/legible"},
}

// mayEmbed lists who may import the medical content; all others are given it.
var mayEmbed = []string{"", "internal/cli"}

// tools are programs for developers. They import what they like and nothing imports them.
var tools = []string{"internal/rapidtest", "internal/kb/compile", "internal/web/appicon", "internal/account/breached", "internal/importtest"}

// impure is what the packages before app must not import: files, network, database,
// clock, environment, logging, chance. They are given what they need.
var impure = []string{"os", "io/ioutil", "net", "database", "log", "syscall", "os/exec", "os/signal", "crypto/rand", "runtime/debug", "plugin", "unsafe"}

// clock are the functions of package time that read it or wait; its types are welcome.
var clock = []string{"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTicker", "NewTimer"}

// source is one Go file that is no test.
type source struct {
	name string // relative to the root
	pkg  string // folder; "" is the root
	ast  *ast.File
}

func TestImportsGoOneWay(t *testing.T) {
	for _, f := range sources(t) {
		if slices.Contains(tools, f.pkg) {
			continue
		}
		layer, ok := layerOf(f.pkg)
		if !ok {
			t.Errorf("%s: package %q has no layer; add it to layers in this test and to docs/ARCHITECTURE.md", f.name, f.pkg)
			continue
		}
		for _, spec := range f.ast.Imports {
			to, ours := inModule(spec)
			if !ours {
				continue
			}
			target, known := layerOf(to)
			switch {
			case slices.Contains(tools, to):
				t.Errorf("%s imports %s, a tool for developers", f.name, to)
			case !known:
				t.Errorf("%s imports %s, which has no layer", f.name, to)
			case target >= layer:
				t.Errorf("%s imports %s, against the direction of docs/ARCHITECTURE.md: take it as an argument or an interface", f.name, to)
			case to == "knowledge" && !slices.Contains(mayEmbed, f.pkg):
				t.Errorf("%s imports knowledge: take an fs.FS or a *kb.Base as an argument", f.name)
			}
		}
	}
}

func TestReasoningIsPure(t *testing.T) {
	app, _ := layerOf("internal/app")
	for _, f := range sources(t) {
		if layer, ok := layerOf(f.pkg); !ok || layer >= app || slices.Contains(tools, f.pkg) || f.pkg == "knowledge" {
			continue
		}
		for _, spec := range f.ast.Imports {
			if name := importPath(spec); isImpure(name) {
				t.Errorf("%s imports %s: packages before app are given what they need", f.name, name)
			}
		}
		ast.Inspect(f.ast, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if x, ok := s.X.(*ast.Ident); ok && x.Name == "time" && slices.Contains(clock, s.Sel.Name) {
				t.Errorf("%s uses time.%s: take the time as an argument", f.name, s.Sel.Name)
			}
			return true
		})
	}
}

func TestTheTestSeesFaults(t *testing.T) {
	for _, name := range []string{"os", "os/exec", "net/http", "database/sql", "log/slog"} {
		if !isImpure(name) {
			t.Errorf("%s counts as pure", name)
		}
	}
	for _, name := range []string{"io/fs", "time", "embed", "sort", "netip"} {
		if isImpure(name) {
			t.Errorf("%s counts as impure", name)
		}
	}
	if len(sources(t)) < 50 {
		t.Error("fewer than 50 files found: is the root right?")
	}
}

func isImpure(name string) bool {
	return slices.ContainsFunc(impure, func(x string) bool { return name == x || strings.HasPrefix(name, x+"/") })
}

func layerOf(pkg string) (int, bool) {
	i := slices.IndexFunc(layers, func(l []string) bool { return slices.Contains(l, pkg) })
	return i, i >= 0
}

func importPath(spec *ast.ImportSpec) string {
	name, _ := strconv.Unquote(spec.Path.Value) // the parser has checked it
	return name
}

func inModule(spec *ast.ImportSpec) (pkg string, ours bool) {
	name := importPath(spec)
	if name == module {
		return "", true
	}
	return strings.CutPrefix(name, module+"/")
}

// sources parses all Go files of the tree that are no tests.
func sources(t *testing.T) (out []source) {
	t.Helper()
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(root, p)
		if err != nil {
			return err
		}
		name = filepath.ToSlash(name)
		if d.IsDir() {
			if base := d.Name(); name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "node_modules") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		pkg := path.Dir(name)
		if pkg == "." {
			pkg = ""
		}
		out = append(out, source{name, pkg, f})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

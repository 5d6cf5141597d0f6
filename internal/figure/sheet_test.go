package figure_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/figure"
)

var sheet = flag.String("sheet", "", "write a page with every picture to this file")
var only = flag.String("only", "", "pictures whose name contains one of these, comma separated")
var theme = flag.String("theme", "light", "light, dark or night")

// TestSheet writes a contact sheet for looking at: go test ./internal/figure -run Sheet -sheet /tmp/sheet.html
func TestSheet(t *testing.T) {
	if *sheet == "" {
		t.Skip("no -sheet")
	}
	css, err := os.ReadFile("../web/static/figure.css")
	if err != nil {
		t.Fatal(err)
	}
	bg := map[string]string{"light": "#f7f5f0;color:#22262f", "dark": "#10131a;color:#e7e4dd", "night": "#0d0603;color:#d08f55"}[*theme]
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html class="theme-%s"><meta charset="utf-8"><style>body{margin:6px;background:%s;font:11px sans-serif;display:grid;grid-template-columns:repeat(4,1fr);gap:6px}div{break-inside:avoid}%s</style>`, *theme, bg, css)
	for _, name := range figure.Names() {
		if !wanted(name) {
			continue
		}
		svg, err := figure.SVG(name, figure.Options{})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, `<div>%s%s %d</div>`, svg, name, len(svg))
	}
	if err := os.WriteFile(*sheet, []byte(b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func wanted(name string) bool {
	for _, w := range strings.Split(*only, ",") {
		if strings.Contains(name, w) {
			return true
		}
	}
	return false
}

package figure_test

import (
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// palette reads the colours of the rule that a selector opens.
func palette(t *testing.T, css, selector string) map[string][3]float64 {
	t.Helper()
	_, rest, ok := strings.Cut(css, "\n"+selector+" {")
	if !ok {
		t.Fatalf("figure.css has no rule %s", selector)
	}
	rule, _, _ := strings.Cut(rest, "}")
	out := map[string][3]float64{}
	for _, m := range regexp.MustCompile(`--fig-([a-z-]+): #([0-9a-f]{6});`).FindAllStringSubmatch(rule, -1) {
		v, err := strconv.ParseUint(m[2], 16, 32)
		if err != nil {
			t.Fatal(err)
		}
		out[m[1]] = [3]float64{float64(v>>16) / 255, float64(v>>8&255) / 255, float64(v&255) / 255}
	}
	return out
}

// contrast is the contrast ratio of WCAG 2.2, 1 to 21.
func contrast(a, b [3]float64) float64 {
	light := func(c [3]float64) float64 {
		for i, v := range c {
			if v <= .04045 {
				c[i] = v / 12.92
			} else {
				c[i] = math.Pow((v+.055)/1.055, 2.4)
			}
		}
		return .2126*c[0] + .7152*c[1] + .0722*c[2] + .05
	}
	x, y := light(a), light(b)
	return max(x, y) / min(x, y)
}

func stylesheet(t *testing.T) string {
	t.Helper()
	css, err := os.ReadFile("../web/static/figure.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(css)
}

// What carries the meaning must be seen in every theme: words, arrows, the outline of
// people (in dark themes the body itself, against dark paper), the marked muscle on the
// leg (with its fibres as a second sign), and the chosen areas of the map.
func TestColoursAreTold(t *testing.T) {
	css := stylesheet(t)
	for _, theme := range []string{".theme-light", ".theme-dark", ".theme-night"} {
		p := palette(t, css, theme)
		figure := "worked"
		if theme == ".theme-light" {
			figure = "line"
		}
		for _, c := range []struct {
			a, b string
			want float64
		}{{"text", "paper", 4.5}, {"arrow", "paper", 3}, {figure, "paper", 3}, {"fibre", "muscle", 3}, {"muscle", "line", 2.5},
			{"chosen", "part", 1.4}, {"chosen-line", "part", 3}, {"edge", "paper", 3}} {
			if got := contrast(p[c.a], p[c.b]); got < c.want {
				t.Errorf("%s: %s on %s has contrast %.2f, want %.1f", theme, c.a, c.b, got, c.want)
			}
		}
	}
}

func TestThemesSetTheSameColours(t *testing.T) {
	css := stylesheet(t)
	light := palette(t, css, ":root")
	for _, theme := range []string{".theme-light", ".theme-dark", ".theme-night"} {
		p := palette(t, css, theme)
		for name := range light {
			if _, ok := p[name]; !ok {
				t.Errorf("%s lacks --fig-%s", theme, name)
			}
		}
		if len(p) != len(light) {
			t.Errorf("%s sets %d colours, :root %d", theme, len(p), len(light))
		}
	}
	for _, m := range regexp.MustCompile(`var\(--fig-([a-z-]+)\)`).FindAllStringSubmatch(css, -1) {
		if _, ok := light[m[1]]; !ok {
			t.Errorf("--fig-%s is used and never set", m[1])
		}
	}
}

// At night nothing is bright and nothing is blue.
func TestNightIsWarmAndDim(t *testing.T) {
	for name, c := range palette(t, stylesheet(t), ".theme-night") {
		if c[2] > c[1] || c[1] > c[0] {
			t.Errorf("--fig-%s is not warm at night", name)
		}
		if bright := contrast(c, [3]float64{}); bright > 12 {
			t.Errorf("--fig-%s is bright at night (%.1f)", name, bright)
		}
	}
}

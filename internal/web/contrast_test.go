package web

import (
	"fmt"
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// palette is the colours that a theme sets in a style sheet, by property.
type palette map[string]string

// palettes reads the themes of app.css: for each the properties with a colour.
func palettes(t *testing.T) map[string]palette {
	t.Helper()
	css := string(must(fs.ReadFile(staticFiles, "static/app.css")))
	if i := strings.Index(css, "/* On paper"); i > 0 {
		css = css[:i]
	}
	out := map[string]palette{}
	for _, m := range regexp.MustCompile(`(?s)\.theme-(light|dark|night) \{(.*?)\n\}`).FindAllStringSubmatch(css, -1) {
		out[m[1]] = properties(m[2])
	}
	root := regexp.MustCompile(`(?s):root \{(.*?)\n\}`).FindStringSubmatch(css)
	out["device, light"] = properties(root[1])
	media := regexp.MustCompile(`(?s)prefers-color-scheme: dark\) \{\s*:root \{(.*?)\n  \}`).FindStringSubmatch(css)
	out["device, dark"] = properties(media[1])
	if len(out) != 5 {
		t.Fatalf("%d themes in app.css, want 5", len(out))
	}
	return out
}

func properties(block string) palette {
	p := palette{}
	for _, m := range regexp.MustCompile(`--([a-z0-9-]+): (#[0-9a-f]{6});`).FindAllStringSubmatch(block, -1) {
		p[m[1]] = m[2]
	}
	return p
}

func channels(t *testing.T, colour string) (r, g, b float64) {
	t.Helper()
	v, err := strconv.ParseUint(strings.TrimPrefix(colour, "#"), 16, 32)
	if err != nil {
		t.Fatalf("colour %q: %v", colour, err)
	}
	return float64(v >> 16), float64(v >> 8 & 0xff), float64(v & 0xff)
}

// luminance and contrast are those of WCAG 2.2.
func luminance(t *testing.T, colour string) float64 {
	linear := func(c float64) float64 {
		if c /= 255; c <= 0.04045 {
			return c / 12.92
		}
		return math.Pow((c+0.055)/1.055, 2.4)
	}
	r, g, b := channels(t, colour)
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(t *testing.T, a, b string) float64 {
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// The formula itself: the ends of the scale and a pair from the understanding document
// of WCAG 1.4.3.
func TestContrastFormula(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#ffffff", 21}, {"#777777", "#777777", 1}, {"#767676", "#ffffff", 4.54}} {
		if got := contrast(t, c.a, c.b); math.Abs(got-c.want) > 0.01 {
			t.Errorf("%s on %s: %.2f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

// Every colour that stands on another in the style sheets: text at 4.5 to 1, what is no
// text but tells something at 3 to 1.
var pairs = []struct {
	on   string
	text string // colours of words
	mark string // colours of lines, dots and bars
}{
	{"ground", "text quiet link accent danger today soon routine home", "edge"},
	{"surface", "text quiet link accent danger today soon routine home", "edge"},
	{"raised", "text quiet link", "accent edge"},
	{"accent-soft", "text quiet accent", "edge"},
	{"danger-soft", "text quiet link danger", "edge"},
	{"good-soft", "text quiet link", "home"},
	{"mark", "text", ""},
	{"main", "on-main", ""},
	{"danger", "on-danger", ""},
}

func TestContrast(t *testing.T) {
	for name, p := range palettes(t) {
		for _, pair := range pairs {
			for want, colours := range map[float64]string{4.5: pair.text, 3: pair.mark} {
				for _, c := range strings.Fields(colours) {
					if p[c] == "" || p[pair.on] == "" {
						t.Errorf("%s: --%s or --%s is missing", name, c, pair.on)
						continue
					}
					if got := contrast(t, p[c], p[pair.on]); got < want {
						t.Errorf("%s: --%s on --%s is %.2f to 1, want %.1f", name, c, pair.on, got, want)
					}
				}
			}
		}
	}
}

// A theme that lacks a property would show another theme's colour.
func TestThemesSetTheSameColours(t *testing.T) {
	all := palettes(t)
	for name, p := range all {
		for c := range all["light"] {
			if p[c] == "" {
				t.Errorf("%s lacks --%s", name, c)
			}
		}
		if len(p) != len(all["light"]) {
			t.Errorf("%s sets %d colours, light %d", name, len(p), len(all["light"]))
		}
	}
	for _, c := range colours {
		if all["light"][c] == "" {
			t.Errorf("the page of components shows --%s, which no theme sets", c)
		}
	}
	for device, theme := range map[string]string{"device, light": "light", "device, dark": "dark"} {
		if fmt.Sprint(all[device]) != fmt.Sprint(all[theme]) {
			t.Errorf("%s differs from %s", device, theme)
		}
	}
}

// Night is dim, warm and without blue: nothing brighter than a third of white, and every
// colour runs from red over green to blue.
func TestNightIsDimAndWarm(t *testing.T) {
	for name, c := range palettes(t)["night"] {
		r, g, b := channels(t, c)
		if l := luminance(t, c); l > 0.42 {
			t.Errorf("--%s has a luminance of %.2f", name, l)
		}
		if r < g || g < b || b > 110 {
			t.Errorf("--%s %s is not warm", name, c)
		}
	}
}

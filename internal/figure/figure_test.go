package figure_test

import (
	"encoding/xml"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/figure"
)

const exercises = "../../knowledge/exercises"

func draw(t *testing.T, name string, o figure.Options) string {
	t.Helper()
	svg, err := figure.SVG(name, o)
	if err != nil {
		t.Fatal(err)
	}
	return svg
}

func TestEveryExerciseHasPictures(t *testing.T) {
	files, err := os.ReadDir(exercises)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, f := range files {
		id, ok := strings.CutSuffix(f.Name(), ".yaml")
		if !ok {
			continue
		}
		known[id] = true
		frames := figure.Exercise(id)
		if len(frames) < 2 {
			t.Errorf("%s has %d pictures, want a start and a hold", id, len(frames))
			continue
		}
		if frames[0].Name != id+"/start" || frames[1].Name != id+"/hold" || frames[0].Hold || !frames[1].Hold || frames[0].Variant != "" {
			t.Errorf("%s begins with %q and %q", id, frames[0].Name, frames[1].Name)
		}
		for _, f := range frames {
			draw(t, f.Name, figure.Options{})
		}
	}
	for _, name := range figure.Names() {
		id, _, frame := strings.Cut(name, "/")
		if frame && id != "icon" && !known[id] {
			t.Errorf("%s: knowledge has no such exercise", name)
		}
	}
	if len(known) < 30 {
		t.Errorf("only %d exercises found; is %s still the place?", len(known), exercises)
	}
}

func TestCrampStepsHaveTheirOtherWays(t *testing.T) {
	for id, want := range map[string][]string{
		"cramp_now_calf":            {"", "towel", "standing", "helper"},
		"cramp_now_foot":            {"", "standing"},
		"cramp_now_quad":            {"", "lying"},
		"cramp_now_thigh_hamstring": {"", "lying"},
	} {
		var got []string
		for _, f := range figure.Exercise(id) {
			if !f.Hold {
				got = append(got, f.Variant)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s has the variants %q, want %q", id, got, want)
		}
	}
}

func TestSameOptionsSameBytes(t *testing.T) {
	for _, name := range figure.Names() {
		o := figure.Options{ID: "a", Title: "T", Mirror: true}
		first := draw(t, name, o)
		if again := draw(t, name, o); again != first {
			t.Errorf("%s differs from one call to the next", name)
		}
	}
}

func TestPicturesAreSmall(t *testing.T) {
	for _, name := range figure.Names() {
		limit := 4096
		switch svg := draw(t, name, figure.Options{}); {
		case name == figure.LegMap:
			limit = 10500
		case strings.Contains(svg, "fig-helper"): // two people
			limit = 7200
		case strings.Contains(svg, "fig-inset"): // with a close-up
			limit = 5200
		}
		if n := len(draw(t, name, figure.Options{})); n > limit {
			t.Errorf("%s has %d bytes, more than %d", name, n, limit)
		}
	}
}

// allowed lists what a picture may consist of. No style, no script, no reference to
// anything outside, no size.
var allowed = map[string][]string{
	"svg":    {"class", "viewBox", "xmlns", "role", "aria-labelledby", "aria-describedby", "aria-hidden", "focusable", "x", "y", "width", "height"},
	"title":  {"id"},
	"desc":   {"id"},
	"g":      {"class", "transform"},
	"path":   {"class", "d", "data-view", "data-place", "data-side"},
	"rect":   {"class", "x", "y", "width", "height", "rx"},
	"circle": {"class", "cx", "cy", "r"},
	"text":   {"class", "x", "y", "text-anchor"},
}

func TestMarkupIsPlain(t *testing.T) {
	css, err := os.ReadFile("../web/static/figure.css")
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]bool{}
	for _, c := range regexp.MustCompile(`\.[a-z][a-z_0-9-]*`).FindAllString(string(css), -1) {
		classes[c[1:]] = true
	}
	for _, name := range figure.Names() {
		for i, e := range elements(t, name, draw(t, name, figure.Options{ID: "f1", Title: "A & B", Desc: "<c>"})) {
			attrs, ok := allowed[e.Name.Local]
			if !ok {
				t.Errorf("%s holds a <%s>", name, e.Name.Local)
			}
			for _, a := range e.Attr {
				if !slices.Contains(attrs, a.Name.Local) || i == 0 && (a.Name.Local == "width" || a.Name.Local == "height") {
					t.Errorf("%s: <%s> has the attribute %s", name, e.Name.Local, a.Name.Local)
				}
				for _, c := range strings.Fields(a.Value) {
					if a.Name.Local == "class" && !classes[c] {
						t.Errorf("%s uses the class %q, which figure.css does not know", name, c)
					}
				}
			}
		}
	}
}

func elements(t *testing.T, name, svg string) (out []xml.StartElement) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatalf("%s is not well-formed: %v", name, err)
		}
		if e, ok := tok.(xml.StartElement); ok {
			out = append(out, e.Copy())
		}
	}
}

func TestTitleAndDescription(t *testing.T) {
	const name = "stretch_calf_wall/hold"
	svg := draw(t, name, figure.Options{ID: "fig-3", Title: `Calf "stretch"`})
	for _, want := range []string{`role="img"`, `aria-labelledby="fig-3-t"`, `aria-describedby="fig-3-d"`, `<title id="fig-3-t">Calf &#34;stretch&#34;</title>`, `<desc id="fig-3-d">` + figure.Alt(name)} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in the picture", want)
		}
	}
	if strings.Contains(svg, "aria-hidden") {
		t.Error("a titled picture is hidden")
	}
	plain := draw(t, name, figure.Options{})
	if !strings.Contains(plain, `aria-hidden="true"`) || strings.Contains(plain, "<title") || strings.Contains(plain, " id=") {
		t.Error("a picture without title must be hidden and have no ids")
	}
	for _, id := range []string{"", "1a", `a"b`, "a b"} {
		if _, err := figure.SVG(name, figure.Options{ID: id, Title: "T"}); err == nil {
			t.Errorf("the id %q is accepted", id)
		}
	}
	if _, err := figure.SVG("no/such", figure.Options{}); err == nil || !strings.Contains(err.Error(), "no such picture") {
		t.Errorf("an unknown name gives %v", err)
	}
	if figure.Alt("no/such") != "" || figure.Exercise("no") != nil {
		t.Error("an unknown name has words or frames")
	}
}

func TestMirrorTurnsPeopleOnly(t *testing.T) {
	for _, name := range figure.Names() {
		turned := draw(t, name, figure.Options{Mirror: true}) != draw(t, name, figure.Options{})
		person := !strings.HasPrefix(name, "icon/") && name != figure.LegMap && name != figure.Urine
		if turned != person {
			t.Errorf("%s: turned is %v, want %v", name, turned, person)
		}
	}
}

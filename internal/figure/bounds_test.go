package figure_test

import (
	"encoding/xml"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/legible-health/legible/internal/figure"
)

type box struct{ x0, y0, x1, y1 float64 }

func (b *box) add(x, y float64) {
	b.x0, b.y0, b.x1, b.y1 = min(b.x0, x), min(b.y0, y), max(b.x1, x), max(b.y1, y)
}

var number = regexp.MustCompile(`-?(\d+\.\d+|\.\d+|\d+)`)

func numbers(s string) (out []float64) {
	for _, n := range number.FindAllString(s, -1) {
		v, _ := strconv.ParseFloat(n, 64)
		out = append(out, v)
	}
	return out
}

var command = regexp.MustCompile(`[MlhvqtaczZ][^A-Za-z]*`)

// walk follows a path and reports points along it. Arcs report their ends only.
func walk(d string, at func(x, y float64)) error {
	var x, y, cx, cy, sx, sy float64
	if left := command.ReplaceAllString(d, ""); left != "" {
		return fmt.Errorf("cannot read %q", left)
	}
	for _, part := range command.FindAllString(d, -1) {
		n := numbers(part[1:])
		size := map[byte]int{'M': 2, 'l': 2, 'h': 1, 'v': 1, 'q': 4, 't': 2, 'a': 7, 'c': 6}[part[0]]
		if size == 0 {
			x, y = sx, sy
			continue
		}
		if len(n) == 0 || len(n)%size != 0 {
			return fmt.Errorf("%q has %d numbers", part, len(n))
		}
		for ; len(n) > 0; n = n[size:] {
			fx, fy := x, y
			switch part[0] {
			case 'M':
				x, y, sx, sy = n[0], n[1], n[0], n[1]
				fx, fy, cx, cy = x, y, x, y
			case 'h':
				x += n[0]
			case 'v':
				y += n[0]
			case 'q':
				cx, cy, x, y = x+n[0], y+n[1], x+n[2], y+n[3]
			case 't':
				cx, cy, x, y = 2*x-cx, 2*y-cy, x+n[0], y+n[1]
			default:
				x, y = x+n[size-2], y+n[size-1]
			}
			if part[0] != 'q' && part[0] != 't' {
				at(x, y)
				continue
			}
			for i := range 9 {
				u := float64(i) / 8
				at((1-u)*(1-u)*fx+2*u*(1-u)*cx+u*u*x, (1-u)*(1-u)*fy+2*u*(1-u)*cy+u*u*y)
			}
		}
	}
	return nil
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// extent is what the paths, boxes and circles of a picture cover. Close-ups, which cut
// themselves, and what stands in a transformed group are left out.
func extent(t *testing.T, name, svg string) (got, view box) {
	v := numbers(attr(elements(t, name, svg)[0], "viewBox"))
	view = box{v[0], v[1], v[0] + v[2], v[1] + v[3]}
	svg = regexp.MustCompile(`(?s)<svg x=.*?</svg>`).ReplaceAllString(svg, "")
	svg = regexp.MustCompile(`(?s)<g transform=.*?</g>`).ReplaceAllString(svg, "")
	got = box{1e9, 1e9, -1e9, -1e9}
	for _, e := range elements(t, name, svg) {
		f := func(a string) float64 { v, _ := strconv.ParseFloat(attr(e, a), 64); return v }
		switch e.Name.Local {
		case "path":
			if err := walk(attr(e, "d"), got.add); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		case "rect":
			got.add(f("x"), f("y"))
			got.add(f("x")+f("width"), f("y")+f("height"))
		case "circle":
			got.add(f("cx")-f("r"), f("cy")-f("r"))
			got.add(f("cx")+f("r"), f("cy")+f("r"))
		}
	}
	return got, view
}

func TestNothingLeavesThePicture(t *testing.T) {
	for _, name := range figure.Names() {
		svg := draw(t, name, figure.Options{})
		margin := 1.5 // half the width of a line, and a little air
		if strings.Contains(svg, "fig-paper") {
			svg = regexp.MustCompile(`<rect class="fig-paper"[^>]*>`).ReplaceAllString(svg, "")
		}
		got, view := extent(t, name, svg)
		if got.x0 < view.x0+margin || got.y0 < view.y0+margin || got.x1 > view.x1-margin || got.y1 > view.y1-margin {
			t.Errorf("%s covers %.1f,%.1f to %.1f,%.1f of %v", name, got.x0, got.y0, got.x1, got.y1, view)
		}
	}
}

func TestWalkSeesAStrayPath(t *testing.T) {
	b := box{1e9, 1e9, -1e9, -1e9}
	if err := walk("M10 10q20-5 40 0t40 0l.5.5-200 3z", b.add); err != nil {
		t.Fatal(err)
	}
	if b.x0 > -100 || b.x1 < 90 || b.y1 < 12.4 {
		t.Errorf("walked %+v", b)
	}
	if walk("M1 1k3", b.add) == nil {
		t.Error("an unknown command is read")
	}
}

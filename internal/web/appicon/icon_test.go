package main

import (
	"bytes"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// The committed icons are those that the mark gives.
func TestIconsAreFresh(t *testing.T) {
	if testing.Short() {
		t.Skip("draws every icon")
	}
	svg, err := os.ReadFile("../static/icons/mark.svg")
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range icons {
		want, err := draw(svg, i)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join("../static/icons", i.Name))
		if err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is stale: go generate ./internal/web", i.Name)
		}
	}
}

// A maskable icon keeps its mark within the circle of 80 % that every system shows.
func TestMaskableKeepsItsMark(t *testing.T) {
	for _, name := range []string{"app-maskable-192.png", "app-maskable-512.png"} {
		f, err := os.Open(filepath.Join("../static/icons", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		img, err := png.Decode(f)
		if err != nil {
			t.Fatal(err)
		}
		size, ink := img.Bounds().Dx(), 0
		for y := range size {
			for x := range size {
				if r, g, b, a := img.At(x, y).RGBA(); a != 0xffff {
					t.Fatalf("%s is transparent at %d, %d", name, x, y)
				} else if r>>8 == uint32(ground.R) && g>>8 == uint32(ground.G) && b>>8 == uint32(ground.B) {
					continue
				}
				ink++
				if d := math.Hypot(float64(x)-float64(size)/2, float64(y)-float64(size)/2); d > .4*float64(size) {
					t.Fatalf("%s has ink %.0f pixels from its centre", name, d)
				}
			}
		}
		if ink < size*size/50 {
			t.Errorf("%s is nearly empty: %d pixels", name, ink)
		}
	}
}

func TestPathsThatCannotBeRead(t *testing.T) {
	for _, d := range []string{"M1", "M1 2 Q3 4 5 6", "M1 2 C1 2 3"} {
		if _, err := flatten(d); err == nil {
			t.Errorf("%q was read", d)
		}
	}
	if _, err := parseMark([]byte(`<svg><path d="M1 2"/></svg>`)); err == nil {
		t.Error("a mark without a colour was read")
	}
}

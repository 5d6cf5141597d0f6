// Command appicon draws the icons of the installed program from static/icons/mark.svg:
// go generate ./internal/web. It knows as much of SVG as the mark needs: paths of M, L,
// H, V, C, A and Z, absolute or relative, stroked in one colour.
package main

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
)

// icon is one file. Inset is the free border as a share of the width: a maskable icon is
// cut to a circle of 80 % by the system, so its mark stays well inside.
type icon struct {
	Name  string
	Size  int // pixels
	Inset float64
	Round float64 // radius of the corners as a share of the width; 0 fills the square
}

var icons = []icon{
	{"app-192.png", 192, .14, .2},
	{"app-512.png", 512, .14, .2},
	{"app-maskable-192.png", 192, .24, 0},
	{"app-maskable-512.png", 512, .24, 0},
	{"app-180.png", 180, .18, 0},
}

func main() {
	dir := "static/icons"
	if len(os.Args) > 1 {
		dir = os.Args[1]
	}
	if err := drawAll(dir); err != nil {
		fmt.Fprintln(os.Stderr, "appicon:", err)
		os.Exit(1)
	}
}

func drawAll(dir string) error {
	svg, err := os.ReadFile(filepath.Join(dir, "mark.svg"))
	if err != nil {
		return err
	}
	for _, i := range icons {
		text, err := draw(svg, i)
		if err != nil {
			return fmt.Errorf("%s: %w", i.Name, err)
		}
		if err := os.WriteFile(filepath.Join(dir, i.Name), text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// draw renders the mark as a PNG. The same SVG always gives the same bytes.
func draw(svg []byte, i icon) ([]byte, error) {
	m, err := parseMark(svg)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	enc := png.Encoder{CompressionLevel: png.BestCompression}
	err = enc.Encode(&out, m.paint(i))
	return out.Bytes(), err
}

package main

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"regexp"
	"strconv"
)

type point struct{ X, Y float64 }

// mark is a drawing of 24 by 24 units made of strokes.
type mark struct {
	colour color.NRGBA
	width  float64   // of a stroke
	lines  [][]point // each path as short straight pieces
}

const units = 24

// ground is the colour behind the mark: that of the dark theme.
var ground = color.NRGBA{0x10, 0x13, 0x1a, 0xff}

var (
	strokeAttr = regexp.MustCompile(`\bstroke="#([0-9a-fA-F]{6})"`)
	widthAttr  = regexp.MustCompile(`\bstroke-width="([0-9.]+)"`)
	pathAttr   = regexp.MustCompile(`\bd="([^"]+)"`)
	pathToken  = regexp.MustCompile(`[A-Za-z]|-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)`)
)

func parseMark(svg []byte) (*mark, error) {
	stroke, width := strokeAttr.FindSubmatch(svg), widthAttr.FindSubmatch(svg)
	if stroke == nil || width == nil {
		return nil, fmt.Errorf("the mark has no stroke colour or width")
	}
	rgb, err := strconv.ParseUint(string(stroke[1]), 16, 24)
	if err != nil {
		return nil, err
	}
	m := &mark{colour: color.NRGBA{uint8(rgb >> 16), uint8(rgb >> 8), uint8(rgb), 0xff}}
	if m.width, err = strconv.ParseFloat(string(width[1]), 64); err != nil {
		return nil, err
	}
	for _, d := range pathAttr.FindAllSubmatch(svg, -1) {
		lines, err := flatten(string(d[1]))
		if err != nil {
			return nil, err
		}
		m.lines = append(m.lines, lines...)
	}
	return m, nil
}

// numbers says how many each command takes.
var numbers = map[byte]int{'M': 2, 'L': 2, 'H': 1, 'V': 1, 'C': 6, 'A': 7, 'Z': 0}

// flatten turns the d of a path into straight pieces.
func flatten(d string) (out [][]point, err error) {
	tokens := pathToken.FindAllString(d, -1)
	var at, first point
	var command byte
	for i := 0; i < len(tokens); {
		if c := tokens[i][0]; c >= 'A' && (c < '0' || c > '9') {
			command, i = c, i+1
		}
		upper := command &^ 0x20
		n, known := numbers[upper]
		if !known || i+n > len(tokens) {
			return nil, fmt.Errorf("path %q: command %q cannot be read", d, command)
		}
		v := make([]float64, n)
		for k := range v {
			if v[k], err = strconv.ParseFloat(tokens[i+k], 64); err != nil {
				return nil, fmt.Errorf("path %q: %w", d, err)
			}
		}
		i += n
		var base point
		if command != upper {
			base = at
		}
		line := func(to ...point) { out[len(out)-1] = append(out[len(out)-1], to...); at = to[len(to)-1] }
		switch upper {
		case 'M':
			at = point{base.X + v[0], base.Y + v[1]}
			first, out, command = at, append(out, []point{at}), command-'M'+'L'
		case 'L':
			line(point{base.X + v[0], base.Y + v[1]})
		case 'H':
			line(point{base.X + v[0], at.Y})
		case 'V':
			line(point{at.X, base.Y + v[0]})
		case 'C':
			line(cubic(at, point{base.X + v[0], base.Y + v[1]}, point{base.X + v[2], base.Y + v[3]}, point{base.X + v[4], base.Y + v[5]})...)
		case 'A':
			line(arc(at, v[0], v[3] != 0, v[4] != 0, point{base.X + v[5], base.Y + v[6]})...)
		case 'Z':
			line(first)
		}
	}
	return out, nil
}

const pieces = 32 // of a curve

func cubic(a, b, c, d point) (out []point) {
	for i := 1; i <= pieces; i++ {
		t := float64(i) / pieces
		u := 1 - t
		p, q, r, s := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
		out = append(out, point{p*a.X + q*b.X + r*c.X + s*d.X, p*a.Y + q*b.Y + r*c.Y + s*d.Y})
	}
	return out
}

// arc follows a circle of radius r from a to b: SVG 1.1, appendix F.6.5.
func arc(a point, r float64, large, sweep bool, b point) (out []point) {
	dx, dy := (a.X-b.X)/2, (a.Y-b.Y)/2
	half := math.Hypot(dx, dy)
	r = math.Max(r, half)
	k := math.Sqrt(math.Max(0, r*r-half*half)) / half
	if large == sweep {
		k = -k
	}
	centre := point{(a.X+b.X)/2 + k*dy, (a.Y+b.Y)/2 - k*dx}
	from := math.Atan2(a.Y-centre.Y, a.X-centre.X)
	turn := math.Atan2(b.Y-centre.Y, b.X-centre.X) - from
	switch {
	case sweep && turn < 0:
		turn += 2 * math.Pi
	case !sweep && turn > 0:
		turn -= 2 * math.Pi
	}
	for i := 1; i <= pieces; i++ {
		s, c := math.Sincos(from + turn*float64(i)/pieces)
		out = append(out, point{centre.X + r*c, centre.Y + r*s})
	}
	return out
}

// paint fills the ground and strokes the mark; edges are one pixel soft.
func (m *mark) paint(i icon) image.Image {
	img := image.NewNRGBA(image.Rect(0, 0, i.Size, i.Size))
	size := float64(i.Size)
	scale := size * (1 - 2*i.Inset) / units
	for y := range i.Size {
		for x := range i.Size {
			px, py := float64(x)+.5, float64(y)+.5
			inside := square(px, py, size, i.Round*size)
			at := point{(px - size*i.Inset) / scale, (py - size*i.Inset) / scale}
			ink := cover((m.width/2 - m.distance(at)) * scale)
			img.SetNRGBA(x, y, blend(ground, m.colour, ink, inside))
		}
	}
	return img
}

// cover is the share of a pixel that lies within an edge d pixels away.
func cover(d float64) float64 { return math.Max(0, math.Min(1, d+.5)) }

// square is the share of a pixel inside the square with round corners.
func square(x, y, size, r float64) float64 {
	if r == 0 {
		return 1
	}
	dx, dy := math.Abs(x-size/2)-(size/2-r), math.Abs(y-size/2)-(size/2-r)
	return cover(r - math.Hypot(math.Max(dx, 0), math.Max(dy, 0)))
}

func blend(a, b color.NRGBA, share, alpha float64) color.NRGBA {
	mix := func(p, q uint8) uint8 { return uint8(math.Round(float64(p) + (float64(q)-float64(p))*share)) }
	return color.NRGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), uint8(math.Round(255 * alpha))}
}

// distance to the nearest stroke, in units.
func (m *mark) distance(p point) float64 {
	best := math.Inf(1)
	for _, line := range m.lines {
		for i := 1; i < len(line); i++ {
			best = math.Min(best, toSegment(p, line[i-1], line[i]))
		}
	}
	return best
}

func toSegment(p, a, b point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	t := 0.0
	if l := dx*dx + dy*dy; l > 0 {
		t = math.Max(0, math.Min(1, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l))
	}
	return math.Hypot(p.X-a.X-t*dx, p.Y-a.Y-t*dy)
}

package figure

import (
	"fmt"
	"math"
	"strings"
)

// canvas collects the elements of one picture in the order they are painted.
type canvas struct {
	b    strings.Builder
	pale bool // what follows belongs to a second person
}

// begin sets whether what follows belongs to a second person, who is drawn paler.
func (c *canvas) begin(pale bool) {
	if c.pale == pale {
		return
	}
	c.pale = pale
	if pale {
		c.b.WriteString(`<g class="fig-helper">`)
	} else {
		c.b.WriteString("</g>")
	}
}

func (c *canvas) path(class, d string) {
	fmt.Fprintf(&c.b, `<path class="%s" d="%s"/>`, class, d)
}

func (c *canvas) rect(class string, x, y, w, h, r float64) {
	fmt.Fprintf(&c.b, `<rect class="%s" x="%s" y="%s" width="%s" height="%s"`, class, short(x), short(y), short(w), short(h))
	if r > 0 {
		fmt.Fprintf(&c.b, ` rx="%s"`, short(r))
	}
	c.b.WriteString("/>")
}

func (c *canvas) circle(class string, at point, r float64) {
	fmt.Fprintf(&c.b, `<circle class="%s" cx="%s" cy="%s" r="%s"/>`, class, short(at.X), short(at.Y), short(r))
}

func (c *canvas) lines(class string, ps ...point) {
	var t tracer
	t.move(ps[0])
	for _, p := range ps[1:] {
		t.line(p)
	}
	c.path(class, t.String())
}

func (c *canvas) String() string {
	c.begin(false)
	return c.b.String()
}

func short(v float64) string { return shortTenths(tenths(v)) }

// arrow shows a direction of movement. It starts at the place, Off units away, runs in
// the direction Deg (0 down, 90 right, 180 up) for Long units, and bows Bow units to its
// right hand side (negative: left).
type arrow struct {
	From spot
	Off  point
	Deg  float64
	Long float64
	Bow  float64
}

func (a arrow) paint(c *canvas, s *solved) {
	from := a.Off
	if a.From.of != nil {
		from = a.From.of(s).plus(a.Off)
	}
	to := from.plus(direction(a.Deg, 1).times(a.Long))
	mid := from.toward(to, .5).plus(direction(a.Deg-90, 1).times(a.Bow * 2))
	// The quadratic curve from, mid, to; its end points along to - mid.
	end := to.minus(mid)
	end = end.times(1 / math.Max(end.length(), .1))
	across := point{-end.Y, end.X}
	var t, h tracer
	t.move(from)
	t.quad(mid, to)
	tip := to.plus(end.times(4))
	h.move(tip)
	h.line(to.minus(end.times(3.4)).plus(across.times(4.2)))
	h.line(to.minus(end.times(1.8)))
	h.line(to.minus(end.times(3.4)).minus(across.times(4.2)))
	h.close()
	c.path("fig-arrow", t.String())
	c.path("fig-arrow-head", h.String())
}

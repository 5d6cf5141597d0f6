package figure

import (
	"math"
	"strconv"
	"strings"
)

// tracer writes the d attribute of a path with relative coordinates in tenths of a unit.
// It works in whole tenths, so rounding never adds up along a path.
type tracer struct {
	b        strings.Builder
	cmd      byte
	x, y     int // current point, tenths
	cx, cy   int // last bend of a quadratic curve
	sx, sy   int // start of the subpath
	dot, any bool
}

func tenths(v float64) int { return int(math.Round(v * 10)) }

func (t *tracer) command(c byte) {
	if t.cmd != c {
		t.b.WriteByte(c)
		t.cmd, t.any, t.dot = c, false, false
	}
}

// number writes n tenths in as few characters as the grammar of paths allows.
func (t *tracer) number(n int) {
	s := shortTenths(n)
	if t.any && s[0] != '-' && (s[0] != '.' || !t.dot) {
		t.b.WriteByte(' ')
	}
	t.b.WriteString(s)
	t.any, t.dot = true, strings.Contains(s, ".")
}

// shortTenths writes n tenths as a decimal without needless zeros: .5, -.5, 12, 12.3.
func shortTenths(n int) string {
	s := strconv.FormatFloat(float64(n)/10, 'f', -1, 64)
	if n/10 == 0 && n != 0 {
		s = strings.Replace(s, "0.", ".", 1)
	}
	return s
}

func (t *tracer) pair(p point) (int, int) {
	x, y := tenths(p.X), tenths(p.Y)
	t.number(x - t.x)
	t.number(y - t.y)
	return x, y
}

func (t *tracer) move(p point) {
	t.cmd = 0
	t.command('M')
	t.x, t.y = 0, 0
	t.x, t.y = t.pair(p)
	t.sx, t.sy = t.x, t.y
}

func (t *tracer) line(p point) {
	if tenths(p.X) == t.x && tenths(p.Y) == t.y {
		return
	}
	t.command('l')
	t.x, t.y = t.pair(p)
}

// quad draws a quadratic curve; bend is its control point.
func (t *tracer) quad(bend, p point) {
	t.command('q')
	t.cx, t.cy = t.pair(bend)
	t.x, t.y = t.pair(p)
}

// through goes on smoothly to the place from which the next bend follows: a shorthand
// curve whose own bend mirrors the last one. The end is chosen so that the next mirror
// image falls on next, within a tenth, whatever rounding did before.
func (t *tracer) through(p point) {
	t.command('t')
	cx, cy := 2*t.x-t.cx, 2*t.y-t.cy
	t.x, t.y = t.pair(p)
	t.cx, t.cy = cx, cy
}

// mirrored is the place halfway between the bend of the shorthand to come and the next.
func (t *tracer) mirrored(next point) point {
	return point{(float64(2*t.x-t.cx)/10 + next.X) / 2, (float64(2*t.y-t.cy)/10 + next.Y) / 2}
}

func (t *tracer) close() {
	t.b.WriteByte('z')
	t.cmd, t.x, t.y = 0, t.sx, t.sy
}

func (t *tracer) String() string { return t.b.String() }

package figure

import (
	"math"
	"strconv"
	"strings"
)

// point is a place in the picture: x to the right, y down, in units of the viewBox. A
// standing figure is about 150 units tall.
type point struct{ X, Y float64 }

func (p point) plus(q point) point              { return point{p.X + q.X, p.Y + q.Y} }
func (p point) minus(q point) point             { return point{p.X - q.X, p.Y - q.Y} }
func (p point) times(k float64) point           { return point{p.X * k, p.Y * k} }
func (p point) length() float64                 { return math.Hypot(p.X, p.Y) }
func (p point) toward(q point, u float64) point { return p.plus(q.minus(p).times(u)) }

// direction is the unit vector of an angle in degrees: 0 points down, 90 forward, 180 up.
// Forward is to the right when facing is 1 and to the left when it is -1.
func direction(deg, facing float64) point {
	s, c := math.Sincos(deg * math.Pi / 180)
	return point{facing * s, c}
}

// angle is the inverse of direction, in (-180, 180].
func angle(v point, facing float64) float64 {
	return math.Atan2(v.X*facing, v.Y) * 180 / math.Pi
}

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

func shortTenths(n int) string {
	s := strconv.FormatFloat(float64(n)/10, 'f', -1, 64)
	s = strings.Replace(s, "0.", ".", 1)
	if n/10 != 0 {
		s = strconv.FormatFloat(float64(n)/10, 'f', -1, 64)
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

// loop adds a closed smooth curve through the points, always turning the same way, so
// that overlapping loops of one path add up. It is a quadratic spline: all pieces but the
// first are shorthands of two numbers.
func (t *tracer) loop(ps []point) {
	if area(ps) < 0 {
		ps = reversed(ps)
	}
	n := len(ps)
	bends := append([]point{}, ps...)
	for range 12 { // converges fast: each step divides the error by at least three
		next := make([]point, n)
		for i := range n {
			next[i] = ps[i].times(8).minus(bends[(i+n-1)%n]).minus(bends[(i+1)%n]).times(1. / 6)
		}
		bends = next
	}
	start := bends[n-1].toward(bends[0], .5)
	t.move(start)
	t.quad(bends[0], bends[0].toward(bends[1], .5))
	for i := 1; i < n-1; i++ {
		t.through(t.mirrored(bends[i+1]))
	}
	t.through(start)
	t.close()
}

// curve continues from the first point, where the pen must be, through the others.
func (t *tracer) curve(ps []point) {
	n := len(ps) - 1
	if n == 1 {
		t.line(ps[1])
		return
	}
	bends := append([]point{}, ps[1:n]...)
	for range 12 {
		next := make([]point, len(bends))
		for i := range bends {
			next[i] = openBend(ps, bends, i)
		}
		bends = next
	}
	if len(bends) == 1 {
		t.quad(bends[0], ps[n])
		return
	}
	t.quad(bends[0], bends[0].toward(bends[1], .5))
	for i := 1; i < len(bends)-1; i++ {
		t.through(t.mirrored(bends[i+1]))
	}
	t.through(ps[n])
}

// openBend improves one bend of an open curve, the others given: the middle of its piece
// shall be at the point it stands for.
func openBend(ps, bends []point, i int) point {
	last := len(bends) - 1
	p := ps[i+1]
	switch {
	case last == 0:
		return p.times(4).minus(ps[0]).minus(ps[2]).times(1. / 2)
	case i == 0:
		return p.times(8).minus(ps[0].times(2)).minus(bends[1]).times(1. / 5)
	case i == last:
		return p.times(8).minus(ps[len(ps)-1].times(2)).minus(bends[i-1]).times(1. / 5)
	}
	return p.times(8).minus(bends[i-1]).minus(bends[i+1]).times(1. / 6)
}

// patch adds a closed outline of smooth runs with corners between them.
func (t *tracer) patch(runs ...[]point) {
	var all []point
	for _, r := range runs {
		all = append(all, r...)
	}
	if area(all) < 0 {
		flipped := make([][]point, 0, len(runs))
		for i := len(runs) - 1; i >= 0; i-- {
			flipped = append(flipped, reversed(runs[i]))
		}
		runs = flipped
	}
	t.move(runs[0][0])
	for i, r := range runs {
		if i > 0 {
			t.line(r[0])
		}
		t.curve(r)
	}
	t.close()
}

// open adds an open smooth curve.
func (t *tracer) open(ps ...point) {
	t.move(ps[0])
	t.curve(ps)
}

// area is twice the signed area of a polygon.
func area(ps []point) (a float64) {
	for i, p := range ps {
		q := ps[(i+1)%len(ps)]
		a += p.X*q.Y - q.X*p.Y
	}
	return a
}

func reversed(ps []point) []point {
	out := make([]point, len(ps))
	for i, p := range ps {
		out[len(ps)-1-i] = p
	}
	return out
}

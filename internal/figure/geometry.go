package figure

import "math"

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

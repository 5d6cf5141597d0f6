package figure

// muscle is a highlighted part of the body: in the near leg, which is the one that works,
// or in the trunk. Its region lies between two edges of equally many points.
type muscle struct {
	name string
	area func(s *solved, j legJoints) (outer, inner []point)
}

// paint draws the region and a few fibres, so that it is not told by colour alone.
func (m muscle) paint(c *canvas, s *solved) {
	outer, inner := m.area(s, s.near)
	var t, f tracer
	ps := append([]point{}, outer...)
	for i := len(inner) - 1; i >= 0; i-- {
		ps = append(ps, inner[i])
	}
	t.loop(ps)
	c.path("fig-muscle", t.String())
	for _, k := range []float64{.36, .68} {
		var line []point
		for i := range outer {
			u := float64(i) / float64(len(outer)-1)
			line = append(line, outer[i].toward(inner[i], k).plus(inner[i].minus(outer[i]).times((.5-k)*2*(u-.5)*(u-.5))))
		}
		f.open(line[1 : len(line)-1]...)
	}
	c.path("fig-fibre", f.String())
}

// strip is a spindle along a bone between two shares of its length. Its outer edge runs
// just inside the contour; depth is how far it reaches in at its middle, as a share.
func strip(n bone, from, to float64, rear bool, depth float64) (outer, inner []point) {
	const steps = 5
	for i := range steps {
		u := float64(i) / (steps - 1)
		at := from + (to-from)*u
		f, b := n.thick(at)
		w, sign := f, 1.
		if rear {
			w, sign = b, -1
		}
		bulge := 4 * u * (1 - u)
		edge := w - .9 - 1.6*(1-bulge)*(1-bulge)
		in := edge - (1.2 + bulge*depth*w)
		outer = append(outer, n.at(at, sign*edge))
		inner = append(inner, n.at(at, sign*in))
	}
	return outer, inner
}

var (
	calf       = muscle{name: "calf", area: func(s *solved, j legJoints) (o, i []point) { return strip(s.shankBone(j), 0, .74, true, 1.15) }}
	lowCalf    = muscle{name: "lower calf", area: func(s *solved, j legJoints) (o, i []point) { return strip(s.shankBone(j), .36, .98, true, .8) }}
	hamstrings = muscle{name: "back of the thigh", area: func(s *solved, j legJoints) (o, i []point) { return strip(s.thighBone(j), .1, .95, true, .85) }}
	quadriceps = muscle{name: "front of the thigh", area: func(s *solved, j legJoints) (o, i []point) { return strip(s.thighBone(j), .14, .97, false, .9) }}
	shin       = muscle{name: "shin", area: func(s *solved, j legJoints) (o, i []point) { return strip(s.shankBone(j), .1, .8, false, .8) }}
	arch       = muscle{name: "arch of the foot", area: archArea}
	hipFront   = muscle{name: "front of the hip", area: hipFrontArea}
	buttock    = muscle{name: "buttock", area: buttockArea}
	hipSide    = muscle{name: "side of the buttock", area: func(s *solved, j legJoints) (o, i []point) { return strip(s.thighBone(j), -.2, .62, false, .8) }}
	flank      = muscle{name: "side of the trunk", area: flankArea}
)

func archArea(_ *solved, j legJoints) (outer, inner []point) {
	a := j.footAxes()
	return a.all([]point{{-3.6, 5.4}, {-.4, 5.5}, {3.6, 4.5}, {7.2, 5.2}, {9.6, 5.5}}), a.all([]point{{-3.4, 4.6}, {-.2, 2.8}, {3.6, 1.4}, {7, 2.8}, {9.8, 4.4}})
}

func hipFrontArea(s *solved, j legJoints) (outer, inner []point) {
	n := s.thighBone(j)
	fold := direction((j.thigh+180-s.Lean)/2, s.facing) // out of the crease of the hip
	outer = []point{s.spine(.3, 6), s.spine(.14, 8), j.Hip.plus(fold.times(8.4)), n.at(.22, 7.4), n.at(.42, 5.4)}
	inner = []point{s.spine(.3, 4.4), s.spine(.12, 2.6), j.Hip.plus(fold.times(2)), n.at(.2, 2), n.at(.42, 3.8)}
	return outer, inner
}

func buttockArea(s *solved, j legJoints) (outer, inner []point) {
	n := s.thighBone(j)
	mid := direction((j.thigh-180-s.Lean)/2, s.facing)
	outer = []point{s.spine(.2, -7), s.spine(.08, -9.6), j.Hip.plus(mid.times(9.6)), n.at(.12, -8.6), n.at(.3, -6.6)}
	inner = []point{s.spine(.22, -5.6), s.spine(.1, -2.4), j.Hip.plus(mid.times(1)), n.at(.1, -1.4), n.at(.3, -5)}
	return outer, inner
}

// flankArea is the side that is stretched when a front view leans to its left.
func flankArea(s *solved, _ legJoints) (outer, inner []point) {
	for _, u := range []float64{.12, .3, .5, .7, .86} {
		f, _ := thickness(trunkFront, u)
		w := 1 - (u-.5)*(u-.5)*6
		outer = append(outer, s.spine(u, -f+1.6))
		inner = append(inner, s.spine(u, -f+2.4+5*w))
	}
	return outer, inner
}

package figure

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

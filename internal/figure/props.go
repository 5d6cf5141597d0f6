package figure

// prop draws one thing round the body. It gets the first person, solved, for what is
// held in the hand.
type prop func(c *canvas, s *solved)

func wall(x float64) prop {
	return func(c *canvas, _ *solved) {
		c.rect("fig-prop", x, 12, 9, ground-12, 0)
		c.rect("fig-prop-dark", x-1.5, ground-7, 10.5, 7, 0)
	}
}

// chair has its back rest at x and its seat at the height top, reaching depth units to
// the right (to the left if negative).
func chair(x, top, depth float64) prop {
	return func(c *canvas, _ *solved) {
		sign := 1.
		if depth < 0 {
			sign = -1
		}
		var t tracer
		t.open(point{x + 4*sign, top + 3}, point{x + 2*sign, ground - 1})
		t.open(point{x + depth - 4*sign, top + 3}, point{x + depth - 2*sign, ground - 1})
		t.open(point{x + 2*sign, top}, point{x - 3*sign, top - 47})
		c.path("fig-leg", t.String())
		c.lines("fig-rest", point{x - 1.2*sign, top - 30}, point{x - 3*sign, top - 46})
		c.rect("fig-prop", min(x, x+depth), top, max(depth, -depth), 5, 2.5)
	}
}

// bed is seen from the side, from x0 to x1, its mattress at the height top. The pillow
// lies at the left end.
func bed(x0, x1, top float64, pillow bool) prop {
	return func(c *canvas, _ *solved) {
		c.rect("fig-prop-dark", x0-5, top-22, 6, ground-top+22, 3)
		c.rect("fig-prop-dark", x1-1, top-3, 6, ground-top+3, 3)
		c.rect("fig-prop-dark", x0, top+15, x1-x0, 7, 1)
		c.rect("fig-prop", x0+.5, top, x1-x0-1, 16, 5)
		if pillow {
			c.rect("fig-pillow", x0+4, top-8, 37, 10.5, 5)
		}
	}
}

// bedAbove is a bed seen from above, its pillow at the left.
func bedAbove(x0, y0, x1, y1 float64) prop {
	return func(c *canvas, _ *solved) {
		c.rect("fig-prop-dark", x0-6, y0-2, 8, y1-y0+4, 3)
		c.rect("fig-prop", x0, y0, x1-x0, y1-y0, 8)
		c.rect("fig-pillow", x0+6, y0+14, 36, y1-y0-28, 9)
	}
}

// block is a stool, step, cushion or box, standing on the floor.
func block(class string, x, w, top float64, round float64) prop {
	return func(c *canvas, _ *solved) { c.rect(class, x, top, w, ground-top, round) }
}

func stool(x, w, top float64) prop {
	return func(c *canvas, _ *solved) {
		c.lines("fig-leg", point{x + 5, top + 3}, point{x + 3, ground - 1})
		c.lines("fig-leg", point{x + w - 5, top + 3}, point{x + w - 3, ground - 1})
		c.rect("fig-prop", x, top, w, 6, 3)
	}
}

func mat(x0, x1 float64) prop {
	return func(c *canvas, _ *solved) { c.rect("fig-mat", x0, ground-4, x1-x0, 4.5, 2) }
}

// towel runs from a hand round the ball of a foot and back.
func towel(hand, ball spot) prop {
	return func(c *canvas, s *solved) {
		a, b := hand.of(s), ball.of(s)
		end := b.minus(a)
		end = end.times(1 / end.length())
		side := point{-end.Y, end.X}
		var t tracer
		t.move(a.plus(side.times(1.4)))
		t.line(b.plus(side.times(1.4)))
		t.line(b.minus(side.times(2)))
		t.line(a.minus(side.times(1.4)))
		c.path("fig-towel", t.String())
	}
}

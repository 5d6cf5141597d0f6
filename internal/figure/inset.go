package figure

import "fmt"

// paint draws the worked leg of the pose, larger, in a frame of its own.
// The nested svg cuts off what lies outside.
func (n *inset) paint(c *canvas) {
	s := solve(n.Pose)
	mid := n.Center.of(s).plus(n.Off)
	w, h := n.W/n.Zoom, n.H/n.Zoom
	x, y := mid.X-w/2, mid.Y-h/2
	c.rect("fig-inset", n.X, n.Y, n.W, n.H, 2)
	fmt.Fprintf(&c.b, `<svg x="%s" y="%s" width="%s" height="%s" viewBox="%s %s %s %s">`,
		short(n.X), short(n.Y), short(n.W), short(n.H), short(x), short(y), short(w), short(h))
	s.paintLeg(c, s.near, true, true)
	for _, m := range s.Muscles {
		m.paint(c, s)
	}
	if n.Hand {
		paintHandAt(c, s.near)
	}
	for _, a := range n.Arrows {
		a.paint(c, s)
	}
	c.b.WriteString("</svg>")
	c.rect("fig-inset-edge", n.X, n.Y, n.W, n.H, 2)
}

// paintHandAt draws a forearm from above whose hand holds the toes.
func paintHandAt(c *canvas, j legJoints) {
	const fore = 34.
	wrist := j.Toe.plus(direction(j.toes+90, 1).times(7.6)).minus(direction(j.toes, 1).times(2.4))
	a := armJoints{facing: 1, Wrist: wrist, Elbow: wrist.minus(direction(fore, 1).times(forearmLength)), fore: fore}
	hand := axes{wrist, direction(j.toes-100, 1), direction(j.toes-190, 1)}
	var t tracer
	t.loop(a.foreBone().outline())
	t.loop(hand.all(handGrip))
	c.path("fig-body", t.String())
}

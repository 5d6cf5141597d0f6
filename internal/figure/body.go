package figure

// thighBone and the others put the profiles on a solved leg or arm.
func (s *solved) thighBone(j legJoints) bone {
	if s.Front {
		return newBone(j.Hip, j.Knee, j.thigh, j.facing, thighFront)
	}
	return newBone(j.Hip, j.Knee, j.thigh, j.facing, thighSide)
}

func (s *solved) shankBone(j legJoints) bone {
	if s.Front {
		return newBone(j.Knee, j.Ankle, j.shank, j.facing, shankFront)
	}
	return newBone(j.Knee, j.Ankle, j.shank, j.facing, shankSide)
}

func (j armJoints) upperBone() bone { return newBone(j.Shoulder, j.Elbow, j.upper, j.facing, upperArm) }
func (j armJoints) foreBone() bone  { return newBone(j.Elbow, j.Wrist, j.fore, j.facing, forearm) }

// footAxes has x toward the toes and y toward the sole, from the ankle.
func (j legJoints) footAxes() axes {
	return axes{j.Ankle, direction(j.foot, j.facing), direction(j.foot-90, j.facing)}
}

// toeAxes has its origin at the ball of the foot.
func (j legJoints) toeAxes() axes {
	return axes{j.Ball, direction(j.toes, j.facing), direction(j.toes-90, j.facing)}
}

// paint draws the body from the far side to the near one.
func (s *solved) paint(c *canvas) {
	c.begin(s.Helper)
	if !s.Front {
		s.paintArm(c, s.farArm, s.FarArm, false)
	}
	s.paintLeg(c, s.far, s.Works == far || s.Works == both, s.Front)
	if s.Front {
		s.paintLeg(c, s.near, s.Works == near || s.Works == both, true)
	}
	s.paintTrunk(c)
	s.paintHead(c)
	if !s.Front {
		s.paintLeg(c, s.near, s.Works == near || s.Works == both, true)
	}
	s.paintSeat(c)
	for _, m := range s.Muscles {
		m.paint(c, s)
	}
}

// paintNearArm comes after what the body holds. A front view has both arms near.
func (s *solved) paintNearArm(c *canvas) {
	c.begin(s.Helper)
	if s.Front {
		s.paintArm(c, s.farArm, s.FarArm, true)
	}
	s.paintArm(c, s.nearArm, s.NearArm, true)
}

func (s *solved) paintLeg(c *canvas, j legJoints, works, close bool) {
	var t tracer
	t.loop(s.thighBone(j).outline())
	t.loop(s.shankBone(j).outline())
	if s.Front && !j.crossed {
		t.loop(axes{j.Ankle, point{j.facing, 0}, point{0, 1}}.all(footFront))
	} else {
		t.loop(j.footAxes().all(footSide))
		t.loop(j.toeAxes().all(toesSide))
	}
	class := "fig-limb-far"
	switch {
	case works:
		class = "fig-worked"
	case close:
		class = "fig-body"
	}
	c.path(class, t.String())
	if !close && !s.Front {
		var h tracer
		h.patch(s.thighBone(j).sleeve(.5, 1)...)
		c.path("fig-shorts-far", h.String())
	}
}

// paintSeat draws the shorts: round the pelvis and down the near thigh.
func (s *solved) paintSeat(c *canvas) {
	var t tracer
	t.patch(s.thighBone(s.near).sleeve(.5, 1)...)
	if s.Front {
		t.patch(s.thighBone(s.far).sleeve(.5, 1)...)
	}
	st := s.trunkStations()
	var front, rear []point
	for _, u := range []float64{-.16, -.08, .02, .14, .25} {
		f, b := thickness(st, u)
		front = append(front, s.spine(u, f+.4))
		rear = append([]point{s.spine(u, -b-.4)}, rear...)
	}
	t.patch(front, rear)
	c.path("fig-shorts", t.String())
}

func (s *solved) trunkStations() []station {
	switch {
	case s.Front:
		return trunkFront
	case s.Bump:
		return trunkBump
	}
	return trunkSide
}

func (s *solved) paintTrunk(c *canvas) {
	st := s.trunkStations()
	var ps []point
	for _, k := range st {
		ps = append(ps, s.spine(k.U, k.Front))
	}
	for i := len(st) - 1; i >= 0; i-- {
		ps = append(ps, s.spine(st[i].U, -st[i].Back))
	}
	var t tracer
	t.loop(ps)
	// The neck is skin, under the shirt.
	var n tracer
	a, b := s.spine(.98, 0), s.Skull.minus(up(s.tilt, s.facing).times(4))
	neck := newBone(a, b, angle(b.minus(a), s.facing), s.facing, profile{[]station{{0, 5.4, 5.4}, {.5, 4.4, 4.6}, {1, 4.6, 5}}, 4, 4})
	n.loop(neck.outline())
	c.path("fig-body", n.String())
	c.path("fig-shirt", t.String())
}

func (s *solved) paintHead(c *canvas) {
	a := axes{s.Skull, direction(90-s.tilt, s.facing), up(s.tilt, s.facing)}
	head, hair := headSide, hairSide
	if s.Front {
		head, hair = headFront, hairFront
	}
	var t, h, e tracer
	t.loop(a.all(head))
	h.loop(a.all(hair))
	c.path("fig-body", t.String())
	c.path("fig-hair", h.String())
	if s.Front {
		e.open(a.all([]point{{-5, -.2}, {-3.4, -1}, {-1.8, -.2}})...)
		e.open(a.all([]point{{1.8, -.2}, {3.4, -1}, {5, -.2}})...)
		e.open(a.all([]point{{-2, -6}, {0, -6.7}, {2, -6}})...)
	} else {
		e.open(a.all([]point{{4.4, .6}, {5.6, -.2}, {7, .4}})...)
		e.open(a.all([]point{{-1.4, .6}, {-3.4, .4}, {-3.2, -2.6}, {-1.6, -3}})...)
	}
	c.path("fig-face", e.String())
}

func (s *solved) paintArm(c *canvas, j armJoints, a arm, close bool) {
	var t, h tracer
	t.loop(j.upperBone().outline())
	t.loop(j.foreBone().outline())
	hand := axes{j.Wrist, direction(j.hand, j.facing), direction(j.hand+90, j.facing)}
	if a.Grip {
		t.loop(hand.all(handGrip))
	} else {
		t.loop(hand.all(handFlat))
		t.loop(hand.all(thumbFlat))
	}
	h.patch(j.upperBone().sleeve(.5, .9)...)
	if close {
		c.path("fig-body", t.String())
		c.path("fig-shirt", h.String())
		return
	}
	c.path("fig-limb-far", t.String())
	c.path("fig-shirt-far", h.String())
}

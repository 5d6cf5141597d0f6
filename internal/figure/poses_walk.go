package figure

// stride is walking to the right with the near leg in front, or behind if swapped.
func stride(swapped bool, x float64) pose {
	front := leg{Thigh: 20.8, Knee: 5, Foot: deg(108)}
	rear := leg{Thigh: -17, Knee: 14, Foot: deg(56), Toes: 32}
	a, b := arm{Upper: -24, Elbow: 14}, arm{Upper: 22, Elbow: 24}
	if swapped {
		return pose{Lean: 3, Pin: nearBall, At: point{x - 30, ground}, Near: rear, Far: front, NearArm: b, FarArm: a}
	}
	return pose{Lean: 3, Pin: farBall, At: point{x - 30, ground}, Near: front, Far: rear, NearArm: a, FarArm: b}
}

func walking(alt, alt2 string, props ...prop) (frame, frame) {
	p, q := stride(false, 120), stride(true, 120)
	q.Muscles = []muscle{calf}
	ahead := []arrow{{Off: point{160, 112}, Deg: 90, Long: 34}}
	return frame{Alt: alt, People: []pose{p}, Props: props, Arrows: ahead, Touch: []contact{on(farBall, ground), on(nearFoot, ground)}},
		frame{Alt: alt2, People: []pose{q}, Props: props, Arrows: ahead, Touch: []contact{on(nearBall, ground), on(farFoot, ground)}}
}

func walkScene(exercise, alt, alt2 string, props ...prop) scene {
	a, b := walking(alt, alt2, props...)
	return scene{Exercise: exercise, Start: a, Hold: b}
}

var walkScenes = []scene{
	walkScene("daily_walk_cycle", "A person walks with easy steps, the near heel touching down in front. The sun is up.",
		"The near foot now pushes off behind and the other leg swings forward. The calf that pushes is marked.", sun),
	walkScene("walk_evening_rls", "A person walks at an easy pace in the evening, the near heel touching down in front. The moon is low.",
		"The near foot pushes off behind. The calf that pushes is marked.", moon),
	walkScene("walk_short_bouts", "A person walks on the flat at an easy pace. A clock shows five minutes.",
		"The near foot pushes off behind. The calf that pushes is marked. The clock shows five minutes.", clock),
	waterScene(),
}

func waterScene() scene {
	s := walkScene("water_walk_swim", "A person walks in water up to the chest, the near leg in front. A rail is close by.",
		"The near leg pushes off behind. The arms swing through the water.", poolRail)
	s.Start.Cover, s.Hold.Cover = []prop{water}, []prop{water}
	return s
}

func sun(c *canvas, _ *solved) {
	c.circle("fig-light", point{196, 40}, 11)
	var t tracer
	for i := range 8 {
		d := direction(float64(i)*45, 1)
		t.open(point{196, 40}.plus(d.times(16)), point{196, 40}.plus(d.times(21)))
	}
	c.path("fig-ray", t.String())
}

func moon(c *canvas, _ *solved) {
	c.path("fig-light", "M200 26a16 16 0 1 0 13 22a13 13 0 0 1-13-22z")
}

func clock(c *canvas, _ *solved) {
	at := point{196, 42}
	c.circle("fig-clock", at, 17)
	c.path("fig-light", "M196 42v-17a17 17 0 0 1 8.5 2.3z")
	c.lines("fig-hand", at.plus(point{0, -13}), at, at.plus(point{6.5, -11.2}))
}

func poolRail(c *canvas, _ *solved) {
	var t tracer
	t.open(point{214, ground - 2}, point{214, 64})
	t.open(point{226, ground - 2}, point{226, 64})
	for y := 64.; y < ground-10; y += 25 {
		t.open(point{214, y}, point{226, y})
	}
	c.path("fig-leg", t.String())
}

// water covers the body up to the chest.
func water(c *canvas, _ *solved) {
	const top = 74.
	var t, w tracer
	line := []point{{2, top}, {32, top - 2}, {62, top + 2}, {92, top - 2}, {122, top + 2}, {152, top - 2}, {182, top + 2}, {212, top - 2}, {238, top}}
	t.patch(line, []point{{238, ground}, {2, ground}}, []point{{2, ground}, {2, top}})
	w.open(line...)
	c.path("fig-water", t.String())
	c.path("fig-wave", w.String())
}

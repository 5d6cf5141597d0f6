package figure

import "math"

var strengthScenes = []scene{
	{
		Exercise: "leg_strength_chair",
		Props:    []prop{chair(70, chairTop, 38)},
		Start: frame{
			Alt: "A person sits near the front of a firm chair, feet flat and a little back, and leans forward.",
			People: []pose{{Lean: 34, Head: deg(16), Pin: seat, At: point{96, chairTop}, Works: near,
				Near: leg{Ankle: flat(122), Foot: deg(90)}, Far: leg{Ankle: flat(127), Foot: deg(90)},
				NearArm: arm{Upper: 44, Elbow: 24}, FarArm: arm{Upper: 50, Elbow: 24}}},
			Touch: []contact{on(seat, chairTop), on(nearHeel, ground), on(nearBall, ground)},
		},
		Hold: frame{
			Alt: "The person has stood up in front of the chair, knees straight. The front of the thigh is marked. Then they sit down again, slowly.",
			People: []pose{{Pin: nearHeel, At: point{119, ground}, Works: near, Muscles: []muscle{quadriceps},
				Near: leg{Thigh: 0, Knee: 1, Foot: deg(90)}, Far: leg{Thigh: 5, Knee: 1, Foot: deg(90)},
				NearArm: arm{Upper: -16, Elbow: 10}, FarArm: arm{Upper: -8, Elbow: 10}}},
			Arrows: []arrow{{From: hip, Off: point{40, 20}, Deg: 180, Long: 40}},
			Touch:  []contact{on(nearHeel, ground), on(nearBall, ground)},
		},
	},
	{
		Exercise: "exercise_moderate_rls",
		Top:      30,
		Props:    []prop{chair(62, chairTop, 38)},
		Start: frame{
			Alt:    "A person sits on a chair with a light weight round one ankle. Both feet are on the floor.",
			People: []pose{seatedOn(84, leg{Ankle: flat(120), Foot: deg(90)}, leg{Ankle: flat(127), Foot: deg(90)}, nil)},
			Over:   []prop{weight}, Touch: []contact{on(seat, chairTop), on(nearHeel, ground), on(nearBall, ground)},
		},
		Hold: frame{
			Alt:    "The knee straightens and lifts the weight. The front of that thigh is marked.",
			People: []pose{seatedOn(84, leg{Thigh: 91, Knee: 6, Flex: 4}, leg{Ankle: flat(127), Foot: deg(90)}, []muscle{quadriceps})},
			Over:   []prop{weight}, Arrows: []arrow{{From: nearToe, Off: point{6, 40}, Deg: 176, Long: 34, Bow: 5}}, Touch: seatedTouch,
		},
	},
	{
		Exercise: "chair_yoga_short",
		Props:    []prop{frontChair(120)},
		Start: frame{
			Alt: "A person sits tall on a chair, seen from the front. The hands rest on the thighs and both feet are flat on the floor.",
			People: []pose{{Front: true, Pin: farHeelFront, At: point{132, ground}, Works: none, Near: frontLeg, Far: frontLeg,
				NearArm: arm{Upper: 17, Elbow: -34}, FarArm: arm{Upper: 17, Elbow: -34}}},
			Touch: []contact{on(farHeelFront, ground), on(nearHeel, ground)},
		},
		Hold: frame{
			Alt: "Both arms are up and the trunk leans gently to one side. The stretched side of the trunk is marked. The seat stays on the chair.",
			People: []pose{{Front: true, Bend: 27, Head: deg(22), Pin: farHeelFront, At: point{132, ground}, Muscles: []muscle{flank},
				Near: frontLeg, Far: frontLeg,
				NearArm: arm{Upper: 194, Elbow: 18}, FarArm: arm{Upper: 160, Elbow: -14}}},
			Arrows: []arrow{{From: skull, Off: point{-42, -16}, Deg: 122, Long: 24, Bow: -4}},
			Touch:  []contact{on(farHeelFront, ground)},
		},
	},
	{
		Exercise: "cycle_gentle",
		Props:    []prop{bicycle},
		Start: frame{
			Alt:    "A person sits on an exercise bike. The near foot is at the bottom of the turn, and that knee stays a little bent.",
			People: []pose{cycling(0)}, Touch: []contact{on(saddle, bikeSeat)}, Over: []prop{crank(0)},
			Arrows: []arrow{{Off: point{146, 128}, Deg: 24, Long: 26, Bow: 6}},
		},
		Hold: frame{
			Alt:    "The pedals have turned half way: the near knee is up and the other leg is down. The front of the near thigh is marked.",
			People: []pose{cycling(180)}, Touch: []contact{on(saddle, bikeSeat)}, Over: []prop{crank(180)},
			Arrows: []arrow{{Off: point{146, 128}, Deg: 24, Long: 26, Bow: 6}},
		},
	},
	{
		Exercise: "yoga_pilates_gentle",
		Top:      60,
		Props:    []prop{mat(14, 226)},
		Start: frame{
			Alt: "A person lies on their back on a mat, knees bent and feet flat, arms beside the body.",
			People: []pose{{Lean: -90, Pin: back, At: point{76, matTop}, Works: both, Near: matLeg(138), Far: matLeg(142),
				NearArm: arm{Upper: 82, Elbow: 4}, FarArm: arm{Upper: 84, Elbow: 4}}},
			Touch: []contact{on(back, matTop), on(bottom, matTop), on(nearHeel, matTop), on(nearBall, matTop)},
		},
		Hold: frame{
			Alt: "The hips lift, so that trunk and thighs make one slope. Shoulders and feet stay on the mat. The buttock and the back of the thigh are marked.",
			People: []pose{{Lean: -118, Bend: 14, Head: deg(-90), Pin: back, At: point{76, matTop}, Works: near, Muscles: []muscle{buttock, hamstrings},
				Near: matLeg(138), Far: matLeg(142), NearArm: arm{Upper: 82, Elbow: 4}, FarArm: arm{Upper: 84, Elbow: 4}}},
			Arrows: []arrow{{From: hip, Off: point{4, -16}, Deg: 180, Long: 24}},
			Touch:  []contact{on(back, matTop), on(nearHeel, matTop), on(nearBall, matTop)},
		},
	},
}

const (
	matTop   = ground - 3.5
	bikeSeat = 87.
)

func matLeg(x float64) leg { return leg{Ankle: place(x, matTop-ankleHeight), Foot: deg(90)} }

var frontLeg = leg{Thigh: 22, Out: 80, Knee: 20}

// weight is a cuff round the near ankle.
func weight(c *canvas, s *solved) {
	n := s.shankBone(s.near)
	var t tracer
	t.move(n.at(.74, 6))
	t.line(n.at(.95, 6))
	t.line(n.at(.95, -6))
	t.line(n.at(.74, -6))
	t.close()
	c.path("fig-weight", t.String())
}

var (
	axle   = point{122, 138}
	saddle = joint("seat", func(s *solved) point { return s.Hip.plus(point{0, seatDepth}) })
)

const crankLength = 13.

// pedal is where a pedal is when the crank has turned so far, 0 at the bottom.
func pedal(turn float64) point { return axle.plus(direction(turn, 1).times(crankLength)) }

// onPedal puts the ball of the foot on the pedal.
func onPedal(turn, foot float64) leg {
	a := pedal(turn).minus(direction(foot, 1).times(ballAhead)).minus(direction(foot-90, 1).times(ankleHeight + 1.5))
	return leg{Ankle: &a, Foot: deg(foot)}
}

func cycling(turn float64) pose {
	p := pose{Lean: 29, Head: deg(14), Pin: seat, At: point{92, bikeSeat}, Works: none,
		Near: onPedal(turn, 84-10*math.Cos(turn*math.Pi/180)), Far: onPedal(turn+180, 84+10*math.Cos(turn*math.Pi/180)),
		NearArm: arm{Wrist: place(150, 70), Hand: deg(74), Grip: true}, FarArm: arm{Wrist: place(153, 70), Hand: deg(74), Grip: true}}
	if turn != 0 {
		p.Muscles = []muscle{quadriceps}
	}
	return p
}

func bicycle(c *canvas, _ *solved) {
	c.lines("fig-leg", point{70, ground - 2}, point{182, ground - 2})
	c.lines("fig-leg", point{96, ground - 2}, point{93, 92})
	c.lines("fig-leg", point{95, 128}, axle, point{160, ground - 2})
	c.lines("fig-leg", point{172, ground - 2}, point{158, 72}, point{150, 68})
	c.circle("fig-wheel", point{162, 140}, 24)
	c.rect("fig-prop-dark", 80, bikeSeat, 26, 6, 3)
}

func crank(turn float64) prop {
	return func(c *canvas, _ *solved) {
		a := pedal(turn)
		c.lines("fig-leg", axle, a)
		c.lines("fig-leg", a.minus(point{5, 0}), a.plus(point{5, 0}))
	}
}

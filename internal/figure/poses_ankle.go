package figure

var ankleScenes = []scene{
	{
		Exercise: "ankle_circles",
		Top:      30,
		Props:    []prop{chair(66, chairTop, 38)},
		Start: frame{
			Alt:    "A person sits on a chair with one foot off the floor. The toes point down and away. Arrows round the foot show a circle.",
			People: []pose{seatedOn(86, leg{Thigh: 95, Knee: 42, Flex: -28}, leg{Ankle: flat(118), Foot: deg(90)}, nil)},
			Arrows: circling, Touch: seatedTouch,
		},
		Hold: frame{
			Alt:    "The foot has gone half way round: the toes now point up. The circle goes on, slow and wide, then the other way.",
			People: []pose{seatedOn(86, leg{Thigh: 95, Knee: 42, Flex: 16}, leg{Ankle: flat(118), Foot: deg(90)}, []muscle{shin})},
			Arrows: circling, Touch: seatedTouch,
		},
	},
	{
		Exercise: "ankle_pumps_seated",
		Top:      30,
		Props:    []prop{chair(66, chairTop, 38)},
		Start: frame{
			Alt:    "A person sits on a chair. The heels stay on the floor and the toes lift.",
			People: []pose{seatedOn(86, leg{Ankle: resting(124, ground, 114, 0), Foot: deg(114)}, leg{Ankle: resting(130, ground, 114, 0), Foot: deg(114)}, []muscle{shin})},
			Arrows: []arrow{{From: nearToe, Off: point{12, 10}, Deg: 180, Long: 20}}, Touch: []contact{on(seat, chairTop), on(nearFoot, ground)},
		},
		Hold: frame{
			Alt:    "Now the toes stay on the floor and the heels lift.",
			People: []pose{seatedOn(86, leg{Ankle: resting(126, ground, 54, 36), Foot: deg(54), Toes: 36}, leg{Ankle: resting(132, ground, 54, 36), Foot: deg(54), Toes: 36}, []muscle{calf})},
			Arrows: []arrow{{From: nearHeel, Off: point{-12, 6}, Deg: 180, Long: 20}}, Touch: []contact{on(seat, chairTop), on(nearBall, ground), on(farBall, ground)},
		},
	},
	{
		Exercise: "ankle_pumps_heel_raises",
		Props:    []prop{chair(170, chairTop, 38)},
		Start:    heelRaise("A person stands behind a chair and holds its back. Both feet are flat on the floor.", false),
		Hold:     heelRaise("The person rises on the toes. Both heels are off the floor. The calf is marked.", true),
	},
	{
		Exercise: "seated_march",
		Top:      30,
		Props:    []prop{chair(66, chairTop, 38)},
		Start: frame{
			Alt:    "A person sits tall on a firm chair with both feet flat on the floor.",
			People: []pose{seatedOn(86, leg{Ankle: flat(124), Foot: deg(90)}, leg{Ankle: flat(130), Foot: deg(90)}, nil)},
			Touch:  []contact{on(seat, chairTop), on(nearHeel, ground), on(nearBall, ground), on(farHeel, ground)},
		},
		Hold: frame{
			Alt:    "One knee is lifted, as in a slow march. The other foot stays on the floor. The front of the raised thigh is marked.",
			People: []pose{seatedOn(86, leg{Thigh: 114, Knee: 104, Flex: -6}, leg{Ankle: flat(130), Foot: deg(90)}, []muscle{quadriceps})},
			Arrows: []arrow{{From: nearKnee, Off: point{18, 14}, Deg: 180, Long: 26}}, Touch: seatedTouch,
		},
	},
}

var (
	seatedTouch = []contact{on(seat, chairTop), on(farHeel, ground), on(farBall, ground)}
	circling    = []arrow{
		{From: nearAnkle, Off: point{-2, -19}, Deg: 64, Long: 30, Bow: -8},
		{From: nearAnkle, Off: point{19, 17}, Deg: 246, Long: 28, Bow: -7},
	}
)

// seatedOn sits upright on a chair, the hip at x, hands on the seat beside the hips.
func seatedOn(x float64, nearLeg, farLeg leg, m []muscle) pose {
	return pose{Pin: seat, At: point{x, chairTop}, Works: near, Muscles: m, Near: nearLeg, Far: farLeg,
		NearArm: arm{Wrist: place(x+3, chairTop-12), Hand: deg(64)}, FarArm: arm{Wrist: place(x+8, chairTop-12), Hand: deg(64)}}
}

func heelRaise(alt string, up bool) frame {
	rise := 0.
	l, r := leg{Thigh: 0, Knee: 1, Foot: deg(90)}, leg{Thigh: 5, Knee: 1, Foot: deg(90)}
	touch := []contact{on(nearHeel, ground), on(nearBall, ground)}
	var m []muscle
	var arrows []arrow
	if up {
		l, r = leg{Thigh: 1, Knee: 1, Foot: deg(46), Toes: 44}, leg{Thigh: 6, Knee: 1, Foot: deg(46), Toes: 44}
		m, rise = []muscle{calf}, 3
		touch = []contact{on(nearBall, ground)}
		arrows = []arrow{{From: nearHeel, Off: point{-18, 4}, Deg: 180, Long: 30}}
	}
	return frame{Alt: alt, Arrows: arrows, Touch: touch, People: []pose{{Pin: nearBall, At: point{138, ground}, Works: near, Muscles: m, Near: l, Far: r, Lean: rise,
		NearArm: arm{Wrist: place(160, 84), Hand: deg(80), Grip: true}, FarArm: arm{Wrist: place(162, 84), Hand: deg(80), Grip: true}}}}
}

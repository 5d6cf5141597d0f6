package figure

const calfWall = 178.

// Hands on a wall or rail in front, for both frames of the stretches that lean on it.
func hands(x, y float64) (arm, arm) {
	a := arm{Wrist: place(x-3.2, y), Hand: deg(180)}
	b := arm{Wrist: place(x-3.2, y-5), Hand: deg(180)}
	return a, b
}

func wallPose(p pose) pose {
	p.NearArm, p.FarArm = hands(calfWall, 70)
	return p
}

var calfScenes = []scene{
	{
		Exercise: "stretch_calf_wall",
		Props:    []prop{wall(calfWall)},
		Start: frame{
			Alt: "A person faces a wall with both hands on it. An arrow shows one foot stepping back.",
			People: []pose{wallPose(pose{Lean: 4, Pin: nearHeel, At: point{120, ground}, Works: near,
				Near: leg{Thigh: -3, Knee: 2, Foot: deg(90)}, Far: leg{Ankle: flat(130), Foot: deg(90)}})},
			Arrows: []arrow{{From: nearHeel, Off: point{-10, -8}, Deg: 270, Long: 36, Bow: 4}},
			Touch:  []contact{on(nearHeel, ground), on(nearBall, ground), on(farHeel, ground)},
		},
		Hold: frame{
			Alt: "The leg behind is straight with its heel flat on the floor. The front knee bends and the hips move to the wall. The back calf is marked.",
			People: []pose{wallPose(pose{Lean: 15, Pin: nearHeel, At: point{60, ground}, Works: near, Muscles: []muscle{calf},
				Near: leg{Thigh: -33, Knee: 1, Foot: deg(90)}, Far: leg{Ankle: flat(128), Foot: deg(90)}})},
			Arrows: []arrow{{From: hip, Off: point{-44, -14}, Deg: 90, Long: 20}},
			Touch:  []contact{on(nearHeel, ground), on(nearBall, ground), on(farHeel, ground)},
		},
	},
	{
		Exercise: "stretch_calf_seated_towel",
		Props:    []prop{chair(58, 128, 36)},
		Start: frame{
			Alt: "x",
			People: []pose{{Lean: 2, Pin: seat, At: point{78, 128}, Works: near,
				Near: leg{Thigh: 84, Knee: 40, Flex: -8}, Far: leg{Ankle: flat(112), Foot: deg(90)},
				NearArm: arm{Upper: 8, Elbow: 75, Grip: true}, FarArm: arm{Upper: 12, Elbow: 75, Grip: true}}},
			Over: []prop{towel(nearPalm, nearBall)},
		},
		Hold: frame{
			Alt: "x",
			People: []pose{{Lean: -4, Pin: seat, At: point{78, 128}, Works: near, Muscles: []muscle{calf},
				Near: leg{Thigh: 72, Knee: 1, Flex: 18}, Far: leg{Ankle: flat(112), Foot: deg(90)},
				NearArm: arm{Upper: -12, Elbow: 88, Grip: true}, FarArm: arm{Upper: -8, Elbow: 88, Grip: true}}},
			Over:   []prop{towel(nearPalm, nearBall)},
			Arrows: []arrow{{From: nearToe, Off: point{4, -6}, Deg: 235, Long: 16, Bow: -3}},
		},
	},
}

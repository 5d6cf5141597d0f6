package figure

const calfWall = 166. // where the wall is

// hands lean flat on a wall at x, at the height y.
func hands(x, y float64) (arm, arm) {
	return arm{Wrist: place(x-3.2, y), Hand: deg(180)}, arm{Wrist: place(x-3.2, y-5), Hand: deg(180)}
}

func atWall(p pose) pose {
	p.NearArm, p.FarArm = hands(calfWall, 70)
	return p
}

var (
	wallStart = pose{Lean: 4, Pin: nearHeel, At: point{118, ground}, Works: near,
		Near: leg{Thigh: -4, Knee: 2, Foot: deg(90)}, Far: leg{Ankle: flat(132), Foot: deg(90)}}
	wallHold = pose{Lean: 15, Pin: nearHeel, At: point{60, ground}, Works: near, Muscles: []muscle{calf},
		Near: leg{Thigh: -33, Knee: 1, Foot: deg(90)}, Far: leg{Ankle: flat(128), Foot: deg(90)}}
	stepBack  = []arrow{{From: nearHeel, Off: point{-12, -8}, Deg: 270, Long: 34, Bow: 4}}
	moveIn    = []arrow{{From: hip, Off: point{-46, -14}, Deg: 90, Long: 20}}
	bothStand = []contact{on(nearHeel, ground), on(nearBall, ground), on(farHeel, ground), on(farBall, ground),
		against(nearWrist, calfWall-3.2)}
)

var calfScenes = []scene{
	{
		Exercise: "stretch_calf_wall",
		Props:    []prop{wall(calfWall)},
		Start: frame{
			Alt:    "A person faces a wall with both hands on it. An arrow shows one foot stepping back.",
			People: []pose{atWall(wallStart)}, Arrows: stepBack, Touch: bothStand,
		},
		Hold: frame{
			Alt:    "The leg behind is straight and its heel is flat on the floor. The front knee bends and the hips move toward the wall. The calf of the leg behind is marked.",
			People: []pose{atWall(wallHold)}, Arrows: moveIn, Touch: bothStand,
		},
	},
	{
		Exercise: "stretch_soleus_wall",
		Props:    []prop{wall(calfWall)},
		Start: frame{
			Alt: "A person faces a wall with both hands on it. One foot is a step behind the other, both heels are flat.",
			People: []pose{atWall(pose{Lean: 9, Pin: nearHeel, At: point{88, ground}, Works: near,
				Near: leg{Thigh: -14, Knee: 2, Foot: deg(90)}, Far: leg{Ankle: flat(130), Foot: deg(90)}})},
			Arrows: []arrow{{From: hip, Off: point{-24, -6}, Deg: 0, Long: 20}}, Touch: bothStand,
		},
		Hold: frame{
			Alt: "Both knees bend and both heels stay flat on the floor. The low part of the calf behind is marked.",
			People: []pose{atWall(pose{Lean: 4, Pin: hip, At: point{111, 96.8}, Works: near, Muscles: []muscle{lowCalf},
				Near: leg{Ankle: flat(91), Foot: deg(90)}, Far: leg{Ankle: flat(130), Foot: deg(90)}})},
			Arrows: []arrow{{From: hip, Off: point{-24, -12}, Deg: 0, Long: 20}}, Touch: bothStand,
		},
	},
	{
		Exercise: "stretch_calf_seated_towel",
		Top:      30,
		Props:    []prop{chair(58, 128, 36)},
		Start: frame{
			Alt: "A person sits tall on a chair with one leg in front, its knee a little bent. Both hands hold a towel that runs round the ball of that foot.",
			People: []pose{{Lean: 2, Pin: seat, At: point{78, 128}, Works: near,
				Near: leg{Thigh: 84, Knee: 34, Flex: -10}, Far: leg{Ankle: flat(112), Foot: deg(90)},
				NearArm: arm{Upper: 10, Elbow: 62, Grip: true}, FarArm: arm{Upper: 14, Elbow: 62, Grip: true}}},
			Over:  []prop{towel(nearPalm, nearBall)},
			Touch: []contact{on(seat, 128), on(farHeel, ground), on(farBall, ground)},
		},
		Hold: frame{
			Alt: "The knee is straight. The hands draw the towel, so the toes come toward the shin. The calf of that leg is marked.",
			People: []pose{{Lean: -4, Pin: seat, At: point{78, 128}, Works: near, Muscles: []muscle{calf},
				Near: leg{Thigh: 74, Knee: 1, Flex: 18}, Far: leg{Ankle: flat(112), Foot: deg(90)},
				NearArm: arm{Upper: -14, Elbow: 84, Grip: true}, FarArm: arm{Upper: -10, Elbow: 84, Grip: true}}},
			Over:   []prop{towel(nearPalm, nearBall)},
			Arrows: []arrow{{From: nearToe, Off: point{8, -8}, Deg: 250, Long: 20, Bow: -4}},
			Touch:  []contact{on(seat, 128), on(farHeel, ground), on(farBall, ground)},
		},
	},
	{
		Exercise: "stretch_calf_lying_towel",
		Top:      60,
		Props:    []prop{bed(10, 226, bedTop, true)},
		Start: frame{
			Alt: "A person lies on their back in bed. One knee is bent. The other leg lies straight, with a towel round the ball of its foot. Both hands hold the towel.",
			People: []pose{lying(pose{Works: near, Near: leg{Thigh: 87, Flex: -22}, Far: bentOnBed,
				NearArm: arm{Upper: 78, Elbow: 42, Grip: true}, FarArm: arm{Upper: 82, Elbow: 42, Grip: true}})},
			Over: []prop{towel(nearPalm, nearBall)}, Touch: onBed,
		},
		Hold: frame{
			Alt: "The towel draws the toes toward the body. The knee stays straight. The calf of the straight leg is marked.",
			People: []pose{lying(pose{Works: near, Muscles: []muscle{calf}, Near: leg{Thigh: 87, Flex: 20}, Far: bentOnBed,
				NearArm: arm{Upper: 66, Elbow: 66, Grip: true}, FarArm: arm{Upper: 70, Elbow: 66, Grip: true}})},
			Over:   []prop{towel(nearPalm, nearBall)},
			Arrows: []arrow{{From: nearToe, Off: point{8, -6}, Deg: 262, Long: 22, Bow: -4}}, Touch: onBed,
		},
	},
}

const bedTop = 128.

var (
	bentOnBed = leg{Ankle: place(154, bedTop-ankleHeight), Foot: deg(90)}
	onBed     = []contact{on(bottom, bedTop), on(back, bedTop), on(farHeel, bedTop)}
)

// lying puts a pose on its back in bed, the head on the pillow at the left.
func lying(p pose) pose {
	p.Lean, p.Head, p.Pin, p.At = -90, deg(-76), bottom, point{110, bedTop}
	return p
}

package figure

const quadWall = 160.

func quadAt(x, y float64) arm { return arm{Wrist: place(x-3.2, y), Hand: deg(180)} }

var (
	quadStart = pose{Pin: farHeel, At: point{113, ground}, Works: near,
		Near: leg{Thigh: -2, Knee: 72, Flex: -18}, Far: leg{Thigh: 1, Knee: 1, Foot: deg(90)},
		NearArm: arm{Upper: -24, Elbow: 14}, FarArm: quadAt(quadWall, 62)}
	quadHold = pose{Pin: farHeel, At: point{113, ground}, Works: near, Muscles: []muscle{quadriceps},
		Near: leg{Thigh: -6, Knee: 141, Flex: -34}, Far: leg{Thigh: 1, Knee: 1, Foot: deg(90)},
		NearArm: arm{Wrist: place(96, 92), Hand: deg(-20), Grip: true}, FarArm: quadAt(quadWall, 62)}
	heelUp    = []arrow{{From: nearToe, Off: point{-8, 4}, Deg: 196, Long: 30, Bow: 6}}
	oneStands = []contact{on(farHeel, ground), on(farBall, ground), against(farWristSpot, quadWall-3.2)}
)

var farWristSpot = joint("far wrist", func(s *solved) point { return s.farArm.Wrist })

var thighScenes = []scene{
	{
		Exercise: "stretch_quad_standing",
		Props:    []prop{wall(quadWall)},
		Start: frame{
			Alt:    "A person stands tall with one hand on a wall. The knee on the near side bends and the foot leaves the floor behind.",
			People: []pose{quadStart}, Arrows: heelUp, Touch: oneStands,
		},
		Hold: frame{
			Alt:    "One hand holds the foot, with the heel close to the buttock. The knees are side by side and the back is straight. The front of the thigh is marked.",
			People: []pose{quadHold}, Touch: oneStands,
			Arrows: []arrow{{From: nearToe, Off: point{-14, 24}, Deg: 172, Long: 20, Bow: 3}},
		},
	},
	{
		Exercise: "stretch_quad_side_lying",
		Top:      20,
		Props:    []prop{bedAbove(14, 34, 230, 152)},
		Start:    sideLying("Seen from above: a person lies on one side in bed, head on a pillow. The top knee is bent back. A hand holds a towel that runs round that ankle.", 96, false),
		Hold:     sideLying("Seen from above: the towel draws the top heel close to the buttock. The front of the top thigh is marked.", 128, true),
	},
}

func sideLying(alt string, knee float64, held bool) frame {
	p := pose{Lean: -90, Head: deg(-84), Pin: hip, At: point{116, 90}, Works: near,
		Near: leg{Thigh: 86, Knee: knee, Flex: -30}, Far: leg{Thigh: 100, Knee: 22, Flex: -10},
		NearArm: arm{Upper: 70, Elbow: 8, Grip: true}, FarArm: arm{Upper: 150, Elbow: 95}}
	f := frame{Alt: alt, NoFloor: true, Over: []prop{towel(nearPalm, nearAnkle)}}
	if held {
		p.Muscles = []muscle{quadriceps}
		p.NearArm = arm{Upper: 58, Elbow: 8, Grip: true}
		f.Arrows = []arrow{{From: nearToe, Off: point{14, 10}, Deg: 240, Long: 24, Bow: 4}}
	}
	f.People = []pose{p}
	return f
}

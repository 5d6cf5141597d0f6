package figure

const cushionTop = 161.

var hipScenes = []scene{
	{
		Exercise: "stretch_hip_flexor",
		Top:      26,
		Props:    []prop{block("fig-cushion", 76, 34, cushionTop, 3.5)},
		Start: frame{
			Alt: "A person kneels on one knee on a cushion. The other foot stands in front. The back is upright.",
			People: []pose{{Pin: nearUnder, At: point{92, cushionTop}, Works: near,
				Near: leg{Thigh: -2, Knee: 86, Flex: -38}, Far: leg{Ankle: flat(138), Foot: deg(90)},
				NearArm: arm{Upper: -32, Elbow: 46}, FarArm: arm{Wrist: place(120, 112), Hand: deg(70)}}},
			Arrows: []arrow{{From: hip, Off: point{-48, -6}, Deg: 90, Long: 20}},
			Touch:  []contact{on(nearUnder, cushionTop), on(farHeel, ground), on(farBall, ground)},
		},
		Hold: frame{
			Alt: "The hips have moved forward and the tail is tucked under. The back stays upright. The front of the hip on the kneeling side is marked.",
			People: []pose{{Lean: -3, Pin: nearUnder, At: point{92, cushionTop}, Works: near, Muscles: []muscle{hipFront},
				Near: leg{Thigh: -30, Knee: 58, Flex: -38}, Far: leg{Ankle: flat(138), Foot: deg(90)},
				NearArm: arm{Upper: -34, Elbow: 44}, FarArm: arm{Wrist: place(136, 116), Hand: deg(70)}}},
			Arrows: []arrow{{From: hip, Off: point{-54, -10}, Deg: 90, Long: 20}},
			Touch:  []contact{on(nearUnder, cushionTop), on(farHeel, ground), on(farBall, ground)},
		},
	},
	{
		Exercise: "stretch_hip_flexor_standing",
		Props:    []prop{chair(164, chairTop, 38)},
		Start: frame{
			Alt: "A person stands behind a chair and holds its back. An arrow shows one foot taking a short step back.",
			People: []pose{{Pin: nearHeel, At: point{118, ground}, Works: near,
				Near: leg{Thigh: -3, Knee: 3, Foot: deg(90)}, Far: leg{Ankle: flat(130), Foot: deg(90)},
				NearArm: arm{Wrist: place(154, 84), Hand: deg(80), Grip: true}, FarArm: arm{Wrist: place(156, 84), Hand: deg(80), Grip: true}}},
			Arrows: stepBack, Touch: []contact{on(nearHeel, ground), on(farHeel, ground)},
		},
		Hold: frame{
			Alt: "One leg is behind on the ball of its foot. The front knee bends a little and the tail tucks under. The front of the hip behind is marked.",
			People: []pose{{Lean: -3, Pin: nearBall, At: point{88, ground}, Works: near, Muscles: []muscle{hipFront},
				Near: leg{Thigh: -22, Knee: 14, Foot: deg(52), Toes: 38}, Far: leg{Ankle: flat(130), Foot: deg(90)},
				NearArm: arm{Wrist: place(154, 84), Hand: deg(80), Grip: true}, FarArm: arm{Wrist: place(156, 84), Hand: deg(80), Grip: true}}},
			Arrows: []arrow{{From: hip, Off: point{-40, -4}, Deg: 90, Long: 20}},
			Touch:  []contact{on(nearBall, ground), on(farHeel, ground), on(farBall, ground)},
		},
	},
	{
		Exercise: "stretch_figure_four_lying",
		Top:      20,
		Props:    []prop{bedAbove(14, 34, 230, 152)},
		Start: frame{
			Alt:     "Seen from above: a person lies on their back in bed with the knees bent. One ankle rests on the other knee, so the legs make a figure four.",
			NoFloor: true,
			People: []pose{fromAbove(pose{
				Near: leg{Thigh: -40, Out: 26, Knee: 128, In: 16, Cross: true}, Far: leg{Thigh: 90, Out: 58, Knee: 0, In: 50},
				NearArm: arm{Upper: -58, Elbow: 6}, FarArm: arm{Upper: 122, Elbow: 6}})},
		},
		Hold: frame{
			Alt:     "Both hands draw the lower thigh toward the chest. The ankle stays on that knee. The buttock of the crossed leg is marked.",
			NoFloor: true,
			People: []pose{fromAbove(pose{Muscles: []muscle{hipSide},
				Near: leg{Thigh: -22, Out: 40, Knee: 146, In: 20, Cross: true}, Far: leg{Thigh: 90, Out: 83, Knee: 0, In: 34},
				NearArm: arm{Wrist: place(106, 93), Hand: deg(-130), Down: true, Grip: true}, FarArm: arm{Wrist: place(109, 76), Hand: deg(120), Down: true, Grip: true}})},
			Arrows: []arrow{{From: farKnee, Off: point{44, -26}, Deg: 270, Long: 34}},
		},
	},
}

// fromAbove lies on the back, the head at the left, seen from above: a front view turned
// on its side. Near is the right leg, lower in the picture.
func fromAbove(p pose) pose {
	p.Front, p.Lean, p.Pin, p.At, p.Works = true, -90, hip, point{112, 92}, near
	return p
}

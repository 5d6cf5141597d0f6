package figure

// longSitting sits up in bed with the legs along it.
func longSitting(p pose) pose {
	p.Pin, p.At = seatOnBed, point{76, bedTop}
	return p
}

var (
	seatOnBed  = joint("seat", func(s *solved) point { return s.Hip.plus(point{0, seatDepth}) })
	crampProps = []prop{bed(10, 226, bedTop, true)}
	heelOnBed  = []contact{on(seatOnBed, bedTop), on(nearFoot, bedTop)}
	farBentBed = leg{Ankle: place(136, bedTop-ankleHeight), Foot: deg(90)}
)

var crampScenes = []scene{
	{
		Exercise: "cramp_now_calf",
		Top:      30,
		Props:    crampProps,
		Start: frame{
			Alt: "A person sits up in bed. The cramped leg is in front, its knee a little bent and its toes pointing away. The calf is marked.",
			People: []pose{longSitting(pose{Lean: 12, Bend: 12, Works: near, Muscles: []muscle{calf},
				Near: leg{Ankle: place(146, bedTop-6.4), Flex: -26}, Far: farBentBed,
				NearArm: arm{Wrist: place(120, 104), Hand: deg(84)}, FarArm: arm{Wrist: place(104, 96), Hand: deg(90)}})},
			Touch:  []contact{on(seatOnBed, bedTop)},
			Arrows: []arrow{{From: nearKnee, Off: point{14, -32}, Deg: 0, Long: 16}},
		},
		Hold: frame{
			Alt: "The knee is straight. Both hands pull the toes toward the shin, and hold. The calf is marked.",
			People: []pose{longSitting(pose{Lean: 20, Bend: 46, Head: deg(34), Works: near, Muscles: []muscle{calf},
				Near: leg{Ankle: straight(point{76, bedTop - seatDepth}, bedTop, 200), Foot: deg(200)}, Far: farBentBed,
				NearArm: arm{Wrist: place(150, 104), Hand: deg(96), Grip: true}, FarArm: arm{Wrist: place(152, 102), Hand: deg(96), Grip: true}})},
			Touch:  append(heelOnBed, meets(nearPalm, nearToe, 7)),
			Arrows: []arrow{{From: nearToe, Off: point{14, -14}, Deg: 264, Long: 26, Bow: -5}},
		},
	},
	{
		Exercise: "cramp_now_calf", Variant: "towel",
		Top:   30,
		Props: crampProps,
		Start: frame{
			Alt: "A person sits up in bed with a towel round the ball of one foot. The towel is still slack and the toes point away.",
			People: []pose{longSitting(pose{Lean: 12, Bend: 10, Works: near, Muscles: []muscle{calf},
				Near: leg{Ankle: place(149, bedTop-6.4), Flex: -18}, Far: farBentBed,
				NearArm: arm{Upper: 16, Elbow: 62, Grip: true}, FarArm: arm{Upper: 20, Elbow: 62, Grip: true}})},
			Over:  []prop{towel(nearPalm, nearBall)},
			Touch: []contact{on(seatOnBed, bedTop)},
		},
		Hold: frame{
			Alt: "The knee is straight. The towel pulls the toes toward the shin, and holds. The calf is marked.",
			People: []pose{longSitting(pose{Lean: 2, Bend: 4, Works: near, Muscles: []muscle{calf},
				Near: leg{Ankle: straight(point{76, bedTop - seatDepth}, bedTop, 200), Foot: deg(200)}, Far: farBentBed,
				NearArm: arm{Upper: -6, Elbow: 84, Grip: true}, FarArm: arm{Upper: -2, Elbow: 84, Grip: true}})},
			Over: []prop{towel(nearPalm, nearBall)}, Touch: heelOnBed,
			Arrows: []arrow{{From: nearToe, Off: point{14, -10}, Deg: 264, Long: 26, Bow: -5}},
		},
	},
	{
		Exercise: "cramp_now_calf", Variant: "standing",
		Props: []prop{wall(calfWall)},
		Start: frame{
			Alt: "A person stands with both hands on a wall. The cramped leg is behind, and its heel has come off the floor. The calf is marked.",
			People: []pose{atWall(pose{Lean: 8, Pin: nearBall, At: point{86, ground}, Works: near, Muscles: []muscle{calf},
				Near: leg{Thigh: -14, Knee: 20, Foot: deg(52), Toes: 38}, Far: leg{Ankle: flat(132), Foot: deg(90)}})},
			Arrows: []arrow{{From: nearHeel, Off: point{-12, -18}, Deg: 0, Long: 22}},
			Touch:  []contact{on(nearBall, ground), on(farHeel, ground)},
		},
		Hold: frame{
			Alt:    "The heel is pressed flat to the floor and the knee behind is straight. The body leans to the wall. The calf is marked.",
			People: []pose{atWall(wallHold)}, Touch: bothStand,
			Arrows: []arrow{{From: nearHeel, Off: point{-14, -34}, Deg: 0, Long: 24}},
		},
	},
	{
		Exercise: "cramp_now_calf", Variant: "helper",
		Top:   32,
		Props: []prop{bed(8, 172, bedTop, true)},
		Start: helped("A person lies in bed with one leg straight and its toes pointing away. The calf is marked. A helper kneels at the foot of the bed with a hand on the heel and a hand on the sole.", -20, false),
		Hold:  helped("The helper gently pushes the ball of the foot up, toward the shin. The knee stays straight.", 14, true),
	},
	{
		Exercise: "cramp_now_foot",
		Top:      4,
		Props:    crampProps,
		Start:    toesInBed("A person sits up in bed with one knee bent and the heel on the bed. A hand reaches for the toes. A close-up shows the foot.", 96, 0),
		Hold:     toesInBed("The hand pulls the toes up toward the shin. In the close-up the toes bend up, and the arch of the foot is marked.", 118, 44),
	},
	{
		Exercise: "cramp_now_foot", Variant: "standing",
		Props: []prop{chair(156.4, chairTop, 38)},
		Start: frame{
			Alt: "A person stands and holds the back of a chair. The heel of the cramped foot has come up.",
			People: []pose{{Pin: farHeel, At: point{122, ground}, Works: near, Muscles: []muscle{arch},
				Near: leg{Ankle: resting(112, ground, 52, 38), Foot: deg(52), Toes: 38}, Far: leg{Thigh: 2, Knee: 1, Foot: deg(90)},
				NearArm: arm{Wrist: place(146.6, 84), Hand: deg(80), Grip: true}, FarArm: arm{Wrist: place(148.6, 84), Hand: deg(80), Grip: true}}},
			Arrows: []arrow{{From: nearHeel, Off: point{-12, -18}, Deg: 0, Long: 22}}, Touch: []contact{on(farHeel, ground)},
		},
		Hold: frame{
			Alt: "The whole foot presses flat on the floor, heel and toes. The arch of the foot is marked.",
			People: []pose{{Lean: 3, Pin: nearHeel, At: point{112, ground}, Works: near, Muscles: []muscle{arch},
				Near: leg{Thigh: 2, Knee: 5, Foot: deg(90)}, Far: leg{Ankle: flat(119), Foot: deg(90)},
				NearArm: arm{Wrist: place(146.6, 84), Hand: deg(80), Grip: true}, FarArm: arm{Wrist: place(148.6, 84), Hand: deg(80), Grip: true}}},
			Arrows: []arrow{{From: nearHeel, Off: point{-14, -34}, Deg: 0, Long: 24}}, Touch: []contact{on(nearHeel, ground), on(nearBall, ground), on(farHeel, ground)},
		},
	},
	{
		Exercise: "cramp_now_quad",
		Props:    []prop{wall(quadWall)},
		Start: frame{
			Alt:    "A person stands and holds on to a wall. The cramped leg bends at the knee. The front of its thigh is marked.",
			People: []pose{marked(quadStart, quadriceps)}, Arrows: heelUp, Touch: oneStands,
		},
		Hold: frame{
			Alt:    "A hand brings the heel toward the buttock and holds it there. The other hand stays on the wall. The front of the thigh is marked.",
			People: []pose{quadHold}, Touch: oneStands, Arrows: []arrow{{From: nearToe, Off: point{-14, 24}, Deg: 172, Long: 20, Bow: 3}},
		},
	},
	{
		Exercise: "cramp_now_quad", Variant: "lying",
		Top:   20,
		Props: []prop{bedAbove(14, 34, 230, 152)},
		Start: sideLying("Seen from above: a person lies on one side in bed with the cramped leg on top, its knee bent back. A towel runs round that ankle.", 96, false),
		Hold:  sideLying("Seen from above: the towel brings the heel toward the buttock. The front of the thigh is marked.", 128, true),
	},
	{
		Exercise: "cramp_now_thigh_hamstring",
		Props:    []prop{chair(176, chairTop, -38)},
		Start: frame{
			Alt: "A person stands with the heel of the cramped leg on a chair, knee straight. The back of the thigh is marked.",
			People: []pose{marked(pose{Pin: hip, At: point{84, 87}, Works: near, Near: heelOn(point{84, 87}, chairTop), Far: leg{Ankle: flat(82), Foot: deg(90)},
				NearArm: arm{Upper: -12, Elbow: 12}, FarArm: arm{Upper: -4, Elbow: 12}}, hamstrings)},
			Touch: []contact{on(nearFoot, chairTop), on(farHeel, ground)},
		},
		Hold: frame{
			Alt: "The chest leans forward over the leg with a flat back. The knee stays straight. The back of the thigh is marked.",
			People: []pose{{Lean: 40, Head: deg(28), Pin: hip, At: point{83, 87.2}, Works: near, Muscles: []muscle{hamstrings},
				Near: heelOn(point{83, 87.2}, chairTop), Far: leg{Ankle: flat(82), Foot: deg(90)},
				NearArm: arm{Wrist: place(120, 88), Hand: deg(66)}, FarArm: arm{Wrist: place(124, 88), Hand: deg(66)}}},
			Arrows: leanIn, Touch: []contact{on(nearFoot, chairTop), on(farHeel, ground)},
		},
	},
	{
		Exercise: "cramp_now_thigh_hamstring", Variant: "lying",
		Top:   24,
		Props: crampProps,
		Start: lyingLegUp("A person lies in bed with a towel round the foot of the cramped leg. The other knee is bent. The leg begins to rise.", 122, 36, -10, false),
		Hold:  lyingLegUp("The straight leg is drawn up with the towel and held. The back of the thigh is marked.", 152, 6, 6, true),
	},
}

func marked(p pose, m ...muscle) pose {
	p.Muscles = m
	return p
}

// helped lies in bed while somebody else, kneeling at its foot, pushes the foot up.
func helped(alt string, flex float64, held bool) frame {
	p := pose{Lean: -90, Head: deg(-76), Pin: bottom, At: point{86, bedTop}, Works: near, Muscles: []muscle{calf},
		Near: leg{Thigh: 87, Flex: flex}, Far: leg{Ankle: place(128, bedTop-ankleHeight), Foot: deg(90)},
		NearArm: arm{Upper: 84, Elbow: 6}, FarArm: arm{Upper: 88, Elbow: 6}}
	s := solve(p)
	ball, heel := s.near.Ball, s.near.Heel
	h := pose{Left: true, Helper: true, Lean: 14, Head: deg(24), Pin: nearUnder, At: point{188, ground},
		Near: leg{Thigh: -8, Knee: 91.5, Foot: deg(6), Toes: 76}, Far: leg{Thigh: -4, Knee: 95, Foot: deg(6), Toes: 76},
		NearArm: arm{Wrist: place(ball.X+7, ball.Y-2), Hand: deg(100)}, FarArm: arm{Wrist: place(heel.X+6, heel.Y+4), Hand: deg(90)}}
	f := frame{Alt: alt, People: []pose{p, h}, Touch: []contact{on(bottom, bedTop), on(back, bedTop)}}
	if held {
		f.Arrows = []arrow{{From: nearToe, Off: point{-4, -9}, Deg: 258, Long: 24, Bow: -5}}
	}
	return f
}

// toesInBed sits in bed, one knee up, a hand on the toes, with a close-up.
func toesInBed(alt string, foot, toes float64) frame {
	p := longSitting(pose{Lean: 8, Bend: 40, Head: deg(32), Works: near, Muscles: []muscle{arch},
		Near: leg{Ankle: resting(128, bedTop, foot, toes), Foot: deg(foot), Toes: toes}, Far: leg{Thigh: 88, Flex: 0},
		FarArm: arm{Wrist: place(114, 100), Hand: deg(70)}})
	s := solve(p)
	toe, along := s.near.Toe, direction(s.near.toes, 1)
	w := toe.plus(along.times(5)).minus(point{4, 3})
	p.NearArm = arm{Wrist: &w, Hand: deg(50), Grip: true}
	if toes == 0 {
		p.NearArm = arm{Wrist: place(s.near.Ankle.X-4, s.near.Ankle.Y-11), Hand: deg(62)}
	}
	n := footCloseUp(148, 14, 84, sideFoot(foot, toes), toes > 0)
	return frame{Alt: alt, People: []pose{p}, Inset: n, Touch: []contact{on(seatOnBed, bedTop), on(nearFoot, bedTop)}}
}

package figure

// Routines are made of exercises that have pictures of their own; their first stretch is
// the picture of the whole, the others follow as variants.
var routineScenes = []scene{
	again("stretch_hallegraeff_protocol", "", find(calfScenes, "stretch_calf_wall"), "First: the calf stretch facing a wall. ", ""),
	again("stretch_hallegraeff_protocol", "hamstring", find(hamstringScenes, "stretch_hamstring_step"), "Second: the stretch for the back of the thigh. ", ""),
	{
		Exercise: "stretch_hallegraeff_protocol", Variant: "sitting",
		Top:   52,
		Props: []prop{mat(26, 206)},
		Start: frame{
			Alt: "Third: a person sits on the floor with both legs straight in front and the back upright.",
			People: []pose{{Lean: -4, Pin: seat, At: point{76, matTop}, Works: near, Near: leg{Thigh: 88, Flex: -8}, Far: leg{Thigh: 89, Flex: -4},
				NearArm: arm{Wrist: place(104, 146), Hand: deg(86)}, FarArm: arm{Wrist: place(108, 146), Hand: deg(86)}}},
			Touch: []contact{on(seat, matTop)},
		},
		Hold: frame{
			Alt: "The person leans forward from the hips with straight knees and reaches for the toes. The calf and the back of the thigh are marked.",
			People: []pose{{Lean: 34, Bend: 24, Head: deg(36), Pin: seat, At: point{76, matTop}, Works: near, Muscles: []muscle{hamstrings, calf},
				Near: leg{Thigh: 88, Flex: 14}, Far: leg{Thigh: 89, Flex: 16},
				NearArm: arm{Wrist: place(150, 136), Hand: deg(94), Grip: true}, FarArm: arm{Wrist: place(152, 135), Hand: deg(94), Grip: true}}},
			Arrows: leanIn,
			Touch:  []contact{on(seat, matTop)},
		},
	},
	again("stretch_prebed_seated", "", find(calfScenes, "stretch_calf_seated_towel"), "First: ", ""),
	again("stretch_prebed_seated", "hamstring", find(hamstringScenes, "stretch_hamstring_seated"), "Second: ", ""),
	again("stretch_prebed_seated", "foot", find(footScenes, "stretch_foot_toes"), "Third: ", ""),
	again("stretch_prebed_sequence", "", find(hamstringScenes, "stretch_hamstring_step"), "First: ", ""),
	again("stretch_prebed_sequence", "calf", find(calfScenes, "stretch_calf_wall"), "Second: ", ""),
	again("stretch_prebed_sequence", "thigh", find(thighScenes, "stretch_quad_standing"), "Third: ", ""),
	{
		Exercise: "pregnancy_calf_routine",
		Props:    []prop{wall(calfWall)},
		Start: frame{
			Alt:    "A pregnant person faces a wall with both hands on it. An arrow shows one foot stepping back.",
			People: []pose{expecting(atWall(wallStart))}, Arrows: stepBack, Touch: bothStand,
		},
		Hold: frame{
			Alt:    "The leg behind is straight and its heel is flat. The front knee bends and the hips move toward the wall. The calf behind is marked.",
			People: []pose{expecting(atWall(wallHold))}, Arrows: moveIn, Touch: bothStand,
		},
	},
	{
		Exercise: "pregnancy_calf_routine", Variant: "lying",
		Top:   16,
		Props: []prop{bedAbove(14, 30, 230, 160), kneePillow},
		Start: restingSide("Seen from above: a pregnant person lies on one side in bed. Both knees are bent, with a pillow between them.", -6),
		Hold:  restingSide("Seen from above: the feet are pulled up toward the shins, never pointed. The pillow stays between the knees.", 16),
	},
}

func find(in []scene, exercise string) scene {
	for _, s := range in {
		if s.Exercise == exercise && s.Variant == "" {
			return s
		}
	}
	panic("figure: no scene " + exercise)
}

// again is the scene of one exercise as a part of a routine.
func again(exercise, variant string, s scene, first, then string) scene {
	s.Exercise, s.Variant = exercise, variant
	s.Start.Alt, s.Hold.Alt = first+s.Start.Alt, then+s.Hold.Alt
	return s
}

func expecting(p pose) pose {
	p.Bump = true
	return p
}

func kneePillow(c *canvas, s *solved) {
	k := s.near.Knee
	c.rect("fig-pillow", k.X-14, k.Y-12, 44, 27, 8)
}

func restingSide(alt string, flex float64) frame {
	p := pose{Bump: true, Lean: -86, Head: deg(-80), Pin: hip, At: point{108, 112}, Works: near,
		Near: leg{Thigh: 128, Knee: 76, Flex: flex}, Far: leg{Thigh: 118, Knee: 70, Flex: flex},
		NearArm: arm{Upper: 84, Elbow: 50}, FarArm: arm{Upper: 150, Elbow: 100}}
	f := frame{Alt: alt, NoFloor: true, People: []pose{p}}
	if flex > 0 {
		f.People[0].Muscles = []muscle{calf}
		f.Arrows = []arrow{{From: nearToe, Off: point{10, -4}, Deg: 226, Long: 20, Bow: 4}}
	}
	return f
}

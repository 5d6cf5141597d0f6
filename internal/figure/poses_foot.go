package figure

// crossed is a seated front view, one ankle on the other knee. pull is how far the toes
// are drawn toward the shin, in degrees.
func crossed(pull float64) pose {
	return pose{Front: true, Stoop: 48, Pin: farHeelFront, At: point{92, ground}, Works: near, Head: deg(4),
		Far:     leg{Thigh: 16, Out: 80, Knee: 14},
		Near:    leg{Thigh: 66, Out: 46, Knee: 146, Flex: 8 + pull, Cross: true},
		NearArm: arm{Wrist: place(66, 120), Hand: deg(-50), Down: true},
		FarArm:  arm{Wrist: place(98, 142), Hand: deg(-60), Down: true, Grip: true}}
}

var farHeelFront = joint("far heel", func(s *solved) point { return s.far.Heel })

// sideFoot is a foot seen from its side, for a close-up.
func sideFoot(foot, toes float64) pose {
	return pose{Works: near, Near: leg{Thigh: 120, Knee: 88, Foot: deg(foot), Toes: toes}, Muscles: []muscle{arch}}
}

// footCloseUp is the foot of a pose with a hand on its toes, in a corner of the picture.
// If pulled, an arrow shows the way of the toes.
func footCloseUp(x, y, size float64, p pose, pulled bool) *inset {
	n := &inset{X: x, Y: y, W: size, H: size, Zoom: 2.1, Center: nearAnkle, Off: point{7, -4}, Pose: p, Hand: true}
	if pulled {
		n.Arrows = []arrow{{From: nearToe, Off: point{10, 3}, Deg: 190, Long: 14, Bow: 2}}
	}
	return n
}

var footScenes = []scene{
	{
		Exercise: "stretch_foot_toes",
		Top:      28,
		Props:    []prop{frontChair(82)},
		Start: frame{
			Alt:    "A person sits on a chair with one ankle on the other knee and a hand on the toes. A close-up shows the foot at rest.",
			People: []pose{crossed(0)}, Touch: []contact{on(farHeelFront, ground)},
			Inset: footCloseUp(138, 44, 92, sideFoot(96, 0), false),
		},
		Hold: frame{
			Alt:    "The hand draws the toes up toward the shin. The close-up shows the toes bent up and the arch of the foot marked.",
			People: []pose{crossed(16)}, Touch: []contact{on(farHeelFront, ground)},
			Inset: footCloseUp(138, 44, 92, sideFoot(116, 40), true),
		},
	},
}

// frontChair is a chair seen from the front, behind the person who sits at x.
func frontChair(x float64) prop {
	return func(c *canvas, _ *solved) {
		c.lines("fig-leg", point{x - 21, 130}, point{x - 23, ground - 1})
		c.lines("fig-leg", point{x + 21, 130}, point{x + 23, ground - 1})
		c.rect("fig-prop-dark", x-25, 72, 50, 40, 7)
		c.rect("fig-prop", x-27, 123, 54, 7, 3)
	}
}

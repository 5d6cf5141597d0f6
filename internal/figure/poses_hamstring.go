package figure

const (
	stepTop  = 140.
	chairTop = 128.
)

// heelOn is the leg from the hip that rests on its heel, top high, knee straight.
func heelOn(hip point, top float64) leg {
	return leg{Ankle: straight(hip, top, 166), Foot: deg(166)}
}

var standFar = leg{Ankle: flat(88), Foot: deg(90)}

var (
	heelStart = pose{Lean: -2, Pin: hip, At: point{90, 87}, Works: near, Near: heelOn(point{90, 87}, stepTop), Far: standFar,
		NearArm: arm{Upper: 6, Elbow: 12}, FarArm: arm{Upper: 10, Elbow: 12}}
	heelHold = pose{Lean: 42, Head: deg(30), Pin: hip, At: point{88, 87.4}, Works: near, Muscles: []muscle{hamstrings},
		Near: heelOn(point{88, 87.4}, stepTop), Far: standFar,
		NearArm: arm{Wrist: place(122, 92), Hand: deg(60)}, FarArm: arm{Wrist: place(126, 93), Hand: deg(60)}}
	leanIn    = []arrow{{From: chest, Off: point{-42, -14}, Deg: 78, Long: 22, Bow: -4}}
	heelOnTop = []contact{on(nearFoot, stepTop), on(farHeel, ground), on(farBall, ground)}
)

var hamstringScenes = []scene{
	{
		Exercise: "stretch_hamstring_step",
		Props:    []prop{stool(124, 40, stepTop)},
		Start: frame{
			Alt:    "A person stands tall with one heel on a low stool. That knee is straight and the toes point up.",
			People: []pose{heelStart}, Touch: heelOnTop,
		},
		Hold: frame{
			Alt:    "The chest leans forward from the hips with a flat back. The knee of the raised leg stays straight. The back of its thigh is marked.",
			People: []pose{heelHold}, Arrows: leanIn, Touch: heelOnTop,
		},
	},
	{
		Exercise: "stretch_hamstring_seated",
		Top:      30,
		Props:    []prop{chair(56, chairTop, 38)},
		Start: frame{
			Alt: "A person sits tall on the front edge of a chair. One leg is straight out with its heel on the floor and the toes up.",
			People: []pose{{Pin: seat, At: point{84, chairTop}, Works: near,
				Near: heelOn(point{84, chairTop - seatDepth}, ground), Far: leg{Ankle: flat(108), Foot: deg(90)},
				NearArm: arm{Upper: 14, Elbow: 34}, FarArm: arm{Upper: 18, Elbow: 34}}},
			Touch: []contact{on(seat, chairTop), on(nearFoot, ground), on(farHeel, ground)},
		},
		Hold: frame{
			Alt: "The chest leans forward from the hips with a flat back. The knee stays straight. The back of the thigh is marked.",
			People: []pose{{Lean: 44, Head: deg(34), Pin: seat, At: point{84, chairTop}, Works: near, Muscles: []muscle{hamstrings},
				Near: heelOn(point{84, chairTop - seatDepth}, ground), Far: leg{Ankle: flat(108), Foot: deg(90)},
				NearArm: arm{Wrist: place(122, 133), Hand: deg(54)}, FarArm: arm{Wrist: place(126, 133), Hand: deg(54)}}},
			Arrows: leanIn,
			Touch:  []contact{on(seat, chairTop), on(nearFoot, ground), on(farHeel, ground)},
		},
	},
	{
		Exercise: "stretch_hamstring_lying_towel",
		Top:      24,
		Props:    []prop{bed(10, 226, bedTop, true)},
		Start:    lyingLegUp("A person lies on their back in bed with one knee bent. A towel runs round the other foot, and that leg begins to rise.", 122, 36, -10, false),
		Hold:     lyingLegUp("The leg with the towel points up, its knee nearly straight. The other foot stays on the bed. The back of the raised thigh is marked.", 152, 6, 6, true),
	},
}

func lyingLegUp(alt string, thigh, knee, flex float64, held bool) frame {
	p := lying(pose{Works: near, Near: leg{Thigh: thigh, Knee: knee, Flex: flex}, Far: bentOnBed,
		NearArm: arm{Wrist: place(104, 94), Grip: true, Hand: deg(130)}, FarArm: arm{Wrist: place(107, 92), Grip: true, Hand: deg(130)}})
	f := frame{Alt: alt, Over: []prop{towel(nearPalm, nearBall)}, Touch: onBed}
	if held {
		p.Muscles = []muscle{hamstrings}
		f.Arrows = []arrow{{From: nearAnkle, Off: point{34, 14}, Deg: 206, Long: 30, Bow: 5}}
	}
	f.People = []pose{p}
	return f
}

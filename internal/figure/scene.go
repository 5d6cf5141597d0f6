package figure

// scene is one exercise, or one way of doing it, in two frames: how it starts and how it
// is held (for movements: the other end of the movement).
type scene struct {
	Exercise string
	Variant  string  // empty for the exercise as its steps tell it
	Props    []prop  // behind the people in both frames
	Top      float64 // how much of the empty space above is left out, units
	Start    frame
	Hold     frame
}

// frame is one picture of a scene.
type frame struct {
	Alt     string // what the picture shows, in words
	People  []pose // the first is the one who does the exercise
	Props   []prop // behind the people, in this frame only
	Over    []prop // in front of the bodies, behind the near arms
	Cover   []prop // in front of everything
	Arrows  []arrow
	Touch   []contact
	Inset   *inset
	NoFloor bool // seen from above, or in water
}

// contact states that a part of the body rests on something; a test holds the drawing to
// it. Exactly one of X, Y and Meets is used.
type contact struct {
	Person int
	Part   spot
	X, Y   *float64
	Meets  spot
	Within float64
}

func on(part spot, y float64) contact      { return contact{Part: part, Y: &y, Within: .6} }
func against(part spot, x float64) contact { return contact{Part: part, X: &x, Within: .6} }
func meets(a, b spot, within float64) contact {
	return contact{Part: a, Meets: b, Within: within}
}

// inset is a close-up in a corner of the picture.
type inset struct {
	X, Y, W, H float64 // where, in units of the picture
	Zoom       float64
	Center     spot // of the pose, in the middle of the close-up
	Off        point
	Pose       pose
	Arrows     []arrow
	Hand       bool // a hand holds the toes
}

// place is a pointer to a point, for limbs that reach.
func place(x, y float64) *point { return &point{x, y} }

// flat is where the ankle is when the foot stands flat on the floor there.
func flat(x float64) *point { return &point{x, ground - ankleHeight} }

var scenes = join(calfScenes, hamstringScenes, thighScenes, hipScenes, footScenes, ankleScenes, strengthScenes, walkScenes, crampScenes, routineScenes)

func join(groups ...[]scene) (out []scene) {
	for _, g := range groups {
		out = append(out, g...)
	}
	return out
}

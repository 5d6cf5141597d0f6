package figure

// bearing is a direction in degrees, or unset.
type bearing struct {
	set bool
	deg float64
}

func deg(d float64) bearing { return bearing{true, d} }

// leg is the pose of one leg. Directions are those of the world: 0 down, 90 forward, 180
// up. If Ankle is set the leg reaches for that place and Thigh and Knee are worked out,
// the knee always pointing forward.
type leg struct {
	Thigh float64 // direction of the thigh
	Knee  float64 // flexion, 0 straight to 150
	Ankle *point
	Foot  bearing // direction from heel to toe; unset: square to the shank, plus Flex
	Flex  float64 // degrees the toes are pulled up (negative: pointed), if Foot is unset
	Toes  float64 // degrees the toes bend up against the foot
	Out   float64 // degrees the thigh points out of the picture, which shortens it
	In    float64 // the same for the shank
	Cross bool    // front view: the shank lies across, the foot is seen from its side
}

// arm is the pose of one arm, in the same terms. The elbow bends forward only.
type arm struct {
	Upper float64
	Elbow float64 // flexion, 0 straight to 150
	Wrist *point  // reached for if set
	Hand  bearing // direction of the hand; unset: in line with the forearm
	Grip  bool    // a closed hand
	Down  bool    // when reaching, the elbow points the other way: forward
	Out   float64 // degrees the whole arm points out of the picture
}

// pose is one body. Side views face right unless Left is set; the near limbs are then
// the right ones. In a front view near is the person's right, on the picture's left.
type pose struct {
	Front     bool
	Left      bool
	Lean      float64 // trunk from upright, forward positive; -90 lies on the back
	Bend      float64 // what the upper trunk adds to it
	Stoop     float64 // front view: degrees the trunk leans out of the picture
	Head      bearing // tilt of the head from upright; unset: as the upper trunk
	Near, Far leg
	NearArm   arm
	FarArm    arm
	Pin       spot  // this part of the body ...
	At        point // ... is here
	Works     side  // the leg that is worked
	Muscles   []muscle
	Bump      bool // pregnant
	Helper    bool // a second person, drawn paler
	Bare      bool // no halo of the worked leg, for walking and cycling: both legs work
}

type side int

const (
	none side = iota
	near
	far
	both
)

// joints are the solved places of one leg.
type legJoints struct {
	Hip, Knee, Ankle, Heel, Ball, Toe, Sole point
	facing, thigh, shank, foot, toes        float64 // directions, degrees
	crossed                                 bool
}

type armJoints struct {
	Shoulder, Elbow, Wrist, Palm point
	facing, upper, fore, hand    float64
}

// solved is a pose with every joint in its place.
type solved struct {
	pose
	facing   float64
	Hip      point
	Neck     point // base of the neck
	Skull    point // middle of the head
	tilt     float64
	near     legJoints
	far      legJoints
	nearArm  armJoints
	farArm   armJoints
	strained float64 // units that a limb falls short of what it reaches for
}

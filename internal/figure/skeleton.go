package figure

import "math"

// Lengths of the segments in units, after the usual shares of body height (a person 150
// units tall). They are the same in every picture.
const (
	trunkLength    = 45. // hip to the height of the shoulder joint
	neckLength     = 8.
	headRise       = 9.5 // neck to the middle of the head
	thighLength    = 38.
	shankLength    = 37.
	ankleHeight    = 6.5 // ankle to sole
	heelBack       = 3.  // ankle to the middle of the heel, along the sole
	ballAhead      = 9.5 // ankle to the ball of the foot, along the sole
	toeLength      = 7.5
	upperArmLength = 28.
	forearmLength  = 24.
	palmAhead      = 6. // wrist to the middle of the palm
	seatDepth      = 9.5
	backDepth      = 9.8
	ground         = 168. // the floor, in every picture
	hipApart       = 8.5  // front view: hip joint from the midline
	shoulderApart  = 15.6
)

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
	strained bool // a limb was asked to reach farther than it is long
}

// spot names a part of the body.
type spot struct {
	name string
	of   func(*solved) point
}

func joint(name string, of func(*solved) point) spot { return spot{name, of} }

var (
	hip       = joint("hip", func(s *solved) point { return s.Hip })
	seat      = joint("seat", func(s *solved) point { return s.Hip.plus(point{0, seatDepth}) })
	back      = joint("back", func(s *solved) point { return s.spine(.8, -backDepth) })
	bottom    = joint("bottom", func(s *solved) point { return s.spine(0, -backDepth) })
	skull     = joint("head", func(s *solved) point { return s.Skull })
	nearFoot  = joint("lowest of the near foot", func(s *solved) point { return s.near.lowest() })
	farFoot   = joint("lowest of the far foot", func(s *solved) point { return s.far.lowest() })
	nearUnder = joint("under the near knee", func(s *solved) point { return s.near.Knee.plus(point{0, 5.6}) })
	nearHeel  = joint("near heel", func(s *solved) point { return s.near.Heel })
	nearBall  = joint("near ball", func(s *solved) point { return s.near.Ball })
	nearToe   = joint("near toe", func(s *solved) point { return s.near.Toe })
	nearKnee  = joint("near knee", func(s *solved) point { return s.near.Knee })
	nearShin  = joint("near shin", func(s *solved) point { return s.near.Knee.toward(s.near.Ankle, .5) })
	nearAnkle = joint("near ankle", func(s *solved) point { return s.near.Ankle })
	nearPalm  = joint("near palm", func(s *solved) point { return s.nearArm.Palm })
	nearWrist = joint("near wrist", func(s *solved) point { return s.nearArm.Wrist })
	farHeel   = joint("far heel", func(s *solved) point { return s.far.Heel })
	farBall   = joint("far ball", func(s *solved) point { return s.far.Ball })
	farToe    = joint("far toe", func(s *solved) point { return s.far.Toe })
	farKnee   = joint("far knee", func(s *solved) point { return s.far.Knee })
	farAnkle  = joint("far ankle", func(s *solved) point { return s.far.Ankle })
	farPalm   = joint("far palm", func(s *solved) point { return s.farArm.Palm })
	chest     = joint("chest", func(s *solved) point { return s.spine(.7, 0) })
)

// lowest is the lowest place of the outline of a foot.
func (j legJoints) lowest() (p point) {
	for _, q := range append(j.footAxes().all(footSide), j.toeAxes().all(toesSide)...) {
		if q.Y > p.Y {
			p = q
		}
	}
	return p
}

// solve places every joint. It is forward kinematics from the hip, shifted so that the
// pinned part is where it belongs; limbs that reach for a place are worked out last.
func solve(p pose) *solved {
	s := &solved{pose: p, facing: 1}
	if p.Left {
		s.facing = -1
	}
	s.place()
	if p.Pin.of != nil {
		s.Hip = s.Hip.plus(p.At.minus(p.Pin.of(s)))
		s.place()
	}
	return s
}

func (s *solved) place() {
	s.strained = false
	s.Neck = s.spine(1.06, 0)
	s.tilt = s.Lean + s.Bend
	if s.Head.set {
		s.tilt = s.Head.deg
	}
	neck := (s.tilt + s.Lean + s.Bend) / 2
	s.Skull = s.Neck.plus(up(neck, s.facing).times(neckLength * cosine(s.Stoop))).plus(up(s.tilt, s.facing).times(headRise))
	f1, f2 := s.facing, s.facing
	if s.Front {
		f1, f2 = -1, 1
	}
	s.near = s.leg(s.Near, f1)
	s.far = s.leg(s.Far, f2)
	s.nearArm = s.arm(s.NearArm, f1)
	s.farArm = s.arm(s.FarArm, f2)
}

// up is the direction of a trunk or head that leans by so many degrees.
func up(lean, facing float64) point { return direction(180-lean, facing) }

// spine is the place at the share u of the trunk's length, v units in front of it. The
// trunk bends evenly between its lower and its upper part.
func (s *solved) spine(u, v float64) point {
	const steps = 24
	p := s.Hip
	for i := range steps {
		t := (float64(i) + .5) / steps * u
		p = p.plus(up(s.leanAt(t), s.facing).times(trunkLength * cosine(s.Stoop) * u / steps))
	}
	across := direction(90-s.leanAt(u), s.facing)
	return p.plus(across.times(v))
}

func (s *solved) leanAt(u float64) float64 {
	return s.Lean + s.Bend*math.Min(1, math.Max(0, (u-.15)/.6))
}

func cosine(d float64) float64 { return math.Cos(d * math.Pi / 180) }

func (s *solved) leg(l leg, facing float64) legJoints {
	j := legJoints{facing: facing, Hip: s.Hip, crossed: l.Cross}
	if s.Front {
		j.Hip = s.spine(0, facing*hipApart)
	}
	upper, lower := thighLength*cosine(l.Out), shankLength*cosine(l.In)
	j.thigh, j.shank = l.Thigh, l.Thigh-l.Knee
	if l.Ankle != nil {
		j.thigh, j.shank = s.reach(j.Hip, *l.Ankle, upper, lower, facing, 1)
	}
	j.Knee = j.Hip.plus(direction(j.thigh, facing).times(upper))
	j.Ankle = j.Knee.plus(direction(j.shank, facing).times(lower))
	j.foot = j.shank + 90 + l.Flex
	if l.Foot.set {
		j.foot = l.Foot.deg
	}
	j.toes = j.foot + l.Toes
	along, sole := direction(j.foot, facing), direction(j.foot-90, facing).times(ankleHeight)
	j.Sole = j.Ankle.plus(sole)
	j.Heel = j.Sole.minus(along.times(heelBack))
	j.Ball = j.Sole.plus(along.times(ballAhead))
	j.Toe = j.Ball.plus(direction(j.toes, facing).times(toeLength))
	if s.Front && !l.Cross {
		j.Sole, j.Heel = j.Ankle.plus(point{0, ankleHeight}), j.Ankle.plus(point{0, ankleHeight})
		j.Ball, j.Toe = j.Heel, j.Heel
	}
	return j
}

func (s *solved) arm(a arm, facing float64) armJoints {
	j := armJoints{facing: facing, Shoulder: s.spine(.93, -.5)}
	if s.Front {
		j.Shoulder = s.spine(.89, facing*shoulderApart)
	}
	upper, lower := upperArmLength*cosine(a.Out), forearmLength*cosine(a.Out)
	j.upper, j.fore = a.Upper, a.Upper+a.Elbow
	if a.Wrist != nil {
		bend := -1.
		if a.Down {
			bend = 1
		}
		j.upper, j.fore = s.reach(j.Shoulder, *a.Wrist, upper, lower, facing, bend)
	}
	j.Elbow = j.Shoulder.plus(direction(j.upper, facing).times(upper))
	j.Wrist = j.Elbow.plus(direction(j.fore, facing).times(lower))
	j.hand = j.fore
	if a.Hand.set {
		j.hand = a.Hand.deg
	}
	j.Palm = j.Wrist.plus(direction(j.hand, facing).times(palmAhead))
	return j
}

// reach gives the directions of two segments that lead from a to b. With bend 1 the joint
// between them lies in front (knee), with -1 behind (elbow).
func (s *solved) reach(a, b point, upper, lower, facing, bend float64) (float64, float64) {
	v := b.minus(a)
	d := v.length()
	if d > upper+lower+.05 {
		s.strained = true
	}
	d = math.Min(d, (upper+lower)*.99999)
	at := math.Acos(clamp((upper*upper+d*d-lower*lower)/(2*upper*d))) * 180 / math.Pi
	turn := 180 - math.Acos(clamp((upper*upper+lower*lower-d*d)/(2*upper*lower)))*180/math.Pi
	first := angle(v, facing) + bend*at
	return first, first - bend*turn
}

func clamp(v float64) float64 { return math.Max(-1, math.Min(1, v)) }

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
	s.strained = 0
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
		s.strained = math.Max(s.strained, d-upper-lower)
	}
	d = math.Min(d, (upper+lower)*.99999)
	at := math.Acos(clamp((upper*upper+d*d-lower*lower)/(2*upper*d))) * 180 / math.Pi
	turn := 180 - math.Acos(clamp((upper*upper+lower*lower-d*d)/(2*upper*lower)))*180/math.Pi
	first := angle(v, facing) + bend*at
	return first, first - bend*turn
}

func clamp(v float64) float64 { return math.Max(-1, math.Min(1, v)) }

// lowest is the lowest place of the outline of a foot.
func (j legJoints) lowest() (p point) {
	for _, q := range append(j.footAxes().all(footSide), j.toeAxes().all(toesSide)...) {
		if q.Y > p.Y {
			p = q
		}
	}
	return p
}

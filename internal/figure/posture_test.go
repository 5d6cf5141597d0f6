package figure

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

func eachFrame(t *testing.T, do func(t *testing.T, s scene, f frame, people []*solved)) {
	for _, s := range scenes {
		for which, f := range map[string]frame{"start": s.Start, "hold": s.Hold} {
			t.Run(s.name(which), func(t *testing.T) { do(t, s, f, f.solved()) })
		}
	}
}

func TestWhatRestsTouches(t *testing.T) {
	eachFrame(t, func(t *testing.T, s scene, f frame, people []*solved) {
		if len(f.Touch) == 0 && !f.NoFloor {
			t.Error("nothing is said to rest on anything")
		}
		for _, c := range f.Touch {
			p := c.Part.of(people[c.Person])
			var gap float64
			switch {
			case c.Y != nil:
				gap = math.Abs(p.Y - *c.Y)
			case c.X != nil:
				gap = math.Abs(p.X - *c.X)
			default:
				gap = p.minus(c.Meets.of(people[c.Person])).length()
			}
			if !(gap <= c.Within) {
				t.Errorf("the %s is %.1f units away from what it should touch (at %.1f, %.1f)", c.Part.name, gap, p.X, p.Y)
			}
		}
	})
}

func TestNothingSinksIntoTheFloor(t *testing.T) {
	eachFrame(t, func(t *testing.T, _ scene, f frame, people []*solved) {
		if f.NoFloor {
			return
		}
		for _, s := range people {
			for _, j := range []legJoints{s.near, s.far} {
				if low := j.lowest(); !s.Front && low.Y > ground+1 {
					t.Errorf("a foot is %.1f units below the floor", low.Y-ground)
				}
			}
		}
	})
}

// within reports a value outside [low, high].
func within(t *testing.T, what string, v, low, high float64) {
	t.Helper()
	if v < low || v > high {
		t.Errorf("%s is %.0f degrees, want %.0f to %.0f", what, v, low, high)
	}
}

func TestJointsBendAsJointsDo(t *testing.T) {
	eachFrame(t, func(t *testing.T, _ scene, f frame, people []*solved) {
		for _, s := range people {
			if s.strained > 0 {
				t.Errorf("a limb is %.1f units too short for what it reaches for", s.strained)
			}
			for _, j := range []legJoints{s.near, s.far} {
				within(t, "knee flexion", j.thigh-j.shank, -.5, 150)
				within(t, "toe extension", j.toes-j.foot, -5, 85)
				if s.Front {
					continue
				}
				within(t, "ankle flexion", j.foot-j.shank-90, -58, 44)
				within(t, "hip flexion", j.thigh+s.Lean, -35, 145)
			}
			for _, a := range []armJoints{s.nearArm, s.farArm} {
				low := -.5
				if s.Front {
					low = -150 // a front view shows elbows bent to either side
				}
				within(t, "elbow flexion", a.fore-a.upper, low, 152)
			}
		}
	})
}

func TestLimbsKeepTheirLength(t *testing.T) {
	eachFrame(t, func(t *testing.T, _ scene, _ frame, people []*solved) {
		for _, s := range people {
			checkLengths(t, s)
		}
	})
}

type fataler interface {
	Helper()
	Errorf(string, ...any)
}

func checkLengths(t fataler, s *solved) {
	t.Helper()
	same := func(what string, a, b point, want float64) {
		if got := a.minus(b).length(); math.Abs(got-math.Abs(want)) > .01 {
			t.Errorf("%s is %.2f units long, want %.2f", what, got, want)
		}
	}
	for i, j := range []legJoints{s.near, s.far} {
		l := []leg{s.Near, s.Far}[i]
		same("thigh", j.Hip, j.Knee, thighLength*cosine(l.Out))
		same("shank", j.Knee, j.Ankle, shankLength*cosine(l.In))
		if !s.Front {
			same("ankle to sole", j.Ankle, j.Sole, ankleHeight)
			same("heel to ball", j.Heel, j.Ball, heelBack+ballAhead)
			same("toes", j.Ball, j.Toe, toeLength)
		}
	}
	for i, j := range []armJoints{s.nearArm, s.farArm} {
		a := []arm{s.NearArm, s.FarArm}[i]
		same("upper arm", j.Shoulder, j.Elbow, upperArmLength*cosine(a.Out))
		same("forearm", j.Elbow, j.Wrist, forearmLength*cosine(a.Out))
	}
	same("head", s.Skull, s.Skull.minus(up(s.tilt, s.facing).times(headRise)), headRise)
}

func TestAnyPoseKeepsLengthsAndPin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		angle := rapid.Float64Range(-180, 180)
		p := pose{
			Left: rapid.Bool().Draw(t, "left"), Lean: angle.Draw(t, "lean"), Bend: rapid.Float64Range(-40, 40).Draw(t, "bend"),
			Near: leg{Thigh: angle.Draw(t, "thigh"), Knee: rapid.Float64Range(0, 150).Draw(t, "knee")},
			Far:  leg{Ankle: place(rapid.Float64Range(0, 240).Draw(t, "x"), rapid.Float64Range(0, 180).Draw(t, "y"))},
			Pin:  nearHeel, At: point{rapid.Float64Range(40, 200).Draw(t, "px"), ground},
		}
		s := solve(p)
		checkLengths(t, s)
		if d := s.near.Heel.minus(p.At).length(); d > .001 {
			t.Errorf("the pinned heel is %.3f units off", d)
		}
		if k := s.far.thigh - s.far.shank; k < -.1 || k > 180.1 {
			t.Errorf("the reaching knee bends by %.1f degrees", k)
		}
		if d := s.far.Ankle.minus(*p.Far.Ankle).length(); s.strained == 0 && d > .6 && p.Far.Ankle.minus(s.Hip).length() > thighLength-shankLength {
			t.Errorf("the reaching foot is %.2f units off", d)
		}
	})
}

// The postures that decide whether a stretch is the one it is called.
func TestStretchesStretchWhatTheySay(t *testing.T) {
	knee := func(s *solved) float64 { return s.near.thigh - s.near.shank }
	ankle := func(s *solved) float64 { return s.near.foot - s.near.shank - 90 }
	hipBend := func(s *solved) float64 { return s.near.thigh + s.Lean }
	eachFrame(t, func(t *testing.T, sc scene, f frame, people []*solved) {
		s := people[0]
		if s.Front || f.Alt != sc.Hold.Alt {
			return
		}
		for _, m := range s.Muscles {
			stretch := len(sc.Exercise) > 7 && (sc.Exercise[:7] == "stretch" || sc.Exercise[:9] == "cramp_now")
			switch {
			case !stretch || sc.Variant == "sitting":
			case m.name == calf.name:
				within(t, "knee flexion in a calf stretch", knee(s), -.5, 6)
				within(t, "ankle flexion in a calf stretch", ankle(s), 10, 44)
			case m.name == lowCalf.name:
				within(t, "knee flexion in a lower calf stretch", knee(s), 20, 70)
				within(t, "ankle flexion in a lower calf stretch", ankle(s), 10, 44)
			case m.name == hamstrings.name:
				within(t, "knee flexion in a hamstring stretch", knee(s), -.5, 14)
				within(t, "hip flexion in a hamstring stretch", hipBend(s), 60, 120)
			case m.name == quadriceps.name:
				within(t, "knee flexion in a front-thigh stretch", knee(s), 120, 150)
				within(t, "hip flexion in a front-thigh stretch", hipBend(s), -25, 10)
				if d := s.near.Heel.minus(s.Hip).length(); d > 34 {
					t.Errorf("the heel is %.0f units from the hip, want it near the buttock", d)
				}
			case m.name == hipFront.name:
				within(t, "hip flexion in a hip-front stretch", hipBend(s), -35, -15)
			}
		}
	})
}

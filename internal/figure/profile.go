package figure

// station is the thickness of a limb at the share U of its length: units in front of and
// behind the line between its joints. In front views front is the outer side.
type station struct{ U, Front, Back float64 }

// A profile is the outline of one segment with how far it rounds past its two ends.
type profile struct {
	stations   []station
	start, end float64
}

var (
	thighSide = profile{[]station{{0, 8.6, 9.4}, {.2, 9.2, 9.5}, {.45, 8.7, 8.3}, {.72, 7.1, 6.6}, {1, 6, 5.5}}, 9.2, 5.8}
	shankSide = profile{[]station{{0, 6, 5.5}, {.13, 5.5, 6.3}, {.28, 4.9, 7.7}, {.43, 4.5, 7.4}, {.6, 4, 5.7}, {.8, 3.6, 4}, {1, 3.5, 3.7}}, 5.7, 3.6}
	upperArm  = profile{[]station{{0, 5.3, 5.5}, {.45, 5, 4.8}, {1, 4, 4}}, 5.6, 4}
	forearm   = profile{[]station{{0, 4, 4}, {.3, 4.5, 4.2}, {1, 2.8, 2.8}}, 4, 2.8}

	thighFront = profile{[]station{{0, 8, 7.6}, {.3, 8.6, 7.8}, {.65, 7.6, 6.8}, {1, 6.2, 6.1}}, 6.5, 6.1}
	shankFront = profile{[]station{{0, 6.2, 6.1}, {.3, 7, 6.6}, {.5, 6.3, 6}, {.75, 4.2, 4.3}, {1, 3.8, 3.9}}, 6.1, 3.8}

	trunkSide  = []station{{-.16, 4, 6}, {-.08, 7.4, 9.2}, {.02, 8.8, 10.4}, {.16, 9.4, 10.2}, {.32, 9.2, 8.6}, {.48, 9.2, 8.2}, {.64, 10.2, 9.2}, {.8, 10.2, 9.8}, {.93, 7.6, 8.6}, {1.02, 4.2, 6}}
	trunkBump  = []station{{-.16, 4, 6}, {-.08, 7.4, 9.2}, {.02, 9.6, 10.4}, {.16, 16.2, 10.2}, {.32, 20.6, 9}, {.48, 18.2, 8.4}, {.64, 12, 9.2}, {.8, 10.4, 9.8}, {.93, 7.6, 8.6}, {1.02, 4.2, 6}}
	trunkFront = []station{{-.14, 16.4, 16.4}, {0, 17.4, 17.4}, {.16, 16, 16}, {.34, 13.4, 13.4}, {.5, 13.2, 13.2}, {.68, 15.2, 15.2}, {.82, 17, 17}, {.93, 17.6, 17.6}, {1.01, 12, 12}, {1.05, 5.4, 5.4}}

	// x toward the toes, y toward the sole, from the ankle. The toes are drawn apart.
	footSide  = []point{{-3.7, -2.2}, {-5.6, 1.2}, {-6, 4.6}, {-4.2, 6.5}, {-.6, 6.4}, {3.6, 5.4}, {7.4, 6.1}, {10, 6.5}, {11.4, 4.6}, {10.2, 1.8}, {7, -1}, {4.8, -3.8}, {3.2, -7}, {-1.4, -5.6}}
	toesSide  = []point{{-2.2, 0}, {2, .1}, {5.6, 0}, {7.4, -1.7}, {5.9, -3.3}, {2.2, -4.1}, {-1, -4.7}, {-3.2, -2.6}}
	footFront = []point{{-3.6, -3}, {-4.4, 2}, {-5.8, 5.4}, {-3, 6.9}, {0, 7.1}, {3, 6.9}, {5.6, 5}, {4.4, 1}, {3.6, -3}}

	// x along the hand, y toward the thumb's side (front), from the wrist.
	handFlat  = []point{{-2, -2.5}, {2, -3.1}, {6, -3}, {9.6, -2.1}, {11, -.2}, {9.6, 1.6}, {5.6, 2.6}, {1.6, 2.9}, {-2, 2.5}}
	thumbFlat = []point{{.6, 1.2}, {3, 4.4}, {6, 5.6}, {7.2, 4.4}, {5.2, 2.2}, {2.4, .2}}
	handGrip  = []point{{-2, -2.5}, {1.4, -3.6}, {5, -3.9}, {7.6, -2.2}, {8, .6}, {6.4, 3}, {2.8, 3.4}, {-2, 2.5}}

	// x forward, y up, from the middle of the head.
	headSide  = []point{{-.6, 10.9}, {4.6, 9.8}, {7.8, 6.2}, {8.5, 2.2}, {9.4, -.6}, {10.2, -2.6}, {8.6, -3.7}, {8.7, -6}, {7.8, -8.9}, {4.2, -9.9}, {-.4, -7.6}, {-4.8, -7.4}, {-8.4, -3.6}, {-9.4, 1.6}, {-8, 7}, {-5, 9.9}}
	hairSide  = []point{{-.8, 11.9}, {4.8, 10.8}, {8.2, 7.4}, {7, 5.6}, {4.2, 6.4}, {2.2, 3.2}, {.4, .6}, {-2, -1.6}, {-4, -5}, {-7.4, -6}, {-9.8, -2.4}, {-10.5, 2}, {-9, 7.6}, {-5.6, 10.9}}
	headFront = []point{{0, 10.9}, {5.4, 9.4}, {8.2, 4.6}, {8, -1.4}, {6, -7}, {2.4, -10.2}, {-2.4, -10.2}, {-6, -7}, {-8, -1.4}, {-8.2, 4.6}, {-5.4, 9.4}}
	hairFront = []point{{0, 12}, {6, 10.6}, {9.3, 5.6}, {9, .6}, {7.6, 3}, {6, 6}, {1, 6.6}, {-4, 6.4}, {-7.4, 3.4}, {-9, .6}, {-9.3, 5.6}, {-6, 10.6}}
)

// axes are a local system of coordinates: x along the first direction, y along the second.
type axes struct{ origin, x, y point }

func (a axes) at(p point) point { return a.origin.plus(a.x.times(p.X)).plus(a.y.times(p.Y)) }

func (a axes) all(ps []point) []point {
	out := make([]point, len(ps))
	for i, p := range ps {
		out[i] = a.at(p)
	}
	return out
}

// bone is one segment in its place: from a to b, with front to the side it faces.
type bone struct {
	a, b, dir, front point
	profile
}

func newBone(a, b point, deg, facing float64, pr profile) bone {
	return bone{a, b, direction(deg, facing), direction(deg+90, facing), pr}
}

// at is the place at the share u of the length, v units to the front.
func (n bone) at(u, v float64) point { return n.a.toward(n.b, u).plus(n.front.times(v)) }

// thick is the thickness in front and behind at the share u.
func (n bone) thick(u float64) (float64, float64) { return thickness(n.stations, u) }

func thickness(st []station, u float64) (float64, float64) {
	for i := 1; i < len(st); i++ {
		if u <= st[i].U || i == len(st)-1 {
			k := (u - st[i-1].U) / (st[i].U - st[i-1].U)
			return st[i-1].Front + k*(st[i].Front-st[i-1].Front), st[i-1].Back + k*(st[i].Back-st[i-1].Back)
		}
	}
	return 0, 0
}

// outline is the closed curve round the whole segment, with a round cap at each end.
func (n bone) outline() []point {
	last := len(n.stations) - 1
	var ps []point
	for _, s := range n.stations {
		ps = append(ps, n.at(s.U, s.Front))
	}
	ps = append(ps, n.cap(n.b, n.end, n.stations[last])...)
	for i := last; i >= 0; i-- {
		ps = append(ps, n.at(n.stations[i].U, -n.stations[i].Back))
	}
	first := n.stations[0]
	return append(ps, reversed(n.cap(n.a, -n.start, first))...)
}

// cap rounds an end off, from its front to its back.
func (n bone) cap(at point, r float64, s station) []point {
	const k = .71
	return []point{
		at.plus(n.dir.times(k * r)).plus(n.front.times(k * s.Front)),
		at.plus(n.dir.times(r)),
		at.plus(n.dir.times(k * r)).minus(n.front.times(k * s.Back)),
	}
}

// sleeve is the part of the segment from its start to the share u, grow units wider, as
// two runs with the hem between them.
func (n bone) sleeve(u, grow float64) [][]point {
	var front, rear []point
	for _, s := range n.stations {
		if s.U < u-.06 {
			front = append(front, n.at(s.U, s.Front+grow))
			rear = append([]point{n.at(s.U, -s.Back-grow)}, rear...)
		}
	}
	f, b := n.thick(u)
	front = append(front, n.at(u, f+grow))
	rear = append([]point{n.at(u, -b-grow)}, rear...)
	rear = append(rear, reversed(n.cap(n.a, -n.start-grow, n.stations[0]))...)
	return [][]point{front, append(rear, front[0])}
}

package figure

import "strconv"

// The leg map shows hips and legs from the front and from the back, and the soles. Every
// area is a path of its own with data-place (an id of the list of places) and data-side.
// From the front and at the soles the person's right is on the picture's left; from the
// back it is on the right.

// mapPart is one area of one view: a closed outline of smooth runs for the leg whose x
// grows from the midline outward.
type mapPart struct {
	place string
	runs  [][]point
}

// edgeAt gives the inner and the outer edge of the leg at a height, 0 at the waist.
type legEdge []struct{ Y, Inner, Outer float64 }

var mapEdge = legEdge{
	{0, 0, 27}, {12, 0, 28}, {24, 0, 31.5}, {38, 0, 35.2}, {50, 0, 37}, {60, 1.6, 37.4}, {80, 3.6, 36}, {100, 6.4, 33.4},
	{120, 9.4, 30.4}, {132, 10.4, 28.8}, {142, 10.5, 28.8}, {152, 10.8, 28.2}, {166, 9.4, 29.4}, {180, 9.8, 29.2}, {195, 12, 27},
	{210, 13.7, 23.8}, {222, 14, 21.9}, {230, 13.4, 22}, {240, 13, 22.8},
}

func (e legEdge) at(y float64) (inner, outer float64) {
	for i := 1; i < len(e); i++ {
		if y <= e[i].Y || i == len(e)-1 {
			k := (y - e[i-1].Y) / (e[i].Y - e[i-1].Y)
			return e[i-1].Inner + k*(e[i].Inner-e[i-1].Inner), e[i-1].Outer + k*(e[i].Outer-e[i-1].Outer)
		}
	}
	return 0, 0
}

// band is the leg between two heights, its ends bowed down by so many units.
func band(y0, y1, bow0, bow1 float64) [][]point { return slice(y0, y1, bow0, bow1, 0, 1) }

// slice is the part of a band between two shares of its width.
func slice(y0, y1, bow0, bow1, from, to float64) [][]point {
	const steps = 5
	var outer, inner []point
	for i := range steps {
		y := y0 + (y1-y0)*float64(i)/(steps-1)
		a, b := mapEdge.at(y)
		const gap = .5
		outer = append(outer, point{a + (b-a)*to - gap, y})
		inner = append([]point{{a + (b-a)*from + gap, y}}, inner...)
	}
	end, top := outer[steps-1].toward(inner[0], .5), inner[steps-1].toward(outer[0], .5)
	return [][]point{outer, {outer[steps-1], {end.X, end.Y + bow1}, inner[0]}, inner, {inner[steps-1], {top.X, top.Y + bow0}, outer[0]}}
}

var frontParts = []mapPart{
	{"hip", [][]point{{{2, 57}, {9, 44}, {16, 31}, {24.5, 24}}, {{24.5, 24}, {28, 36}, {27.4, 47}}, {{27.4, 47}, {16, 54}, {6, 63}, {2.4, 60}}}},
	{"hip_outer", [][]point{{{26, 24}, {31, 25}, {35, 38}, {36.8, 52}, {36.8, 62}}, {{36.8, 62}, {32, 58}, {28.6, 49}}, {{28.6, 49}, {29.2, 36}, {26, 24}}}},
	{"thigh_front", [][]point{{{8.4, 63.6}, {18, 55.4}, {28, 50.4}}, {{28, 50.4}, {32, 60}, {36.6, 64}}, {{36.6, 64}, {35.4, 80}, {32.6, 102}, {29.4, 124}}, {{29.4, 124}, {22, 128}, {15.6, 127}}, {{15.6, 127}, {13.8, 110}, {11.8, 88}, {8.4, 63.6}}}},
	{"thigh_inner", [][]point{{{2.2, 63}, {7.2, 64.4}}, {{7.2, 64.4}, {10.6, 88}, {12.6, 110}, {14.2, 126.6}}, {{14.2, 126.6}, {10.4, 125}}, {{10.4, 125}, {7.4, 104}, {4, 80}, {2.2, 63}}}},
	{"knee_front", band(127.5, 152, 3, 3)},
	{"shin", band(154, 221, 3, 1)},
	{"ankle", band(223, 238, 1, -1.5)},
	{"foot", [][]point{{{22.4, 240}, {25.6, 247}, {28.6, 254}, {27.8, 260}, {23.4, 261.4}, {18.6, 262.4}}, {{18.6, 262.4}, {18, 256}, {13.4, 250.6}}, {{13.4, 250.6}, {13, 244}, {13.6, 240}}, {{13.6, 240}, {18, 238.4}, {22.4, 240}}}},
	{"toe", [][]point{{{12.8, 252}, {16.4, 255.6}, {17.4, 260}, {15.8, 263.6}, {12.2, 263}, {11.2, 258}, {12.8, 252}}}},
}

var backParts = []mapPart{
	{"back", [][]point{{{.5, -14}, {14, -13}, {26, -13}}, {{26, -13}, {26.4, 0}, {28.4, 15}}, {{28.4, 15}, {16, 15}, {.5, 21}}, {{.5, 21}, {.5, 0}, {.5, -14}}}},
	{"buttock", [][]point{{{.6, 23}, {14, 17.4}, {29, 17.4}, {34.4, 34}, {36.4, 52}}, {{36.4, 52}, {24, 63}, {8, 63}, {.8, 56}}, {{.8, 56}, {.6, 40}, {.6, 23}}}},
	{"thigh_back", [][]point{{{2.4, 62.6}, {12, 66.4}, {26, 65}, {36.8, 55}}, {{36.8, 55}, {36, 80}, {32.8, 102}, {29.4, 124}}, {{29.4, 124}, {20, 126}, {10.4, 124}}, {{10.4, 124}, {7, 104}, {4, 80}, {2.4, 62.6}}}},
	{"knee_back", band(127, 150, 2, 2)},
	{"calf", band(152.5, 205, 2, 4)},
	{"heel", [][]point{{{13.8, 207.4}, {18.6, 211}, {23.8, 207.4}}, {{23.8, 207.4}, {21.4, 222}, {21.8, 236}, {24.4, 248}, {24, 257}, {18, 260}, {12.4, 257}, {12, 248}, {14, 236}, {13.8, 222}, {13.8, 207.4}}}},
}

// The sole of a foot, toes up, x from the midline; the big toe lies inside.
var soleParts = []mapPart{
	{"toe", [][]point{{{6, 1}, {11.4, 3}, {12, 9.6}, {9, 13.4}, {4.4, 11.6}, {3, 6}, {6, 1}}}},
	{"foot", [][]point{{{13.4, 5.4}, {17, 4}, {21.6, 6.4}, {25.4, 9.6}, {28.4, 14.4}, {27.4, 19}}, {{27.4, 19}, {20, 15.6}, {13, 14.2}}, {{13, 14.2}, {13.8, 9.4}, {13.4, 5.4}}}},
	{"ball", [][]point{{{3.6, 14.4}, {9.4, 15.4}, {19, 16.8}, {27.6, 21}}, {{27.6, 21}, {28.4, 27}, {27, 33.6}}, {{27, 33.6}, {15, 31}, {3.6, 31}}, {{3.6, 31}, {2.2, 23}, {3.6, 14.4}}}},
	{"sole", [][]point{{{3.8, 33}, {15, 33}, {26.4, 35.6}}, {{26.4, 35.6}, {25, 44}, {24.6, 55}}, {{24.6, 55}, {17, 52.4}, {10.6, 53.6}}, {{10.6, 53.6}, {8.4, 44}, {3.8, 33}}}},
	{"heel", [][]point{{{10.6, 55.8}, {17, 54.6}, {24.6, 57}}, {{24.6, 57}, {25, 65}, {18, 70.4}, {11, 66.4}, {10.6, 55.8}}}},
}

// mapView is one drawing on the sheet: where its midline and its top are, and which side
// of the person lies on the left of the picture.
type mapView struct {
	word     string
	x, y     float64
	leftSide string
	parts    []mapPart
	body     []mapPart
}

var (
	legBody  = []mapPart{{"whole", bodyRuns(-16)}}
	mapViews = []mapView{
		{"front", 64, 36, "right", frontParts, legBody},
		{"back", 176, 36, "left", backParts, legBody},
		{"soles", 120, 332, "right", soleParts, nil},
	}
)

// bodyRuns is the silhouette of one half from the height top down to the foot.
func bodyRuns(top float64) [][]point {
	var outer, inner []point
	outer = append(outer, point{0, top}, point{25.6, top})
	for _, e := range mapEdge {
		outer = append(outer, point{e.Outer + .8, e.Y})
		if e.Y >= 60 {
			inner = append([]point{{e.Inner - .6, e.Y}}, inner...)
		}
	}
	outer = append(outer, point{26.4, 248}, point{29.2, 255}, point{27, 262.4})
	inner = append([]point{{17, 264.6}, {10.6, 262.6}, {11.8, 250}}, inner...)
	return [][]point{outer[:2], outer[1:], append([]point{outer[len(outer)-1]}, inner...), {inner[len(inner)-1], {0, 57.5}}}
}

// legMap draws the sheet.
func legMap(o Options) string {
	c := &canvas{}
	c.rect("fig-paper", 0, 0, 240, 408, 10)
	for _, v := range mapViews {
		v.paint(c, o)
	}
	return c.String()
}

func (v mapView) paint(c *canvas, o Options) {
	other := map[string]string{"left": "right", "right": "left"}[v.leftSide]
	c.text("fig-word", v.x, v.y-3-wordUp(v), "middle", o.word(v.word))
	for _, h := range []struct {
		sign float64
		side string
	}{{-1, v.leftSide}, {1, other}} {
		place := func(ps []point) []point {
			out := make([]point, len(ps))
			for i, p := range ps {
				out[i] = point{v.x + h.sign*p.X, v.y + p.Y}
			}
			return out
		}
		for _, part := range append(append([]mapPart{}, v.body...), v.parts...) {
			var t tracer
			runs := make([][]point, len(part.runs))
			for i, r := range part.runs {
				runs[i] = place(r)
			}
			t.patch(runs...)
			c.b.WriteString(`<path class="fig-map m-` + part.place + `" data-view="` + v.word + `" data-place="` + part.place + `" data-side="` + h.side + `" d="` + t.String() + `"/>`)
		}
		y, x := v.y+277, v.x+h.sign*22
		if v.body == nil {
			y, x = v.y+46, v.x+h.sign*48
		}
		c.text("fig-word-small", x, y, "middle", o.word(h.side))
	}
}

func wordUp(v mapView) float64 {
	if v.body == nil {
		return 2
	}
	return 16
}

// text adds words, which are the caller's or our own, escaped.
func (c *canvas) text(class string, x, y float64, anchor, words string) {
	c.b.WriteString(`<text class="` + class + `" x="` + short(x) + `" y="` + short(y) + `" text-anchor="` + anchor + `">` + escape(words) + `</text>`)
}

// urine draws eight clear cups from nearly clear to brown, each with a word.
func urine(o Options) string {
	c := &canvas{}
	c.rect("fig-paper", 0, 0, 240, 176, 10)
	for i := range 8 {
		n := strconv.Itoa(i + 1)
		x, y := 6+float64(i%4)*57, 12+float64(i/4)*82
		cup := func(in, top float64) [][]point {
			return [][]point{{{x + 9.5 + in, y + top}, {x + 47.5 - in, y + top}}, {{x + 47.5 - in, y + top}, {x + 43 - in, y + 46 - in}}, {{x + 43 - in, y + 46 - in}, {x + 28.5, y + 48 - in}, {x + 14 + in, y + 46 - in}}, {{x + 14 + in, y + 46 - in}, {x + 9.5 + in, y + top}}}
		}
		var glass, fill tracer
		glass.patch(cup(0, 0)...)
		fill.patch(cup(2.6, 11)...)
		c.path("fig-cup", glass.String())
		c.path("fig-urine-"+n, fill.String())
		c.text("fig-word", x+28.5, y+61, "middle", n)
		c.text("fig-word-small", x+28.5, y+71, "middle", o.word("urine-"+n))
	}
	return c.String()
}

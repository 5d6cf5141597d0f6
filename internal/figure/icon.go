package figure

// icon is a small pictogram for a page, in a box of 48 by 48 units unless it says
// otherwise. Its name says what it stands for.
type icon struct {
	Name string
	Box  string
	Alt  string
	Draw func(c *canvas)
}

var icons = []icon{
	{"cramp", "0 0 48 48", "A lower leg with a tight calf muscle and sharp lines beside it.", drawCramp},
	{"night", "0 0 48 48", "A leg lies in bed under a moon.", drawNight},
	{"plan", "0 0 48 48", "A list with ticks.", drawPlan},
	{"diary", "0 0 48 48", "A notebook with a moon on its cover.", drawDiary},
	{"guide", "0 0 48 48", "An open book with lines of text.", drawGuide},
	{"ask", "0 0 48 48", "A speech bubble with a question mark.", drawAsk},
	{"stretch", "0 0 48 48", "A person leans into a calf stretch.", drawStretch},
}

// scaled draws a pose at the size of an icon: k times as large, its place at the middle.
func scaled(c *canvas, open string, draw func()) {
	c.b.WriteString(`<g transform="` + open + `">`)
	draw()
	c.b.WriteString("</g>")
}

func drawCramp(c *canvas) {
	s := solve(pose{Works: near, Muscles: []muscle{calf}, Near: leg{Thigh: 14, Knee: 22, Foot: deg(66)}})
	scaled(c, "translate(15.5 -22.6) scale(.79)", func() {
		s.paintLeg(c, s.near, true, true)
		calf.paint(c, s)
	})
	c.lines("fig-spark", point{11.6, 19}, point{6, 16})
	c.lines("fig-spark", point{10.6, 25}, point{4, 25.4})
	c.lines("fig-spark", point{11, 31}, point{5.6, 34.6})
}

func drawNight(c *canvas) {
	c.path("fig-light", "M37.5 4a9 9 0 1 0 6.5 12.5a7.4 7.4 0 0 1-6.5-12.5z")
	c.rect("fig-prop-dark", 1.5, 24, 3.4, 22, 1.6)
	c.rect("fig-prop-dark", 43.2, 34, 3.2, 12, 1.6)
	c.rect("fig-prop", 3, 36, 42, 6.6, 2.4)
	s := solve(pose{Works: near, Near: leg{Thigh: 86, Flex: -8}, Muscles: []muscle{calf}})
	scaled(c, "translate(7 31.7) scale(.41)", func() {
		s.paintLeg(c, s.near, true, true)
		calf.paint(c, s)
	})
}

func drawPlan(c *canvas) {
	c.rect("fig-sheet", 9, 6, 30, 38, 4)
	c.rect("fig-shirt", 17, 3, 14, 6.4, 2.6)
	for i := range 3 {
		y := 18 + float64(i)*9
		c.lines("fig-tick", point{14, y}, point{16.6, y + 2.8}, point{21, y - 3})
		c.lines("fig-rule", point{25, y}, point{34, y})
	}
}

func drawDiary(c *canvas) {
	c.rect("fig-shorts", 9, 5, 31, 38, 4)
	c.rect("fig-sheet", 15, 5, 25, 38, 3)
	for i := range 4 {
		c.lines("fig-rule", point{6, 11 + float64(i)*8.6}, point{12, 11 + float64(i)*8.6})
	}
	c.path("fig-light", "M30 14a9 9 0 1 0 6.5 12.5a7.4 7.4 0 0 1-6.5-12.5z")
}

func drawGuide(c *canvas) {
	var l, r tracer
	l.patch([]point{{24, 13}, {15, 9}, {5, 10}}, []point{{5, 10}, {5, 38}}, []point{{5, 38}, {15, 37}, {24, 41}}, []point{{24, 41}, {24, 13}})
	r.patch([]point{{24, 13}, {33, 9}, {43, 10}}, []point{{43, 10}, {43, 38}}, []point{{43, 38}, {33, 37}, {24, 41}}, []point{{24, 41}, {24, 13}})
	c.path("fig-sheet", l.String()+r.String())
	for i := range 3 {
		y := 17 + float64(i)*6.4
		var a tracer
		a.open(point{9.5, y}, point{15, y - .4}, point{20, y + 1.6})
		a.open(point{28, y + 1.6}, point{33, y - .4}, point{38.5, y})
		c.path("fig-rule", a.String())
	}
}

func drawAsk(c *canvas) {
	c.path("fig-sheet", "M12 6h24a7 7 0 0 1 7 7v14a7 7 0 0 1-7 7h-13l-9 8.5v-8.5h-2a7 7 0 0 1-7-7v-14a7 7 0 0 1 7-7z")
	c.path("fig-tick", "M19.5 16.5a4.7 4.7 0 1 1 6.7 4.3c-1.6.8-2.2 1.6-2.2 3.2")
	c.circle("fig-dot", point{24, 28.4}, 1.7)
}

func drawStretch(c *canvas) {
	s := solve(atWall(wallHold))
	c.rect("fig-prop-dark", 43.4, 2, 3, 43.5, 0)
	c.lines("fig-ground", point{1.5, 45.5}, point{46.5, 45.5})
	scaled(c, "translate(-10.1 -5) scale(.3)", func() {
		s.paint(c)
		s.paintNearArm(c)
	})
}

package figure

// name is the name of one of the scene's frames: start or hold.
func (s scene) name(which string) string {
	if s.Variant != "" {
		return s.Exercise + "/" + s.Variant + "/" + which
	}
	return s.Exercise + "/" + which
}

// draw paints a frame of a scene: floor, things behind, people from the last to the
// first, what they hold, the near arm that holds it, arrows and the close-up.
func (f frame) draw(s scene) string {
	c := &canvas{}
	c.rect("fig-paper", 0, s.Top, 240, 180-s.Top, 10)
	if !f.NoFloor {
		c.lines("fig-ground", point{8, ground}, point{232, ground})
	}
	people := f.solved()
	first := people[0]
	paintProps(c, first, s.Props, f.Props)
	for i := len(people) - 1; i >= 0; i-- {
		people[i].paint(c)
		if i > 0 {
			people[i].paintNearArm(c)
		}
	}
	c.begin(false)
	paintProps(c, first, f.Over)
	first.paintNearArm(c)
	paintProps(c, first, f.Cover)
	for _, a := range f.Arrows {
		a.paint(c, first)
	}
	if f.Inset != nil {
		f.Inset.paint(c)
	}
	return c.String()
}

func (f frame) solved() (people []*solved) {
	for _, p := range f.People {
		people = append(people, solve(p))
	}
	return people
}

func paintProps(c *canvas, s *solved, groups ...[]prop) {
	for _, g := range groups {
		for _, p := range g {
			p(c, s)
		}
	}
}

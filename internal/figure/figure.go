// Package figure draws Legible's own pictures as SVG.
package figure

import (
	"fmt"
	"strings"
)

const viewBox = "0 0 240 180"

type Options struct {
	ID, Title, Desc string
	Mirror          bool
}

func Names() (out []string) {
	for _, s := range scenes {
		out = append(out, s.name("start"), s.name("hold"))
	}
	return out
}

func (s scene) name(which string) string {
	if s.Variant != "" {
		return s.Exercise + "/" + s.Variant + "/" + which
	}
	return s.Exercise + "/" + which
}

func SVG(name string, o Options) (string, error) {
	for _, s := range scenes {
		if s.name("start") == name {
			return s.Start.svg(s, o), nil
		}
		if s.name("hold") == name {
			return s.Hold.svg(s, o), nil
		}
	}
	return "", fmt.Errorf("figure: no picture is called %q", name)
}

func (f frame) svg(s scene, o Options) string {
	c := &canvas{}
	c.rect("fig-paper", 0, 0, 240, 180, 10)
	if !f.NoFloor {
		c.lines("fig-ground", point{8, ground}, point{232, ground})
	}
	var people []*solved
	for _, p := range f.People {
		people = append(people, solve(p))
	}
	for _, p := range append(append([]prop{}, s.Props...), f.Props...) {
		p(c, people[0])
	}
	for i := len(people) - 1; i >= 0; i-- {
		people[i].paint(c)
		if i > 0 {
			people[i].paintNearArm(c)
		}
	}
	c.begin(false)
	for _, p := range f.Over {
		p(c, people[0])
	}
	people[0].paintNearArm(c)
	for _, a := range f.Arrows {
		a.paint(c, people[0])
	}
	return `<svg class="fig" viewBox="` + viewBox + `" aria-hidden="true" focusable="false" xmlns="http://www.w3.org/2000/svg">` + strings.TrimSpace(c.String()) + `</svg>`
}

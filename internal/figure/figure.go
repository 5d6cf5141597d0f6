// Package figure draws Legible's own pictures as SVG: a person in the start and the hold
// of every exercise and of every step against a cramp, the map of the legs, the colours
// of urine, and a few pictograms. They are for somebody who looks at a phone at night, so
// they are calm and say one thing each.
//
// A person is a small skeleton: lengths of segments, which never change, and directions
// of joints, which are the data of poses_*.go. Limbs are outlines laid round the solved
// skeleton. What stands or rests on something says so, and tests hold the drawing to it.
//
// The package decides no medical matter: which exercise suits whom, and how long it is
// held, is in knowledge/. Colours are in the stylesheet figure.css; a picture has classes
// only, no style, no script and no size. The same name and options give the same bytes.
package figure

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"sync"
)

// Options say how a picture is put into a page. The zero value is decoration.
type Options struct {
	// ID makes the ids of title and description unique in the page: a letter, then
	// letters, digits, - or _. Needed if there is a Title.
	ID string
	// Title names the picture to those who do not see it. Empty: the picture is hidden
	// from them, so the words must stand beside it.
	Title string
	// Desc says more. Empty with a Title: the picture's own words, see Alt.
	Desc string
	// Mirror turns the picture round: the left leg is worked instead of the right. Maps,
	// colours and pictograms are never turned.
	Mirror bool
	// Words replaces the words inside a picture, for other languages; see Words.
	Words map[string]string
}

// Frame is one picture of an exercise.
type Frame struct {
	Name    string // for SVG: exercise, variant if any, and start or hold, joined by /
	Variant string // empty, or another way or a further part: standing, lying, helper, …
	Hold    bool   // false: how it starts; true: how it is held, or the other end of a movement
	Alt     string // what the picture shows, in plain words
}

const (
	// LegMap is the name of the map of the legs.
	LegMap = "leg-map"
	// Urine is the name of the picture with eight colours of urine.
	Urine = "urine-colours"
)

// drawing is a picture ready to be wrapped.
type drawing struct {
	box, class, alt string
	inside          func(Options) string
	turns           bool
}

// Names lists every picture: exercises in the order of the package, then the map, the
// colours and the pictograms (icon/…).
func Names() []string { return slices.Clone(names) }

// Alt is what a picture shows, in our own words at reading grade 7; empty for an unknown
// name.
func Alt(name string) string { return drawings[name].alt }

// Exercise lists the frames of one exercise: start and hold as its steps tell it, then
// the same of each variant. It is empty for an unknown id.
func Exercise(id string) (out []Frame) {
	for _, s := range scenes {
		if s.Exercise == id {
			out = append(out, Frame{s.name("start"), s.Variant, false, s.Start.Alt}, Frame{s.name("hold"), s.Variant, true, s.Hold.Alt})
		}
	}
	return out
}

var goodID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// SVG draws the picture of that name. It fails if there is none, or if a title comes
// without a usable ID.
func SVG(name string, o Options) (string, error) {
	d, ok := drawings[name]
	if !ok {
		return "", fmt.Errorf("draw %q: there is no such picture", name)
	}
	if o.Title != "" && !goodID.MatchString(o.ID) {
		return "", fmt.Errorf("draw %q: a title needs an ID of letters, digits, - and _, got %q", name, o.ID)
	}
	inside := d.inside(o)
	if o.Mirror && d.turns {
		inside = `<g transform="matrix(-1 0 0 1 240 0)">` + inside + `</g>`
	}
	return `<svg class="` + d.class + `" viewBox="` + d.box + `"` + d.names(o) + inside + `</svg>`, nil
}

// names closes the opening tag, with the title and the description if there are any.
func (d drawing) names(o Options) string {
	const space = ` xmlns="http://www.w3.org/2000/svg">`
	if o.Title == "" {
		return ` aria-hidden="true" focusable="false"` + space
	}
	desc := o.Desc
	if desc == "" {
		desc = d.alt
	}
	return ` role="img" aria-labelledby="` + o.ID + `-t" aria-describedby="` + o.ID + `-d"` + space +
		`<title id="` + o.ID + `-t">` + escape(o.Title) + `</title><desc id="` + o.ID + `-d">` + escape(desc) + `</desc>`
}

func escape(s string) string { return html.EscapeString(s) }

var names, drawings = collect()

func collect() ([]string, map[string]drawing) {
	var list []string
	all := map[string]drawing{}
	add := func(name string, d drawing) {
		if _, twice := all[name]; twice {
			panic("figure: two pictures are called " + name)
		}
		list, all[name] = append(list, name), d
	}
	for _, s := range scenes {
		for _, f := range []struct {
			which string
			frame frame
		}{{"start", s.Start}, {"hold", s.Hold}} {
			box := fmt.Sprintf("0 %s 240 %s", short(s.Top), short(180-s.Top))
			once := sync.OnceValue(func() string { return f.frame.draw(s) }) // the same for all options
			add(s.name(f.which), drawing{box: box, class: "fig", alt: f.frame.Alt, turns: true, inside: func(Options) string { return once() }})
		}
	}
	add(LegMap, drawing{box: "0 0 240 408", class: "fig fig-legmap", alt: mapAlt, inside: legMap})
	add(Urine, drawing{box: "0 0 240 176", class: "fig fig-urine", alt: urineAlt, inside: urine})
	for _, i := range icons {
		add("icon/"+i.Name, drawing{box: i.Box, class: "fig fig-icon", alt: i.Alt, inside: func(Options) string {
			c := &canvas{}
			i.Draw(c)
			return c.String()
		}})
	}
	return list, all
}

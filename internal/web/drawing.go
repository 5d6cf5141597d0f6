package web

import (
	"html/template"
	"sync"

	"github.com/legible-health/legible/internal/figure"
	"github.com/legible-health/legible/internal/i18n"
)

// drawing is the picture of an exercise by its name in package care, such as
// "stretch_calf_wall/hold". It is decoration: words stand beside it. Empty where none
// has been drawn.
func drawing(name string) template.HTML {
	if svg, ok := drawn.Load(name); ok {
		return svg.(template.HTML)
	}
	text, err := figure.SVG(name, figure.Options{})
	if err != nil {
		return ""
	}
	svg := template.HTML(text) //nolint:gosec // drawn by the program itself
	drawn.Store(name, svg)
	return svg
}

// drawn keeps pictures as templates use them, by name: there are about a hundred.
var drawn sync.Map

// legMap draws the map of the legs with the words of a language. Each of its areas has
// data-place, an id of places, and data-side.
func legMap(p *i18n.Printer) func() (template.HTML, error) {
	return sync.OnceValues(func() (template.HTML, error) {
		svg, err := figure.SVG(figure.LegMap, figure.Options{
			ID: "leg-map", Title: p.T("place.picture"), Desc: p.T("place.picture_more"),
			Words: map[string]string{
				"front": p.T("place.view_front"), "back": p.T("place.view_back"), "soles": p.T("place.view_soles"),
				"left": p.T("side.left"), "right": p.T("side.right"),
			},
		})
		return template.HTML(svg), err //nolint:gosec // drawn by the program itself
	})
}

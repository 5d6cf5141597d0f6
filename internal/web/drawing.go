package web

import (
	"html/template"

	"github.com/legible-health/legible/internal/figure"
	"github.com/legible-health/legible/internal/i18n"
)

// drawing is the picture of an exercise by its name in package care, such as
// "stretch_calf_wall/hold". It is decoration: words stand beside it. Empty where none
// has been drawn.
func drawing(name string) template.HTML {
	svg, err := figure.SVG(name, figure.Options{})
	if err != nil {
		return ""
	}
	return template.HTML(svg) //nolint:gosec // drawn by the program itself
}

// legMap draws the map of the legs with the words of a language. Each of its areas has
// data-place, an id of places, and data-side.
func legMap(p *i18n.Printer) func() (template.HTML, error) {
	return func() (template.HTML, error) {
		svg, err := figure.SVG(figure.LegMap, figure.Options{
			ID: "leg-map", Title: p.T("place.picture"), Desc: p.T("place.picture_more"),
			Words: map[string]string{
				"front": p.T("place.view_front"), "back": p.T("place.view_back"), "soles": p.T("place.view_soles"),
				"left": p.T("side.left"), "right": p.T("side.right"),
			},
		})
		return template.HTML(svg), err //nolint:gosec // drawn by the program itself
	}
}

package web

import (
	"html/template"

	"github.com/legible-health/legible/internal/figure"
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

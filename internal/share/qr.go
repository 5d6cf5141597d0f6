package share

import (
	"fmt"
	"strings"

	"rsc.io/qr"

	"github.com/legible-health/legible/internal/errs"
)

// quiet is the empty border that readers need around a code, in squares.
const quiet = 4

// Code is a QR code as a drawing.
type Code struct {
	Side int    // of the drawing with its border, in squares
	Path string // SVG path data of the dark squares, one run of a row after another
}

// Draw makes the QR code of a text. errs.Invalid for one that is too long.
func Draw(text string) (Code, error) {
	q, err := qr.Encode(text, qr.M) // as the format advises: survives a crease, stays readable from a screen
	if err != nil {
		return Code{}, errs.New(errs.Invalid, "too long for a QR code")
	}
	var path strings.Builder
	for y := range q.Size {
		for x := 0; x < q.Size; x++ {
			run := 0
			for x+run < q.Size && q.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
				x += run
			}
		}
	}
	return Code{Side: q.Size + 2*quiet, Path: path.String()}, nil
}

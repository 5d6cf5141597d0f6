package pdf

import (
	"strings"
	"sync"
	"unicode"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goitalic"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/text/unicode/norm"
)

const family = "go"

// style is a font with its size in points and its leading in millimetres.
type style struct {
	face    string // "", B, I
	size    float64
	leading float64
}

var (
	body    = style{"", 8.3, 3.75}
	strong  = style{"B", 8.6, 3.95}
	quoted  = style{"I", 8.3, 3.75}
	heading = style{"B", 8.3, 3.75}
	label   = style{"I", 6.8, 3.1}
	title   = style{"B", 15, 6.6}
	part    = style{"B", 12, 6}
	small   = style{"", 6.8, 3.1}
)

// addFonts makes the three faces known to a document.
func addFonts(f *fpdf.Fpdf) {
	f.AddUTF8FontFromBytes(family, "", goregular.TTF)
	f.AddUTF8FontFromBytes(family, "B", gobold.TTF)
	f.AddUTF8FontFromBytes(family, "I", goitalic.TTF)
}

var face = sync.OnceValues(func() (*sfnt.Font, error) { return sfnt.Parse(goregular.TTF) })

// missing is drawn in the place of a letter that the fonts lack.
const missing = '□'

// printable is a text with the letters that the fonts have; false when some were replaced.
// Invisible marks are dropped.
func printable(s string) (string, bool) {
	if isASCII(s) {
		return s, true
	}
	f, err := face()
	if err != nil {
		panic("pdf: the embedded font cannot be read: " + err.Error())
	}
	var buf sfnt.Buffer
	whole := true
	s = strings.Map(func(c rune) rune {
		switch {
		case c < 0x7f && c >= ' ':
			return c
		case unicode.IsControl(c) || unicode.Is(unicode.Cf, c):
			return -1
		}
		if i, err := f.GlyphIndex(&buf, c); err != nil || i == 0 || c > 0xffff {
			whole = false
			return missing
		}
		return c
	}, norm.NFC.String(s))
	return s, whole
}

// isASCII reports that a text has letters only that every font has.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] >= 0x7f {
			return false
		}
	}
	return true
}

package pdf

import "strings"

// Paper is a size in millimetres, upright.
type Paper struct{ Width, Height float64 }

// The two papers of clinics.
var (
	A4     = Paper{210, 297}
	Letter = Paper{215.9, 279.4}
)

// letterCountries use Letter; all others A4. ISO 3166-1 alpha-2.
const letterCountries = " US CA MX PH CL CO VE PR GT CR SV NI PA DO "

// PaperOf is the paper of a country; A4 when it is not known.
func PaperOf(country string) Paper {
	if country != "" && strings.Contains(letterCountries, " "+strings.ToUpper(country)+" ") {
		return Letter
	}
	return A4
}

// The part that both papers share, in millimetres, and how it is divided.
const (
	sharedWidth  = 210.0
	sharedHeight = 279.4
	margin       = 14.0
	top          = 12.0
	footHeight   = 10.0 // the foot stands in it, above the margin of a printer
	nameColumn   = 36.0 // headings and voices
	gutter       = 5.0
	textColumn   = sharedWidth - 2*margin - nameColumn - gutter
	bottom       = sharedHeight - 8 - footHeight // of the text
)

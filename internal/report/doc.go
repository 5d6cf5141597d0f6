// Package report makes the one page a clinician will read, and the details behind it,
// from a person's own words, a check, a plan, a diary and laboratory results. It decides
// what stands on page one, in which order, and what gives way when there is too much.
//
// Every section says whose statement it is: what the person said, what the program
// computed from it, what a clinician wrote. A section has one voice; where a computed mark
// stands in a section of the person, such as the flag behind a copied laboratory value,
// its words say so. Nothing computed is told as a diagnosis. What was not asked stays "not asked"; it is
// never turned into a no.
//
// New gathers the value, Report.Document words it, and Document.Text, package report/pdf
// and the page of package web render it. All of it is pure: the day is an argument, and
// the same input gives the same words.
package report

// Voice says whose statement a section is.
type Voice string

// The voices. A section has exactly one.
const (
	Said     Voice = "said"     // by the person, or by whoever answered for them
	Computed Voice = "computed" // by the program, from what was said
	Written  Voice = "written"  // by a clinician
)

// Voices lists them in the order of the key at the foot of page one.
var Voices = []Voice{Said, Computed, Written}

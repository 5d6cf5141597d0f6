// Package legible lets other programs use the reasoning of Legible: from what a person
// says about leg trouble at night to what it may be, how urgent it is and why.
//
//	engine, err := legible.Open()
//	…
//	answer, err := engine.Assess(legible.Request{
//		Person: legible.Person{Age: new(62.0), Sex: "female"},
//		Text:   "my calf cramps at night and stretching helps",
//	})
//
// An answer carries the urgency with its reasons, the differential (conditions with
// their posttest probabilities and the answers for and against each), the instruments
// that the answers complete, and the next question worth asking. To hold an interview,
// add each answer to Request.Evidence and call Assess again until Complete is true.
//
// Assess is a pure function of the request and the medical content inside the program:
// it reads no file, no clock and no network, keeps nothing, and gives the same answer to
// the same request. The package compiles for js/wasm.
//
// It gives information, not a diagnosis. Show the urgency first, never soften it, and
// show that the content has not been reviewed by a clinician where Reviewed is false.
package legible

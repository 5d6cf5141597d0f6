// Package share puts files behind a link that nobody but its holder can read: SMART
// Health Links (HL7, STU 1), so that other programs open it too.
//
// A Link holds an address and a key of 32 bytes. The files are sealed with the key as
// compact JWE (RFC 7516: direct key, A256GCM, packed or not) before anybody keeps them;
// the key stands in the link alone, after its "#", where browsers send it to nobody.
//
// The package decides how a link, its manifest and its files are written and read, and
// how a link is drawn as a QR code. Who may open a link, how often and until when is for
// package app. It keeps nothing and reads no clock and no chance: randomness is an
// io.Reader argument. Errors are errs.Invalid for what is not written as it should be
// and errs.Sealed for what the key does not open; neither repeats what was sent.
package share

// Package pdf draws a report as a tagged PDF: headings, lists, tables with their headings
// and a picture with words in its place, in reading order, so that it can be read aloud
// and reflowed; with a title, a language and embedded fonts.
//
// Page one is exactly one page on A4 and on Letter: Fit tries the limits of package
// report from the loosest on until the first page fits the part that both papers share.
//
// The fonts are Go Regular, Bold and Italic (Bigelow & Holmes, under the BSD licence of
// the Go project), embedded as far as their letters are used. They hold the Latin, Greek
// and Cyrillic letters of WGL4; a letter they lack is drawn as a box, and the foot of the
// page says so.
package pdf

// Package knowledge carries the medical content inside the program. It decides
// nothing; internal/kb reads it. The content is licensed as CC-BY-4.0, see README.md.
package knowledge

import "embed"

// FS holds the knowledge folder, with its compiled form.
//
//go:embed README.md *.yaml compiled.zip
//go:embed activities cases conditions emergency exercises findings guide instruments labs medicines patterns redflags sources
var FS embed.FS

//go:generate go run ../internal/kb/compile .

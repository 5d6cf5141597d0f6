package web

import (
	"html/template"
	"regexp"
	"strings"
)

var constantCall = regexp.MustCompile(`{{(t|icon|static) "([^"{}]+)"}}`)

// fold writes the constants of a template into its text: messages without arguments,
// icons and addresses of files. A page then calls a function only where something
// varies, which makes it two to three times as fast. Messages are escaped for text and
// attributes, the only places where templates put them.
func fold(text string, t func(string, ...any) string, icon func(string) (template.HTML, error), address func(string) (string, error)) (string, error) {
	var failed error
	text = constantCall.ReplaceAllStringFunc(text, func(call string) string {
		m := constantCall.FindStringSubmatch(call)
		var html string
		var err error
		switch m[1] {
		case "t":
			html = template.HTMLEscapeString(t(m[2]))
		case "icon":
			var svg template.HTML
			svg, err = icon(m[2])
			html = string(svg)
		case "static":
			html, err = address(m[2])
			html = template.HTMLEscapeString(html)
		}
		if err != nil && failed == nil {
			failed = err
		}
		// Braces of a message would be read as a template's own.
		return strings.ReplaceAll(html, "{{", "{{`{{`}}")
	})
	return text, failed
}

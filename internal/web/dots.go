package web

import (
	"fmt"
	"html/template"
	"strings"
)

// dots draws a hundred people as ten rows of ten dots, the first n of them filled. It is
// decoration: the same number stands beside it in words. A dot is a stroke without length
// and with a round end, which is the shortest way to write one.
func dots(n int) template.HTML {
	n = min(max(n, 0), 100)
	var b strings.Builder
	b.WriteString(`<svg class="dots" viewBox="0 0 100 100" aria-hidden="true" focusable="false">`)
	for _, part := range []struct {
		class    string
		from, to int
	}{{"rest", n, 100}, {"on", 0, n}} {
		if part.from == part.to {
			continue
		}
		fmt.Fprintf(&b, `<path class="%s" d="`, part.class)
		for i := part.from; i < part.to; i++ {
			fmt.Fprintf(&b, "M%d %dh0", i%10*10+5, i/10*10+5)
		}
		b.WriteString(`"/>`)
	}
	b.WriteString(`</svg>`)
	return template.HTML(b.String()) //nolint:gosec // numbers only
}

package kb

import (
	"regexp"
	"slices"
	"strings"
)

// Run is a stretch of text with one look.
type Run struct {
	Text     string `json:"t"`
	Strong   bool   `json:"b,omitempty"`
	Emphasis bool   `json:"i,omitempty"`
	// Link is what the words lead to: one of LinkKinds, a colon and an id, or page: and
	// a path. Empty without one.
	Link string `json:"to,omitempty"`
}

// Text is a paragraph, list item or cell: spans in order.
type Text []Run

// Plain is the text without its looks.
func (t Text) Plain() string {
	if len(t) == 1 {
		return t[0].Text
	}
	var b strings.Builder
	for _, s := range t {
		b.WriteString(s.Text)
	}
	return b.String()
}

// Marks of claims beside the grades of evidence.
const (
	MarkFact   = "fact"   // a definition or description from a source
	MarkAdvice = "advice" // plain direction about getting help or using the program; asserts no effect
)

// Marker says what a claim rests on.
type Marker struct {
	Grade   string   `json:"grade,omitempty"` // one of Grades, MarkFact or MarkAdvice; empty where a list or table follows
	Sources []string `json:"sources,omitempty"`
}

// Claim is a statement with what it rests on. In the files it is text that ends with
// the marker: "Most cramps pass by themselves. {C: smith2020}".
type Claim struct {
	Text   Text   `json:"text,omitempty"`
	Marker Marker `json:"marker"`
}

// setWord keeps the raw text until check reads it.
func (c *Claim) setWord(raw string) { c.Text = Text{{Text: strings.TrimSpace(raw)}} }

// check reads the raw text of a claim in the front matter.
func (c *Claim) check(p problems, field string) {
	raw := c.Text.Plain()
	if raw == "" {
		p.add(field, "is missing")
		return
	}
	blocks := readBlocks([]byte(raw), func(_ int, format string, args ...any) { p.add(field, format, args...) })
	if len(blocks) != 1 || blocks[0].kind != ParagraphBlock || blocks[0].heading != "" {
		p.add(field, "must be one paragraph with its marker, such as “Most cramps pass. {C: source}”")
		return
	}
	*c = blocks[0].claim
	c.checkMarker(p, field)
}

var marker = regexp.MustCompile(`\s*\{\s*([A-Za-z]+)\s*(?::\s*([^{}]*))?\}\s*$`)

// cutMarker takes the marker off the end of a text.
func cutMarker(t Text) (Text, Marker, bool) {
	if len(t) == 0 {
		return t, Marker{}, false
	}
	last := len(t) - 1
	m := marker.FindStringSubmatchIndex(t[last].Text)
	if m == nil {
		return t, Marker{}, false
	}
	text := t[last].Text
	found := Marker{Grade: text[m[2]:m[3]]}
	if m[4] >= 0 {
		for _, id := range strings.Split(text[m[4]:m[5]], ",") {
			found.Sources = append(found.Sources, strings.TrimSpace(id))
		}
	}
	out := slices.Clone(t)
	out[last].Text = text[:m[0]]
	if out[last].Text == "" {
		out = out[:last]
	}
	return out, found, true
}

const markers = "{A: source}, {B: source}, {C: source}, {D} or {D: source}, {fact: source} or {advice}"

func (c *Claim) checkMarker(p problems, field string) {
	m := c.Marker
	switch {
	case m.Grade == "":
		p.add(field, "has no marker: end it with %s", markers)
	case m.Grade != MarkFact && m.Grade != MarkAdvice && !slices.Contains(Grades, m.Grade):
		p.add(field, "unknown marker {%s}: use %s", m.Grade, markers)
	case m.Grade == MarkAdvice && len(m.Sources) > 0:
		p.add(field, "{advice} asserts nothing and has no source: use {fact: source} or a grade if it does")
	case m.Grade == "D" && len(m.Sources) == 0:
		if strings.ContainsAny(c.Text.Plain(), "0123456789") {
			p.add(field, "holds a number with a bare {D}: name its source, {D: source}, or leave the number out")
		}
	case m.Grade != MarkAdvice && len(m.Sources) == 0:
		p.add(field, "{%s} needs a source: {%s: source}", m.Grade, m.Grade)
	}
	if strings.TrimSpace(c.Text.Plain()) == "" {
		p.add(field, "is only a marker: a marker alone may stand right after a table")
	}
	if strings.ContainsAny(c.Text.Plain(), "{}") {
		p.add(field, "holds { or }: one marker stands at the end, with nothing after it")
	}
}

// claim looks at the sources and links of a claim.
func (r references) claim(p problems, field string, c Claim) {
	r.sources(p, field, c.Marker.Sources...)
	r.links(p, field, c.Text)
}

// LinkKinds are what a link in a text may lead to, and the folder that holds it.
var LinkKinds = map[string]string{
	"guide": "guide", "condition": "conditions", "activity": "activities", "exercise": "exercises",
	"medicine": "medicines", "lab": "labs", "instrument": "instruments",
}

// pages a text may link to; those of the server that need no name or id.
var pages = []string{
	"/", "/now", "/check", "/plan", "/diary", "/trends", "/experiments", "/guide", "/glossary", "/ask", "/labs", "/report",
	"/account", "/how-it-decides", "/how-wrong-it-is", "/status", "/privacy", "/terms", "/accessibility", "/about",
}

func (r references) links(p problems, field string, t Text) {
	for _, s := range t {
		kind, id, _ := strings.Cut(s.Link, ":")
		folder := LinkKinds[kind]
		switch {
		case s.Link == "":
		case kind == "page":
			if path, _, _ := strings.Cut(id, "#"); !slices.Contains(pages, path) {
				p.add(field, "links to %q, which is no page: use one of %s", id, strings.Join(pages, " "))
			}
		case folder == "":
			p.add(field, "link %q: use %s or page:/path", s.Link, strings.Join(linkForms(), ", "))
		default:
			r.ids(p, field, kind, folder, []string{id})
		}
	}
}

func linkForms() (out []string) {
	for _, k := range sortedKeys(LinkKinds) {
		out = append(out, k+":id")
	}
	return out
}

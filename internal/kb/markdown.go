package kb

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

var markdown = goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()

// maxNested bounds how deep quotes and lists may nest before the parser sees them.
const maxNested = 20

// bodyBlock is a heading or block of a body as it was read.
type bodyBlock struct {
	Line    int    // 1-based inside the text
	level   int    // of a heading
	heading string // "" for blocks
	kind    string
	claim   Claim
	items   []Claim
	lines   []int // of items
	head    []Text
	rows    [][]Text
	bare    bool // a paragraph that was nothing but its marker
}

// readBlocks reads the allowed Markdown: headings of level 2 and 3, paragraphs, flat
// lists, simple tables; in them strong, emphasis and links. Anything else is reported
// with its line. Markers are taken off the texts they end.
func readBlocks(source []byte, fault func(line int, format string, args ...any)) []bodyBlock {
	together := 0 // bytes since the last empty line: the parser's time grows with their square
	for i, line := range bytes.Split(source, []byte("\n")) {
		if n := len(line) - len(bytes.TrimLeft(line, " >-+*\t")); n > maxNested {
			fault(i+1, "nested deeper than the parser is asked to go: only flat lists are allowed")
			return nil
		}
		if len(bytes.TrimSpace(line)) == 0 {
			together = 0
		}
		if together += len(line) + 1; together > maxLine {
			fault(i+1, "more than %d bytes without an empty line: break them up", maxLine)
			return nil
		}
	}
	r := &bodyReader{source: source, fault: fault}
	doc := markdown.Parse(text.NewReader(source))
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n)
	}
	return r.out
}

type bodyReader struct {
	source []byte
	fault  func(line int, format string, args ...any)
	out    []bodyBlock
}

func (r *bodyReader) block(n ast.Node) {
	line := r.line(n)
	switch n := n.(type) {
	case *ast.Heading:
		if n.Level != 2 && n.Level != 3 {
			r.fault(line, "heading of level %d: use ## or ###; the title stands in the front matter", n.Level)
			return
		}
		h := r.inline(n, line).Plain()
		if strings.TrimSpace(h) == "" {
			r.fault(line, "an empty heading")
			return
		}
		r.out = append(r.out, bodyBlock{Line: line, level: n.Level, heading: h})
	case *ast.Paragraph, *ast.TextBlock:
		b := bodyBlock{Line: line, kind: ParagraphBlock}
		t, m, marked := cutMarker(r.inline(n, line))
		b.claim, b.bare = Claim{t, m}, marked && len(t) == 0
		r.out = append(r.out, b)
	case *ast.List:
		r.list(n, line)
	case *east.Table:
		r.table(n, line)
	default:
		r.fault(line, "%s is not allowed: use paragraphs, lists, tables and headings of level 2 and 3", strings.ToLower(n.Kind().String()))
	}
}

func (r *bodyReader) list(n *ast.List, line int) {
	b := bodyBlock{Line: line, kind: ListBlock}
	if n.IsOrdered() {
		b.kind = OrderedBlock
	}
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		at := r.line(item)
		only := item.FirstChild()
		if only == nil || only.NextSibling() != nil || only.Kind() != ast.KindTextBlock && only.Kind() != ast.KindParagraph {
			r.fault(at, "a list item must be one plain text: no lists or paragraphs inside it")
			continue
		}
		t, m, _ := cutMarker(r.inline(only, at))
		b.items, b.lines = append(b.items, Claim{t, m}), append(b.lines, at)
	}
	r.out = append(r.out, b)
}

func (r *bodyReader) table(n *east.Table, line int) {
	b := bodyBlock{Line: line, kind: TableBlock}
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []Text
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.inline(cell, line))
		}
		if row.Kind() == east.KindTableHeader {
			b.head = cells
		} else {
			b.rows = append(b.rows, cells)
		}
	}
	r.out = append(r.out, b)
}

// inline collects the spans under a node.
func (r *bodyReader) inline(n ast.Node, line int) Text {
	var t Text
	r.spans(n, Run{}, line, &t)
	return trimmed(t)
}

func (r *bodyReader) spans(n ast.Node, look Run, line int, t *Text) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		in := look
		switch c := c.(type) {
		case *ast.Text:
			in.Text = unescape(c.Segment.Value(r.source))
			if c.HardLineBreak() {
				r.fault(line, "a forced line break is not allowed: write one paragraph, or two")
			}
			if c.SoftLineBreak() {
				in.Text += " "
			}
			t.add(in)
			continue
		case *ast.String:
			in.Text = unescape(c.Value)
			t.add(in)
			continue
		case *ast.Emphasis:
			in.Strong = in.Strong || c.Level == 2
			in.Emphasis = in.Emphasis || c.Level == 1
		case *ast.Link:
			in.Link = string(c.Destination)
			if len(c.Title) > 0 {
				r.fault(line, "a link has a title: leave it out")
			}
			if c.FirstChild() == nil {
				r.fault(line, "a link has no words")
			}
		default:
			r.fault(line, "%s is not allowed inside a text: use words, links, ** and *", strings.ToLower(c.Kind().String()))
			continue
		}
		r.spans(c, in, line, t)
	}
}

// add joins neighbours that look the same.
func (t *Text) add(s Run) {
	if n := len(*t); n > 0 {
		last := &(*t)[n-1]
		if last.Strong == s.Strong && last.Emphasis == s.Emphasis && last.Link == s.Link {
			last.Text += s.Text
			return
		}
	}
	if s.Text != "" {
		*t = append(*t, s)
	}
}

func trimmed(t Text) Text {
	if len(t) > 0 {
		t[0].Text = strings.TrimLeft(t[0].Text, " ")
		t[len(t)-1].Text = strings.TrimRight(t[len(t)-1].Text, " ")
	}
	return t
}

// unescape resolves backslashes and entities, which the parser leaves to its renderer.
func unescape(raw []byte) string {
	return string(util.ResolveEntityNames(util.ResolveNumericReferences(util.UnescapePunctuations(raw))))
}

// line is where a node or its first descendant with a place starts.
func (r *bodyReader) line(n ast.Node) int {
	for c := n; c != nil; c = c.FirstChild() {
		if c.Type() == ast.TypeInline {
			if t, ok := c.(*ast.Text); ok {
				return r.lineOf(t.Segment.Start)
			}
			continue
		}
		if lines := c.Lines(); lines != nil && lines.Len() > 0 {
			return r.lineOf(lines.At(0).Start)
		}
	}
	if prev := n.PreviousSibling(); prev != nil {
		return r.line(prev)
	}
	return 1
}

func (r *bodyReader) lineOf(offset int) int {
	return 1 + bytes.Count(r.source[:min(offset, len(r.source))], []byte("\n"))
}

// sections orders blocks under their headings and reports what is out of place: a claim
// without a marker, a heading without text, a table without its marker. Names of body
// blocks are body[n], counted over the whole body, with items body[n][i].
func sections(blocks []bodyBlock, p problems, name func(field string, line int)) []Section {
	out := []Section{{}}
	ids, n := map[string]int{}, 0
	for i := 0; i < len(blocks); i++ {
		b := blocks[i]
		if b.heading != "" {
			field := fmt.Sprintf("heading[%d]", len(out))
			name(field, b.Line)
			if i+1 == len(blocks) || blocks[i+1].heading != "" && blocks[i+1].level <= b.level {
				p.add(field, "nothing stands under %q", b.heading)
			}
			out = append(out, Section{ID: headingID(b.heading, ids), Heading: b.heading, Level: b.level})
			continue
		}
		field := at("body", n)
		name(field, b.Line)
		block := Block{Kind: b.kind, Claim: b.claim, Items: b.items, Head: b.head, Rows: b.rows}
		var next *bodyBlock
		if i+1 < len(blocks) && blocks[i+1].heading == "" {
			next = &blocks[i+1]
		}
		switch b.kind {
		case ParagraphBlock:
			leads := next != nil && next.kind != ParagraphBlock && strings.HasSuffix(b.claim.Text.Plain(), ":")
			if !leads || b.claim.Marker.Grade != "" {
				block.Claim.checkMarker(p, field)
			}
		case TableBlock:
			if next == nil || next.kind != ParagraphBlock || next.claim.Marker.Grade == "" {
				p.add(field, "the table has no marker: write a paragraph with one right after it")
				break
			}
			block.Claim.Marker = next.claim.Marker
			if next.bare {
				i++
				next.claim.Text = Text{{Text: "table"}}
				next.claim.checkMarker(p, field)
			}
		default:
			for k := range block.Items {
				item := at(field, k)
				name(item, b.lines[k])
				block.Items[k].checkMarker(p, item)
			}
		}
		section := &out[len(out)-1]
		section.Blocks = append(section.Blocks, block)
		n++
	}
	if len(out[0].Blocks) == 0 {
		p.add("", "the body has no lead: write a paragraph before the first heading")
	}
	return out
}

// headingID is the heading in lower case words joined by -, with a number where the
// same words were used before.
func headingID(heading string, seen map[string]int) string {
	words := strings.FieldsFunc(strings.ToLower(heading), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	id := strings.Join(words, "-")
	if id == "" {
		id = "section"
	}
	if seen[id]++; seen[id] > 1 {
		return headingID(fmt.Sprintf("%s %d", id, seen[id]), seen)
	}
	return id
}

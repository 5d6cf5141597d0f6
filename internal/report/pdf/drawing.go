package pdf

import (
	"strconv"
	"strings"

	"codeberg.org/go-pdf/fpdf"

	"github.com/legible-health/legible/internal/report"
)

func itoa(n int) string { return strconv.Itoa(n) }

// drawing is a document being drawn from top to bottom. A dry one only measures.
type drawing struct {
	f     *fpdf.Fpdf
	doc   *report.Document
	dry   bool
	first bool    // measure page one only
	left  float64 // of the shared part on the paper
	y     float64 // upper edge of what comes next
	page  int     // from 0
	pages int     // all; known after a dry run
	stack []*element
	marks []int // by page: marked parts so far
	boxes bool  // some letter was replaced
	font  style // that is chosen
	broken
}

// begin starts the next page.
func (d *drawing) begin() {
	if !d.dry {
		d.f.AddPage()
	}
	d.page = len(d.marks)
	d.marks = append(d.marks, 0)
	d.y = top
}

// need starts a new page unless height is left on this one.
func (d *drawing) need(height float64) {
	if d.y+height > bottom {
		d.foot()
		d.begin()
	}
}

// set chooses a font.
func (d *drawing) set(s style) {
	if s != d.font {
		d.f.SetFont(family, s.face, s.size)
		d.font = s
	}
}

// text puts one line with its upper edge at y.
func (d *drawing) text(x, y float64, s style, line string) {
	if d.dry {
		return
	}
	d.set(s)
	d.f.Text(d.left+x, y+s.leading*0.76, line)
}

// broken remembers how texts break into lines: what is measured is drawn after it, and
// measured again where less of it has to do.
type broken map[unbroken]breaks

type unbroken struct {
	text  string
	style style
	width float64
}

type breaks struct {
	lines []string
	whole bool // no letter was replaced
}

// lines breaks a text at spaces into lines of at most width; a word that is longer is
// broken within. They are not to be changed.
func (d *drawing) lines(s style, text string, width float64) []string {
	key := unbroken{text, s, width}
	b, known := d.broken[key]
	if !known {
		text, b.whole = printable(text)
		b.lines = d.split(s, text, width)
		d.broken[key] = b
	}
	d.boxes = d.boxes || !b.whole
	return b.lines
}

// split breaks a text that can be printed.
func (d *drawing) split(s style, text string, width float64) (out []string) {
	d.set(s)
	space := d.f.GetStringWidth(" ")
	var line []string
	used := 0.0
	for word := range strings.FieldsSeq(text) {
		w := d.f.GetStringWidth(word)
		if line != nil && used+space+w <= width {
			line, used = append(line, word), used+space+w
			continue
		}
		if line != nil {
			out = append(out, strings.Join(line, " "))
		}
		for w > width {
			var head string
			head, word = d.cut(word, width)
			out, w = append(out, head), d.f.GetStringWidth(word)
		}
		line, used = []string{word}, w
	}
	if line != nil {
		out = append(out, strings.Join(line, " "))
	}
	return out
}

// cut takes as much of a word as width holds, at least one letter.
func (d *drawing) cut(word string, width float64) (head, rest string) {
	runes := []rune(word)
	used := 0.0
	for i, c := range runes {
		used += d.f.GetStringWidth(string(c))
		if used > width && i > 0 {
			return string(runes[:i]), string(runes[i:])
		}
	}
	return word, ""
}

// column is where a text stands.
type column struct{ x, width float64 }

var (
	wide   = column{margin, sharedWidth - 2*margin}
	named  = column{margin, nameColumn}
	worded = column{margin + nameColumn + gutter, textColumn}
)

// paragraph draws a text as the open element, on as many pages as it takes, with a bar
// for its voice beside it.
func (d *drawing) paragraph(c column, s style, text string, v report.Voice) {
	var lines [][]piece
	for _, line := range d.lines(s, text, c.width) {
		lines = append(lines, []piece{{s, line, 0}})
	}
	d.rows(c, s.leading, lines, v)
}

// piece is a part of a line in one font, x millimetres from its beginning.
type piece struct {
	style style
	text  string
	x     float64
}

// led draws a text that begins with a strong lead in the same line.
func (d *drawing) led(c column, l report.Line, v report.Voice) {
	if l.Lead == "" || l.Text == "" {
		s := body
		if l.Text == "" {
			s = heading
		}
		d.paragraph(c, s, l.Lead+l.Text, v)
		return
	}
	var lines [][]piece
	for _, line := range d.lines(heading, l.Lead+".", c.width) {
		lines = append(lines, []piece{{heading, line, 0}})
	}
	last := &lines[len(lines)-1]
	d.set(heading)
	used := d.f.GetStringWidth((*last)[0].text + " ")
	first, rest := d.begins(l.Text, c.width-used)
	if first != "" {
		*last = append(*last, piece{body, first, used})
	}
	for _, line := range d.lines(body, rest, c.width) {
		lines = append(lines, []piece{{body, line, 0}})
	}
	d.rows(c, body.leading, lines, v)
}

// begins takes as many words of a text as width holds, which may be none.
func (d *drawing) begins(text string, width float64) (first, rest string) {
	d.set(body)
	words := strings.Fields(text)
	for i := range words {
		word, _ := printable(words[i])
		longer := strings.TrimSpace(first + " " + word)
		if d.f.GetStringWidth(longer) > width {
			return first, strings.Join(words[i:], " ")
		}
		first = longer
	}
	return first, ""
}

// rows draws lines as the open element.
func (d *drawing) rows(c column, leading float64, lines [][]piece, v report.Voice) {
	for len(lines) > 0 {
		d.need(leading)
		n := max(1, min(len(lines), int((bottom-d.y)/leading)))
		y := d.y
		d.bar(v, y, float64(n)*leading)
		d.marked(func() {
			for i, line := range lines[:n] {
				for _, p := range line { // the space keeps the words of two lines apart for who hears them
					d.text(c.x+p.x, y+float64(i)*leading, p.style, p.text+" ")
				}
			}
		})
		d.y += float64(n) * leading
		lines = lines[n:]
	}
}

// bar is the sign of a voice beside its words: solid for the person, dashed for the
// program, double for a clinician.
func (d *drawing) bar(v report.Voice, y, height float64) {
	if v == "" {
		return
	}
	x := d.left + worded.x - 2.2
	d.artifact(func() {
		line := func(x, width float64) {
			d.f.SetLineWidth(width)
			d.f.Line(x, y, x, y+height)
		}
		switch v {
		case report.Said:
			line(x, 0.9)
		case report.Computed:
			d.f.SetDashPattern([]float64{0.9, 0.9}, 0)
			line(x, 0.35)
			d.f.SetDashPattern([]float64{}, 0)
		case report.Written:
			line(x-0.6, 0.3)
			line(x+0.6, 0.3)
		}
	})
}

// foot stands on every page and is no content.
func (d *drawing) foot() {
	if d.dry {
		return
	}
	y := sharedHeight - 8 - footHeight + 3
	d.artifact(func() {
		d.f.SetLineWidth(0.15)
		d.f.Line(d.left+margin, y-1, d.left+sharedWidth-margin, y-1)
		lines := d.lines(small, d.footText(), wide.width-24)
		for i, line := range lines[:min(2, len(lines))] {
			d.text(margin, y+float64(i)*small.leading, small, line)
		}
		number := d.doc.Words.Page(d.page+1, d.pages)
		d.set(small)
		d.text(sharedWidth-margin-d.f.GetStringWidth(number), y, small, number)
	})
}

func (d *drawing) footText() string {
	text := d.doc.Head[0].Value + " · " + d.doc.Head[2].Value + " · " + d.doc.Foot
	if d.boxes {
		text = d.doc.Words.Unprintable + " " + text
	}
	return text
}

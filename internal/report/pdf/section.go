package pdf

import "github.com/legible-health/legible/internal/report"

// gaps in millimetres.
const (
	afterSection = 1.9
	afterBlock   = 0.7
	cellGap      = 2.0
)

// all draws the document and closes its last page, and says whether what belongs on page
// one fits there.
func (d *drawing) all() (fits bool) {
	d.within("Document", func() {
		d.begin()
		d.head()
		for _, s := range d.doc.First {
			d.section(s, "H2")
		}
		fits = d.page == 0
		if d.first {
			return
		}
		d.room()
		if len(d.doc.Rest) == 0 {
			return
		}
		d.foot()
		d.begin()
		d.within("H2", func() { d.paragraph(wide, part, d.doc.Words.Details, "") })
		d.y += afterSection
		for _, s := range d.doc.Rest {
			d.section(s, "H3")
		}
	})
	d.foot()
	return fits
}

// head is the title, whom it is about, and what it is not.
func (d *drawing) head() {
	d.within("H1", func() { d.paragraph(wide, title, d.doc.Title, "") })
	d.within("P", func() {
		line := ""
		for i, p := range d.doc.Head {
			if i > 0 {
				line += "   |   "
			}
			line += p.Name + ": " + p.Value
		}
		d.paragraph(wide, body, line, "")
	})
	d.within("P", func() { d.paragraph(wide, label, d.doc.Note, "") })
	d.y += 1
	d.artifact(func() {
		d.f.SetLineWidth(0.4)
		d.f.Line(d.left+margin, d.y, d.left+sharedWidth-margin, d.y)
	})
	d.y += afterSection
}

// section draws its name and voice on the left and its words on the right. A name never
// stands alone at the foot of a page.
func (d *drawing) section(s report.Section, role string) {
	d.within("Sect", func() {
		names := d.lines(heading, s.Heading, nameColumn)
		height := float64(len(names))*heading.leading + label.leading
		d.need(height + body.leading)
		y, page := d.y, d.page
		if s.Alarm {
			d.artifact(func() {
				d.f.SetFillColor(30, 30, 30)
				d.f.Rect(d.left+margin-2.6, y+0.2, 1.6, height, "F")
				d.f.SetFillColor(0, 0, 0)
			})
		}
		d.within(role, func() { d.paragraph(named, heading, s.Heading, "") })
		d.within("P", func() { d.paragraph(named, label, d.doc.Words.Voices[s.Voice], "") })
		below := d.y
		d.y = y
		for i, b := range s.Blocks {
			if i > 0 {
				d.y += afterBlock
			}
			d.block(s, b)
		}
		if s.More != "" {
			d.within("P", func() { d.paragraph(worded, label, s.More, s.Voice) })
		}
		if d.page == page {
			d.y = max(d.y, below)
		}
		d.y += afterSection
	})
}

func (d *drawing) block(s report.Section, b report.Block) {
	switch {
	case b.Raster != nil:
		d.raster(b.Raster, s.Voice)
	case b.Table != nil:
		d.table(b.Table, s.Voice)
	case b.List != nil:
		d.within("L", func() {
			for _, item := range b.List {
				d.item(item, s.Voice)
			}
		})
	default:
		st := body
		switch {
		case b.Strong:
			st = strong
		case s.ID == "own_words":
			st = quoted
		}
		d.within("P", func() { d.paragraph(worded, st, b.Text, s.Voice) })
	}
}

// item is one of a list.
func (d *drawing) item(l report.Line, v report.Voice) {
	d.within("LI", func() {
		d.need(body.leading)
		y := d.y
		d.within("Lbl", func() { d.marked(func() { d.text(worded.x, y, body, "•") }) })
		d.within("LBody", func() { d.led(column{worded.x + 2.6, worded.width - 2.6}, l, v) })
	})
}

// room leaves the rest of page one to write in, where there is enough of it.
func (d *drawing) room() {
	if d.page > 0 || d.y+14 > bottom {
		return
	}
	s := d.doc.Room
	y := d.y
	d.within("Sect", func() {
		d.within("H2", func() { d.paragraph(named, heading, s.Heading, "") })
		d.within("P", func() { d.paragraph(named, label, d.doc.Words.Voices[s.Voice], "") })
	})
	end := min(bottom, y+60)
	d.bar(s.Voice, y, end-y)
	d.artifact(func() {
		d.f.SetLineWidth(0.1)
		for line := y + 8; line <= end; line += 8 {
			d.f.Line(d.left+worded.x, line, d.left+worded.x+worded.width, line)
		}
	})
	d.y = end
}

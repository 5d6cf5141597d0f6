package pdf

import "github.com/legible-health/legible/internal/report"

// table draws a table whose columns are as wide as their words ask for. Its heading is
// drawn again on each page, which readers are not told of.
func (d *drawing) table(t *report.Table, v report.Voice) {
	if t.Caption != "" {
		d.need(2*strong.leading + body.leading)
		d.within("P", func() { d.paragraph(worded, strong, t.Caption, v) })
	}
	columns := d.columns(t)
	d.within("Table", func() {
		d.row(t.Head, columns, v, func(int) (string, string) { return "TH", "Column" }, heading)
		for _, row := range t.Rows {
			if d.y+d.rowHeight(row, columns, body) > bottom {
				d.foot()
				d.begin()
				y := d.y
				d.artifact(func() {
					for i, c := range columns {
						for j, line := range d.lines(heading, t.Head[i], c.width) {
							d.text(c.x, y+float64(j)*heading.leading, heading, line)
						}
					}
				})
				d.y += d.rowHeight(t.Head, columns, heading)
			}
			d.row(row, columns, v, func(i int) (string, string) {
				if i == 0 {
					return "TH", "Row"
				}
				return "TD", ""
			}, body)
		}
	})
}

// columns shares the width by the longest words and the longest cells.
func (d *drawing) columns(t *report.Table) []column {
	want := make([]float64, len(t.Head))
	sum := 0.0
	for i := range want {
		d.set(heading)
		want[i] = min(60, d.f.GetStringWidth(t.Head[i])) + cellGap
		d.set(body)
		for _, row := range t.Rows {
			want[i] = max(want[i], min(60, d.f.GetStringWidth(row[i]))+cellGap)
		}
		sum += want[i]
	}
	out, x := make([]column, len(want)), worded.x
	for i, w := range want {
		if sum > worded.width {
			w *= worded.width / sum
		} else if i == 0 && sum < worded.width {
			w += min(30, worded.width-sum)
		}
		out[i] = column{x, w - cellGap}
		x += w
	}
	return out
}

func (d *drawing) rowHeight(cells []string, columns []column, s style) float64 {
	n := 1
	for i, c := range columns {
		n = max(n, len(d.lines(s, cells[i], c.width)))
	}
	return float64(n)*s.leading + 0.5
}

func (d *drawing) row(cells []string, columns []column, v report.Voice, role func(int) (name, scope string), s style) {
	height := d.rowHeight(cells, columns, s)
	d.need(height)
	y := d.y
	d.bar(v, y, height)
	d.within("TR", func() {
		for i, c := range columns {
			name, scope := role(i)
			d.open(name).scope = scope
			if lines := d.lines(s, cells[i], c.width); len(lines) > 0 {
				d.marked(func() {
					for j, line := range lines {
						d.text(c.x, y+float64(j)*s.leading, s, line+" ")
					}
				})
			}
			d.close()
		}
	})
	d.artifact(func() {
		d.f.SetLineWidth(0.05)
		d.f.SetDrawColor(140, 140, 140)
		d.f.Line(d.left+worded.x, y+height-0.3, d.left+worded.x+worded.width, y+height-0.3)
		d.f.SetDrawColor(0, 0, 0)
	})
	d.y = y + height
}

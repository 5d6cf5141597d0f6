package pdf

import "github.com/legible-health/legible/internal/report"

// Measures of the raster in millimetres.
const (
	rasterName   = 24.0
	rasterStep   = 7.4
	rasterHeight = 4.0
)

// shades from good to bad, as greys that a copier keeps apart; numbers stand in them.
var shades = []int{250, 225, 195, 160, 120}

// raster draws the nights as one picture with words in its place.
func (d *drawing) raster(r *report.Raster, v report.Voice) {
	height := float64(len(r.Rows)+1) * rasterHeight
	d.need(height + body.leading)
	d.within("P", func() { d.paragraph(worded, body, r.Title, v) })
	y := d.y + 0.5
	d.bar(v, d.y, height+0.5)
	figure := d.open("Figure")
	figure.alt, _ = printable(r.Desc)
	d.marked(func() {
		for i, day := range r.Days {
			d.centred(worded.x+rasterName+float64(i)*rasterStep, y, small, day)
		}
		for j, row := range r.Rows {
			at := y + float64(j+1)*rasterHeight - 0.6
			d.text(worded.x, at, small, row.Name)
			for i, c := range row.Cells {
				d.cell(worded.x+rasterName+float64(i)*rasterStep, at, c)
			}
		}
	})
	d.close()
	d.y = y + height
}

func (d *drawing) cell(x, y float64, c report.RasterCell) {
	if d.dry {
		return
	}
	d.f.SetDrawColor(150, 150, 150)
	d.f.SetLineWidth(0.1)
	if c.Known {
		g := shades[min(c.Shade, len(shades)-1)]
		d.f.SetFillColor(g, g, g)
		d.f.Rect(d.left+x, y, rasterStep-0.4, rasterHeight-0.4, "FD")
		d.centred(x, y+0.2, small, c.Text)
	} else {
		d.f.Rect(d.left+x, y, rasterStep-0.4, rasterHeight-0.4, "D")
	}
	d.f.SetDrawColor(0, 0, 0)
	d.f.SetFillColor(0, 0, 0)
}

func (d *drawing) centred(x, y float64, s style, text string) {
	d.set(s)
	d.text(x+(rasterStep-0.4-d.f.GetStringWidth(text))/2, y, s, text)
}

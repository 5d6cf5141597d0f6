package pdf

import (
	"bytes"
	"io"
	"sync"
	"time"

	"codeberg.org/go-pdf/fpdf"

	"github.com/legible-health/legible/internal/i18n"
	"github.com/legible-health/legible/internal/report"
)

// Fit words a report so that its first page fits one page of either paper.
func Fit(r *report.Report, p *i18n.Printer) *report.Document {
	known := broken{}
	return r.Fit(p, func(d *report.Document) bool { return measure(d, true, known).fits })
}

// Write draws a document, whose first page Fit has fitted. made is told as the time of
// making.
func Write(w io.Writer, doc *report.Document, size Paper, made time.Time) error {
	known := broken{}
	m := measure(doc, false, known)
	f := paper(size)
	title, _ := printable(doc.Title)
	f.SetTitle(title, true)
	f.SetLang(doc.Lang)
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	d := &drawing{f: f, doc: doc, left: (size.Width - sharedWidth) / 2, pages: m.pages, boxes: m.boxes, broken: known}
	root := d.open("StructTreeRoot")
	d.all()
	var raw bytes.Buffer
	if err := f.Output(&raw); err != nil {
		return err
	}
	return tag(w, raw.Bytes(), root.kids[0].element, d.marks, doc.Lang)
}

// paper is an empty document of that size.
func paper(size Paper) *fpdf.Fpdf {
	f := fpdf.NewCustom(&fpdf.InitType{UnitStr: "mm", Size: fpdf.SizeType{Wd: size.Width, Ht: size.Height}})
	f.SetAutoPageBreak(false, 0)
	f.SetMargins(0, 0, 0)
	f.SetCatalogSort(true)
	addFonts(f)
	return f
}

// measured is what a dry run tells.
type measured struct {
	fits  bool
	pages int
	boxes bool
}

// rulers are documents to measure with; to read their fonts takes longer than to measure.
var rulers = sync.Pool{New: func() any { return paper(A4) }}

// measure draws nothing; first looks at page one only.
func measure(doc *report.Document, first bool, known broken) measured {
	f := rulers.Get().(*fpdf.Fpdf)
	defer rulers.Put(f)
	d := &drawing{f: f, doc: doc, dry: true, first: first, broken: known}
	d.open("StructTreeRoot")
	fits := d.all()
	return measured{fits, len(d.marks), d.boxes}
}

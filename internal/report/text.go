package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// textWidth is the width of the plain text in characters.
const textWidth = 78

// marks stand before every line of a section, so that its voice shows on each of them.
var marks = map[Voice]string{Said: "  \" ", Computed: "  = ", Written: "  # "}

// Text is the document as plain text of at most textWidth characters a line, for mail,
// for terminals, and for readers that take nothing else. Only a table cell or a word
// that is longer makes a longer line.
func (d *Document) Text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n", d.Title, strings.Repeat("=", utf8.RuneCountInString(d.Title)))
	for _, p := range d.Head {
		fmt.Fprintf(&b, "%s: %s\n", p.Name, p.Value)
	}
	b.WriteByte('\n')
	wrap(&b, d.Note, "")
	fmt.Fprintf(&b, "\n%s\n", d.Words.Key)
	for _, v := range Voices {
		fmt.Fprintf(&b, "%s%s\n", marks[v], d.Words.Voices[v])
	}
	for _, s := range d.First {
		d.section(&b, s)
	}
	if len(d.Rest) > 0 {
		fmt.Fprintf(&b, "\n\n%s\n%s\n", d.Words.Details, strings.Repeat("=", utf8.RuneCountInString(d.Words.Details)))
	}
	for _, s := range d.Rest {
		d.section(&b, s)
	}
	b.WriteByte('\n')
	wrap(&b, d.Foot, "")
	return b.String()
}

func (d *Document) section(b *strings.Builder, s Section) {
	heading := s.Heading
	if s.Alarm {
		heading = "! " + heading
	}
	fmt.Fprintf(b, "\n%s [%s]\n%s\n", heading, d.Words.Voices[s.Voice], strings.Repeat("-", utf8.RuneCountInString(heading)))
	mark := marks[s.Voice]
	for _, x := range s.Blocks {
		switch {
		case x.Raster != nil:
			x.Raster.text(b, mark)
		case x.Table != nil:
			x.Table.text(b, mark)
		case x.List != nil:
			for _, item := range x.List {
				wrap(b, "- "+item.String(), mark)
			}
		default:
			wrap(b, x.Text, mark)
		}
	}
	if s.More != "" {
		wrap(b, s.More, mark)
	}
}

// wrap writes a text in lines, each after the mark.
func wrap(b *strings.Builder, text, mark string) {
	line, room := "", textWidth-len(mark)
	for _, word := range strings.Fields(text) {
		if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > room {
			b.WriteString(mark + line + "\n")
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		b.WriteString(mark + line + "\n")
	}
}

// text writes each row as its heading and its cells with the names of their columns.
func (t *Table) text(b *strings.Builder, mark string) {
	if t.Caption != "" {
		wrap(b, t.Caption, mark)
	}
	for _, row := range t.Rows {
		var cells []string
		for i, c := range row[1:] {
			if c != "" {
				cells = append(cells, t.Head[i+1]+" "+c)
			}
		}
		wrap(b, "- "+row[0]+": "+strings.Join(cells, "; "), mark)
	}
}

// text writes the raster in columns three characters wide.
func (r *Raster) text(b *strings.Builder, mark string) {
	wrap(b, r.Title, mark)
	row := func(name string, cells []string) {
		fmt.Fprintf(b, "%s%-18s", mark, name)
		for _, c := range cells {
			fmt.Fprintf(b, "%4s", c)
		}
		b.WriteByte('\n')
	}
	row("", r.Days)
	for _, x := range r.Rows {
		var cells []string
		for _, c := range x.Cells {
			if !c.Known {
				c.Text = "."
			}
			cells = append(cells, c.Text)
		}
		row(x.Name, cells)
	}
}

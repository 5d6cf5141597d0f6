package report

import (
	"slices"
	"strings"

	"github.com/legible-health/legible/internal/labs"
	"github.com/legible-health/legible/internal/trend"
)

// nights is the raster of page one.
func (w *writer) nights() Section {
	s := w.section("nights", Said)
	if !w.r.Diary {
		return s
	}
	n := w.r.Nights
	if n.Known == 0 {
		s.Blocks = []Block{{Text: w.say("no_nights", "n", RasterNights)}}
		return s
	}
	s.Blocks = []Block{{Raster: w.raster()}}
	return s
}

func (w *writer) raster() *Raster {
	n := w.r.Nights
	out := &Raster{Title: w.say("raster", "n", RasterNights, "known", n.Known, "from", w.day(n.From), "to", w.day(n.To))}
	told := []string{out.Title}
	for i, row := range n.Rows {
		name := w.p.T("report.outcome." + string(row.Outcome))
		line := RasterRow{Name: name, Median: tenth(row.Median)}
		for _, c := range row.Cells {
			line.Cells = append(line.Cells, cell(c))
			if i == 0 {
				out.Days = append(out.Days, itoa(c.Date.Time().Day()))
			}
		}
		told = append(told, w.say("raster_row", "name", name, "n", row.Known, "median", line.Median))
		out.Rows = append(out.Rows, line)
	}
	out.Desc = strings.Join(told, " ")
	return out
}

func cell(c trend.Cell) RasterCell {
	if !c.Known {
		return RasterCell{}
	}
	return RasterCell{Text: tenth(c.Value), Shade: c.Shade, Known: true}
}

// nightTable is the raster as a table, newest night first.
func (w *writer) nightTable() Section {
	s := w.section("nights", Said)
	if !w.r.Diary || w.r.Nights.Known == 0 {
		return s
	}
	t := &Table{Head: w.heads("night")}
	rows := w.r.Nights.Rows
	for _, row := range rows {
		t.Head = append(t.Head, w.p.T("report.outcome."+string(row.Outcome)))
	}
	for i := RasterNights - 1; i >= 0; i-- {
		line := []string{w.day(rows[0].Cells[i].Date)}
		for _, row := range rows {
			text := cell(row.Cells[i]).Text
			if text == "" {
				text = "–"
			}
			line = append(line, text)
		}
		t.Rows = append(t.Rows, line)
	}
	s.Blocks = []Block{{Table: t}}
	return s
}

// labs are the results of page one, what is out of range first.
func (w *writer) labs() Section {
	s := w.section("labs", Said)
	list, more := some(w, w.r.Labs, w.l.Labs)
	s.More = more
	var items []Line
	for _, l := range list {
		lead := w.line(l.Name) + " " + w.value(l)
		text := w.say("lab", "flag", w.flag(l), "day", w.day(l.Day))
		if !l.judged() {
			text = strings.TrimSpace(w.day(l.Day) + ". " + w.flag(l))
		}
		if l.Critical != "" {
			s.Alarm = true
			text += " " + sentence(l.Critical) // never cut
		}
		if len(l.ForLegs) > 0 {
			text += " " + w.say("for_legs", "text", strings.TrimRight(w.line(l.ForLegs[0]), "."))
		}
		items = append(items, Line{lead, text})
	}
	if items != nil {
		s.Blocks = []Block{{List: items}, {Text: w.say("labs_note")}}
	}
	return s
}

// judged reports whether the program has made something of the value.
func (l Lab) judged() bool { return l.Open || l.Flag != "" }

// flag says how a value stands to its interval.
func (w *writer) flag(l Lab) string {
	if l.Open {
		return w.say("flag.open")
	}
	text := ""
	if l.Flag != "" { // without one in a report of what was said alone
		text = w.say("flag." + l.Flag)
	}
	return strings.TrimSpace(text + " " + w.laboratoryInterval(l))
}

// laboratoryInterval is what a value was held against; empty where nothing was.
func (w *writer) laboratoryInterval(l Lab) string {
	switch {
	case l.Flag == labs.Indeterminate || l.Low == "" && l.High == "":
		return ""
	case l.Low == "":
		return w.say("up_to", "high", l.High)
	case l.High == "":
		return w.say("from_low", "low", l.Low)
	}
	return w.say("interval", "low", l.Low, "high", l.High)
}

// labTable has all results with what they mean for legs.
func (w *writer) labTable() Section {
	s := w.section("labs", Said)
	if len(w.r.Labs) > 0 && !slices.ContainsFunc(w.r.Labs, Lab.judged) {
		return w.plainLabTable(s)
	}
	t := &Table{Head: w.heads("lab_what", "lab_value", "lab_flag", "lab_day", "lab_legs")}
	for _, l := range w.r.Labs {
		legs := strings.Join(l.ForLegs, "; ")
		if l.Critical != "" {
			legs = strings.TrimSpace(sentence(l.Critical) + " " + legs)
		}
		t.Rows = append(t.Rows, []string{l.Name, w.value(l), w.flag(l), w.day(l.Day), legs})
	}
	if len(t.Rows) > 0 {
		s.Blocks = []Block{{Table: t}, {Text: w.say("labs_note")}}
	}
	return s
}

// value is a result as the person copied it, and whether it may still change.
func (w *writer) value(l Lab) string {
	text := strings.TrimSpace(w.line(l.Value) + " " + w.line(l.Unit))
	if l.Preliminary {
		text += " " + w.say("preliminary")
	}
	return text
}

// plainLabTable has the results as the person copied them.
func (w *writer) plainLabTable(s Section) Section {
	t := &Table{Head: w.heads("lab_what", "lab_value", "lab_day")}
	for _, l := range w.r.Labs {
		t.Rows = append(t.Rows, []string{l.Name, strings.TrimSpace(w.value(l) + " " + w.flag(l)), w.day(l.Day)})
	}
	s.Blocks = []Block{{Table: t}}
	return s
}

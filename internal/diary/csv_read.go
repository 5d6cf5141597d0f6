package diary

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"slices"
	"strings"
	"time"
)

// ReadCSV reads what WriteCSV wrote, or a table made by hand: a header with a day column
// and any other columns of WriteCSV, in any order. Without a kind a row is a night;
// without an id it gets one made from its kind, day and place. Commas, semicolons and
// tabs separate; with the latter two, 7,5 is seven and a half.
//
// It is all or nothing: with any fault no entry is returned, and each fault, as Faults,
// names its line and its column, counted in cells.
func ReadCSV(r io.Reader, o Import) ([]Entry, error) {
	raw, err := o.readAll(r)
	if err != nil {
		return nil, err
	}
	raw = bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))
	if i := invalidUTF8(raw); i >= 0 {
		f := faultAt(raw, i, "is not UTF-8 text: save the table as CSV UTF-8")
		return nil, Faults{*f}
	}
	t := newTable(raw, o)
	t.header()
	for len(t.p.list) < mostFaults && t.columns != nil && t.row() {
	}
	if err := t.p.err(); err != nil {
		return nil, err
	}
	return t.out, nil
}

// table reads a CSV text row by row.
type table struct {
	o       Import
	csv     *csv.Reader
	comma   bool     // decimal commas
	columns []string // of the header
	line    int      // of the current row
	cells   []string
	ids     *names
	p       *faults
	out     []Entry
}

func newTable(raw []byte, o Import) *table {
	t := &table{o: o, csv: csv.NewReader(bytes.NewReader(raw)), ids: newNames(), p: &faults{}}
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	for _, sep := range ";\t" {
		if bytes.ContainsRune(first, sep) && !bytes.ContainsRune(first, ',') {
			t.csv.Comma, t.comma = sep, true
		}
	}
	t.csv.FieldsPerRecord = -1
	t.p.at = t.place
	return t
}

// place finds the cell of a field: data.tried[0].measure stands in the column tried.
func (t *table) place(field string) (line, column int) {
	name := strings.TrimPrefix(field, "data.")
	if i := strings.IndexAny(name, "[."); i >= 0 {
		name = name[:i]
	}
	return t.line, slices.Index(t.columns, name) + 1
}

// read fetches the next row; false at the end or after a fault.
func (t *table) read() bool {
	cells, err := t.csv.Read()
	var bad *csv.ParseError
	switch {
	case errors.Is(err, io.EOF):
		return false
	case errors.As(err, &bad):
		t.p.list = append(t.p.list, Fault{Line: bad.Line, Column: bad.Column, Message: "has a quote that is not closed or stands in the wrong place"})
		return false
	case err != nil:
		t.p.list = append(t.p.list, Fault{Message: "cannot be read as CSV"})
		return false
	}
	t.line, _ = t.csv.FieldPos(0)
	t.cells = cells
	return true
}

func (t *table) header() {
	if !t.read() {
		if len(t.p.list) == 0 {
			t.p.add("", "the file is empty: it needs a header with a day column")
		}
		return
	}
	known := columns()
	var names []string
	for i, cell := range t.cells {
		name := strings.ToLower(strings.TrimSpace(cell))
		switch {
		case !slices.Contains(known, name):
			t.p.list = append(t.p.list, Fault{t.line, i + 1, "", "is not a known column; known are " + strings.Join(known, ", ")})
		case slices.Contains(names, name):
			t.p.list = append(t.p.list, Fault{t.line, i + 1, name, "stands twice"})
		}
		names = append(names, name)
	}
	if !slices.Contains(names, "day") {
		t.p.add("day", "the header needs this column")
	}
	if len(t.p.list) == 0 {
		t.columns = names
	}
}

// row reads one entry; false at the end.
func (t *table) row() bool {
	if !t.read() {
		return false
	}
	if len(t.cells) != len(t.columns) {
		t.p.add("", "has %d cells, the header has %d", len(t.cells), len(t.columns))
		return true
	}
	if len(t.out) >= t.o.most() {
		t.p.add("", "the file has more than %d entries", t.o.most())
		return false
	}
	before := len(t.p.list)
	e := t.entry()
	if len(t.p.list) == before {
		t.ids.name(&e, t.line, t.p)
	}
	if len(t.p.list) == before {
		e.check(t.p)
		e.checkTimes(t.p, t.o.Now, t.o.Zone)
		t.rename(before)
	}
	t.out = append(t.out, e)
	return true
}

// rename gives faults found by check the name of their column.
func (t *table) rename(from int) {
	for i := from; i < len(t.p.list); i++ {
		t.p.list[i].Field = strings.TrimPrefix(t.p.list[i].Field, "data.")
	}
}

// entry reads the cells of the current row.
func (t *table) entry() Entry {
	get := func(name string) string {
		if i := slices.Index(t.columns, name); i >= 0 {
			return strings.TrimSpace(t.cells[i])
		}
		return ""
	}
	e := Entry{ID: strings.ToLower(get("id")), Kind: Kind(get("kind")), ConflictOf: strings.ToLower(get("conflict_of"))}
	if e.Kind == "" {
		e.Kind = KindNight
	}
	if at := get("at"); at != "" {
		e.At = new(time.Time)
		filler{t.p}.time(&node{sort: '"', text: at}, e.At, "at")
		located(t.p.list, nil, false)
		t.relocate()
	}
	if e.Data = New(e.Kind); e.Data == nil {
		t.p.add("kind", "must be one of %s", kindNames())
		return e
	}
	t.day(&e, get("day"))
	t.data(reflect.ValueOf(e.Data).Elem(), e.Kind)
	return e
}

// relocate puts the row's place back on a fault of the shared time reader.
func (t *table) relocate() {
	if n := len(t.p.list); n > 0 && t.p.list[n-1].Line == 0 {
		t.p.list[n-1].Line, t.p.list[n-1].Column = t.place(t.p.list[n-1].Field)
	}
}

func (t *table) day(e *Entry, text string) {
	var err error
	switch {
	case text != "":
		if e.Day, err = ParseDate(text); err != nil {
			t.p.add("day", "%v", err)
		}
	default:
		e.settle(t.p, false, t.o.Zone)
	}
}

// data fills the fields of the kind. A cell of another kind's column must be empty.
func (t *table) data(v reflect.Value, k Kind) {
	for i, name := range t.columns {
		text := t.cells[i]
		if slices.Contains(entryColumns, name) || strings.TrimSpace(text) == "" {
			continue
		}
		field := fieldNamed(v.Type(), name)
		if field < 0 {
			t.p.add(name, "does not belong to kind %s: leave it empty", k)
			continue
		}
		to := v.Field(field)
		if to.Kind() == reflect.String {
			text = unguarded(text)
		} else {
			text = strings.TrimSpace(text)
		}
		if message := setCell(to, text, t.comma); message != "" {
			t.p.add(name, "%s", message)
		}
	}
}

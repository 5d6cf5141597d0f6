package diary

import (
	"encoding/csv"
	"io"
	"reflect"
	"slices"
	"time"
)

// WriteCSV writes all entries, in the order of Sort, one a row, with a header. Columns
// that no entry uses are left out, but for id, kind and day. Items of a list are joined
// by |, a measure that was tried reads stretch_calf_wall=yes, and text that a
// spreadsheet would run as a formula gets a ' in front. entries is not changed.
func WriteCSV(w io.Writer, entries []Entry) error {
	sorted := slices.Clone(entries)
	Sort(sorted)
	rows := make([]map[string]string, len(sorted))
	used := map[string]bool{"id": true, "kind": true, "day": true}
	for i, e := range sorted {
		rows[i] = rowOf(e)
		for name, text := range rows[i] {
			used[name] = used[name] || text != ""
		}
	}
	header := slices.DeleteFunc(columns(), func(name string) bool { return !used[name] })
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(header); err != nil {
		return err
	}
	cells := make([]string, len(header))
	for _, row := range rows {
		for i, name := range header {
			cells[i] = row[name]
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

func rowOf(e Entry) map[string]string {
	row := map[string]string{"id": e.ID, "kind": string(e.Kind), "day": e.Day.String(), "conflict_of": e.ConflictOf}
	if e.At != nil {
		row["at"] = e.At.UTC().Format(time.RFC3339Nano)
	}
	v := reflect.ValueOf(e.Data).Elem()
	for i := range v.NumField() {
		text := cellOf(v.Field(i))
		if v.Field(i).Kind() == reflect.String && v.Field(i).Type() != reflect.TypeFor[Decimal]() {
			text = guarded(text) // numbers begin with a minus and are no formula
		}
		row[tagOf(v.Type().Field(i))] = text
	}
	return row
}

package labs

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// MostFile bounds a file of results in bytes.
const MostFile = 1 << 20

// Row is one line of a table of results. Fault says why it cannot be used; then Result is
// as far as it was read.
type Row struct {
	Line   int // 1-based
	Result Result
	Day    string // as written, empty without a column for it
	Fault  string
}

// columns of a table, by the words of its header.
var columns = map[string]string{
	"analyte": "test", "test": "test", "name": "test", "test name": "test", "parameter": "test", "investigation": "test", "component": "test", "observation": "test",
	"loinc": "loinc", "loinc code": "loinc", "code": "loinc",
	"value": "value", "result": "value", "results": "value", "result value": "value",
	"unit": "unit", "units": "unit", "uom": "unit",
	"low": "low", "reference low": "low", "lower": "low", "range low": "low", "min": "low", "lower limit": "low",
	"high": "high", "reference high": "high", "upper": "high", "range high": "high", "max": "high", "upper limit": "high",
	"range": "range", "reference": "range", "reference range": "range", "reference interval": "range", "normal range": "range", "ref range": "range",
	"day": "day", "date": "day", "collected": "day", "date collected": "day", "result date": "day", "sample date": "day",
}

var errTable = errors.New("needs a first line with the columns test, value and unit; low, high or range, and date may follow")

// ReadCSV reads a table with a header; commas, semicolons and tabs separate. Each line is
// read for itself: one that cannot be used has a fault, and the others stand. The error
// is about the file as a whole.
func (x *Interpreter) ReadCSV(text string) ([]Row, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	if len(text) > MostFile {
		return nil, fmt.Errorf("is larger than %d kB", MostFile>>10)
	}
	if !utf8.ValidString(text) {
		return nil, errors.New("is not UTF-8 text: save the table as CSV UTF-8")
	}
	r := csv.NewReader(bytes.NewReader([]byte(text)))
	r.Comma, r.FieldsPerRecord, r.TrimLeadingSpace, r.LazyQuotes = separator(text), -1, true, true
	head, err := r.Read()
	if err != nil {
		return nil, errTable
	}
	at := map[string]int{}
	for i, h := range head {
		if c := columns[strings.Join(strings.FieldsFunc(strings.ToLower(h), func(r rune) bool { return strings.ContainsRune(" _-.:", r) }), " ")]; c != "" {
			if _, twice := at[c]; !twice {
				at[c] = i
			}
		}
	}
	_, test := at["test"]
	_, code := at["loinc"]
	if _, value := at["value"]; !value || !test && !code {
		return nil, errTable
	}
	var out []Row
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		line, _ := r.FieldPos(0)
		if err != nil {
			return nil, fmt.Errorf("has a quote in the wrong place near line %d", line)
		}
		if len(out) >= MostResults {
			return nil, fmt.Errorf("has more than %d results", MostResults)
		}
		if strings.Join(cells, "") == "" {
			continue
		}
		out = append(out, x.row(line, func(c string) string {
			if i, ok := at[c]; ok && i < len(cells) {
				return strings.TrimSpace(cells[i])
			}
			return ""
		}))
	}
}

func separator(text string) rune {
	first, _, _ := strings.Cut(text, "\n")
	best, most := ',', strings.Count(first, ",")
	for _, c := range ";\t" {
		if n := strings.Count(first, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// row reads one line of a table.
func (x *Interpreter) row(line int, cell func(string) string) Row {
	row := Row{Line: line, Day: cell("day"), Result: Result{Value: cell("value"), Unit: cell("unit"), Low: cell("low"), High: cell("high")}}
	test := cell("test")
	row.Result.Analyte = x.Named(test)
	if row.Result.Analyte == "" {
		row.Result.Analyte = x.ByLOINC(cell("loinc"))
	}
	if r := cell("range"); r != "" && row.Result.Low == "" && row.Result.High == "" {
		row.Result.Low, row.Result.High = x.cutRange(r)
	}
	switch {
	case row.Result.Analyte == "":
		row.Fault = x.base.LabTexts.Say("row_test")
	case !readable(row.Result.Low) || !readable(row.Result.High):
		row.Fault = x.base.LabTexts.Say("row_range")
	default:
		if _, err := ParseNumber(row.Result.Value); err != nil {
			row.Fault = x.base.LabTexts.Say("row_value")
		}
	}
	return row
}

// Named finds the analyte that a text names and nothing beside; empty when there is none.
func (x *Interpreter) Named(text string) string {
	text = strings.TrimSpace(text)
	if a := x.byID[text]; a != nil {
		return a.ID
	}
	ts := lex(text)
	found := x.find(text, ts)
	if len(found) == 0 || found[0].analyte == nil {
		return ""
	}
	for _, n := range found[1:] {
		if n.analyte != found[0].analyte {
			return ""
		}
	}
	in := func(i int) bool {
		for _, n := range found {
			if i >= n.from && i < n.to {
				return true
			}
		}
		return false
	}
	for i, t := range ts {
		if !in(i) && t.kind != 's' && !fillers[strings.ToLower(t.text)] {
			return ""
		}
	}
	return found[0].analyte.ID
}

// cutRange reads the cell of an interval: 15-150, <5, > 60, 15 to 150.
func (x *Interpreter) cutRange(text string) (low, high string) {
	ts := lex(text)
	if len(ts) == 0 {
		return "", ""
	}
	l := &line{x: x, analyte: &analyte{}, text: text, ts: ts, whole: ts, next: len(ts), style: styleOf(ts), inRange: true}
	l.scanBrackets()
	for _, b := range l.bounds {
		l.end(b)
	}
	if l.muddled || !l.ranged {
		return "", ""
	}
	return l.low, l.high
}

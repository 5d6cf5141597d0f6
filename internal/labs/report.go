package labs

import (
	"strings"
	"unicode/utf8"
)

// MostText bounds a pasted report in characters.
const MostText = 30_000

// Found is a result that was read from a report, with its place in the text. Doubts are
// what the reader is not sure of; a person has to look at it.
type Found struct {
	Result
	Start, End int // code points into the text, End exclusive
}

// Unread is a line that looks like a result and was not understood.
type Unread struct {
	Text       string
	Start, End int // code points, as in Found
}

// Report is what was understood of a pasted report, in the order of the text.
type Report struct {
	Found  []Found
	Unread []Unread
}

// ReadReport understands the text of a laboratory report, line by line or running. It
// takes a number for a value only when name, number and the rest of the line leave one way
// to read it; otherwise the result carries a doubt. What it leaves out is listed.
func (x *Interpreter) ReadReport(text string) *Report {
	ts := lex(text)
	names := x.find(text, ts)
	out, at := &Report{Found: []Found{}, Unread: []Unread{}}, runes{text: text}
	style := styleOf(ts)
	read := map[int]bool{} // lines that were understood
	for k, n := range names {
		stop := len(ts)
		if k+1 < len(names) {
			stop = names[k+1].from
		}
		if n.analyte == nil {
			continue
		}
		l := &line{x: x, analyte: n.analyte, text: text, ts: ts[:stop], style: style, at: n.to, whole: ts, next: stop}
		l.scan(ts[n.from].line)
		r, ok := l.result()
		if !ok {
			continue
		}
		last := l.last
		if l.goesOnWithAnother() && len(r.Doubts) == 0 {
			r.Doubts = append(r.Doubts, Question{SeveralValues, n.analyte.texts.Say("several_lines"), []Suggestion{{r.Value, r.Unit}}})
		}
		out.Found = append(out.Found, Found{r, at.of(ts[n.from].start), at.of(ts[last].end)})
		for i := ts[n.from].line; i <= ts[last].line; i++ {
			read[i] = true
		}
	}
	x.leftOut(text, ts, read, &at, out)
	return out
}

// leftOut lists the lines with a number and a unit of which nothing was read.
func (x *Interpreter) leftOut(text string, ts []token, read map[int]bool, at *runes, out *Report) {
	for i := 0; i < len(ts); {
		end := i
		for end < len(ts) && ts[end].line == ts[i].line {
			end++
		}
		if !read[ts[i].line] && x.looksLikeResult(text, ts[i:end]) {
			out.Unread = append(out.Unread, Unread{text[ts[i].start:ts[end-1].end], at.of(ts[i].start), at.of(ts[end-1].end)})
		}
		i = end
	}
}

// otherUnits are those of tests we do not have.
var otherUnits = set("g/l mg/l ug/l ng/l mg/dl ug/dl g/dl ng/ml pg/ml ng/dl pg/dl u/l u/ml mu/l umol/l nmol/l pmol/l mmol/l meq/l % fl pg s sec ratio mm/h l/l 109/l 1012/l 103/ul 106/ul k/ul m/ul /ul ml/min mg/mmol mg/g")

func (x *Interpreter) looksLikeResult(text string, ts []token) bool {
	word := false
	for i := range ts {
		word = word || ts[i].kind == 'w'
		if ts[i].kind != 'n' || i+1 >= len(ts) {
			continue
		}
		for k := min(len(ts), i+7); k > i+1; k-- {
			key := unitKey(text[ts[i+1].start:ts[k-1].end])
			if word && key != "" && (x.foreign[key] || otherUnits[key]) {
				return true
			}
		}
	}
	return false
}

// runes turns byte offsets, which must rise or repeat seldom, into code points.
type runes struct {
	text     string
	byte, at int
}

func (r *runes) of(offset int) int {
	if offset < r.byte {
		r.byte, r.at = 0, 0
	}
	r.at += utf8.RuneCountInString(r.text[r.byte:offset])
	r.byte = offset
	return r.at
}

// style is how a report writes its decimals, as far as its numbers show.
type style struct{ comma, point bool }

// styleOf looks for numbers that can be read in one way only: 4,1 or 4.1.
func styleOf(ts []token) (s style) {
	for _, t := range ts {
		if t.kind != 'n' {
			continue
		}
		points, commas := strings.Count(t.text, "."), strings.Count(t.text, ",")
		i := strings.IndexAny(t.text, ".,")
		if points+commas != 1 || len(t.text)-i-1 == 3 && t.text[0] != '0' {
			continue
		}
		s.comma, s.point = s.comma || commas == 1, s.point || points == 1
	}
	return s
}

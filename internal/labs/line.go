package labs

import "strings"

// line reads what stands behind the name of an analyte.
type line struct {
	x       *Interpreter
	analyte *analyte
	text    string
	ts      []token // up to the next name
	whole   []token
	next    int // where the next name starts
	style   style
	at      int // token
	last    int // last token that belongs to the result

	numbers []amount // that may be the value
	bounds  []amount // with a comparator, which may be a value or an end of the interval
	unit    string
	foreign bool // the unit is not one of the analyte's
	low     string
	high    string
	flag    byte // 'h', 'l', 'n', 'a' or 0
	strange bool // a word that we do not understand stands before the value
	ranged  bool
	muddled bool // an interval that may be none
	inRange bool // a word such as "reference" came before
}

// amount is a number of the line, with the unit right behind it.
type amount struct {
	bound Bound
	text  string
	unit  string
	cell  bool // a separator of cells stands before it
}

// Words that may stand between a name and its value, and those that announce the interval.
var (
	fillers = set("is was of at level levels serum plasma blood result results value total test your the a came back measured fasting venous whole concentration conc s p b fs sample count assay final h2o albumin adjusted corrected and method ckd epi mdrd ifcc ngsp dcct std westergren quantitative quant ultrasensitive")
	ranges  = set("ref reference range ranges interval intervals normal norm limits limit target ri rr refrange expected adult between")
	months  = set("jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august september october november december")
	absent  = set("pending awaited insufficient haemolysed hemolysed haemolyzed clotted cancelled canceled unsuitable")
)

// scan walks from the name to where the result ends.
func (l *line) scan(first int) {
	l.last = l.at - 1
	current := first
	for l.at < len(l.ts) {
		t := l.ts[l.at]
		if t.line != current {
			if !l.goesOn(t.line, current) {
				return
			}
			current = t.line
		}
		if !l.step() {
			return
		}
	}
}

// goesOn decides whether the result continues on another line.
func (l *line) goesOn(to, from int) bool {
	if to > from+2 || l.next < len(l.whole) && l.whole[l.next].line == to && !l.hasNumber() {
		return false // the next line names a test of its own
	}
	if !l.hasNumber() {
		return !l.strange
	}
	if l.complete() {
		return false
	}
	t := l.ts[l.at]
	switch {
	case t.kind == 'w' && ranges[strings.ToLower(t.text)], l.unit == "" && l.unitAt(l.at) > 0:
		return true
	case strings.ContainsAny(t.text, "([<>≤≥"):
		return !l.ranged
	case t.kind == 'n':
		_, _, end := l.rangeAt(l.at)
		return end > 0 && !l.ranged
	}
	return false
}

// goesOnWithAnother reports that the line behind the result holds a number with a unit of
// the analyte and no word of its own, such as the value of another day.
func (l *line) goesOnWithAnother() bool {
	l.ts = l.whole
	at := l.last + 1
	for at < len(l.ts) && l.ts[at].line == l.ts[l.last].line {
		at++
	}
	if at >= len(l.ts) {
		return false
	}
	another := false
	for line := l.ts[at].line; at < len(l.ts) && l.ts[at].line == line; {
		if end := l.dateAt(at); end > 0 {
			at = end
			continue
		}
		t := l.ts[at]
		if t.kind == 'w' {
			return false
		}
		at++
		if end := l.unitAt(at); t.kind == 'n' && end > 0 && l.ts[at].line == line {
			another = another || l.analyte.unit(l.text[l.ts[at].start:l.ts[end-1].end]) != nil
			at = end
		}
	}
	return another
}

func (l *line) hasNumber() bool { return len(l.numbers)+len(l.bounds) > 0 }
func (l *line) complete() bool  { return l.hasNumber() && l.unit != "" && l.ranged }

// step reads one piece; false where the result ends.
func (l *line) step() bool {
	t := l.ts[l.at]
	if end := l.dateAt(l.at); end > 0 {
		l.at = end
		return true
	}
	if t.kind == 'n' || t.kind == 's' && t.text == "/" {
		if end := l.unitAt(l.at); end > 0 && (l.hasNumber() || l.power() || t.kind == 's') && l.takeUnit(end) {
			return true
		}
	}
	switch {
	case t.kind == 'n':
		return l.number()
	case t.kind == 'w':
		return l.word()
	}
	return l.symbol()
}

// power reports a unit that begins with a power of ten: 10^9/L, 10*3/µL.
func (l *line) power() bool {
	return l.ts[l.at].text == "10" && l.at+1 < len(l.ts) && l.ts[l.at+1].start == l.ts[l.at].end && strings.ContainsAny(l.ts[l.at+1].text, "^*⁹³")
}

func (l *line) used(end int) bool {
	l.last, l.at = max(l.last, end-1), end
	return true
}

// number takes an interval, or a number with its unit.
func (l *line) number() bool {
	if low, high, end := l.rangeAt(l.at); end > 0 {
		if l.ranged {
			l.muddled = true
		}
		if end < len(l.ts) && dash(l.ts[end].text) && end+1 < len(l.ts) && l.ts[end+1].kind == 'n' && l.ts[end].line == l.ts[l.at].line {
			l.muddled = true // 12 - 15 - 150
		}
		l.low, l.high, l.ranged = low, high, true
		l.used(end)
		l.unitBehind()
		return true
	}
	return l.amount(Exact)
}

// amount takes the number at the current place.
func (l *line) amount(b Bound) bool {
	n := amount{bound: b, text: l.ts[l.at].text, cell: l.at > 0 && l.cellBefore(l.at)}
	ended := l.at + 1
	if end := l.unitAt(ended); end > 0 && l.ts[ended].line == l.ts[l.at].line {
		n.unit = l.text[l.ts[ended].start:l.ts[end-1].end]
		ended = end
		l.keepUnit(n.unit)
	}
	l.used(ended)
	switch {
	case l.inRange:
		l.end(n)
	case b != Exact:
		l.bounds = append(l.bounds, n)
	default:
		l.numbers = append(l.numbers, n)
	}
	return true
}

// cellBefore reports that a tab, a semicolon, a bar or a wide gap stands before the token.
func (l *line) cellBefore(i int) bool {
	gap := l.text[l.ts[i-1].end:l.ts[i].start]
	return len(gap) > 1 || strings.Contains(gap, "\t") || strings.Contains(";|", l.ts[i-1].text)
}

// end takes a number as one end of the interval.
func (l *line) end(n amount) {
	if l.ranged && (n.bound == Below || n.bound == AtMost) == (l.high != "") {
		l.muddled = true
		return
	}
	switch n.bound {
	case Above, AtLeast:
		l.low, l.ranged = n.text, true
	case Below, AtMost:
		l.high, l.ranged = n.text, true
	default:
		l.muddled = true
	}
}

func (l *line) unitBehind() {
	if end := l.unitAt(l.at); end > 0 && l.ts[l.at].line == l.ts[l.at-1].line {
		l.takeUnit(end)
	}
}

func (l *line) takeUnit(end int) bool {
	l.keepUnit(l.text[l.ts[l.at].start:l.ts[end-1].end])
	return l.used(end)
}

// keepUnit keeps the first unit that fits the analyte.
func (l *line) keepUnit(unit string) {
	fits := l.analyte.unit(unit) != nil
	if l.unit == "" || l.foreign && fits {
		l.unit, l.foreign = unit, !fits
	}
}

// word takes a unit, a mark, a word that says nothing, or ends the result.
func (l *line) word() bool {
	t := l.ts[l.at]
	low := strings.ToLower(t.text)
	if end := l.unitAt(l.at); end > 0 {
		return l.takeUnit(end)
	}
	if b, end := l.boundWords(); end > 0 {
		l.at = end
		return l.amount(b)
	}
	switch f := flagOf(low); {
	case f != 0 && l.hasNumber() && l.flag == 0:
		l.flag = f
		return l.used(l.at + 1)
	case f != 0 && l.hasNumber(), f != 0 && len(low) > 2 && !ranges[low]:
		l.at++
		return true
	case ranges[low]:
		l.inRange = true
		return l.used(l.at + 1)
	case fillers[low]:
		l.at++
		return true
	case absent[low] || l.hasNumber():
		return false
	}
	l.strange = true
	l.at++
	return true
}

func flagOf(word string) byte {
	switch word {
	case "h", "hh", "high", "hi":
		return 'h'
	case "l", "ll", "low", "lo":
		return 'l'
	case "n", "normal", "wnl":
		return 'n'
	case "a", "abn", "abnormal", "crit", "critical", "alert":
		return 'a'
	}
	return 0
}

// boundWords reads "less than 5" and "up to 5".
func (l *line) boundWords() (Bound, int) {
	if l.at+2 >= len(l.ts) || l.ts[l.at+2].kind != 'n' {
		return Exact, 0
	}
	switch strings.ToLower(l.ts[l.at].text + " " + l.ts[l.at+1].text) {
	case "less than":
		return Below, l.at + 2
	case "up to":
		return AtMost, l.at + 2
	case "greater than", "more than":
		return Above, l.at + 2
	case "at least":
		return AtLeast, l.at + 2
	}
	return Exact, 0
}

// symbol takes comparators, brackets and marks.
func (l *line) symbol() bool {
	t := l.ts[l.at]
	switch t.text {
	case "<", ">", "≤", "≥", "=":
		return l.comparator()
	case "(", "[":
		return l.brackets()
	case "*", "!", "↑", "↓", "▲", "▼":
		if l.hasNumber() && l.flag == 0 {
			l.flag = map[string]byte{"*": 'a', "!": 'a', "↑": 'h', "▲": 'h', "↓": 'l', "▼": 'l'}[t.text]
			return l.used(l.at + 1)
		}
	case "%":
		if end := l.unitAt(l.at); end > 0 {
			return l.takeUnit(end)
		}
	case "µ", "μ", "×":
		if end := l.unitAt(l.at); end > 0 {
			return l.takeUnit(end)
		}
	case "?", "~", "±":
		l.strange = true
	}
	l.at++
	return true
}

func (l *line) comparator() bool {
	b, end := boundAt(l.ts, l.at)
	if b == Exact || end >= len(l.ts) || l.ts[end].kind != 'n' || l.ts[end].line != l.ts[l.at].line {
		l.at++
		return true
	}
	l.at = end
	return l.amount(b)
}

// boundAt reads a comparator of one or two characters.
func boundAt(ts []token, i int) (Bound, int) {
	text := ts[i].text
	if i+1 < len(ts) && ts[i+1].start == ts[i].end && ts[i+1].kind == 's' {
		if b, rest := cutBound(text + ts[i+1].text); rest == "" && b != Exact {
			return b, i + 2
		}
	}
	b, _ := cutBound(text)
	return b, i + 1
}

// mostInBrackets is how many tokens brackets hold: without an end, each of many would look
// through all the rest of the report.
const mostInBrackets = 100

// brackets takes what stands in brackets: the interval, the unit, a mark, the value in a
// second unit, or a remark.
func (l *line) brackets() bool {
	closed, end := l.at+1, min(len(l.ts), l.at+mostInBrackets)
	for closed < end && l.ts[closed].line == l.ts[l.at].line && !strings.Contains(")]", l.ts[closed].text) {
		closed++
	}
	if closed >= end || l.ts[closed].line != l.ts[l.at].line {
		l.at++
		return true
	}
	in := &line{x: l.x, analyte: l.analyte, text: l.text, ts: l.ts[:closed], whole: l.whole, next: closed, style: l.style, at: l.at + 1, inRange: false}
	in.scanBrackets()
	switch {
	case in.ranged || len(in.bounds) > 0:
		if l.ranged {
			l.muddled = true
		}
		for _, b := range in.bounds {
			in.end(b)
		}
		l.low, l.high, l.ranged, l.muddled = in.low, in.high, true, l.muddled || in.muddled || len(in.numbers) > 0
		if in.unit != "" {
			l.keepUnit(in.unit)
		}
	case len(in.numbers) == 1 && in.numbers[0].unit != "" && l.hasNumber():
		l.numbers = append(l.numbers, in.numbers[0])
	case in.unit != "" && len(in.numbers) == 0:
		l.keepUnit(in.unit)
	case in.flag != 0 && l.hasNumber() && l.flag == 0:
		l.flag = in.flag
	default: // a remark
		l.at = closed + 1
		return true
	}
	return l.used(closed + 1)
}

// scanBrackets reads all there is, whatever the words.
func (l *line) scanBrackets() {
	for l.at < len(l.ts) {
		t := l.ts[l.at]
		low := strings.ToLower(t.text)
		if t.kind == 'w' && flagOf(low) != 0 && l.unitAt(l.at) == 0 && !ranges[low] {
			l.flag = flagOf(low)
			l.at++
			continue
		}
		before := l.at
		if !l.step() {
			l.at = before + 1
		}
	}
}
